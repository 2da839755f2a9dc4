#include "testing.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "files.h"
#include "mem.h"
#include "outside.h"
#include "scratch.h"

/* A program that tells how it was called, and where its standard streams and its terminal are. */
static const char teller[] = "#!/bin/sh\n"
			     "exec >\"$TOLD.new\"\n"
			     "printf '%s|' \"$@\"\n"
			     "readlink /proc/self/fd/0\n"
			     "if (: </dev/tty) 2>/dev/null; then echo tty; fi\n"
			     "cat\n"
			     "mv \"$TOLD.new\" \"$TOLD\"\n";

static char *write_program(const char *directory, const char *name)
{
	char *path = mem_format("%s/%s", directory, name);
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(teller, file), 0);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_eq(chmod(path, 0700), 0);
	return path;
}

/* What the program told, once it has: it is moved into its place whole. */
static char *await_told(const char *told)
{
	struct buf out = { 0 };
	int fd = -1;

	for (int i = 0; i < 2000 && (fd = open(told, O_RDONLY)) < 0; i++)
		nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
	ck_assert_int_ge(fd, 0);
	ck_assert(files_read(fd, &out));
	close(fd);
	unlink(told);
	return buf_take(&out);
}

static const struct {
	const char *browser; /* "@" is the program */
	const char *told;    /* NULL: none is started */
} browsers[] = {
	{ "@", "http://a/?b&c;d|/dev/null\n" },
	{ "@ --new-tab", "--new-tab|http://a/?b&c;d|/dev/null\n" },
	{ "@ -u %s -x", "-u|http://a/?b&c;d|-x|/dev/null\n" },
	{ "@ --url=%s", "--url=http://a/?b&c;d|/dev/null\n" },
	{ "no-such-browser:@", "http://a/?b&c;d|/dev/null\n" },
	{ ":@:no-such-browser", "http://a/?b&c;d|/dev/null\n" },
	{ "no-such-browser", NULL },
	{ "no-such-browser:/dev/null %s", NULL },
	{ ":", NULL },
	{ "", NULL },
};

START_TEST(a_browser_is_started)
{
	char *directory = scratch_new(), *program = write_program(directory, "browser");
	char *told = mem_format("%s/told", directory), *text;
	struct buf browser = { 0 };

	for (const char *s = browsers[_i].browser; *s; s++)
		buf_append(&browser, *s == '@' ? program : s, *s == '@' ? strlen(program) : 1);
	unsetenv("DISPLAY");
	unsetenv("WAYLAND_DISPLAY");
	setenv("TOLD", told, 1);
	setenv("BROWSER", buf_string(&browser), 1);
	ck_assert_int_eq(outside_browse("http://a/?b&c;d"), browsers[_i].told != NULL);
	if (browsers[_i].told) {
		text = await_told(told);
		ck_assert_str_eq(text, browsers[_i].told);
		free(text);
	}
	buf_free(&browser);
	free(told);
	free(program);
	scratch_free(directory);
}
END_TEST

START_TEST(a_desktop_has_an_opener)
{
	char *directory = scratch_new(), *program = write_program(directory, "xdg-open");
	char *told = mem_format("%s/told", directory), *text;
	char *path = mem_format("%s:%s", directory, getenv("PATH"));

	unsetenv("BROWSER");
	unsetenv("DISPLAY");
	unsetenv("WAYLAND_DISPLAY");
	setenv("TOLD", told, 1);
	setenv("PATH", path, 1);
	ck_assert(!outside_browse("http://a/"));
	setenv("DISPLAY", ":0", 1);
	ck_assert(outside_browse("http://a/"));
	text = await_told(told);
	ck_assert_str_eq(text, "http://a/|/dev/null\n");
	free(text);
	free(path);
	free(told);
	free(program);
	scratch_free(directory);
}
END_TEST

START_TEST(tmux_takes_a_copy)
{
	char *directory = scratch_new(), *program = write_program(directory, "tmux");
	char *told = mem_format("%s/told", directory), *text;
	char *path = mem_format("%s:%s", directory, getenv("PATH"));

	setenv("TOLD", told, 1);
	setenv("PATH", path, 1);
	unsetenv("TMUX");
	ck_assert(!outside_tmux_copy("text", 4));
	setenv("TMUX", "/tmp/tmux,1,0", 1);
	ck_assert(outside_tmux_copy("text", 4));
	text = await_told(told);
	ck_assert_ptr_nonnull(strstr(text, "load-buffer|-w|-|"));
	ck_assert_str_eq(text + strlen(text) - 5, "\ntext");
	free(text);
	free(path);
	free(told);
	free(program);
	scratch_free(directory);
}
END_TEST

TESTING_MAIN("outside", TESTING_LOOP(a_browser_is_started, COUNT(browsers)),
	     TESTING(a_desktop_has_an_opener), TESTING(tmux_takes_a_copy))
