#include "testing.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "grid.h"
#include "grid_target.h"

#define STYLE GRID_NOTICE

static struct grid grid_of(int rows, int cols)
{
	struct grid g = { 0 };

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	grid_resize(&g, rows, cols);
	return g;
}

static int write_at(struct grid *g, struct grid_rect clip, int row, int col, const char *s)
{
	return grid_write(g, clip, row, col, STYLE, s, strlen(s));
}

static void assert_row(const struct grid *g, int row, const char *want)
{
	char *text = grid_row_text(g, row);

	ck_assert_str_eq(text, want);
	free(text);
}

/* Every wide character has its continuation, and every continuation its character. */
static void assert_whole(const struct grid *g)
{
	for (int row = 0; row < g->rows; row++) {
		for (int col = 0; col < g->cols; col++) {
			const struct grid_cell *cell = grid_at(g, row, col);

			if (cell->width == 2) {
				ck_assert_int_lt(col + 1, g->cols);
				ck_assert_uint_eq(cell[1].width, 0);
				ck_assert_uint_eq(cell[1].base, 0);
				ck_assert_uint_eq(cell[1].style, cell->style);
			} else if (cell->width == 0) {
				ck_assert_int_gt(col, 0);
				ck_assert_uint_eq(cell[-1].width, 2);
			} else {
				ck_assert_uint_eq(cell->width, 1);
				ck_assert_uint_ge(cell->base, ' ');
			}
		}
	}
}

static const struct {
	const char *text;
	int col, cols; /* of a clip at column 2 of 12 */
	const char *row;
	int end;
} writes[] = {
	{ "abc", 0, 8, "..abc.......", 3 },
	{ "abc", 6, 8, "........ab..", 8 },
	{ "abc", 8, 8, "............", 8 },
	{ "abc", -1, 8, "..bc........", 2 },
	{ "abc", -9, 8, "............", -6 },
	{ "abcdefgh", 0, 8, "..abcdefgh..", 8 },
	{ "abcdefghi", 0, 8, "..abcdefgh..", 8 },
	{ "漢字", 0, 8, "..漢字......", 4 },
	{ "漢字", 0, 4, "..漢字......", 4 },
	{ "漢字", 0, 3, "..漢 .......", 3 },
	{ "漢字", 0, 1, ".. .........", 1 },
	{ "漢字", -1, 8, ".. 字.......", 3 },
	{ "漢字", -2, 8, "..字........", 2 },
	{ "漢字", -3, 8, ".. .........", 1 },
	{ "a漢b", 6, 8, "........a ..", 8 },
	{ "e\u0301x", 0, 8, "..e\u0301x........", 2 },
	{ "xe\u0301\u0302", 7, 8, ".........x..", 8 },
	{ "e\u0301\u0302\u0303\u0304\u0305\u0306", 0, 8, "..e\u0301\u0302\u0303\u0304.........",
	  1 },
	{ "\u0301x", 0, 8, "..x.........", 1 },
	{ "🇩🇪🇫🇷", 0, 8, "..🇩🇪🇫🇷......", 4 },
	{ "🇩🇪🇫🇷", 0, 3, "..🇩🇪 .......", 3 },
	{ "각", 0, 8, "..각........", 2 },
	{ "привет", 0, 4, "..прив......", 4 },
	{ "a\tb\x1b[1m\x7f", 0, 8, "..a b [1m ..", 8 },
	{ "", 0, 8, "............", 0 },
};

START_TEST(text_is_clipped_at_cells)
{
	const struct grid_rect all = { 0, 0, 1, 12 }, clip = { 0, 2, 1, writes[_i].cols };
	struct grid g = grid_of(1, 12);

	write_at(&g, all, 0, 0, "............");
	ck_assert_int_eq(write_at(&g, clip, 0, writes[_i].col, writes[_i].text), writes[_i].end);
	assert_row(&g, 0, writes[_i].row);
	assert_whole(&g);
	grid_free(&g);
}
END_TEST

START_TEST(cells_hold_base_marks_width_and_style)
{
	struct grid g = grid_of(2, 6);
	const struct grid_rect clip = { 1, 1, 1, 5 };

	write_at(&g, clip, 0, 0, "漢e\u0301");
	ck_assert_uint_eq(grid_at(&g, 1, 1)->base, 0x6f22);
	ck_assert_uint_eq(grid_at(&g, 1, 1)->width, 2);
	ck_assert_uint_eq(grid_at(&g, 1, 1)->style, STYLE);
	ck_assert_uint_eq(grid_at(&g, 1, 2)->base, 0);
	ck_assert_uint_eq(grid_at(&g, 1, 2)->width, 0);
	ck_assert_uint_eq(grid_at(&g, 1, 3)->base, 'e');
	ck_assert_uint_eq(grid_at(&g, 1, 3)->marks[0], 0x301);
	ck_assert_uint_eq(grid_at(&g, 1, 3)->marks[1], 0);
	ck_assert_uint_eq(grid_at(&g, 1, 4)->base, ' ');
	ck_assert_uint_eq(grid_at(&g, 1, 4)->style, GRID_TEXT);
	grid_free(&g);
}
END_TEST

static const struct {
	const char *under;
	int col;
	const char *over, *row;
} overwrites[] = {
	{ "漢字", 0, "x", "x 字" }, { "漢字", 1, "x", " x字" },   { "漢字", 1, "語", " 語" },
	{ "漢字", 2, "x", "漢x" },  { "漢字", 3, "xy", "漢 xy" }, { "漢字", 0, "語言", "語言" },
	{ "漢字", 1, "xy", " xy" }, { "a漢b", 2, "x", "a xb" },
};

START_TEST(a_wide_character_that_is_cut_leaves_no_half)
{
	struct grid g = grid_of(1, 8);
	const struct grid_rect all = { 0, 0, 1, 8 };

	write_at(&g, all, 0, 0, overwrites[_i].under);
	write_at(&g, all, 0, overwrites[_i].col, overwrites[_i].over);
	assert_row(&g, 0, overwrites[_i].row);
	assert_whole(&g);
	grid_free(&g);
}
END_TEST

START_TEST(what_lies_outside_the_grid_is_not_written)
{
	struct grid g = grid_of(3, 4);
	const struct grid_rect big = { -1, -2, 9, 99 };

	write_at(&g, big, 0, 0, "above");
	write_at(&g, big, 4, 0, "below");
	write_at(&g, big, -1, 0, "before the clip");
	write_at(&g, (struct grid_rect){ 0, 0, 1, 4 }, 1, 0, "behind the clip");
	write_at(&g, big, 2, 0, "漢字漢字漢字");
	assert_row(&g, 0, "");
	assert_row(&g, 1, "字漢");
	assert_row(&g, 2, "");
	grid_fill(&g, big, STYLE);
	for (int i = 0; i < 12; i++) {
		ck_assert_uint_eq(g.cells[i].style, STYLE);
		ck_assert_uint_eq(g.cells[i].base, ' ');
	}
	grid_free(&g);
}
END_TEST

static const struct {
	const char *text;
	int cols;
	const char *row;
} cuts[] = {
	{ "alice", 5, "alice" }, { "alice", 4, "ali…" }, { "alice", 1, "…" },
	{ "alice", 0, "" },      { "漢字", 4, "漢字" },  { "漢字", 3, "漢…" },
	{ "漢字", 2, "…" },      { "", 3, "" },          { "a漢", 2, "a…" },
};

START_TEST(an_ellipsis_tells_what_is_cut)
{
	struct grid g = grid_of(1, 8);
	const struct grid_rect clip = { 0, 1, 1, cuts[_i].cols };
	char *text;

	ck_assert_int_le(
		grid_write_cut(&g, clip, 0, 0, STYLE, cuts[_i].text, strlen(cuts[_i].text)),
		cuts[_i].cols);
	text = grid_row_text(&g, 0);
	ck_assert_str_eq(*text ? text + 1 : text, cuts[_i].row);
	free(text);
	grid_free(&g);
}
END_TEST

START_TEST(resizing_clears)
{
	struct grid g = grid_of(2, 2);

	write_at(&g, (struct grid_rect){ 0, 0, 2, 2 }, 0, 0, "xy");
	g.cursor_col = 1;
	grid_resize(&g, 3, 5);
	for (int row = 0; row < 3; row++)
		assert_row(&g, row, "");
	ck_assert_int_eq(g.cursor_col, 0);
	grid_resize(&g, -1, 4);
	ck_assert_int_eq(g.rows, 0);
	write_at(&g, (struct grid_rect){ 0, 0, 2, 2 }, 0, 0, "xy");
	grid_resize(&g, 1, 1);
	assert_row(&g, 0, "");
	grid_free(&g);
	ck_assert_ptr_null(g.cells);
}
END_TEST

/* Whatever is written wherever, the clip's surroundings stay and no character is in halves. */
START_TEST(no_write_spoils_what_is_around)
{
	static const char *const texts[] = {
		"a", "漢", "x漢字y", "e\u0301\u0302", "🇩🇪", "字\u0301"
	};
	const struct grid_rect clip = { 1, 3, 2, 7 };
	struct grid g = grid_of(4, 13);
	unsigned random = 1;

	for (int row = 0; row < 4; row++)
		write_at(&g, (struct grid_rect){ 0, 0, 4, 13 }, row, 0, "#############");
	for (int i = 0; i < 5000; i++) {
		random = random * 1103515245 + 12345;
		write_at(&g, clip, (int)(random >> 16) % 2, (int)(random >> 18) % 11 - 2,
			 texts[(random >> 22) % COUNT(texts)]);
		assert_whole(&g);
		for (int at = 0; at < 4 * 13; at++)
			if (at / 13 < 1 || at / 13 > 2 || at % 13 < 3 || at % 13 > 9)
				ck_assert_uint_eq(g.cells[at].base, '#');
	}
	grid_free(&g);
}
END_TEST

START_TEST(a_name_keeps_its_colour)
{
	bool seen[GRID_NAMES] = { false };
	int colours = 0;

	for (int i = 0; i < 200; i++) {
		char name[] = { 'u', (char)('0' + i / 10), (char)('0' + i % 10), 0 };
		int style = (int)grid_name_style(name);

		ck_assert_int_eq(style, (int)grid_name_style(name));
		ck_assert_int_ge(style, GRID_NAME);
		ck_assert_int_le(style, GRID_NAME_LAST);
		colours += !seen[style - GRID_NAME];
		seen[style - GRID_NAME] = true;
	}
	ck_assert_int_eq(colours, GRID_NAMES);
}
END_TEST

START_TEST(cells_take_another_style)
{
	static const struct grid_rect clip = { 1, 2, 1, 4 };
	struct grid g = grid_of(3, 8);

	grid_write(&g, (struct grid_rect){ 1, 0, 1, 8 }, 0, 0, STYLE, "abcdefgh", 8);
	grid_restyle(&g, clip, 0, 1, 2, GRID_MATCH);
	grid_restyle(&g, clip, 0, 3, 100, GRID_ERROR);
	grid_restyle(&g, clip, 0, -5, 6, GRID_OWN);
	grid_restyle(&g, clip, 1, 0, 4, GRID_OWN);
	assert_row(&g, 1, "abcdefgh");
	for (int col = 0; col < 8; col++) {
		static const uint8_t styles[] = { STYLE,      STYLE,      GRID_OWN, GRID_MATCH,
						  GRID_MATCH, GRID_ERROR, STYLE,    STYLE };

		ck_assert_uint_eq(grid_at(&g, 1, col)->style, styles[col]);
		ck_assert_uint_eq(grid_at(&g, 2, col)->style, GRID_TEXT);
	}
	grid_free(&g);
}
END_TEST

static const char *target_at(const struct grid *g, int row, int col)
{
	const struct grid_target *target = grid_target(g, grid_at(g, row, col)->target);

	return target ? target->text : "";
}

START_TEST(cells_lead_where_they_are_told_to)
{
	struct grid g = grid_of(3, 10);
	const struct grid_rect all = { 0, 0, 3, 10 }, clip = { 1, 2, 2, 5 };
	uint16_t id;

	write_at(&g, all, 1, 0, "0123456789");
	grid_lead(&g, clip, 0, 1, 3, GRID_LINK, "http://a");
	grid_lead(&g, clip, 1, -1, 9, GRID_PERSON, "http://a");
	grid_lead(&g, clip, 2, 0, 9, GRID_LINK, "http://b");
	grid_lead(&g, clip, -1, 0, 9, GRID_LINK, "http://b");
	for (int at = 0; at < 30; at++) {
		bool first = at >= 13 && at < 16, second = at >= 22 && at < 27;
		const char *want = first || second ? "http://a" : "";

		ck_assert_str_eq(target_at(&g, at / 10, at % 10), want);
	}
	ck_assert_uint_eq(grid_target(&g, grid_at(&g, 1, 3)->target)->kind, GRID_LINK);
	ck_assert_uint_eq(grid_target(&g, grid_at(&g, 2, 3)->target)->kind, GRID_PERSON);
	id = grid_at(&g, 1, 3)->target;
	write_at(&g, all, 1, 3, "x");
	ck_assert_str_eq(target_at(&g, 1, 3), "");
	grid_lead(&g, all, 0, 0, 1, GRID_LINK, "http://a");
	ck_assert_uint_eq(grid_at(&g, 0, 0)->target, id);
	grid_free(&g);
}
END_TEST

/* Thousands of links come and go: what is on the grid stays true, and the rest is forgotten. */
START_TEST(targets_that_are_gone_are_forgotten)
{
	struct grid g = grid_of(1, 10);
	const struct grid_rect all = { 0, 0, 1, 10 };
	char text[20];

	grid_lead(&g, all, 0, 9, 1, GRID_LINK, "stays");
	for (int i = 0; i < 70000; i++) {
		snprintf(text, sizeof text, "%d", i);
		grid_lead(&g, all, 0, i % 9, 1, GRID_LINK, text);
		ck_assert_str_eq(target_at(&g, 0, i % 9), text);
	}
	ck_assert_str_eq(target_at(&g, 0, 9), "stays");
	ck_assert_uint_le(g.target_count, 1000);
	for (int i = 0; i < 9; i++)
		for (int j = 0; j < i; j++)
			ck_assert_uint_ne(grid_at(&g, 0, i)->target, grid_at(&g, 0, j)->target);
	grid_free(&g);
}
END_TEST

START_TEST(of_too_many_targets_some_lead_nowhere)
{
	struct grid g = grid_of(40, 40);
	const struct grid_rect all = { 0, 0, 40, 40 };
	char text[20];

	for (int i = 0; i < 1600; i++) {
		snprintf(text, sizeof text, "%d", i);
		grid_lead(&g, all, i / 40, i % 40, 1, GRID_LINK, text);
	}
	ck_assert_str_eq(target_at(&g, 0, 7), "7");
	ck_assert_str_eq(target_at(&g, 39, 39), "");
	ck_assert_uint_le(g.target_count, 1000);
	grid_resize(&g, 40, 40);
	grid_lead(&g, all, 0, 0, 1, GRID_LINK, "new");
	ck_assert_str_eq(target_at(&g, 0, 0), "new");
	ck_assert_uint_eq(g.target_count, 1);
	grid_free(&g);
}
END_TEST

TESTING_MAIN("grid", TESTING_LOOP(text_is_clipped_at_cells, COUNT(writes)),
	     TESTING(cells_hold_base_marks_width_and_style),
	     TESTING_LOOP(a_wide_character_that_is_cut_leaves_no_half, COUNT(overwrites)),
	     TESTING(what_lies_outside_the_grid_is_not_written),
	     TESTING_LOOP(an_ellipsis_tells_what_is_cut, COUNT(cuts)), TESTING(resizing_clears),
	     TESTING(no_write_spoils_what_is_around), TESTING(a_name_keeps_its_colour),
	     TESTING(cells_take_another_style), TESTING(cells_lead_where_they_are_told_to),
	     TESTING(targets_that_are_gone_are_forgotten),
	     TESTING(of_too_many_targets_some_lead_nowhere))
