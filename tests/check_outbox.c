#include "testing.h"

#include <string.h>

#include "buf.h"
#include "outbox.h"

static int64_t add(struct outbox *o, const char *text, int64_t wall)
{
	return outbox_add(o, text, strlen(text), wall)->date;
}

/* All items as "text:state" with q, s, d; a "!" behind what was given up. */
static char *all(const struct outbox *o)
{
	struct buf out = { 0 };

	for (const struct outbox_item *i = NULL; (i = outbox_each(o, i));)
		buf_format(&out, "%s%s:%c%s", buf_size(&out) ? " " : "", i->text, "qsd"[i->state],
			   i -> given_up ? "!" : "");
	return buf_take(&out);
}

static void assert_all(const struct outbox *o, const char *expected)
{
	char *is = all(o);

	ck_assert_str_eq(is, expected);
	free(is);
}

static const struct {
	int64_t wall[5], date[5];
} dates[] = {
	{ { 100, 200, 300, 400, 500 }, { 100, 200, 300, 400, 500 } },
	{ { 100, 100, 100, 102, 104 }, { 100, 101, 102, 103, 104 } },
	{ { 500, 400, 300, 501, 600 }, { 500, 501, 502, 503, 600 } },
	{ { 0, -5, 0, 0, 10 }, { 1, 2, 3, 4, 10 } },
};

START_TEST(dates_grow_whatever_the_clock_does)
{
	struct outbox *o = outbox_new();

	for (int i = 0; i < 5; i++) {
		int64_t wall = dates[_i].wall[i];

		ck_assert_int_eq(i == 2 ? outbox_date(o, wall) : add(o, "x", wall),
				 dates[_i].date[i]);
	}
	outbox_free(o);
}
END_TEST

START_TEST(a_message_goes_its_way)
{
	struct outbox *o = outbox_new();
	const struct outbox_item *item;
	struct outbox_item *gone;
	int64_t a = add(o, "a", 10), b = outbox_add(o, "bcd", 1, 10)->date;

	assert_all(o, "a:q b:q");
	item = outbox_queued(o);
	ck_assert_str_eq(item->text, "a");
	outbox_sent(o, a, 7, 1000);
	ck_assert_int_eq(item->sent_as, 7);
	ck_assert_uint_eq(item->sent_at, 1000);
	ck_assert_str_eq(outbox_queued(o)->text, "b");
	ck_assert_ptr_null(outbox_delivered(o, 7, b));
	outbox_sent(o, b, 7, 1001);
	ck_assert_ptr_null(outbox_queued(o));
	assert_all(o, "a:s b:s");
	ck_assert_uint_eq(outbox_count(o, OUTBOX_SENT), 2);
	ck_assert_ptr_null(outbox_delivered(o, 8, a));
	ck_assert_ptr_null(outbox_delivered(o, 7, 99));
	gone = outbox_delivered(o, 7, b);
	ck_assert_str_eq(gone->text, "b");
	outbox_item_free(gone);
	ck_assert_ptr_null(outbox_delivered(o, 7, b));
	outbox_item_free(outbox_delivered(o, 7, a));
	assert_all(o, "");
	ck_assert_uint_eq(outbox_count(o, OUTBOX_SENT), 0);
	outbox_free(o);
}
END_TEST

START_TEST(a_cut_leaves_what_was_sent_in_doubt)
{
	struct outbox *o = outbox_new();
	int64_t a = add(o, "a", 10), b = add(o, "b", 20);
	const struct outbox_item *item;

	add(o, "c", 30);
	outbox_sent(o, a, 7, 1);
	outbox_sent(o, b, 7, 2);
	outbox_cut(o);
	assert_all(o, "a:d b:d c:q");
	ck_assert_str_eq(outbox_queued(o)->text, "c");
	outbox_item_free(outbox_remove(o, b));
	outbox_resend(o);
	assert_all(o, "a:q c:q");
	item = outbox_queued(o);
	ck_assert_int_eq(item->date, a);
	ck_assert_int_eq(item->sent_as, 7);
	outbox_sent(o, a, 9, 3);
	ck_assert_int_eq(item->sent_as, 7);
	ck_assert_int_eq(item->last_id, 9);
	ck_assert_str_eq(outbox_queued(o)->text, "c");
	outbox_item_free(outbox_delivered(o, 9, a));
	assert_all(o, "c:q");
	outbox_free(o);
}
END_TEST

/* The old connection may still be read by the server when we are back under a new id. */
START_TEST(an_echo_under_the_first_id_counts_too)
{
	struct outbox *o = outbox_new();
	int64_t a = add(o, "a", 10);

	outbox_sent(o, a, 7, 1);
	outbox_cut(o);
	outbox_resend(o);
	outbox_sent(o, a, 9, 2);
	ck_assert_ptr_null(outbox_delivered(o, 8, a));
	outbox_item_free(outbox_delivered(o, 7, a));
	assert_all(o, "");
	outbox_free(o);
}
END_TEST

START_TEST(what_is_given_up_may_yet_be_delivered)
{
	struct outbox *o = outbox_new();
	int64_t a = add(o, "a", 10), b = add(o, "b", 20), c = add(o, "c", 30);

	outbox_sent(o, a, 7, 1);
	outbox_sent(o, b, 7, 1);
	outbox_give_up(o, a);
	outbox_give_up(o, c);
	outbox_give_up(o, 99);
	assert_all(o, "a:d! b:s c:q");
	outbox_item_free(outbox_delivered(o, 7, a));
	outbox_give_up(o, b);
	outbox_resend(o);
	assert_all(o, "b:q c:q");
	ck_assert_ptr_null(outbox_remove(o, a));
	outbox_free(o);
}
END_TEST

START_TEST(a_hundred_thousand_messages_keep_their_order)
{
	enum { MANY = 100000, WINDOW = 1000 };
	struct outbox *o = outbox_new();
	int64_t sent = 0, delivered = 0;
	const struct outbox_item *item;

	for (int i = 0; i < MANY; i++)
		ck_assert_int_eq(add(o, "x", 1), i + 1);
	while (delivered < MANY) {
		while (sent - delivered < WINDOW && (item = outbox_queued(o))) {
			ck_assert_int_eq(item->date, ++sent);
			outbox_sent(o, sent, 7, 1);
		}
		outbox_item_free(outbox_delivered(o, 7, ++delivered));
		if (delivered % 3 == 0)
			add(o, "y", 1);
		if (delivered % 50000 == 0) {
			outbox_cut(o);
			outbox_resend(o);
			sent = delivered;
		}
	}
	ck_assert_uint_eq(outbox_count(o, OUTBOX_QUEUED) + outbox_count(o, OUTBOX_SENT), MANY / 3);
	outbox_free(o);
}
END_TEST

TESTING_MAIN("outbox", TESTING_LOOP(dates_grow_whatever_the_clock_does, COUNT(dates)),
	     TESTING(a_message_goes_its_way), TESTING(a_cut_leaves_what_was_sent_in_doubt),
	     TESTING(an_echo_under_the_first_id_counts_too),
	     TESTING(what_is_given_up_may_yet_be_delivered),
	     TESTING(a_hundred_thousand_messages_keep_their_order))
