/*
 * popupview - a box with rows at the lower end of a pane: candidates to choose from, or a text to
 * be looked at before it is taken.
 */
#ifndef POPUPVIEW_H
#define POPUPVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "grid.h"

struct popupview {
	const char *title; /* in the upper border; clean text, may be "" */
	size_t count;      /* rows */
	/* The text of a row, clean; it lives until the next call. */
	const char *(*row)(void *arg, size_t at);
	void *arg;
	/* Highlighted, and always among what is shown; COUNT: none, what does not fit is cut off.
	 */
	size_t chosen;
	int col; /* where the box is to begin, if there is room */
};

/* Whether a pane has room for one beside what it shows. */
bool popupview_fits(struct grid_rect pane);

/* As wide and as high as the rows want, at most as wide as the pane and a row less high; the
 * pane's last row is its last. */
void popupview_draw(struct grid *, struct grid_rect pane, const struct popupview *);

#endif
