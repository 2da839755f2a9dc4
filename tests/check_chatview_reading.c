#include "testing.h"

#include <stdio.h>

#include "chatview_testing.h"

#define RULE_24 "────────────────────────"

static const char *const scrolled[] = {
	"<a> line 80", "<a> line 81", "<a> line 82", "<a> line 83", "<a> line 84", "<a> line 85",
	"<a> line 86", "<a> line 87", RULE_24,       "<a> line 97", "<a> line 98", "<a> line 99",
};

START_TEST(the_newest_lines_are_seen_while_scrolled)
{
	struct fixture f = fixture_new(12, 24, 1000);

	say_numbers(&f, 0, 100);
	draw(&f);
	assert_row(&f, 0, "<a> line 88");
	scroll(&f, -8);
	assert_rows(&f, scrolled);
	ck_assert_uint_eq(grid_at(&f.grid, 1 + 8, 2)->style, GRID_BORDER);
	ck_assert_uint_eq(f.view.below, 12);
	say_numbers(&f, 100, 102);
	draw(&f);
	assert_row(&f, 7, "<a> line 87");
	assert_row(&f, 9, "<a> line 99");
	assert_row(&f, 11, "<a> line 101");
	fixture_free(&f);
}
END_TEST

/* A page leads from the rows that were seen to those above, with one of them seen again. */
START_TEST(pages_leave_out_nothing)
{
	struct fixture f = fixture_new(12, 24, 1000);

	say_numbers(&f, 0, 100);
	draw(&f);
	ck_assert_int_eq(chatview_page(f.rect), 7);
	scroll(&f, -chatview_page(f.rect));
	assert_row(&f, 7, "<a> line 88");
	scroll(&f, -chatview_page(f.rect));
	assert_row(&f, 7, "<a> line 81");
	scroll(&f, chatview_page(f.rect));
	assert_row(&f, 0, "<a> line 81");
	scroll(&f, chatview_page(f.rect));
	ck_assert(!f.view.scrolled);
	assert_row(&f, 0, "<a> line 88");
	fixture_free(&f);
}
END_TEST

static const struct {
	int rows, newest;
} heights[] = { { 1, 0 }, { 11, 0 }, { 12, 3 }, { 15, 3 }, { 16, 4 }, { 20, 5 }, { 100, 5 } };

static int rows_below_rule(const struct fixture *f)
{
	for (int row = 0; row < f->rect.rows; row++) {
		char *text = grid_row_text(&f->grid, f->rect.row + row);
		bool rule = !strcmp(text + 2, RULE_24);

		free(text);
		if (rule)
			return f->rect.rows - row - 1;
	}
	return 0;
}

START_TEST(a_low_pane_has_no_room_for_the_newest)
{
	struct fixture f = fixture_new(heights[_i].rows, 24, 1000);

	say_numbers(&f, 0, 300);
	draw(&f);
	ck_assert_int_eq(rows_below_rule(&f), 0);
	scroll(&f, -1);
	ck_assert(f.view.scrolled);
	ck_assert_int_eq(rows_below_rule(&f), heights[_i].newest);
	chatview_top(&f.view, f.rect, f.transcript, &words);
	draw(&f);
	assert_row(&f, 0, "<a> line 0");
	ck_assert_int_eq(rows_below_rule(&f), heights[_i].newest);
	fixture_free(&f);
}
END_TEST

/* Wherever one is, a row up moves what is above the rule by just one row; the same way leads down
 * again, and ends where it began. */
START_TEST(a_row_is_a_row_at_any_height)
{
	struct fixture f = fixture_new(1 + _i, 24, 1000);
	char *row;
	int steps = 0;

	for (int i = 0; i < 10; i++) {
		say_numbers(&f, i, i + 1);
		say(&f, 0, "a", "a text which is wrapped into some rows of this pane");
		transcript_add(f.transcript, 0, EVENT_SENT, "", "");
	}
	draw(&f);
	row = grid_row_text(&f.grid, 1);
	for (scroll(&f, -1); strcmp(row + 2, "<a> line 0"); scroll(&f, -1)) {
		ck_assert_int_lt(steps++, 100);
		if (f.rect.rows > 1 && f.view.scrolled)
			assert_row(&f, 1, row + 2);
		free(row);
		row = grid_row_text(&f.grid, 1);
	}
	free(row);
	for (; f.view.scrolled; scroll(&f, 1))
		ck_assert_int_ge(steps--, 0);
	ck_assert_int_eq(steps, 0);
	fixture_free(&f);
}
END_TEST

TESTING_MAIN("chatview_reading", TESTING(the_newest_lines_are_seen_while_scrolled),
	     TESTING(pages_leave_out_nothing),
	     TESTING_LOOP(a_low_pane_has_no_room_for_the_newest, COUNT(heights)),
	     TESTING_LOOP(a_row_is_a_row_at_any_height, 35))
