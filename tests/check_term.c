#include "term_testing.h"

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
	t = term_open(&usual, NULL);
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
	ck_assert(console_got(&c, "\x1b[?2026$p"));
	grid_resize(&g, 4, 20);
	draw_letter(t, &c, &g, "a");
	ck_assert(!console_got(&c, "\x1b[?2026h"));
	console_type(&c, answers[_i]);
	ck_assert(!term_next(t, &e));
	draw_letter(t, &c, &g, "b");
	n = buf_size(&c.raw);
	if (_i == 0) {
		ck_assert(!memcmp(buf_bytes(&c.raw), "\x1b[?2026h", 8));
		ck_assert(!memcmp(buf_bytes(&c.raw) + n - 8, "\x1b[?2026l", 8));
	} else {
		ck_assert(!console_got(&c, "\x1b[?2026h"));
	}
	draw_letter(t, &c, &g, "b");
	ck_assert_uint_eq(buf_size(&c.raw), 0);
	term_suspend(t);
	term_resume(t);
	console_pump(&c);
	ck_assert(console_got(&c, "\x1b[?2026$p")); /* it may be another terminal by now */
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

START_TEST(another_encoding_shows_what_it_has)
{
	struct console c = console_open("xterm-256color", 3, 20);
	struct grid g = { 0 };
	struct term *t;

	setlocale(LC_CTYPE, "C");
	t = term_open(&usual, NULL);
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

TESTING_MAIN("term", TESTING_LOOP(a_grid_is_shown_as_it_is, COUNT(types)),
	     TESTING_LOOP(differences_add_up_to_the_grid, COUNT(types)),
	     TESTING(styles_reach_the_terminal), TESTING(without_colours_there_are_none),
	     TESTING_LOOP(no_character_is_sent_as_a_repetition, 2),
	     TESTING(what_is_shown_already_is_not_sent), TESTING(a_resize_is_followed),
	     TESTING(a_grid_of_another_size_is_harmless),
	     TESTING_LOOP(a_frame_is_whole_where_it_can_be, 2),
	     TESTING(another_encoding_shows_what_it_has))
