/*
 * term_event - what comes from the terminal.
 */
#ifndef TERM_EVENT_H
#define TERM_EVENT_H

#include <stddef.h>

#include "key.h"

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

#endif
