#include "testing.h"

#include <locale.h>
#include <string.h>

#include "inputview.h"

#define ROWS 4

/* The cursor stands where the text has a "|". */
static struct edit *edit_of(const char *marked)
{
	struct edit *edit = edit_new();
	const char *bar = strchr(marked, '|');
	size_t behind = strlen(bar + 1);

	edit_insert(edit, marked, (size_t)(bar - marked));
	edit_insert(edit, bar + 1, behind);
	while (edit_size(edit) - edit_cursor(edit) < behind)
		ck_assert(edit_do(edit, EDIT_PREV));
	ck_assert_uint_eq(edit_size(edit) - edit_cursor(edit), behind);
	return edit;
}

static const struct {
	const char *text;
	int rows, cols;
	const char *shown[ROWS];
	int cursor_row, cursor_col;
	int wanted; /* rows */
} drawings[] = {
	{ "|", 1, 20, { "ann>" }, 0, 5, 1 },
	{ "hello|", 1, 20, { "ann> hello" }, 0, 10, 1 },
	{ "he|llo", 1, 20, { "ann> hello" }, 0, 7, 1 },
	{ "漢字|", 1, 20, { "ann> 漢字" }, 0, 9, 1 },
	{ "漢|字", 1, 20, { "ann> 漢字" }, 0, 7, 1 },
	{ "e\u0301|x", 1, 20, { "ann> \u00e9x" }, 0, 6, 1 },
	/* sideways */
	{ "abcdefghijklmn|", 1, 20, { "ann> abcdefghijklmn" }, 0, 19, 1 },
	{ "abcdefghijklmno|", 1, 20, { "ann> defghijklmno" }, 0, 17, 2 },
	{ "abcdefghijklmno|pqrstuv", 1, 20, { "ann> defghijklmnopqr" }, 0, 17, 2 },
	{ "|abcdefghijklmnopqrstuvwxyz", 1, 20, { "ann> abcdefghijklmno" }, 0, 5, 2 },
	{ "abcdef漢hijklmno|", 1, 20, { "ann> def漢hijklmno" }, 0, 18, 2 },
	{ "one\ntwo|", 1, 20, { "ann> one^Jtwo" }, 0, 13, 2 },
	/* over several rows */
	{ "abcdefghijklmn|", 3, 20, { "ann> abcdefghijklmn" }, 0, 19, 1 },
	{ "abcdefghijklmno|", 3, 20, { "ann> abcdefghijklmn", "     o" }, 1, 6, 2 },
	{ "abcdefghijklm漢|", 3, 20, { "ann> abcdefghijklm", "     漢" }, 1, 7, 2 },
	{ "one\ntwo|", 3, 20, { "ann> one", "     two" }, 1, 8, 2 },
	{ "one|\ntwo", 3, 20, { "ann> one", "     two" }, 0, 8, 2 },
	{ "one\n|", 3, 20, { "ann> one" }, 1, 5, 2 },
	{ "\n\n|x", 3, 20, { "ann>", "", "     x" }, 2, 5, 3 },
	{ "1\n2\n3\n4|", 3, 20, { "     2", "     3", "     4" }, 2, 6, 4 },
	{ "|1\n2\n3\n4", 3, 20, { "ann> 1", "     2", "     3" }, 0, 5, 4 },
	{ "1\n2\n3|\n4", 2, 20, { "     2", "     3" }, 1, 6, 4 },
	/* narrow */
	{ "hi|", 1, 14, { "> hi" }, 0, 4, 1 },
	{ "hi|", 1, 6, { "> hi" }, 0, 4, 1 },
	{ "hi|", 1, 5, { "hi" }, 0, 2, 1 },
	{ "hello|", 1, 5, { "ello" }, 0, 4, 2 },
	{ "ab|", 1, 1, { "" }, 0, 0, 2 },
	{ "漢|", 2, 1, { "" }, 0, 0, 1 },
	/* hostile */
	{ "a\x1b[1m\x7f|", 1, 20, { "ann> a^[[1m^?" }, 0, 13, 1 },
	{ "a\u202e\u200b|b", 1, 20, { "ann> ab" }, 0, 6, 1 },
	{ "\u0301|", 1, 20, { "ann> \u00a0\u0301" }, 0, 6, 1 },
};

START_TEST(text_and_cursor_have_their_places)
{
	struct edit *edit;
	struct grid g = { 0 };

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	edit = edit_of(drawings[_i].text);
	grid_resize(&g, ROWS, 24);
	inputview_draw(&g, (struct grid_rect){ 0, 0, drawings[_i].rows, drawings[_i].cols }, edit,
		       "ann> ");
	for (int row = 0; row < ROWS; row++) {
		char *text = grid_row_text(&g, row);

		ck_assert_str_eq(text, drawings[_i].shown[row] ? drawings[_i].shown[row] : "");
		free(text);
	}
	ck_assert_int_eq(g.cursor_row, drawings[_i].cursor_row);
	ck_assert_int_eq(g.cursor_col, drawings[_i].cursor_col);
	ck_assert_int_eq(inputview_rows(edit, "ann> ", drawings[_i].cols), drawings[_i].wanted);
	grid_free(&g);
	edit_free(edit);
}
END_TEST

/* Wherever the cursor goes in whatever terminal, it is seen, and nothing else is written on. */
START_TEST(the_cursor_is_always_in_sight)
{
	static const char text[] =
		"one two\nthree 漢字漢字漢字 e\u0301 four\n\nfive six seven eight";
	struct grid g = { 0 };

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	for (int rows = 1; rows < 5; rows++) {
		for (int cols = 1; cols < 30; cols++) {
			const struct grid_rect rect = { 1, 2, rows, cols };
			struct edit *edit = edit_new();

			edit_insert(edit, text, sizeof text - 1);
			do {
				grid_resize(&g, rows + 2, cols + 4);
				inputview_draw(&g, rect, edit, "漢> ");
				ck_assert_int_ge(g.cursor_row, 1);
				ck_assert_int_le(g.cursor_row, rows);
				ck_assert_int_ge(g.cursor_col, 2);
				ck_assert_int_lt(g.cursor_col, cols + 2);
				for (int row = 0; row < g.rows; row++)
					ck_assert_uint_eq(grid_at(&g, row, 1)->base, ' ');
				for (int col = 0; col < g.cols; col++)
					ck_assert_uint_eq(grid_at(&g, 0, col)->base, ' ');
			} while (edit_do(edit, EDIT_PREV) || edit_do(edit, EDIT_UP));
			ck_assert_uint_eq(edit_cursor(edit), 0);
			edit_free(edit);
		}
	}
	grid_free(&g);
}
END_TEST

START_TEST(prompt_and_text_have_their_styles)
{
	struct edit *edit = edit_of("x|");
	struct grid g = { 0 };

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	grid_resize(&g, 1, 20);
	inputview_draw(&g, (struct grid_rect){ 0, 0, 1, 20 }, edit, "ann> ");
	ck_assert_uint_eq(grid_at(&g, 0, 0)->style, GRID_PROMPT);
	ck_assert_uint_eq(grid_at(&g, 0, 5)->style, GRID_INPUT);
	ck_assert_uint_eq(grid_at(&g, 0, 19)->style, GRID_INPUT);
	inputview_draw(&g, (struct grid_rect){ 0, 0, 0, 20 }, edit, "ann> ");
	inputview_draw(&g, (struct grid_rect){ 0, 0, 1, 0 }, edit, "ann> ");
	grid_free(&g);
	edit_free(edit);
}
END_TEST

TESTING_MAIN("inputview", TESTING_LOOP(text_and_cursor_have_their_places, COUNT(drawings)),
	     TESTING(the_cursor_is_always_in_sight), TESTING(prompt_and_text_have_their_styles))
