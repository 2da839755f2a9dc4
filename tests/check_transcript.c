#include "testing.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "transcript.h"

static struct transcript_line *say(struct transcript *t, int64_t time, const char *text)
{
	return transcript_add(t, time, EVENT_MESSAGE, "ann", text);
}

static struct transcript_line *say_own(struct transcript *t, int64_t date, const char *text)
{
	struct transcript_line *line = transcript_add(t, date, EVENT_MESSAGE, "me", text);

	transcript_set_own(t, line, date);
	return line;
}

/* The texts of all lines, each with its number: "0:a 1:b". */
static char *all(struct transcript *t)
{
	struct buf out = { 0 };

	for (uint64_t n = transcript_first(t); n < transcript_end(t); n++)
		buf_format(&out, "%s%d:%s", buf_size(&out) ? " " : "", (int)n,
			   transcript_text(transcript_at(t, n)));
	return buf_take(&out);
}

static void assert_all(struct transcript *t, const char *expected)
{
	char *is = all(t);

	ck_assert_str_eq(is, expected);
	free(is);
}

START_TEST(the_oldest_line_gives_way)
{
	struct transcript *t = transcript_new(3);
	char text[2] = "a";

	assert_all(t, "");
	for (; *text < 'h'; ++*text)
		say(t, 0, text);
	assert_all(t, "4:e 5:f 6:g");
	ck_assert_uint_eq(transcript_first(t), 4);
	ck_assert_uint_eq(transcript_end(t), 7);
	transcript_clear(t);
	assert_all(t, "");
	ck_assert_uint_eq(transcript_first(t), 7);
	say(t, 0, "x");
	assert_all(t, "7:x");
	transcript_free(t);
}
END_TEST

START_TEST(numbers_hold_while_the_ring_grows)
{
	struct transcript *t = transcript_new(1000);
	char text[16];

	for (int i = 0; i < 5000; i++) {
		snprintf(text, sizeof text, "%d", i);
		say(t, i, text);
		if (i == 100)
			transcript_clear(t);
	}
	ck_assert_uint_eq(transcript_first(t), 4000);
	for (uint64_t n = 4000; n < 5000; n++) {
		const struct transcript_line *line = transcript_at(t, n);

		ck_assert_int_eq(line->time, (int64_t)n);
		ck_assert_int_eq(atoi(transcript_text(line)), (int)n);
	}
	transcript_free(t);
}
END_TEST

START_TEST(texts_are_cleaned)
{
	struct transcript *t = transcript_new(10);
	const struct transcript_line *line;

	line = transcript_add(t, 5, EVENT_MESSAGE, "a\n\x1b[31mnn\xff",
			      "one\r\ntwo\x07\t\xe2\x80\xae");
	ck_assert_str_eq(transcript_name(line), "a [31mnn\xef\xbf\xbd");
	ck_assert_str_eq(transcript_text(line), "one\ntwo ");
	ck_assert_int_eq(line->time, 5);
	ck_assert_int_eq(line->type, EVENT_MESSAGE);
	ck_assert_int_eq(line->state, TRANSCRIPT_PLAIN);
	line = transcript_add(t, 6, EVENT_LEAVE, NULL, NULL);
	ck_assert_str_eq(transcript_name(line), "");
	ck_assert_str_eq(transcript_text(line), "");
	transcript_free(t);
}
END_TEST

START_TEST(an_echo_puts_our_line_where_the_room_has_it)
{
	struct transcript *t = transcript_new(10);
	struct transcript_line *line;
	const struct transcript_line *moved;

	say(t, 1, "a");
	line = say_own(t, 2, "mine");
	line->action = true;
	say(t, 3, "b");
	say_own(t, 4, "mine too");
	say(t, 5, "c");
	ck_assert_ptr_eq(transcript_find_own(t, 2), line);
	transcript_deliver(t, line, 6, "me1", "ours");
	assert_all(t, "0:a 1:b 2:mine too 3:c 4:ours");
	moved = transcript_at(t, 4);
	ck_assert_str_eq(transcript_name(moved), "me1");
	ck_assert_int_eq(moved->time, 6);
	ck_assert_int_eq(moved->date, 2);
	ck_assert_int_eq(moved->state, TRANSCRIPT_DELIVERED);
	ck_assert(moved->own);
	ck_assert(moved->action);
	ck_assert_ptr_null(transcript_find_own(t, 2));
	line = transcript_find_own(t, 4);
	ck_assert_str_eq(transcript_text(line), "mine too");
	transcript_deliver(t, line, 7, "me1", "mine too");
	assert_all(t, "0:a 1:b 2:c 3:ours 4:mine too");
	transcript_free(t);
}
END_TEST

START_TEST(own_lines_are_found_by_date_until_they_are_gone)
{
	struct transcript *t = transcript_new(4);

	for (int64_t date = 10; date <= 50; date += 10)
		say_own(t, date, "x");
	ck_assert_ptr_null(transcript_find_own(t, 10));
	ck_assert_ptr_null(transcript_find_own(t, 15));
	ck_assert_ptr_null(transcript_find_own(t, 60));
	ck_assert_int_eq(transcript_find_own(t, 50)->date, 50);
	ck_assert_int_eq(transcript_find_own(t, 20)->date, 20);
	transcript_set_state(t, transcript_find_own(t, 20), TRANSCRIPT_FAILED);
	ck_assert_int_eq(transcript_find_own(t, 20)->state, TRANSCRIPT_FAILED);
	transcript_deliver(t, transcript_find_own(t, 30), 60, "me", "x");
	ck_assert_ptr_null(transcript_find_own(t, 30));
	ck_assert_int_eq(transcript_find_own(t, 40)->date, 40);
	transcript_clear(t);
	ck_assert_ptr_null(transcript_find_own(t, 40));
	say_own(t, 70, "y");
	ck_assert_int_eq(transcript_find_own(t, 70)->date, 70);
	transcript_free(t);
}
END_TEST

/* A place is behind the lines that were there, and before those to come, whatever moves and goes.
 */
START_TEST(a_place_is_found_again)
{
	struct transcript *t = transcript_new(6);
	struct transcript_line *own;
	uint32_t start = transcript_next_serial(t), place;

	ck_assert_uint_eq(transcript_find(t, start), transcript_end(t));
	say(t, 1, "a");
	own = say_own(t, 2, "mine");
	say(t, 3, "b");
	ck_assert_uint_eq(transcript_find(t, own->serial), 1);
	place = transcript_next_serial(t);
	ck_assert_uint_eq(transcript_find(t, place), transcript_end(t));
	say(t, 4, "c");
	ck_assert_uint_eq(transcript_find(t, place), 3);
	transcript_deliver(t, own, 5, "me", "mine");
	assert_all(t, "0:a 1:b 2:c 3:mine");
	ck_assert_uint_eq(transcript_find(t, place), 2);
	ck_assert_uint_eq(transcript_find(t, start), 0);
	for (char text[] = "d"; *text < 'i'; ++*text)
		say(t, 6, text);
	assert_all(t, "3:mine 4:d 5:e 6:f 7:g 8:h");
	ck_assert_uint_eq(transcript_find(t, place), 3);
	ck_assert_uint_eq(transcript_at(t, 8)->serial + 1, transcript_next_serial(t));
	transcript_clear(t);
	ck_assert_uint_eq(transcript_find(t, place), transcript_end(t));
	transcript_free(t);
}
END_TEST

START_TEST(every_change_counts)
{
	struct transcript *t = transcript_new(4);
	unsigned version = transcript_version(t);
	struct transcript_line *line = say_own(t, 1, "x");

	ck_assert_uint_ne(transcript_version(t), version);
	version = transcript_version(t);
	transcript_set_state(t, line, TRANSCRIPT_SENT);
	ck_assert_uint_ne(transcript_version(t), version);
	version = transcript_version(t);
	transcript_deliver(t, line, 2, "me", "x");
	ck_assert_uint_ne(transcript_version(t), version);
	version = transcript_version(t);
	transcript_clear(t);
	ck_assert_uint_ne(transcript_version(t), version);
	transcript_free(t);
}
END_TEST

/* Echoes that come in the order sent are found at once, however many are on their way. */
START_TEST(a_hundred_thousand_echoes_are_matched)
{
	enum { MANY = 100000 };
	struct transcript *t = transcript_new(10000);
	int found = 0;

	for (int64_t date = 1; date <= MANY; date++)
		say_own(t, date, "x");
	for (int64_t date = 1; date <= MANY; date++) {
		struct transcript_line *line = transcript_find_own(t, date);

		if (!line)
			continue;
		transcript_set_state(t, line, TRANSCRIPT_DELIVERED);
		found++;
	}
	ck_assert_int_eq(found, 10000);
	transcript_free(t);
}
END_TEST

START_TEST(a_line_costs_at_most_60_bytes_beyond_its_text)
{
	enum { MANY = 1000 };
	struct transcript *t = transcript_new(MANY);
	char text[MANY];
	size_t used = 0, texts = 0;

	for (size_t i = 0; i < MANY; i++) {
		memset(text, 'x', i);
		text[i] = 0;
		/* With the allocator's word before it, and its place in the ring. */
		used += malloc_usable_size(say(t, 0, text)) + 2 * sizeof(void *);
		texts += strlen("ann") + i;
	}
	ck_assert_uint_le((used - texts) / MANY, 60);
	transcript_free(t);
}
END_TEST

/* Long lines push out more than one each; the newest is always there. */
START_TEST(memory_is_bounded_whatever_is_said)
{
	enum { LONG = 1 << 20, LINES = 100 };
	struct transcript *t = transcript_new(1000);
	char *text = malloc(LONG + 1);
	struct transcript_line *own;

	memset(text, 'x', LONG);
	text[LONG] = 0;
	own = say_own(t, 1, "mine");
	for (int i = 0; i < LINES; i++)
		say(t, 0, text);
	ck_assert_uint_eq(transcript_end(t), LINES + 1);
	ck_assert_uint_eq(transcript_first(t), LINES + 1 - 63);
	ck_assert_ptr_null(transcript_find_own(t, 1));
	for (int i = 0; i < 500; i++)
		say(t, 0, "short");
	own = say_own(t, 2, "mine");
	transcript_deliver(t, own, 3, "me", text);
	ck_assert_uint_eq(transcript_first(t), LINES + 1 - 62);
	transcript_clear(t);
	for (int i = 0; i < 2000; i++)
		say(t, 0, "short");
	ck_assert_uint_eq(transcript_end(t) - transcript_first(t), 1000);
	free(text);
	transcript_free(t);
}
END_TEST

TESTING_MAIN("transcript", TESTING(the_oldest_line_gives_way),
	     TESTING(numbers_hold_while_the_ring_grows), TESTING(texts_are_cleaned),
	     TESTING(an_echo_puts_our_line_where_the_room_has_it),
	     TESTING(own_lines_are_found_by_date_until_they_are_gone),
	     TESTING(a_place_is_found_again), TESTING(every_change_counts),
	     TESTING(a_hundred_thousand_echoes_are_matched),
	     TESTING(a_line_costs_at_most_60_bytes_beyond_its_text),
	     TESTING(memory_is_bounded_whatever_is_said))
