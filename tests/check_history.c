#include "testing.h"

#include <string.h>

#include "history.h"
#include "mem.h"

/* A history of the letters of LINES, each a line. */
static struct history *history_of(size_t max, const char *lines)
{
	struct history *h = history_new(max);

	for (; *lines; lines++)
		history_add(h, (char[]){ *lines, 0 });
	return h;
}

static char *joined(const struct history *h)
{
	char *s = mem_copy("");

	for (size_t i = 0; i < history_count(h); i++) {
		char *longer = mem_format("%s%s", s, history_at(h, i));

		free(s);
		s = longer;
	}
	return s;
}

static const struct {
	size_t max;
	const char *added, *kept;
} rings[] = {
	{ 5, "", "" },         { 5, "abc", "abc" },    { 3, "abcde", "cde" },
	{ 1, "abc", "c" },     { 0, "abc", "c" },      { 5, "aabb", "ab" },
	{ 5, "abab", "abab" }, { 3, "abcccd", "bcd" }, { 2, "abba", "ba" },
};

START_TEST(the_newest_lines_are_kept)
{
	struct history *h = history_of(rings[_i].max, rings[_i].added);
	char *kept = joined(h);

	ck_assert_str_eq(kept, rings[_i].kept);
	ck_assert_ptr_null(history_at(h, history_count(h)));
	free(kept);
	history_free(h);
}
END_TEST

START_TEST(an_empty_line_is_not_kept)
{
	struct history *h = history_new(5);

	history_add(h, "");
	ck_assert_uint_eq(history_count(h), 0);
	history_free(h);
	history_free(NULL);
}
END_TEST

START_TEST(recall_goes_back_and_forth_and_gives_the_draft_again)
{
	struct history *h = history_of(5, "abc");
	char draft[] = "draft";

	ck_assert_ptr_null(history_newer(h));
	ck_assert_str_eq(history_older(h, draft), "c");
	draft[0] = 'x';
	ck_assert_str_eq(history_older(h, "c"), "b");
	ck_assert_str_eq(history_older(h, "b"), "a");
	ck_assert_ptr_null(history_older(h, "a"));
	ck_assert_ptr_null(history_older(h, "a"));
	ck_assert_str_eq(history_newer(h), "b");
	ck_assert_str_eq(history_newer(h), "c");
	ck_assert_str_eq(history_newer(h), "draft");
	ck_assert_ptr_null(history_newer(h));
	ck_assert_str_eq(history_older(h, "another"), "c");
	ck_assert_str_eq(history_newer(h), "another");
	history_free(h);
}
END_TEST

START_TEST(a_recalled_line_is_no_draft_until_it_is_changed)
{
	struct history *h = history_of(5, "abc");

	ck_assert_str_eq(history_draft(h, "c"), "c");
	history_older(h, "draft");
	ck_assert_str_eq(history_draft(h, "c"), "draft");
	ck_assert_str_eq(history_draft(h, "c!"), "c!");
	history_newer(h);
	ck_assert_str_eq(history_draft(h, "draft"), "draft");
	history_free(h);
}
END_TEST

START_TEST(long_lines_do_not_fill_the_memory)
{
	struct history *h = history_new(1000);
	char *line = mem_new((1 << 20) + 1, 1);

	memset(line, 'a', 1 << 20);
	for (char c = 'a'; c <= 'z'; c++) {
		*line = c;
		ck_assert(history_add(h, line));
		ck_assert(!history_add(h, line));
	}
	ck_assert_uint_eq(history_count(h), 16);
	ck_assert_int_eq(*history_at(h, 15), 'z');
	free(line);
	history_free(h);
}
END_TEST

START_TEST(the_draft_may_be_handed_back_as_the_draft)
{
	struct history *h = history_of(5, "a");
	const char *draft;

	history_older(h, "draft");
	draft = history_newer(h);
	ck_assert_str_eq(history_older(h, draft), "a");
	ck_assert_str_eq(history_newer(h), "draft");
	history_free(h);
}
END_TEST

START_TEST(nothing_is_recalled_from_nothing)
{
	struct history *h = history_new(5);

	ck_assert_ptr_null(history_older(h, "draft"));
	ck_assert_ptr_null(history_newer(h));
	ck_assert_ptr_null(history_find(h, "a", 0));
	ck_assert_ptr_null(history_find(h, "a", 1));
	history_free(h);
}
END_TEST

START_TEST(adding_ends_a_recall)
{
	struct history *h = history_of(3, "abc");

	history_older(h, "draft");
	history_older(h, "c");
	history_add(h, "d");
	ck_assert_ptr_null(history_newer(h));
	ck_assert_str_eq(history_older(h, ""), "d");
	ck_assert_str_eq(history_older(h, "d"), "c");
	ck_assert_str_eq(history_older(h, "c"), "b");
	ck_assert_ptr_null(history_older(h, "b"));
	history_free(h);
}
END_TEST

START_TEST(search_finds_older_and_older_lines)
{
	static const char *const lines[] = { "Привет, мир", "one two", "two ONE", "two one",
					     "two one",     "three",   "two one", "none" };
	struct history *h = history_new(20);

	for (size_t i = 0; i < COUNT(lines); i++)
		history_add(h, lines[i]);
	ck_assert_str_eq(history_find(h, "one", 0), "none");
	ck_assert_str_eq(history_find(h, "one", 1), "two one");
	ck_assert_str_eq(history_find(h, "one", 1), "two ONE");
	ck_assert_str_eq(history_find(h, "one", 1), "one two");
	ck_assert_ptr_null(history_find(h, "one", 1));
	ck_assert_ptr_null(history_find(h, "one", 1));
	ck_assert_str_eq(history_find(h, "привет", 1), "Привет, мир");
	ck_assert_str_eq(history_find(h, "ONE", 0), "none");
	ck_assert_str_eq(history_find(h, "two o", 1), "two one");
	ck_assert_ptr_null(history_find(h, "", 0));
	ck_assert_ptr_null(history_find(h, "four", 0));
	ck_assert_str_eq(history_find(h, "three", 0), "three");
	history_add(h, "one more");
	ck_assert_str_eq(history_find(h, "one", 1), "one more");
	history_free(h);
}
END_TEST

TESTING_MAIN("history", TESTING_LOOP(the_newest_lines_are_kept, COUNT(rings)),
	     TESTING(an_empty_line_is_not_kept),
	     TESTING(recall_goes_back_and_forth_and_gives_the_draft_again),
	     TESTING(a_recalled_line_is_no_draft_until_it_is_changed),
	     TESTING(long_lines_do_not_fill_the_memory),
	     TESTING(the_draft_may_be_handed_back_as_the_draft),
	     TESTING(nothing_is_recalled_from_nothing), TESTING(adding_ends_a_recall),
	     TESTING(search_finds_older_and_older_lines))
