#include "popupview.h"

#include <string.h>

#include "text.h"

#define ROWS_LEAST 4
#define COLS_LEAST 20

/* Rows that are enough to choose from. */
#define ROWS_MOST 10

/* Thousands would otherwise be measured for each key. */
#define MEASURED 200

/* Both borders, and a space at the side of each. */
#define FRAME 4

#define HORIZONTAL "\u2500"
#define VERTICAL   "\u2502"
#define LEFT       "\u250c"
#define RIGHT      "\u2510"
#define ELLIPSIS   "\u2026"

bool popupview_fits(struct grid_rect pane)
{
	return pane.rows >= ROWS_LEAST && pane.cols >= COLS_LEAST;
}

static int width_of(const char *s)
{
	return text_width(s, strlen(s));
}

static int measure(const struct popupview *view, int most)
{
	int widest = width_of(view->title);

	for (size_t i = 0; i < view->count && i < MEASURED && widest < most; i++) {
		int width = width_of(view->row(view->arg, i));

		widest = width > widest ? width : widest;
	}
	return widest < most ? widest : most;
}

static struct grid_rect place(struct grid_rect pane, const struct popupview *view)
{
	size_t most = pane.rows - 2 < ROWS_MOST ? (size_t)pane.rows - 2 : ROWS_MOST;
	int rows = 1 + (int)(view->count < most ? view->count : most);
	int cols = FRAME + measure(view, pane.cols - FRAME);
	int col = view->col + cols > pane.cols ? pane.cols - cols : view->col;

	return (struct grid_rect){ pane.row + pane.rows - rows, pane.col + (col > 0 ? col : 0),
				   rows, cols };
}

static void put(struct grid *g, struct grid_rect box, int row, int col, const char *s)
{
	grid_write(g, box, row, col, GRID_BORDER, s, strlen(s));
}

static void draw_frame(struct grid *g, struct grid_rect box, const char *title)
{
	struct grid_rect inside = { box.row, box.col + 2, 1, box.cols - FRAME };

	put(g, box, 0, 0, LEFT);
	put(g, box, 0, box.cols - 1, RIGHT);
	for (int col = 1; col < box.cols - 1; col++)
		put(g, box, 0, col, HORIZONTAL);
	for (int row = 1; row < box.rows; row++) {
		put(g, box, row, 0, VERTICAL);
		put(g, box, row, box.cols - 1, VERTICAL);
	}
	grid_write_cut(g, inside, 0, 0, GRID_HEADING, title, strlen(title));
}

/* What is to be looked at only ends in an ellipsis where not all of it fits. */
static const char *text_of(const struct popupview *view, size_t at, size_t end)
{
	bool cut = at + 1 == end && view->chosen == view->count && end < view->count;

	return cut ? ELLIPSIS : view->row(view->arg, at);
}

/* The chosen one stands in the middle where there are more than fit. */
static size_t find_top(const struct popupview *view, size_t rows)
{
	size_t top = view->chosen > rows / 2 ? view->chosen - rows / 2 : 0;

	if (view->chosen == view->count || view->count <= rows)
		return 0;
	return top + rows > view->count ? view->count - rows : top;
}

void popupview_draw(struct grid *g, struct grid_rect pane, const struct popupview *view)
{
	struct grid_rect box = place(pane, view);
	struct grid_rect row = { box.row + 1, box.col + 1, 1, box.cols - 2 };
	size_t rows = (size_t)box.rows - 1, top = find_top(view, rows);

	grid_fill(g, box, GRID_TEXT);
	draw_frame(g, box, view->title);
	for (size_t at = top; at < top + rows; at++, row.row++) {
		enum grid_style style = at == view->chosen ? GRID_SELECTED : GRID_TEXT;
		struct grid_rect text = { row.row, row.col + 1, 1, row.cols - 2 };
		const char *s = text_of(view, at, top + rows);

		grid_fill(g, row, style);
		grid_write_cut(g, text, 0, 0, style, s, strlen(s));
	}
}
