#include "testing.h"

#include <unigbrk.h>

#include "mem.h"
#include "text_case.h"
#include "text_emoji.h"
#include "text_samples.h"
#include "text_wrap.h"

#define MEGABYTE (1 << 20)

static char *repeat(const char *piece, size_t times)
{
	size_t n = strlen(piece);
	char *s = mem_new(n * times + 1, 1);

	for (size_t i = 0; i < times; i++)
		memcpy(s + i * n, piece, n);
	return s;
}

/* Cells */

static const struct {
	uint32_t character;
	int cells;
} cells[] = {
	{ 'a', 1 },    { ' ', 1 },    { '~', 1 },     { 0x7F, -1 },   { '\n', -1 },   { 0, -1 },
	{ 0x301, 0 },  { 0x65E5, 2 }, { 0x1F600, 2 }, { 0x200D, -1 }, { 0xFE0F, -1 }, { 0xAD, -1 },
	{ 0x1161, 0 }, { 0x1100, 2 }, { 0x378, 1 },   { 0xE000, 1 },  { 0x2028, -1 }, { 0x600, 1 },
	{ 0x85, -1 },  { 0xFFFD, 1 }, { 0x1F1F7, 1 }, { 0x3000, 2 },  { 0xFFFF, -1 }, { 0x43F, 1 },
};

START_TEST(characters_have_cells)
{
	use_utf8();
	ck_assert_int_eq(text_cells(cells[_i].character), cells[_i].cells);
}
END_TEST

static const struct {
	const char *s;
	int width;
} widths[] = {
	{ "", 0 },
	{ "plain", 5 },
	{ "привет", 6 },
	{ "日本語", 6 },
	{ "e" ACUTE, 1 },
	{ "a\nb\tc", 3 },
	{ "👨‍👩‍👧", 6 },
	{ "🇷🇺", 2 },
	{ "\u1112\u1161\u11AB", 2 },
	{ "a\u200Db", 2 },
};

START_TEST(strings_have_widths)
{
	use_utf8();
	ck_assert_int_eq(text_width(widths[_i].s, strlen(widths[_i].s)), widths[_i].width);
}
END_TEST

static const struct {
	const char *s;
	int cells;
	const char *fits;
	int width;
} fits[] = {
	{ "plain", 3, "pla", 3 },   { "plain", 5, "plain", 5 }, { "plain", 9, "plain", 5 },
	{ "plain", 0, "", 0 },      { "plain", -1, "", 0 },     { "日本語", 3, "日", 2 },
	{ "日本語", 4, "日本", 4 }, { "日", 1, "", 0 },         { "e" ACUTE "x", 1, "e" ACUTE, 1 },
	{ "🇷🇺🇨🇳", 3, "🇷🇺", 2 },     { "", 5, "", 0 },           { "👍🏽x", 3, "", 0 },
	{ "привет", 2, "пр", 2 },
};

START_TEST(as_much_as_fits)
{
	int width = -1;

	use_utf8();
	ck_assert_uint_eq(text_fit(fits[_i].s, strlen(fits[_i].s), fits[_i].cells, &width),
			  strlen(fits[_i].fits));
	ck_assert_int_eq(width, fits[_i].width);
	ck_assert_uint_eq(text_fit(fits[_i].s, strlen(fits[_i].s), fits[_i].cells, NULL),
			  strlen(fits[_i].fits));
}
END_TEST

/* Steps: graphemes and words with a "|" between them */

static const char *const graphemes[] = {
	"a|b|c",
	"e" ACUTE "|x",
	"a|\r\n|b|\n|\r",
	"👨‍👩‍👧|👩",
	"👩\u200D\u200D|👩",
	"🇷🇺|🇨🇳|🇩",
	"a|🇷🇺|🇷|b",
	"👍🏽|👍",
	"❤️|1️⃣|a",
	"한|\u1112\u1161\u11AB|\u1161",
	"\u0600x|y",
	"к\u0483|о",
	"a\u200D|👩",
	"👩\u0301‍👩|x",
	"|",
};

/* Where the marks are in a literal, without them. */
static char *without_marks(const char *s, char *is_end)
{
	char *plain = mem_copy(s), *to = plain;

	for (; *s; s++) {
		if (*s == '|')
			is_end[to - plain] = 1;
		else
			*to++ = *s;
	}
	*to = 0;
	is_end[to - plain] = 1;
	return plain;
}

START_TEST(steps_go_by_graphemes)
{
	char is_end[100] = { 0 }, *s = without_marks(graphemes[_i], is_end);
	size_t n = strlen(s), at;

	for (at = 0; at < n;) {
		size_t next = text_next(s, n, at);

		while (++at < next)
			ck_assert_msg(!is_end[at], "next stepped over %zu", at);
		ck_assert_msg(is_end[at], "next stopped at %zu", at);
	}
	ck_assert_uint_eq(text_next(s, n, n), n);
	while (at) {
		size_t prev = text_prev(s, n, at);

		while (--at > prev)
			ck_assert_msg(!is_end[at], "prev stepped over %zu", at);
		ck_assert_msg(!at || is_end[at], "prev stopped at %zu", at);
	}
	ck_assert_uint_eq(text_prev(s, n, 0), 0);
	free(s);
}
END_TEST

static void check_steps(const char *s, size_t n)
{
	char *is_start = mem_new(n + 1, 1);
	size_t boundary = 0;

	u8_grapheme_breaks((const uint8_t *)s, n, is_start);
	for (size_t at = 1; at <= n; at++) {
		ck_assert_uint_eq(text_prev(s, n, at), boundary);
		if (at < n && !is_start[at])
			continue;
		ck_assert_uint_eq(text_next(s, n, boundary), at);
		boundary = at;
	}
	free(is_start);
}

START_TEST(steps_are_those_of_the_whole)
{
	uint32_t state = 100 + (uint32_t)_i;

	use_utf8();
	for (int i = 0; i < 1000; i++) {
		char *s = random_text(&state, 1 + draw(&state, 20));

		if (text_valid(s, strlen(s)))
			check_steps(s, strlen(s));
		free(s);
	}
}
END_TEST

/* "[" is where a word starts, "]" where it ends. */
static const char *const words[] = {
	"",
	" -- ",
	"[one] [two]",
	"  [one], [two]!?",
	"[don't] [stop]",
	"[привет], [мир]",
	"[3.14] ([x])\n[y]",
	"[世][界]",
	"[e\u0301\u0301] 👩‍👩 [x]",
};

/* What the steps from everywhere should be, from the brackets: behind each position the next "]"
 * and before it the last "[", or the ends of the string. */
START_TEST(words_are_found)
{
	char s[100] = { 0 };
	size_t starts[100] = { 0 }, ends[100] = { 0 }, n = 0, words_count = 0, ends_count = 0;

	for (const char *p = words[_i]; *p; p++) {
		if (*p == '[')
			starts[words_count++] = n;
		else if (*p == ']')
			ends[ends_count++] = n;
		else
			s[n++] = *p;
	}
	for (size_t at = 0; at <= n; at++) {
		size_t end = n, start = 0;

		for (size_t i = words_count; i-- && ends[i] > at;)
			end = ends[i];
		for (size_t i = 0; i < words_count && starts[i] < at; i++)
			start = starts[i];
		ck_assert_uint_eq(text_next_word(s, n, at), end);
		ck_assert_uint_eq(text_prev_word(s, n, at), start);
	}
}
END_TEST

static const struct {
	const char *s;
	enum text_case to;
	const char *mapped;
} case_mappings[] = {
	{ "", TEXT_UPPER, "" },
	{ "straße", TEXT_UPPER, "STRASSE" },
	{ "ПРИВЕТ, мир", TEXT_LOWER, "привет, мир" },
	{ "don't STOP", TEXT_TITLE, "Don't Stop" },
	{ "ǆ", TEXT_TITLE, "ǅ" },
	{ "i世界", TEXT_UPPER, "I世界" },
};

START_TEST(letters_change_their_case)
{
	const char *s = case_mappings[_i].s;
	char *mapped = text_case(s, strlen(s), case_mappings[_i].to);

	ck_assert_str_eq(mapped, case_mappings[_i].mapped);
	free(mapped);
}
END_TEST

/* Wrapping: rows with a "|" between them */

static const struct {
	const char *s;
	int first, rest;
	const char *rows;
} wraps[] = {
	{ "", 5, 5, "" },
	{ "plain", 5, 5, "plain" },
	{ "one two three", 7, 7, "one two|three" },
	{ "one two three", 5, 5, "one|two|three" },
	{ "one two three", 3, 9, "one|two three" },
	{ "one  two", 3, 3, "one|two" },
	{ "one two", 4, 4, "one|two" },
	{ "one    ", 5, 5, "one  " },
	{ "one    \ntwo", 3, 3, "one|two" },
	{ "      ", 3, 3, "   " },
	{ "  one", 4, 4, "  on|e" },
	{ "      one", 4, 4, "    |one" },
	{ "abcdefgh", 3, 3, "abc|def|gh" },
	{ "abcdefgh", 6, 2, "abcdef|gh" },
	{ "ab cdefgh", 8, 2, "ab|cd|ef|gh" },
	{ "a\nb", 5, 5, "a|b" },
	{ "a\n\nb", 5, 5, "a||b" },
	{ "a\n", 5, 5, "a|" },
	{ "\n", 5, 5, "|" },
	{ "ab\ncd", 2, 2, "ab|cd" },
	{ "日本語", 4, 4, "日本|語" },
	{ "日本語", 5, 5, "日本|語" },
	{ "日本語", 1, 1, "日|本|語" },
	{ "a日b", 1, 1, "a|日|b" },
	{ "中文字，测", 6, 6, "中文|字，测" },
	{ "well-known", 6, 6, "well-|known" },
	{ "привет, мир", 8, 8, "привет,|мир" },
	{ "see node.js", 9, 9, "see|node.js" },
	{ "name it with --ca-file", 15, 15, "name it with|--ca-file" },
	{ "or use (-x yes)", 9, 9, "or use|(-x yes)" },
	/* a command at its slash neither */
	{ "then /nick", 7, 7, "then|/nick" },
	{ "a/b/c", 3, 3, "a/|b/c" },
	{ "/me waves", 3, 5, "/me|waves" },
	{ "т.е. так", 5, 5, "т.е.|так" },
	{ "say:yes", 5, 5, "say:y|es" },
	{ "字.字", 3, 3, "字.|字" },
	{ "ae" ACUTE "e" ACUTE, 2, 2, "ae" ACUTE "|e" ACUTE },
	{ "🇷🇺🇨🇳", 2, 2, "🇷🇺|🇨🇳" },
	{ "🇷🇺🇨🇳", 3, 3, "🇷🇺|🇨🇳" },
	{ "a\u00A0b", 2, 2, "a\u00A0|b" },
	{ "one two", 0, -3, "o|n|e|t|w|o" },
};

static char *joined_rows(const char *s, const struct text_row *rows, size_t count)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < count; i++) {
		buf_append_string(&b, i ? "|" : "");
		buf_append(&b, s + rows[i].start, rows[i].end - rows[i].start);
		ck_assert_int_eq(rows[i].width,
				 text_width(s + rows[i].start, rows[i].end - rows[i].start));
	}
	return buf_take(&b);
}

START_TEST(text_is_wrapped)
{
	const char *s = wraps[_i].s;
	struct text_row rows[10];
	size_t count;
	char *joined;

	use_utf8();
	count = text_wrap(s, strlen(s), wraps[_i].first, wraps[_i].rest, rows, COUNT(rows));
	ck_assert_uint_le(count, COUNT(rows));
	joined = joined_rows(s, rows, count);
	ck_assert_str_eq(joined, wraps[_i].rows);
	free(joined);
}
END_TEST

START_TEST(rows_beyond_the_room_are_counted)
{
	struct text_row rows[3] = { 0 };

	ck_assert_uint_eq(text_wrap("a b c d e", 9, 1, 1, rows, 2), 5);
	ck_assert_uint_eq(rows[1].start, 2);
	ck_assert_uint_eq(rows[2].end, 0);
	ck_assert_uint_eq(text_wrap("a b c d e", 9, 1, 1, NULL, 0), 5);
}
END_TEST

/* What stands between two rows is blanks or a line end; what a row holds fits it, or is one
 * grapheme. */
static void check_rows(const char *s, size_t n, const struct text_row *rows, size_t count, int most)
{
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		size_t size = rows[i].end - rows[i].start;

		for (; at < rows[i].start; at++)
			ck_assert(s[at] == ' ' || s[at] == '\n');
		ck_assert(rows[i].width <= most || text_next(s, n, rows[i].start) == rows[i].end);
		ck_assert_int_eq(rows[i].width, text_width(s + rows[i].start, size));
		ck_assert(!memchr(s + rows[i].start, '\n', size));
		ck_assert(at == n || text_prev(s, n, at + 1) == at);
		at = rows[i].end;
	}
	for (; at < n; at++)
		ck_assert(s[at] == ' ');
}

START_TEST(rows_lose_nothing_and_fit)
{
	uint32_t state = 200 + (uint32_t)_i;

	use_utf8();
	for (int i = 0; i < 1000; i++) {
		char *dirt = random_text(&state, 1 + draw(&state, 60));
		char *s = cleaned(dirt, strlen(dirt), TEXT_LINES);
		int width = 1 + (int)draw(&state, 12);
		struct text_row rows[200];

		check_rows(s, strlen(s), rows,
			   text_wrap(s, strlen(s), width, width, rows, COUNT(rows)), width);
		free(dirt);
		free(s);
	}
}
END_TEST

/* A megabyte each of what a quadratic loop would take hours for; the test's time limit is the
 * judge. */
static const struct {
	const char *piece;
	size_t rows; /* of 80 cells, when clean */
} hostile[] = {
	{ "a", MEGABYTE / 80 + 1 },
	{ " ", 1 },
	{ ACUTE, 1 },
	{ "\u200D", 1 },
	{ "🇷", 0 },
	{ "👩\u200D", 0 },
	{ "\n", MEGABYTE + 1 },
	{ "\r\n", MEGABYTE / 2 + 1 },
	{ "a ", 0 },
	{ "\u1100", 0 },
	{ "\u0600", 0 },
	{ "日", 0 },
	{ "a" ACUTE, 0 },
	{ "\xFF", 0 },
	{ "\u202E", 1 },
	{ "-", 0 },
	{ "!", 0 },
	{ ") (", 0 },
	{ "\u0378", 0 },
	{ " " ACUTE, 0 },
};

START_TEST(a_megabyte_of_anything_takes_linear_time)
{
	const char *piece = hostile[_i].piece;
	char *dirt = repeat(piece, MEGABYTE / strlen(piece)), *s;
	struct text_row rows[100];
	size_t n, count;

	use_utf8();
	s = cleaned(dirt, strlen(dirt), TEXT_LINES);
	n = strlen(s);
	count = text_wrap(s, n, 80, 80, rows, COUNT(rows));
	if (hostile[_i].rows)
		ck_assert_uint_eq(count, hostile[_i].rows);
	if (text_valid(dirt, strlen(dirt)))
		ck_assert_uint_ge(text_wrap(dirt, strlen(dirt), 3, 1, NULL, 0), 1);
	ck_assert_int_le(text_width(s, text_fit(s, n, 1000, NULL)), 1000);
	ck_assert_uint_lt(text_prev(s, n, n), n ? n : 1);
	ck_assert_uint_le(text_next_word(s, n, n / 2), n);
	free(dirt);
	free(s);
}
END_TEST

static const struct {
	const char *text, *spelt;
} emoji[] = {
	{ "", "" },
	{ "plain", "plain" },
	{ "\U0001f600", "[grinning face]" },
	{ "hi \U0001f44b\U0001f44b!", "hi [waving hand sign][waving hand sign]!" },
	{ "\u231a\u2b50", "[watch][white medium star]" },
	{ "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7 x", "[DE][FR] x" },
	{ "\U0001f1e9", "[D]" },
	/* these have one cell everywhere, or are no pictures */
	{ "\u263a \u2764 # 1 \u00a9 \u6f22 e\u0301", "\u263a \u2764 # 1 \u00a9 \u6f22 e\u0301" },
};

START_TEST(emoji_have_names)
{
	struct buf out = { 0 };

	text_spell_emoji(&out, emoji[_i].text, strlen(emoji[_i].text));
	ck_assert_str_eq(buf_string(&out), emoji[_i].spelt);
	buf_free(&out);
}
END_TEST

TESTING_MAIN("text_cells", TESTING_LOOP(characters_have_cells, COUNT(cells)),
	     TESTING_LOOP(strings_have_widths, COUNT(widths)),
	     TESTING_LOOP(as_much_as_fits, COUNT(fits)),
	     TESTING_LOOP(steps_go_by_graphemes, COUNT(graphemes)),
	     TESTING_LOOP(steps_are_those_of_the_whole, 10),
	     TESTING_LOOP(words_are_found, COUNT(words)),
	     TESTING_LOOP(letters_change_their_case, COUNT(case_mappings)),
	     TESTING_LOOP(text_is_wrapped, COUNT(wraps)), TESTING(rows_beyond_the_room_are_counted),
	     TESTING_LOOP(rows_lose_nothing_and_fit, 10),
	     TESTING_LOOP(a_megabyte_of_anything_takes_linear_time, COUNT(hostile)),
	     TESTING_LOOP(emoji_have_names, COUNT(emoji)))
