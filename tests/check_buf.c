#include "testing.h"

#include <string.h>

#include "buf.h"

START_TEST(a_zeroed_queue_is_empty)
{
	struct buf b = { 0 };

	ck_assert_uint_eq(buf_size(&b), 0);
	ck_assert_ptr_nonnull(buf_bytes(&b));
	buf_consume(&b, 5);
	buf_append(&b, NULL, 0);
	ck_assert_str_eq(buf_string(&b), "");
	buf_free(&b);
}
END_TEST

START_TEST(bytes_come_out_in_the_order_they_went_in)
{
	struct buf b = { 0 };
	uint8_t in = 0, out = 0;

	for (int round = 0; round < 1000; round++) {
		for (int i = 0; i < 1 + round % 7; i++)
			buf_append_byte(&b, in++);
		for (int i = 0; i < round % 6 && buf_size(&b); i++) {
			ck_assert_uint_eq(*buf_bytes(&b), out++);
			buf_consume(&b, 1);
		}
	}
	for (; buf_size(&b); buf_consume(&b, 1))
		ck_assert_uint_eq(*buf_bytes(&b), out++);
	ck_assert_uint_eq(in, out);
	buf_free(&b);
}
END_TEST

START_TEST(consumed_room_is_used_again)
{
	struct buf b = { 0 };

	for (int i = 0; i < 100000; i++) {
		buf_append_string(&b, "0123456789");
		buf_consume(&b, 9);
		buf_consume(&b, 1);
	}
	ck_assert_uint_lt(b.room, 100);
	buf_free(&b);
}
END_TEST

START_TEST(strings_are_formatted_cut_and_taken)
{
	struct buf b = { 0 };
	char *taken;

	buf_format(&b, "%s-%d", "abc", 42);
	buf_truncate(&b, 4);
	ck_assert_str_eq(buf_string(&b), "abc-");
	buf_consume(&b, 1);
	taken = buf_take(&b);
	ck_assert_str_eq(taken, "bc-");
	ck_assert_uint_eq(buf_size(&b), 0);
	free(taken);
}
END_TEST

TESTING_MAIN("buf", TESTING(a_zeroed_queue_is_empty),
	     TESTING(bytes_come_out_in_the_order_they_went_in),
	     TESTING(consumed_room_is_used_again), TESTING(strings_are_formatted_cut_and_taken))
