#include "testing.h"

#include <locale.h>
#include <string.h>

#include "usersview.h"

static const struct usersview_words words = { "users", "(no name)", "more" };

static struct roster *roster_of(const char *const *names, size_t n)
{
	struct roster *roster = roster_new();

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	roster_update(roster, names, n);
	return roster;
}

static void assert_row(const struct grid *g, int row, const char *want)
{
	char *text = grid_row_text(g, row);

	ck_assert_str_eq(text, want);
	free(text);
}

#define ROWS 5

static const struct {
	const char *names[8];
	size_t n;
	int cols;
	const char *rows[ROWS];
} drawings[] = {
	{ { 0 }, 0, 8, { "users", "", "", "", "" } },
	{ { "ann", "bob" }, 2, 8, { "users", "ann", "bob", "", "" } },
	{ { "ann", NULL, "bob" }, 3, 12, { "users", "ann", "(no name)", "bob", "" } },
	{ { "ann", NULL }, 2, 6, { "users", "ann", "(no n…", "", "" } },
	{ { "a", "b", "c", "d" }, 4, 8, { "users", "a", "b", "c", "d" } },
	{ { "a", "b", "c", "d", "e" }, 5, 8, { "users", "a", "b", "c", "more" } },
	{ { "alexandra", "漢字漢字" }, 2, 6, { "users", "alexa…", "漢字…", "", "" } },
	{ { "\x1b[2J\x1b]0;x\a", "\xff\xfe" },
	  2,
	  8,
	  { "users", "[2J]0;x", "\ufffd\ufffd", "", "" } },
	{ { "a\nb", "\u202eevil", "z\u200dw" }, 3, 8, { "users", "a b", "evil", "zw", "" } },
	{ { "ann" }, 1, 0, { "", "", "", "", "" } },
};

START_TEST(the_roster_is_drawn)
{
	struct roster *roster = roster_of(drawings[_i].names, drawings[_i].n);
	struct grid g = { 0 };

	grid_resize(&g, ROWS, 20);
	usersview_draw(&g, (struct grid_rect){ 0, 0, ROWS, drawings[_i].cols }, roster, "me",
		       &words);
	for (int row = 0; row < ROWS; row++)
		assert_row(&g, row, drawings[_i].rows[row]);
	grid_free(&g);
	roster_free(roster);
}
END_TEST

START_TEST(names_have_their_styles)
{
	static const char *const names[] = { "ann", "me", NULL };
	struct roster *roster = roster_of(names, COUNT(names));
	struct grid g = { 0 };

	grid_resize(&g, 4, 10);
	usersview_draw(&g, (struct grid_rect){ 0, 0, 4, 10 }, roster, "me", &words);
	ck_assert_uint_eq(grid_at(&g, 0, 0)->style, GRID_HEADING);
	ck_assert_uint_eq(grid_at(&g, 1, 0)->style, grid_name_style("ann"));
	ck_assert_uint_eq(grid_at(&g, 2, 0)->style, GRID_OWN);
	ck_assert_uint_eq(grid_at(&g, 3, 0)->style, GRID_NOTICE);
	grid_free(&g);
	roster_free(roster);
}
END_TEST

START_TEST(what_does_not_fit_is_counted)
{
	static const struct {
		int rows;
		size_t hidden;
	} cases[] = { { 12, 0 }, { 11, 0 }, { 10, 2 }, { 3, 9 }, { 2, 10 }, { 1, 10 }, { 0, 10 } };
	const char *names[10] = { 0 };
	struct roster *roster = roster_of(names, COUNT(names));
	struct grid g = { 0 };

	for (size_t i = 0; i < COUNT(cases); i++) {
		ck_assert_uint_eq(usersview_hidden(roster, cases[i].rows), cases[i].hidden);
		grid_resize(&g, 12, 4);
		usersview_draw(&g, (struct grid_rect){ 0, 0, cases[i].rows, 4 }, roster, "",
			       &words);
		for (int row = cases[i].rows; row < 12; row++)
			assert_row(&g, row, "");
	}
	grid_free(&g);
	roster_free(roster);
}
END_TEST

START_TEST(the_widest_name_is_measured)
{
	static const char *const names[] = { "ann", NULL, "\x1b[1m漢字", "bob" };
	struct roster *roster = roster_of(names, COUNT(names));

	ck_assert_int_eq(usersview_width(roster, 20), 7);
	ck_assert_int_eq(usersview_width(roster, 5), 5);
	roster_update(roster, NULL, 0);
	ck_assert_int_eq(usersview_width(roster, 20), 0);
	roster_free(roster);
}
END_TEST

/* A name of a million bytes is cut before it is looked at. */
START_TEST(a_long_name_costs_no_more_than_a_short_one)
{
	char *name = malloc(1000001);
	const char *names[1] = { name };
	struct roster *roster;
	struct grid g = { 0 };

	memset(name, 'x', 1000000);
	name[1000000] = 0;
	roster = roster_of(names, 1);
	grid_resize(&g, 2, 8);
	for (int i = 0; i < 10000; i++)
		usersview_draw(&g, (struct grid_rect){ 0, 0, 2, 8 }, roster, "", &words);
	assert_row(&g, 1, "xxxxxxx…");
	grid_free(&g);
	roster_free(roster);
	free(name);
}
END_TEST

TESTING_MAIN("usersview", TESTING_LOOP(the_roster_is_drawn, COUNT(drawings)),
	     TESTING(names_have_their_styles), TESTING(what_does_not_fit_is_counted),
	     TESTING(the_widest_name_is_measured),
	     TESTING(a_long_name_costs_no_more_than_a_short_one))
