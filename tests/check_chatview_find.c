#include "testing.h"

#include <stdio.h>

#include "chatview_testing.h"
#include "text_find.h"

static bool find(struct fixture *f, const char *needle, bool newer, bool again)
{
	bool found;

	f->view.needle = needle;
	found = chatview_find(&f->view, f->rect, f->transcript, &words, newer, again);
	draw(f);
	return found;
}

/* The row as it is styled: "=" where the search is, "+" at further matches, "." elsewhere; without
 * the dots at the end. */
static void assert_styles(const struct fixture *f, int row, const char *want)
{
	char styles[200] = "";
	int n = 0;

	for (int col = 0; col < f->rect.cols; col++) {
		uint8_t style = grid_at(&f->grid, f->rect.row + row, f->rect.col + col)->style;

		styles[col] = style == GRID_SELECTED ? '=' : style == GRID_MATCH ? '+' : '.';
		n = styles[col] == '.' ? n : col + 1;
	}
	styles[n] = 0;
	ck_assert_str_eq(styles, want);
}

static const struct {
	int cols;
	const char *name, *text;
	bool action;
	const char *needle;
	const char *rows[3]; /* the lowest */
} looks[] = {
	{ 20, "ann", "hello world", false, "world", { "............=====" } },
	{ 20, "ann", "Hello, hello", false, "hello", { "......=====..=====" } },
	{ 20, "ann", "aaaa", false, "aa", { "......====" } },
	{ 20, "ann", "hi", false, "ann", { ".===" } },
	{ 20, "ann", "hi", false, "<ann>", { "=====" } },
	{ 20, "ann", "hi ann", false, "ann", { ".===.....===" } },
	/* An action is text from the name on. */
	{ 20, "ann", "waves", true, "ann waves", { "..=========" } },
	{ 20, "ann", "waves", true, "*", { "" } },
	/* Over the end of a row: the space there is not seen. */
	{ 12, "ann", "hello big world", false, "big world", { "", ".=========" } },
	{ 12, "ann", "hello biggest world", false, "t world", { "", ".......=", ".=====" } },
	{ 9, "ann", "abcdefghijk", false, "abcdefghijk", { "", "=========", "==" } },
	/* Cells of wide characters. */
	{ 20, "ann", "漢字かな", false, "字か", { "........====" } },
	{ 20, "ann", "ＷＩＤＥ", false, "wid", { "......======" } },
	{ 20, "漢", "字", false, "漢", { ".==" } },
	{ 20, "ann", "ПРИВЕТ", false, "вет", { ".........===" } },
	{ 20, "ann", "e\u0301a", false, "é", { "......=" } },
};

START_TEST(what_is_found_is_highlighted)
{
	struct fixture f = fixture_new(3, looks[_i].cols, 10);
	char *needle = text_fold(looks[_i].needle);
	int count = 0;

	say(&f, 0, looks[_i].name, looks[_i].text)->action = looks[_i].action;
	while (count < 3 && looks[_i].rows[count])
		count++;
	ck_assert_int_eq(find(&f, needle, false, false), *looks[_i].rows[0] || count > 1);
	for (int row = 0; row < count; row++)
		assert_styles(&f, 3 - count + row, looks[_i].rows[row]);
	f.view.needle = NULL;
	draw(&f);
	for (int row = 0; row < 3; row++)
		assert_styles(&f, row, "");
	free(needle);
	fixture_free(&f);
}
END_TEST

/* "Line 7" is in 7 and 70 to 79. */
START_TEST(a_search_goes_from_line_to_line)
{
	struct fixture f = fixture_new(5, 20, 1000);

	say_numbers(&f, 0, 100);
	draw(&f);
	ck_assert(find(&f, "line 7", false, false));
	assert_row(&f, 2, "<a> line 79");
	assert_styles(&f, 2, "....======");
	assert_styles(&f, 1, "....++++++");
	/* What is in the pane anyway is not moved. */
	ck_assert(find(&f, "line 7", false, true));
	assert_styles(&f, 1, "....======");
	assert_styles(&f, 2, "....++++++");
	ck_assert(find(&f, "line 71", false, false));
	assert_row(&f, 2, "<a> line 71");
	ck_assert(find(&f, "line 7", false, true));
	assert_styles(&f, 1, "....======");
	ck_assert(find(&f, "line 7", false, true));
	assert_row(&f, 2, "<a> line 7");
	ck_assert(!find(&f, "line 7", false, true));
	assert_row(&f, 2, "<a> line 7");
	assert_styles(&f, 2, "....======");
	ck_assert(find(&f, "line 7", true, true));
	assert_row(&f, 2, "<a> line 70");
	for (int i = 71; i < 80; i++)
		ck_assert(find(&f, "line 7", true, true));
	ck_assert(!find(&f, "line 7", true, true));
	ck_assert(!find(&f, "nothing", false, false));
	ck_assert(f.view.scrolled);
	/* At the end it follows. */
	ck_assert(find(&f, "line 99", true, true));
	ck_assert(!f.view.scrolled);
	assert_styles(&f, 4, "....=======");
	ck_assert(!find(&f, "line", true, true));
	fixture_free(&f);
}
END_TEST

START_TEST(a_search_begins_at_the_lowest_line)
{
	struct fixture f = fixture_new(5, 20, 1000);

	ck_assert(!find(&f, "line", false, false));
	say_numbers(&f, 0, 100);
	draw(&f);
	ck_assert(find(&f, "line", false, false));
	ck_assert(!f.view.scrolled);
	assert_styles(&f, 4, "....====");
	f.view.found = 0;
	scroll(&f, -50);
	assert_row(&f, 4, "<a> line 49");
	ck_assert(find(&f, "line", false, false));
	assert_styles(&f, 4, "....====");
	assert_row(&f, 4, "<a> line 49");
	fixture_free(&f);
}
END_TEST

/* What the newest lines cover is not in the pane. */
START_TEST(a_match_is_not_left_below_the_rule)
{
	struct fixture f = fixture_new(12, 20, 1000);

	say_numbers(&f, 0, 100);
	scroll(&f, -1);
	assert_row(&f, 7, "<a> line 94");
	ck_assert(find(&f, "line 95", true, false));
	ck_assert(!f.view.scrolled);
	ck_assert(find(&f, "line 60", false, false));
	assert_row(&f, 3, "<a> line 60");
	ck_assert(find(&f, "line 66", true, false));
	assert_row(&f, 3, "<a> line 66");
	for (int i = 0; i < 100; i++) {
		char needle[16];
		int n = i * 37 % 100, row = 0;

		snprintf(needle, sizeof needle, "line %d", n);
		f.view.found = 0;
		ck_assert(find(&f, needle, true, false) || find(&f, needle, false, false));
		while (grid_at(&f.grid, 1 + row, 2 + 4)->style != GRID_SELECTED)
			ck_assert_int_lt(++row, f.view.scrolled ? 8 : 12);
	}
	fixture_free(&f);
}
END_TEST

START_TEST(a_match_deep_in_a_text_is_brought_into_the_pane)
{
	struct fixture f = fixture_new(3, 12, 100);
	struct buf text = { 0 };

	for (int i = 10; i < 90; i++)
		buf_format(&text, "w%d ", i);
	say(&f, 0, "a", buf_string(&text));
	say_numbers(&f, 0, 10);
	ck_assert(find(&f, "w50", false, false));
	assert_row(&f, 1, " w48 w49 w50");
	assert_styles(&f, 1, ".........===");
	f.rect.cols = 6;
	draw(&f);
	assert_row(&f, 2, "w51");
	buf_free(&text);
	fixture_free(&f);
}
END_TEST

START_TEST(notices_and_folds_are_found_by_their_words)
{
	struct fixture f = fixture_new(4, 20, 100);

	transcript_add(f.transcript, 0, EVENT_JOIN, "ann", NULL);
	transcript_add(f.transcript, 0, EVENT_JOIN, "bob", NULL);
	transcript_add(f.transcript, 0, EVENT_SENT, "cid", NULL);
	transcript_add(f.transcript, 0, EVENT_ERROR, "dan", "told");
	ck_assert(find(&f, "+bob", false, false));
	assert_styles(&f, 2, ".........====");
	ck_assert(!find(&f, "+bob", false, true));
	ck_assert(find(&f, "told", true, true));
	assert_styles(&f, 3, "........====");
	ck_assert(!find(&f, "cid", false, false));
	ck_assert(!find(&f, "cid", true, false));
	ck_assert(!find(&f, "-!-", false, false));
	ck_assert(!find(&f, "", false, false));
	fixture_free(&f);
}
END_TEST

/* A megabyte is drawn in rows: only about them is it looked for what to highlight. */
START_TEST(a_huge_text_is_not_searched_to_be_drawn)
{
	enum { LONG = 1000000 };
	struct fixture f = fixture_new(20, 80, 10);
	char *text = malloc(LONG + 1);

	for (size_t i = 0; i < LONG; i += 10)
		memcpy(text + i, "привt ", 10);
	text[LONG] = 0;
	say(&f, 0, "a", text);
	f.view.needle = "t п";
	for (int i = 0; i < 300; i++)
		draw(&f);
	assert_styles(&f, 19,
		      "...................+...+++...+++...+++...+++...+++...+++...+++...+++...+++");
	free(text);
	fixture_free(&f);
}
END_TEST

TESTING_MAIN("chatview_find", TESTING_LOOP(what_is_found_is_highlighted, COUNT(looks)),
	     TESTING(a_search_goes_from_line_to_line), TESTING(a_search_begins_at_the_lowest_line),
	     TESTING(a_match_is_not_left_below_the_rule),
	     TESTING(a_match_deep_in_a_text_is_brought_into_the_pane),
	     TESTING(notices_and_folds_are_found_by_their_words),
	     TESTING(a_huge_text_is_not_searched_to_be_drawn))
