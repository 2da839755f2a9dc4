#include "term_links.h"

#include "grid_target.h"
#include "links.h"
#include "term_curses.h"

bool term_links_any(const struct grid *grid)
{
	for (int i = 0; i < grid->rows * grid->cols; i++)
		if (grid_is_link(&grid->cells[i]))
			return true;
	return false;
}

bool term_links_next(const struct grid *grid, int row, int cols, int *col, int *end)
{
	const struct grid_cell *cells = grid_at(grid, row, 0);

	while (*col < cols && !grid_is_link(&cells[*col]))
		(*col)++;
	*end = *col;
	while (*end < cols && cells[*end].target == cells[*col].target)
		(*end)++;
	return *col < cols;
}

/* A blank that blinks, as none is ever painted. */
void term_links_forget(int row, int col, int end)
{
	static const wchar_t space[] = { L' ', 0 };
	cchar_t never;

	setcchar(&never, space, A_BLINK | A_REVERSE, 0, NULL);
	for (; col < end; col++)
		mvwadd_wchnstr(curscr, row, col, &never, 1);
}

/* What comes here is clean already, but this is what stands between a text of anybody's and the
 * terminal. */
static bool is_safe(const char *uri)
{
	size_t n = 0;

	while (uri[n] > ' ' && uri[n] < 0x7f)
		n++;
	return !uri[n] && n <= LINKS_URI_MAX;
}

bool term_links_open(struct buf *out, const struct grid *grid, uint16_t id)
{
	const struct grid_target *target = grid_target(grid, id);

	if (!target || !is_safe(target->text))
		return false;
	/* By its id a terminal knows the parts of a link that is in several rows for one. */
	buf_format(out, "\x1b]8;id=w%u;%s\x1b\\", (unsigned)id, target->text);
	return true;
}
