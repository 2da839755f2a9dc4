#include "testing.h"

#include <signal.h>

#include "stage.h"

/* The screen in terminals of any size, on slow lines, and for those who follow its cursor. */

/* What a pty holds and a few frames; all frames of a test are many times as much. */
#define BYTES_MOST 40000

static const struct {
	int rows, cols;
} sizes[] = {
	{ 3, 10 },  { 1, 10 },  { 2, 10 },  { 4, 10 },    { 3, 20 },   { 10, 40 },
	{ 24, 80 }, { 24, 39 }, { 50, 60 }, { 100, 300 }, { 10, 300 }, { 100, 10 },
};

/* Typing, talk, a resize and the help: in each size the line is there to be typed in. */
START_TEST(any_size_is_of_use)
{
	struct stage *s = stage_open("xterm-256color", 24, 80);
	int rows = sizes[_i].rows, cols = sizes[_i].cols;

	console_set_size(&s->console, rows, cols);
	raise(SIGWINCH);
	for (int i = 0; i < 200; i++)
		stage_hears(s, "小明", "a line of talk, of some length, 世界 and all");
	stage_type(s, "abc");
	stage_sees(s, "abc");
	ck_assert_int_eq(console_cursor(&s->console).row, rows - 1);
	if (rows > 2)
		ck_assert(console_has(&s->console, "all"));
	stage_type(s, "\x1bOP");
	stage_run(s, 30);
	stage_type(s, "\x1bOP\x1b[5~\x1b[6~d");
	stage_sees(s, "abcd");
	ck_assert_int_eq(console_cursor(&s->console).row, rows - 1);
	stage_close(s);
}
END_TEST

/* What another program wrote over the screen is gone. */
START_TEST(a_resize_to_the_same_size_draws_anew)
{
	static const char scribble[] = "\x1b[1;1H\x1b[2Jscribble";
	struct stage *s = stage_open("xterm-256color", 10, 60);

	stage_hears(s, "bob", "hello");
	stage_sees(s, "hello");
	ck_assert_int_gt(write(s->console.slave, scribble, sizeof scribble - 1), 0);
	stage_sees(s, "scribble");
	ck_assert(!console_has(&s->console, "hello"));
	raise(SIGWINCH);
	stage_loses(s, "scribble");
	stage_sees(s, "hello");
	stage_sees(s, "ann>");
	stage_close(s);
}
END_TEST

static const struct {
	const char *keys, *seen;
	int row, col;
} cursors[] = {
	{ "abc", "ann> abc", 9, 8 },       { "abc\x01", "ann> abc", 9, 5 },
	{ "日本\x02", "ann> 日本", 9, 7 }, { "a\x1b\rb", "b", 9, 6 },
	{ "a\x1b\rb\x1b[A", "b", 8, 6 },   { "abc\x1b[5~", "ann> abc", 9, 8 },
	{ "abc\x1bOP", "F1", 9, 8 },       { "one\r\x12on", "Search: on", 8, 10 },
	{ "one\r\x12zz", "'zz'", 8, 22 },  { "one\r\x12on\x07x", "ann> x", 9, 6 },
	{ "\x03", "Quit? y/n", 8, 9 },     { "\x03n", "ann>", 9, 5 },
	{ "\x03nab", "ann> ab", 9, 7 },
};

START_TEST(the_cursor_is_where_typing_goes)
{
	struct stage *s = stage_open("xterm-256color", 10, 60);

	stage_type(s, cursors[_i].keys);
	stage_sees(s, cursors[_i].seen);
	stage_run(s, 60);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(console_cursor(&s->console).row, cursors[_i].row);
		ck_assert_int_eq(console_cursor(&s->console).col, cursors[_i].col);
		stage_hears(s, "bob", "meanwhile"); /* moves it no more than a moment */
		stage_run(s, 30);
	}
	stage_close(s);
}
END_TEST

/* Takes at most so many bytes, as a slow line does. */
static size_t trickle(struct stage *s, size_t most)
{
	ssize_t n = read(s->console.master, buf_reserve(&s->console.raw, most), most);

	if (n <= 0)
		return 0;
	vterm_input_write(s->console.vterm,
			  (const char *)buf_bytes(&s->console.raw) + buf_size(&s->console.raw),
			  (size_t)n);
	buf_extend(&s->console.raw, (size_t)n);
	return (size_t)n;
}

/* A text of which no row is like another. */
static void hear_noise(struct stage *s, unsigned seed)
{
	char text[901] = { 0 };

	for (size_t i = 0; i < sizeof text - 1; i++) {
		seed = seed * 1103515245 + 12345;
		text[i] = (char)('a' + (seed >> 16) % 26);
	}
	stage_hears(s, "bob", text);
}

/* The line is full; a key is typed while the room goes on. What must pass before it is seen is what
 * was on the line already and two frames: nothing is queued behind them. */
START_TEST(a_key_passes_a_slow_line)
{
	struct stage *s = stage_open("xterm-256color", 24, 80);
	size_t passed = 0;

	s->blind = true;
	loop_watch_events(s->watch, 0);
	for (int i = 0; i < 500; i++) {
		hear_noise(s, (unsigned)i);
		stage_run(s, i % 10 ? 0 : 20);
	}
	stage_type(s, "typed");
	while (!console_has(&s->console, "ann> typed") && passed < 1 << 20) {
		passed += trickle(s, 500);
		hear_noise(s, (unsigned)passed);
		stage_run(s, 0);
	}
	ck_assert_uint_gt(passed, 0);
	ck_assert_uint_lt(passed, BYTES_MOST);
	s->blind = false;
	stage_close(s);
}
END_TEST

/* Ctrl-L, and a flood: the frames that a slow line does not take are not drawn later. */
START_TEST(frames_are_left_out)
{
	struct stage *s = stage_open("xterm-256color", 24, 80);
	size_t passed = 0, n;

	s->blind = true;
	loop_watch_events(s->watch, 0);
	for (int i = 0; i < 300; i++) {
		stage_hears(s, "bob", i % 2 ? "odd odd odd odd odd odd" : "even even even");
		stage_type(s, "\x0c");
		stage_run(s, 1);
	}
	stage_hears(s, "bob", "the end");
	while (!console_has(&s->console, "the end")) {
		n = trickle(s, 4096);
		passed += n;
		stage_run(s, 1);
		ck_assert_uint_lt(passed, 1 << 20);
	}
	ck_assert_uint_lt(passed, BYTES_MOST);
	s->blind = false;
	stage_close(s);
}
END_TEST

TESTING_MAIN("screen_terminal", TESTING_LOOP(any_size_is_of_use, COUNT(sizes)),
	     TESTING(a_resize_to_the_same_size_draws_anew),
	     TESTING_LOOP(the_cursor_is_where_typing_goes, COUNT(cursors)),
	     TESTING(a_key_passes_a_slow_line), TESTING(frames_are_left_out))
