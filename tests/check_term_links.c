#include "term_testing.h"

#include "grid_target.h"
#include "mem.h"
#include "term_beside.h"

/*
 * libvterm knows no links, but keeps a font for each cell, which moves and goes with it as a link
 * would: so OSC 8 becomes a font here, which a reset of the other attributes does not end.
 */
#define FONTS 9

struct linked {
	struct console console;
	struct term *term;
	struct buf raw; /* what the last draws sent */
	int font;       /* of the link that is open; 0: none */
};

static int font_of(uint16_t target)
{
	return target ? 1 + target % FONTS : 0;
}

static struct linked open_linked(const char *type, int rows, int cols)
{
	struct linked l = { 0 };

	l.term = open_in(&l.console, type, rows, cols);
	term_set_links(l.term, 1);
	return l;
}

static void close_linked(struct linked *l)
{
	term_close(l->term);
	console_close(&l->console);
	buf_free(&l->raw);
}

static void set_font(struct buf *out, int font)
{
	buf_format(out, "\x1b[%dm", 10 + font);
}

/* Takes the OSC 8 at S; returns what is behind it. */
static const char *take_link(struct linked *l, struct buf *out, const char *s)
{
	const char *id = s + strlen("\x1b]8;"), *end = strstr(s, "\x1b\\");

	ck_assert_ptr_nonnull(end);
	for (const char *p = id; p < end; p++)
		ck_assert(*p > ' ' && *p < 0x7f);
	l->font = strncmp(id, "id=w", 4) ? 0 : font_of((uint16_t)atoi(id + 4));
	ck_assert(l->font || !strncmp(id, ";\x1b", 2));
	set_font(out, l->font);
	return end + 2;
}

static void translate(struct linked *l, struct buf *out, const char *s)
{
	while (*s) {
		bool sgr = s[0] == '\x1b' && s[1] == '[';
		size_t n = sgr ? 2 + strspn(s + 2, "0123456789;?") : 0;

		if (!strncmp(s, "\x1b]8;", 4)) {
			s = take_link(l, out, s);
			continue;
		}
		buf_append(out, s, n + 1);
		sgr = sgr && s[n] == 'm';
		s += n + 1;
		if (sgr)
			set_font(out, l->font);
	}
}

static void pump(struct linked *l)
{
	struct buf out = { 0 };
	ssize_t n;

	do {
		term_flush(l->term);
		n = read(l->console.master, buf_reserve(&l->raw, 65536), 65536);
		if (n > 0)
			buf_extend(&l->raw, (size_t)n);
	} while (n > 0 || !term_writable(l->term));
	translate(l, &out, buf_string(&l->raw));
	vterm_input_write(l->console.vterm, (const char *)buf_bytes(&out), buf_size(&out));
	ck_assert_int_eq(l->font, 0);
	buf_free(&out);
}

static void show_linked(struct linked *l, const struct grid *g)
{
	buf_clear(&l->raw);
	term_draw(l->term, g);
	pump(l);
}

static void assert_linked(const struct linked *l, const struct grid *g)
{
	for (int row = 0; row < g->rows; row++) {
		char *want = grid_row_text(g, row);

		console_assert_row(&l->console, row, want);
		free(want);
		for (int col = 0; col < g->cols; col++) {
			const struct grid_cell *cell = grid_at(g, row, col);
			bool last = row == g->rows - 1 && col == g->cols - 1;
			int font = grid_is_link(cell) && !last ? font_of(cell->target) : 0;
			VTermScreenCell seen;

			vterm_screen_get_cell(l->console.screen, (VTermPos){ row, col }, &seen);
			if (cell->width)
				ck_assert_msg((int)seen.attrs.font == font, "%d/%d: %d, not %d",
					      row, col, (int)seen.attrs.font, font);
		}
	}
	ck_assert_int_eq(console_cursor(&l->console).row, g->cursor_row);
	ck_assert_int_eq(console_cursor(&l->console).col, g->cursor_col);
}

static void lead(struct grid *g, int row, int col, int cols, const char *uri)
{
	grid_lead(g, (struct grid_rect){ 0, 0, g->rows, g->cols }, row, col, cols, GRID_LINK, uri);
}

START_TEST(a_link_that_wraps_is_one)
{
	struct linked l = open_linked("xterm-256color", 3, 20);
	struct grid g = { 0 };
	const char *raw;

	grid_resize(&g, 3, 20);
	write_row(&g, 0, 0, GRID_TEXT, "see http://a.b/cdefg");
	write_row(&g, 1, 0, GRID_TEXT, "hij here");
	lead(&g, 0, 4, 16, "http://a.b/cdefghij");
	lead(&g, 1, 0, 3, "http://a.b/cdefghij");
	g.cursor_row = 2;
	g.cursor_col = 7;
	show_linked(&l, &g);
	assert_linked(&l, &g);
	raw = strstr(buf_string(&l.raw), "\x1b]8;id=w1;http://a.b/cdefghij\x1b\\");
	ck_assert_ptr_nonnull(raw);
	ck_assert_ptr_nonnull(strstr(raw + 1, "\x1b]8;id=w1;http://a.b/cdefghij\x1b\\"));
	grid_free(&g);
	close_linked(&l);
}
END_TEST

START_TEST(what_has_not_changed_is_not_sent_again)
{
	struct linked l = open_linked("xterm-256color", 3, 20);
	struct grid g = { 0 };

	grid_resize(&g, 3, 20);
	write_row(&g, 0, 0, GRID_TEXT, "http://a.b/");
	lead(&g, 0, 0, 11, "http://a.b/");
	g.cursor_row = 2;
	show_linked(&l, &g);
	show_linked(&l, &g);
	ck_assert_uint_eq(buf_size(&l.raw), 0);
	write_row(&g, 2, 0, GRID_TEXT, "x");
	show_linked(&l, &g);
	ck_assert_uint_lt(buf_size(&l.raw), 20);
	assert_linked(&l, &g);
	grid_free(&g);
	close_linked(&l);
}
END_TEST

/* (What curses does before the last place of all is wrong for wide characters, links or not, so
 * that nothing comes there.) The texts of links are texts without a link too, so that curses is
 * tempted to take one for the other, in place, by scrolling and by insertion. */
START_TEST(links_stay_true_through_many_changes)
{
	static const char *const types[] = { "xterm-256color", "xterm", "tmux-256color",
					     "screen",         "rxvt",  "vt100" };
	static const char *const texts[] = { "aaaa", "漢字", "ab ab", "    ", "一aa" };
	struct linked l = open_linked(types[_i], 8, 30);
	unsigned random = 7;
	struct grid g = { 0 };

	grid_resize(&g, 8, 30);
	for (int i = 0; i < 1500; i++) {
		int row, col;

		random = random * 1103515245 + 12345;
		row = (int)(random >> 17) % 8;
		col = (int)(random >> 20) % 28;
		if ((random >> 16 & 7) > 1) {
			const char *s = texts[(random >> 21) % COUNT(texts)];
			char uri[] = { 'h', ':', (char)('a' + (random >> 24) % 4), 0 };
			int end = grid_write(&g, (struct grid_rect){ 0, 0, 8, row < 7 ? 30 : 26 },
					     row, col, (enum grid_style)((random >> 16) % 3), s,
					     strlen(s));

			if (random >> 27 & 1 && end > col)
				lead(&g, row, col, end - col, uri);
		} else {
			memmove(g.cells, g.cells + 30, 7 * 30 * sizeof *g.cells);
		}
		g.cursor_row = (int)(random >> 19) % 8;
		g.cursor_col = (int)(random >> 21) % 30;
		if (i % 100 == 99)
			term_redraw(l.term);
		if (i % 3)
			continue;
		show_linked(&l, &g);
		assert_linked(&l, &g);
	}
	grid_free(&g);
	close_linked(&l);
}
END_TEST

static const char *const hostile[] = {
	"http://a\x1b\\\x1b[2J", "http://a\a",      "http://a b",
	"http://a\x7f",          "http://\xc2\x9c", "http://я",
};

START_TEST(what_is_no_uri_is_not_sent)
{
	struct linked l = open_linked("xterm-256color", 2, 20);
	struct grid g = { 0 };
	char longest[3000];

	grid_resize(&g, 2, 20);
	write_row(&g, 0, 0, GRID_TEXT, "link link");
	lead(&g, 0, 0, 4, hostile[_i]);
	memset(longest, 'x', sizeof longest);
	longest[sizeof longest - 1] = 0;
	lead(&g, 0, 5, 4, longest);
	show_linked(&l, &g);
	ck_assert_ptr_null(strstr(buf_string(&l.raw), "\x1b]8"));
	console_assert_row(&l.console, 0, "link link");
	grid_free(&g);
	close_linked(&l);
}
END_TEST

/* Set to be so where the terminal is known to take them. */
START_TEST(links_come_and_go_while_it_runs)
{
	struct linked l = open_linked("xterm-256color", 2, 20);
	struct grid g = { 0 };

	grid_resize(&g, 2, 20);
	write_row(&g, 0, 0, GRID_TEXT, "link");
	lead(&g, 0, 0, 4, "http://a");
	for (int when = -1; when <= 1; when++) {
		term_set_links(l.term, when);
		show_linked(&l, &g);
		ck_assert_int_eq(strstr(buf_string(&l.raw), "http://a") != NULL, when == 0);
		console_assert_row(&l.console, 0, "link");
	}
	grid_free(&g);
	close_linked(&l);
}
END_TEST

TESTING_MAIN("term_links", TESTING(a_link_that_wraps_is_one),
	     TESTING(what_has_not_changed_is_not_sent_again),
	     TESTING_LOOP(links_stay_true_through_many_changes, 6),
	     TESTING_LOOP(what_is_no_uri_is_not_sent, COUNT(hostile)),
	     TESTING(links_come_and_go_while_it_runs))
