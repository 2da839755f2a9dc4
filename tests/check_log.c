#include "testing.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "buf.h"
#include "faults.h"
#include "files.h"
#include "log.h"
#include "scratch.h"

static const int64_t noon = 1700049600000; /* 2023-11-15 12:00 UTC */
static const int64_t day = 86400000;

static struct log *open_log(const char *file)
{
	struct error error;
	struct url url;
	struct log *log;

	setenv("TZ", "UTC", 1);
	ck_assert(url_parse(&url, "ws://localhost:6502/a/../room", &error));
	log = log_open(file, &url, noon, &error);
	url_free(&url);
	ck_assert_msg(log != NULL, "%s", error.detail);
	return log;
}

static void say(struct log *log, int64_t time, const char *name, const char *text)
{
	struct event e = { .type = EVENT_MESSAGE, .time = time, .name = name, .text = text };

	log_note(log, &e);
}

static void flush(struct log *log)
{
	struct error error;

	ck_assert(log_flush(log, &error));
}

START_TEST(each_day_has_a_file_of_the_room)
{
	char *directory = scratch_new(), *first, *second;
	struct event join = { .type = EVENT_JOIN, .time = noon, .name = "bob" };
	struct log *log;

	setenv("XDG_STATE_HOME", directory, 1);
	log = open_log(NULL);
	log_note(log, &join);
	say(log, noon, "bob", "hello\nthere \033[2J");
	say(log, noon + 1000, "bob", "/me waves");
	say(log, noon + day, NULL, "next day");
	flush(log);
	log_close(log);
	first = mem_format("%s/wschat/log/localhost_6502%%2Froom/2023-11-15.log", directory);
	second = mem_format("%s/wschat/log/localhost_6502%%2Froom/2023-11-16.log", directory);
	scratch_assert(first, "2023-11-15 12:00:00 -!- bob is here\n"
			      "2023-11-15 12:00:00 <bob> hello there [2J\n"
			      "2023-11-15 12:00:01 * bob waves\n");
	scratch_assert(second, "2023-11-16 12:00:00 <> next day\n");
	free(first);
	free(second);
	scratch_free(directory);
}
END_TEST

START_TEST(a_named_file_is_appended_to)
{
	char *directory = scratch_new(), *path = mem_format("%s/log", directory);
	struct log *log = open_log(path);

	say(log, noon, "bob", "one");
	log_close(log);
	log = open_log(path);
	say(log, noon + day, "bob", "two");
	log_close(log);
	scratch_assert(path, "2023-11-15 12:00:00 <bob> one\n2023-11-16 12:00:00 <bob> two\n");
	free(path);
	scratch_free(directory);
}
END_TEST

START_TEST(a_symbolic_link_is_refused)
{
	char *directory = scratch_new(), *path = mem_format("%s/log", directory);
	struct error error = { 0 };
	struct url url = { 0 };

	ck_assert_int_eq(symlink("elsewhere", path), 0);
	ck_assert(url_parse(&url, "ws://localhost/", &error));
	ck_assert_ptr_null(log_open(path, &url, noon, &error));
	ck_assert_int_eq(error.code, ERROR_LOG);
	url_free(&url);
	free(path);
	scratch_free(directory);
}
END_TEST

/* A limit on the size of files stands for a full disk: a part is written, then none. */
START_TEST(a_full_disk_is_told_once_and_the_log_goes_on_after_it)
{
	char *directory = scratch_new(), *path = mem_format("%s/log", directory);
	struct rlimit all, little = { 40, RLIM_INFINITY };
	struct log *log = open_log(path);
	struct error error = { 0 };

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &all);
	little.rlim_max = all.rlim_max;
	say(log, noon, "bob", "one");
	flush(log);
	setrlimit(RLIMIT_FSIZE, &little);
	say(log, noon, "bob", "two");
	ck_assert(!log_flush(log, &error));
	ck_assert_int_eq(error.code, ERROR_LOG);
	say(log, noon, "bob", "three");
	flush(log);
	setrlimit(RLIMIT_FSIZE, &all);
	say(log, noon, "bob", "four");
	flush(log);
	log_close(log);
	scratch_assert(
		path,
		"2023-11-15 12:00:00 <bob> one\n2023-11-15\n2023-11-15 12:00:00 <bob> four\n");
	free(path);
	scratch_free(directory);
}
END_TEST

/* One that was killed has left half a line. */
START_TEST(half_a_line_is_ended_first)
{
	char *directory = scratch_new(), *path = mem_format("%s/log", directory);
	struct log *log;

	scratch_write(path, "2023-11-15 12", 13);
	log = open_log(path);
	say(log, noon, "bob", "one");
	log_close(log);
	scratch_assert(path, "2023-11-15 12\n2023-11-15 12:00:00 <bob> one\n");
	free(path);
	scratch_free(directory);
}
END_TEST

START_TEST(a_disk_that_fails_is_told_once_until_it_works_again)
{
	char *directory = scratch_new(), *path = mem_format("%s/log", directory);
	struct log *log = open_log(path);
	struct error error = { 0 };

	for (int i = 0; i < 2; i++) {
		write_fault = i ? ENOSPC : EIO;
		say(log, noon, "bob", "lost");
		ck_assert(!log_flush(log, &error));
		ck_assert_int_eq(error.code, ERROR_LOG);
		say(log, noon, "bob", "lost");
		flush(log);
		write_fault = 0;
		say(log, noon, "bob", "kept");
		flush(log);
	}
	log_close(log);
	scratch_assert(path, "2023-11-15 12:00:00 <bob> kept\n2023-11-15 12:00:00 <bob> kept\n");
	free(path);
	scratch_free(directory);
}
END_TEST

START_TEST(a_directory_that_is_read_only_is_told)
{
	char *directory = scratch_new(), *path = mem_format("%s/log", directory);
	struct error error = { 0 };
	struct url url = { 0 };

	ck_assert(url_parse(&url, "ws://localhost/", &error));
	setenv("XDG_STATE_HOME", directory, 1);
	faults_read_only(directory);
	ck_assert_ptr_null(log_open(_i ? path : NULL, &url, noon, &error));
	ck_assert_int_eq(error.code, ERROR_LOG);
	faults_writable(directory);
	url_free(&url);
	free(path);
	scratch_free(directory);
}
END_TEST

static void collect(void *arg, const char *line)
{
	buf_format(arg, "%s\n", line + 20);
}

START_TEST(the_last_lines_are_found)
{
	char *directory = scratch_new(), *path = mem_format("%s/log", directory);
	struct log *log = open_log(path);
	struct buf found = { 0 };

	for (int i = 0; i < 10; i++)
		say(log, noon, i % 2 ? "bob" : "\xd0\x90\xd0\xbd\xd0\xbd\xd0\xb0",
		    (char[]){ (char)('0' + i), 0 });
	flush(log);
	ck_assert_uint_eq(log_find(log, "BOB", 2, collect, &found), 2);
	ck_assert_str_eq(buf_string(&found), "<bob> 7\n<bob> 9\n");
	buf_clear(&found);
	ck_assert_uint_eq(log_find(log, "\xd0\xb0\xd0\xbd\xd0\xbd\xd0\xb0> 4", 20, collect, &found),
			  1);
	ck_assert_uint_eq(log_find(log, "nobody", 20, collect, &found), 0);
	ck_assert_uint_eq(log_find(log, "", 20, collect, &found), 10);
	buf_free(&found);
	log_close(log);
	free(path);
	scratch_free(directory);
}
END_TEST

START_TEST(the_days_before_are_searched_too)
{
	char *directory = scratch_new(), *junk;
	struct buf found = { 0 };
	struct log *log;

	setenv("XDG_STATE_HOME", directory, 1);
	log = open_log(NULL);
	for (int i = 0; i < 4; i++) {
		say(log, noon + i * day, "bob", (char[]){ (char)('0' + i), 'a', 0 });
		say(log, noon + i * day, "bob", (char[]){ (char)('0' + i), 'b', 0 });
		flush(log);
	}
	junk = mem_format("%s/wschat/log/localhost_6502%%2Froom/2023-11-1x.log", directory);
	scratch_write(junk, "2023-11-14 12:00:00 <bob> junk\n", 31);
	ck_assert_uint_eq(log_find(log, "b", 5, collect, &found), 5);
	ck_assert_str_eq(buf_string(&found), "<bob> 1b\n<bob> 2a\n<bob> 2b\n<bob> 3a\n<bob> 3b\n");
	buf_clear(&found);
	ck_assert_uint_eq(log_find(log, "> 0", 20, collect, &found), 2);
	ck_assert_uint_eq(log_find(log, "", 20, collect, &found), 8);
	buf_free(&found);
	log_close(log);
	free(junk);
	scratch_free(directory);
}
END_TEST

TESTING_MAIN("log", TESTING(each_day_has_a_file_of_the_room), TESTING(a_named_file_is_appended_to),
	     TESTING(a_symbolic_link_is_refused),
	     TESTING(a_full_disk_is_told_once_and_the_log_goes_on_after_it),
	     TESTING(the_last_lines_are_found), TESTING(the_days_before_are_searched_too),
	     TESTING(half_a_line_is_ended_first),
	     TESTING(a_disk_that_fails_is_told_once_until_it_works_again),
	     TESTING_LOOP(a_directory_that_is_read_only_is_told, 2))
