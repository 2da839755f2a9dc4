#include "statusview.h"

#include <string.h>

#define GAP 2 /* between left and right */

int statusview_draw(struct grid *g, struct grid_rect rect, const struct statusview *view)
{
	enum grid_style style = view->warn ? GRID_STATUS_WARN : GRID_STATUS;
	int right = text_width(view->right, strlen(view->right));
	struct grid_rect left = rect;

	grid_fill(g, rect, style);
	if (right > 0 && right + GAP <= rect.cols / 2) {
		grid_write(g, rect, 0, rect.cols - right, style, view->right, strlen(view->right));
		left.cols -= right + GAP;
	}
	return grid_write_cut(g, left, 0, 0, style, view->left, strlen(view->left));
}
