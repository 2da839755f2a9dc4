/*
 * term_replies - what the terminal answered to what it was asked, whenever the answer came. Pure.
 */
#ifndef TERM_REPLIES_H
#define TERM_REPLIES_H

#include <stdbool.h>
#include <stddef.h>

struct term_replies {
	bool has_sync;       /* the answer about mode 2026 came: */
	bool synchronises;   /* the terminal can show a frame as a whole */
	bool has_background; /* an answer about the background came, which nobody has seen yet: */
	bool light;          /* the background is */
};

/* The question about mode 2026 (DECRQM). */
#define TERM_ASK_SYNC "\x1b[?2026$p"

/* The question about the background (xterm's OSC 11). */
#define TERM_ASK_BACKGROUND "\x1b]11;?\x1b\\"

/* Takes a control sequence or string that was no key; it may be any. */
void term_replies_take(struct term_replies *, const char *sequence, size_t n);

#endif
