#include "testing.h"

#include "stage.h"

static const struct {
	int rows, cols;
} sizes[] = { { 24, 80 }, { 10, 40 }, { 3, 10 } };

/* Rows of the screen from one on, up to NULL. */
struct view {
	int from;
	const char *rows[26];
};

static void assert_view(const struct stage *s, const struct view *v)
{
	for (int i = 0; v->rows[i]; i++) {
		char *text = console_row(&s->console, v->from + i);

		ck_assert_msg(!strcmp(text, v->rows[i]), "row %d: \"%s\", not \"%s\"", v->from + i,
			      text, v->rows[i]);
		free(text);
	}
}

static struct stage *stage_of(int i)
{
	struct stage *s;

	setenv("TZ", "UTC", 1);
	s = stage_open("xterm-256color", sizes[i].rows, sizes[i].cols);
	stage_receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"bob\"]}");
	stage_serve(s);
	transcript_clear(session_transcript(s->session));
	return s;
}

static void users(struct stage *s, const char *list)
{
	char *json = mem_format("{\"type\":\"userlist\",\"users\":[%s]}", list);

	stage_receive(s, json);
	stage_serve(s);
	free(json);
}

static const struct view crowds[] = {
	{ 17,
	  { "                                                                       │",
	    "22:13   <bob> hi                                                       │",
	    "          -!- joined: eve; left: bob; came and went: dan               │",
	    "        <eve> hello                                                    │",
	    "            * eve waves                                                │",
	    "connected  ws://localhost:6502/                                         F1: help",
	    "ann>", NULL } },
	{ 2,
	  { "", "22:13 <bob> hi", "      -!- joined: eve; left: bob; came", "      and went: dan",
	    "      <eve> hello", "      * eve waves", "connected  ws://localhost:6502/  2 users",
	    "ann>", NULL } },
	{ 0, { "* eve", " waves", ">", NULL } },
};

START_TEST(who_comes_and_goes_is_told_in_one_line)
{
	struct stage *s = stage_of(_i);

	stage_hears(s, "bob", "hi");
	users(s, "\"ann\",\"bob\",\"dan\"");
	users(s, "\"ann\",\"bob\",\"dan\",\"eve\"");
	users(s, "\"ann\",\"dan\",\"eve\"");
	users(s, "\"ann\",\"eve\"");
	stage_hears(s, "eve", "hello");
	stage_hears(s, "eve", "/me waves");
	stage_sees(s, "waves");
	assert_view(s, &crowds[_i]);
	stage_close(s);
}
END_TEST

static const struct view marks[] = {
	{ 16,
	  { "22:13   <bob> line 0.                                                  │",
	    "        <bob> line 1.                                                  │",
	    "──────────────────────────── new messages ─────────────────────────────│",
	    "22:13   <bob> line 2.                                                  │",
	    "        <bob> line 3.                                                  │",
	    "        <bob> line 4.                                                  │",
	    "connected  ws://localhost:6502/                                         F1: help",
	    "ann>", NULL } },
	{ 2,
	  { "22:13 <bob> line 0.", "      <bob> line 1.",
	    "───────────── new messages ─────────────", "22:13 <bob> line 2.",
	    "      <bob> line 3.", "      <bob> line 4.",
	    "connected  ws://localhost:6502/  2 users", "ann>", NULL } },
	{ 0, { "<bob>", " line 4.", ">", NULL } },
};

START_TEST(a_rule_tells_what_came_while_nobody_looked)
{
	struct stage *s = stage_of(_i);

	stage_hears_lines(s, 0, 2);
	stage_serve(s);
	stage_type(s, "\x1b[Oout");
	stage_sees(s, "> out");
	stage_hears_lines(s, 2, 4);
	stage_sees(s, "line 3.");
	stage_type(s, "\x1b[I\x15");
	stage_loses(s, "> out");
	stage_hears_lines(s, 4, 5);
	stage_sees(s, "line 4.");
	assert_view(s, &marks[_i]);
	if (_i == 2) {
		for (int i = 0; i < 5; i++)
			stage_type(s, "\x1b[5~");
		stage_sees(s, " new m");
	}
	stage_type(s, "and an answer\r");
	stage_sees(s, _i < 2 ? "and an answer" : "answer");
	ck_assert(!console_has(&s->console, " new m"));
	stage_type(s, "\x1b<");
	stage_sees(s, _i < 2 ? "line 0." : "<bob>");
	ck_assert(!console_has(&s->console, " new m"));
	stage_close(s);
}
END_TEST

static const struct view backs[] = {
	{ 0,
	  { "22:13   <bob> line 48.                                                 │2 users",
	    "        <bob> line 49.                                                 │ann",
	    "        <bob> line 50.                                                 │bob",
	    "        <bob> line 51.                                                 │",
	    "        <bob> line 52.                                                 │",
	    "        <bob> line 53.                                                 │",
	    "        <bob> line 54.                                                 │",
	    "        <bob> line 55.                                                 │",
	    "        <bob> line 56.                                                 │",
	    "        <bob> line 57.                                                 │",
	    "        <bob> line 58.                                                 │",
	    "        <bob> line 59.                                                 │",
	    "        <bob> line 60.                                                 │",
	    "        <bob> line 61.                                                 │",
	    "        <bob> line 62.                                                 │",
	    "        <bob> line 63.                                                 │",
	    "───────────────────────────────────────────────────────────────────────│",
	    "22:13   <bob> line 98.                                                 │",
	    "        <bob> line 99.                                                 │",
	    "──────────────────────────── new messages ─────────────────────────────│",
	    "22:13   <bob> line 100.                                                │",
	    "        <bob> line 101.                                                │",
	    "connected  ws://localhost:6502/                                   38 lines below",
	    "ann>",
	    NULL } },
	{ 0,
	  { "22:13 <bob> line 85.", "      <bob> line 86.", "      <bob> line 87.",
	    "      <bob> line 88.", "      <bob> line 89.", "      <bob> line 90.",
	    "      <bob> line 91.", "      <bob> line 92.",
	    "connected  ws://localhos…  9 lines below", "ann>", NULL } },
	{ 0, { " line 98.", "<bob>", ">", NULL } },
};

START_TEST(the_newest_is_seen_while_reading_back)
{
	struct stage *s = stage_of(_i);

	stage_hears_lines(s, 0, 100);
	stage_sees(s, "line 99.");
	stage_type(s, _i ? "\x1b[5~" : "\x1b[5~\x1b[5~");
	stage_sees(s, _i == 0 ? "line 48." : _i == 1 ? "line 85." : "line 98.");
	stage_hears_lines(s, 100, 102);
	if (_i < 2)
		stage_sees(s, _i ? "9 lines below" : "line 101.");
	else
		stage_run(s, 50);
	assert_view(s, &backs[_i]);
	stage_type(s, "\x1b>");
	stage_sees(s, "line 101.");
	stage_loses(s, "below");
	stage_close(s);
}
END_TEST

static const char hint[] = "Up: older, Down: newer, Enter: stay here, Esc: back";

static const struct view finds[] = {
	{ 2,
	  { "        <bob> line 34.                                                 │bob",
	    "        <bob> line 35.                                                 │", NULL } },
	{ 0,
	  { "22:13 <bob> line 32.", "      <bob> line 33.", "      <bob> line 34.",
	    "      <bob> line 35.", "      <bob> line 36.", "      <bob> line 37.",
	    "      <bob> line 38.", "      <bob> line 39.", "Up: older, Down: newer, Esc: back",
	    "Find: line 35", NULL } },
	{ 0, { "<bob>", " line 35.", "> line 35", NULL } },
};

static bool is_highlighted(const struct stage *s, int row, int col)
{
	VTermScreenCell cell;

	vterm_screen_get_cell(s->console.screen, (VTermPos){ row, col }, &cell);
	return cell.attrs.reverse;
}

/* Typing narrows, up and down step, enter stays, escape goes back; the line that was typed before
 * is there again. */
START_TEST(a_search_is_seen_while_it_is_typed)
{
	struct stage *s = stage_of(_i);
	int row = _i < 2 ? 3 : 1;
	int col = _i == 0 ? 14 : _i == 1 ? 12 : 1;

	stage_hears_lines(s, 0, 101);
	stage_type(s, "draft");
	stage_sees(s, "draft");
	stage_type(s, "\x1bsLINE 3");
	stage_sees(s, "LINE 3");
	stage_loses(s, "draft");
	stage_type(s, "\x7f\x7f\x7f\x7f\x7f\x7fline 35");
	stage_sees(s, _i < 2 ? "Find: line 35" : "> line 35");
	stage_sees(s, "line 35.");
	assert_view(s, &finds[_i]);
	ck_assert(is_highlighted(s, row, col));
	ck_assert(is_highlighted(s, row, col + 6));
	ck_assert(!is_highlighted(s, row, col + 7));
	ck_assert_int_eq(console_cursor(&s->console).row, sizes[_i].rows - 1);
	ck_assert_int_eq(console_cursor(&s->console).col, _i < 2 ? 13 : 9);
	stage_type(s, "\x7f");
	stage_sees(s, "line 39.");
	stage_type(s, "\x1b[A\x1b[A\x1b[B");
	stage_sees(s, "line 38.");
	stage_type(s, "\r");
	stage_sees(s, "draft");
	ck_assert(console_has(&s->console, "line 38."));
	stage_type(s, "\x1bs\x1bs");
	stage_sees(s, _i < 2 ? "Find: line 3" : "> line 3");
	for (int i = 0; i < 12; i++)
		stage_type(s, "\x1bs");
	stage_sees(s, "line 3.");
	stage_type(s, "\x1b");
	stage_sees(s, "draft");
	ck_assert(console_has(&s->console, "line 38."));
	stage_close(s);
}
END_TEST

START_TEST(a_search_says_that_nothing_is_there)
{
	struct stage *s = stage_of(_i);
	const char *nothing[] = { "Nothing found for 'nowhere'", "Nothing found for 'nowhere'",
				  "Nothing f" };
	const char *more[] = { "Nothing more found for 'line 10'",
			       "Nothing more found for 'line 10'", "Nothing m" };

	stage_hears_lines(s, 0, 100);
	stage_sees(s, "line 99.");
	stage_type(s, "/search nowhere\r");
	stage_sees(s, nothing[_i]);
	ck_assert(console_has(&s->console, "line 99."));
	stage_type(s, "\x15line 10");
	stage_loses(s, "Nothing");
	stage_sees(s, "line 10.");
	stage_type(s, "\x1bs");
	stage_sees(s, more[_i]);
	ck_assert(console_has(&s->console, "line 10."));
	stage_type(s, "\x03");
	stage_sees(s, "line 99.");
	stage_loses(s, "Nothing");
	ck_assert_int_eq(s->quits, 0);
	ck_assert_uint_eq(buf_size(&s->sent), 0);
	stage_close(s);
}
END_TEST

START_TEST(keys_that_mean_something_else_end_a_search_or_scroll)
{
	struct stage *s = stage_of(0);

	stage_hears_lines(s, 0, 100);
	stage_type(s, "\x1bsline 50");
	stage_sees(s, "line 50.");
	stage_sees(s, hint);
	stage_type(s, "\x1b[5~");
	stage_loses(s, "line 50.");
	ck_assert(console_has(&s->console, hint));
	stage_type(s, "\x1b[200~ and\rmore\x1b[201~");
	stage_sees(s, "Nothing found for 'line 50 and'");
	stage_type(s, "\x1bOP");
	stage_sees(s, "/clear");
	stage_loses(s, "Find: ");
	stage_type(s, "\x1bs");
	stage_loses(s, "/clear");
	stage_type(s, "/clear\r");
	stage_sees(s, "ann>");
	stage_type(s, "/clear\r");
	stage_loses(s, "line");
	stage_type(s, "/search line\r");
	stage_sees(s, "Nothing found for 'line'");
	stage_hears_lines(s, 100, 101);
	stage_type(s, "\x7f");
	stage_sees(s, hint);
	ck_assert(is_highlighted(s, 21, 14));
	stage_close(s);
}
END_TEST

TESTING_MAIN("screen_reading", TESTING_LOOP(who_comes_and_goes_is_told_in_one_line, COUNT(sizes)),
	     TESTING_LOOP(a_rule_tells_what_came_while_nobody_looked, COUNT(sizes)),
	     TESTING_LOOP(the_newest_is_seen_while_reading_back, COUNT(sizes)),
	     TESTING_LOOP(a_search_is_seen_while_it_is_typed, COUNT(sizes)),
	     TESTING_LOOP(a_search_says_that_nothing_is_there, COUNT(sizes)),
	     TESTING(keys_that_mean_something_else_end_a_search_or_scroll))
