/*
 * layout - rows x columns to the rectangles of the panes.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdbool.h>

#include "grid.h"

struct layout {
	struct grid_rect status; /* one row under the chat; no rows in the smallest terminals */
	struct grid_rect chat;
	struct grid_rect border; /* one column between chat and users */
	struct grid_rect users;  /* no columns where hidden */
	struct grid_rect input;
};

/* Below this many columns the users pane gives way. */
#define LAYOUT_USERS_FROM 60

/* The widest that the pane gets in so many columns. */
int layout_users_most(int cols);

/* INPUT_ROWS that the input line would like; NAME_WIDTH of the widest name or
 * heading. Every cell belongs to
 * one rectangle; the input line always has a row, the chat pane at least one where rows > 1. */
void layout_compute(struct layout *, int rows, int cols, int input_rows, int name_width,
		    bool users);

#endif
