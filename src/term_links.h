/*
 * term_links - OSC 8 beside curses, which knows no links and must not take a cell for painted that
 * has one: before it paints a row, it is told that it does not know the cells that had one, so that
 * it paints them anew. Then what has a link now is written once more, with it.
 */
#ifndef TERM_LINKS_H
#define TERM_LINKS_H

#include "grid.h"

bool term_links_any(const struct grid *);
/* The next columns of a row, from *COL on, that lead to one link. */
bool term_links_next(const struct grid *, int row, int cols, int *col, int *end);
void term_links_forget(int row, int col, int end);
/* Appends what begins a link; false, and nothing, where it leads to what is no URI. */
bool term_links_open(struct buf *out, const struct grid *, uint16_t id);
#define TERM_LINKS_CLOSE "\x1b]8;;\x1b\\"

#endif
