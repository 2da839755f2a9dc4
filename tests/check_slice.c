#include "testing.h"

#include <string.h>

#include "ascii.h"
#include "mem.h"
#include "slice.h"

static struct slice slice_of(const char *s)
{
	return (struct slice){ s, strlen(s) };
}

static void assert_slice(struct slice slice, const char *want)
{
	char *got = mem_copy_n(slice.s, slice.n);

	ck_assert_str_eq(got, want);
	ck_assert(slice_is(slice, want));
	ck_assert(!slice_is(slice, "anything else"));
	free(got);
}

static const struct {
	const char *text, *trimmed;
} trims[] = {
	{ "", "" }, { " \t\r\n", "" }, { "a", "a" }, { " a b\t", "a b" }, { "\xa0 a", "\xa0 a" },
};

START_TEST(blanks_around_go)
{
	assert_slice(slice_trim(slice_of(trims[_i].text)), trims[_i].trimmed);
}
END_TEST

START_TEST(parts_are_taken_off)
{
	struct slice rest = slice_of("key = a = b");

	assert_slice(slice_split(&rest, '='), "key");
	assert_slice(slice_split(&rest, '='), "a");
	assert_slice(rest, " b");
	assert_slice(slice_split(&rest, '='), "b");
	assert_slice(rest, "");
	assert_slice(slice_split(&rest, '='), "");
}
END_TEST

START_TEST(words_are_taken_off)
{
	struct slice rest = slice_of("  one\ttwo \n three");

	assert_slice(slice_split_word(&rest), "one");
	assert_slice(slice_split_word(&rest), "two");
	assert_slice(slice_split_word(&rest), "three");
	assert_slice(slice_split_word(&rest), "");
}
END_TEST

START_TEST(digits_have_values)
{
	static const char digits[] = "0123456789abcdefABCDEF";

	for (int c = 0; c < 256; c++) {
		const char *at = c ? strchr(digits, c) : NULL;
		int value = at ? (int)(at - digits) : -1;

		ck_assert_int_eq(ascii_hex((char)c), value > 15 ? value - 6 : value);
	}
}
END_TEST

START_TEST(capitals_become_small)
{
	ck_assert_int_eq(ascii_lower('A'), 'a');
	ck_assert_int_eq(ascii_lower('Z'), 'z');
	for (int c = 0; c < 256; c++)
		if (c < 'A' || c > 'Z')
			ck_assert_int_eq(ascii_lower((char)c), (char)c);
}
END_TEST

TESTING_MAIN("slice", TESTING_LOOP(blanks_around_go, COUNT(trims)), TESTING(parts_are_taken_off),
	     TESTING(words_are_taken_off), TESTING(digits_have_values),
	     TESTING(capitals_become_small))
