#include "testing.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "term_replies.h"
#include "term_tell.h"

/* What the environment says: TYPE is TERM. */
struct place {
	const char *type, *variable, *value;
};

static struct term_tell tell_in(struct place p)
{
	static const char *const variables[] = { "TMUX",         "KITTY_WINDOW_ID",
						 "TERM_PROGRAM", "LC_TERMINAL",
						 "VTE_VERSION",  "KONSOLE_VERSION",
						 "STY" };
	struct term_tell t = { .utf8 = true };

	ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
	for (size_t i = 0; i < COUNT(variables); i++)
		unsetenv(variables[i]);
	if (p.variable)
		setenv(p.variable, p.value, 1);
	term_tell_open(&t, p.type, NULL);
	return t;
}

static const struct {
	struct place place;
	const char *notification;
} places[] = {
	{ { "xterm-256color", NULL, NULL }, "\x1b]777;notify;bob;hi\a" },
	{ { "rxvt-unicode", NULL, NULL }, "\x1b]777;notify;bob;hi\a" },
	{ { "foot", NULL, NULL }, "\x1b]777;notify;bob;hi\a" },
	{ { "xterm-256color", "TERM_PROGRAM", "iTerm.app" }, "\x1b]9;wschat: bob: hi\a" },
	{ { "xterm-256color", "LC_TERMINAL", "iTerm2" }, "\x1b]9;wschat: bob: hi\a" },
	{ { "xterm-kitty", NULL, NULL }, "\x1b]99;i=wschat:d=0;bob\a\x1b]99;i=wschat:p=body;hi\a" },
	{ { "screen.xterm-256color", NULL, NULL }, "\x1bP\x1b]777;notify;bob;hi\a\x1b\\" },
	{ { "screen-256color", "TMUX", "/tmp/tmux" },
	  "\x1bPtmux;\x1b\x1b]777;notify;bob;hi\a\x1b\\" },
	{ { "tmux-256color", NULL, NULL }, "\x1bPtmux;\x1b\x1b]777;notify;bob;hi\a\x1b\\" },
	{ { "tmux-256color", "KITTY_WINDOW_ID", "1" },
	  "\x1bPtmux;\x1b\x1b]99;i=wschat:d=0;bob\a\x1b\x1b]99;i=wschat:p=body;hi\a\x1b\\" },
	/* they would show it as letters */
	{ { "linux", NULL, NULL }, "" },
	{ { "vt100", NULL, NULL }, "" },
	{ { "stv52", NULL, NULL }, "" },
};

START_TEST(each_terminal_gets_what_it_knows)
{
	struct term_tell t = tell_in(places[_i].place);
	struct buf out = { 0 };

	term_tell_notify(&t, TERM_NOTIFY_AUTO, "bob", "hi", &out);
	ck_assert_str_eq(buf_string(&out), places[_i].notification);
	buf_clear(&out);
	term_tell_enter(&t, &out);
	term_tell_title(&t, "room", &out);
	term_tell_leave(&t, &out);
	ck_assert_int_eq(buf_size(&out) > 0, *places[_i].notification != 0);
	buf_free(&out);
}
END_TEST

static const struct {
	struct place place;
	bool reorders;
} orders[] = {
	{ { "xterm-256color", NULL, NULL }, false },
	{ { "xterm-256color", "VTE_VERSION", "7000" }, false },
	{ { "tmux-256color", "VTE_VERSION", "7000" }, true },
	{ { "xterm-256color", "KONSOLE_VERSION", "220401" }, true },
	{ { "xterm-256color", "TERM_PROGRAM", "Apple_Terminal" }, true },
	{ { "mlterm", NULL, NULL }, true },
};

START_TEST(who_orders_is_known)
{
	struct term_tell t = tell_in(orders[_i].place);
	struct buf out = { 0 };

	ck_assert_int_eq(t.reorders, orders[_i].reorders);
	term_tell_enter(&t, &out);
	ck_assert_ptr_null(strstr(buf_string(&out), "\x1b[8l"));
	t.ordered = true;
	term_tell_enter(&t, &out);
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "\x1b[8l"));
	ck_assert_ptr_null(strstr(buf_string(&out), "\x1b[8h"));
	term_tell_leave(&t, &out);
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "\x1b[8h"));
	buf_free(&out);
}
END_TEST

START_TEST(a_description_with_a_title_is_believed)
{
	struct term_tell t = { .utf8 = true };
	struct buf out = { 0 };

	term_tell_open(&t, "newfangled", "\x1b]2;");
	term_tell_title(&t, "room", &out);
	ck_assert_str_eq(buf_string(&out), "\x1b]0;room\x1b\\");
	buf_clear(&out);
	term_tell_open(&t, "vt320", "\x1b[1$}\x1b[H\x1b[K");
	term_tell_title(&t, "room", &out);
	ck_assert_uint_eq(buf_size(&out), 0);
	buf_free(&out);
}
END_TEST

static const struct {
	const char *text, *shown;
} texts[] = {
	{ "plain", "plain" },
	{ "привет 小明 👋", "привет 小明 👋" },
	{ "a;b;;c", "a,b,,c" },
	{ "bell\a, string\x1b\\, \x9c, \xc2\x9c end", "bell, string\\, \ufffd,  end" },
	{ "two\nlines\r\n\tand\x7f", "two lines  and" },
	{ "\x1b]0;evil\a\x1b[31m\x1bPtmux;\x1b\x1b[2J", "]0,evil[31mPtmux,[2J" },
	{ "\u202eoverride\u2066isolate\u200b", "overrideisolate" },
	{ "", "" },
};

/* Whatever the text, between the two there is but the text. */
static void assert_wrapped(struct buf *out, const char *before, const char *shown,
			   const char *after)
{
	struct buf want = { 0 };

	buf_format(&want, "%s%s%s", before, shown, after);
	ck_assert_str_eq(buf_string(out), buf_string(&want));
	buf_free(&want);
	buf_clear(out);
}

START_TEST(no_text_gets_out_of_its_place)
{
	struct term_tell t = tell_in((struct place){ "xterm", NULL, NULL });
	const char *text = texts[_i].text, *shown = texts[_i].shown;
	struct buf out = { 0 };

	term_tell_title(&t, text, &out);
	assert_wrapped(&out, "\x1b]0;", shown, "\x1b\\");
	term_tell_notify(&t, TERM_NOTIFY_OSC9, text, "b", &out);
	assert_wrapped(&out, "\x1b]9;wschat: ", shown, ": b\a");
	term_tell_notify(&t, TERM_NOTIFY_OSC9, "a", text, &out);
	assert_wrapped(&out, "\x1b]9;wschat: a: ", shown, "\a");
	term_tell_notify(&t, TERM_NOTIFY_OSC777, text, "b", &out);
	assert_wrapped(&out, "\x1b]777;notify;", shown, ";b\a");
	term_tell_notify(&t, TERM_NOTIFY_OSC777, "a", text, &out);
	assert_wrapped(&out, "\x1b]777;notify;a;", shown, "\a");
	term_tell_notify(&t, TERM_NOTIFY_OSC99, text, "b", &out);
	assert_wrapped(&out, "\x1b]99;i=wschat:d=0;", shown, "\a\x1b]99;i=wschat:p=body;b\a");
	term_tell_notify(&t, TERM_NOTIFY_OSC99, "a", text, &out);
	assert_wrapped(&out, "\x1b]99;i=wschat:d=0;a\a\x1b]99;i=wschat:p=body;", shown, "\a");
	buf_free(&out);
}
END_TEST

START_TEST(another_encoding_is_told_ascii)
{
	struct term_tell t = tell_in((struct place){ "xterm", NULL, NULL });
	struct buf out = { 0 };

	t.utf8 = false;
	term_tell_title(&t, "приe\u0302 x", &out);
	ck_assert_str_eq(buf_string(&out), "\x1b]0;???? x\x1b\\");
	buf_free(&out);
}
END_TEST

/* As screen reads them: up to ESC \, and what stands within goes to the terminal outside. */
static void unwrap(struct buf *out, const char *s)
{
	while (*s) {
		const char *end = strstr(s, "\x1b\\");

		ck_assert(!strncmp(s, "\x1bP", 2));
		ck_assert_ptr_nonnull(end);
		ck_assert_int_le(end - s, 250);
		buf_append(out, s + 2, (size_t)(end - s - 2));
		s = end + 2;
	}
}

/* Of any length, so that the pieces end in each place. */
START_TEST(screen_is_given_pieces)
{
	struct term_tell bare = tell_in((struct place){ "xterm", NULL, NULL });
	struct term_tell t = tell_in((struct place){ "screen", NULL, NULL });
	struct buf body = { 0 }, out = { 0 }, want = { 0 }, got = { 0 };

	for (int i = 0; i < 300; i++) {
		term_tell_notify(&bare, TERM_NOTIFY_OSC99, buf_string(&body), "яяяяя", &want);
		term_tell_notify(&t, TERM_NOTIFY_OSC99, buf_string(&body), "яяяяя", &out);
		unwrap(&got, buf_string(&out));
		ck_assert_str_eq(buf_string(&got), buf_string(&want));
		buf_append_string(&body, i % 2 ? "x" : "漢");
		buf_clear(&out);
		buf_clear(&want);
		buf_clear(&got);
	}
	buf_free(&body);
	buf_free(&out);
	buf_free(&want);
	buf_free(&got);
}
END_TEST

START_TEST(long_texts_are_cut)
{
	struct term_tell t = tell_in((struct place){ "xterm", NULL, NULL });
	struct buf text = { 0 }, out = { 0 };

	for (int i = 0; i < 100000; i++)
		buf_append_string(&text, "я");
	term_tell_title(&t, buf_string(&text), &out);
	ck_assert_uint_lt(buf_size(&out), 300);
	term_tell_notify(&t, TERM_NOTIFY_OSC777, buf_string(&text), buf_string(&text), &out);
	ck_assert_uint_lt(buf_size(&out), 1100);
	buf_free(&text);
	buf_free(&out);
}
END_TEST

static const struct {
	const char *bytes;
	bool has, synchronises;
} replies[] = {
	{ "\x1b[?2026;1$y", true, true },    { "\x1b[?2026;2$y", true, true },
	{ "\x1b[?2026;0$y", true, false },   { "\x1b[?2026;4$y", true, false },
	{ "\x1b[?2026;22$y", false, false }, { "\x1b[?2026;$y", false, false },
	{ "\x1b[?2004;2$y", false, false },  { "\x1b[?2026;2$", false, false },
	{ "\x1b[?2026;2", false, false },    { "\x1b", false, false },
};

START_TEST(an_answer_is_understood)
{
	struct term_replies r = { 0 };

	term_replies_take(&r, replies[_i].bytes, strlen(replies[_i].bytes));
	ck_assert_int_eq(r.has_sync, replies[_i].has);
	ck_assert_int_eq(r.synchronises, replies[_i].synchronises);
}
END_TEST

static const struct {
	struct place place;
	bool links;
	const char *copy;
} offers[] = {
	{ { "xterm-256color", NULL, NULL }, true, "\x1b]52;c;aGnDpQ==\a" },
	{ { "xterm-kitty", NULL, NULL }, true, "\x1b]52;c;aGnDpQ==\a" },
	{ { "foot", NULL, NULL }, true, "\x1b]52;c;aGnDpQ==\a" },
	{ { "tmux-256color", NULL, NULL },
	  true,
	  "\x1b]52;c;aGnDpQ==\a\x1bPtmux;\x1b\x1b]52;c;aGnDpQ==\a\x1b\\" },
	{ { "screen-256color", "TMUX", "/tmp/tmux" },
	  true,
	  "\x1b]52;c;aGnDpQ==\a\x1bPtmux;\x1b\x1b]52;c;aGnDpQ==\a\x1b\\" },
	{ { "screen-256color", NULL, NULL }, false, "\x1bP\x1b]52;c;aGnDpQ==\a\x1b\\" },
	{ { "xterm-256color", "STY", "1.pts-1" }, false, "\x1b]52;c;aGnDpQ==\a" },
	{ { "xterm-256color", "VTE_VERSION", "4601" }, false, "\x1b]52;c;aGnDpQ==\a" },
	{ { "xterm-256color", "VTE_VERSION", "7200" }, true, "\x1b]52;c;aGnDpQ==\a" },
	{ { "rxvt-unicode", NULL, NULL }, false, "\x1b]52;c;aGnDpQ==\a" },
	{ { "xterm-color", NULL, NULL }, false, "\x1b]52;c;aGnDpQ==\a" },
	{ { "linux", NULL, NULL }, false, "" },
	{ { "vt100", NULL, NULL }, false, "" },
};

START_TEST(links_and_copies_go_where_they_are_understood)
{
	struct term_tell t = tell_in(offers[_i].place);
	struct buf out = { 0 };

	ck_assert_int_eq(t.links, offers[_i].links);
	ck_assert_int_eq(term_tell_copy(&t, "hi\u00e5", 4, &out), *offers[_i].copy != 0);
	ck_assert_str_eq(buf_string(&out), offers[_i].copy);
	buf_free(&out);
}
END_TEST

START_TEST(a_copy_is_whole_or_none)
{
	struct term_tell t = tell_in((struct place){ "screen", NULL, NULL });
	struct buf text = { 0 }, out = { 0 };
	size_t count = 0;

	for (int i = 0; i < 74994; i++)
		buf_append_byte(&text, 'x');
	ck_assert(term_tell_copy(&t, buf_string(&text), buf_size(&text), &out));
	for (const char *s = buf_string(&out); *s; s += 2, count++) {
		ck_assert(!strncmp(s, "\x1bP", 2)); /* GNU screen takes 768 bytes */
		s = strstr(s, "\x1b\\");
		ck_assert_ptr_nonnull(s);
	}
	ck_assert_uint_gt(count, 100);
	buf_clear(&out);
	ck_assert(!term_tell_copy(&t, buf_string(&text), buf_size(&text) + 1, &out));
	ck_assert_uint_eq(buf_size(&out), 0);
	buf_free(&text);
	buf_free(&out);
}
END_TEST

START_TEST(the_mouse_is_given_back)
{
	struct term_tell t = tell_in((struct place){ "xterm", NULL, NULL });
	struct buf out = { 0 };

	term_tell_enter(&t, &out);
	term_tell_leave(&t, &out);
	ck_assert_ptr_null(strstr(buf_string(&out), "1000"));
	t.mouse = true;
	term_tell_mouse(&t, &out);
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "\x1b[?1000h\x1b[?1006h"));
	buf_clear(&out);
	term_tell_enter(&t, &out);
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "\x1b[?1000h\x1b[?1006h"));
	buf_clear(&out);
	term_tell_leave(&t, &out);
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "\x1b[?1006l\x1b[?1000l"));
	buf_clear(&out);
	t.mouse = false;
	term_tell_mouse(&t, &out);
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "\x1b[?1006l\x1b[?1000l"));
	buf_free(&out);
}
END_TEST

TESTING_MAIN("term_tell", TESTING_LOOP(each_terminal_gets_what_it_knows, COUNT(places)),
	     TESTING_LOOP(who_orders_is_known, COUNT(orders)),
	     TESTING(a_description_with_a_title_is_believed),
	     TESTING_LOOP(no_text_gets_out_of_its_place, COUNT(texts)),
	     TESTING(another_encoding_is_told_ascii), TESTING(screen_is_given_pieces),
	     TESTING(long_texts_are_cut), TESTING_LOOP(an_answer_is_understood, COUNT(replies)),
	     TESTING_LOOP(links_and_copies_go_where_they_are_understood, COUNT(offers)),
	     TESTING(a_copy_is_whole_or_none), TESTING(the_mouse_is_given_back))
