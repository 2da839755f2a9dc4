#include "testing.h"

#include <locale.h>
#include <string.h>

#include "frames.h"
#include "frames_testing.h"
#include "mem.h"

/* All are compressed. */
static void add(struct frames *f, bool outgoing, bool fin, uint8_t opcode, const char *payload)
{
	add_frame(f, outgoing, (uint8_t)((fin ? 0xC0 : 0x40) | opcode), payload);
}

static struct frames *new_frames(size_t count, size_t bytes, size_t payload)
{
	const struct frames_limits limits = { count, bytes, payload };

	return frames_new(&limits);
}

START_TEST(a_frame_is_kept_as_it_was)
{
	struct frames *f = new_frames(10, 10000, 100);
	const struct frame *frame;

	ck_assert_ptr_null(frames_at(f, 0));
	add_head(f, false, "GET / HTTP/1.1\r\n\r\n");
	add(f, true, true, 1, "payload!");
	ck_assert_uint_eq(frames_first(f), 0);
	ck_assert_uint_eq(frames_end(f), 2);
	frame = frames_at(f, 0);
	ck_assert(frame->head && !frame->outgoing);
	ck_assert_int_eq(frame->time, 0);
	ck_assert_str_eq((const char *)frame->bytes, "GET / HTTP/1.1\r\n\r\n");
	frame = frames_at(f, 1);
	ck_assert(!frame->head && frame->outgoing && frame->fin && frame->masked);
	ck_assert_int_eq(frame->time, 1001);
	ck_assert_uint_eq(frame->opcode, 1);
	ck_assert_uint_eq(frame->rsv, 4);
	ck_assert_uint_eq(frame->length, 4);
	ck_assert_uint_eq(frame->size, 8);
	ck_assert_uint_eq(frame->kept, 8);
	ck_assert_str_eq((const char *)frame->bytes, "payload!");
	ck_assert_ptr_null(frames_at(f, 2));
	frames_free(f);
	frames_free(NULL);
}
END_TEST

START_TEST(of_a_long_payload_a_prefix_is_kept)
{
	struct frames *f = new_frames(10, 10000, 3);

	add(f, false, true, 2, "abcdef");
	ck_assert_uint_eq(frames_at(f, 0)->size, 6);
	ck_assert_uint_eq(frames_at(f, 0)->kept, 3);
	ck_assert_str_eq((const char *)frames_at(f, 0)->bytes, "abc");
	frames_free(f);
}
END_TEST

START_TEST(the_oldest_goes_by_count)
{
	struct frames *f = new_frames(3, 100000, 100);

	for (int i = 0; i < 10; i++)
		add(f, false, true, 1, &"9876543210"[i]);
	ck_assert_uint_eq(frames_first(f), 7);
	ck_assert_uint_eq(frames_end(f), 10);
	ck_assert_ptr_null(frames_at(f, 6));
	ck_assert_str_eq((const char *)frames_at(f, 7)->bytes, "210");
	ck_assert_str_eq((const char *)frames_at(f, 9)->bytes, "0");
	frames_free(f);
}
END_TEST

START_TEST(the_oldest_go_by_bytes)
{
	size_t each = sizeof(struct frame) + 11;
	struct frames *f = new_frames(1000, 4 * each, 1000);

	for (int i = 0; i < 100; i++)
		add(f, false, true, 1, "0123456789");
	ck_assert_uint_eq(frames_first(f), 96);
	add(f, false, true, 1, "01234567890"); /* a byte too many for four */
	ck_assert_uint_eq(frames_first(f), 98);
	add(f, false, true, 1, "");
	ck_assert_uint_eq(frames_first(f), 98);
	frames_free(f);
}
END_TEST

/* Even the smallest ring shows that something came. */
START_TEST(the_newest_is_always_kept)
{
	struct frames *f = new_frames(0, 0, 1000);
	char *large = mem_new(70000, 1);

	for (int i = 0; i < 5; i++)
		add(f, false, true, 1, "abc");
	ck_assert_uint_eq(frames_first(f), 4);
	ck_assert_uint_eq(frames_end(f), 5);
	ck_assert_uint_eq(frames_at(f, 4)->size, 3);
	ck_assert_uint_eq(frames_at(f, 4)->kept, 0);
	frames_free(f);
	f = new_frames(10, 5000, SIZE_MAX);
	memset(large, 'x', 69999);
	add(f, false, true, 1, large);
	ck_assert_uint_lt(frames_at(f, 0)->kept, 5000);
	ck_assert_uint_gt(frames_at(f, 0)->kept, 4900);
	free(large);
	frames_free(f);
}
END_TEST

/* "i" and "o" are the direction; then fin or not, opcode. */
static const char *const wire[] = {
	"i81", "i01", "o01", "i89", "o8a", "i00", "o80", "i80", "i82", "o88",
};

static const struct {
	uint64_t number, first, end;
} messages[] = {
	{ 0, 0, 1 }, { 1, 1, 8 }, { 2, 2, 7 }, { 3, 3, 4 }, { 4, 4, 5 },
	{ 5, 1, 8 }, { 6, 2, 7 }, { 7, 1, 8 }, { 8, 8, 9 }, { 9, 9, 10 },
};

START_TEST(fragments_belong_together)
{
	struct frames *f = new_frames(10, 100000, 100);
	uint64_t first, end;

	for (size_t i = 0; i < COUNT(wire); i++)
		add(f, wire[i][0] == 'o', wire[i][1] == '8',
		    (uint8_t)(wire[i][2] <= '9' ? wire[i][2] - '0' : wire[i][2] - 'a' + 10), "x");
	frames_message(f, messages[_i].number, &first, &end);
	ck_assert_uint_eq(first, messages[_i].first);
	ck_assert_uint_eq(end, messages[_i].end);
	frames_free(f);
}
END_TEST

/* Its first frames were dropped, its last have not come. */
START_TEST(a_message_is_as_far_as_it_is_kept)
{
	struct frames *f = new_frames(3, 100000, 100);
	uint64_t first, end;

	add(f, false, false, 1, "a");
	for (int i = 0; i < 3; i++)
		add(f, false, false, 0, "b");
	add(f, false, true, 9, "ping");
	frames_message(f, 3, &first, &end);
	ck_assert_uint_eq(first, 2);
	ck_assert_uint_eq(end, 4);
	frames_free(f);
}
END_TEST

/* It was cut off: what the next connection carries is not its end. */
START_TEST(a_message_ends_with_its_connection)
{
	struct frames *f = new_frames(10, 100000, 100);
	uint64_t first, end;

	add(f, false, false, 1, "a");
	add(f, false, false, 0, "b");
	add_head(f, false, "HTTP/1.1 101 x\r\n\r\n");
	add(f, false, false, 0, "c"); /* no server would */
	add(f, false, true, 0, "d");
	frames_message(f, 1, &first, &end);
	ck_assert_uint_eq(first, 0);
	ck_assert_uint_eq(end, 2);
	frames_message(f, 4, &first, &end);
	ck_assert_uint_eq(first, 3);
	ck_assert_uint_eq(end, 5);
	frames_free(f);
}
END_TEST

static const struct {
	bool head;
	uint8_t opcode;
	const char *payload;
	size_t n;
	const char *kind, *summary;
	bool text;
} summaries[] = {
	{ false, 1, "{\"a\":\n\t\"\033[2J\"}", 0, "text", "{\"a\":  \"[2J\"}", true },
	{ false, 1, "", 0, "text", "", true },
	{ false, 1, "\xff", 0, "text", "\ufffd", true },
	{ false, 0, "\x8f\x8f half", 0, "continuation", "\ufffd\ufffd half", true },
	{ false, 0, "\xff\x01", 0, "continuation", "ff 01", false },
	{ false, 2, "text", 0, "binary", "74 65 78 74", false },
	{ false, 2, "0123456789012345678901234567890123456789", 0, "binary",
	  "30 31 32 33 34 35 36 37 38 39 30 31 32 33 34 35 "
	  "36 37 38 39 30 31 32 33 34 35 36 37 38 39 30 31",
	  false },
	{ false, 8, "\x03\xe8", 0, "close", "1000", false },
	{ false, 8, "\x03\xe8so\nlong", 0, "close", "1000 so long", false },
	{ false, 8, "", 0, "close", "", true },
	{ false, 8, "x", 0, "close", "x", true },
	{ false, 9, "", 0, "ping", "", true },
	{ false, 9, "beat", 0, "ping", "beat", true },
	{ false, 10, "\1\0\0\0", 4, "pong", "01 00 00 00", false },
	{ false, 11, "", 0, "reserved", "", true },
	{ true, 0, "GET / HTTP/1.1\r\nA: b\r\n\r\n", 0, "HTTP", "GET / HTTP/1.1", true },
};

START_TEST(a_frame_is_told_in_a_line)
{
	struct frames *f = new_frames(1, 10000, 1000);
	const struct websocket_event event = {
		.event = WEBSOCKET_EVENT_FRAME,
		.bytes = (const uint8_t *)summaries[_i].payload,
		.n = summaries[_i].n ? summaries[_i].n : strlen(summaries[_i].payload),
		.frame = { .head = summaries[_i].head, .opcode = summaries[_i].opcode },
	};
	struct buf out = { 0 };

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	frames_add(f, 0, &event);
	frames_summary(&out, frames_at(f, 0));
	ck_assert_str_eq(buf_string(&out), summaries[_i].summary);
	ck_assert_str_eq(frames_kind(frames_at(f, 0)), summaries[_i].kind);
	ck_assert_int_eq(frames_is_text(frames_at(f, 0)), summaries[_i].text);
	buf_free(&out);
	frames_free(f);
}
END_TEST

static const struct {
	uint64_t bytes;
	const char *text;
} lengths[] = {
	{ 0, "0" },          { 9999, "9999" },        { 10000, "9.8K" },   { 102347, "99.9K" },
	{ 102400, "100K" },  { 1023999, "1000K" },    { 1024000, "1.0M" }, { 1048576, "1.0M" },
	{ 5 << 20, "5.0M" }, { UINT64_MAX, "16.0E" },
};

START_TEST(sizes_fit_five_cells)
{
	struct buf out = { 0 };

	frames_size(&out, lengths[_i].bytes);
	ck_assert_str_eq(buf_string(&out), lengths[_i].text);
	buf_free(&out);
}
END_TEST

START_TEST(totals_outlive_what_is_dropped)
{
	struct frames *f = new_frames(2, 100000, 1);

	add_head(f, false, "HTTP/1.1 101 x\r\n\r\n");
	for (int i = 0; i < 5; i++)
		add(f, false, true, 1, "abcd");
	add(f, true, true, 1, "ab");
	ck_assert_uint_eq(frames_first(f), 5);
	ck_assert_uint_eq(frames_end(f), 7);
	ck_assert_uint_eq(frames_totals(f, false).frames, 5);
	ck_assert_uint_eq(frames_totals(f, false).length, 10);
	ck_assert_uint_eq(frames_totals(f, false).size, 20);
	ck_assert_uint_eq(frames_totals(f, true).frames, 1);
	add(f, true, true, 1, "z");
	ck_assert_str_eq((const char *)frames_at(f, 7)->bytes, "z");
	frames_free(f);
}
END_TEST

TESTING_MAIN("frames", TESTING(a_frame_is_kept_as_it_was),
	     TESTING(of_a_long_payload_a_prefix_is_kept), TESTING(the_oldest_goes_by_count),
	     TESTING(the_oldest_go_by_bytes), TESTING(the_newest_is_always_kept),
	     TESTING_LOOP(fragments_belong_together, COUNT(messages)),
	     TESTING(a_message_is_as_far_as_it_is_kept), TESTING(totals_outlive_what_is_dropped),
	     TESTING(a_message_ends_with_its_connection),
	     TESTING_LOOP(a_frame_is_told_in_a_line, COUNT(summaries)),
	     TESTING_LOOP(sizes_fit_five_cells, COUNT(lengths)))
