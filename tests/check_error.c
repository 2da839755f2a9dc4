#include "testing.h"

#include <locale.h>
#include <string.h>

#include "error.h"
#include "mem.h"
#include "text.h"

START_TEST(an_error_says_why)
{
	struct error e = { .retry_after = 7, .detail = "old and longer than the new one" };

	ck_assert(!error_set(&e, ERROR_HANDSHAKE_STATUS, 404, "%s %d", "Not Found", 1));
	ck_assert_int_eq(e.code, ERROR_HANDSHAKE_STATUS);
	ck_assert_int_eq(e.number, 404);
	ck_assert_uint_eq(e.retry_after, 0);
	ck_assert_str_eq(e.detail, "Not Found 1");
}
END_TEST

START_TEST(nobody_need_listen)
{
	ck_assert(!error_set(NULL, ERROR_SILENT, 0, "%s", "nobody"));
}
END_TEST

static const struct {
	const char *dirty, *clean;
} details[] = {
	{ "", "" },
	{ "a\x1B[2Jb", "a[2Jb" },
	{ "line\r\nline\n", "line line " },
	{ "\xFF\xC3", "\uFFFD\uFFFD" },
	{ "\u202Eevil", "evil" },
	{ "хост", "хост" },
	{ "100% %s %n", "100% %s %n" },
};

START_TEST(a_detail_is_clean)
{
	struct error e;

	error_set(&e, ERROR_CONNECT_OTHER, 0, "%s", details[_i].dirty);
	ck_assert_str_eq(e.detail, details[_i].clean);
}
END_TEST

static const char *const fillings[] = { "a", "д", "日", "😀", "x\u0301", "\xFF", "\x1B", "\u1100" };

/* Behind 0 to 9 letters, so that the end of the room cuts every character at every byte. */
START_TEST(a_long_detail_is_cut_at_a_character)
{
	const char *filling = fillings[_i / 10];
	char *longer = mem_copy_n("xxxxxxxxx", (size_t)_i % 10);
	struct error e;

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	while (strlen(longer) < 3000) {
		char *old = longer;

		longer = mem_format("%s%s%s%s", old, filling, filling, filling);
		free(old);
	}
	error_set(&e, ERROR_CONNECT_OTHER, 0, "%s", longer);
	ck_assert(memchr(e.detail, 0, sizeof e.detail));
	ck_assert(text_valid(e.detail, strlen(e.detail)));
	if (*filling != '\x1B')
		ck_assert_uint_ge(strlen(e.detail), ERROR_DETAIL_SIZE - 4);
	free(longer);
}
END_TEST

START_TEST(a_detail_that_just_fits_is_whole)
{
	char exact[ERROR_DETAIL_SIZE];
	struct error e;

	memset(exact, 'a', sizeof exact - 1);
	exact[sizeof exact - 1] = 0;
	error_set(&e, ERROR_CONNECT_OTHER, 0, "%s", exact);
	ck_assert_str_eq(e.detail, exact);
	error_set(&e, ERROR_CONNECT_OTHER, 0, "%sb", exact);
	ck_assert_str_eq(e.detail, exact);
}
END_TEST

TESTING_MAIN("error", TESTING(an_error_says_why), TESTING(nobody_need_listen),
	     TESTING_LOOP(a_detail_is_clean, COUNT(details)),
	     TESTING_LOOP(a_long_detail_is_cut_at_a_character, 10 * COUNT(fillings)),
	     TESTING(a_detail_that_just_fits_is_whole))
