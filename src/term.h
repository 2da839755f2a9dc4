/*
 * term - the terminal: keys, paste, mouse, focus and size in; a grid's differences out. What it
 * is told beside them is in term_beside.h. The only includer of curses.
 *
 * One terminal at a time: curses and the handler of fatal signals know only one.
 */
#ifndef TERM_H
#define TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "grid.h"
#include "term_event.h"
#include "theme.h"

struct term;

struct term_config {
	const struct theme *theme; /* is copied; NULL: the built-in "dark" */
	int color;                 /* -1 never, 0 auto, 1 always */
};

/* NULL where there is no usable terminal: ERROR_TERMINAL. Fatal signals put the terminal back
 * before they kill, and so does mem's die hook. */
struct term *term_open(const struct term_config *, struct error *);
void term_close(struct term *); /* NULL is allowed */

/* Takes another theme, or colors or none; the next draw shows it. */
void term_configure(struct term *, const struct term_config *);

/* Whether the terminal's background is light: guessed from COLORFGBG until a TERM_BACKGROUND. */
bool term_is_light(const struct term *);
/* The terminal type used in place of a TERM that is not known here; NULL: TERM is. */
const char *term_fallback(const struct term *);
int term_rows(const struct term *);
int term_cols(const struct term *);

/* To be polled for input, and for output while term_writable() is false: then term_flush(). */
int term_fd(const struct term *);

/* The next event of what is there to read; false: none. */
bool term_next(struct term *, struct term_event *);
/* When to call term_next() again although nothing came: a lone ESC or an unfinished paste. ms from
 * now, or -1. */
int term_timeout(const struct term *);
/* After SIGWINCH or SIGCONT; a TERM_RESIZE event follows. */
void term_resized(struct term *);

/* Whether the terminal has taken what was last drawn. Until then there is no drawing. */
bool term_writable(const struct term *);
void term_flush(struct term *);

/* Sends what differs from what is shown; never waits for the terminal. */
void term_draw(struct term *, const struct grid *);
/* Clears and draws everything with the next term_draw(). */
void term_redraw(struct term *);
/* Shows clean text (text.h) of lines with LF between them, the lines going on over the rows as the
 * terminal has it, in place of all that is drawn; until term_redraw() and the next term_draw(). */
void term_show(struct term *, const char *text, size_t n);

/* Puts the terminal back for a suspension, and takes it again after; also after a stop that was not
 * asked for. */
void term_suspend(struct term *);
void term_resume(struct term *);

#endif
