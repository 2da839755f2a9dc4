/*
 * term_paint - turns grids into the bytes that make the terminal show them; by curses.
 */
#ifndef TERM_PAINT_H
#define TERM_PAINT_H

#include "buf.h"
#include "term.h"

struct term_paint;

struct term_paint *term_paint_open(const struct term_config *, struct error *);
void term_paint_free(struct term_paint *);              /* NULL is allowed */
const char *term_paint_type(const struct term_paint *); /* the terminal's, as it was taken */

/* The next draw shows it, if it is another. */
void term_paint_configure(struct term_paint *, const struct term_config *);
void term_paint_resize(struct term_paint *, int rows, int cols);
void term_paint_links(struct term_paint *, bool on); /* at first they are off */
/* The next draw clears, and paints everything. */
void term_paint_redraw(struct term_paint *);

/* Appends what makes the terminal show the grid; nothing where it does. */
void term_paint_draw(struct term_paint *, const struct grid *, struct buf *out);
/* Clears, and appends a text of lines. */
void term_paint_text(const struct term_paint *, const char *text, size_t n, struct buf *out);
void term_paint_bell(struct term_paint *, struct buf *out);

#endif
