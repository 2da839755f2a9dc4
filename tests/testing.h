/*
 * testing - what every Check program here shares: a suite of one case, run by its main().
 *
 *     START_TEST(empty_is_empty) { ... } END_TEST
 *     TESTING_MAIN("buf", TESTING(empty_is_empty), TESTING_LOOP(rows, COUNT(table)))
 */
#ifndef TESTING_H
#define TESTING_H

#include <check.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct testing {
	const TTest *test;
	int rows; /* 0: no table; else it runs once for each index _i */
};

/* Of the process, us: for what must not take long on a busy machine either. */
static inline uint64_t testing_cpu_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

#define TESTING(name)   \
	{               \
		name, 0 \
	}
#define TESTING_LOOP(name, rows)  \
	{                         \
		name, (int)(rows) \
	}

static inline int testing_run(const char *name, const struct testing *tests, size_t n)
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);
	SRunner *runner;
	int failed;

	/* For what hangs, and not for what is slow on a busy machine under a sanitizer. */
	tcase_set_timeout(tcase, 300);
	for (size_t i = 0; i < n; i++) {
		if (tests[i].rows)
			tcase_add_loop_test(tcase, tests[i].test, 0, tests[i].rows);
		else
			tcase_add_test(tcase, tests[i].test);
	}
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#define TESTING_MAIN(name, ...)                                 \
	int main(void)                                          \
	{                                                       \
		const struct testing tests[] = { __VA_ARGS__ }; \
                                                                \
		return testing_run(name, tests, COUNT(tests));  \
	}

#endif
