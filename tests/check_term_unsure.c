#include "term_testing.h"

#include "term_unsure.h"
#include "text_samples.h"

#define ROWS 8
#define COLS 24

struct rig {
	struct console console;
	struct term *term;
	struct grid grid;
};

static struct rig open_rig(const char *type)
{
	struct rig r = { 0 };

	r.term = open_in(&r.console, type, ROWS, COLS);
	grid_resize(&r.grid, ROWS, COLS);
	return r;
}

static void close_rig(struct rig *r)
{
	grid_free(&r->grid);
	term_close(r->term);
	console_close(&r->console);
}

static void put(struct rig *r, int row, const char *text)
{
	const struct grid_rect rect = { 0, 0, ROWS, COLS };

	grid_fill(&r->grid, (struct grid_rect){ row, 0, 1, COLS }, GRID_TEXT);
	grid_write(&r->grid, rect, row, 0, GRID_TEXT, text, strlen(text));
}

/* What curses was told, and what it was not, and whether it stands where the grid has it. */
static void assert_placed(struct rig *r)
{
	term_draw(r->term, &r->grid);
	console_pump(&r->console);
	ck_assert_int_eq(console_cursor(&r->console).row, r->grid.cursor_row);
	ck_assert_int_eq(console_cursor(&r->console).col, r->grid.cursor_col);
	for (int i = 0; i < ROWS * COLS - 1; i++) {
		const struct grid_cell *want = &r->grid.cells[i];
		uint32_t base = want->base == ' ' ? 0 : want->base;
		VTermScreenCell got;

		vterm_screen_get_cell(r->console.screen, (VTermPos){ i / COLS, i % COLS }, &got);
		if (got.chars[0] == ' ')
			got.chars[0] = 0;
		/* libvterm takes this one for a mark, which has no cell. */
		if (want->width && want->base != 0x600 && got.chars[0] != base)
			ck_abort_msg("row %d column %d: U+%04X, not U+%04X", i / COLS, i % COLS,
				     got.chars[0], base);
	}
}

/* What libvterm and glibc do not agree about, and some that they do. */
static const char *const samples[] = {
	"\U0001FAE0",               /* an emoji of 2021 */
	"\U0001F98A\U0001F9E1",     /* and of 2017 */
	"\u1019\u103C\u1014\u103A", /* Burmese */
	"\u0F66\u0F92\u0FB2",       /* Tibetan */
	"\U00011083\U000110B0",     /* Kaithi */
	"\U0001D400\U0001F93B",     /* a mathematical letter, and a pentathlon */
	"\u1100\u1161\u11A8",       /* jamo */
	"\u0E01\u0E33\u0E49",       /* Thai */
	"e\u0323\u0302",
	"\u0600\u0661",
	"\uE0B0",
	"\U0001F1E9\U0001F1EA",
	"\u6F22\u5B57",
	"\uD55C",
	"abc",
	" ",
	"\u00E9\u0436",
	"\u2502",
};

START_TEST(each_sample_leaves_what_is_beside_it)
{
	struct rig r = open_rig("xterm-256color");
	struct buf text = { 0 }, clean = { 0 };

	for (int times = 1; times < 14; times++) {
		for (size_t i = 0; i < COUNT(samples); i++) {
			buf_clear(&text);
			buf_clear(&clean);
			for (int j = 0; j < times; j++)
				buf_append_string(&text, samples[i]);
			text_clean(&clean, buf_bytes(&text), buf_size(&text), TEXT_ONE_LINE);
			put(&r, (int)i % ROWS, buf_string(&clean));
			grid_write(&r.grid, (struct grid_rect){ 0, 0, ROWS, COLS }, (int)i % ROWS,
				   COLS - 3, GRID_BORDER, "|xy", 3);
			r.grid.cursor_row = (int)i % ROWS;
			r.grid.cursor_col = times;
			assert_placed(&r);
		}
	}
	buf_free(&text);
	buf_free(&clean);
	close_rig(&r);
}
END_TEST

static void put_random(struct rig *r, uint32_t *state, int row)
{
	struct buf text = { 0 }, clean = { 0 };

	for (uint32_t n = draw(state, 12); n; n--)
		buf_append_string(&text, draw(state, 2) ? samples[draw(state, COUNT(samples))]
							: pieces[draw(state, COUNT(pieces))]);
	text_clean(&clean, buf_bytes(&text), buf_size(&text), TEXT_ONE_LINE);
	put(r, row, buf_string(&clean));
	buf_free(&text);
	buf_free(&clean);
}

static void scroll(struct rig *r, int from, int to)
{
	for (int row = from; row < to; row++)
		memcpy(&r->grid.cells[row * COLS], &r->grid.cells[(row + 1) * COLS],
		       COLS * sizeof *r->grid.cells);
}

static const char *const types[] = { "xterm-256color", "linux", "screen", "vt100",
				     "tmux-256color" };

/* Lines come, scroll, change and go, and the cursor moves over them. */
START_TEST(a_walk_leaves_every_cell_in_its_place)
{
	struct rig r = open_rig(types[_i]);
	uint32_t state = (uint32_t)_i + 1;

	for (int step = 0; step < 2000; step++) {
		int row = (int)draw(&state, ROWS);

		if (draw(&state, 3) == 0)
			scroll(&r, row, ROWS - 1);
		else if (draw(&state, 8))
			put_random(&r, &state, row);
		if (draw(&state, 40) == 0)
			term_redraw(r.term);
		r.grid.cursor_row = (int)draw(&state, ROWS);
		r.grid.cursor_col = (int)draw(&state, COLS);
		assert_placed(&r);
	}
	close_rig(&r);
}
END_TEST

static const struct {
	const char *text;
	bool unsure;
} characters[] = {
	{ "a", false },          { " ", false },          { "\u00E9", false },
	{ "\u0436", false },     { "\u4E2D", false },     { "\uD55C", false },
	{ "\uFF21", false },     { "\u2502", false },     { "\u2764", false },
	{ "\U00020000", false }, { "\U0001F1E9", false }, { "e\u0301", true },
	{ "\U0001F600", true },  { "\u231A", true },      { "\U0001D400", true },
	{ "\u1100", true },      { "\u0600", true },      { "\uE0B0", true },
};

START_TEST(some_characters_have_a_sure_width)
{
	struct grid g = { 0 };

	use_utf8();
	grid_resize(&g, 1, 4);
	grid_write(&g, (struct grid_rect){ 0, 0, 1, 4 }, 0, 0, GRID_TEXT, characters[_i].text,
		   strlen(characters[_i].text));
	ck_assert_int_eq(term_unsure(grid_at(&g, 0, 0)), characters[_i].unsure);
	ck_assert_int_eq(term_unsure_any(&g), characters[_i].unsure);
	grid_free(&g);
}
END_TEST

TESTING_MAIN("term_unsure", TESTING(each_sample_leaves_what_is_beside_it),
	     TESTING_LOOP(a_walk_leaves_every_cell_in_its_place, COUNT(types)),
	     TESTING_LOOP(some_characters_have_a_sure_width, COUNT(characters)))
