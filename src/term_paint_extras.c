#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "term_caps.h"
#include "term_color.h"
#include "term_links.h"
#include "term_paint_private.h"
#include "term_unsure.h"

bool term_paint_is_unsure(const struct term_paint *p, const struct grid_cell *cell)
{
	return p->utf8 && term_unsure(cell);
}

static bool has_links(const struct term_paint *p, const struct grid *grid)
{
	return p->links && term_links_any(grid);
}

static bool has_extras(const struct term_paint *p, const struct grid *grid)
{
	return has_links(p, grid) || (p->utf8 && term_unsure_any(grid));
}

static void forget_links(struct term_paint *p, int row)
{
	for (int col = 0, end; term_links_next(&p->shown, row, p->shown.cols, &col, &end);
	     col = end)
		term_links_forget(row, col, end);
}

/* Where several rows differ curses may move some by scrolling, and what it does not know of with
 * them; and it moves the cursor by writing again what it knows to stand before its place. */
void term_paint_begin_extras(struct term_paint *p, const struct grid *grid, int rows, int changed)
{
	bool any = has_extras(p, &p->shown) || has_extras(p, grid);
	bool moves = changed > 1;

	idlok(stdscr, !any || moves);
	if (any && moves)
		memset(p->changed, true, (size_t)rows);
	if (any)
		p->changed[grid->cursor_row < rows ? grid->cursor_row : rows - 1] = true;
	for (int row = 0; any && p->links && row < rows; row++)
		if (p->changed[row])
			forget_links(p, row);
}

/* vid_puts() gives its function no context. */
static struct buf *sink;

static int sink_byte(int byte)
{
	buf_append_byte(sink, (uint8_t)byte);
	return byte;
}

/* curses knows of this, as it does not of what is appended elsewhere. */
static void put_attributes(struct term_paint *p, attr_t attributes, short pair, struct buf *out)
{
	buf_clear(&p->written);
	sink = &p->written;
	vid_puts(attributes, pair, NULL, sink_byte);
	term_color_widen(out, buf_string(&p->written), buf_size(&p->written), p->pairs.palette);
}

static void put_character(struct term_paint *p, const cchar_t *character, struct buf *out)
{
	wchar_t wide[CCHARW_MAX + 1] = { 0 };
	char bytes[sizeof wide / sizeof *wide * MB_LEN_MAX];
	attr_t attributes;
	short pair;

	getcchar(character, wide, &attributes, &pair, NULL);
	put_attributes(p, attributes, pair, out);
	if (wcstombs(bytes, wide, sizeof bytes) != (size_t)-1)
		buf_append_string(out, bytes);
}

static void put_cell(struct term_paint *p, const struct grid *grid, int row, int col,
		     struct buf *out)
{
	const struct grid_cell *cell = grid_at(grid, row, col);
	cchar_t converted[2];
	int n = cell->width ? term_paint_convert(p, cell, converted) : 0;

	for (int i = 0; i < n; i++)
		put_character(p, &converted[i], out);
	if (term_paint_is_unsure(p, cell) && col + cell->width < grid->cols)
		term_caps_go(out, row, col + cell->width);
}

/* The same cells once more, where curses has put them: only a link is added. */
static void add_links(struct term_paint *p, const struct grid *grid, int row, int cols,
		      struct buf *out)
{
	for (int col = 0, end; term_links_next(grid, row, cols, &col, &end); col = end) {
		if (!term_links_open(out, grid, grid_at(grid, row, col)->target))
			continue;
		term_caps_go(out, row, col);
		for (int at = col; at < end; at++)
			put_cell(p, grid, row, at, out);
		put_attributes(p, A_NORMAL, 0, out);
		buf_append_string(out, TERM_LINKS_CLOSE);
	}
}

/* And what stands behind it, which the terminal may have covered. */
static void add_unsure(struct term_paint *p, const struct grid *grid, int row, int cols,
		       struct buf *out)
{
	for (int col = 0; p->utf8 && col < cols; col++) {
		const struct grid_cell *cell = grid_at(grid, row, col);
		int next = col + cell->width;

		if (!term_unsure(cell))
			continue;
		term_caps_go(out, row, col);
		put_cell(p, grid, row, col, out);
		if (next < cols && !term_paint_is_unsure(p, grid_at(grid, row, next)))
			put_cell(p, grid, row, next, out);
	}
}

/* A character in the last place of all would scroll some terminals, and one that the terminal takes
 * for wide would go on to the next row. */
void term_paint_add_extras(struct term_paint *p, const struct grid *grid, int rows, int cols,
			   struct buf *out)
{
	if (!has_extras(p, grid))
		return;
	term_caps_append(out, "rmam");
	for (int row = 0; row < rows; row++) {
		int end = row < rows - 1 ? cols : cols - 1;

		if (!p->changed[row])
			continue;
		add_unsure(p, grid, row, end, out);
		if (p->links)
			add_links(p, grid, row, end, out);
	}
	put_attributes(p, A_NORMAL, 0, out);
	term_caps_append(out, "smam");
	term_caps_go(out, getcury(stdscr), getcurx(stdscr));
}
