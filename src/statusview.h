/*
 * statusview - the status line: what is worded for it, from the left and from the right.
 */
#ifndef STATUSVIEW_H
#define STATUSVIEW_H

#include <stdbool.h>

#include "grid.h"

/* Clean, translated text. LEFT comes first where not all fits. */
struct statusview {
	const char *left;  /* state and URL */
	const char *right; /* users, lines below */
	bool warn;
};

/* Returns the column behind the left text, or where it is cut off. */
int statusview_draw(struct grid *, struct grid_rect, const struct statusview *);

#endif
