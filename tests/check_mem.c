#include "testing.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"

/* Here the address sanitizer, where it is built in, is to refuse memory as malloc() does. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

START_TEST(strings_are_compared_with_none_too)
{
	char other[] = "a";

	ck_assert(mem_same("a", other));
	ck_assert(mem_same(NULL, NULL));
	ck_assert(!mem_same("a", "b"));
	ck_assert(!mem_same("a", NULL));
	ck_assert(!mem_same(NULL, "a"));
}
END_TEST

START_TEST(memory_is_zeroed)
{
	unsigned char *p = mem_new(1000, 3);

	for (int i = 0; i < 3000; i++)
		ck_assert_uint_eq(p[i], 0);
	free(p);
}
END_TEST

START_TEST(nothing_has_a_place_too)
{
	void *p = mem_new(0, 0);

	ck_assert_ptr_nonnull(p);
	p = mem_resize(p, 0, 8);
	ck_assert_ptr_nonnull(p);
	p = mem_resize(p, 8, 0);
	ck_assert_ptr_nonnull(p);
	free(p);
}
END_TEST

START_TEST(resizing_keeps_what_was_there)
{
	char *p = mem_resize(NULL, 4, 1);

	memcpy(p, "abc", 4);
	p = mem_resize(p, 100000, 1);
	ck_assert_str_eq(p, "abc");
	free(p);
}
END_TEST

/* A grown array has room for what is asked, and a million elements that come one by one move it
 * but a few times. */
START_TEST(arrays_grow_by_leaps)
{
	size_t room = 0, moves = 0, wrong = 0;
	uint32_t *array = NULL;

	for (size_t n = 0; n < 1000000; n++) {
		size_t old = room;

		array = mem_grow(array, &room, n + 1, sizeof *array);
		wrong += room <= n;
		moves += room != old;
		array[n] = (uint32_t)n;
	}
	ck_assert_uint_lt(moves, 50);
	for (uint32_t n = 0; n < 1000000; n++)
		wrong += array[n] != n;
	ck_assert_uint_eq(wrong, 0);
	array = mem_grow(array, &room, 5000000, sizeof *array);
	ck_assert_uint_ge(room, 5000000);
	free(array);
}
END_TEST

START_TEST(strings_are_copied_and_formatted)
{
	char *whole = mem_copy("abc"), *part = mem_copy_n("abc", 2), *none = mem_copy_n(NULL, 0);
	char *formatted = mem_format("%s-%*d", "x", 5, 42);

	ck_assert_str_eq(whole, "abc");
	ck_assert_str_eq(part, "ab");
	ck_assert_str_eq(none, "");
	ck_assert_str_eq(formatted, "x-   42");
	free(whole);
	free(part);
	free(none);
	free(formatted);
}
END_TEST

static void new_overflows(void)
{
	free(mem_new(SIZE_MAX / 2, 3));
}

static void new_is_too_much(void)
{
	free(mem_new(SIZE_MAX / 2, 1));
}

static void resize_overflows(void)
{
	free(mem_resize(NULL, SIZE_MAX / 4 + 2, 4));
}

static void resize_is_too_much(void)
{
	free(mem_resize(NULL, SIZE_MAX / 2, 1));
}

static void grow_is_too_much(void)
{
	size_t room = 10;

	free(mem_grow(NULL, &room, SIZE_MAX / 2, 1));
}

static void grow_overflows(void)
{
	size_t room = SIZE_MAX / 2;

	free(mem_grow(NULL, &room, SIZE_MAX / 2 + 1, 8));
}

static void (*const deaths[])(void) = { new_overflows,      new_is_too_much,  resize_overflows,
					resize_is_too_much, grow_is_too_much, grow_overflows };

static void tell(void)
{
	if (write(STDOUT_FILENO, "hook", 4) != 4)
		_exit(1);
}

/* A hook that runs out of memory itself. */
static void die_again(void)
{
	tell();
	free(mem_new(SIZE_MAX, SIZE_MAX));
}

/* What a child that dies of DEATH writes; how it ends, in *STATUS. */
static size_t last_words(void (*death)(void), void (*hook)(void), char *words, size_t size,
			 int *status)
{
	int ends[2];
	ssize_t n;
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (!child) {
		dup2(ends[1], STDOUT_FILENO);
		mem_on_die(hook);
		death();
		_exit(0);
	}
	close(ends[1]);
	ck_assert_int_eq(waitpid(child, status, 0), child);
	n = read(ends[0], words, size);
	close(ends[0]);
	ck_assert_int_ge(n, 0);
	return (size_t)n;
}

static void check_death(void (*death)(void), void (*hook)(void), const char *expected)
{
	char words[100];
	int status;
	size_t n = last_words(death, hook, words, sizeof words, &status);

	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGABRT);
	ck_assert_uint_eq(n, strlen(expected));
	ck_assert_mem_eq(words, expected, n);
}

START_TEST(without_memory_the_process_dies)
{
	check_death(deaths[_i], NULL, "");
}
END_TEST

START_TEST(the_hook_runs_before_the_death)
{
	check_death(deaths[_i], tell, "hook");
}
END_TEST

START_TEST(the_hook_runs_once)
{
	check_death(deaths[_i], die_again, "hook");
}
END_TEST

START_TEST(a_string_takes_the_place_of_another)
{
	char *string = NULL;

	mem_replace(&string, "one");
	ck_assert_str_eq(string, "one");
	mem_replace(&string, string + 1);
	ck_assert_str_eq(string, "ne");
	mem_replace(&string, NULL);
	ck_assert_ptr_null(string);
}
END_TEST

TESTING_MAIN("mem", TESTING(strings_are_compared_with_none_too), TESTING(memory_is_zeroed),
	     TESTING(nothing_has_a_place_too), TESTING(resizing_keeps_what_was_there),
	     TESTING(arrays_grow_by_leaps), TESTING(strings_are_copied_and_formatted),
	     TESTING_LOOP(without_memory_the_process_dies, COUNT(deaths)),
	     TESTING_LOOP(the_hook_runs_before_the_death, COUNT(deaths)),
	     TESTING_LOOP(the_hook_runs_once, COUNT(deaths)),
	     TESTING(a_string_takes_the_place_of_another))
