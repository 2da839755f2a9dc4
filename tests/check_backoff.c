#include "testing.h"

#include "backoff.h"

static const struct {
	unsigned tries; /* before */
	uint32_t random;
	unsigned retry_after;
	uint64_t wait;
} waits[] = {
	{ 0, 0, 0, 1000 },
	{ 0, UINT32_MAX, 0, 2000 },
	{ 0, UINT32_MAX / 2, 0, 1500 },
	{ 1, UINT32_MAX, 0, 4000 },
	{ 2, UINT32_MAX, 0, 8000 },
	{ 3, UINT32_MAX, 0, 16000 },
	{ 4, UINT32_MAX, 0, 32000 },
	{ 5, UINT32_MAX, 0, 60000 },
	{ 6, UINT32_MAX, 0, 60000 },
	{ 6, 0, 0, 1000 },
	{ 1000000, UINT32_MAX, 0, 60000 },
	{ UINT32_MAX, UINT32_MAX, 0, 60000 },
	{ 0, 0, 5, 5000 },
	{ 0, UINT32_MAX, 1, 2000 },
	{ 9, 0, 120, 120000 },
	{ 0, 0, UINT32_MAX, 4294967295000 },
};

START_TEST(waits_grow_and_are_bounded)
{
	struct backoff b = { waits[_i].tries };

	ck_assert_uint_eq(backoff_next(&b, waits[_i].random, waits[_i].retry_after),
			  waits[_i].wait);
}
END_TEST

START_TEST(it_starts_over_where_the_connection_held)
{
	struct backoff b = { 0 };

	for (int i = 0; i < 10; i++)
		backoff_next(&b, 0, 0);
	ck_assert_uint_eq(backoff_next(&b, UINT32_MAX, 0), BACKOFF_MOST);
	backoff_reset(&b);
	ck_assert_uint_eq(backoff_next(&b, UINT32_MAX, 0), 2 * BACKOFF_FIRST);
}
END_TEST

TESTING_MAIN("backoff", TESTING_LOOP(waits_grow_and_are_bounded, COUNT(waits)),
	     TESTING(it_starts_over_where_the_connection_held))
