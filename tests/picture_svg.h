/*
 * picture_svg - a grid as SVG on standard output, in the colors of a theme.
 */
#ifndef PICTURE_SVG_H
#define PICTURE_SVG_H

#include "grid.h"
#include "theme.h"

/* Each word stands at its cell, and each wide character, whatever font the viewer has. */
void picture_svg_print(const struct grid *, const struct theme *);

#endif
