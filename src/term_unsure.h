/*
 * term_unsure - characters that terminals disagree about how many cells they have. curses is given
 * blanks in their place, so that it knows where the cursor is; then each is written by itself, and
 * the cursor put behind it: whatever the terminal makes of it, nothing beside it moves. Pure.
 */
#ifndef TERM_UNSURE_H
#define TERM_UNSURE_H

#include "grid.h"

bool term_unsure(const struct grid_cell *);
bool term_unsure_any(const struct grid *);

#endif
