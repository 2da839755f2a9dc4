#include "testing.h"

#include "attention.h"
#include "moment.h"

/* What happens is written as letters: I and O the focus comes and goes, k a key, m a message, M one
 * with our name in it, . a second. */
static void play(struct attention *a, const char *events, uint64_t *now)
{
	for (; *events; events++) {
		if (*events == 'I' || *events == 'O')
			attention_focus(a, *events == 'I');
		else if (*events == 'k')
			attention_typed(a, *now);
		else if (*events == '.')
			*now += 1000;
		else
			attention_message(a, *events == 'M', *events == 'M', *now);
	}
}

#define TEN    ".........."
#define MINUTE TEN TEN TEN TEN TEN TEN

static const struct {
	const char *events;
	bool rings;
	unsigned unread, mentions, told;
} cases[] = {
	{ "", false, 0, 0, 0 },
	/* the terminal tells its focus */
	{ "Om", false, 1, 0, 0 },
	{ "OM", true, 1, 1, 1 },
	{ "OmMmM", true, 4, 2, 2 },
	{ "IM", false, 0, 0, 0 },
	{ "IOM", true, 1, 1, 1 },
	{ "OMI", false, 0, 0, 0 },
	{ "OMIOM", true, 1, 1, 1 },
	{ "I" MINUTE "M", false, 0, 0, 0 },
	{ "OMk", true, 1, 1, 1 },
	/* it does not: the bell rings always, the rest waits for a minute */
	{ "M", true, 0, 0, 0 },
	{ "m", false, 0, 0, 0 },
	{ MINUTE "M", true, 1, 1, 1 },
	{ MINUTE "Mk", false, 0, 0, 0 },
	{ MINUTE "kM", true, 0, 0, 0 },
	{ MINUTE "k" MINUTE "mM", true, 2, 1, 1 },
};

START_TEST(who_looks_elsewhere_is_called)
{
	struct attention a = { 0 };
	uint64_t now = 5000;

	attention_typed(&a, now);
	play(&a, cases[_i].events, &now);
	ck_assert_uint_eq(a.unread, cases[_i].unread);
	ck_assert_uint_eq(a.mentions, cases[_i].mentions);
	ck_assert_int_eq(attention_ring(&a, now), cases[_i].rings);
	ck_assert(!attention_ring(&a, now));
	ck_assert_uint_eq(attention_tell(&a, now), cases[_i].told);
	ck_assert_uint_eq(attention_tell(&a, now), 0);
}
END_TEST

START_TEST(a_burst_is_told_twice_at_most)
{
	struct attention a = { 0 };
	uint64_t now = 100;

	play(&a, "OM", &now);
	ck_assert_uint_le(attention_due(&a), now);
	ck_assert(attention_ring(&a, now));
	ck_assert_uint_eq(attention_tell(&a, now), 1);
	ck_assert_uint_eq(attention_due(&a), MOMENT_NEVER);
	for (int i = 0; i < 1000; i++) {
		play(&a, "M", &now);
		ck_assert(!attention_ring(&a, now));
		ck_assert_uint_eq(attention_tell(&a, now), 0);
	}
	ck_assert_uint_eq(attention_due(&a), 10100);
	now = 10099;
	ck_assert_uint_eq(attention_tell(&a, now), 0);
	now = 10100;
	ck_assert_uint_eq(attention_tell(&a, now), 1000);
	play(&a, "M", &now);
	ck_assert(attention_ring(&a, now));
	ck_assert_uint_eq(attention_due(&a), 20100);
	play(&a, "I", &now);
	ck_assert_uint_eq(attention_due(&a), MOMENT_NEVER);
}
END_TEST

TESTING_MAIN("attention", TESTING_LOOP(who_looks_elsewhere_is_called, COUNT(cases)),
	     TESTING(a_burst_is_told_twice_at_most))
