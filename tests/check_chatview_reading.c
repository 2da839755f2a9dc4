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
	assert_row(&f, 9, "───────── new ──────────");
	assert_row(&f, 10, "<a> line 100");
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

/*
 * What the reader does and what happens, a letter each, in a pane of four rows: he leaves (L),
 * returns (R), answers (A), scrolls up and down by two rows (U, D), to the newest line (B);
 * somebody says a line (s), joins (j), we say a line (o), all is cleared (C). What is drawn after
 * each step has the mark above the line with this number, counted from 0; -1: nowhere.
 */
static const struct {
	const char *steps;
	int mark;
} walks[] = {
	{ "ss", -1 },
	{ "ssL", -1 },
	{ "ssLR", -1 },
	{ "ssLs", 2 },
	{ "ssLss", 2 },
	{ "ssLsRs", 2 },
	/* Nobody waits for what is no message, or our own. */
	{ "ssLjo", -1 },
	{ "ssLjos", 4 },
	/* The next absence begins where this one ended, once something comes. */
	{ "ssLsRL", 2 },
	{ "ssLsRLs", 3 },
	/* An answer takes away what was seen, not what was not. */
	{ "ssLsRA", -1 },
	{ "ssLsssssRA", 2 },
	{ "ssLsssssRUUA", -1 },
	/* Scrolled away is away, */
	{ "ssssssUs", 6 },
	{ "ssssssUss", 6 },
	{ "ssssssUDs", -1 },
	{ "ssssssUBs", -1 },
	/* and again, after the first was seen. */
	{ "ssssssUsBsUs", 8 },
	/* Who scrolls back to look for the mark finds it, whatever comes. */
	{ "ssssssLssssssRUs", 6 },
	{ "ssssssLssssssRUUs", 6 },
	/* Leaving while scrolled changes nothing. */
	{ "ssssssUsLs", 6 },
	{ "ssssssUsLRs", 6 },
	{ "ssssssULsR", 6 },
	{ "ssssssULRs", 6 },
	{ "ssssssLC", -1 },
	{ "ssssssLCs", 6 },
	{ "ssssssLsC", -1 },
	{ "ssssssLsCssssssUs", 13 },
};

static void walk_step(struct fixture *f, char step, int *line)
{
	switch (step) {
	case 'L':
		chatview_leave(&f->view, f->transcript);
		break;
	case 'R':
		chatview_return(&f->view);
		break;
	case 'A':
		chatview_answered(&f->view);
		break;
	case 'U':
	case 'D':
		scroll(f, step == 'U' ? -2 : 2);
		break;
	case 'B':
		chatview_bottom(&f->view);
		break;
	case 'C':
		transcript_clear(f->transcript);
		break;
	case 'j':
		transcript_add(f->transcript, 0, EVENT_JOIN, "a", "told")->number = 0;
		break;
	default:
		say(f, 0, "a", "x")->own = step == 'o';
	}
	*line += step >= 'a';
	draw(f);
}

/* All rows, as high as needed. */
static int find_mark(struct fixture *f)
{
	uint64_t number = transcript_find(f->transcript, f->view.mark);
	int rules = 0;

	f->rect.rows = 100;
	draw(f);
	for (int row = 0; row < f->rect.rows; row++) {
		char *text = grid_row_text(&f->grid, f->rect.row + row);

		rules += strstr(text, " new ") != NULL;
		free(text);
	}
	ck_assert_int_le(rules, 1);
	return rules ? (int)number : -1;
}

START_TEST(the_mark_stands_where_reading_stopped)
{
	struct fixture f = fixture_new(4, 24, 1000);
	int line = 0;

	for (const char *step = walks[_i].steps; *step; step++)
		walk_step(&f, *step, &line);
	ck_assert_msg(find_mark(&f) == walks[_i].mark, "%s: %d, not %d", walks[_i].steps,
		      find_mark(&f), walks[_i].mark);
	fixture_free(&f);
}
END_TEST

START_TEST(the_mark_is_a_rule_above_its_line)
{
	static const char *const rows[] = { "00:00 <a> line 0",
					    "─────────────── new ────────────────",
					    "00:00 <a> line 1", "      <a> line 2" };
	static const char *const days[] = { "00:00 <a> line 2",
					    "─────────────── new ────────────────",
					    "────────────── day 1 ───────────────",
					    "00:00 <a> tomorrow" };
	struct fixture f = fixture_new(4, 36, 100);

	say_numbers(&f, 0, 1);
	chatview_leave(&f.view, f.transcript);
	say_numbers(&f, 1, 3);
	draw(&f);
	assert_rows(&f, rows);
	ck_assert_uint_eq(grid_at(&f.grid, 2, 2)->style, GRID_BORDER);
	ck_assert_uint_eq(grid_at(&f.grid, 2, 2 + 17)->style, GRID_MENTION);
	chatview_leave(&f.view, f.transcript);
	say(&f, DAY, "a", "tomorrow");
	draw(&f);
	assert_rows(&f, days);
	fixture_free(&f);
}
END_TEST

/* Our line that is on its way when the reader leaves comes to stand behind what came since. */
START_TEST(an_echo_does_not_move_the_mark)
{
	static const char *const rows[] = { "<a> line 0", "─────── new ────────", "<a> line 1",
					    "<me> mine" };
	struct fixture f = fixture_new(4, 20, 100);
	struct transcript_line *line;

	say_numbers(&f, 0, 1);
	line = say(&f, 0, "me", "mine");
	transcript_set_own(f.transcript, line, 77);
	draw(&f);
	chatview_leave(&f.view, f.transcript);
	say_numbers(&f, 1, 2);
	draw(&f);
	transcript_deliver(f.transcript, line, 0, "me", "mine");
	draw(&f);
	assert_rows(&f, rows);
	fixture_free(&f);
}
END_TEST

/* It comes and goes above the line that is in the lowest row. */
START_TEST(the_mark_does_not_move_the_place)
{
	struct fixture f = fixture_new(3, 20, 100);

	say_numbers(&f, 0, 10);
	draw(&f);
	chatview_leave(&f.view, f.transcript);
	say_numbers(&f, 10, 20);
	draw(&f);
	chatview_return(&f.view);
	scroll(&f, -9);
	assert_row(&f, 1, "─────── new ────────");
	assert_row(&f, 2, "<a> line 10");
	chatview_answered(&f.view);
	draw(&f);
	assert_row(&f, 1, "<a> line 9");
	assert_row(&f, 2, "<a> line 10");
	fixture_free(&f);
}
END_TEST

TESTING_MAIN("chatview_reading", TESTING(the_newest_lines_are_seen_while_scrolled),
	     TESTING(pages_leave_out_nothing),
	     TESTING_LOOP(a_low_pane_has_no_room_for_the_newest, COUNT(heights)),
	     TESTING_LOOP(a_row_is_a_row_at_any_height, 35),
	     TESTING_LOOP(the_mark_stands_where_reading_stopped, COUNT(walks)),
	     TESTING(the_mark_is_a_rule_above_its_line), TESTING(an_echo_does_not_move_the_mark),
	     TESTING(the_mark_does_not_move_the_place))
