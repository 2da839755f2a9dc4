#include "testing.h"

#include "ignore.h"

START_TEST(names_are_compared_without_regard_to_case)
{
	struct ignore *i = ignore_new();

	ck_assert(!ignore_has(i, "ann"));
	ck_assert(ignore_add(i, "Ann"));
	ck_assert(!ignore_add(i, "ANN"));
	ck_assert(ignore_add(i, "БОРИС"));
	ck_assert(ignore_has(i, "ann"));
	ck_assert(ignore_has(i, "борис"));
	ck_assert(!ignore_has(i, "an"));
	ck_assert_str_eq(ignore_name(i, 0), "Ann");
	ck_assert(ignore_remove(i, "ann"));
	ck_assert(!ignore_remove(i, "ann"));
	ck_assert_str_eq(ignore_name(i, 0), "БОРИС");
	ck_assert_ptr_null(ignore_name(i, 1));
	ignore_free(i);
}
END_TEST

TESTING_MAIN("ignore", TESTING(names_are_compared_without_regard_to_case))
