#include "testing.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>

#include "scratch.h"
#include "stage.h"

static struct stage *open_stage(int rows, int cols)
{
	static const char *const variables[] = { "BROWSER", "DISPLAY", "WAYLAND_DISPLAY",
						 "TMUX",    "STY",     "VTE_VERSION" };

	for (size_t i = 0; i < COUNT(variables); i++)
		unsetenv(variables[i]);
	return stage_open("xterm-256color", rows, cols);
}

static size_t count_raw(const struct stage *s, const char *bytes)
{
	const char *at = (const char *)buf_bytes(&s->console.raw);
	const char *end = at + buf_size(&s->console.raw);
	size_t count = 0;

	while ((at = memmem(at, (size_t)(end - at), bytes, strlen(bytes)))) {
		at += strlen(bytes);
		count++;
	}
	return count;
}

static const struct {
	int rows, cols;
} sizes[] = { { 24, 80 }, { 10, 40 }, { 3, 10 } };

/* Each of its rows is a link to the whole. */
START_TEST(a_link_that_wraps_stays_whole)
{
	struct stage *s = open_stage(sizes[_i].rows, sizes[_i].cols);
	const char *link =
		";https://en.wikipedia.org/wiki/WebSocket?action=history&limit=500\x1b\\";

	buf_clear(&s->console.raw);
	stage_hears(s, "bob",
		    "see https://en.wikipedia.org/wiki/WebSocket?action=history&limit=500 there");
	stage_sees(s, "there");
	ck_assert_uint_ge(count_raw(s, link), sizes[_i].rows > 3 ? 2 : 1);
	stage_close(s);
}
END_TEST

START_TEST(hyperlinks_are_switched)
{
	struct stage *s = open_stage(12, 80);

	stage_hears(s, "bob", "https://example.com/");
	stage_sees(s, "example");
	ck_assert_uint_ge(count_raw(s, "\x1b]8;id="), 1);
	s->options.hyperlinks = OPTIONS_COLOR_NEVER;
	stage_configure(s);
	buf_clear(&s->console.raw);
	stage_run(s, 50);
	ck_assert_uint_gt(buf_size(&s->console.raw), 0);
	ck_assert_uint_eq(count_raw(s, "\x1b]8;"), 0);
	stage_close(s);
}
END_TEST

/* A browser that writes what it is given into a file. */
static char *use_browser(const char *directory)
{
	static const char script[] = "#!/bin/sh\nprintf %s \"$1\" >\"$0.new\"\n"
				     "mv \"$0.new\" \"$0.told\"\n";
	char *program = mem_format("%s/browser", directory);
	char *told = mem_format("%s.told", program);

	scratch_write(program, script, sizeof script - 1);
	ck_assert_int_eq(chmod(program, 0700), 0);
	setenv("BROWSER", program, 1);
	free(program);
	return told;
}

static void assert_told(struct stage *s, const char *told, const char *want)
{
	char *text;

	for (int i = 0; i < 1000 && access(told, F_OK) != 0; i++)
		stage_run(s, 10);
	text = scratch_read(told);
	ck_assert_str_eq(text, want);
	free(text);
	unlink(told);
}

START_TEST(links_are_listed_and_opened)
{
	struct stage *s = open_stage(12, 80);
	char *directory = scratch_new(), *told = use_browser(directory);

	stage_type(s, "/url\r");
	stage_sees(s, "There are no links yet");
	stage_hears(s, "bob", "https://example.com/a and www.example.org, both");
	stage_hears(s, "bob", "https://пример.рф/b");
	stage_type(s, "/url\r");
	stage_sees(s, "1  https://пример.рф/b");
	stage_sees(s, "2  www.example.org");
	stage_sees(s, "3  https://example.com/a");
	stage_type(s, "/url 1\r");
	stage_sees(s, "Opened in the browser: https://xn--e1afmkfd.xn--p1ai/b");
	assert_told(s, told, "https://xn--e1afmkfd.xn--p1ai/b");
	stage_type(s, "/url 2\r");
	assert_told(s, told, "http://www.example.org");
	stage_type(s, "/url 4\r");
	stage_sees(s, "There is no link 4");
	stage_type(s, "/url x\r");
	stage_sees(s, "There is no link x");
	free(told);
	scratch_free(directory);
	stage_close(s);
}
END_TEST

#define COPY(base64) "\x1b]52;c;" base64 "\a"

START_TEST(without_a_browser_a_link_is_copied)
{
	struct stage *s = open_stage(12, 80);

	stage_hears(s, "bob", "http://a/ ws://b/");
	stage_type(s, "/url 2\r");
	stage_sees(s, "copied: http://a/");
	ck_assert_uint_eq(count_raw(s, COPY("aHR0cDovL2Ev")), 1);
	setenv("BROWSER", "/bin/true", 1);
	stage_type(s, "/url 1\r");
	stage_sees(s, "copied: ws://b/"); /* what no browser opens */
	ck_assert_uint_eq(count_raw(s, COPY("d3M6Ly9iLw==")), 1);
	stage_close(s);
}
END_TEST

static const struct {
	const char *command, *seen, *copy;
} copies[] = {
	{ "/copy", "Copied: newest", COPY("bmV3ZXN0") },
	{ "/copy 1", "Copied: newest", COPY("bmV3ZXN0") },
	{ "/copy 2", "Copied: two lines", COPY("dHdvCmxpbmVz") },
	{ "/copy 3", "Copied: waves http://a/", COPY("d2F2ZXMgaHR0cDovL2Ev") },
	{ "/copy url", "Copied: http://a/", COPY("aHR0cDovL2Ev") },
	{ "/copy url 2", "Copied: http://www.b.c", COPY("aHR0cDovL3d3dy5iLmM=") },
	{ "/copy 9", "There is no message 9", NULL },
	{ "/copy url 9", "There is no link 9", NULL },
	{ "/copy x", "There is no message x", NULL },
};

START_TEST(messages_and_links_are_copied)
{
	struct stage *s = open_stage(12, 80);

	stage_hears(s, "bob", "www.b.c");
	stage_hears(s, "bob", "/me waves http://a/");
	stage_hears(s, "bob", "two\\nlines");
	stage_hears(s, "bob", "newest");
	stage_type(s, copies[_i].command);
	stage_type(s, "\r");
	stage_sees(s, copies[_i].seen);
	ck_assert_uint_eq(count_raw(s, "\x1b]52;"), copies[_i].copy != NULL);
	if (copies[_i].copy)
		ck_assert_uint_eq(count_raw(s, copies[_i].copy), 1);
	stage_close(s);
}
END_TEST

START_TEST(there_may_be_nothing_to_copy)
{
	struct stage *s = open_stage(12, 80);

	stage_type(s, "/copy\r");
	stage_sees(s, "Nothing has been said yet");
	stage_type(s, "/copy url\r");
	stage_sees(s, "There are no links yet");
	stage_close(s);
}
END_TEST

/* The mouse. */

#define MOUSE_ON "\x1b[?1000h"

static void take_mouse(struct stage *s)
{
	s->options.mouse = true;
	stage_configure(s);
	stage_run(s, 20);
}

static void report(struct stage *s, const char *text, int button, const char *ends)
{
	for (int row = 0; row < 24; row++) {
		char *line = console_row(&s->console, row), *at = strstr(line, text);
		int col = at ? text_width(line, (size_t)(at - line)) + 1 : 0;

		for (const char *end = ends; at && *end; end++) {
			char *bytes = mem_format("\x1b[<%d;%d;%d%c", button, col, row + 1, *end);

			stage_type(s, bytes);
			free(bytes);
		}
		free(line);
		if (at)
			return;
	}
	ck_abort_msg("not on the screen: %s", text);
}

static void click(struct stage *s, const char *text)
{
	report(s, text, 0, "Mm");
}

static void wheel(struct stage *s, const char *text, bool up)
{
	report(s, text, up ? 64 : 65, "M");
}

START_TEST(the_mouse_is_the_terminals_by_default)
{
	struct stage *s = open_stage(24, 80);

	ck_assert_uint_eq(count_raw(s, MOUSE_ON), 0);
	stage_hears(s, "bob", "hello");
	stage_sees(s, "hello");
	click(s, "<bob>");
	stage_type(s, "x");
	stage_sees(s, "ann> x");
	take_mouse(s);
	ck_assert_uint_eq(count_raw(s, MOUSE_ON), 1);
	stage_close(s);
}
END_TEST

START_TEST(a_click_writes_a_name)
{
	struct stage *s = open_stage(24, 80);

	take_mouse(s);
	stage_receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"Борис\",\"zed\"]}");
	stage_hears(s, "Борис", "hello");
	stage_sees(s, "hello");
	click(s, "<Борис>");
	stage_sees(s, "ann> Борис:");
	stage_type(s, "and\x1b[D\x1b[D\x1b[D");
	click(s, "zed");
	stage_sees(s, "ann> Борис: zed and");
	stage_type(s, "\x05");
	click(s, "zed");
	stage_sees(s, "ann> Борис: zed and zed");
	click(s, "hello");
	stage_type(s, "!");
	stage_sees(s, "zed and zed !");
	stage_close(s);
}
END_TEST

START_TEST(a_click_ends_a_completion)
{
	struct stage *s = open_stage(24, 80);

	take_mouse(s);
	stage_receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"zed\"]}");
	stage_sees(s, "zed");
	stage_type(s, "/c\t");
	stage_sees(s, "─1/3─");
	click(s, "zed");
	stage_sees(s, "ann> /clear zed");
	stage_loses(s, "─1/3─");
	stage_close(s);
}
END_TEST

START_TEST(a_click_opens_a_link)
{
	struct stage *s = open_stage(24, 80);
	char *directory = scratch_new(), *told = use_browser(directory);

	take_mouse(s);
	stage_hears(s, "bob", "look at https://example.com/a");
	stage_sees(s, "look at");
	click(s, "example");
	stage_sees(s, "Opened in the browser: https://example.com/a");
	assert_told(s, told, "https://example.com/a");
	free(told);
	scratch_free(directory);
	stage_close(s);
}
END_TEST

START_TEST(the_wheel_scrolls_what_is_under_it)
{
	struct stage *s = open_stage(24, 80);
	struct buf users = { 0 };

	take_mouse(s);
	buf_append_string(&users, "{\"type\":\"userlist\",\"users\":[\"ann\"");
	for (int i = 0; i < 99; i++)
		buf_format(&users, ",\"user%02d\"", i);
	buf_append_string(&users, "]}");
	stage_receive(s, buf_string(&users));
	buf_free(&users);
	for (int i = 0; i < 50; i++) {
		char *text = mem_format("line %d.", i);

		stage_hears(s, "bob", text);
		free(text);
	}
	stage_sees(s, "line 49.");
	stage_sees(s, "user01");
	wheel(s, "line 49.", true);
	stage_sees(s, "below");
	wheel(s, "line 4", false);
	stage_loses(s, "below");
	wheel(s, "user01", false);
	wheel(s, "user05", false);
	stage_loses(s, "user01");
	wheel(s, "user10", true);
	wheel(s, "user10", true);
	stage_sees(s, "user01");
	ck_assert(console_has(&s->console, "line 49."));
	stage_close(s);
}
END_TEST

/* The bare view. */

static const struct {
	int rows, cols;
	const char *const *bare;
} bares[] = {
	{ 24, 80,
	  (const char *const[]){
		  "one",
		  "https://example.com/a/path/that/goes/on/and/on/until/it/is/longer/"
		  "than/any/row/o",
		  "f/80/columns", "two", "lines", "bob waves", "", "", NULL } },
	{ 10, 40,
	  (const char *const[]){ "one", "https://example.com/a/path/that/goes/on/",
				 "and/on/until/it/is/longer/than/any/row/o", "f/80/columns", "two",
				 "lines", "bob waves", "", "", "", NULL } },
	{ 3, 10, (const char *const[]){ "two", "lines", "bob waves", NULL } },
};

START_TEST(bare_texts_are_all_there_is)
{
	struct stage *s = open_stage(bares[_i].rows, bares[_i].cols);

	take_mouse(s);
	transcript_clear(session_transcript(s->session));
	stage_hears(s, "bob", "one");
	stage_hears(
		s, "bob",
		"https://example.com/a/path/that/goes/on/and/on/until/it/is/longer/than/any/row/"
		"of/80/columns");
	stage_hears(s, "bob", "two\\nlines");
	stage_hears(s, "bob", "/me waves");
	stage_sees(s, "waves");
	buf_clear(&s->console.raw);
	stage_type(s, "\x1bm");
	stage_sees(s, "bob waves");
	stage_loses(s, "ann>");
	stage_loses(s, "> ");
	ck_assert_uint_eq(count_raw(s, "\x1b[?1000l"), 1);
	stage_assert_rows(s, bares[_i].bare);
	stage_hears(s, "bob", "unseen"); /* what is selected is not drawn over */
	stage_run(s, 100);
	stage_assert_rows(s, bares[_i].bare);
	ck_assert_uint_eq(count_raw(s, MOUSE_ON), 0);
	stage_type(s, "\r");
	stage_sees(s, ">");
	stage_sees(s, "unseen");
	ck_assert_uint_eq(count_raw(s, MOUSE_ON), 1);
	stage_close(s);
}
END_TEST

START_TEST(the_bare_view_follows_a_resize_and_keeps_what_is_typed)
{
	struct stage *s = open_stage(24, 80);

	stage_hears(s, "bob", "some words in a row");
	stage_type(s, "draft\x1bm");
	stage_loses(s, "draft");
	console_set_size(&s->console, 10, 10);
	raise(SIGWINCH);
	stage_sees(s, "some words");
	console_assert_row(&s->console, 1, " in a row");
	stage_type(s, "x");
	stage_sees(s, "draftx");
	stage_loses(s, "in a row");
	stage_type(s, "\x1bm\x1b[200~pasted\x1b[201~");
	stage_sees(s, "asted");
	stage_close(s);
}
END_TEST

START_TEST(the_bare_view_shows_what_was_scrolled_to)
{
	struct stage *s = open_stage(10, 80);

	for (int i = 0; i < 50; i++) {
		char *text = mem_format("line %d.", i);

		stage_hears(s, "bob", text);
		free(text);
	}
	stage_sees(s, "line 49.");
	stage_type(s, "\x1b<");
	stage_sees(s, "line 0.");
	stage_type(s, "\x1bm");
	stage_loses(s, "ann>");
	ck_assert(console_has(&s->console, "line 0."));
	ck_assert(!console_has(&s->console, "line 49."));
	stage_type(s, "\x1bm");
	stage_sees(s, "ann>");
	ck_assert(console_has(&s->console, "line 0."));
	stage_close(s);
}
END_TEST

TESTING_MAIN("screen_links", TESTING_LOOP(a_link_that_wraps_stays_whole, COUNT(sizes)),
	     TESTING(hyperlinks_are_switched), TESTING(links_are_listed_and_opened),
	     TESTING(without_a_browser_a_link_is_copied),
	     TESTING_LOOP(messages_and_links_are_copied, COUNT(copies)),
	     TESTING(there_may_be_nothing_to_copy), TESTING(the_mouse_is_the_terminals_by_default),
	     TESTING(a_click_writes_a_name), TESTING(a_click_ends_a_completion),
	     TESTING(a_click_opens_a_link), TESTING(the_wheel_scrolls_what_is_under_it),
	     TESTING_LOOP(bare_texts_are_all_there_is, COUNT(bares)),
	     TESTING(the_bare_view_follows_a_resize_and_keeps_what_is_typed),
	     TESTING(the_bare_view_shows_what_was_scrolled_to))
