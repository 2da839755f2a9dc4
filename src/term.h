/*
 * term - the terminal: keys, paste, focus and size in; a grid's differences out. The only includer
 * of curses.
 *
 * One terminal at a time: curses and the handler of fatal signals know only one.
 */
#ifndef TERM_H
#define TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "grid.h"
#include "keymap.h"
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

/* To be polled for input, and for output while term_writable() is false: then term_flush(). */
int term_fd(const struct term *);

enum term_event_type {
	TERM_KEY,
	TERM_PASTE,  /* text: valid UTF-8, as pasted; lives until the next call */
	TERM_RESIZE, /* draw anew at term_rows() x term_cols() */
	TERM_FOCUS_IN,
	TERM_FOCUS_OUT,  /* of a terminal that tells it, which not all do */
	TERM_CLICK,      /* row, col: the first button was pressed and let go there */
	TERM_WHEEL,      /* row, col, and rows to scroll by: up is negative */
	TERM_BACKGROUND, /* the terminal has told whether its background is light */
	TERM_EOF,        /* the terminal is gone */
};

struct term_event {
	enum term_event_type type;
	struct key key;
	const char *text;
	size_t n;
	int row, col, rows;
};

/* The next event of what is there to read; false: none. */
bool term_next(struct term *, struct term_event *);

/* When to call term_next() again although nothing came: a lone ESC or an unfinished paste. ms from
 * now, or -1. */
int term_timeout(const struct term *);

/* After SIGWINCH or SIGCONT; a TERM_RESIZE event follows. */
void term_resized(struct term *);

int term_rows(const struct term *);
int term_cols(const struct term *);

/* Whether the terminal has taken what was last drawn. Until then there is no drawing. */
bool term_writable(const struct term *);
void term_flush(struct term *);

/* Sends what differs from what is shown; never waits for the terminal. */
void term_draw(struct term *, const struct grid *);
/* Whether links are links to the terminal too; 0: where it is known to take them, -1 never, 1
 * always. */
void term_set_links(struct term *, int when);
/* Whether the mouse is ours, as it is not at first: then selecting takes Shift. */
void term_set_mouse(struct term *, bool on);
/* Gives the text to the clipboard of whoever sits before the terminal, wherever that is; false
 * where it is too long, or the terminal is not known to be able to. */
bool term_copy(struct term *, const char *text, size_t n);
/* Shows clean text (text.h) of lines with LF between them, the lines going on over the rows as the
 * terminal has it, in place of all that is drawn; until term_redraw() and the next term_draw(). */
void term_show(struct term *, const char *text, size_t n);
/* Clears and draws everything with the next term_draw(). */
void term_redraw(struct term *);
void term_bell(struct term *);

/* What the window is called (NULL: as before), and a notification of the desktop by one of the
 * control sequences for it, where the terminal is one that has them. Any text will do. */
enum term_notify { TERM_NOTIFY_AUTO, TERM_NOTIFY_OSC9, TERM_NOTIFY_OSC777, TERM_NOTIFY_OSC99 };

void term_title(struct term *, const char *title);
void term_notify(struct term *, enum term_notify, const char *title, const char *body);

/* Whether what is drawn has its text from right to left in the order in which it is to be seen, and
 * the terminal is to leave it so; whether it is one that would not. */
void term_order(struct term *, bool ordered);
bool term_reorders(const struct term *);

/* Puts the terminal back for a suspension, and takes it again after; also after a stop that was not
 * asked for. */
void term_suspend(struct term *);
void term_resume(struct term *);

#endif
