#include "testing.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "usersview.h"

static void word_more(struct buf *out, size_t count)
{
	buf_format(out, "%zu more", count);
}

static const struct usersview_words words = { "users", "(no name)", word_more };

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
	{ { "a", "b", "c", "d", "e" }, 5, 8, { "users", "a", "b", "c", "2 more" } },
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
	struct usersview view = { 0 };
	struct grid g = { 0 };

	grid_resize(&g, ROWS, 20);
	usersview_draw(&view, &g, (struct grid_rect){ 0, 0, ROWS, drawings[_i].cols }, roster, "me",
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
	struct usersview view = { 0 };
	struct grid g = { 0 };

	grid_resize(&g, 4, 10);
	usersview_draw(&view, &g, (struct grid_rect){ 0, 0, 4, 10 }, roster, "me", &words);
	ck_assert_uint_eq(grid_at(&g, 0, 0)->style, GRID_HEADING);
	ck_assert_uint_eq(grid_at(&g, 1, 0)->style, grid_name_style("ann"));
	ck_assert_uint_eq(grid_at(&g, 2, 0)->style, GRID_OWN);
	ck_assert_uint_eq(grid_at(&g, 3, 0)->style, GRID_NOTICE);
	grid_free(&g);
	roster_free(roster);
}
END_TEST

/* Ten names, a to j, in panes of every size, scrolled by every number of rows. */
static const struct {
	int rows, by;
	const char *shown;
} windows[] = {
	{ 12, 0, "users a b c d e f g h i j" },
	{ 12, 3, "users a b c d e f g h i j" },
	{ 11, 1, "users a b c d e f g h i j" },
	{ 10, 0, "users a b c d e f g h +2" },
	{ 10, 1, "users +2 c d e f g h i j" },
	{ 6, 0, "users a b c d +6" },
	{ 6, 1, "users +2 c d e +5" },
	{ 6, 2, "users +3 d e f +4" },
	{ 6, 4, "users +5 f g h +2" },
	{ 6, 5, "users +6 g h i j" },
	{ 6, USERSVIEW_END, "users +6 g h i j" },
	{ 4, 0, "users a b +8" },
	{ 4, 2, "users +3 d +6" },
	{ 4, 9, "users +8 i j" },
	{ 3, 0, "users a +9" },
	{ 3, 4, "users e +5" },
	{ 3, 9, "users i j" },
	{ 2, 0, "users a" },
	{ 2, 4, "users e" },
	{ 2, 9, "users j" },
	{ 1, 3, "users" },
	{ 1, USERSVIEW_END, "users" },
	{ 0, 3, "" },
	{ 0, USERSVIEW_END, "" },
};

static const char *const letters[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j" };

static void word_plus(struct buf *out, size_t count)
{
	buf_format(out, "+%zu", count);
}

/* The rows of a pane of ROWS, joined by spaces. */
static char *rows_of(struct usersview *view, const struct roster *roster, int rows)
{
	static const struct usersview_words plus = { "users", "(no name)", word_plus };
	struct buf out = { 0 };
	struct grid g = { 0 };

	grid_resize(&g, 13, 12);
	usersview_draw(view, &g, (struct grid_rect){ 0, 0, rows, 12 }, roster, "me", &plus);
	for (int row = 0; row < g.rows; row++) {
		char *text = grid_row_text(&g, row);

		buf_format(&out, "%s%s", *text && row ? " " : "", text);
		free(text);
	}
	grid_free(&g);
	return buf_take(&out);
}

static void assert_rows(struct usersview *view, const struct roster *roster, int rows,
			const char *want)
{
	char *got = rows_of(view, roster, rows);

	ck_assert_str_eq(got, want);
	free(got);
}

START_TEST(what_does_not_fit_is_counted)
{
	struct roster *roster = roster_of(letters, COUNT(letters));
	struct usersview view = { 0 };

	usersview_scroll(&view, roster, windows[_i].rows, windows[_i].by);
	ck_assert_uint_lt(view.top, COUNT(letters));
	assert_rows(&view, roster, windows[_i].rows, windows[_i].shown);
	usersview_scroll(&view, roster, windows[_i].rows, -USERSVIEW_END);
	ck_assert_uint_eq(view.top, 0);
	usersview_free(&view);
	roster_free(roster);
}
END_TEST

START_TEST(scrolling_stops_at_the_ends)
{
	struct roster *roster = roster_of(letters, COUNT(letters));
	struct usersview view = { 0 };

	usersview_scroll(&view, roster, 6, -1);
	assert_rows(&view, roster, 6, "users a b c d +6");
	for (int i = 0; i < 3; i++)
		usersview_scroll(&view, roster, 6, 4);
	assert_rows(&view, roster, 6, "users +6 g h i j");
	usersview_scroll(&view, roster, 6, -1);
	assert_rows(&view, roster, 6, "users +5 f g h +2");
	/* In a larger pane all fit, and the place is there again after. */
	assert_rows(&view, roster, 12, "users a b c d e f g h i j");
	assert_rows(&view, roster, 6, "users +5 f g h +2");
	usersview_free(&view);
	roster_free(roster);
}
END_TEST

static void update(struct roster *roster, const char *letters_here)
{
	char names[26][2] = { 0 };
	const char *users[26];
	size_t n = strlen(letters_here);

	for (size_t i = 0; i < n; i++) {
		names[i][0] = letters_here[i];
		users[i] = letters_here[i] == '-' ? NULL : names[i];
	}
	roster_update(roster, users, n);
}

START_TEST(the_place_stays_when_others_come_and_go)
{
	struct roster *roster = roster_of(letters, COUNT(letters));
	struct usersview view = { 0 };

	usersview_scroll(&view, roster, 6, 3);
	assert_rows(&view, roster, 6, "users +4 e f g +3");
	update(roster, "bcdefghij"); /* one above has left */
	assert_rows(&view, roster, 6, "users +3 e f g +3");
	update(roster, "bcdefghijkl"); /* two came below */
	assert_rows(&view, roster, 6, "users +3 e f g +5");
	update(roster, "bcefghijkl"); /* the one at the place itself has left */
	assert_rows(&view, roster, 6, "users +3 f g h +4");
	update(roster, "b");
	assert_rows(&view, roster, 6, "users b");
	roster_clear(roster);
	assert_rows(&view, roster, 6, "users");
	update(roster, "abcdefghij");
	assert_rows(&view, roster, 6, "users a b c d +6");
	usersview_free(&view);
	roster_free(roster);
}
END_TEST

START_TEST(names_are_sorted_whatever_their_case)
{
	static const char *const names[] = { "bob", NULL,   "Zoe", "борис", "\u200eann", "Ann",
					     "ÉVA", "Анна", "éva", NULL,    "小明",      "a" };
	struct roster *roster = roster_of(names, COUNT(names));
	struct usersview view = { .by_name = true };

	assert_rows(&view, roster, 13,
		    "users a ann Ann bob Zoe ÉVA éva Анна борис 小明 (no name) (no name)");
	view.by_name = false;
	assert_rows(&view, roster, 13,
		    "users bob (no name) Zoe борис ann Ann ÉVA Анна éva (no name) 小明 a");
	usersview_free(&view);
	roster_free(roster);
}
END_TEST

START_TEST(the_order_follows_the_roster)
{
	struct roster *roster = roster_of(letters, 0);
	struct usersview view = { .by_name = true };

	assert_rows(&view, roster, 6, "users");
	update(roster, "jB-a");
	assert_rows(&view, roster, 6, "users a B j (no name)");
	update(roster, "jBca");
	assert_rows(&view, roster, 6, "users a B c j");
	usersview_scroll(&view, roster, 4, 1);
	assert_rows(&view, roster, 4, "users +2 c j");
	update(roster, "jBcaA0z"); /* one before, one at, and one behind the place */
	assert_rows(&view, roster, 4, "users +4 c +2");
	view.by_name = false;
	assert_rows(&view, roster, 4, "users +2 c +4");
	usersview_free(&view);
	roster_free(roster);
}
END_TEST

START_TEST(the_widest_text_is_measured)
{
	static const char *const names[] = { "ann", NULL, "\x1b[1m漢字漢字", "bob" };
	struct roster *roster = roster_of(names, COUNT(names));

	ck_assert_int_eq(usersview_width(roster, &words, 20), 11);
	ck_assert_int_eq(usersview_width(roster, &words, 5), 5);
	roster_update(roster, names, 2);
	ck_assert_int_eq(usersview_width(roster, &words, 20), 9); /* (no name) */
	roster_update(roster, NULL, 0);
	ck_assert_int_eq(usersview_width(roster, &words, 20), 5); /* the heading */
	roster_free(roster);
}
END_TEST

/* A name of a million bytes is cut before it is looked at. */
START_TEST(a_long_name_costs_no_more_than_a_short_one)
{
	char *name = malloc(1000001);
	const char *names[1] = { name };
	struct usersview view = { 0 };
	struct roster *roster;
	struct grid g = { 0 };

	memset(name, 'x', 1000000);
	name[1000000] = 0;
	roster = roster_of(names, 1);
	grid_resize(&g, 2, 8);
	for (int i = 0; i < 10000; i++)
		usersview_draw(&view, &g, (struct grid_rect){ 0, 0, 2, 8 }, roster, "", &words);
	assert_row(&g, 1, "xxxxxxx…");
	grid_free(&g);
	roster_free(roster);
	free(name);
}
END_TEST

START_TEST(five_thousand_names_are_sorted_in_a_moment)
{
	enum { MANY = 5000, ROUNDS = 100 };
	static char names[MANY][24];
	static const char *users[MANY];
	struct usersview view = { .by_name = true };
	struct roster *roster;
	uint64_t began;

	for (size_t i = 0; i < MANY; i++) {
		snprintf(names[i], sizeof names[i], "%s %zu", i % 2 ? "User" : "Юзер",
			 i * 7919 % MANY);
		users[i] = names[i];
	}
	roster = roster_of(users, MANY);
	began = testing_cpu_time();
	for (size_t i = 0; i < ROUNDS; i++) {
		users[MANY / 2] = i % 2 ? "eve" : "mal";
		roster_update(roster, users, MANY);
		usersview_scroll(&view, roster, 24, 20);
	}
	/* 10 ms each: measured 1.5 ms, and 4 ms under sanitizers. */
	ck_assert_uint_lt(testing_cpu_time() - began, 10000 * ROUNDS);
	usersview_free(&view);
	roster_free(roster);
}
END_TEST

TESTING_MAIN("usersview", TESTING_LOOP(the_roster_is_drawn, COUNT(drawings)),
	     TESTING(names_have_their_styles),
	     TESTING_LOOP(what_does_not_fit_is_counted, COUNT(windows)),
	     TESTING(scrolling_stops_at_the_ends), TESTING(the_place_stays_when_others_come_and_go),
	     TESTING(names_are_sorted_whatever_their_case), TESTING(the_order_follows_the_roster),
	     TESTING(the_widest_text_is_measured),
	     TESTING(a_long_name_costs_no_more_than_a_short_one),
	     TESTING(five_thousand_names_are_sorted_in_a_moment))
