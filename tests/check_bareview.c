#include "testing.h"

#include <locale.h>
#include <string.h>

#include "bareview.h"

static void clock_none(struct buf *out, int64_t time)
{
	(void)out;
	(void)time;
}

static void notice(struct buf *out, const struct transcript_line *line)
{
	buf_format(out, "told %s", transcript_text(line));
}

static const struct chatview_words words = { .clock = clock_none,
					     .day = clock_none,
					     .notice = notice };

/* The lines are "one" and "two\nlines" by messages, an action, a join, and a notice. */
static struct transcript *conversation(void)
{
	struct transcript *t = transcript_new(100);

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	transcript_add(t, 0, EVENT_MESSAGE, "ann", "one");
	transcript_add(t, 0, EVENT_MESSAGE, "ann", "two\nlines");
	transcript_add(t, 0, EVENT_MESSAGE, "bob", "/me waves")->action = true;
	transcript_add(t, 0, EVENT_JOIN, "cai", "");
	transcript_add(t, 0, EVENT_NOTICE, NULL, "so");
	return t;
}

static const struct {
	uint64_t last;
	int rows, cols;
	const char *text;
} sizes[] = {
	{ 4, 24, 80, "one\ntwo\nlines\nbob waves\ntold so" },
	{ 4, 5, 80, "one\ntwo\nlines\nbob waves\ntold so" },
	{ 4, 4, 80, "two\nlines\nbob waves\ntold so" },
	{ 4, 3, 80, "lines\nbob waves\ntold so" },
	{ 4, 1, 80, "told so" },
	{ 2, 24, 80, "one\ntwo\nlines\nbob waves" },
	{ 3, 2, 80, "lines\nbob waves" },
	{ 4, 3, 5, "aves\ntold so" },
	{ 4, 3, 4, "s\ntold so" },
	{ 4, 2, 7, "es\ntold so" },
};

START_TEST(as_much_as_fits_is_written)
{
	struct transcript *t = conversation();
	struct buf out = { 0 };

	bareview_write(&out, t, sizes[_i].last, sizes[_i].rows, sizes[_i].cols, &words);
	ck_assert_str_eq(buf_string(&out), sizes[_i].text);
	buf_free(&out);
	transcript_free(t);
}
END_TEST

static const struct {
	const char *text;
	int rows, cols;
	const char *want;
} texts[] = {
	{ "abcdefgh", 2, 4, "abcdefgh" },
	{ "abcdefgh", 1, 4, "efgh" },
	{ "abcdefghi", 1, 4, "i" },
	{ "漢字漢字", 1, 5, "漢字" },
	{ "漢字漢字漢", 2, 5, "漢字漢" },
	{ "漢字", 1, 1, "字" },
	{ "ab\n\ncd", 2, 4, "\ncd" },
	{ "ab\n", 1, 4, "" },
	{ "ab\n", 2, 4, "ab\n" },
	{ "abcd\ne", 2, 4, "abcd\ne" },
	{ "x\u0301x\u0301x\u0301", 1, 2, "x\u0301" },
};

START_TEST(rows_are_those_of_the_terminal)
{
	struct transcript *t = transcript_new(100);
	struct buf out = { 0 };

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	transcript_add(t, 0, EVENT_MESSAGE, "ann", "before");
	transcript_add(t, 0, EVENT_MESSAGE, "ann", texts[_i].text);
	bareview_write(&out, t, 1, texts[_i].rows, texts[_i].cols, &words);
	ck_assert_str_eq(buf_string(&out), texts[_i].want);
	buf_free(&out);
	transcript_free(t);
}
END_TEST

TESTING_MAIN("bareview", TESTING_LOOP(as_much_as_fits_is_written, COUNT(sizes)),
	     TESTING_LOOP(rows_are_those_of_the_terminal, COUNT(texts)))
