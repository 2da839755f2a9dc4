#include "testing.h"

#include <locale.h>
#include <string.h>

#include "edit.h"
#include "mem.h"
#include "text.h"

/*
 * A case is a text with the cursor as "|", what is done, and the text and cursor that come of it.
 * What is done is written with the letters of the Emacs keys; 'abc' is typed, "[abc]" pasted,
 * "<abc>" set as from the history, and "!" checks that the verb before it changed nothing.
 */
static const struct {
	char letter;
	enum edit_verb verb;
} letters[] = {
	{ 'A', EDIT_HEAD },        { 'E', EDIT_TAIL },           { 'B', EDIT_PREV },
	{ 'F', EDIT_NEXT },        { 'b', EDIT_PREV_WORD },      { 'f', EDIT_NEXT_WORD },
	{ 'P', EDIT_UP },          { 'N', EDIT_DOWN },           { 'H', EDIT_DELETE_PREV },
	{ 'D', EDIT_DELETE_NEXT }, { 'W', EDIT_KILL_PREV_WORD }, { 'd', EDIT_KILL_NEXT_WORD },
	{ 'U', EDIT_KILL_HEAD },   { 'K', EDIT_KILL_TAIL },      { 'Y', EDIT_YANK },
	{ 'y', EDIT_YANK_POP },    { 'T', EDIT_TRANSPOSE },      { '_', EDIT_UNDO },
	{ 'R', EDIT_REDO },        { 'C', EDIT_CLEAR },          { 't', EDIT_TRANSPOSE_WORDS },
	{ 'u', EDIT_UPCASE },      { 'l', EDIT_DOWNCASE },       { 'c', EDIT_CAPITALISE },
};

static enum edit_verb verb_of(char letter)
{
	for (size_t i = 0; i < COUNT(letters); i++)
		if (letters[i].letter == letter)
			return letters[i].verb;
	ck_abort_msg("no verb %c", letter);
}

static char *marked(const struct edit *e)
{
	return mem_format("%.*s|%s", (int)edit_cursor(e), edit_text(e),
			  edit_text(e) + edit_cursor(e));
}

static void check_verb(struct edit *e, char letter, bool changes)
{
	char *before = marked(e), *after;
	bool changed = edit_do(e, verb_of(letter));

	after = marked(e);
	ck_assert_msg(changed == changes, "%c returned %d", letter, changed);
	if (strcmp(before, after))
		ck_assert_msg(changes, "%c: %s became %s", letter, before, after);
	free(before);
	free(after);
}

static void type(struct edit *e, const char *s, size_t n)
{
	for (size_t at = 0, next; at < n; at = next) {
		next = text_next(s, n, at);
		edit_insert(e, s + at, next - at);
	}
}

static const char *quoted(struct edit *e, const char *script)
{
	const char *end = strchr(script + 1, *script == '[' ? ']' : *script == '<' ? '>' : '\'');
	size_t n = (size_t)(end - script - 1);

	if (*script == '[')
		edit_insert(e, script + 1, n);
	else if (*script == '<')
		edit_set(e, script + 1, n);
	else
		type(e, script + 1, n);
	return end;
}

static void run(struct edit *e, const char *script)
{
	for (; *script; script++) {
		if (strchr("'[<", *script)) {
			script = quoted(e, script);
		} else if (script[1] == '!') {
			check_verb(e, *script, false);
			script++;
		} else if (*script != ' ') {
			check_verb(e, *script, true);
		}
	}
}

/* The part behind the cursor first, so that the editor puts the cursor itself. */
static struct edit *edit_marked(const char *text)
{
	struct edit *e = edit_new();
	const char *mark = strchr(text, '|');

	edit_set(e, mark + 1, strlen(mark + 1));
	while (edit_do(e, EDIT_UP))
		;
	edit_do(e, EDIT_HEAD);
	edit_replace(e, 0, 0, text, (size_t)(mark - text));
	return e;
}

static void check_script(const char *before, const char *script, const char *after)
{
	struct edit *e;
	char *result;

	setlocale(LC_CTYPE, "C.UTF-8");
	e = edit_marked(before);
	run(e, script);
	result = marked(e);
	ck_assert_str_eq(result, after);
	ck_assert_uint_eq(edit_size(e), strlen(after) - 1);
	free(result);
	edit_free(e);
}

static const struct {
	const char *before, *script, *after;
} cases[] = {
	/* moving */
	{ "ab|cd", "B", "a|bcd" },
	{ "ab|cd", "F", "abc|d" },
	{ "|ab", "B!", "|ab" },
	{ "ab|", "F!", "ab|" },
	{ "ab|cd", "A", "|abcd" },
	{ "|abcd", "A!", "|abcd" },
	{ "ab|cd", "E", "abcd|" },
	{ "abcd|", "E!", "abcd|" },
	{ "one\ntw|o\nthree", "A", "one\n|two\nthree" },
	{ "one\ntw|o\nthree", "E", "one\ntwo|\nthree" },
	{ "one\n|two", "B", "one|\ntwo" },
	/* a grapheme is one step, however many characters it has */
	{ "ae\u0301|b", "B", "a|e\u0301b" },
	{ "a|e\u0301b", "F", "ae\u0301|b" },
	{ "👨‍👩‍👧|", "B", "|👨‍👩‍👧" },
	{ "🇷🇺🇨🇳|", "B", "🇷🇺|🇨🇳" },
	{ "|🇷🇺🇨🇳", "F", "🇷🇺|🇨🇳" },
	{ "👍🏽|", "H", "|" },
	{ "每|日", "F", "每日|" },
	/* words */
	{ "one two|", "b", "one |two" },
	{ "one two|", "bb", "|one two" },
	{ "one, |two", "b", "|one, two" },
	{ "|one two", "f", "one| two" },
	{ "one| -- two!", "f", "one -- two|!" },
	{ "one|  ", "f", "one  |" },
	{ "  |one", "b", "|  one" },
	{ "don't|", "b", "|don't" },
	{ "привет, мир|", "b", "привет, |мир" },
	{ "|привет, мир", "f", "привет|, мир" },
	{ "|", "b!f!", "|" },
	/* rows */
	{ "one\ntw|o", "P", "on|e\ntwo" },
	{ "on|e\ntwo", "N", "one\ntw|o" },
	{ "on|e", "P!N!", "on|e" },
	{ "long one\nab\nlong tw|o", "PP", "long on|e\nab\nlong two" },
	{ "long on|e\nab\nlong two", "NN", "long one\nab\nlong tw|o" },
	{ "long on|e\n\nlong two", "NNF", "long one\n\nlong two|" },
	{ "long on|e\nab\nlong two", "N'c'N", "long one\nabc\nlon|g two" },
	{ "日本|\nabcdef", "N", "日本\nabcd|ef" },
	{ "日本\nabc|def", "P", "日|本\nabcdef" },
	/* deleting */
	{ "ab|c", "H", "a|c" },
	{ "ab|c", "D", "ab|" },
	{ "|ab", "H!", "|ab" },
	{ "ab|", "D!", "ab|" },
	{ "ae\u0301|", "H", "a|" },
	{ "a\n|b", "H", "a|b" },
	/* what comes together may become one grapheme: the cursor stands behind it */
	{ "🇷\n|🇺", "H", "🇷🇺|" },
	{ "e\n|\u0301x", "H", "e\u0301|x" },
	{ "|🇺x", "'🇷'", "🇷🇺|x" },
	/* killing and yanking */
	{ "one two|", "W", "one |" },
	{ "one two|", "WY", "one two|" },
	{ "|one two", "d", "| two" },
	{ "|one two", "ddYY", "one twoone two|" },
	{ "one two|", "WWY", "one two|" },
	{ "one t|wo", "WdY", "one two|" },
	{ "one t|wo", "U", "|wo" },
	{ "one t|wo", "K", "one t|" },
	{ "one t|wo", "UEY", "woone t|" },
	{ "one|\ntwo", "K", "one|two" },
	{ "one\n|two", "U", "one|two" },
	{ "|one\ntwo", "KKKY", "one\ntwo|" },
	{ "|ab", "U!", "|ab" },
	{ "ab|", "K!", "ab|" },
	{ "ab|", "Y!", "ab|" },
	{ "a b|", "W'x'WY", "a x|" },
	{ "a b|", "W'x'WYy", "a b|" },
	{ "a b|", "W'x'WYyy", "a x|" },
	{ "a b|", "W'x'WYBy!", "a |x" },
	{ "a b|", "WYy!", "a b|" },
	{ "a b|", "y!", "a b|" },
	{ "a b|", "WYYy!", "a bb|" },
	{ "one two|", "WBFWY", "one |" },
	/* swapping */
	{ "a|b", "T", "ba|" },
	{ "ab|", "T", "ba|" },
	{ "a|bc", "T", "ba|c" },
	{ "|ab", "T!", "|ab" },
	{ "a|", "T!", "a|" },
	{ "|", "T!", "|" },
	{ "x\na|", "T!", "x\na|" },
	{ "x\nab|\ny", "T", "x\nba|\ny" },
	{ "e\u0301|👍🏽", "T", "👍🏽e\u0301|" },
	/* swapping words */
	{ "one| two", "t", "two one|" },
	{ "one two|", "t", "two one|" },
	{ "one two  |", "t", "two one|  " },
	{ "one t|wo three", "t", "two one| three" },
	{ "one, |two!", "tt", "one, two|!" },
	{ "|one two", "t!", "|one two" },
	{ "one|", "t!", "one|" },
	{ "  one|", "t!", "  one|" },
	{ " -- |", "t!", " -- |" },
	{ "|", "t!", "|" },
	{ "мир| привет", "t_", "мир| привет" },
	/* the case of words */
	{ "|one two", "u", "ONE| two" },
	{ "o|ne two", "uu", "oNE TWO|" },
	{ "|ONE two", "u", "ONE| two" },
	{ "|ONE TWO", "l", "one| TWO" },
	{ "|oNE tWO", "cc", "One Two|" },
	{ "one| -- two", "c", "one -- Two|" },
	{ "|don't", "c", "Don't|" },
	{ "|привет", "u", "ПРИВЕТ|" },
	{ "|straße", "u", "STRASSE|" },
	{ "|straße", "u_", "|straße" },
	{ "|世界", "u", "世|界" },
	{ "one|", "u!l!c!", "one|" },
	{ "|a b", "uu__", "|a b" },
	/* undoing */
	{ "|", "'abc'_", "|" },
	{ "|", "'abc'_R", "abc|" },
	{ "|", "'abc'_RR!", "abc|" },
	{ "|", "'one two'_", "one |" },
	{ "|", "'one two'__", "|" },
	{ "|", "'one two'__R", "one |" },
	{ "|", "'ab'B'c'_", "a|b" },
	{ "|", "'ab'B'c'__", "|" },
	{ "|", "'ab'[cd]'ef'_", "abcd|" },
	{ "|", "'ab'[cd]'ef'__", "ab|" },
	{ "abc|", "HHH_", "abc|" },
	{ "|abc", "DDD_", "|abc" },
	{ "abc|", "HHBF'x'_", "a|" },
	{ "abc|", "HBFH_", "ab|" },
	{ "abc|", "HBFH__", "abc|" },
	{ "a b c|", "WW_", "a b |" },
	{ "a b c|", "WW__", "a b c|" },
	{ "ab|cd", "C_", "ab|cd" },
	{ "ab|cd", "C'x'__", "ab|cd" },
	{ "|", "C!", "|" },
	{ "a b|", "W'x'WYy_", "a |" },
	{ "a|b", "T_", "a|b" },
	{ "a|b", "T_R", "ba|" },
	{ "ab|c", "<older><oldest>_", "ab|c" },
	{ "ab|c", "<older><oldest>_R", "oldest|" },
	{ "|", "'a'_'b'R!", "b|" },
	{ "|", "'🇷🇺'_", "|" },
};

START_TEST(verbs_do_what_their_keys_promise)
{
	check_script(cases[_i].before, cases[_i].script, cases[_i].after);
}
END_TEST

START_TEST(long_words_are_undone_in_parts)
{
	struct edit *e = edit_new();
	size_t steps = 0;

	setlocale(LC_CTYPE, "C.UTF-8");
	for (int i = 0; i < 200; i++)
		edit_insert(e, "每", strlen("每"));
	while (edit_do(e, EDIT_UNDO))
		steps++;
	ck_assert_uint_gt(steps, 5);
	ck_assert_uint_lt(steps, 20);
	ck_assert_uint_eq(edit_size(e), 0);
	while (edit_do(e, EDIT_REDO))
		steps--;
	ck_assert_uint_eq(steps, 0);
	ck_assert_uint_eq(edit_size(e), 200 * strlen("每"));
	edit_free(e);
}
END_TEST

/* Both ways of deleting. */
START_TEST(long_deletions_are_undone_in_parts)
{
	static const enum edit_verb verbs[] = { EDIT_DELETE_PREV, EDIT_DELETE_NEXT };
	char letters_in_a_row[201];
	struct edit *e;
	size_t steps = 0;

	memset(letters_in_a_row, 'a', 200);
	letters_in_a_row[200] = 0;
	e = edit_new();
	edit_set(e, letters_in_a_row, 200);
	if (verbs[_i] == EDIT_DELETE_NEXT)
		edit_do(e, EDIT_HEAD);
	while (edit_do(e, verbs[_i]))
		;
	for (; edit_size(e) < 200; steps++)
		ck_assert(edit_do(e, EDIT_UNDO));
	ck_assert_uint_gt(steps, 1);
	ck_assert_uint_lt(steps, 10);
	ck_assert_str_eq(edit_text(e), letters_in_a_row);
	edit_free(e);
}
END_TEST

START_TEST(a_completion_is_undone_as_one)
{
	struct edit *e = edit_marked("hi an|");

	edit_replace(e, 3, 5, "ann ", 4);
	edit_replace(e, 3, 7, "anton ", 6);
	ck_assert_str_eq(edit_text(e), "hi anton ");
	ck_assert_uint_eq(edit_cursor(e), 9);
	edit_insert(e, "x", 1);
	edit_do(e, EDIT_UNDO);
	ck_assert_str_eq(edit_text(e), "hi anton ");
	edit_do(e, EDIT_UNDO);
	ck_assert_str_eq(edit_text(e), "hi an");
	ck_assert_uint_eq(edit_cursor(e), 5);
	edit_free(e);
}
END_TEST

START_TEST(a_reset_keeps_the_kill_ring_alone)
{
	struct edit *e = edit_marked("one two|");

	run(e, "W");
	edit_reset(e);
	ck_assert_str_eq(edit_text(e), "");
	ck_assert_uint_eq(edit_cursor(e), 0);
	run(e, "_!R!Y");
	ck_assert_str_eq(edit_text(e), "two");
	edit_free(e);
}
END_TEST

START_TEST(a_kill_after_a_reset_does_not_join_the_one_before)
{
	struct edit *e = edit_marked("one|");

	run(e, "W");
	edit_reset(e);
	run(e, "'two'WYy");
	ck_assert_str_eq(edit_text(e), "one");
	edit_free(e);
}
END_TEST

START_TEST(the_kill_ring_is_bounded)
{
	struct edit *e = edit_new();

	for (int i = 0; i < 100; i++) {
		char *word = mem_format("w%d", i);

		edit_insert(e, word, strlen(word));
		edit_do(e, EDIT_KILL_HEAD);
		edit_insert(e, " ", 1);
		edit_do(e, EDIT_DELETE_PREV);
		free(word);
	}
	edit_do(e, EDIT_YANK);
	ck_assert_str_eq(edit_text(e), "w99");
	for (int i = 98; i > 68; i--)
		ck_assert(edit_do(e, EDIT_YANK_POP));
	edit_do(e, EDIT_YANK_POP);
	ck_assert_str_eq(edit_text(e), "w68");
	edit_do(e, EDIT_YANK_POP);
	ck_assert_str_eq(edit_text(e), "w99");
	edit_free(e);
}
END_TEST

START_TEST(undo_is_bounded)
{
	struct edit *e = edit_new();
	size_t steps = 0;

	for (int i = 0; i < 2000; i++)
		edit_insert(e, "ab", 2);
	while (edit_do(e, EDIT_UNDO))
		steps++;
	ck_assert_uint_ge(steps, 100);
	ck_assert_uint_le(steps, 1000);
	ck_assert_uint_eq(edit_size(e), 2 * (2000 - steps));
	edit_free(e);
}
END_TEST

static const char *const pieces[] = { "a", " ",  "\n", "e\u0301", "\u0301", "\u200D", "👩",
				      "🇷", "日", "한", "\u1100",  "\u1161", ", " };

static void check_whole(const struct edit *e)
{
	const char *s = edit_text(e);
	size_t n = edit_size(e), at = edit_cursor(e);

	ck_assert_uint_eq(strlen(s), n);
	ck_assert(text_valid(s, n));
	ck_assert_uint_le(at, n);
	ck_assert(at == n || text_prev(s, n, at + 1) == at);
}

/* A step of a walk that is always the same: any verb, or something typed that may join its
 * neighbours. */
static void step(struct edit *e, uint32_t *state)
{
	uint32_t choice;

	*state = *state * 1664525 + 1013904223;
	choice = (*state >> 8) % (COUNT(letters) + COUNT(pieces));
	if (choice < COUNT(letters))
		edit_do(e, letters[choice].verb);
	else
		edit_insert(e, pieces[choice - COUNT(letters)],
			    strlen(pieces[choice - COUNT(letters)]));
}

START_TEST(whatever_is_done_the_cursor_is_between_graphemes)
{
	struct edit *e = edit_new();
	uint32_t state = (uint32_t)_i;

	setlocale(LC_CTYPE, "C.UTF-8");
	for (int i = 0; i < 5000; i++) {
		step(e, &state);
		check_whole(e);
	}
	edit_free(e);
}
END_TEST

START_TEST(undo_and_redo_go_back_and_forth_exactly)
{
	struct edit *e = edit_new();
	uint32_t state = 1000 + (uint32_t)_i;
	char *last;

	setlocale(LC_CTYPE, "C.UTF-8");
	for (int i = 0; i < 300; i++) {
		step(e, &state);
		if (edit_size(e) > 1000)
			edit_do(e, EDIT_CLEAR);
	}
	while (edit_do(e, EDIT_REDO))
		;
	last = mem_copy(edit_text(e));
	while (edit_do(e, EDIT_UNDO))
		check_whole(e);
	ck_assert_str_eq(edit_text(e), "");
	while (edit_do(e, EDIT_REDO))
		check_whole(e);
	ck_assert_str_eq(edit_text(e), last);
	free(last);
	edit_free(e);
}
END_TEST

TESTING_MAIN("edit", TESTING_LOOP(verbs_do_what_their_keys_promise, COUNT(cases)),
	     TESTING(long_words_are_undone_in_parts),
	     TESTING_LOOP(long_deletions_are_undone_in_parts, 2),
	     TESTING(a_completion_is_undone_as_one), TESTING(a_reset_keeps_the_kill_ring_alone),
	     TESTING(a_kill_after_a_reset_does_not_join_the_one_before),
	     TESTING(the_kill_ring_is_bounded), TESTING(undo_is_bounded),
	     TESTING_LOOP(whatever_is_done_the_cursor_is_between_graphemes, 10),
	     TESTING_LOOP(undo_and_redo_go_back_and_forth_exactly, 20))
