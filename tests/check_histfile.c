#include "testing.h"

#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "faults.h"
#include "files.h"
#include "histfile.h"
#include "scratch.h"

static void add(const char *directory, const char *line)
{
	struct histfile *h = histfile_new(directory);
	struct error error;

	ck_assert(histfile_add(h, line, &error));
	histfile_free(h);
}

/* The lines that a client finds at its start, with a "|" behind each. */
static char *held(const char *directory)
{
	struct histfile *h = histfile_new(directory);
	struct history *history = history_new(1000000);
	struct error error;
	struct buf out = { 0 };

	ck_assert(histfile_load(h, history, &error));
	for (size_t i = 0; i < history_count(history); i++)
		buf_format(&out, "%s|", history_at(history, i));
	history_free(history);
	histfile_free(h);
	return buf_take(&out);
}

static void assert_held(const char *directory, const char *want)
{
	char *text = held(directory);

	ck_assert_str_eq(text, want);
	free(text);
}

static char *path_in(const char *directory)
{
	return mem_format("%s/history", directory);
}

START_TEST(lines_come_back)
{
	char *directory = scratch_new(), *path = path_in(directory);
	struct stat st;

	assert_held(directory, "");
	add(directory, "one");
	add(directory, "two\nrows \\ n");
	add(directory, "привет");
	assert_held(directory, "one|two\nrows \\ n|привет|");
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	free(path);
	scratch_free(directory);
}
END_TEST

static const struct {
	const char *file;
	size_t n;
	const char *held;
} files[] = {
	{ "", 0, "new|" },
	{ "one\ntorn", 8, "one|torn|new|" },
	{ "\n\none\n", 6, "one|new|" },
	{ "a\0b\none\n", 8, "one|new|" },
	{ "bad \xff\none\n", 10, "one|new|" },
	{ "\\", 1, "\\|new|" },
};

/* Whatever stands in the file, the next line is added to it as a line of its own. */
START_TEST(damage_does_not_spread)
{
	char *directory = scratch_new(), *path = path_in(directory);

	scratch_write(path, files[_i].file, files[_i].n);
	add(directory, "new");
	assert_held(directory, files[_i].held);
	free(path);
	scratch_free(directory);
}
END_TEST

#define CLIENTS 4
#define LINES   300

static void play_client(const char *directory, int client, size_t length)
{
	struct histfile *h = histfile_new(directory);
	char *line = mem_new(length + 20, 1);
	struct error error;

	for (int i = 0; i < LINES; i++) {
		int n = sprintf(line, "<%d.%d>", client, i);

		memset(line + n, 'x', length);
		if (!histfile_add(h, line, &error))
			_exit(1);
	}
	histfile_free(h);
	_exit(0);
}

static void play_clients(const char *directory, size_t length)
{
	int status;

	for (int i = 0; i < CLIENTS; i++)
		if (!fork())
			play_client(directory, i, length);
	for (int i = 0; i < CLIENTS; i++) {
		ck_assert_int_gt(wait(&status), 0);
		ck_assert_int_eq(status, 0);
	}
}

static void assert_has(const char *text, int client, int line)
{
	char *mark = mem_format("<%d.%d>", client, line);

	ck_assert_msg(strstr(text, mark), "%s is lost", mark);
	free(mark);
}

START_TEST(clients_do_not_lose_each_others_lines)
{
	char *directory = scratch_new(), *text;

	play_clients(directory, 10);
	text = held(directory);
	for (int client = 0; client < CLIENTS; client++)
		for (int line = 0; line < LINES; line++)
			assert_has(text, client, line);
	free(text);
	scratch_free(directory);
}
END_TEST

/* 1200 lines of 10 kB are cut down a dozen times. */
START_TEST(a_file_cut_down_by_one_goes_on_with_all)
{
	char *directory = scratch_new(), *path = path_in(directory), *text;
	struct stat st;

	play_clients(directory, 10000);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_le(st.st_size, 1 << 20);
	ck_assert_int_gt(st.st_size, 1 << 19);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	text = held(directory);
	ck_assert_int_eq(*text, '<');
	for (const char *end = strchr(text, '|'); end && end[1]; end = strchr(end + 1, '|'))
		ck_assert_int_eq(end[1], '<');
	free(text);
	free(path);
	scratch_free(directory);
}
END_TEST

/* One client has the newest lines, in order, whatever is cut. */
START_TEST(the_newest_lines_stay)
{
	char *directory = scratch_new(), *text;
	struct histfile *h = histfile_new(directory);
	char *line = mem_new(20001, 1);
	struct error error;
	int last = 399;

	memset(line, 'x', 20000);
	for (int i = 0; i <= last; i++) {
		line[sprintf(line, "<0.%d>", i)] = 'x';
		ck_assert(histfile_add(h, line, &error));
	}
	histfile_free(h);
	text = held(directory);
	for (int i = last; i > last - 20; i--)
		assert_has(text, 0, i);
	free(text);
	free(line);
	scratch_free(directory);
}
END_TEST

START_TEST(a_line_waits_for_a_lock)
{
	char *directory = scratch_new(), *path = path_in(directory);
	struct histfile *h = histfile_new(directory);
	struct error error;
	int fd = files_open_locked(path);

	ck_assert_int_ge(fd, 0);
	ck_assert(histfile_add(h, "one", &error));
	assert_held(directory, "");
	close(fd);
	ck_assert(histfile_add(h, "two", &error));
	assert_held(directory, "one|two|");
	fd = files_open_locked(path);
	ck_assert(histfile_add(h, "three", &error));
	close(fd);
	histfile_free(h);
	assert_held(directory, "one|two|three|");
	free(path);
	scratch_free(directory);
}
END_TEST

START_TEST(a_line_too_long_is_not_kept)
{
	char *directory = scratch_new(), *line = mem_new((1 << 20) + 1, 1);

	memset(line, 'a', 1 << 20);
	add(directory, line);
	assert_held(directory, "");
	free(line);
	scratch_free(directory);
}
END_TEST

static void assert_refused(const char *directory)
{
	struct histfile *h = histfile_new(directory);
	struct history *history = history_new(10);
	struct error error;

	ck_assert(!histfile_load(h, history, &error));
	ck_assert_int_eq(error.code, ERROR_HISTORY);
	ck_assert_ptr_nonnull(strstr(error.detail, "/history: "));
	ck_assert(histfile_add(h, "line", &error));
	histfile_free(h);
	history_free(history);
}

static const char *const in_its_place[] = { "ln -s elsewhere", "mkdir", "mkfifo" };

START_TEST(what_stands_in_its_place_is_refused)
{
	char *directory = scratch_new(), *path = path_in(directory);
	char *elsewhere = mem_format("%s/elsewhere", directory);
	char *command = mem_format("%s '%s'", in_its_place[_i], path);

	ck_assert_int_eq(system(command), 0);
	assert_refused(directory);
	ck_assert_int_ne(access(elsewhere, F_OK), 0);
	free(command);
	free(elsewhere);
	free(path);
	scratch_free(directory);
}
END_TEST

START_TEST(a_directory_that_is_read_only_is_told)
{
	char *directory = scratch_new();

	faults_read_only(directory);
	assert_refused(directory);
	faults_writable(directory);
	scratch_free(directory);
}
END_TEST

/* Half a line is taken back. */
START_TEST(a_disk_that_fails_is_told_once)
{
	char *directory = scratch_new();
	struct histfile *h = histfile_new(directory);
	struct error error;

	ck_assert(histfile_add(h, "one", &error));
	write_fault = ENOSPC;
	ck_assert(!histfile_add(h, "two", &error));
	ck_assert_int_eq(error.code, ERROR_HISTORY);
	ck_assert(histfile_add(h, "three", &error));
	write_fault = 0;
	ck_assert(histfile_add(h, "four", &error));
	histfile_free(h);
	assert_held(directory, "one|");
	scratch_free(directory);
}
END_TEST

TESTING_MAIN("histfile", TESTING(lines_come_back),
	     TESTING_LOOP(damage_does_not_spread, COUNT(files)),
	     TESTING(clients_do_not_lose_each_others_lines),
	     TESTING(a_file_cut_down_by_one_goes_on_with_all), TESTING(the_newest_lines_stay),
	     TESTING(a_line_waits_for_a_lock), TESTING(a_line_too_long_is_not_kept),
	     TESTING_LOOP(what_stands_in_its_place_is_refused, COUNT(in_its_place)),
	     TESTING(a_directory_that_is_read_only_is_told),
	     TESTING(a_disk_that_fails_is_told_once))
