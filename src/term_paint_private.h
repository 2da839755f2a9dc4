/*
 * term_paint_private - what paints, shared by term_paint.c, by which curses paints, and
 * term_paint_extras.c, which writes beside it what curses does not know: links, and characters that
 * terminals disagree about.
 */
#ifndef TERM_PAINT_PRIVATE_H
#define TERM_PAINT_PRIVATE_H

#include <stdio.h>

#include "term_curses.h"
#include "term_paint.h"
#include "term_pairs.h"

/*
 * curses writes into a file in memory, from where its bytes are taken: so the terminal's descriptor
 * need not block, a draw is one write, and nothing is written in between.
 */
struct term_paint {
	SCREEN *screen;
	FILE *file;
	int fd;
	char *type;
	bool utf8;
	struct term_pairs pairs;
	struct grid shown; /* what curses was given */
	bool redraw;
	bool links;    /* are shown as such */
	bool *changed; /* of each row whether it is to be painted */
	cchar_t *line; /* room for a row */
	struct buf written;
};

/* Returns how many of curses' characters the cell became, at most 2. */
int term_paint_convert(const struct term_paint *, const struct grid_cell *, cchar_t *out);
/* Whether the cell is an extra here by its character. */
bool term_paint_is_unsure(const struct term_paint *, const struct grid_cell *);

/* Before curses paints; CHANGED: how many rows it will. */
void term_paint_begin_extras(struct term_paint *, const struct grid *, int rows, int changed);
/* After it has. */
void term_paint_add_extras(struct term_paint *, const struct grid *, int rows, int cols,
			   struct buf *out);

#endif
