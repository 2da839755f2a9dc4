/*
 * term_testing - what the tests of the terminal share: one that is open in a console.
 */
#ifndef TERM_TESTING_H
#define TERM_TESTING_H

#include "testing.h"

#include <locale.h>
#include <string.h>
#include <termios.h>

#include "console.h"
#include "term.h"

static const struct term_config usual = { NULL, 0 };

/* In UTF-8. */
static inline struct term *open_with(struct console *c, const char *type, int rows, int cols,
				     const struct term_config *config)
{
	struct error error;
	struct term *t;

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	*c = console_open(type, rows, cols);
	t = term_open(config, &error);
	ck_assert_msg(t, "%s", error.detail);
	return t;
}

static inline struct term *open_in(struct console *c, const char *type, int rows, int cols)
{
	return open_with(c, type, rows, cols, &usual);
}

static inline void close_both(struct term *t, struct console *c)
{
	term_close(t);
	console_close(c);
}

static inline void write_row(struct grid *g, int row, int col, enum grid_style style, const char *s)
{
	grid_write(g, (struct grid_rect){ 0, 0, g->rows, g->cols }, row, col, style, s, strlen(s));
}

static inline void show(struct term *t, struct console *c, const struct grid *g)
{
	term_draw(t, g);
	for (console_pump(c); !term_writable(t); console_pump(c))
		term_flush(t);
}

static inline void assert_shown(const struct console *c, const struct grid *g)
{
	for (int row = 0; row < g->rows; row++) {
		char *want = grid_row_text(g, row);

		console_assert_row(c, row, want);
		free(want);
	}
	ck_assert_int_eq(console_cursor(c).row, g->cursor_row);
	ck_assert_int_eq(console_cursor(c).col, g->cursor_col);
}

/* How many bytes wait for whoever reads the terminal after us; what is no line counts too. */
static inline int left_over(const struct console *c)
{
	struct termios raw;
	int n = -1;

	ck_assert_int_eq(tcgetattr(c->slave, &raw), 0);
	cfmakeraw(&raw);
	ck_assert_int_eq(tcsetattr(c->slave, TCSANOW, &raw), 0);
	ck_assert_int_eq(ioctl(c->slave, FIONREAD, &n), 0);
	return n;
}

#endif
