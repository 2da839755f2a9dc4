#include "testing.h"

#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>

#include "console.h"
#include "mem.h"
#include "moment.h"
#include "term.h"
#include "term_private.h"

/* Keys. */

static struct term_keys keys_of(const char *bytes, size_t n, uint64_t now)
{
	struct term_keys k = { .utf8 = true };

	term_keys_feed(&k, bytes, n, now);
	return k;
}

static const struct {
	const char *bytes;
	struct key key;
} sequences[] = {
	{ "a", { 'a', false, false, false } },
	{ "\x01", { 1, false, false, false } },
	{ "\n", { '\n', false, false, false } },
	{ "\b", { '\b', false, false, false } },
	{ "\r", { KEY_NAME_ENTER, false, false, false } },
	{ "\t", { KEY_NAME_TAB, false, false, false } },
	{ "\x7f", { KEY_NAME_BACKSPACE, false, false, false } },
	{ "я", { 0x44f, false, false, false } },
	{ "漢", { 0x6f22, false, false, false } },
	{ "🙂", { 0x1f642, false, false, false } },
	{ "\x1b\x66", { 'f', true, false, false } },
	{ "\x1bя", { 0x44f, true, false, false } },
	{ "\x1b\r", { KEY_NAME_ENTER, true, false, false } },
	{ "\x1b\x7f", { KEY_NAME_BACKSPACE, true, false, false } },
	{ "\x1b<", { '<', true, false, false } },
	{ "\x1b[A", { KEY_NAME_UP, false, false, false } },
	{ "\x1bOB", { KEY_NAME_DOWN, false, false, false } },
	{ "\x1b[C", { KEY_NAME_RIGHT, false, false, false } },
	{ "\x1bOD", { KEY_NAME_LEFT, false, false, false } },
	{ "\x1b[H", { KEY_NAME_HOME, false, false, false } },
	{ "\x1bOF", { KEY_NAME_END, false, false, false } },
	{ "\x1b[1~", { KEY_NAME_HOME, false, false, false } },
	{ "\x1b[8~", { KEY_NAME_END, false, false, false } },
	{ "\x1b[3~", { KEY_NAME_DELETE, false, false, false } },
	{ "\x1b[5~", { KEY_NAME_PAGE_UP, false, false, false } },
	{ "\x1b[6~", { KEY_NAME_PAGE_DOWN, false, false, false } },
	{ "\x1b[Z", { KEY_NAME_BACKTAB, false, false, false } },
	{ "\x1bOP", { KEY_NAME_F1, false, false, false } },
	{ "\x1b[11~", { KEY_NAME_F1, false, false, false } },
	{ "\x1b[[A", { KEY_NAME_F1, false, false, false } },
	{ "\x1b[[B", { KEY_NAME_F2, false, false, false } },
	{ "\x1b[12~", { KEY_NAME_F2, false, false, false } },
	{ "\x1b[24~", { KEY_NAME_F12, false, false, false } },
	{ "\x1b[1;5C", { KEY_NAME_RIGHT, false, true, false } },
	{ "\x1b[1;3D", { KEY_NAME_LEFT, true, false, false } },
	{ "\x1b[1;2A", { KEY_NAME_UP, false, false, true } },
	{ "\x1b[3;5~", { KEY_NAME_DELETE, false, true, false } },
	{ "\x1b[1;8H", { KEY_NAME_HOME, true, true, true } },
	{ "\x1b\x1b[D", { KEY_NAME_LEFT, true, false, false } },
	{ "\x1b\x1bOA", { KEY_NAME_UP, true, false, false } },
	{ "\x1bOc", { KEY_NAME_RIGHT, false, true, false } },
	{ "\x1bOM", { KEY_NAME_ENTER, false, false, false } },
	{ "\x1bOp", { '0', false, false, false } },
	{ "\x1bOk", { '+', false, false, false } },
	{ "\x1b[13;3u", { KEY_NAME_ENTER, true, false, false } },
	{ "\x1b[13;2u", { KEY_NAME_ENTER, false, false, true } },
	{ "\x1b[97;5u", { 1, false, false, false } },
	{ "\x1b[27;5;9~", { KEY_NAME_TAB, false, true, false } },
	{ "\x1b[27;3;102~", { 'f', true, false, false } },
	/* nothing: what follows is the key */
	{ "\x1b[<0;10;5Mx", { 'x', false, false, false } },
	{ "\x1b[?1;2cx", { 'x', false, false, false } },
	{ "\x1b[?2026;2$y\x1b[?1004;3$yx", { 'x', false, false, false } },
	{ "\x1b[99~x", { 'x', false, false, false } },
	{ "\x1b[201~x", { 'x', false, false, false } },
	{ "\x1b[1;\x01", { 1, false, false, false } },
	{ "\x1b]10;rgb:ffff/ffff/ffff\ax", { 'x', false, false, false } },
	{ "\x1b]11;?\x1b\\x", { 'x', false, false, false } },
	{ "\x1bP>|xterm(370)\x1b\\x", { 'x', false, false, false } },
	{ "\x1b]x", { ']', true, false, false } },
	{ "\xff", { 0xfffd, false, false, false } },
	{ "\xc3(", { 0xfffd, false, false, false } },
	{ "\xed\xa0\x80", { 0xfffd, false, false, false } },
};

static void assert_key(const struct term_event *e, struct key want)
{
	ck_assert_int_eq((int)e->type, TERM_KEY);
	ck_assert_uint_eq(e->key.code, want.code);
	ck_assert_int_eq(e->key.alt, want.alt);
	ck_assert_int_eq(e->key.ctrl, want.ctrl);
	ck_assert_int_eq(e->key.shift, want.shift);
}

/* Wherever the bytes are cut, as long as they come in time. */
START_TEST(bytes_are_keys)
{
	const char *bytes = sequences[_i].bytes;
	size_t n = strlen(bytes);

	for (size_t cut = 0; cut <= n; cut++) {
		struct term_keys k = keys_of(bytes, cut, 1000);
		struct term_event e;
		bool got = term_keys_next(&k, 1000, &e);

		term_keys_feed(&k, bytes + cut, n - cut, 1040);
		if (!got)
			ck_assert(term_keys_next(&k, 1040, &e));
		assert_key(&e, sequences[_i].key);
		term_keys_free(&k);
	}
}
END_TEST

START_TEST(a_lone_escape_is_a_key_in_time)
{
	struct term_keys k = keys_of("\x1b", 1, 1000);
	struct term_event e;

	ck_assert(!term_keys_next(&k, 1000, &e));
	ck_assert_uint_gt(term_keys_deadline(&k), 1000);
	ck_assert_uint_le(term_keys_deadline(&k), 1100);
	ck_assert(!term_keys_next(&k, term_keys_deadline(&k) - 1, &e));
	ck_assert(term_keys_next(&k, term_keys_deadline(&k), &e));
	ck_assert_uint_eq(e.key.code, KEY_NAME_ESCAPE);
	ck_assert_uint_eq(term_keys_deadline(&k), MOMENT_NEVER);
	term_keys_feed(&k, "\x1b\x1b", 2, 2000);
	ck_assert(!term_keys_next(&k, 2000, &e));
	ck_assert(term_keys_next(&k, 2100, &e));
	ck_assert_uint_eq(e.key.code, KEY_NAME_ESCAPE);
	ck_assert(term_keys_next(&k, 2200, &e));
	ck_assert_uint_eq(e.key.code, KEY_NAME_ESCAPE);
	term_keys_free(&k);
}
END_TEST

static const char *const unfinished[] = { "\x1b[",    "\x1b[1;", "\x1bO", "\x1b[[",
					  "\xe6\xbc", "\x1b]1",  "\x1bP", "\x1b]11;abc" };

START_TEST(what_never_ends_does_not_hold_up_the_keys)
{
	struct term_keys k = keys_of(unfinished[_i], strlen(unfinished[_i]), 1000);
	struct term_event e;
	uint64_t now;

	ck_assert(!term_keys_next(&k, 1000, &e));
	now = term_keys_deadline(&k);
	ck_assert_uint_le(now, 2000);
	while (term_keys_next(&k, now, &e))
		ck_assert_uint_ne(e.key.code, 'x');
	ck_assert_uint_eq(term_keys_deadline(&k), MOMENT_NEVER);
	term_keys_feed(&k, "x", 1, now);
	ck_assert(term_keys_next(&k, now, &e));
	ck_assert_uint_eq(e.key.code, 'x');
	term_keys_free(&k);
}
END_TEST

START_TEST(a_terminals_own_sequences_come_first)
{
	struct term_keys k = { .utf8 = true, .named_count = 2 };
	struct term_event e;

	k.named[0].bytes = mem_copy("\x1b[M");
	k.named[0].code = KEY_NAME_F1;
	k.named[1].bytes = mem_copy("\x1b~A");
	k.named[1].code = KEY_NAME_F2;
	for (const char *p = "\x1b[M\x1b~A"; *p; p++)
		term_keys_feed(&k, p, 1, 0);
	ck_assert(term_keys_next(&k, 0, &e));
	ck_assert_uint_eq(e.key.code, KEY_NAME_F1);
	ck_assert(term_keys_next(&k, 0, &e));
	ck_assert_uint_eq(e.key.code, KEY_NAME_F2);
	ck_assert(!term_keys_next(&k, 0, &e));
	term_keys_free(&k);
}
END_TEST

START_TEST(the_focus_is_no_key)
{
	static const char bytes[] = "\x1b[Oa\x1b[I";
	struct term_keys k = keys_of(bytes, sizeof bytes - 1, 0);
	struct term_event e;

	ck_assert(term_keys_next(&k, 0, &e));
	ck_assert_int_eq((int)e.type, TERM_FOCUS_OUT);
	ck_assert(term_keys_next(&k, 0, &e));
	assert_key(&e, (struct key){ 'a', false, false, false });
	ck_assert(term_keys_next(&k, 0, &e));
	ck_assert_int_eq((int)e.type, TERM_FOCUS_IN);
	ck_assert(!term_keys_next(&k, 0, &e));
	term_keys_free(&k);
}
END_TEST

/* However late it comes, and in however many pieces. */
START_TEST(an_answer_eats_no_keys)
{
	static const char answer[] = "\x1b[?2026;2$y";

	for (size_t cut = 1; cut < sizeof answer; cut++) {
		struct term_keys k = keys_of("a", 1, 0);
		struct term_event e;

		term_keys_feed(&k, answer, cut, 0);
		ck_assert(term_keys_next(&k, 0, &e));
		assert_key(&e, (struct key){ 'a', false, false, false });
		ck_assert(!term_keys_next(&k, 0, &e));
		term_keys_feed(&k, answer + cut, sizeof answer - 1 - cut, 40);
		term_keys_feed(&k, "b", 1, 40);
		ck_assert(term_keys_next(&k, 40, &e));
		assert_key(&e, (struct key){ 'b', false, false, false });
		ck_assert(k.replies.synchronises);
		term_keys_free(&k);
	}
}
END_TEST

#define PASTE(text) "\x1b[200~" text "\x1b[201~"

static const struct {
	const char *bytes, *text;
} pastes[] = {
	{ PASTE("one"), "one" },
	{ PASTE("one\rtwo\r\nthree\nfour\r\r"), "one\ntwo\nthree\nfour\n\n" },
	{ PASTE("tab\there"), "tab\there" },
	{ PASTE("\x1b[31mred\x1b[m \x07\x7f\xc2\x9b"), "[31mred[m " },
	{ PASTE("\x1b[200~nested"), "[200~nested" },
	{ PASTE("я漢🙂e\u0301\u200d"), "я漢🙂e\u0301\u200d" },
	{ PASTE("bad \xff\xc3"), "bad \ufffd\ufffd" },
	{ PASTE(""), "" },
};

START_TEST(a_paste_is_one_event)
{
	const char *bytes = pastes[_i].bytes;
	size_t n = strlen(bytes);

	for (size_t cut = 0; cut <= n; cut++) {
		struct term_keys k = keys_of(bytes, cut, 1000);
		struct term_event e;
		bool got = term_keys_next(&k, 1000, &e);

		ck_assert(!got || cut == n);
		term_keys_feed(&k, bytes + cut, n - cut, 1030);
		term_keys_feed(&k, "x", 1, 1030);
		if (!got)
			ck_assert(term_keys_next(&k, 1030, &e));
		ck_assert_int_eq((int)e.type, TERM_PASTE);
		ck_assert_str_eq(e.text, pastes[_i].text);
		ck_assert_uint_eq(e.n, strlen(pastes[_i].text));
		ck_assert(term_keys_next(&k, 1030, &e));
		assert_key(&e, (struct key){ 'x', false, false, false });
		term_keys_free(&k);
	}
}
END_TEST

START_TEST(a_paste_without_an_end_is_given_in_time)
{
	struct term_keys k = keys_of("\x1b[200~lost", 10, 1000);
	struct term_event e;
	uint64_t now;

	ck_assert(!term_keys_next(&k, 1000, &e));
	now = term_keys_deadline(&k);
	ck_assert_uint_le(now, 2000);
	ck_assert(term_keys_next(&k, now, &e));
	ck_assert_int_eq((int)e.type, TERM_PASTE);
	ck_assert_str_eq(e.text, "lost");
	term_keys_feed(&k, "\x1b[201~x\x1b[200~", 13, now);
	ck_assert(term_keys_next(&k, now, &e));
	assert_key(&e, (struct key){ 'x', false, false, false });
	ck_assert(!term_keys_next(&k, now, &e));
	ck_assert(!term_keys_next(&k, now + 5000, &e));
	ck_assert_uint_eq(term_keys_deadline(&k), MOMENT_NEVER);
	term_keys_free(&k);
}
END_TEST

/* Somebody types on, faster than the paste would end by itself. */
START_TEST(a_lost_end_of_a_paste_does_not_swallow_the_keys)
{
	struct term_keys k = keys_of("\x1b[200~lost", 10, 1000);
	struct term_event e;
	uint64_t now = 1000;

	while (!term_keys_next(&k, now, &e)) {
		now += 100;
		ck_assert_uint_le(now, 2100);
		term_keys_feed(&k, "x", 1, now);
	}
	ck_assert_int_eq((int)e.type, TERM_PASTE);
	ck_assert_str_eq(e.text, "lostxxxxxxxxxx");
	term_keys_feed(&k, "y", 1, now);
	ck_assert(term_keys_next(&k, now, &e));
	assert_key(&e, (struct key){ 'y', false, false, false });
	term_keys_free(&k);
}
END_TEST

/* A slow line brings it byte by byte, or with long pauses between larger pieces. */
START_TEST(a_slow_paste_is_one_paste)
{
	struct term_keys k = keys_of("\x1b[200~", 6, 0);
	struct term_event e;
	uint64_t now = 0;

	ck_assert(!term_keys_next(&k, now, &e));
	for (int i = 0; i < 1000; i++) {
		term_keys_feed(&k, "x", 1, now += 10);
		ck_assert(!term_keys_next(&k, now, &e));
	}
	for (int i = 0; i < 10; i++) {
		term_keys_feed(&k, "twenty bytes at once", 20, now += 900);
		ck_assert(!term_keys_next(&k, now, &e));
	}
	term_keys_feed(&k, "\x1b[201~", 6, now += 900);
	ck_assert(term_keys_next(&k, now, &e));
	ck_assert_uint_eq(e.n, 1200);
	term_keys_free(&k);
}
END_TEST

START_TEST(a_huge_paste_comes_in_pieces)
{
	struct term_keys k = keys_of("\x1b[200~", 6, 0);
	struct term_event e;
	size_t total = 0;

	for (int i = 0; i < 3 << 20; i += 4095 * 2) {
		struct buf piece = { 0 };

		for (int j = 0; j < 4095; j++)
			buf_append_string(&piece, "я");
		term_keys_feed(&k, buf_bytes(&piece), buf_size(&piece), 0);
		buf_free(&piece);
		while (term_keys_next(&k, 0, &e)) {
			ck_assert_int_eq((int)e.type, TERM_PASTE);
			ck_assert(!strstr(e.text, "\ufffd"));
			total += e.n;
		}
		ck_assert_uint_lt(buf_size(&k.in), 2 << 20);
	}
	ck_assert_uint_gt(total, 2 << 20);
	term_keys_free(&k);
}
END_TEST

START_TEST(any_bytes_are_read_to_their_end)
{
	static const char alphabet[] =
		"\x1b\x1b\x1b[[O0123456789;~ABMPu<?]P\\\a\r\nx\x01\xff\xe6\xbc\xa2";
	struct term_keys k = { .utf8 = true };
	struct term_event e;
	unsigned random = (unsigned)_i + 1;
	uint64_t now = 0;

	for (int i = 0; i < 20000; i++) {
		random = random * 1103515245 + 12345;
		term_keys_feed(&k, &alphabet[(random >> 16) % (sizeof alphabet - 1)], 1, now);
		while (random & 1 << 30 && term_keys_next(&k, now, &e))
			if (e.type == TERM_PASTE)
				ck_assert(text_valid(e.text, e.n));
		now += random >> 20 & 1 ? 0 : 20;
	}
	while (term_keys_deadline(&k) != MOMENT_NEVER) {
		now = term_keys_deadline(&k);
		while (term_keys_next(&k, now, &e))
			;
	}
	ck_assert_uint_eq(buf_size(&k.in), 0);
	term_keys_free(&k);
}
END_TEST

/* The terminal. */

static const struct term_config config = { NULL, 0 };

static struct term *open_in(struct console *c, const char *type, int rows, int cols)
{
	struct error error;
	struct term *t;

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	*c = console_open(type, rows, cols);
	t = term_open(&config, &error);
	ck_assert_msg(t, "%s", error.detail);
	return t;
}

static void close_both(struct term *t, struct console *c)
{
	term_close(t);
	console_close(c);
}

static void write_row(struct grid *g, int row, int col, enum grid_style style, const char *s)
{
	grid_write(g, (struct grid_rect){ 0, 0, g->rows, g->cols }, row, col, style, s, strlen(s));
}

static void show(struct term *t, struct console *c, const struct grid *g)
{
	term_draw(t, g);
	for (console_pump(c); !term_writable(t); console_pump(c))
		term_flush(t);
}

static void assert_shown(const struct console *c, const struct grid *g)
{
	for (int row = 0; row < g->rows; row++) {
		char *want = grid_row_text(g, row);

		console_assert_row(c, row, want);
		free(want);
	}
	ck_assert_int_eq(console_cursor(c).row, g->cursor_row);
	ck_assert_int_eq(console_cursor(c).col, g->cursor_col);
}

static const char *const types[] = { "xterm-256color", "xterm",         "vt100", "linux",
				     "screen",         "tmux-256color", "rxvt",  "vt220" };

START_TEST(a_grid_is_shown_as_it_is)
{
	struct console c;
	struct term *t = open_in(&c, types[_i], 5, 20);
	struct grid g = { 0 };

	ck_assert_int_eq(term_rows(t), 5);
	ck_assert_int_eq(term_cols(t), 20);
	grid_resize(&g, 5, 20);
	write_row(&g, 0, 0, GRID_TEXT, "hello 漢字 e\u0302\u0301x");
	write_row(&g, 2, 3, GRID_ERROR, "привет");
	write_row(&g, 4, 0, GRID_STATUS, "full row to the edge");
	g.cursor_row = 3;
	g.cursor_col = 7;
	show(t, &c, &g);
	assert_shown(&c, &g);
	write_row(&g, 0, 6, GRID_TEXT, "x");
	g.cursor_col = 19;
	show(t, &c, &g);
	assert_shown(&c, &g);
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

/* The grid of libvterm, which knows only the bytes, is ours after each of many small changes. (It
 * loses a mark in the last column, so that none comes there.) */
START_TEST(differences_add_up_to_the_grid)
{
	static const char *const texts[] = { "a",       "漢字", "x",      "   ", "one two",
					     "e\u0301", "字",   "привет", "│",   "──" };
	struct console c;
	struct term *t = open_in(&c, types[_i], 8, 30);
	struct grid g = { 0 };
	unsigned random = 7;

	grid_resize(&g, 8, 30);
	for (int i = 0; i < 400; i++) {
		random = random * 1103515245 + 12345;
		if (random >> 16 & 7) {
			const char *s = texts[(random >> 21) % COUNT(texts)];
			const struct grid_rect clip = { 0, 0, 8, *s == 'e' ? 29 : 30 };

			grid_write(&g, clip, (int)(random >> 17) % 8, (int)(random >> 20) % 32 - 1,
				   (enum grid_style)((random >> 16) % GRID_STYLES), s, strlen(s));
		} else {
			for (int row = 0; row < 7; row++) /* a line comes: all scroll */
				memcpy(&g.cells[row * 30], &g.cells[row * 30 + 30],
				       30 * sizeof *g.cells);
		}
		g.cursor_row = (int)(random >> 19) % 8;
		g.cursor_col = (int)(random >> 21) % 30;
		if (i % 50 == 49)
			term_redraw(t);
		show(t, &c, &g);
		assert_shown(&c, &g);
	}
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

START_TEST(styles_reach_the_terminal)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 3, 20);
	struct grid g = { 0 };
	VTermScreenCell cell;

	grid_resize(&g, 3, 20);
	write_row(&g, 0, 0, GRID_OWN, "bold");
	write_row(&g, 1, 0, GRID_SELECTED, "reverse");
	write_row(&g, 2, 0, GRID_NAME, "coloured");
	show(t, &c, &g);
	vterm_screen_get_cell(c.screen, (VTermPos){ 0, 0 }, &cell);
	ck_assert(cell.attrs.bold && !cell.attrs.reverse);
	vterm_screen_get_cell(c.screen, (VTermPos){ 1, 0 }, &cell);
	ck_assert(cell.attrs.reverse);
	vterm_screen_get_cell(c.screen, (VTermPos){ 2, 0 }, &cell);
	ck_assert(!VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
	ck_assert(VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

START_TEST(without_colours_there_are_none)
{
	const struct term_config mono = { NULL, -1 };
	struct console c = console_open("xterm-256color", 2, 20);
	struct term *t;
	struct grid g = { 0 };
	VTermScreenCell cell;

	setlocale(LC_CTYPE, "C.UTF-8");
	t = term_open(&mono, NULL);
	ck_assert_ptr_nonnull(t);
	grid_resize(&g, 2, 20);
	for (int style = 0; style < GRID_STYLES; style++)
		write_row(&g, style / 20, style % 20, (enum grid_style)style, "x");
	show(t, &c, &g);
	for (int style = 0; style < GRID_STYLES; style++) {
		vterm_screen_get_cell(c.screen, (VTermPos){ style / 20, style % 20 }, &cell);
		ck_assert(VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
		ck_assert(VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
	}
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

START_TEST(no_character_is_sent_as_a_repetition)
{
	struct console c;
	struct grid g = { 0 };
	struct term *t;

	c = console_open("xterm-256color", 5, 80);
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, _i ? "C" : "C.UTF-8"));
	t = term_open(&config, NULL);
	ck_assert_ptr_nonnull(t);
	grid_resize(&g, 5, 80);
	for (int row = 0; row < 5; row++)
		grid_fill(&g, (struct grid_rect){ row, row, 1, 70 }, GRID_STATUS);
	for (int col = 0; col < 80; col++)
		write_row(&g, 2, col, GRID_TEXT, "x");
	show(t, &c, &g);
	assert_shown(&c, &g);
	for (size_t i = 2; i < buf_size(&c.raw); i++)
		ck_assert(buf_bytes(&c.raw)[i] != 'b' || buf_bytes(&c.raw)[i - 1] < '0' ||
			  buf_bytes(&c.raw)[i - 1] > '9');
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

START_TEST(what_is_shown_already_is_not_sent)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 5, 20);
	struct grid g = { 0 };

	grid_resize(&g, 5, 20);
	write_row(&g, 1, 0, GRID_TEXT, "hello");
	show(t, &c, &g);
	buf_clear(&c.raw);
	show(t, &c, &g);
	ck_assert_uint_eq(buf_size(&c.raw), 0);
	write_row(&g, 1, 5, GRID_TEXT, "!");
	show(t, &c, &g);
	ck_assert_uint_gt(buf_size(&c.raw), 0);
	ck_assert_uint_lt(buf_size(&c.raw), 20);
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

static const struct {
	int rows, cols;
} sizes[] = { { 24, 80 }, { 3, 10 }, { 1, 1 }, { 50, 132 }, { 2, 2 }, { 1, 80 }, { 24, 1 } };

START_TEST(a_resize_is_followed)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 24, 80);
	struct term_event e;
	struct grid g = { 0 };

	for (size_t i = 0; i < COUNT(sizes); i++) {
		console_set_size(&c, sizes[i].rows, sizes[i].cols);
		term_resized(t);
		ck_assert(term_next(t, &e));
		ck_assert_int_eq((int)e.type, TERM_RESIZE);
		ck_assert(!term_next(t, &e));
		ck_assert_int_eq(term_rows(t), sizes[i].rows);
		ck_assert_int_eq(term_cols(t), sizes[i].cols);
		grid_resize(&g, sizes[i].rows, sizes[i].cols);
		for (int row = 0; row < g.rows; row++)
			write_row(&g, row, 0, GRID_TEXT, "a row of text 漢字 of some length");
		g.cursor_row = g.rows - 1;
		g.cursor_col = g.cols - 1;
		show(t, &c, &g);
		assert_shown(&c, &g);
	}
	buf_clear(&c.raw);
	term_resized(t);
	show(t, &c, &g);
	ck_assert_uint_gt(buf_size(&c.raw), 0); /* the same size: all is drawn again */
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

START_TEST(a_grid_of_another_size_is_harmless)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 4, 10);
	struct grid g = { 0 };

	grid_resize(&g, 9, 40);
	write_row(&g, 8, 30, GRID_TEXT, "outside");
	write_row(&g, 0, 9, GRID_TEXT, "漢");
	g.cursor_row = 8;
	g.cursor_col = 39;
	show(t, &c, &g);
	grid_resize(&g, 2, 3);
	write_row(&g, 0, 0, GRID_TEXT, "abc");
	show(t, &c, &g);
	console_assert_row(&c, 0, "abc");
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

static bool has_come(const struct console *c, const char *bytes)
{
	return memmem(buf_bytes(&c->raw), buf_size(&c->raw), bytes, strlen(bytes));
}

static void assert_cooked(const struct console *c, bool cooked)
{
	const tcflag_t flags = ICANON | ECHO | ISIG | IEXTEN;
	struct termios modes;

	ck_assert_int_eq(tcgetattr(c->slave, &modes), 0);
	ck_assert_uint_eq(modes.c_lflag & flags, cooked ? flags : 0);
	ck_assert_int_eq((modes.c_iflag & IXON) != 0, cooked);
}

static void assert_left(struct console *c)
{
	console_pump(c);
	ck_assert(has_come(c, "\x1b[?2004l"));
	ck_assert(has_come(c, "\x1b[?1049l"));
	ck_assert(has_come(c, "\x1b[?1l"));
	assert_cooked(c, true);
}

START_TEST(the_terminal_is_left_as_it_was)
{
	struct console c;
	struct term *t;
	struct grid g = { 0 };

	t = open_in(&c, "xterm-256color", 4, 20);
	grid_resize(&g, 4, 20);
	show(t, &c, &g);
	ck_assert(has_come(&c, "\x1b[?1049h"));
	ck_assert(has_come(&c, "\x1b[?2004h"));
	assert_cooked(&c, false);
	buf_clear(&c.raw);
	term_suspend(t);
	assert_left(&c);
	buf_clear(&c.raw);
	show(t, &c, &g);
	term_bell(t);
	term_suspend(t);
	ck_assert_uint_eq(buf_size(&c.raw), 0);
	write_row(&g, 1, 1, GRID_TEXT, "back");
	term_resume(t);
	show(t, &c, &g);
	assert_cooked(&c, false);
	ck_assert(has_come(&c, "\x1b[?1049h"));
	assert_shown(&c, &g);
	buf_clear(&c.raw);
	term_close(t);
	assert_left(&c);
	grid_free(&g);
	console_close(&c);
}
END_TEST

static void draw_letter(struct term *t, struct console *c, struct grid *g, const char *letter)
{
	write_row(g, 0, 0, GRID_TEXT, letter);
	buf_clear(&c->raw);
	show(t, c, g);
}

START_TEST(a_frame_is_whole_where_it_can_be)
{
	static const char *const answers[] = { "\x1b[?2026;2$y", "\x1b[?2026;0$y" };
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 4, 20);
	struct term_event e;
	struct grid g = { 0 };
	size_t n;

	console_pump(&c);
	ck_assert(has_come(&c, "\x1b[?2026$p"));
	grid_resize(&g, 4, 20);
	draw_letter(t, &c, &g, "a");
	ck_assert(!has_come(&c, "\x1b[?2026h"));
	console_type(&c, answers[_i]);
	ck_assert(!term_next(t, &e));
	draw_letter(t, &c, &g, "b");
	n = buf_size(&c.raw);
	if (_i == 0) {
		ck_assert(!memcmp(buf_bytes(&c.raw), "\x1b[?2026h", 8));
		ck_assert(!memcmp(buf_bytes(&c.raw) + n - 8, "\x1b[?2026l", 8));
	} else {
		ck_assert(!has_come(&c, "\x1b[?2026h"));
	}
	draw_letter(t, &c, &g, "b");
	ck_assert_uint_eq(buf_size(&c.raw), 0);
	term_suspend(t);
	term_resume(t);
	console_pump(&c);
	ck_assert(has_come(&c, "\x1b[?2026$p")); /* it may be another terminal by now */
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

/* It comes while we leave: nothing is left for the shell to read. */
START_TEST(an_answer_is_not_left_to_the_shell)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 4, 20);
	pid_t pid = fork();
	struct termios raw;
	int left = -1, status;

	if (!pid) {
		usleep(20000);
		_exit(write(c.master, "\x1b[?2026;2$y", 11) != 11);
	}
	term_close(t);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(tcgetattr(c.slave, &raw), 0);
	cfmakeraw(&raw); /* what is no line counts too */
	ck_assert_int_eq(tcsetattr(c.slave, TCSANOW, &raw), 0);
	ck_assert_int_eq(ioctl(c.slave, FIONREAD, &left), 0);
	ck_assert_int_eq(left, 0);
	console_close(&c);
}
END_TEST

static char overflow_stack(unsigned depth)
{
	volatile char here[4096];

	here[depth % sizeof here] = (char)depth;
	return (char)(depth ? overflow_stack(depth - 1) + here[depth % sizeof here] : 0);
}

static void raise_own(int number)
{
	raise(number);
}

static void die_of_memory(int number)
{
	(void)number;
	free(mem_resize(NULL, SIZE_MAX / 2, 16));
}

static void die_of_stack(int number)
{
	_exit(overflow_stack(1u << 31) + number);
}

static const struct {
	int number;
	void (*die)(int number);
} deaths[] = {
	{ SIGSEGV, raise_own },    { SIGABRT, raise_own }, { SIGBUS, raise_own },
	{ SIGFPE, raise_own },     { SIGILL, raise_own },  { SIGABRT, die_of_memory },
	{ SIGSEGV, die_of_stack },
};

/* Sanitizers put their own report, and exit, where the signal's default was. */
START_TEST(whoever_dies_puts_the_terminal_back)
{
	struct console c = console_open("xterm-256color", 4, 20);
	int status;
	pid_t pid = fork();

	if (!pid) {
		struct term *t;

		for (size_t i = 0; i < COUNT(deaths); i++)
			signal(deaths[i].number, SIG_DFL);
		setlocale(LC_CTYPE, "C.UTF-8");
		t = term_open(&config, NULL);
		term_bell(t);
		deaths[_i].die(deaths[_i].number);
		_exit(0);
	}
	while (waitpid(pid, &status, WNOHANG) == 0)
		console_wait(&c, 10);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), deaths[_i].number);
	assert_left(&c);
	console_close(&c);
}
END_TEST

START_TEST(keys_are_read_from_the_terminal)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 4, 20);
	struct pollfd p = { term_fd(t), POLLIN, 0 };
	struct term_event e;

	ck_assert(!term_next(t, &e));
	ck_assert_int_eq(term_timeout(t), -1);
	console_type(&c, "я\x03\x1a\x11\x13\x1b[1;5C" PASTE("two\rlines") "\x1b");
	ck_assert_int_eq(poll(&p, 1, 1000), 1);
	ck_assert(term_next(t, &e));
	assert_key(&e, (struct key){ 0x44f, false, false, false });
	for (const char *control = "\x03\x1a\x11\x13"; *control; control++) {
		ck_assert(term_next(t, &e));
		assert_key(&e, (struct key){ (uint32_t)*control, false, false, false });
	}
	ck_assert(term_next(t, &e));
	assert_key(&e, (struct key){ KEY_NAME_RIGHT, false, true, false });
	ck_assert(term_next(t, &e));
	ck_assert_int_eq((int)e.type, TERM_PASTE);
	ck_assert_str_eq(e.text, "two\nlines");
	ck_assert(!term_next(t, &e));
	ck_assert_int_ge(term_timeout(t), 0);
	ck_assert_int_eq(poll(NULL, 0, term_timeout(t) + 1), 0);
	ck_assert(term_next(t, &e));
	assert_key(&e, (struct key){ KEY_NAME_ESCAPE, false, false, false });
	ck_assert_int_eq(term_timeout(t), -1);
	close_both(t, &c);
}
END_TEST

START_TEST(a_terminal_that_goes_is_told_once)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 4, 20);
	struct grid g = { 0 };
	struct term_event e;

	console_pump(&c);
	close(c.master);
	ck_assert(term_next(t, &e));
	ck_assert_int_eq((int)e.type, TERM_EOF);
	ck_assert(!term_next(t, &e));
	grid_resize(&g, 4, 20);
	term_draw(t, &g);
	term_bell(t);
	term_suspend(t);
	term_resume(t);
	grid_free(&g);
	term_close(t);
	vterm_free(c.vterm);
	buf_free(&c.raw);
}
END_TEST

/* Nobody reads: no draw waits, and what is left out is made good by a later one. */
START_TEST(a_slow_terminal_is_not_waited_for)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 40, 200);
	struct grid g = { 0 };
	int drawn = 0;

	grid_resize(&g, 40, 200);
	for (; term_writable(t); drawn++) {
		for (int i = 0; i < 40 * 200; i++)
			g.cells[i].base = (uint32_t)('a' + (i * 7 + drawn) % 26);
		term_draw(t, &g);
		ck_assert_int_lt(drawn, 10000);
	}
	for (int i = 0; i < 10; i++)
		term_draw(t, &g);
	for (int i = 0; i < 40 * 200; i++)
		g.cells[i].base = 'z';
	term_draw(t, &g);
	for (; !term_writable(t); console_pump(&c))
		term_flush(t);
	show(t, &c, &g);
	assert_shown(&c, &g);
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

/* It stays so, and the program must end all the same. */
START_TEST(a_stuck_terminal_does_not_keep_the_program)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 40, 200);
	struct grid g = { 0 };
	struct timespec start, end;

	grid_resize(&g, 40, 200);
	for (int drawn = 0; term_writable(t); drawn++) {
		for (int i = 0; i < 40 * 200; i++)
			g.cells[i].base = (uint32_t)('a' + (i * 7 + drawn) % 26);
		term_draw(t, &g);
	}
	clock_gettime(CLOCK_MONOTONIC, &start);
	term_close(t);
	clock_gettime(CLOCK_MONOTONIC, &end);
	ck_assert_int_lt(end.tv_sec - start.tv_sec, 5);
	assert_cooked(&c, true);
	grid_free(&g);
	console_close(&c);
}
END_TEST

static const struct {
	const char *type, *fallback;
} unknown[] = {
	{ "no-such-terminal", "xterm-256color" },
	{ "xterm-256color", NULL },
	{ "", "vt100" },
};

START_TEST(an_unknown_terminal_is_taken_for_a_known_one)
{
	struct console c;
	struct term *t = open_in(&c, unknown[_i].type, 4, 20);
	struct grid g = { 0 };

	if (unknown[_i].fallback)
		ck_assert_str_eq(term_fallback(t), unknown[_i].fallback);
	else
		ck_assert_ptr_null(term_fallback(t));
	grid_resize(&g, 4, 20);
	write_row(&g, 2, 2, GRID_TEXT, "usable");
	show(t, &c, &g);
	assert_shown(&c, &g);
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

START_TEST(what_is_no_terminal_is_refused)
{
	struct console c = console_open("dumb", 4, 20);
	struct error error = { 0 };

	ck_assert_ptr_null(term_open(&config, &error));
	ck_assert_int_eq((int)error.code, ERROR_TERMINAL);
	assert_cooked(&c, true);
	ck_assert(!console_pump(&c));
	ck_assert_int_ge(dup2(open("/dev/null", O_RDWR), STDOUT_FILENO), 0);
	ck_assert_int_eq(setenv("TERM", "xterm", 1), 0);
	error.code = ERROR_NONE;
	ck_assert_ptr_null(term_open(&config, &error));
	ck_assert_int_eq((int)error.code, ERROR_TERMINAL);
	console_close(&c);
}
END_TEST

START_TEST(signals_keep_their_handlers)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH, SIGSEGV };
	struct sigaction before[COUNT(numbers)], after;
	struct console c;
	struct term *t;
	struct grid g = { 0 };

	for (size_t i = 0; i < COUNT(numbers); i++)
		sigaction(numbers[i], NULL, &before[i]);
	t = open_in(&c, "xterm-256color", 4, 20);
	grid_resize(&g, 4, 20);
	show(t, &c, &g);
	for (size_t i = 0; i < 4; i++) {
		sigaction(numbers[i], NULL, &after);
		ck_assert_ptr_eq(after.sa_handler, before[i].sa_handler);
	}
	grid_free(&g);
	close_both(t, &c);
	for (size_t i = 0; i < COUNT(numbers); i++) {
		sigaction(numbers[i], NULL, &after);
		ck_assert_ptr_eq(after.sa_handler, before[i].sa_handler);
	}
}
END_TEST

START_TEST(another_encoding_shows_what_it_has)
{
	struct console c = console_open("xterm-256color", 3, 20);
	struct grid g = { 0 };
	struct term *t;

	setlocale(LC_CTYPE, "C");
	t = term_open(&config, NULL);
	ck_assert_ptr_nonnull(t);
	grid_resize(&g, 3, 20);
	write_row(&g, 0, 0, GRID_TEXT, "plain │ ── я 漢x…");
	write_row(&g, 1, 0, GRID_TEXT, "e\u0301");
	show(t, &c, &g);
	console_assert_row(&c, 0, "plain │ ── ? ? x~");
	console_assert_row(&c, 1, "e");
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

START_TEST(a_second_terminal_comes_after_the_first)
{
	for (int i = 0; i < 3; i++) {
		struct console c;
		struct term *t = open_in(&c, "xterm-256color", 4, 20);
		struct grid g = { 0 };

		grid_resize(&g, 4, 20);
		write_row(&g, 1, i, GRID_TEXT, "again");
		show(t, &c, &g);
		assert_shown(&c, &g);
		grid_free(&g);
		close_both(t, &c);
	}
}
END_TEST

TESTING_MAIN("term", TESTING_LOOP(bytes_are_keys, COUNT(sequences)),
	     TESTING(a_lone_escape_is_a_key_in_time),
	     TESTING_LOOP(what_never_ends_does_not_hold_up_the_keys, COUNT(unfinished)),
	     TESTING(a_terminals_own_sequences_come_first), TESTING(the_focus_is_no_key),
	     TESTING(an_answer_eats_no_keys), TESTING_LOOP(a_paste_is_one_event, COUNT(pastes)),
	     TESTING(a_paste_without_an_end_is_given_in_time),
	     TESTING(a_lost_end_of_a_paste_does_not_swallow_the_keys),
	     TESTING(a_slow_paste_is_one_paste), TESTING(a_huge_paste_comes_in_pieces),
	     TESTING_LOOP(any_bytes_are_read_to_their_end, 4),
	     TESTING_LOOP(a_grid_is_shown_as_it_is, COUNT(types)),
	     TESTING_LOOP(differences_add_up_to_the_grid, COUNT(types)),
	     TESTING(styles_reach_the_terminal), TESTING(without_colours_there_are_none),
	     TESTING_LOOP(no_character_is_sent_as_a_repetition, 2),
	     TESTING(what_is_shown_already_is_not_sent), TESTING(a_resize_is_followed),
	     TESTING(a_grid_of_another_size_is_harmless), TESTING(the_terminal_is_left_as_it_was),
	     TESTING_LOOP(a_frame_is_whole_where_it_can_be, 2),
	     TESTING(an_answer_is_not_left_to_the_shell),
	     TESTING_LOOP(whoever_dies_puts_the_terminal_back, COUNT(deaths)),
	     TESTING(keys_are_read_from_the_terminal), TESTING(a_terminal_that_goes_is_told_once),
	     TESTING(a_slow_terminal_is_not_waited_for),
	     TESTING(a_stuck_terminal_does_not_keep_the_program),
	     TESTING_LOOP(an_unknown_terminal_is_taken_for_a_known_one, COUNT(unknown)),
	     TESTING(what_is_no_terminal_is_refused), TESTING(signals_keep_their_handlers),
	     TESTING(another_encoding_shows_what_it_has),
	     TESTING(a_second_terminal_comes_after_the_first))
