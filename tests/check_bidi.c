#include "testing.h"

#include <locale.h>
#include <string.h>

#include "bidi.h"
#include "buf.h"
#include "grid.h"
#include "text.h"

/* Text as it is stored, and as it is seen from left to right. Capitals stand for Hebrew letters, as
 * in UAX #9, from A for alef to Z; digits and the rest for themselves. */
static const struct {
	const char *stored;
	bool rtl;
	const char *seen;
} rows[] = {
	{ "plain", false, "plain" },
	{ "SHALOM", false, "MOLAHS" },
	{ "a BC d", false, "a CB d" },
	{ "A b C", true, "C b A" },
	{ "A b C", false, "A b C" },
	{ "A 12 C", true, "C 12 A" },
	{ "A 12 C", false, "C 12 A" },
	{ "(A)", true, "(A)" },
	{ "AB (CD)", true, "(DC) BA" },
	{ "AB.", true, ".BA" },
	{ "AB.", false, "BA." },
	{ "AB ", true, " BA" },
	{ "", false, "" },
};

static uint32_t letter_of(char c)
{
	return c >= 'A' && c <= 'Z' ? 0x5d0u + (uint32_t)(c - 'A') : (uint32_t)c;
}

static char letter_back(uint32_t c)
{
	return (char)(c >= 0x5d0 ? c - 0x5d0 + 'A' : c);
}

START_TEST(a_row_is_put_in_order)
{
	const char *stored = rows[_i].stored;
	size_t n = strlen(stored), order[40];
	uint32_t characters[40];
	char seen[40] = { 0 };

	for (size_t i = 0; i < n; i++)
		characters[i] = letter_of(stored[i]);
	bidi_order(characters, n, rows[_i].rtl, order);
	for (size_t i = 0; i < n; i++)
		seen[i] = letter_back(characters[order[i]]);
	ck_assert_str_eq(seen, rows[_i].seen);
}
END_TEST

static const struct {
	const char *text;
	bool rtl;
} texts[] = {
	{ "", false },       { "abc", false },  { "שלום", true }, { "12 שלום abc", true },
	{ "a שלום", false }, { "مرحبا", true }, { "123", false }, { "- !", false },
};

START_TEST(the_first_letter_decides)
{
	ck_assert_int_eq(bidi_is_rtl(texts[_i].text, strlen(texts[_i].text)), texts[_i].rtl);
}
END_TEST

/* Letters join; each keeps its cell. */
START_TEST(arabic_letters_take_their_forms)
{
	uint32_t characters[] = { 0x628, 0x628, 0x628 };
	size_t order[3];

	bidi_order(characters, 3, true, order);
	ck_assert_uint_eq(order[0], 2);
	ck_assert_uint_eq(characters[0], 0xfe91);
	ck_assert_uint_eq(characters[1], 0xfe92);
	ck_assert_uint_eq(characters[2], 0xfe90);
}
END_TEST

/* In cells, between other cells. */
static const struct {
	const char *text;
	bool rtl;
	const char *row;
} cells[] = {
	{ "שלום", false, "│םולש│" },
	{ "שלום", true, "│םולש│" },
	{ "שלום 漢 a", true, "│漢 a םולש│" },
	{ "ab שלום", false, "│ab םולש│" },
	{ "שׁב", true, "│בשׁ│" },
	{ "漢字", false, "│漢字│" },
	{ "12:30 אב", true, "│בא 12:30│" },
};

START_TEST(cells_move_and_their_neighbours_do_not)
{
	struct grid g = { .ordered = true };
	struct grid_rect rect = { 0, 0, 1, 40 };
	int from, to;
	char *row;

	ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
	grid_resize(&g, 1, 40);
	from = grid_write(&g, rect, 0, 0, GRID_BORDER, "│", 3);
	to = grid_write(&g, rect, 0, from, GRID_TEXT, cells[_i].text, strlen(cells[_i].text));
	grid_write(&g, rect, 0, to, GRID_BORDER, "│", 3);
	grid_order(&g, rect, 0, from, to, cells[_i].rtl);
	row = grid_row_text(&g, 0);
	ck_assert_str_eq(row, cells[_i].row);
	free(row);
	g.ordered = false;
	grid_free(&g);
}
END_TEST

START_TEST(the_cursor_moves_with_its_cell)
{
	struct grid g = { .ordered = true };
	struct grid_rect rect = { 0, 0, 1, 20 };
	const char text[] = "אבג";

	ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
	grid_resize(&g, 1, 20);
	grid_write(&g, rect, 0, 2, GRID_TEXT, text, sizeof text - 1);
	g.cursor_col = 2;
	grid_order(&g, rect, 0, 2, 5, true);
	ck_assert_int_eq(g.cursor_col, 4);
	g.cursor_col = 6;
	grid_order(&g, rect, 0, 2, 5, true);
	ck_assert_int_eq(g.cursor_col, 6);
	grid_free(&g);
}
END_TEST

/* Any places, any text: wide characters stay whole, and nothing outside changes. */
START_TEST(no_place_is_out_of_place)
{
	const char text[] = "אב漢ג 12 字ד (ه)";
	struct grid g = { .ordered = true };

	ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
	for (int from = -3; from < 25; from++) {
		for (int to = -3; to < 25; to++) {
			struct grid_rect rect = { 0, 1, 2, 18 };

			grid_resize(&g, 2, 20);
			grid_write(&g, rect, 0, 0, GRID_TEXT, text, sizeof text - 1);
			grid_order(&g, rect, 0, from, to, from & 1);
			grid_order(&g, rect, 7, from, to, false);
			for (int col = 0; col < 20; col++) {
				const struct grid_cell *cell = grid_at(&g, 0, col);

				if (cell->width == 2)
					ck_assert_uint_eq(cell[1].width, 0);
				else if (!cell->width)
					ck_assert_uint_eq(cell[-1].width, 2);
			}
		}
	}
	grid_free(&g);
}
END_TEST

TESTING_MAIN("bidi", TESTING_LOOP(a_row_is_put_in_order, COUNT(rows)),
	     TESTING_LOOP(the_first_letter_decides, COUNT(texts)),
	     TESTING(arabic_letters_take_their_forms),
	     TESTING_LOOP(cells_move_and_their_neighbours_do_not, COUNT(cells)),
	     TESTING(the_cursor_moves_with_its_cell), TESTING(no_place_is_out_of_place))
