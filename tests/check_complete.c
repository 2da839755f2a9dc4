#include "testing.h"

#include <locale.h>
#include <string.h>

#include "buf.h"
#include "complete.h"

static const char *const names[] = {
	"ann",     "Anton",  "bob",   "Анна",    "Ann Black",           "a\nb c",
	"x\x1B[m", "\u200B", "@home", "étienne", "I have 5 whole words"
};
static const char *const commands[] = { "/help", "/me", "/nick" };

static const char *const options[] = { "color", "compress" };
static const char *const colors[] = { "auto", "always", "never" };

static const char *at_most(const char *const *list, size_t count, size_t i)
{
	return i < count ? list[i] : NULL;
}

/* An ARG means a room without names. */
static const char *source(void *arg, const struct complete_place *place, size_t *at)
{
	size_t i = (*at)++;

	if (arg)
		return NULL;
	if (place->kind == COMPLETE_COMMAND)
		return at_most(commands, COUNT(commands), i);
	if (place->kind == COMPLETE_ARGUMENT && !strncmp(place->head, "/set color ", 11))
		return place->head[11] ? NULL : at_most(colors, COUNT(colors), i);
	if (place->kind == COMPLETE_ARGUMENT && !strcmp(place->head, "/set "))
		return at_most(options, COUNT(options), i);
	return at_most(names, COUNT(names), i);
}

/* A line with the cursor as "|", the Tabs pressed (">" or "<" for back), the line and cursor that
 * come of it, and how many candidates there were. */
static const struct {
	const char *before, *tabs, *after;
	size_t count;
} cases[] = {
	{ "b|", ">", "bob: |", 1 },
	{ "B|", ">", "bob: |", 1 },
	{ "hi b|", ">", "hi bob |", 1 },
	{ "hi\nb|", ">", "hi\nbob: |", 1 },
	{ "an|", ">", "ann: |", 3 },
	{ "an|", ">>", "Anton: |", 3 },
	{ "an|", ">>>", "Ann Black: |", 3 },
	{ "an|", ">>>>", "ann: |", 3 },
	{ "an|", "<", "Ann Black: |", 3 },
	{ "an|", "<<", "Anton: |", 3 },
	{ "an|", "><", "Ann Black: |", 3 },
	{ "b|", ">>", "bob: |", 1 },
	{ "ann b|", ">", "ann bob |", 1 },
	{ "ann bl|", ">", "Ann Black: |", 1 },
	{ "hi ann bl|", ">", "hi Ann Black |", 1 },
	{ "I have 5 w|", ">", "I have 5 whole words: |", 1 },
	{ "I have 5 whole w|", ">", NULL, 0 },
	{ "а|", ">", "Анна: |", 1 },
	{ "E\u0301|", ">", "étienne: |", 1 },
	{ "é|", ">", "étienne: |", 1 },
	/* what stands behind the cursor */
	{ "hi b| and you", ">", "hi bob |and you", 1 },
	{ "hi an| and you", ">>", "hi Anton |and you", 3 },
	{ "hi b|, you", ">", "hi bob |, you", 1 },
	{ "b|ob", ">", "bob: |ob", 1 },
	/* an at sign */
	{ "@b|", ">", "@bob |", 1 },
	{ "hi @an|", ">>", "hi @Anton |", 3 },
	{ "@h|", ">", "@home: |", 1 },
	/* commands */
	{ "/n|", ">", "/nick |", 1 },
	{ "/N|", ">", "/nick |", 1 },
	{ "/|", ">>", "/me |", 3 },
	{ "/nick b|", ">", "/nick bob |", 1 },
	{ "/|/n", ">", "/help |/n", 3 },
	/* their arguments */
	{ "/set |", ">", "/set color |", 2 },
	{ "/set com|", ">", "/set compress |", 1 },
	{ "/set  com|", ">", NULL, 0 },
	{ "/set color |", ">>", "/set color always |", 3 },
	{ "/set col|", ">>", "/set color auto |", 3 },
	{ "/set col|", ">>>", "/set color always |", 3 },
	{ "/set color n|", ">", "/set color never |", 1 },
	{ "/set color auto |", ">", NULL, 0 },
	{ "/set color b|", ">", NULL, 0 },
	{ "/me greets Ann bl|", ">", "/me greets Ann Black |", 1 },
	{ "/me\nb|", ">", "/me\nbob |", 1 },
	{ "hi /n|", ">", NULL, 0 },
	{ "//n|", ">", NULL, 0 },
	{ "/zz|", ">", NULL, 0 },
	/* names as the network gives them */
	{ "a\u200B|", ">", NULL, 0 },
	{ "x|", ">", "x[m: |", 1 },
	{ "nobody|", ">", NULL, 0 },
	{ "a b c d e f g|", ">", NULL, 0 },
	/* nothing to begin with: all that can be shown */
	{ "|", ">", "ann: |", 10 },
	{ "hi |", ">", "hi ann |", 10 },
};

struct line {
	char text[200];
	size_t cursor;
};

static struct line line_marked(const char *marked)
{
	const char *mark = strchr(marked, '|');
	struct line line = { .cursor = (size_t)(mark - marked) };

	memcpy(line.text, marked, line.cursor);
	strcpy(line.text + line.cursor, mark + 1);
	return line;
}

static bool step(struct complete *k, struct line *line, bool back, size_t *count)
{
	struct complete_result r;
	struct line old = *line;

	if (!complete_step(k, line->text, strlen(line->text), line->cursor, back, &r))
		return false;
	line->cursor = r.from + strlen(r.text);
	memcpy(line->text + r.from, r.text, strlen(r.text));
	strcpy(line->text + line->cursor, old.text + r.to);
	*count = complete_count(k);
	return true;
}

START_TEST(words_are_completed)
{
	struct complete *k = complete_new(source, NULL);
	struct line line = line_marked(cases[_i].before), after;
	bool done = true;
	size_t count = 0;

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	for (const char *tab = cases[_i].tabs; *tab; tab++)
		done = step(k, &line, *tab == '<', &count);
	ck_assert_int_eq(done, cases[_i].after != NULL);
	after = line_marked(cases[_i].after ? cases[_i].after : cases[_i].before);
	ck_assert_str_eq(line.text, after.text);
	ck_assert_uint_eq(line.cursor, after.cursor);
	ck_assert_uint_eq(count, cases[_i].count);
	complete_free(k);
}
END_TEST

START_TEST(a_reset_begins_anew)
{
	struct complete *k = complete_new(source, NULL);
	struct line line = line_marked("an|");
	size_t count;

	complete_reset(k);
	step(k, &line, false, &count);
	complete_reset(k);
	line = line_marked("ann|");
	step(k, &line, false, &count);
	ck_assert_str_eq(line.text, "ann: ");
	ck_assert_uint_eq(count, 2);
	complete_free(k);
}
END_TEST

static const struct {
	const char *line, *last, *typed;
} cancels[] = {
	{ "AN|", "Ann Black", "AN" },
	{ "hi Ann Bl| you", "Ann Black", "Ann Bl " },
	{ "|", "I have 5 whole words", "" },
};

START_TEST(a_cancel_puts_back_what_was_typed)
{
	struct complete *k = complete_new(source, NULL);
	struct line line = line_marked(cancels[_i].line);
	struct complete_result r;
	size_t count;

	ck_assert(!complete_cancel(k, line.text, line.cursor, &r));
	step(k, &line, false, &count);
	step(k, &line, true, &count);
	ck_assert_str_eq(complete_candidate(k, complete_chosen(k)), cancels[_i].last);
	ck_assert(complete_cancel(k, line.text, line.cursor, &r));
	ck_assert_uint_eq(r.to, line.cursor);
	ck_assert_str_eq(r.text, cancels[_i].typed);
	ck_assert_uint_eq(complete_count(k), 0);
	ck_assert(!complete_cancel(k, line.text, line.cursor, &r));
	complete_free(k);
}
END_TEST

START_TEST(a_changed_line_begins_anew)
{
	struct complete *k = complete_new(source, NULL);
	struct line line = line_marked("an|");
	size_t count;

	step(k, &line, false, &count);
	line = line_marked("ann! b|");
	step(k, &line, false, &count);
	ck_assert_str_eq(line.text, "ann! bob ");
	line = line_marked("/n|");
	step(k, &line, false, &count);
	ck_assert_str_eq(line.text, "/nick ");
	line = line_marked("b|");
	step(k, &line, false, &count);
	ck_assert_str_eq(line.text, "bob: ");
	complete_free(k);
}
END_TEST

static const char *source_of_many(void *arg, const struct complete_place *place, size_t *at)
{
	size_t i = (*at)++;

	(void)arg;
	(void)place;
	return i < 6 ? names[i % 3] : NULL;
}

START_TEST(a_candidate_given_again_counts_once)
{
	struct complete *k = complete_new(source_of_many, NULL);
	struct line line = line_marked("|");
	size_t count;

	step(k, &line, false, &count);
	ck_assert_uint_eq(count, 3);
	complete_free(k);
}
END_TEST

START_TEST(an_empty_room_completes_nothing)
{
	bool empty = true;
	struct complete *alone = complete_new(source, &empty);
	struct line line = line_marked("a|");
	size_t count;

	ck_assert(!step(alone, &line, false, &count));
	ck_assert(!step(alone, &line, true, &count));
	line = line_marked("|");
	ck_assert(!step(alone, &line, false, &count));
	complete_free(alone);
	complete_free(NULL);
}
END_TEST

TESTING_MAIN("complete", TESTING_LOOP(words_are_completed, COUNT(cases)),
	     TESTING(a_reset_begins_anew),
	     TESTING_LOOP(a_cancel_puts_back_what_was_typed, COUNT(cancels)),
	     TESTING(a_changed_line_begins_anew), TESTING(a_candidate_given_again_counts_once),
	     TESTING(an_empty_room_completes_nothing))
