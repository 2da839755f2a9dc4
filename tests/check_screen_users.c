#include "testing.h"

#include <signal.h>

#include "screen_private.h"
#include "stage.h"

#define PAGE_UP   "\x1b[5;3~"
#define PAGE_DOWN "\x1b[6;5~"
#define TO_TOP    "\x1b[1;3H"
#define TO_BOTTOM "\x1b[1;3F"
#define F2        "\x1bOQ"

static void come(struct stage *s, size_t count, const char *more)
{
	struct buf json = { 0 };

	buf_append_string(&json, "{\"type\":\"userlist\",\"users\":[\"ann\"");
	for (size_t i = 1; i < count; i++)
		buf_format(&json, ",\"user%04zu\"", i);
	buf_format(&json, "%s]}", more);
	stage_receive(s, buf_string(&json));
	buf_free(&json);
	stage_serve(s);
	transcript_clear(session_transcript(s->session));
}

static void resize(struct stage *s, int rows, int cols)
{
	console_set_size(&s->console, rows, cols);
	raise(SIGWINCH);
}

/* Row and column of a terminal: what stands there, or NULL for anything. */
static void assert_column(const struct stage *s, int col, const char *const *want)
{
	for (int row = 0; want[row]; row++) {
		char *text = console_row(&s->console, row);

		ck_assert_msg(strlen(text) >= (size_t)col && !strcmp(text + col, want[row]),
			      "row %d: \"%s\", not \"%s\"", row, text, want[row]);
		free(text);
	}
}

#define SIDE 67 /* the column of the border, with names of 8 cells and the heading of 10 */

static const char *const side_top[] = {
	"│5000 users", "│ann",      "│user0001", "│user0002",  "│user0003", "│user0004",
	"│user0005",   "│user0006", "│user0007", "│user0008",  "│user0009", "│user0010",
	"│user0011",   "│user0012", "│user0013", "│user0014",  "│user0015", "│user0016",
	"│user0017",   "│user0018", "│user0019", "│4980 more", NULL,
};
static const char *const side_page[] = {
	"│5000 users", "│20 more",  "│user0020", "│user0021",  "│user0022", "│user0023",
	"│user0024",   "│user0025", "│user0026", "│user0027",  "│user0028", "│user0029",
	"│user0030",   "│user0031", "│user0032", "│user0033",  "│user0034", "│user0035",
	"│user0036",   "│user0037", "│user0038", "│4961 more", NULL,
};
static const char *const side_bottom[] = {
	"│5000 users", "│4980 more", "│user4980", "│user4981", "│user4982", "│user4983",
	"│user4984",   "│user4985",  "│user4986", "│user4987", "│user4988", "│user4989",
	"│user4990",   "│user4991",  "│user4992", "│user4993", "│user4994", "│user4995",
	"│user4996",   "│user4997",  "│user4998", "│user4999", NULL,
};

START_TEST(thousands_of_names_are_scrolled_beside_the_chat)
{
	struct stage *s = stage_open("xterm-256color", 24, 80);

	come(s, 5000, "");
	stage_sees(s, "4980 more");
	assert_column(s, SIDE, side_top);
	stage_type(s, PAGE_DOWN);
	stage_sees(s, "4961 more");
	assert_column(s, SIDE, side_page);
	stage_type(s, TO_BOTTOM);
	stage_sees(s, "user4999");
	assert_column(s, SIDE, side_bottom);
	stage_type(s, PAGE_UP PAGE_UP);
	stage_sees(s, "user4942");
	stage_type(s, TO_TOP);
	stage_sees(s, "│ann");
	assert_column(s, SIDE, side_top);
	console_assert_row(&s->console, 23, "ann>");
	stage_close(s);
}
END_TEST

static const char *const middle_top[] = {
	"5000 users", "ann",       "user0001",
	"user0002",   "user0003",  "user0004",
	"user0005",   "4994 more", "connected  ws://localhost:6502/",
	"ann> hi",    NULL,
};
static const char *const middle_page[] = {
	"5000 users", "6 more",    "user0006",
	"user0007",   "user0008",  "user0009",
	"user0010",   "4989 more", "connected  ws://localhost:6502/",
	"ann> hi",    NULL,
};
static const char *const small_top[] = { "5000 users", "ann", "> hi", NULL };
static const char *const small_page[] = { "5000 users", "user0001", "> hi", NULL };

static const struct {
	int rows, cols;
	const char *first, *second;
	const char *const *top, *const *page;
} narrow[] = {
	{ 10, 40, "4994 more", "4989 more", middle_top, middle_page },
	{ 3, 10, "5000 users", "user0001", small_top, small_page },
};

START_TEST(a_narrow_terminal_shows_them_in_place_of_the_chat)
{
	struct stage *s = stage_open("xterm-256color", narrow[_i].rows, narrow[_i].cols);

	come(s, 5000, "");
	stage_hears(s, "bob", "talk");
	stage_type(s, "hi");
	stage_sees(s, "talk");
	stage_type(s, F2);
	stage_sees(s, narrow[_i].first);
	stage_assert_rows(s, narrow[_i].top);
	stage_type(s, "\x1b[6~"); /* what scrolls the chat scrolls what stands in its place */
	stage_sees(s, narrow[_i].second);
	stage_assert_rows(s, narrow[_i].page);
	come(s, 4999, ",\"last\"");
	stage_hears(s, "bob", "more talk");
	stage_type(s, "\x1b>");
	stage_sees(s, "last");
	stage_type(s, _i ? "\x1b" : F2);
	stage_sees(s, "talk");
	stage_loses(s, "last");
	stage_close(s);
}
END_TEST

START_TEST(what_is_searched_is_seen)
{
	struct stage *s = stage_open("xterm-256color", 10, 40);

	come(s, 3, "");
	stage_hears(s, "bob", "talk");
	stage_sees(s, "talk");
	stage_type(s, F2);
	stage_sees(s, "user0002");
	stage_type(s, "\x1bs");
	stage_sees(s, "talk");
	ck_assert(!console_has(&s->console, "user0002"));
	stage_close(s);
}
END_TEST

START_TEST(the_pane_goes_and_comes_back_by_the_width)
{
	struct stage *s = stage_open("xterm-256color", 10, 80);

	for (int round = 0; round < 2; round++) {
		stage_sees(s, "│ann");
		resize(s, 10, 59);
		stage_loses(s, "│");
		stage_sees(s, "  1 user");
		resize(s, 10, 60);
	}
	stage_sees(s, "│ann");
	stage_type(s, F2);
	stage_loses(s, "│");
	stage_sees(s, "1 user");
	resize(s, 10, 80);
	stage_run(s, 50);
	ck_assert(!console_has(&s->console, "│"));
	stage_type(s, F2);
	stage_sees(s, "│ann");
	/* What stood in place of the chat stands beside it, and is not there again after. */
	come(s, 2, "");
	resize(s, 10, 50);
	stage_loses(s, "│");
	stage_sees(s, "  2 users");
	stage_type(s, F2);
	stage_sees(s, "user0001");
	console_assert_row(&s->console, 1, "ann");
	resize(s, 10, 80);
	stage_sees(s, "│ann");
	resize(s, 10, 50);
	stage_loses(s, "│");
	stage_sees(s, "  2 users");
	console_assert_row(&s->console, 1, "");
	stage_close(s);
}
END_TEST

static int border_of(const struct stage *s)
{
	char *text = console_row(&s->console, 0);
	char *border = strstr(text, "│");
	int col = border ? (int)(border - text) : -1;

	free(text);
	return col;
}

/* A long name that comes and goes wraps the chat anew once. */
START_TEST(the_pane_does_not_swing_with_the_names)
{
	struct stage *s = stage_open("xterm-256color", 10, 80);

	come(s, 3, "");
	stage_sees(s, "3 users");
	ck_assert_int_eq(border_of(s), 71);
	for (int round = 0; round < 3; round++) {
		come(s, 3, ",\"alexandra the great of macedon\"");
		stage_sees(s, "│alexandra the great…");
		ck_assert_int_eq(border_of(s), 59);
		come(s, 3, "");
		stage_sees(s, "3 users");
		ck_assert_int_eq(border_of(s), 59);
	}
	resize(s, 10, 81);
	stage_run(s, 50);
	ck_assert_int_eq(border_of(s), 72);
	stage_close(s);
}
END_TEST

/* Also where nothing else is to be drawn there: with the first list nothing is said of it. */
START_TEST(the_conversation_gets_the_columns_that_the_names_need)
{
	struct stage *s = stage_open("xterm-256color", 10, 80);
	struct moment now = loop_moment(s->loop);

	session_closed(s->session, 1006, "", false, 0, now);
	session_connecting(s->session, "ws://localhost:6502/", 1, now);
	session_opened(s->session, "json", "", now);
	stage_hears(s, "bob", "hello");
	stage_sees(s, "             <bob> hello");
	stage_receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"wilhelm\"]}");
	stage_sees(s, "wilhelm");
	ck_assert(console_has(&s->console, "          <bob> hello"));
	ck_assert(!console_has(&s->console, "           <bob> hello"));
	stage_close(s);
}
END_TEST

START_TEST(names_are_sorted_where_the_user_wants)
{
	static const char *const served[] = { "│5 users", "│ann", "│Zoe", "│nameless",
					      "│борис",   "│Bob", "│",    NULL };
	static const char *const sorted[] = { "│5 users", "│ann",      "│Bob", "│Zoe",
					      "│борис",   "│nameless", "│",    NULL };
	struct stage *s = stage_open("xterm-256color", 10, 80);

	come(s, 1, ",\"Zoe\",null,\"борис\",\"Bob\"");
	stage_sees(s, "5 users");
	assert_column(s, 71, served);
	s->options.sort_users = true;
	stage_configure(s);
	stage_run(s, 50);
	assert_column(s, 71, sorted);
	s->options.sort_users = false;
	stage_configure(s);
	stage_run(s, 50);
	assert_column(s, 71, served);
	stage_close(s);
}
END_TEST

/* Thousands come one after the other: what it costs to draw is not what it costs to read them. */
START_TEST(a_crowd_that_comes_is_drawn_in_time)
{
	struct stage *s = stage_open("xterm-256color", 24, 80);

	s->options.sort_users = true;
	for (size_t i = 0; i < 200; i++)
		come(s, 5000 + i, "");
	stage_sees(s, "5199 users");
	ck_assert_int_eq(border_of(s), SIDE);
	stage_close(s);
}
END_TEST

TESTING_MAIN("screen_users", TESTING(thousands_of_names_are_scrolled_beside_the_chat),
	     TESTING_LOOP(a_narrow_terminal_shows_them_in_place_of_the_chat, COUNT(narrow)),
	     TESTING(what_is_searched_is_seen), TESTING(the_pane_goes_and_comes_back_by_the_width),
	     TESTING(the_pane_does_not_swing_with_the_names),
	     TESTING(the_conversation_gets_the_columns_that_the_names_need),
	     TESTING(names_are_sorted_where_the_user_wants),
	     TESTING(a_crowd_that_comes_is_drawn_in_time))
