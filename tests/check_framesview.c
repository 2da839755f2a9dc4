#include "testing.h"

#include <inttypes.h>
#include <locale.h>
#include <string.h>

#include "frames_testing.h"
#include "framesview.h"
#include "mem.h"

static void clock_ms(struct buf *out, int64_t time)
{
	buf_format(out, "12:00:%02d.%03d", (int)(time / 1000), (int)(time % 1000));
}

static void totals(struct buf *out, const struct frames *frames, bool brief)
{
	(void)brief;
	buf_format(out, "sent %" PRIu64 " got %" PRIu64, frames_totals(frames, true).frames,
		   frames_totals(frames, false).frames);
}

static void header(struct buf *out, const struct frame *frame)
{
	buf_format(out, "%s%s %" PRIu64, frames_kind(frame), frame->fin ? " FIN" : "",
		   frame->length);
}

static void fragment(struct buf *out, unsigned number, unsigned of)
{
	buf_format(out, "%u of %u", number, of);
}

static void cut(struct buf *out, uint64_t kept, uint64_t size)
{
	buf_format(out, "%" PRIu64 " of %" PRIu64, kept, size);
}

static const struct framesview_words words = {
	clock_ms,
	totals,
	header,
	fragment,
	cut,
	"none",
	"no match",
	"Filter: ",
	"list keys",
	"whole keys",
	{ "", "sent", "received", "control" },
};

struct scene {
	struct frames *frames;
	struct framesview view;
	struct grid grid;
	struct grid_rect rect;
};

static struct scene open_scene(int rows, int cols, size_t count)
{
	const struct frames_limits limits = { count, 1 << 20, 1000 };
	struct scene s = { .frames = frames_new(&limits), .rect = { 0, 0, rows, cols } };

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	grid_resize(&s.grid, rows, cols);
	return s;
}

static void close_scene(struct scene *s)
{
	framesview_free(&s->view);
	frames_free(s->frames);
	grid_free(&s->grid);
}

static bool press(struct scene *s, enum framesview_verb verb)
{
	return framesview_do(&s->view, s->rect, s->frames, verb);
}

static void draw(struct scene *s)
{
	framesview_draw(&s->view, &s->grid, s->rect, s->frames, &words);
}

/* From the row on; NULL ends the rows that are told. */
static void assert_rows(struct scene *s, int row, const char *const *want)
{
	draw(s);
	for (; *want; want++, row++) {
		char *text = grid_row_text(&s->grid, row);

		ck_assert_msg(!strcmp(text, *want), "row %d: \"%s\", not \"%s\"", row, text, *want);
		free(text);
	}
}

#define ASSERT_ROWS(scene, row, ...) \
	assert_rows(scene, row, (const char *const[]){ __VA_ARGS__, NULL })

/* The list's text of the selected row. */
static void assert_selected(struct scene *s, const char *want)
{
	draw(s);
	for (int row = 0; row < s->rect.rows; row++) {
		char *text = grid_row_text(&s->grid, row);
		bool selected = grid_at(&s->grid, row, 0)->style == GRID_SELECTED;

		if (selected)
			ck_assert_msg(strstr(text, want), "\"%s\" has no %s", text, want);
		free(text);
		if (selected)
			return;
	}
	ck_abort_msg("nothing is selected");
}

static void add_session(struct frames *f)
{
	add_head(f, true, "GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
	add_head(f, false, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
	add_frame(f, false, 0xC1, "{\"type\":\"id\",\"id\":1}");
	add_frame(f, true, 0x81, "{\"text\":\"\xd0\xbf\xd1\x80\n\xe6\xbc\xa2\"}");
	add_bytes(f, true, 0x89, "\1\0\0\0", 4);
	add_frame(f, false, 0x82, "\xca\xfe");
	add_frame(f, false, 0x88,
		  "\x03\xe9"
		  "bye");
}

START_TEST(the_list_fits_its_pane)
{
	struct scene s = open_scene(9, 70, 100);

	add_session(s.frames);
	ASSERT_ROWS(&s, 0, "sent 2 got 3", "↑ 12:00:00.000 HTTP      28       GET /x HTTP/1.1",
		    "↓ 12:00:00.000 HTTP      36       HTTP/1.1 101 Switching Protocols",
		    "↓ 12:00:01.002 text      10→20    {\"type\":\"id\",\"id\":1}",
		    "↑ 12:00:01.003 text      19       {\"text\":\"пр 漢\"}",
		    "↑ 12:00:01.004 ping       4       01 00 00 00",
		    "↓ 12:00:01.005 binary     2       ca fe",
		    "↓ 12:00:01.006 close      5       1001 bye",
		    "list keys                                                          7/7");
	close_scene(&s);
}
END_TEST

START_TEST(narrow_panes_show_less)
{
	struct scene s = open_scene(6, 40, 100);

	add_session(s.frames);
	ASSERT_ROWS(&s, 0, "sent 2 got 3", "↑ text      19 {\"text\":\"пр 漢\"}",
		    "↑ ping       4 01 00 00 00", "↓ binary     2 ca fe", "↓ close      5 1001 bye",
		    "list keys                            7/7");
	s.rect = (struct grid_rect){ 0, 0, 3, 10 };
	grid_resize(&s.grid, 3, 10);
	ASSERT_ROWS(&s, 0, "↑ ping 01…", "↓ ca fe", "↓ close 1…");
	for (int rows = 1; rows < 7; rows++)
		for (int cols = 1; cols < 12; cols++) {
			s.rect = (struct grid_rect){ 1, 1, rows, cols };
			s.view.whole = !s.view.whole;
			s.view.typing = rows % 2;
			grid_resize(&s.grid, rows + 2, cols + 2);
			draw(&s);
			ck_assert_uint_eq(grid_at(&s.grid, rows + 1, 1)->base, ' ');
			ck_assert_uint_eq(grid_at(&s.grid, 1, cols + 1)->base, ' ');
		}
	close_scene(&s);
}
END_TEST

START_TEST(an_empty_list_says_so)
{
	struct scene s = open_scene(5, 40, 100);

	ASSERT_ROWS(&s, 0, "sent 0 got 0", "none", "", "",
		    "list keys                            0/0");
	for (int verb = 0; verb < FRAMESVIEW_FILTER; verb++)
		press(&s, (enum framesview_verb)verb);
	ASSERT_ROWS(&s, 1, "none");
	add_frame(s.frames, true, 0x81, "a");
	framesview_choose(&s.view, FRAMESVIEW_RECEIVED);
	ASSERT_ROWS(&s, 1, "no match", "", "", "list keys                   received 0/0");
	close_scene(&s);
}
END_TEST

static void add_numbers(struct scene *s, int from, int to)
{
	for (int i = from; i < to; i++) {
		char *text = mem_format("number %d.", i);

		add_frame(s->frames, i % 2, 0x81, text);
		free(text);
	}
}

START_TEST(the_newest_is_followed_until_another_is_selected)
{
	struct scene s = open_scene(12, 70, 50);

	add_numbers(&s, 0, 20);
	assert_selected(&s, "number 19.");
	add_numbers(&s, 20, 21);
	assert_selected(&s, "number 20.");
	press(&s, FRAMESVIEW_UP);
	assert_selected(&s, "number 19.");
	add_numbers(&s, 21, 30);
	assert_selected(&s, "number 19.");
	press(&s, FRAMESVIEW_PAGE_UP);
	assert_selected(&s, "number 10.");
	press(&s, FRAMESVIEW_DOWN);
	assert_selected(&s, "number 11.");
	press(&s, FRAMESVIEW_FIRST);
	assert_selected(&s, "number 0.");
	press(&s, FRAMESVIEW_UP);
	assert_selected(&s, "number 0.");
	ASSERT_ROWS(&s, 11,
		    "list keys                                                         1/30");
	press(&s, FRAMESVIEW_PAGE_DOWN);
	assert_selected(&s, "number 9.");
	press(&s, FRAMESVIEW_LAST);
	add_numbers(&s, 30, 31);
	assert_selected(&s, "number 30.");
	press(&s, FRAMESVIEW_FIRST);
	add_numbers(&s, 31, 100); /* it is gone, the oldest that is left stands for it */
	assert_selected(&s, "number 50.");
	close_scene(&s);
}
END_TEST

START_TEST(the_list_stays_in_its_place)
{
	struct scene s = open_scene(6, 70, 50);

	add_numbers(&s, 0, 20);
	draw(&s);
	for (int i = 0; i < 5; i++)
		press(&s, FRAMESVIEW_UP);
	ASSERT_ROWS(&s, 1, "↓ 12:00:01.014 text      10       number 14.",
		    "↑ 12:00:01.015 text      10       number 15.");
	press(&s, FRAMESVIEW_DOWN);
	add_numbers(&s, 20, 40);
	ASSERT_ROWS(&s, 1, "↓ 12:00:01.014 text      10       number 14.");
	press(&s, FRAMESVIEW_DOWN);
	press(&s, FRAMESVIEW_DOWN);
	ASSERT_ROWS(&s, 1, "↓ 12:00:01.014 text      10       number 14.");
	press(&s, FRAMESVIEW_DOWN);
	ASSERT_ROWS(&s, 1, "↑ 12:00:01.015 text      10       number 15.");
	close_scene(&s);
}
END_TEST

static const struct {
	enum framesview_show show;
	const char *needle;
	size_t count;
	const char *last;
} filters[] = {
	{ FRAMESVIEW_ALL, "", 7, "close" },      { FRAMESVIEW_SENT, "", 3, "ping" },
	{ FRAMESVIEW_RECEIVED, "", 4, "close" }, { FRAMESVIEW_CONTROL, "", 2, "close" },
	{ FRAMESVIEW_ALL, "TYPE", 1, "\"id\"" }, { FRAMESVIEW_ALL, "ПР", 1, "漢" },
	{ FRAMESVIEW_ALL, "漢", 1, "漢" },       { FRAMESVIEW_ALL, "http", 2, "101" },
	{ FRAMESVIEW_SENT, "http", 1, "GET" },   { FRAMESVIEW_ALL, "ca fe", 1, "binary" },
	{ FRAMESVIEW_ALL, "host: h", 1, "GET" }, { FRAMESVIEW_ALL, "1001", 1, "bye" },
};

START_TEST(frames_are_filtered)
{
	struct scene s = open_scene(9, 70, 100);
	char *place = mem_format("%zu/%zu", filters[_i].count, filters[_i].count), *row;

	add_session(s.frames);
	draw(&s);
	framesview_choose(&s.view, filters[_i].show);
	press(&s, FRAMESVIEW_FILTER);
	framesview_type(&s.view, filters[_i].needle, strlen(filters[_i].needle));
	press(&s, FRAMESVIEW_ENTER);
	assert_selected(&s, filters[_i].last);
	row = grid_row_text(&s.grid, 8);
	ck_assert_msg(strstr(row, place), "%s", row);
	free(row);
	free(place);
	close_scene(&s);
}
END_TEST

START_TEST(what_is_looked_for_is_typed)
{
	struct scene s = open_scene(9, 40, 100);

	add_session(s.frames);
	press(&s, FRAMESVIEW_FILTER);
	framesview_type(&s.view, "byё", 4);
	ASSERT_ROWS(&s, 1, "no match");
	ASSERT_ROWS(&s, 8, "Filter: byё");
	ck_assert_int_eq(s.grid.cursor_row, 8);
	ck_assert_int_eq(s.grid.cursor_col, 11);
	press(&s, FRAMESVIEW_ERASE);
	ASSERT_ROWS(&s, 1, "↓ close      5 1001 bye");
	ASSERT_ROWS(&s, 8, "Filter: by");
	add_frame(s.frames, true, 0x81, "BYE");
	add_frame(s.frames, true, 0x81, "hello");
	ASSERT_ROWS(&s, 1, "↓ close      5 1001 bye", "↑ text       3 BYE", "");
	press(&s, FRAMESVIEW_ENTER);
	ASSERT_ROWS(&s, 8, "list keys                        /by 2/2");
	press(&s, FRAMESVIEW_FILTER);
	ck_assert(press(&s, FRAMESVIEW_BACK));
	ASSERT_ROWS(&s, 8, "list keys                            9/9");
	ck_assert(!press(&s, FRAMESVIEW_BACK));
	press(&s, FRAMESVIEW_FILTER);
	for (int i = 0; i < 100; i++)
		framesview_type(&s.view, "0123456789", 10);
	ASSERT_ROWS(&s, 8, "123456789012345678901234567890123456789");
	ck_assert_int_eq(s.grid.cursor_col, 39);
	close_scene(&s);
}
END_TEST

START_TEST(a_frame_is_shown_whole)
{
	struct scene s = open_scene(9, 40, 100);

	add_session(s.frames);
	for (int i = 0; i < 4; i++)
		press(&s, FRAMESVIEW_UP);
	press(&s, FRAMESVIEW_ENTER);
	ASSERT_ROWS(&s, 0, "sent 2 got 3", "↓ 12:00:01.002  text FIN 10", "{",
		    "  \"type\": \"id\",", "  \"id\": 1", "}", "", "",
		    "whole keys                           3/7");
	ck_assert_uint_eq(grid_at(&s.grid, 1, 0)->style, GRID_HEADING);
	press(&s, FRAMESVIEW_PREVIOUS);
	press(&s, FRAMESVIEW_PREVIOUS);
	ASSERT_ROWS(&s, 1, "↑ 12:00:00.000  HTTP 0", "GET /x HTTP/1.1", "Host: h", "");
	for (int i = 0; i < 10; i++)
		press(&s, FRAMESVIEW_NEXT);
	ASSERT_ROWS(&s, 1, "↓ 12:00:01.006  close FIN 5", "1001 bye", "");
	add_frame(s.frames, true, 0x81, "later");
	ASSERT_ROWS(&s, 1, "↓ 12:00:01.006  close FIN 5", "1001 bye", "");
	press(&s, FRAMESVIEW_PREVIOUS);
	ASSERT_ROWS(&s, 1, "↓ 12:00:01.005  binary FIN 2", "0000  ca fe                    ..", "");
	press(&s, FRAMESVIEW_BACK);
	assert_selected(&s, "binary");
	press(&s, FRAMESVIEW_LAST);
	press(&s, FRAMESVIEW_ENTER);
	press(&s, FRAMESVIEW_ENTER);
	add_frame(s.frames, true, 0x81, "latest");
	assert_selected(&s, "latest");
	close_scene(&s);
}
END_TEST

START_TEST(a_large_pane_shows_both)
{
	struct scene s = open_scene(24, 70, 100);

	add_session(s.frames);
	ASSERT_ROWS(&s, 7, "↓ 12:00:01.006 close      5       1001 bye", "", "", "", "",
		    "──────────────────────────────────────────────────────────────────────",
		    "↓ 12:00:01.006  close FIN 5", "1001 bye", "", "", "", "", "", "", "", "",
		    "list keys                                                          7/7");
	press(&s, FRAMESVIEW_UP);
	ASSERT_ROWS(&s, 13, "↓ 12:00:01.005  binary FIN 2");
	press(&s, FRAMESVIEW_ENTER);
	ASSERT_ROWS(&s, 1, "↓ 12:00:01.005  binary FIN 2", "0000  ca fe                    ..", "");
	close_scene(&s);
}
END_TEST

START_TEST(a_long_frame_scrolls_to_its_end_and_no_further)
{
	struct scene s = open_scene(7, 40, 100);
	struct buf text = { 0 };

	for (int i = 0; i < 100; i++)
		buf_format(&text, "line %d.%s", i, i < 99 ? "\n" : "");
	add_frame(s.frames, true, 0x81, buf_string(&text));
	press(&s, FRAMESVIEW_ENTER);
	ASSERT_ROWS(&s, 1, "↑ 12:00:01.000  text FIN 889", "line 0.", "line 1.", "line 2.",
		    "line 3.");
	press(&s, FRAMESVIEW_DOWN);
	ASSERT_ROWS(&s, 1, "line 0.");
	press(&s, FRAMESVIEW_PAGE_DOWN);
	ASSERT_ROWS(&s, 1, "line 4.");
	press(&s, FRAMESVIEW_LAST);
	press(&s, FRAMESVIEW_LAST);
	press(&s, FRAMESVIEW_DOWN);
	ASSERT_ROWS(&s, 1, "line 95.", "line 96.", "line 97.", "line 98.", "line 99.");
	press(&s, FRAMESVIEW_UP);
	ASSERT_ROWS(&s, 1, "line 94.");
	press(&s, FRAMESVIEW_FIRST);
	ASSERT_ROWS(&s, 2, "line 0.");
	buf_free(&text);
	close_scene(&s);
}
END_TEST

START_TEST(a_message_in_frames_is_put_together)
{
	struct scene s = open_scene(9, 40, 100);

	add_frame(s.frames, false, 0x01, "{\"a\":\"\xe6");
	add_frame(s.frames, false, 0x89, "now");
	add_frame(s.frames, true, 0x81, "mine");
	add_frame(s.frames, false, 0x80, "\xbc\xa2\"}");
	press(&s, FRAMESVIEW_ENTER);
	ASSERT_ROWS(&s, 1, "↓ 12:00:01.003  continuation FIN 4", "2 of 2", "{", "  \"a\": \"漢\"",
		    "}", "");
	press(&s, FRAMESVIEW_PREVIOUS);
	ASSERT_ROWS(&s, 1, "↑ 12:00:01.002  text FIN 4", "mine", "");
	press(&s, FRAMESVIEW_PREVIOUS);
	ASSERT_ROWS(&s, 1, "↓ 12:00:01.001  ping FIN 3", "now", "");
	press(&s, FRAMESVIEW_PREVIOUS);
	ASSERT_ROWS(&s, 1, "↓ 12:00:01.000  text 7", "1 of 2", "{");
	close_scene(&s);
}
END_TEST

START_TEST(what_was_cut_off_is_told)
{
	struct scene s = open_scene(9, 40, 100);
	char *text = mem_new(2001, 1);

	memset(text, 'x', 2000);
	memcpy(text, "{\"a\":\"", 6);
	add_frame(s.frames, false, 0x81, text);
	press(&s, FRAMESVIEW_ENTER);
	ASSERT_ROWS(&s, 1, "↓ 12:00:01.000  text FIN 2000", "1000 of 2000", "{",
		    "  \"a\":", "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
	free(text);
	close_scene(&s);
}
END_TEST

static const struct {
	int cols;
	const char *rows[5];
} dumps[] = {
	{ 80,
	  { "0000  00 01 02 03 04 05 06 07 08 09 41 42 43 0d 0a 0f  ..........ABC...",
	    "0010  10 ff                                            ..", "" } },
	{ 71, { "0000  00 01 02 03 04 05 06 07  ........" } },
	{ 40,
	  { "0000  00 01 02 03 04 05 06 07  ........", "0008  08 09 41 42 43 0d 0a 0f  ..ABC...",
	    "0010  10 ff                    ..", "" } },
	{ 16, { "0000  00 01  ..", "0002  02 03  ..", "0004  04 05  .." } },
};

START_TEST(bytes_are_dumped)
{
	struct scene s = open_scene(12, dumps[_i].cols, 100);

	add_bytes(s.frames, false, 0x82,
		  "\0\1\2\3\4\5\6\7\x8\x9"
		  "ABC\r\n\xf\x10\xff",
		  18);
	press(&s, FRAMESVIEW_ENTER);
	assert_rows(&s, 2, dumps[_i].rows);
	close_scene(&s);
}
END_TEST

static uint32_t random_state;

/* Marsaglia's xorshift: the same walk every time. */
static int choose(int n)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return (int)(random_state % (uint32_t)n);
}

static void add_any(struct scene *s)
{
	static const char *const payloads[] = {
		"",
		"{\"a\":[1,2,{}]}",
		"[[[[\"cut",
		"\xe6\xbc\xa2\xe5\xad\x97 e\xcc\x81 \xff\x1b[2J\n\n\r\tx",
		"\x03\xe8 reason",
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	};
	static const uint8_t firsts[] = {
		0x81, 0x01, 0x00, 0x80, 0xC1, 0x82, 0x88, 0x89, 0x8A, 0xFF
	};
	const char *payload = payloads[choose(COUNT(payloads))];

	if (!choose(10))
		add_head(s->frames, choose(2), "GET / HTTP/1.1\r\nA: b\r\n\r\n");
	else
		add_frame(s->frames, choose(2), firsts[choose(COUNT(firsts))], payload);
}

/* The pane stands in the middle of a grid: nothing is written around it. */
static void draw_framed(struct scene *s)
{
	int rows = choose(30) + 1, cols = choose(90) + 1;

	if (!choose(10)) {
		s->rect = (struct grid_rect){ 1, 1, rows, cols };
		grid_resize(&s->grid, rows + 2, cols + 2);
	}
	draw(s);
	for (int row = 0; row < s->grid.rows; row++) {
		ck_assert_uint_eq(grid_at(&s->grid, row, 0)->base, ' ');
		ck_assert_uint_eq(grid_at(&s->grid, row, s->grid.cols - 1)->base, ' ');
	}
	ck_assert_int_lt(s->grid.cursor_row, s->grid.rows);
	ck_assert_int_lt(s->grid.cursor_col, s->grid.cols);
}

START_TEST(a_random_walk_stays_in_the_pane)
{
	struct scene s = open_scene(26, 82, 20);

	random_state = 2463534242U + (uint32_t)_i;
	s.rect = (struct grid_rect){ 1, 1, 24, 80 };
	for (int i = 0; i < 20000; i++) {
		switch (choose(5)) {
		case 0:
			add_any(&s);
			break;
		case 1:
			framesview_type(&s.view, &"a1h"[choose(3)], 1);
			break;
		case 2:
			framesview_choose(&s.view, (enum framesview_show)choose(FRAMESVIEW_SHOWS));
			break;
		default:
			press(&s, (enum framesview_verb)choose(FRAMESVIEW_BACK + 1));
		}
		draw_framed(&s);
	}
	close_scene(&s);
}
END_TEST

TESTING_MAIN("framesview", TESTING(the_list_fits_its_pane), TESTING(narrow_panes_show_less),
	     TESTING(an_empty_list_says_so),
	     TESTING(the_newest_is_followed_until_another_is_selected),
	     TESTING(the_list_stays_in_its_place),
	     TESTING_LOOP(frames_are_filtered, COUNT(filters)),
	     TESTING(what_is_looked_for_is_typed), TESTING(a_frame_is_shown_whole),
	     TESTING(a_large_pane_shows_both),
	     TESTING(a_long_frame_scrolls_to_its_end_and_no_further),
	     TESTING(a_message_in_frames_is_put_together), TESTING(what_was_cut_off_is_told),
	     TESTING_LOOP(bytes_are_dumped, COUNT(dumps)),
	     TESTING_LOOP(a_random_walk_stays_in_the_pane, 3))
