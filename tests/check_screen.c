#include "testing.h"

#include <signal.h>

#include "stage.h"

static const char *const wide[] = {
	"                                                                       │3 users",
	"                                                                       │ann",
	"                                                                       │Борис",
	"                                                                       │小明",
	"                                                                       │",
	"                                                                       │",
	"HH:MM <Борис> привет                                                   │",
	"       <小明> 你好 👋                                                  │",
	"            * Борис machт a long wave which does not fit into one row  │",
	"connected  ws://localhost:6502/                                         F1: help",
	"ann> typed",
	NULL,
};

static const char *const middle[] = {
	"",
	"",
	"HH:MM <Борис> привет",
	"      <小明> 你好 👋",
	"      * Борис machт a long wave which",
	"      does not fit into one row",
	"connected  ws://localhost:6502/  3 users",
	"ann> typed",
	NULL,
};

static const char *const small[] = { " fit into", " one row", "> typed", NULL };

static const struct {
	int rows, cols;
	const char *const *screen;
} sizes[] = { { 11, 80, wide }, { 8, 40, middle }, { 3, 10, small } };

static void talk(struct stage *s)
{
	stage_receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"Борис\",\"小明\"]}");
	stage_serve(s);
	transcript_clear(session_transcript(s->session));
	stage_hears(s, "Борис", "привет");
	stage_hears(s, "小明", "你好 👋");
	stage_hears(s, "Борис", "/me machт a long wave which does not fit into one row");
	stage_type(s, "typed");
	stage_sees(s, "typed");
	stage_sees(s, "row");
}

START_TEST(a_screen_of_each_size)
{
	struct stage *s = stage_open("xterm-256color", sizes[_i].rows, sizes[_i].cols);

	talk(s);
	stage_assert_rows(s, sizes[_i].screen);
	ck_assert_int_eq(console_cursor(&s->console).row, sizes[_i].rows - 1);
	ck_assert_int_eq(console_cursor(&s->console).col, sizes[_i].cols < 40 ? 7 : 10);
	stage_close(s);
}
END_TEST

/* SIGWINCH comes, the size is another, the screen is as if it had always been so. */
START_TEST(a_screen_of_each_size_by_resizing)
{
	struct stage *s = stage_open("xterm-256color", 24, 100);

	talk(s);
	for (size_t round = 0; round < 2; round++) {
		for (size_t i = 0; i < COUNT(sizes); i++) {
			console_set_size(&s->console, sizes[i].rows, sizes[i].cols);
			raise(SIGWINCH);
			stage_run(s, 100);
			stage_assert_rows(s, sizes[i].screen);
		}
	}
	stage_close(s);
}
END_TEST

START_TEST(what_is_typed_is_said_and_shown)
{
	struct stage *s = stage_open("xterm-256color", 10, 80);
	const char *sent;
	char *echo, *date;

	stage_type(s, "привет 世界\r");
	stage_sees(s, "<ann> привет 世界");
	sent = strstr(buf_string(&s->sent), "привет 世界");
	ck_assert_ptr_nonnull(sent);
	date = strstr(buf_string(&s->sent), "\"date\":");
	ck_assert_ptr_nonnull(date);
	echo = mem_format("{\"type\":\"message\",\"id\":" STAGE_ID ",\"name\":\"ann\","
			  "\"text\":\"echoed\",\"date\":%.13s}",
			  date + 7);
	stage_receive(s, echo);
	free(echo);
	stage_sees(s, "<ann> echoed");
	stage_type(s, "//not a command\r");
	stage_sees(s, "<ann> /not a command");
	stage_close(s);
}
END_TEST

static const struct {
	const char *keys, *line;
	int cursor;
} edits[] = {
	{ "hello\x01X", "ann> Xhello", 6 },
	{ "hello\x1b[D\x1b[DX", "ann> helXlo", 9 },
	{ "one two\x17X", "ann> one X", 10 },
	{ "漢字\x7f!", "ann> 漢!", 8 },
	{ "e\u0301\x7fx", "ann> x", 6 },
	{ "ab\x15\x19\x19", "ann> abab", 9 },
	{ "hello\x03x", "ann> x", 6 },
	{ "\x1b[A", "ann>", 5 },
	{ "first\rsecond\r\x1b[A\x1b[A", "ann> first", 10 },
	{ "first\rsecond\r\x1b[A\x1b[A\x1b[B", "ann> second", 11 },
	{ "first\rdraft\x1b[A\x1b[B", "ann> draft", 10 },
	{ "one\rtwo\rother\r\x12tw\x05", "ann> two", 8 },
	{ "one\rtwo\rother\r\x12o\x12\x12\x05!", "ann> one!", 9 },
	{ "one\rdraft\x12on\x07", "ann> draft", 10 },
	{ "one\rtwo\rother\r\x12t\x1b[200~wo\rx\x1b[201~\x05", "ann> two", 8 },
	{ "/he\t", "ann> /help ", 11 },
	{ "/\t\t\x1b[Z", "ann> /clear ", 12 },
	{ "an\t", "ann> ann: ", 10 },
	{ "hi an\t", "ann> hi ann ", 12 },
	{ "\x16\x01", "ann> \u2401", 6 },
	{ "\x1b[200~pasted\x1b[201~", "ann> pasted", 11 },
	{ "\x1b[200~pasted\r\x1b[201~", "ann> pasted", 11 },
	{ "\x1b[200~\x1b[31mred\x07\x1b[201~", "ann> [31mred", 12 },
};

START_TEST(keys_edit_the_line)
{
	struct stage *s = stage_open("xterm-256color", 12, 80);
	char *line = mem_copy(edits[_i].line), *row;

	stage_type(s, edits[_i].keys);
	stage_run(s, 60);
	while (*line && line[strlen(line) - 1] == ' ')
		line[strlen(line) - 1] = 0;
	row = console_row(&s->console, 11);
	ck_assert_str_eq(row, line);
	ck_assert_int_eq(console_cursor(&s->console).row, 11);
	ck_assert_int_eq(console_cursor(&s->console).col, edits[_i].cursor);
	free(row);
	free(line);
	stage_close(s);
}
END_TEST

START_TEST(reading_back_keeps_its_place)
{
	struct stage *s = stage_open("xterm-256color", 12, 80);

	stage_hears_lines(s, 0, 100);
	stage_sees(s, "line 99.");
	stage_type(s, "\x1b[5~");
	stage_sees(s, "9 lines below");
	ck_assert(console_has(&s->console, "line 90."));
	stage_hears_lines(s, 100, 150);
	stage_sees(s, "59 lines below");
	ck_assert(console_has(&s->console, "line 90."));
	stage_type(s, "\x1b<");
	stage_sees(s, "line 0.");
	stage_type(s, "\x1b>");
	stage_sees(s, "line 149.");
	stage_loses(s, "below");
	stage_type(s, "\x1b[5~");
	stage_sees(s, "below");
	stage_type(s, "and down\r"); /* one's own line is worth seeing */
	stage_sees(s, "<ann> and down");
	stage_loses(s, "below");
	stage_close(s);
}
END_TEST

START_TEST(help_is_a_page_that_scrolls)
{
	struct stage *s = stage_open("xterm-256color", 10, 70);

	stage_hears(s, "bob", "in the conversation");
	stage_sees(s, "in the conversation");
	stage_type(s, "\x1bOP");
	stage_sees(s, "/clear");
	stage_loses(s, "in the conversation");
	stage_type(s, "\x1b[6~");
	stage_loses(s, "/clear");
	stage_type(s, "\x1b[5~");
	stage_sees(s, "/clear");
	stage_type(s, "\x1b>");
	stage_sees(s, "Ctrl-D");
	stage_type(s, "\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A");
	stage_loses(s, "Ctrl-D");
	stage_type(s, "\x1b");
	stage_sees(s, "in the conversation");
	stage_type(s, "/help nick\r");
	stage_sees(s, "/nick");
	stage_loses(s, "/clear");
	stage_type(s, "\x03");
	stage_sees(s, "in the conversation");
	stage_type(s, "/help nothing\r");
	stage_sees(s, "no command nothing");
	ck_assert(console_has(&s->console, "in the conversation"));
	stage_close(s);
}
END_TEST

START_TEST(some_commands_are_answered_at_once)
{
	struct stage *s = stage_open("xterm-256color", 10, 80);

	stage_receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"bob\",null]}");
	stage_type(s, "/users\r");
	stage_sees(s, "3 here: ann, bob, nameless");
	stage_type(s, "/clear\r");
	stage_loses(s, "here");
	stage_type(s, "/nonsense\r");
	stage_sees(s, "no command /nonsense");
	stage_type(s, "\r  \r");
	stage_run(s, 30);
	ck_assert_uint_eq(buf_size(&s->sent), 0);
	stage_close(s);
}
END_TEST

static const struct {
	const char *keys;
	int quits;
} leaves[] = {
	{ "\x03y", 1 },       { "\x03n", 0 },  { "\x03\x03", 1 },   { "\x04", 1 },
	{ "x\x04", 0 },       { "x\x03", 0 },  { "x\x03\x03y", 1 }, { "/quit\r", 1 },
	{ "/quit now\r", 1 }, { "\x03xy", 0 },
};

START_TEST(there_are_ways_out)
{
	struct stage *s = stage_open("xterm-256color", sizes[_i % 3].rows, 80);

	stage_type(s, leaves[_i].keys);
	stage_run(s, 50);
	ck_assert_int_eq(s->quits, leaves[_i].quits);
	ck_assert(!console_has(&s->console, "Quit?"));
	stage_close(s);
}
END_TEST

START_TEST(the_question_is_seen_in_every_size)
{
	struct stage *s = stage_open("xterm-256color", sizes[_i].rows, sizes[_i].cols);

	stage_type(s, "\x03");
	stage_sees(s, "Quit? y/n");
	stage_type(s, "n");
	stage_loses(s, "Quit?");
	stage_close(s);
}
END_TEST

static const char *const hostile[] = {
	"\\u001b[2J\\u001b[H\\u001b]0;title\\u0007",
	"\\u009b31m\\u0090q\\u009c",
	"a\\nb\\rc\\td",
	"\\u202egnp.exe",
	"\\u200b\\u200d\\ufeff",
	"x\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301",
	"👨‍👩‍👧‍👦👍🏽🇩🇪",
	"\\ud800\\udfff",
	"\\u0000nul",
	"ＷＩＤＥ漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
};

/* Whatever peers are called and say: the border stands where it was, the input line too. */
START_TEST(hostile_names_and_texts_stay_in_their_cells)
{
	struct stage *s = stage_open("xterm-256color", 12, 80);
	char *users = mem_format("{\"type\":\"userlist\",\"users\":[\"ann\",\"%s\"]}", hostile[_i]);
	VTermScreenCell cell;

	stage_receive(s, users);
	for (int i = 0; i < 3; i++)
		stage_hears(s, hostile[_i], hostile[_i]);
	stage_hears(s, "bob", "the end");
	stage_sees(s, "the end");
	for (int row = 0, col = 0; row < 10; row++) {
		for (; !row && col < 79; col++) {
			vterm_screen_get_cell(s->console.screen, (VTermPos){ 0, col }, &cell);
			if (cell.chars[0] == 0x2502)
				break;
		}
		vterm_screen_get_cell(s->console.screen, (VTermPos){ row, col }, &cell);
		ck_assert_uint_eq(cell.chars[0], 0x2502);
	}
	console_assert_row(&s->console, 11, "ann>");
	ck_assert(!console_got(&s->console, "title\a"));
	free(users);
	stage_close(s);
}
END_TEST

TESTING_MAIN("screen", TESTING_LOOP(a_screen_of_each_size, COUNT(sizes)),
	     TESTING(a_screen_of_each_size_by_resizing), TESTING(what_is_typed_is_said_and_shown),
	     TESTING_LOOP(keys_edit_the_line, COUNT(edits)), TESTING(reading_back_keeps_its_place),
	     TESTING(help_is_a_page_that_scrolls), TESTING(some_commands_are_answered_at_once),
	     TESTING_LOOP(there_are_ways_out, COUNT(leaves)),
	     TESTING_LOOP(the_question_is_seen_in_every_size, COUNT(sizes)),
	     TESTING_LOOP(hostile_names_and_texts_stay_in_their_cells, COUNT(hostile)))
