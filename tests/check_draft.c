#include "testing.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "draft.h"
#include "faults.h"
#include "files.h"
#include "scratch.h"

#define URL "ws://h/"

static struct draft *open_in(const char *directory)
{
	struct error error;
	struct draft *d = draft_open(directory, URL, "ann", &error);

	ck_assert_ptr_nonnull(d);
	return d;
}

static void keep(struct draft *d, const char *text)
{
	struct error error;

	ck_assert(draft_keep(d, text, &error));
	ck_assert_str_eq(draft_text(d), text);
}

static void assert_left(const char *directory, const char *text)
{
	struct draft *d = open_in(directory);

	ck_assert_str_eq(draft_text(d), text);
	draft_close(d);
}

static char *path_in(const char *directory)
{
	return files_room_path(directory, "draft", URL, "ann");
}

START_TEST(what_was_written_last_comes_back)
{
	char *directory = scratch_new(), *path = path_in(directory);
	struct draft *d = open_in(directory);
	struct stat st;

	ck_assert_str_eq(draft_text(d), "");
	keep(d, "a longer draft");
	keep(d, "привет\nrows \\");
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	draft_close(d);
	assert_left(directory, "привет\nrows \\");
	free(path);
	scratch_free(directory);
}
END_TEST

START_TEST(nothing_leaves_no_file)
{
	char *directory = scratch_new(), *path = path_in(directory);
	struct draft *d = open_in(directory);

	keep(d, "draft");
	keep(d, "");
	draft_close(d);
	ck_assert_int_ne(access(path, F_OK), 0);
	draft_close(NULL);
	free(path);
	scratch_free(directory);
}
END_TEST

/* It is killed; what it left unlocked is the next one's. */
START_TEST(a_killed_client_leaves_it)
{
	char *directory = scratch_new();
	int ready[2], status;
	char byte;
	pid_t child;

	ck_assert_int_eq(pipe(ready), 0);
	child = fork();
	if (!child) {
		keep(open_in(directory), "dying words");
		(void)!write(ready[1], "x", 1);
		for (;;)
			pause();
	}
	ck_assert_int_eq(read(ready[0], &byte, 1), 1);
	kill(child, SIGKILL);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	assert_left(directory, "dying words");
	scratch_free(directory);
}
END_TEST

START_TEST(one_living_client_has_it)
{
	char *directory = scratch_new();
	struct draft *d = open_in(directory), *other;
	struct error error;

	for (int i = 0; i < 3; i++) {
		ck_assert_ptr_null(draft_open(directory, URL, "ann", &error));
		ck_assert_int_eq(error.code, ERROR_NONE);
		keep(d, i ? "" : "draft");
	}
	other = draft_open(directory, URL, "bob", &error);
	ck_assert_ptr_nonnull(other);
	draft_close(other);
	draft_close(d);
	assert_left(directory, "");
	scratch_free(directory);
}
END_TEST

START_TEST(what_is_no_text_is_not_taken)
{
	char *directory = scratch_new(), *path = path_in(directory);

	scratch_write(path, "bad \xff", 5);
	assert_left(directory, "");
	free(path);
	scratch_free(directory);
}
END_TEST

START_TEST(a_symbolic_link_is_refused)
{
	char *directory = scratch_new(), *path = path_in(directory);
	struct error error;

	ck_assert_int_eq(symlink("elsewhere", path), 0);
	ck_assert_ptr_null(draft_open(directory, URL, "ann", &error));
	ck_assert_int_eq(error.code, ERROR_JOURNAL);
	free(path);
	scratch_free(directory);
}
END_TEST

START_TEST(a_disk_that_fails_is_told_once)
{
	char *directory = scratch_new();
	struct draft *d = open_in(directory);
	struct error error;

	keep(d, "old");
	write_fault = ENOSPC;
	ck_assert(!draft_keep(d, "new", &error));
	ck_assert_int_eq(error.code, ERROR_JOURNAL);
	ck_assert(draft_keep(d, "newer", &error));
	write_fault = 0;
	draft_close(d);
	assert_left(directory, "old");
	scratch_free(directory);
}
END_TEST

TESTING_MAIN("draft", TESTING(what_was_written_last_comes_back), TESTING(nothing_leaves_no_file),
	     TESTING(a_killed_client_leaves_it), TESTING(one_living_client_has_it),
	     TESTING(what_is_no_text_is_not_taken), TESTING(a_symbolic_link_is_refused),
	     TESTING(a_disk_that_fails_is_told_once))
