#include <stdlib.h>

#include "bidi.h"
#include "grid.h"
#include "mem.h"

/* Some cells of a row, and what they are to become. */
struct piece {
	struct grid_cell *cells;
	int cols;
	size_t count;         /* characters */
	uint32_t *characters; /* their bases, */
	int *at;              /* and the columns where they stand now */
	size_t *order;
};

static struct piece piece_of(struct grid_cell *cells, int cols)
{
	struct piece p = {
		.cells = cells,
		.cols = cols,
		.characters = mem_new((size_t)cols, sizeof *p.characters),
		.at = mem_new((size_t)cols, sizeof *p.at),
		.order = mem_new((size_t)cols, sizeof *p.order),
	};

	for (int col = 0; col < cols; col++) {
		if (!cells[col].width)
			continue;
		p.characters[p.count] = cells[col].base;
		p.at[p.count++] = col;
	}
	return p;
}

static void piece_free(struct piece *p)
{
	free(p->characters);
	free(p->at);
	free(p->order);
}

/* Not where a place in the middle of a wide character was named. The rest of a text from right to
 * left goes on so, though there be only digits in it. */
static bool is_needed(const struct grid_cell *cells, int cols, bool rtl)
{
	if (!cells->width || cells[cols - 1].width == 2)
		return false;
	if (rtl)
		return true;
	for (int col = 0; col < cols; col++)
		if (bidi_is_rtl_letter(cells[col].base))
			return true;
	return false;
}

/* Moves the characters, and returns where the one that stood at CURSOR is now; what is none of
 * these columns stays. */
static int move(struct piece *p, int cursor)
{
	size_t size = (size_t)p->cols;
	struct grid_cell *old = mem_new(size, sizeof *old);
	int col = 0, moved = cursor;

	for (int i = 0; i < p->cols; i++)
		old[i] = p->cells[i];
	for (size_t i = 0; i < p->count; i++) {
		const size_t from = p->order[i];
		const int at = p->at[from], width = old[at].width;

		if (at == cursor)
			moved = col;
		for (int j = 0; j < width; j++)
			p->cells[col + j] = old[at + j];
		p->cells[col].base = p->characters[from];
		col += width;
	}
	free(old);
	return moved;
}

void grid_order(struct grid *g, struct grid_rect clip, int row, int from, int to, bool rtl)
{
	int end = clip.cols < g->cols - clip.col ? clip.cols : g->cols - clip.col;
	int top = clip.row + row, left = clip.col + (from > 0 ? from : 0);
	int cols = clip.col + (to < end ? to : end) - left;
	struct grid_cell *cells;
	struct piece p;

	if (!g->ordered || row < 0 || row >= clip.rows || top < 0 || top >= g->rows || left < 0 ||
	    cols < 2)
		return;
	cells = &g->cells[(ptrdiff_t)top * g->cols + left];
	if (!is_needed(cells, cols, rtl))
		return;
	p = piece_of(cells, cols);
	bidi_order(p.characters, p.count, rtl, p.order);
	if (top == g->cursor_row)
		g->cursor_col = left + move(&p, g->cursor_col - left);
	else
		move(&p, -1);
	piece_free(&p);
}
