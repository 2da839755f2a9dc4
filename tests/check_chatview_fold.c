#include "testing.h"

#include <stdio.h>

#include "chatview_testing.h"

/* Plays lines apart by "|": "HH:MM ann: text", "HH:MM +name" and "HH:MM -name", days before the
 * colon's hours as "1.HH:MM"; "!name" is an event that is not told. */
static void play_line(struct fixture *f, const char *line)
{
	int day = line[1] == '.' ? line[0] - '0' : 0;
	const char *rest = day ? line + 2 : line;
	int64_t time = day * DAY + atoi(rest) * HOUR + atoi(rest + 3) * MINUTE;
	const char *what = rest + 6, *text = strstr(what, ": ");
	char name[32] = "";

	if (text) {
		memcpy(name, what, (size_t)(text - what));
		say(f, time, name, text + 2);
	} else if (*what == '!') {
		transcript_add(f->transcript, time, EVENT_SENT, what + 1, NULL);
	} else {
		transcript_add(f->transcript, time, *what == '+' ? EVENT_JOIN : EVENT_LEAVE,
			       what + 1, "told");
	}
}

static void play(struct fixture *f, const char *lines)
{
	char *copy = strdup(lines), *rest = NULL;

	for (char *line = strtok_r(copy, "|", &rest); line; line = strtok_r(NULL, "|", &rest))
		play_line(f, line);
	free(copy);
}

static const struct {
	const char *lines;
	int cols;
	const char *rows[6]; /* the lowest */
} plays[] = {
	{ "12:00 a: one|12:00 b: two|12:01 a: three|12:01 a: four",
	  40,
	  { "12:00 <a> one", "      <b> two", "12:01 <a> three", "      <a> four" } },
	/* Every row begins with a time of its own where hours part them. */
	{ "12:00 a: one|13:00 b: two", 40, { "12:00 <a> one", "13:00 <b> two" } },
	/* Behind a new day the time is told, though the clock shows the same. */
	{ "12:00 a: one|1.12:00 b: two",
	  40,
	  { "──────────────── day 0 ─────────────────", "12:00 <a> one",
	    "──────────────── day 1 ─────────────────", "12:00 <b> two" } },
	{ "12:00 a: one|12:00 !x|12:00 b: two", 40, { "12:00 <a> one", "      <b> two" } },
	/* Without a column for it there is nothing to leave out. */
	{ "12:00 a: one|12:00 b: two", 29, { "<a> one", "<b> two" } },
	{ "12:00 +a", 40, { "12:00 -!- a told" } },
	{ "12:00 +a|12:10 +b|12:20 -c|12:30 d: hi|12:30 +e",
	  40,
	  { "12:20 -!- +a +b -c", "12:30 <d> hi", "      -!- e told" } },
	/* Who left and came back again. */
	{ "12:00 -a|12:00 +a|12:00 +b|12:00 -b", 40, { "12:00 -!- =a *b" } },
	/* A pause of an hour, and a new day, begin another line. */
	{ "12:00 +a|12:59 +b|13:59 +c|14:00 +d", 40, { "12:59 -!- +a +b", "14:00 -!- +c +d" } },
	{ "23:59 +a|23:59 +b|1.00:00 +c|1.00:00 +d",
	  40,
	  { "──────────────── day 0 ─────────────────", "23:59 -!- +a +b",
	    "──────────────── day 1 ─────────────────", "00:00 -!- +c +d" } },
	{ "12:00 +ann|12:00 +bob|12:00 -eve", 10, { "-!- +ann", " +bob -eve" } },
};

START_TEST(lines_are_told_together)
{
	struct fixture f = fixture_new(6, plays[_i].cols, 100);
	int count = 0;

	play(&f, plays[_i].lines);
	draw(&f);
	while (count < 6 && plays[_i].rows[count])
		count++;
	for (int row = 0; row < 6; row++)
		assert_row(&f, row, row < 6 - count ? "" : plays[_i].rows[row - (6 - count)]);
	fixture_free(&f);
}
END_TEST

/* Of lines of one minute the highest that is seen tells it. */
START_TEST(the_time_is_seen_wherever_one_scrolls)
{
	static const char *const end[] = { "00:00 <a> line 3", "      <a> line 4" };
	static const char *const back[] = { "00:00 <a> line 1", "      <a> line 2" };
	static const char *const inside[] = { "      three", "00:00 <b> four" };
	struct fixture f = fixture_new(2, 30, 100);

	say_numbers(&f, 0, 5);
	draw(&f);
	assert_rows(&f, end);
	scroll(&f, -2);
	assert_rows(&f, back);
	say(&f, 0, "b", "one\ntwo\nthree");
	say(&f, 0, "b", "four");
	scroll(&f, 100);
	assert_rows(&f, inside);
	fixture_free(&f);
}
END_TEST

START_TEST(a_fold_grows_while_it_is_the_last_line)
{
	static const char *const folded[] = { "<a> line 4", "-!- +x +y +z" };
	static const char *const back[] = { "<a> line 2", "<a> line 3" };
	struct fixture f = fixture_new(2, 20, 100);

	say_numbers(&f, 0, 5);
	play(&f, "00:00 +x|00:00 +y");
	draw(&f);
	assert_row(&f, 1, "-!- +x +y");
	play(&f, "00:00 +z");
	draw(&f);
	assert_rows(&f, folded);
	scroll(&f, -2);
	assert_rows(&f, back);
	ck_assert_uint_eq(f.view.below, 4);
	play(&f, "00:00 -y");
	draw(&f);
	assert_rows(&f, back);
	scroll(&f, 2);
	assert_row(&f, 1, "-!- +x *y +z");
	ck_assert(!f.view.scrolled);
	fixture_free(&f);
}
END_TEST

/* Row by row up to the top and down again, over folds of many rows; each row is met on both ways.
 */
START_TEST(scrolling_passes_folds_row_by_row)
{
	enum { PRESENCES = 300, ROWS_MOST = 300 };
	struct fixture f = fixture_new(3, 20, 1000);
	char *up[ROWS_MOST];
	int count = 0, row;

	say_numbers(&f, 0, 5);
	for (int i = 0; i < PRESENCES; i++) {
		char line[32];

		snprintf(line, sizeof line, "00:00 +name%d", i);
		play_line(&f, line);
	}
	say_numbers(&f, 5, 10);
	draw(&f);
	do {
		ck_assert_int_lt(count, ROWS_MOST);
		up[count++] = grid_row_text(&f.grid, 1);
		scroll(&f, -1);
		row = strcmp(up[count - 1] + 2, "<a> line 0");
	} while (row);
	ck_assert_int_gt(count, PRESENCES / 3);
	for (row = count - 1; row >= 0; row--) {
		assert_row(&f, 0, up[row] + 2);
		scroll(&f, 1);
		free(up[row]);
	}
	ck_assert(!f.view.scrolled);
	fixture_free(&f);
}
END_TEST

/* The place is in the fold's text, at any width. */
START_TEST(a_place_inside_a_fold_survives_resizes)
{
	struct fixture f = fixture_new(2, 20, 1000);

	for (int i = 10; i < 50; i++) {
		char line[32];

		snprintf(line, sizeof line, "00:00 +n%d", i);
		play_line(&f, line);
	}
	say_numbers(&f, 0, 10);
	scroll(&f, -14);
	assert_row(&f, 1, " +n33 +n34 +n35 +n36");
	for (int cols = 5; cols < 100; cols++) {
		char *text;

		f.rect.cols = cols;
		draw(&f);
		text = grid_row_text(&f.grid, 2);
		ck_assert_msg(strstr(text, "+n33"), "%d columns: %s", cols, text);
		free(text);
	}
	fixture_free(&f);
}
END_TEST

START_TEST(evicted_lines_leave_the_rest_of_a_fold)
{
	struct fixture f = fixture_new(1, 40, 4);

	play(&f, "00:00 +a|00:00 +b|00:00 +c|00:00 d: hi");
	scroll(&f, -1);
	assert_row(&f, 0, "00:00 -!- +a +b +c");
	play(&f, "00:00 d: two|00:00 d: three");
	draw(&f);
	assert_row(&f, 0, "00:00 -!- c told");
	ck_assert_uint_eq(f.view.below, 3);
	play(&f, "00:00 d: four");
	draw(&f);
	assert_row(&f, 0, "00:00 <d> hi");
	fixture_free(&f);
}
END_TEST

/* A crowd that comes and goes all day costs no more than a pane full of folds. */
START_TEST(a_huge_crowd_costs_no_more_to_draw)
{
	struct fixture f = fixture_new(40, 70, 20000);

	for (int i = 0; i < 20000; i++) {
		char name[16];

		snprintf(name, sizeof name, "name%d", i / 2);
		transcript_add(f.transcript, 0, i % 2 ? EVENT_LEAVE : EVENT_JOIN, name, NULL);
	}
	for (int i = 0; i < 100; i++)
		scroll(&f, i % 2 ? -39 : 38);
	fixture_free(&f);
}
END_TEST

TESTING_MAIN("chatview_fold", TESTING_LOOP(lines_are_told_together, COUNT(plays)),
	     TESTING(the_time_is_seen_wherever_one_scrolls),
	     TESTING(a_fold_grows_while_it_is_the_last_line),
	     TESTING(scrolling_passes_folds_row_by_row),
	     TESTING(a_place_inside_a_fold_survives_resizes),
	     TESTING(evicted_lines_leave_the_rest_of_a_fold),
	     TESTING(a_huge_crowd_costs_no_more_to_draw))
