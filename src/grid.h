/*
 * grid - a rectangle of styled cells, and clipped writes into it.
 *
 * A character of two cells stands in its first cell; the second is a continuation. What would stand
 * half outside a clip is replaced by spaces inside it. A write changes no cell outside its clip,
 * but for the other half of a wide character that it cut, which becomes a space.
 */
#ifndef GRID_H
#define GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "grid_style.h"
#include "text.h"

struct grid_cell {
	uint32_t base; /* the character; ' ' where empty; 0: the continuation of a wide one */
	uint32_t marks[TEXT_MARKS_MAX]; /* combining; 0 ends */
	uint8_t style;
	uint8_t width;   /* 1 or 2; 0 for a continuation */
	uint16_t target; /* where a click on it leads: the id of a target (grid_target.h); 0:
			    nowhere */
};

struct grid {
	int rows, cols;
	bool spelled; /* emoji become letters of the same width */
	bool ordered; /* we put text from right to left in its order, not the terminal */
	int cursor_row, cursor_col; /* where typing happens */
	struct grid_cell *cells;    /* rows x cols */
	struct grid_target *targets;
	size_t target_count, target_room;
	uint16_t last_target;
};

struct grid_rect {
	int row, col, rows, cols;
};

/* A zeroed struct is an empty grid. Resizing clears. */
void grid_resize(struct grid *, int rows, int cols);
void grid_free(struct grid *);

/* ROW and COL must be inside. */
const struct grid_cell *grid_at(const struct grid *, int row, int col);

void grid_fill(struct grid *, struct grid_rect, enum grid_style);

/* Gives COLS cells of a row of the clip another style; what is not inside is left alone. */
void grid_restyle(struct grid *, struct grid_rect clip, int row, int col, int cols,
		  enum grid_style);

/* Writes clean text (text.h) at a place of the clip, counted from its corner, on one row; COL may
 * be negative. Returns the column behind it, or where the clip ends. */
int grid_write(struct grid *, struct grid_rect clip, int row, int col, enum grid_style,
	       const char *s, size_t n);

/* The same with an ellipsis in the last cell where not all of it fits. */
int grid_write_cut(struct grid *, struct grid_rect clip, int row, int col, enum grid_style,
		   const char *s, size_t n);

/*
 * Puts the characters in [FROM, TO) of a row, placed as for grid_write(), into the order in which
 * they are to be seen, the cursor among them; RTL is the direction of the paragraph. Nothing beside
 * them moves, whatever they are. grid_write_cut() does so by itself, for a text from left to right.
 */
void grid_order(struct grid *, struct grid_rect clip, int row, int from, int to, bool rtl);

/* The text of a row, without the spaces at its end, for tests and pictures; the caller frees it. */
char *grid_row_text(const struct grid *, int row);

#endif
