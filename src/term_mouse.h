/*
 * term_mouse - what a mouse's reports mean: clicks and the wheel. Pure.
 */
#ifndef TERM_MOUSE_H
#define TERM_MOUSE_H

#include <stdbool.h>

#include "term_event.h"

/* A zeroed struct is the start. */
struct term_mouse {
	bool pressed;
	int row, col; /* where */
};

/* As xterm tells it: BUTTON has bits for modifiers and motion too. Places count from 0. */
struct term_mouse_report {
	unsigned button;
	int col, row;
	bool released;
};

/* Returns whether it made an event. A click is one where it is let go: who drags, selects or has
 * thought better of it. */
bool term_mouse_take(struct term_mouse *, const struct term_mouse_report *, struct term_event *);

#endif
