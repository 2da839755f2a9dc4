#include "grid.h"

#include <stdlib.h>

#include "buf.h"
#include "grid_target.h"
#include "mem.h"
#include "text_emoji.h"

#define ELLIPSIS "\xe2\x80\xa6"

/* Where a write may land: columns of the grid on one row. */
struct span {
	struct grid_cell *cells;
	int left, right; /* [left, right) */
	int end;         /* columns of the grid */
	bool spelled;
};

static const struct grid_cell blank = { .base = ' ', .width = 1 };

static void clear(struct grid *g)
{
	for (int i = 0; i < g->rows * g->cols; i++)
		g->cells[i] = blank;
	g->cursor_row = g->cursor_col = 0;
}

void grid_resize(struct grid *g, int rows, int cols)
{
	g->rows = rows > 0 ? rows : 0;
	g->cols = cols > 0 ? cols : 0;
	g->cells = mem_resize(g->cells, (size_t)g->rows * (size_t)g->cols, sizeof *g->cells);
	clear(g);
}

void grid_free(struct grid *g)
{
	while (g->target_count)
		free(g->targets[--g->target_count].text);
	free(g->targets);
	free(g->cells);
	*g = (struct grid){ 0 };
}

const struct grid_cell *grid_at(const struct grid *g, int row, int col)
{
	return &g->cells[(ptrdiff_t)row * g->cols + col];
}

static bool find_span(struct span *span, const struct grid *g, struct grid_rect clip, int row)
{
	int right = clip.col + clip.cols;

	if (row < 0 || row >= clip.rows || clip.row + row < 0 || clip.row + row >= g->rows)
		return false;
	span->cells = &g->cells[(ptrdiff_t)(clip.row + row) * g->cols];
	span->left = clip.col > 0 ? clip.col : 0;
	span->right = right < g->cols ? right : g->cols;
	span->end = g->cols;
	span->spelled = g->spelled;
	return span->left < span->right;
}

static void become_space(struct grid_cell *cell)
{
	uint8_t style = cell->style;

	*cell = blank;
	cell->style = style;
}

/* Takes a cell away from the wide character that it may be half of. */
static struct grid_cell *take(const struct span *span, int col)
{
	struct grid_cell *cell = &span->cells[col];

	if (cell->width == 0 && col > 0 && cell[-1].width == 2)
		become_space(&cell[-1]);
	if (cell->width == 2 && col + 1 < span->end)
		become_space(&cell[1]);
	*cell = blank;
	return cell;
}

static void put_spaces(const struct span *span, int from, int to, enum grid_style style)
{
	for (int col = from > span->left ? from : span->left; col < to && col < span->right; col++)
		take(span, col)->style = (uint8_t)style;
}

static struct grid_cell *put(const struct span *span, int col, enum grid_style style,
			     uint32_t character, int width)
{
	struct grid_cell *cell = take(span, col);

	if (width == 2)
		*take(span, col + 1) = (struct grid_cell){ .style = (uint8_t)style };
	cell->base = character;
	cell->style = (uint8_t)style;
	cell->width = (uint8_t)width;
	return cell;
}

void grid_fill(struct grid *g, struct grid_rect rect, enum grid_style style)
{
	struct span span;

	for (int row = 0; row < rect.rows; row++)
		if (find_span(&span, g, rect, row))
			put_spaces(&span, span.left, span.right, style);
}

void grid_restyle(struct grid *g, struct grid_rect clip, int row, int col, int cols,
		  enum grid_style style)
{
	struct span span;

	if (!find_span(&span, g, clip, row))
		return;
	for (int at = clip.col + col; at < clip.col + col + cols; at++)
		if (at >= span.left && at < span.right)
			span.cells[at].style = (uint8_t)style;
}

static void add_mark(struct grid_cell *cell, uint32_t mark)
{
	for (int i = 0; i < TEXT_MARKS_MAX; i++) {
		if (!cell->marks[i]) {
			cell->marks[i] = mark;
			return;
		}
	}
}

static bool is_control(uint32_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

/* What stands for a picture where there is no room for its name. */
static void put_picture(const struct span *span, int col, enum grid_style style, int width)
{
	for (int i = 0; i < width; i++)
		put(span, col + i, style, (uint8_t)(width == 1 ? '#' : "[]"[i]), 1);
}

/* The characters of a grapheme that stands in the span as a whole. */
static void put_grapheme(const struct span *span, int col, enum grid_style style, const char *s,
			 size_t n)
{
	struct grid_cell *cell = NULL;
	uint32_t character;
	size_t length;
	int width;

	for (size_t at = 0; at < n; at += length) {
		length = text_decode(s + at, n - at, &character);
		width = text_width(s + at, length);
		if (span->spelled && text_is_emoji(character)) {
			put_picture(span, col, style, width);
			col += width;
		} else if (width > 0 && width <= 2) {
			cell = put(span, col, style, character, width);
			col += width;
		} else if (cell && width == 0 && !is_control(character)) {
			add_mark(cell, character);
		}
	}
}

/* What is clean has no control characters; should one come, it must not reach the terminal. */
static int write_ascii(const struct span *span, int col, enum grid_style style, char c)
{
	uint32_t character = (uint8_t)c;

	if (col >= span->left)
		put(span, col, style, is_control(character) ? ' ' : character, 1);
	return col + 1;
}

static int write_grapheme(const struct span *span, int col, enum grid_style style, const char *s,
			  size_t n)
{
	int width = text_width(s, n);

	if (width <= 0)
		return col;
	if (col < span->left || width > span->right - col)
		put_spaces(span, col, col + width, style);
	else
		put_grapheme(span, col, style, s, n);
	return col + width;
}

/* A byte of ASCII before another is a grapheme by itself: most of what is ever written. */
static bool is_lone_ascii(const char *s, size_t n, size_t at)
{
	return !(s[at] & 0x80) && (at + 1 == n || !(s[at + 1] & 0x80));
}

int grid_write(struct grid *g, struct grid_rect clip, int row, int col, enum grid_style style,
	       const char *s, size_t n)
{
	struct span span;
	int at_col = clip.col + col;
	size_t next;

	if (!find_span(&span, g, clip, row))
		return col;
	for (size_t at = 0; at < n && at_col < span.right; at = next) {
		if (is_lone_ascii(s, n, at)) {
			next = at + 1;
			at_col = write_ascii(&span, at_col, style, s[at]);
		} else {
			next = text_next(s, n, at);
			at_col = write_grapheme(&span, at_col, style, s + at, next - at);
		}
	}
	return (at_col < span.right ? at_col : span.right) - clip.col;
}

static int write_cut(struct grid *g, struct grid_rect clip, int row, int col, enum grid_style style,
		     const char *s, size_t n)
{
	int width = clip.cols - col, mark = text_width(ELLIPSIS, sizeof ELLIPSIS - 1);
	size_t fits = width > 0 ? text_fit(s, n, width, NULL) : 0;

	if (fits == n)
		return grid_write(g, clip, row, col, style, s, n);
	if (mark != 1)
		return grid_write(g, clip, row, col, style, s, fits);
	fits = width > 0 ? text_fit(s, n, width - 1, NULL) : 0;
	col = grid_write(g, clip, row, col, style, s, fits);
	return grid_write(g, clip, row, col, style, ELLIPSIS, sizeof ELLIPSIS - 1);
}

int grid_write_cut(struct grid *g, struct grid_rect clip, int row, int col, enum grid_style style,
		   const char *s, size_t n)
{
	int end = write_cut(g, clip, row, col, style, s, n);

	grid_order(g, clip, row, col, end, false);
	return end;
}

enum grid_style grid_name_style(const char *name)
{
	return (enum grid_style)(GRID_NAME + text_hash(name) % GRID_NAMES);
}

static void append_cell(struct buf *out, const struct grid_cell *cell)
{
	text_put(out, cell->base);
	for (int i = 0; i < TEXT_MARKS_MAX && cell->marks[i]; i++)
		text_put(out, cell->marks[i]);
}

char *grid_row_text(const struct grid *g, int row)
{
	struct buf out = { 0 };
	size_t solid = 0;

	for (int col = 0; col < g->cols; col++) {
		const struct grid_cell *cell = grid_at(g, row, col);

		if (cell->base)
			append_cell(&out, cell);
		if (cell->base && cell->base != ' ')
			solid = buf_size(&out);
	}
	buf_truncate(&out, solid);
	return buf_take(&out);
}
