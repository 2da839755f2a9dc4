#include "testing.h"

#include <locale.h>

#include "mention.h"

static const struct {
	const char *text, *name;
	bool mentions;
} mentions[] = {
	{ "ann, hello", "ann", true },
	{ "hello Ann!", "ann", true },
	{ "hello ann", "ANN", true },
	{ "planner", "ann", false },
	{ "anna", "ann", false },
	{ "joann", "ann", false },
	{ "joann and ann", "ann", true },
	{ "Привет, БОРИС", "Борис", true },
	{ "Борисов", "Борис", false },
	{ "小明你好", "小明", true },
	{ "hi 🙂", "🙂", true },
	{ "", "ann", false },
	{ "ann", "", false },
	{ "ann lee?", "ann lee", true },
	{ "anthony", "an", false },
	{ "ａｎｎ", "ann", true },
};

START_TEST(a_mention_is_a_word)
{
	ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
	ck_assert_int_eq(mention_found(mentions[_i].text, mentions[_i].name),
			 mentions[_i].mentions);
}
END_TEST

TESTING_MAIN("mention", TESTING_LOOP(a_mention_is_a_word, COUNT(mentions)))
