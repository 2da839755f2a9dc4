/*
 * term_pairs - what each style is to curses: attributes, and a pair of colors.
 */
#ifndef TERM_PAIRS_H
#define TERM_PAIRS_H

#include <stdbool.h>
#include <stdint.h>

#include "term.h"

/* A zeroed struct is the start. */
struct term_pairs {
	struct theme theme;
	bool color;   /* wanted */
	int colors;   /* that there are; 0: curses was not yet asked for them */
	bool assumed; /* the terminal's own ones cannot be had back: white on black are taken */
	int32_t palette[256]; /* see term_color_widen(); 0: the terminal's own */
	unsigned long attributes[GRID_STYLES];
	short numbers[GRID_STYLES];
};

/* False where nothing has changed. */
bool term_pairs_choose(struct term_pairs *, const struct term_config *);

#endif
