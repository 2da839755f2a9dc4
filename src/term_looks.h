/*
 * term_looks - a theme on a terminal that has so many colors.
 */
#ifndef TERM_LOOKS_H
#define TERM_LOOKS_H

#include "theme.h"

/* More colors than a palette has: each is its own. */
#define TERM_TRUE_COLORS (1 << 24)

/*
 * Colors are those of the terminal's palette, THEME_RGB + 0xrrggbb where COLORS is
 * TERM_TRUE_COLORS, or THEME_DEFAULT. COLORS is 0 for none, else at least 8; what is between two
 * steps (8, 16, 256) is used as the lower one.
 *
 * The first 16 look different on each terminal: of them a color becomes the one of its hue, and a
 * gray the terminal's own color, dimmed.
 */
struct theme_look term_look_of(const struct theme *, enum grid_style, int colors);

/* The nearest of the 256 that looks the same on all terminals, 16 to 255. */
int term_look_nearest(uint32_t rgb);

#endif
