#include "picture_svg.h"

#include <stdio.h>
#include <string.h>

#include "grid_target.h"
#include "text.h"

/* A cell, in the units of the picture. The letters of monospaced fonts are 0.6 as wide as high. */
#define CELL_WIDTH  9.6
#define CELL_HEIGHT 20
#define FONT_SIZE   16
#define BASELINE    15
#define MARGIN      16

/* What the terminal's own 16 colors are mostly taken for; the themes of a picture use few. */
static const uint32_t palette[16] = {
	0x000000, 0xcd3131, 0x0dbc79, 0xe5e510, 0x2472c8, 0xbc3fbc, 0x11a8cd, 0xe5e5e5,
	0x666666, 0xf14c4c, 0x23d18b, 0xf5f543, 0x3b8eea, 0xd670d6, 0x29b8db, 0xffffff,
};

struct paint {
	uint32_t color, background;
	uint32_t attributes;
};

static uint32_t rgb_of(int32_t color, int32_t standing_for, uint32_t otherwise)
{
	if (color == THEME_DEFAULT)
		color = standing_for;
	if (color == THEME_DEFAULT)
		return otherwise;
	return color >= THEME_RGB ? (uint32_t)color & 0xffffff : palette[color & 15];
}

static struct paint paint_of(const struct theme *theme, const struct grid_cell *cell)
{
	const struct theme_look *look = &theme->looks[cell->style];
	struct paint p = { rgb_of(look->color, theme->foreground, 0xe5e5e5),
			   rgb_of(look->background, theme->background, 0x101010),
			   look->attributes };
	uint32_t color = p.color;

	if (p.attributes & THEME_REVERSE) {
		p.color = p.background;
		p.background = color;
	}
	if (grid_is_link(cell))
		p.attributes |= THEME_UNDERLINE;
	return p;
}

static double x_of(int col)
{
	return MARGIN + col * CELL_WIDTH;
}

static void print_character(uint32_t c)
{
	char bytes[4];

	if (c == '&')
		fputs("&amp;", stdout);
	else if (c == '<')
		fputs("&lt;", stdout);
	else
		fwrite(bytes, 1, text_encode(bytes, c), stdout);
}

static void print_cell(const struct grid_cell *cell)
{
	print_character(cell->base);
	for (int i = 0; i < TEXT_MARKS_MAX && cell->marks[i]; i++)
		print_character(cell->marks[i]);
}

static void print_rect(int row, int col, int cols, uint32_t color)
{
	printf("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#%06x\"/>\n",
	       x_of(col), MARGIN + row * CELL_HEIGHT, cols * CELL_WIDTH, CELL_HEIGHT,
	       (unsigned)color);
}

static void print_backgrounds(const struct grid *g, const struct theme *theme, int row)
{
	uint32_t own = rgb_of(theme->background, THEME_DEFAULT, 0x101010);

	for (int col = 0, end; col < g->cols; col = end) {
		uint32_t color = paint_of(theme, grid_at(g, row, col)).background;

		for (end = col + 1; end < g->cols; end++)
			if (paint_of(theme, grid_at(g, row, end)).background != color)
				break;
		if (color != own)
			print_rect(row, col, end - col, color);
	}
}

static bool is_word(const struct grid_cell *cell)
{
	return cell->width == 1 && cell->base != ' ' && cell->base != 0xa0;
}

/* A letter from right to left would drag its neighbours along. */
static bool stands_alone(const struct grid_cell *cell)
{
	return cell->width == 2 || cell->marks[0] || cell->base >= 0x2190 ||
	       (cell->base >= 0x590 && cell->base < 0x900);
}

static bool is_alike(const struct theme *theme, const struct grid_cell *a,
		     const struct grid_cell *b)
{
	struct paint x = paint_of(theme, a), y = paint_of(theme, b);

	return x.color == y.color && x.attributes == y.attributes;
}

/* Behind the word that begins at COL. */
static int word_end(const struct grid *g, const struct theme *theme, int row, int col)
{
	const struct grid_cell *first = grid_at(g, row, col), *cell = first;
	int end = col + (first->width == 2 ? 2 : 1);

	while (end < g->cols && !stands_alone(cell)) {
		cell = grid_at(g, row, end);
		if (!is_word(cell) || stands_alone(cell) || !is_alike(theme, first, cell))
			break;
		end++;
	}
	return end;
}

static void print_word(const struct grid *g, const struct theme *theme, int row, int col, int end)
{
	struct paint p = paint_of(theme, grid_at(g, row, col));

	printf("<text x=\"%.1f\" y=\"%d\" fill=\"#%06x\"%s%s%s>", x_of(col),
	       MARGIN + row * CELL_HEIGHT + BASELINE, (unsigned)p.color,
	       p.attributes & THEME_BOLD ? " font-weight=\"bold\"" : "",
	       p.attributes & THEME_ITALIC ? " font-style=\"italic\"" : "",
	       p.attributes & THEME_UNDERLINE ? " text-decoration=\"underline\"" : "");
	for (; col < end; col++)
		if (grid_at(g, row, col)->width)
			print_cell(grid_at(g, row, col));
	puts("</text>");
}

/* The lines are drawn, or they would have gaps in many a font. */
static void print_border(const struct theme *theme, const struct grid_cell *cell, int row, int col)
{
	double x = x_of(col) + CELL_WIDTH / 2;
	int y = MARGIN + row * CELL_HEIGHT;

	printf("<path d=\"M%.1f %dv%d\" stroke=\"#%06x\"/>\n", x, y, CELL_HEIGHT,
	       (unsigned)paint_of(theme, cell).color);
}

static void print_words(const struct grid *g, const struct theme *theme, int row)
{
	for (int col = 0, end; col < g->cols; col = end) {
		const struct grid_cell *cell = grid_at(g, row, col);

		end = col + 1;
		if (!cell->width || cell->base == ' ' || cell->base == 0xa0)
			continue;
		end = word_end(g, theme, row, col);
		if (cell->base == 0x2502)
			print_border(theme, cell, row, col);
		else
			print_word(g, theme, row, col, end);
	}
}

void picture_svg_print(const struct grid *g, const struct theme *theme)
{
	int width = (int)(2 * MARGIN + g->cols * CELL_WIDTH);
	int height = 2 * MARGIN + g->rows * CELL_HEIGHT;

	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
	       "height=\"%d\" font-family=\"DejaVu Sans Mono, Noto Sans Mono, monospace\" "
	       "font-size=\"%d\">\n<rect width=\"%d\" height=\"%d\" rx=\"10\" fill=\"#%06x\"/>\n",
	       width, height, width, height, FONT_SIZE, width, height,
	       (unsigned)rgb_of(theme->background, THEME_DEFAULT, 0x101010));
	for (int row = 0; row < g->rows; row++)
		print_backgrounds(g, theme, row);
	print_rect(g->cursor_row, g->cursor_col, 1,
		   rgb_of(theme->foreground, THEME_DEFAULT, 0xe5e5e5));
	for (int row = 0; row < g->rows; row++)
		print_words(g, theme, row);
	puts("</svg>");
}
