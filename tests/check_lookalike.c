#include "testing.h"

#include <locale.h>

#include "lookalike.h"

static const struct {
	const char *a, *b;
	bool alike;
} pairs[] = {
	{ "bob", "bob", false }, /* the same name is not another one */
	{ "bob", "Bob", true },
	{ "bob",
	  "b\xd0\xbe"
	  "b",
	  true },                      /* Cyrillic o */
	{ "ann", "\xd0\xb0nn", true }, /* Cyrillic a */
	{ "\xd0\x90\xd0\xbd\xd0\xbd\xd0\xb0", "Ahha", true },
	{ "ann", "\xef\xbd\x81\xef\xbd\x8e\xef\xbd\x8e", true }, /* full-width */
	{ "ann", "an\xe2\x80\x8bn", true },                      /* zero-width space */
	{ "ann", "a nn", true },
	{ "bill", "biII", true },
	{ "bill", "b1ll", false }, /* 1 is like l, not like i */
	{ "paul", "pau1", true },
	{ "oscar", "0scar", true },
	{ "\xce\xbf\xce\xba", "ok", true }, /* Greek */
	{ "ann", "anna", false },
	{ "ann", "ana", false },
	{ "", " ", false },
	{ "\xd0\x91\xd0\xbe\xd1\x80\xd0\xb8\xd1\x81", "Boris", false },
};

START_TEST(names_that_a_reader_confuses)
{
	setlocale(LC_ALL, "C.UTF-8");
	ck_assert_int_eq(lookalike(pairs[_i].a, pairs[_i].b), pairs[_i].alike);
	ck_assert_int_eq(lookalike(pairs[_i].b, pairs[_i].a), pairs[_i].alike);
	if (pairs[_i].alike)
		ck_assert_uint_eq(lookalike_hash(pairs[_i].a), lookalike_hash(pairs[_i].b));
}
END_TEST

START_TEST(other_names_have_other_hashes)
{
	setlocale(LC_ALL, "C.UTF-8");
	ck_assert_uint_ne(lookalike_hash("ann"), lookalike_hash("anna"));
	ck_assert_uint_ne(lookalike_hash("user1"), lookalike_hash("user2"));
	ck_assert_uint_ne(lookalike_hash(""), lookalike_hash("a"));
}
END_TEST

TESTING_MAIN("lookalike", TESTING_LOOP(names_that_a_reader_confuses, COUNT(pairs)),
	     TESTING(other_names_have_other_hashes))
