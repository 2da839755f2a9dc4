/*
 * term_looks - what each style of the grid looks like in so many colours.
 */
#ifndef TERM_LOOKS_H
#define TERM_LOOKS_H

#include "grid.h"

enum {
	TERM_BOLD = 1,
	TERM_REVERSE = 2,
	TERM_UNDERLINE = 4,
};

struct term_look {
	short color; /* of the letters; -1 for the terminal's own */
	unsigned attributes;
};

/* COLORS: 0 (monochrome), 8, 16, 256 or more. */
struct term_look term_look_of(enum grid_style, int colors);

#endif
