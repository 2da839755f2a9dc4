#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "files.h"
#include "scratch.h"

static const struct {
	const char *string, *safe;
} names[] = {
	{ "chat.example.org_6502", "chat.example.org_6502" },
	{ "../etc/passwd", "%2E.%2Fetc%2Fpasswd" },
	{ ".hidden", "%2Ehidden" },
	{ "a b\n\033", "a%20b%0A%1B" },
	{ "\xd1\x8f", "%D1%8F" },
	{ "", "" },
};

/* Who we are here; a file of root's or of anybody else is not ours. */
static bool is_somebody_else;

uid_t geteuid(void)
{
	return (uid_t)syscall(SYS_geteuid) + is_somebody_else;
}

START_TEST(a_name_is_made_safe)
{
	struct buf out = { 0 };

	files_safe_name(&out, names[_i].string);
	ck_assert_str_eq(buf_string(&out), names[_i].safe);
	ck_assert_ptr_null(strchr(buf_string(&out), '/'));
	ck_assert_int_ne(*buf_string(&out), '.');
	buf_free(&out);
}
END_TEST

START_TEST(a_long_name_is_cut)
{
	struct buf out = { 0 };
	char *name = mem_new(5001, 1);

	memset(name, '/', 5000);
	files_safe_name(&out, name);
	ck_assert_uint_le(buf_size(&out), 100);
	free(name);
	buf_free(&out);
}
END_TEST

START_TEST(a_private_file_is_private)
{
	char *directory = scratch_new(), *path = mem_format("%s/a/b", directory);
	char *parent = mem_format("%s/a", directory);
	struct stat st;
	int fd;

	ck_assert_int_eq(files_open_private(path), -1);
	ck_assert(files_make_directory(parent));
	ck_assert_int_eq(stat(parent, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0700);
	fd = files_open_private(path);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fstat(fd, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	close(fd);
	free(path);
	free(parent);
	scratch_free(directory);
}
END_TEST

static const struct {
	const char *kind;
	int reason;
} strangers[] = { { "ln -s elsewhere", ELOOP }, { "mkdir", EISDIR }, { "mkfifo", EINVAL } };

START_TEST(what_stands_in_its_place_is_refused)
{
	char *directory = scratch_new(), *path = mem_format("%s/x", directory);
	char *command = mem_format("%s %s", strangers[_i].kind, path);

	ck_assert_int_eq(system(command), 0);
	ck_assert_int_eq(files_open_private(path), -1);
	ck_assert_int_eq(errno, strangers[_i].reason);
	free(command);
	free(path);
	scratch_free(directory);
}
END_TEST

START_TEST(a_file_of_somebody_else_is_refused)
{
	char *directory = scratch_new(), *path = mem_format("%s/x", directory);

	scratch_write(path, "x", 1);
	is_somebody_else = true;
	ck_assert_int_eq(files_open_private(path), -1);
	ck_assert_int_eq(errno, EPERM);
	free(path);
	scratch_free(directory);
}
END_TEST

START_TEST(directories_are_where_xdg_says)
{
	char *directory = scratch_new(), *expected = mem_format("%s/wschat", directory), *path;

	setenv("XDG_STATE_HOME", directory, 1);
	setenv("XDG_CONFIG_HOME", "relative", 1);
	setenv("HOME", "/home/ann", 1);
	path = files_state_directory();
	ck_assert_str_eq(path, expected);
	free(path);
	path = files_config_path();
	ck_assert_str_eq(path, "/home/ann/.config/wschat/config");
	free(path);
	free(expected);
	scratch_free(directory);
}
END_TEST

START_TEST(a_closed_stream_is_held)
{
	int saved = dup(_i);
	char byte = 0;

	close(_i);
	files_hold_streams();
	ck_assert_int_ge(fcntl(_i, F_GETFD), 0);
	errno = 0;
	ck_assert_int_lt(_i ? write(_i, &byte, 1) : read(_i, &byte, 1), 0);
	ck_assert_int_eq(errno, EBADF);
	dup2(saved, _i);
	close(saved);
}
END_TEST

TESTING_MAIN("files", TESTING_LOOP(a_name_is_made_safe, COUNT(names)), TESTING(a_long_name_is_cut),
	     TESTING(a_private_file_is_private),
	     TESTING_LOOP(what_stands_in_its_place_is_refused, COUNT(strangers)),
	     TESTING(a_file_of_somebody_else_is_refused), TESTING(directories_are_where_xdg_says),
	     TESTING_LOOP(a_closed_stream_is_held, 3))
