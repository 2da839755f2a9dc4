/*
 * term_tell - what is said to a terminal beside the grid: modes, the window's title, notifications.
 * Appends bytes to a buffer.
 *
 * Only terminals that are known to read what they do not know to its end are told anything.
 */
#ifndef TERM_TELL_H
#define TERM_TELL_H

#include <stdbool.h>

#include "buf.h"
#include "term_beside.h"

enum term_inside { TERM_ALONE, TERM_IN_TMUX, TERM_IN_SCREEN };

struct term_tell {
	bool modern; /* else nothing is said at all */
	bool utf8;   /* else what is not ASCII shows as '?' */
	enum term_inside inside;
	bool ordered;  /* text from right to left is, and the terminal must leave it so; */
	bool reorders; /* but would not */
	bool links;    /* it is known to take OSC 8 */
	bool mouse;    /* is ours */
	enum term_notify notify; /* what TERM_NOTIFY_AUTO means here */
};

/* TYPE is the terminal's, TSL what its description has to begin a status line, or NULL. Looks into
 * the environment for what terminals leave there. */
void term_tell_open(struct term_tell *, const char *type, const char *tsl);

/* What begins and ends the use of the terminal: focus is reported, and the title put back. */
void term_tell_enter(const struct term_tell *, struct buf *out);
void term_tell_leave(const struct term_tell *, struct buf *out);

/* Whether the terminal is to put text from right to left into its order. */
void term_tell_order(const struct term_tell *, struct buf *out);

/* Whether the mouse is ours. */
void term_tell_mouse(const struct term_tell *, struct buf *out);

/* Gives the text to the clipboard by OSC 52; false where it would not come there. */
bool term_tell_copy(const struct term_tell *, const char *text, size_t n, struct buf *out);

/* The title of the window; NULL is the one from before. For this and notifications any text will
 * do: of what is no text nothing is left. */
void term_tell_title(const struct term_tell *, const char *title, struct buf *out);
void term_tell_notify(const struct term_tell *, enum term_notify, const char *title,
		      const char *body, struct buf *out);

#endif
