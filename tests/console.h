/*
 * console - a terminal for tests: a pty whose other side is libvterm. The pty becomes standard
 * input and output of the process, which Check forks for each test.
 */
#ifndef CONSOLE_H
#define CONSOLE_H

#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <vterm.h>

#include "buf.h"
#include "text.h"

/* ncurses 6.4 forgets what newterm() allocated where it fails. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:new_prescr\n";
}

struct console {
	int master, slave;
	VTerm *vterm;
	VTermScreen *screen;
	struct buf raw; /* all bytes that came, for tests that clear it */
};

static inline void console_set_size(struct console *c, int rows, int cols)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	ck_assert_int_eq(ioctl(c->master, TIOCSWINSZ, &size), 0);
	vterm_set_size(c->vterm, rows, cols);
}

static inline struct console console_open(const char *type, int rows, int cols)
{
	struct console c = { 0 };

	ck_assert_int_eq(openpty(&c.master, &c.slave, NULL, NULL, NULL), 0);
	ck_assert_int_eq(fcntl(c.master, F_SETFL, O_NONBLOCK), 0);
	ck_assert_int_ge(dup2(c.slave, STDIN_FILENO), 0);
	ck_assert_int_ge(dup2(c.slave, STDOUT_FILENO), 0);
	c.vterm = vterm_new(rows, cols);
	vterm_set_utf8(c.vterm, 1);
	c.screen = vterm_obtain_screen(c.vterm);
	vterm_screen_enable_altscreen(c.screen, 1);
	vterm_screen_reset(c.screen, 1);
	console_set_size(&c, rows, cols);
	ck_assert_int_eq(setenv("TERM", type, 1), 0);
	ck_assert_int_eq(unsetenv("LINES") | unsetenv("COLUMNS"), 0);
	return c;
}

static inline void console_close(struct console *c)
{
	vterm_free(c->vterm);
	buf_free(&c->raw);
	close(c->master);
	close(c->slave);
}

/* Takes what is there; returns whether something was. libvterm gets it in one piece, for it loses a
 * combining mark that comes apart from its base in the last column. */
static inline bool console_pump(struct console *c)
{
	size_t before = buf_size(&c->raw), more;
	ssize_t n;

	while ((n = read(c->master, buf_reserve(&c->raw, 65536), 65536)) > 0)
		buf_extend(&c->raw, (size_t)n);
	more = buf_size(&c->raw) - before;
	vterm_input_write(c->vterm, (const char *)buf_bytes(&c->raw) + before, more);
	return more;
}

/* Waits until something comes, at most so many ms, and takes it. */
static inline bool console_wait(struct console *c, int ms)
{
	struct pollfd p = { c->master, POLLIN, 0 };

	return poll(&p, 1, ms) == 1 && console_pump(c);
}

static inline void console_type(struct console *c, const char *bytes)
{
	ck_assert_int_eq(write(c->master, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
}

/* A row without the spaces at its end; the caller frees it. */
static inline char *console_row(const struct console *c, int row)
{
	struct buf text = { 0 };
	size_t solid = 0;
	int rows, cols;

	vterm_get_size(c->vterm, &rows, &cols);
	for (int col = 0; col < cols; col++) {
		VTermScreenCell cell;

		vterm_screen_get_cell(c->screen, (VTermPos){ row, col }, &cell);
		if (cell.chars[0] == (uint32_t)-1)
			continue; /* the second half of a wide character */
		if (!cell.chars[0])
			buf_append_byte(&text, ' ');
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			text_put(&text, cell.chars[i]);
		if (cell.chars[0] && cell.chars[0] != ' ')
			solid = buf_size(&text);
	}
	buf_truncate(&text, solid);
	return buf_take(&text);
}

static inline void console_assert_row(const struct console *c, int row, const char *want)
{
	char *text = console_row(c, row);

	ck_assert_str_eq(text, want);
	free(text);
}

static inline bool console_has(const struct console *c, const char *want)
{
	bool found = false;
	int rows, cols;

	vterm_get_size(c->vterm, &rows, &cols);
	for (int row = 0; row < rows && !found; row++) {
		char *text = console_row(c, row);

		found = strstr(text, want);
		free(text);
	}
	return found;
}

/* Whether the bytes are among all that came since RAW was cleared. */
static inline bool console_got(const struct console *c, const char *bytes)
{
	return memmem(buf_bytes(&c->raw), buf_size(&c->raw), bytes, strlen(bytes));
}

static inline VTermPos console_cursor(const struct console *c)
{
	VTermPos at;

	vterm_state_get_cursorpos(vterm_obtain_state(c->vterm), &at);
	return at;
}

#endif
