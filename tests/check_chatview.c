#include "testing.h"

#include "chatview_testing.h"

static const struct {
	int cols;
	const char *name, *text;
	bool action;
	const char *rows[6]; /* the lowest */
} messages[] = {
	{ 60, "ann", "hello", false, { "12:34        <ann> hello" } },
	{ 60, "alexandria", "hello", false, { "12:34 <alexandria> hello" } },
	{ 60, "alexandrina", "hello", false, { "12:34 <alexandrina> hello" } },
	{ 60, "alexander the great", "hello", false, { "12:34 <alexander the great> hello" } },
	{ 60, "漢字", "你好", false, { "12:34       <漢字> 你好" } },
	{ 60,
	  "ann",
	  "one two three four five six seven eight nine ten",
	  false,
	  { "12:34        <ann> one two three four five six seven eight",
	    "                   nine ten" } },
	{ 60,
	  "alexander the great of macedonia",
	  "well",
	  false,
	  { "12:34 <alexander the great of macedonia>", "                   well" } },
	{ 60,
	  "ann",
	  "see http://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	  false,
	  { "12:34        <ann> see http://example.org/",
	    "                   aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" } },
	{ 60,
	  "ann",
	  "one\ntwo\n\nthree",
	  false,
	  { "12:34        <ann> one", "                   two", "", "                   three" } },
	{ 60, "ann", "", false, { "12:34        <ann>" } },
	{ 60, "", "hi", false, { "12:34     <nobody> hi" } },
	{ 60, NULL, "hi", false, { "12:34     <nobody> hi" } },
	{ 60, "ann", "waves", true, { "12:34            * ann waves" } },
	{ 60, "ann", "/me waves", true, { "12:34            * ann waves" } },
	{ 50, "ann", "hello", false, { "12:34    <ann> hello" } },
	{ 41, "ann", "hello", false, { "12:34    <ann> hello" } },
	{ 40, "ann", "hello", false, { "12:34 <ann> hello" } },
	{ 40,
	  "ann",
	  "one two three four five six seven",
	  false,
	  { "12:34 <ann> one two three four five six", "      seven" } },
	{ 40, "ann", "waves", true, { "12:34 * ann waves" } },
	{ 29, "ann", "hello", false, { "<ann> hello" } },
	{ 10, "ann", "hello you there", false, { "<ann>", " hello you", " there" } },
	{ 10, "ann", "hi you there", false, { "<ann>", " hi you", " there" } },
	{ 10, "a", "hi you there", false, { "<a> hi you", " there" } },
	{ 10, "alexandria", "hi", false, { "<alexandr…", " hi" } },
	{ 5, "ann", "hello you", false, { "<ann>", "hello", "you" } },
	{ 1, "ann", "hi", false, { "…", "h", "i" } },
};

START_TEST(messages_stand_in_columns)
{
	struct fixture f = fixture_new(6, messages[_i].cols, 10);
	int count = 0;

	say(&f, 12 * HOUR + 34 * MINUTE, messages[_i].name, messages[_i].text)->action =
		messages[_i].action;
	draw(&f);
	while (count < 6 && messages[_i].rows[count])
		count++;
	for (int row = 0; row < 6; row++)
		assert_row(&f, row, row < 6 - count ? "" : messages[_i].rows[row - (6 - count)]);
	fixture_free(&f);
}
END_TEST

START_TEST(notices_stand_among_messages)
{
	static const char *const want[] = { "00:00 <ann> hello", "      -!- bob is here", NULL };
	struct fixture f = fixture_new(2, 40, 10);

	say(&f, 0, "ann", "hello");
	transcript_add(f.transcript, 0, EVENT_JOIN, "bob", "is here");
	transcript_add(f.transcript, 0, EVENT_SENT, "bob", "which is not told");
	draw(&f);
	assert_rows(&f, want);
	ck_assert_uint_eq(grid_at(&f.grid, 2, 2 + 6)->style, GRID_NOTICE);
	transcript_add(f.transcript, 0, EVENT_ERROR, "no", "way");
	draw(&f);
	ck_assert_uint_eq(grid_at(&f.grid, 2, 2 + 6)->style, GRID_ERROR);
	fixture_free(&f);
}
END_TEST

START_TEST(a_new_day_has_a_line)
{
	static const char *const want[] = {
		"─────── day 3 ───────", "<a> one", "─────── day 4 ───────", "<a> two", "<a> three",
	};
	struct fixture f = fixture_new(5, 21, 10);

	say(&f, 3 * DAY + 23 * HOUR + 59 * MINUTE, "a", "one");
	draw(&f);
	assert_row(&f, 3, "");
	assert_row(&f, 4, "<a> one");
	say(&f, 4 * DAY, "a", "two");
	say(&f, 4 * DAY + 23 * HOUR, "a", "three");
	draw(&f);
	assert_rows(&f, want);
	ck_assert_uint_eq(grid_at(&f.grid, 1, 2)->style, GRID_BORDER);
	ck_assert_uint_eq(grid_at(&f.grid, 1, 2 + 9)->style, GRID_HEADING);
	f.rect.cols = 4;
	draw(&f);
	fixture_free(&f);
}
END_TEST

static const struct {
	enum transcript_state state;
	char mark;
	enum grid_style name, text;
} states[] = {
	{ TRANSCRIPT_QUEUED, ' ', GRID_PENDING, GRID_PENDING },
	{ TRANSCRIPT_SENT, ' ', GRID_PENDING, GRID_PENDING },
	{ TRANSCRIPT_DELIVERED, ' ', GRID_OWN, GRID_TEXT },
	{ TRANSCRIPT_IN_DOUBT, '?', GRID_OWN, GRID_PENDING },
	{ TRANSCRIPT_FAILED, '!', GRID_OWN, GRID_ERROR },
};

START_TEST(our_own_lines_show_their_state)
{
	struct fixture f = fixture_new(1, 40, 10);
	struct transcript_line *line = say(&f, 0, "me", "hello");

	line->own = true;
	transcript_set_state(f.transcript, line, states[_i].state);
	draw(&f);
	ck_assert_int_eq((char)grid_at(&f.grid, 1, 2 + 5)->base, states[_i].mark);
	ck_assert_uint_eq(grid_at(&f.grid, 1, 2 + 6)->style, states[_i].name);
	ck_assert_uint_eq(grid_at(&f.grid, 1, 2 + 11)->style, states[_i].text);
	fixture_free(&f);
}
END_TEST

START_TEST(names_have_their_colours)
{
	struct fixture f = fixture_new(2, 40, 10);

	say(&f, 0, "ann", "hello");
	say(&f, 0, "ann", "waves")->action = true;
	draw(&f);
	ck_assert_uint_eq(grid_at(&f.grid, 1, 2 + 0)->style, GRID_TIME);
	ck_assert_uint_eq(grid_at(&f.grid, 1, 2 + 7)->style, grid_name_style("ann"));
	ck_assert_uint_eq(grid_at(&f.grid, 1, 2 + 12)->style, GRID_TEXT);
	ck_assert_uint_eq(grid_at(&f.grid, 2, 2 + 8)->style, grid_name_style("ann"));
	ck_assert_uint_eq(grid_at(&f.grid, 2, 2 + 12)->style, GRID_ACTION);
	fixture_free(&f);
}
END_TEST

START_TEST(the_pane_follows_the_newest_line)
{
	static const char *const one[] = { "", "", "<a> line 0" };
	static const char *const many[] = { "<a> line 7", "<a> line 8", "<a> line 9" };
	struct fixture f = fixture_new(3, 20, 100);

	draw(&f);
	assert_row(&f, 2, "");
	scroll(&f, -3);
	chatview_top(&f.view, f.rect, f.transcript, &words);
	say_numbers(&f, 0, 1);
	draw(&f);
	assert_rows(&f, one);
	say_numbers(&f, 1, 10);
	draw(&f);
	assert_rows(&f, many);
	ck_assert_uint_eq(f.view.below, 0);
	scroll(&f, 5);
	assert_rows(&f, many);
	ck_assert(!f.view.scrolled);
	fixture_free(&f);
}
END_TEST

START_TEST(scrolling_goes_by_rows_and_stops_at_both_ends)
{
	struct fixture f = fixture_new(3, 20, 100);

	say_numbers(&f, 0, 10);
	scroll(&f, -2);
	assert_row(&f, 2, "<a> line 7");
	ck_assert_uint_eq(f.view.below, 2);
	scroll(&f, -100);
	assert_row(&f, 0, "<a> line 0");
	ck_assert_uint_eq(f.view.below, 7);
	scroll(&f, 1);
	assert_row(&f, 0, "<a> line 1");
	scroll(&f, 100);
	assert_row(&f, 2, "<a> line 9");
	ck_assert(!f.view.scrolled);
	chatview_top(&f.view, f.rect, f.transcript, &words);
	draw(&f);
	assert_row(&f, 0, "<a> line 0");
	chatview_bottom(&f.view);
	draw(&f);
	assert_row(&f, 2, "<a> line 9");
	fixture_free(&f);
}
END_TEST

START_TEST(a_transcript_that_fits_does_not_scroll)
{
	struct fixture f = fixture_new(5, 20, 100);

	say_numbers(&f, 0, 5);
	scroll(&f, -3);
	ck_assert(!f.view.scrolled);
	chatview_top(&f.view, f.rect, f.transcript, &words);
	draw(&f);
	ck_assert(!f.view.scrolled);
	assert_row(&f, 0, "<a> line 0");
	fixture_free(&f);
}
END_TEST

START_TEST(the_place_stays_while_lines_come)
{
	struct fixture f = fixture_new(3, 20, 20);

	say_numbers(&f, 0, 10);
	scroll(&f, -3);
	for (int i = 10; i < 23; i++) {
		say_numbers(&f, i, i + 1);
		draw(&f);
		assert_row(&f, 2, "<a> line 6");
		ck_assert_uint_eq(f.view.below, (uint64_t)(i - 6));
	}
	fixture_free(&f);
}
END_TEST

START_TEST(evicted_lines_move_the_place_to_the_first_kept)
{
	struct fixture f = fixture_new(3, 20, 10);

	say_numbers(&f, 0, 10);
	scroll(&f, -100);
	assert_row(&f, 0, "<a> line 0");
	for (int i = 10; i < 40; i++) {
		say_numbers(&f, i, i + 1);
		draw(&f);
	}
	assert_row(&f, 0, "<a> line 30");
	assert_row(&f, 2, "<a> line 32");
	transcript_clear(f.transcript);
	draw(&f);
	assert_row(&f, 2, "");
	say_numbers(&f, 40, 41);
	draw(&f);
	assert_row(&f, 2, "<a> line 40");
	ck_assert_uint_eq(f.view.below, 0);
	fixture_free(&f);
}
END_TEST

START_TEST(a_line_of_ours_that_moves_to_the_end_does_not_move_the_place)
{
	struct fixture f = fixture_new(3, 20, 100);
	struct transcript_line *line;

	say_numbers(&f, 0, 3);
	line = say(&f, 0, "me", "mine");
	transcript_set_own(f.transcript, line, 77);
	say_numbers(&f, 3, 20);
	scroll(&f, -5);
	assert_row(&f, 2, "<a> line 14");
	transcript_deliver(f.transcript, line, 0, "me", "mine");
	draw(&f);
	assert_row(&f, 2, "<a> line 14");
	fixture_free(&f);
}
END_TEST

static const char long_text[] =
	"w00 w01 w02 w03 w04 w05 w06 w07 w08 w09 w10 w11 w12 w13 w14 w15 w16 w17 w18 w19 w20 w21 "
	"w22 w23 w24 w25 w26 w27 w28 w29 w30 w31 w32 w33 w34 w35 w36 w37 w38 w39";

static void assert_lowest_row_has(const struct fixture *f, const char *word)
{
	char *text = grid_row_text(&f->grid, f->rect.row + f->rect.rows - 1);

	ck_assert_msg(strstr(text, word), "%d x %d: %s", f->rect.rows, f->rect.cols, text);
	free(text);
}

/* What was read in the lowest row stays there over any number of other widths. */
START_TEST(the_place_stays_over_a_resize)
{
	struct fixture f = fixture_new(2, 20, 100);

	say_numbers(&f, 0, 50);
	say(&f, 0, "a", long_text);
	say_numbers(&f, 50, 100);
	scroll(&f, -53);
	assert_row(&f, 1, " w24 w25 w26 w27 w28");
	for (int cols = 5; cols < 200; cols++) {
		f.rect.cols = cols;
		f.rect.rows = 1 + cols % 5;
		draw(&f);
		assert_lowest_row_has(&f, "w24");
		ck_assert_uint_ge(f.view.below, 50);
	}
	f.rect.cols = 20;
	draw(&f);
	assert_row(&f, f.rect.rows - 1, " w24 w25 w26 w27 w28");
	fixture_free(&f);
}
END_TEST

static const struct {
	int cols, names;
	const char *row;
} columns[] = {
	{ 60, 0, "12:34        <ann> hello" },  { 60, 1, "12:34   <ann> hello" },
	{ 60, 5, "12:34   <ann> hello" },       { 60, 7, "12:34     <ann> hello" },
	{ 60, 10, "12:34        <ann> hello" }, { 60, 40, "12:34        <ann> hello" },
	{ 50, 0, "12:34    <ann> hello" },      { 50, 3, "12:34   <ann> hello" },
	{ 50, 10, "12:34    <ann> hello" },     { 40, 3, "12:34 <ann> hello" },
};

START_TEST(the_column_of_names_is_no_wider_than_they_are)
{
	struct fixture f = fixture_new(1, columns[_i].cols, 10);

	f.view.names = columns[_i].names;
	say(&f, 12 * HOUR + 34 * MINUTE, "ann", "hello");
	draw(&f);
	assert_row(&f, 0, columns[_i].row);
	fixture_free(&f);
}
END_TEST

START_TEST(the_place_stays_when_names_become_longer)
{
	struct fixture f = fixture_new(2, 60, 100);

	say(&f, 0, "a", long_text);
	say_numbers(&f, 0, 50);
	f.view.names = 1;
	draw(&f);
	scroll(&f, -51);
	assert_lowest_row_has(&f, "w22");
	for (f.view.names = 2; f.view.names < 12; f.view.names++) {
		draw(&f);
		assert_lowest_row_has(&f, "w22");
	}
	fixture_free(&f);
}
END_TEST

START_TEST(a_line_longer_than_the_pane_scrolls_row_by_row)
{
	struct fixture f = fixture_new(2, 12, 100);

	say(&f, 0, "a", "w00 w01 w02 w03 w04 w05 w06 w07 w08");
	draw(&f);
	assert_row(&f, 0, " w05 w06 w07");
	assert_row(&f, 1, " w08");
	scroll(&f, -1);
	assert_row(&f, 0, " w02 w03 w04");
	assert_row(&f, 1, " w05 w06 w07");
	ck_assert_uint_eq(f.view.below, 1);
	scroll(&f, -9);
	assert_row(&f, 0, "<a> w00 w01");
	assert_row(&f, 1, " w02 w03 w04");
	scroll(&f, 1);
	assert_row(&f, 1, " w05 w06 w07");
	scroll(&f, 9);
	assert_row(&f, 1, " w08");
	ck_assert(!f.view.scrolled);
	fixture_free(&f);
}
END_TEST

static void walk_step(struct fixture *f, unsigned random, int64_t time)
{
	int amount = (int)(random >> 20);

	switch (random >> 16 & 15) {
	case 0:
		say(f, time, "ann", long_text + amount % 150);
		break;
	case 1:
		transcript_add(f->transcript, time, EVENT_SENT, "", "");
		break;
	case 2:
		f->rect.cols = 2 + amount % 70;
		f->view.names = amount % 12;
		break;
	case 3:
		f->rect.rows = 1 + amount % 30;
		break;
	case 4:
	case 5:
		scroll(f, amount % 20 - 10);
		break;
	case 6:
		if (amount & 1)
			chatview_top(&f->view, f->rect, f->transcript, &words);
		break;
	case 7:
		chatview_leave(&f->view, f->transcript);
		break;
	case 8:
		chatview_return(&f->view);
		chatview_answered(&f->view);
		break;
	case 9:
	case 10:
		f->view.needle = amount & 4 ? "w2" : amount & 8 ? "+x" : "one";
		chatview_find(&f->view, f->rect, f->transcript, &words, amount & 1, amount & 2);
		break;
	case 11:
	case 12:
	case 13:
		transcript_add(f->transcript, time, amount & 1 ? EVENT_JOIN : EVENT_LEAVE,
			       amount & 2 ? "x" : "somebody", "told");
		break;
	default:
		say(f, time, "漢字", "one");
	}
}

/* Any scroll, resize and search among any lines: nothing outside the pane is touched, and the pane
 * is full where there are lines enough. */
START_TEST(random_walks_keep_the_pane_full)
{
	struct fixture f = fixture_new(6, 30, 50);
	unsigned random = (unsigned)_i + 1;

	for (int i = 0; i < 800; i++) {
		random = random * 1103515245 + 12345;
		walk_step(&f, random, i / 4 * HOUR);
		draw(&f);
		if (i > 200) {
			char *text = grid_row_text(&f.grid, 1);

			ck_assert_msg(*text || f.rect.rows > 1, "step %d, %d columns", i,
				      f.rect.cols);
			free(text);
		}
	}
	fixture_free(&f);
}
END_TEST

START_TEST(a_huge_transcript_costs_no_more_to_draw)
{
	struct fixture f = fixture_new(20, 70, 20000);

	say_numbers(&f, 0, 20000);
	for (int i = 0; i < 200; i++)
		scroll(&f, i % 2 ? -19 : 18);
	chatview_top(&f.view, f.rect, f.transcript, &words);
	for (int i = 0; i < 200; i++)
		draw(&f);
	fixture_free(&f);
}
END_TEST

/* Two texts of the same length in one place, at several widths: each is wrapped by itself. */
START_TEST(a_huge_text_is_wrapped_once_and_never_for_another)
{
	struct fixture f = fixture_new(3, 40, 10);
	char *text = malloc(1000001);

	memset(text, 'x', 1000000);
	text[1000000] = 0;
	for (size_t i = 9; i < 1000000; i += 10)
		text[i] = ' ';
	memcpy(text + 999990, "the_end!", 8);
	say(&f, 0, "a", text);
	for (int i = 0; i < 300; i++) {
		f.rect.cols = i < 290 ? 40 : 50 + i % 2;
		draw(&f);
		assert_lowest_row_has(&f, "the_end!");
	}
	transcript_clear(f.transcript);
	memcpy(text, "漢漢漢", 9);
	memcpy(text + 999990, "THE_END!", 8);
	say(&f, 0, "a", text);
	draw(&f);
	assert_lowest_row_has(&f, "THE_END!");
	free(text);
	fixture_free(&f);
}
END_TEST

TESTING_MAIN("chatview", TESTING_LOOP(messages_stand_in_columns, COUNT(messages)),
	     TESTING(notices_stand_among_messages), TESTING(a_new_day_has_a_line),
	     TESTING_LOOP(our_own_lines_show_their_state, COUNT(states)),
	     TESTING(names_have_their_colours),
	     TESTING_LOOP(the_column_of_names_is_no_wider_than_they_are, COUNT(columns)),
	     TESTING(the_place_stays_when_names_become_longer),
	     TESTING(the_pane_follows_the_newest_line),
	     TESTING(scrolling_goes_by_rows_and_stops_at_both_ends),
	     TESTING(a_transcript_that_fits_does_not_scroll),
	     TESTING(the_place_stays_while_lines_come),
	     TESTING(evicted_lines_move_the_place_to_the_first_kept),
	     TESTING(a_line_of_ours_that_moves_to_the_end_does_not_move_the_place),
	     TESTING(the_place_stays_over_a_resize),
	     TESTING(a_line_longer_than_the_pane_scrolls_row_by_row),
	     TESTING_LOOP(random_walks_keep_the_pane_full, 6),
	     TESTING(a_huge_transcript_costs_no_more_to_draw),
	     TESTING(a_huge_text_is_wrapped_once_and_never_for_another))
