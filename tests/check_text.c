#include "testing.h"

#include <unistr.h>

#include "text_find.h"
#include "text_samples.h"

/* UTF-8 */

static const uint8_t edges[] = { 0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
				 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
				 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF };

/* Four bytes, the first of them row _i's, in all combinations of the bytes where a rule changes. */
START_TEST(valid_is_what_the_standard_says)
{
	uint8_t bytes[4] = { edges[_i] };

	for (size_t i = 0; i < COUNT(edges) * COUNT(edges) * COUNT(edges); i++) {
		bytes[1] = edges[i % COUNT(edges)];
		bytes[2] = edges[i / COUNT(edges) % COUNT(edges)];
		bytes[3] = edges[i / COUNT(edges) / COUNT(edges)];
		for (size_t n = 1; n <= 4; n++)
			ck_assert_int_eq(text_valid(bytes, n), !u8_check(bytes, n));
	}
}
END_TEST

static const char *const invalid[] = {
	"\x80",
	"a\xBF",
	"\xC0\x80",
	"\xC1\xBF",
	"\xC3",
	"\xC3(",
	"\xE0\x80\x80",
	"\xE0\x9F\xBF",
	"\xED\xA0\x80",
	"\xED\xBF\xBF",
	"\xE2\x82",
	"\xE2(\x82",
	"\xF0\x80\x80\x80",
	"\xF0\x8F\xBF\xBF",
	"\xF4\x90\x80\x80",
	"\xF0\x9F\x98",
	"\xF5\x80\x80",
	"\xFF",
	"\xFE",
	"ok \xF8\x88\x80\x80",
};

START_TEST(the_invalid_is_refused)
{
	ck_assert(!text_valid(invalid[_i], strlen(invalid[_i])));
}
END_TEST

static const char *const valid[] = { "", "plain text that is longer than a word of the machine",
				     "\xC2\x80\u07FF\u0800\uD7FF\uE000\uFFFF\U00010000\U0010FFFF",
				     "привет, 世界 👨‍👩‍👧" };

START_TEST(the_valid_passes_cut_anywhere)
{
	const char *s = valid[_i];
	size_t n = strlen(s);

	ck_assert(text_valid(s, n));
	for (size_t cut = 0; cut <= n; cut++) {
		struct text_utf8 u = { 0 };

		ck_assert(text_utf8_feed(&u, s, cut));
		ck_assert_int_eq(text_utf8_complete(&u), text_valid(s, cut));
		ck_assert(text_utf8_feed(&u, s + cut, n - cut));
		ck_assert(text_utf8_complete(&u));
	}
}
END_TEST

START_TEST(a_wrong_byte_is_seen_as_soon_as_it_comes)
{
	struct text_utf8 u = { 0 };

	ck_assert(text_utf8_feed(&u, "\xED", 1));
	ck_assert(!text_utf8_feed(&u, "\xA0", 1));
	ck_assert(!text_utf8_complete(&u));
	ck_assert(!text_utf8_feed(&u, "a", 1));
	ck_assert(!text_utf8_feed(&u, "", 0));
	ck_assert(!text_utf8_complete(&u));
}
END_TEST

/* The characters in order; the planes that have none in any version of Unicode are left out. */
static uint32_t next_character(uint32_t c)
{
	c++;
	return c == 0xD800 ? 0xE000 : c == 0x40000 ? 0xE0000 : c;
}

START_TEST(characters_are_encoded_and_decoded)
{
	for (uint32_t c = 0; c <= 0x10FFFF; c = next_character(c)) {
		char bytes[4];
		uint32_t again;
		size_t n;

		n = text_encode(bytes, c);
		if (!text_valid(bytes, n) || text_decode(bytes, n, &again) != n || again != c)
			ck_abort_msg("U+%04X", c);
	}
}
END_TEST

static const struct {
	const char *bytes;
	size_t length;
} broken[] = {
	{ "\x80", 1 },          { "\xC3", 1 },         { "\xC3(", 1 },        { "\xC0\x80", 1 },
	{ "\xE2\x82", 2 },      { "\xE2\x82(", 2 },    { "\xED\xA0\x80", 1 }, { "\xF0\x9F\x98", 3 },
	{ "\xF0\x9F\x98x", 3 }, { "\xF4\x90\x80", 1 }, { "\xFF", 1 },
};

START_TEST(the_broken_decodes_to_a_replacement)
{
	uint32_t c;

	ck_assert_uint_eq(text_decode(broken[_i].bytes, strlen(broken[_i].bytes), &c),
			  broken[_i].length);
	ck_assert_uint_eq(c, 0xFFFD);
}
END_TEST

/* Cleaning */

static void check_clean(const char *dirty, size_t n, enum text_mode mode, const char *expected)
{
	char *clean = cleaned(dirty, n, mode);

	ck_assert_str_eq(clean, expected);
	free(clean);
}

static const struct {
	const char *dirty, *clean;
} dirty[] = {
	{ "", "" },
	{ "plain", "plain" },
	{ "  spaces  stay  ", "  spaces  stay  " },
	{ "привет, 世界", "привет, 世界" },
	/* controls: what is left of an escape sequence is harmless text */
	{ "\x1B[31mred\x1B[0m", "[31mred[0m" },
	{ "\x1B]0;title\x07", "]0;title" },
	{ "\xC2\x9B"
	  "31mred",
	  "31mred" },
	{ "a\x7F\x08\x0E\x0F\x0B\x0C"
	  "b",
	  "ab" },
	{ "\xC2\x80\xC2\x84\xC2\x90\xC2\x9C\xC2\x9F", "" },
	{ "a\tb", "a b" },
	/* bidirectional controls */
	{ "\u202Eevil\u202C", "evil" },
	{ "\u061C\u200E\u200F\u202A\u202B\u202D\u2066\u2067\u2068\u2069.", "." },
	/* what takes no cells */
	{ "a\u200B\u200C\u200D\u2060\u2061\u2062\u2063\u2064\uFEFF"
	  "b",
	  "ab" },
	{ "a\u00AD\u034F\u115F\u1160\u3164\uFFA0\u17B4\u17B5\u180E"
	  "b",
	  "ab" },
	{ "a\uFFF9\uFFFA\uFFFB\U0001BCA0\U0001D173\u206A"
	  "b",
	  "ab" },
	{ "\U000E0001\U000E0061\U000E007F!", "!" },
	{ "a\uFE00\uFE0E\uFE0F\u180B\U000E0100"
	  "b",
	  "ab" },
	{ "a\uFFFE\uFFFF\uFDD0\U0010FFFF"
	  "b",
	  "ab" },
	/* emoji: what is joined for some terminals alone stands alone for all */
	{ "👨‍👩‍👧", "👨👩👧" },
	{ "❤️ 1️⃣", "❤ 1\u20E3" },
	{ "👍🏽", "👍" },
	{ "👍🏽🏽", "👍" },
	{ "🏽", "🏽" },
	{ "x🏽", "x🏽" },
	{ "🇷🇺", "🇷🇺" },
	{ "🏴\U000E0067\U000E0062\U000E007F", "🏴" },
	/* what no locale knows is still seen */
	{ "a\u0378\U0003FFF0"
	  "b",
	  "a\uFFFD\uFFFD"
	  "b" },
	{ "\uE0A0", "\uE0A0" },
	{ "a\xFF"
	  "b",
	  "a\uFFFDb" },
	{ "\xF0\x9F\x98", "\uFFFD" },
	{ "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD" },
	{ "\xC0\x9B", "\uFFFD\uFFFD" },
	/* marks */
	{ "e" ACUTE, "é" },
	{ "e\u0302" ACUTE, "ế" },
	{ "x" ACUTE, "x" ACUTE },
	{ "x" DOT_BELOW ACUTE, "x" DOT_BELOW ACUTE },
	{ "x" ACUTE ACUTE ACUTE ACUTE ACUTE ACUTE "y" ACUTE, "x" ACUTE ACUTE ACUTE ACUTE "ý" },
	{ "x" ACUTE "\u200D" ACUTE ACUTE "\u034F" ACUTE ACUTE, "x" ACUTE ACUTE ACUTE ACUTE },
	{ ACUTE "a", LONE_BASE ACUTE "a" },
	{ " " ACUTE, LONE_BASE ACUTE },
	{ "\t" ACUTE, LONE_BASE ACUTE },
	{ "a\n" ACUTE, "a\n" LONE_BASE ACUTE },
	{ "a\u200B" ACUTE, "á" },
	{ "\xFF" ACUTE, "\uFFFD" ACUTE },
	{ "日" ENCLOSING, "日" ENCLOSING },
	{ "\u304B\u3099", "\u304C" },
	{ "\u304C\u3099a\u309A\u5B57\u302A\u302D", "\u304Ca\u5B57" },
	{ "\u1112\u1161\u11AB", "한" },
	{ "\u1161", LONE_BASE "\u1161" },
	{ "한\u11AB", "한\u11AB" },
	{ "하\u11AB", "한" },
	/* line ends */
	{ "a\nb\rc\r\nd\n\re", "a\nb\nc\nd\n\ne" },
	{ "a\xC2\x85"
	  "b\u2028"
	  "c\u2029"
	  "d",
	  "a\nb\nc\nd" },
	{ "a\r\xC2\x85\n", "a\n\n\n" },
	{ "a\r\u200B\nb", "a\n\nb" },
	{ "a\rb\n", "a\nb\n" },
};

START_TEST(text_is_made_clean)
{
	use_utf8();
	check_clean(dirty[_i].dirty, strlen(dirty[_i].dirty), TEXT_LINES, dirty[_i].clean);
}
END_TEST

START_TEST(text_is_made_clean_by_bytes_too)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C"));
	check_clean(dirty[_i].dirty, strlen(dirty[_i].dirty), TEXT_LINES, dirty[_i].clean);
}
END_TEST

START_TEST(one_line_has_no_line_ends)
{
	static const char lines[] = "a\nb\r\nc\rd\xC2\x85"
				    "e\u2028f\u2029g\n\n";

	use_utf8();
	check_clean(lines, strlen(lines), TEXT_ONE_LINE, "a b c d e f g  ");
	check_clean("a\0b\0", 4, TEXT_ONE_LINE, "ab");
}
END_TEST

/* Every character, alone and behind a letter: nothing comes through that has no width or is no
 * UTF-8, and cleaning twice is cleaning once. */
START_TEST(no_character_is_dirty_twice)
{
	use_utf8();
	for (uint32_t c = 0; c <= 0x10FFFF; c = next_character(c)) {
		char dirt[5] = { 'a' }, *once, *twice;
		size_t n = 1 + text_encode(dirt + 1, c);

		once = cleaned(dirt, n, TEXT_LINES);
		twice = cleaned(once, strlen(once), TEXT_LINES);
		if (strcmp(once, twice) || !text_valid(once, strlen(once)))
			ck_abort_msg("U+%04X: %s, %s", c, once, twice);
		if (text_cells(c) < 0 && c != '\n' && c != '\t' && strlen(once) > 2)
			ck_abort_msg("U+%04X came through: %s", c, once);
		free(once);
		free(twice);
	}
}
END_TEST

static size_t marks_at(const char *s, size_t n)
{
	size_t at = 0, marks = 0;
	uint32_t c;

	while (at < n) {
		at += text_decode(s + at, n - at, &c);
		if (text_cells(c))
			break;
		marks++;
	}
	return marks;
}

static void check_cleaned(const char *s, size_t n)
{
	bool base = false;

	ck_assert(text_valid(s, n));
	for (size_t at = 0; at < n;) {
		uint32_t c;

		if (!base)
			ck_assert_uint_eq(marks_at(s + at, n - at), 0);
		ck_assert_uint_le(marks_at(s + at, n - at), TEXT_MARKS_MAX);
		at += text_decode(s + at, n - at, &c);
		ck_assert(c == '\n' || text_cells(c) >= 0);
		base = c != '\n' && c != ' ';
	}
}

START_TEST(cleaned_text_stays_clean)
{
	uint32_t state = (uint32_t)_i;

	use_utf8();
	for (int i = 0; i < 1000; i++) {
		char *dirt = random_text(&state, 1 + draw(&state, 30));
		char *once = cleaned(dirt, strlen(dirt), TEXT_LINES);

		check_cleaned(once, strlen(once));
		check_clean(once, strlen(once), TEXT_LINES, once);
		free(dirt);
		free(once);
	}
}
END_TEST

/* Comparing */

static const struct {
	const char *one, *other;
} same[] = {
	{ "Ann", "aNN" },    { "ПРИВЕТ", "привет" },   { "Straße", "STRASSE" },
	{ "Ａｎｎ", "ann" }, { "e" ACUTE, "É" },       { "ﬁn", "FIN" },
	{ "ℌ", "h" },        { "Σίσυφος", "ΣΊΣΥΦΟΣ" }, { "\u1112\u1161", "하" },
	{ "", "" },
};

START_TEST(case_and_form_are_folded_away)
{
	char *one = text_fold(same[_i].one), *other = text_fold(same[_i].other);

	ck_assert_str_eq(one, other);
	free(one);
	free(other);
}
END_TEST

START_TEST(what_differs_stays_different)
{
	char *one = text_fold("ann"), *other = text_fold("аnn");

	ck_assert_str_ne(one, other);
	free(one);
	free(other);
}
END_TEST

static const struct {
	const char *text, *needle;
	bool holds;
} held[] = {
	{ "", "", true },
	{ "abc", "", true },
	{ "", "a", false },
	{ "abc", "abc", true },
	{ "aab", "ab", true },
	{ "ABC", "bc", true },
	{ "abc", "BCD", false },
	{ "Привет", "РИВ", true },
	{ "漢字", "字", true },
	{ "\xff\xfe needle \x80", "NEEDLE", true },
	{ "ab\xd0", "b\ufffd", true },
	{ "\xd0", "\xd0\xbf", false },
	{ "İ", "i̇", false }, /* character by character */
};

START_TEST(what_bytes_hold_is_found_in_any_case)
{
	ck_assert_int_eq(text_holds(held[_i].text, strlen(held[_i].text), held[_i].needle),
			 held[_i].holds);
}
END_TEST

START_TEST(folding_twice_is_folding_once)
{
	use_utf8();
	for (uint32_t c = 1; c <= 0x10FFFF; c = next_character(c)) {
		char s[5] = { 0 }, *once, *twice;

		text_encode(s, c);
		once = text_fold(s);
		twice = text_fold(once);
		if (strcmp(once, twice))
			ck_abort_msg("U+%04X: %s, %s", c, once, twice);
		free(once);
		free(twice);
	}
}
END_TEST

static const struct {
	const char *text;
	size_t from;
	const char *needle;
	size_t at, end; /* both the text's length where nothing is found */
} needles[] = {
	{ "hello world", 0, "world", 6, 11 },
	{ "Hello WORLD", 0, "world", 6, 11 },
	{ "hello", 0, "HELLO", 0, 5 },
	{ "aaa", 1, "aa", 1, 3 },
	{ "aaa", 2, "aa", 3, 3 },
	{ "ab", 0, "abc", 2, 2 },
	{ "", 0, "a", 0, 0 },
	{ "abc", 0, "", 3, 3 },
	{ "И ПРИВЕТ", 0, "привет", 3, 15 },
	{ "Straße", 0, "STRASSE", 0, 7 },
	{ "Straße", 0, "stras", 0, 6 },
	{ "ｗｉｄｅ", 0, "Wide", 0, 12 },
	{ "e\u0301t\u00E9", 0, "\u00C9", 0, 3 },
	{ "e\u0301t\u00E9", 0, "\u00E9t\u00E9", 0, 6 },
	{ "te\u0301", 0, "e", 4, 4 },
	{ "漢字かな", 0, "字か", 3, 9 },
	{ "👍🏽 ok", 0, "ok", 9, 11 },
	{ "a\nB", 0, "a\nb", 0, 3 },
};

START_TEST(a_needle_is_found_whatever_its_case)
{
	const char *text = needles[_i].text;
	size_t n = strlen(text), end = n;
	char *needle = text_fold(needles[_i].needle);

	use_utf8();
	ck_assert_uint_eq(text_find(text, n, needles[_i].from, needle, &end), needles[_i].at);
	ck_assert_uint_eq(end, needles[_i].end);
	if (!needles[_i].from)
		ck_assert_int_eq(text_has(text, needle), !*needle || needles[_i].at < n);
	free(needle);
}
END_TEST

/* What text_fold() makes of a character is found where the character stands. */
START_TEST(every_character_finds_itself)
{
	use_utf8();
	for (uint32_t c = 1; c <= 0x10FFFF; c = next_character(c)) {
		char s[7] = "\x01";
		size_t n = 1 + text_encode(s + 1, c), end = 0;
		char *needle;

		if (text_next(s, n, 0) != 1)
			continue;
		needle = text_fold(s + 1);
		if (*needle && (text_find(s, n, 1, needle, &end) != 1 || end != n))
			ck_abort_msg("U+%04X: %s", c, needle);
		free(needle);
	}
}
END_TEST

START_TEST(hashes_are_stable)
{
	ck_assert_uint_eq(text_hash(""), 2166136261U);
	ck_assert_uint_eq(text_hash("a"), 0xE40C292CU);
	ck_assert_uint_eq(text_hash("foobar"), 0xBF9CF968U);
}
END_TEST

TESTING_MAIN("text", TESTING_LOOP(valid_is_what_the_standard_says, COUNT(edges)),
	     TESTING_LOOP(the_invalid_is_refused, COUNT(invalid)),
	     TESTING_LOOP(the_valid_passes_cut_anywhere, COUNT(valid)),
	     TESTING(a_wrong_byte_is_seen_as_soon_as_it_comes),
	     TESTING(characters_are_encoded_and_decoded),
	     TESTING_LOOP(the_broken_decodes_to_a_replacement, COUNT(broken)),
	     TESTING_LOOP(text_is_made_clean, COUNT(dirty)),
	     TESTING_LOOP(text_is_made_clean_by_bytes_too, COUNT(dirty)),
	     TESTING(one_line_has_no_line_ends), TESTING(no_character_is_dirty_twice),
	     TESTING_LOOP(cleaned_text_stays_clean, 10),
	     TESTING_LOOP(what_bytes_hold_is_found_in_any_case, COUNT(held)),
	     TESTING_LOOP(case_and_form_are_folded_away, COUNT(same)),
	     TESTING(what_differs_stays_different), TESTING(folding_twice_is_folding_once),
	     TESTING_LOOP(a_needle_is_found_whatever_its_case, COUNT(needles)),
	     TESTING(every_character_finds_itself), TESTING(hashes_are_stable))
