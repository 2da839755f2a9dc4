#include "screen_mouse.h"

#include <string.h>

#include "grid_target.h"
#include "screen_complete.h"
#include "screen_links.h"
#include "screen_private.h"

static bool is_inside(struct grid_rect rect, int row, int col)
{
	return row >= rect.row && row < rect.row + rect.rows && col >= rect.col &&
	       col < rect.col + rect.cols;
}

void screen_mouse_wheel(struct screen *s, int row, int col, int rows)
{
	const struct key key = { .code = rows < 0 ? KEY_NAME_UP : KEY_NAME_DOWN };

	if (s->mode == SCREEN_INSPECTING)
		screen_key(s, key);
	else if (is_inside(s->layout.users, row, col))
		screen_users_scroll(s, rows);
	else
		screen_scroll(s, rows);
}

/* As the completion does it, in the middle of a word after a blank. */
static void address(struct screen *s, const char *name)
{
	size_t at = edit_cursor(s->edit);
	const char *line = edit_text(s->edit);
	struct buf text = { 0 };

	if (at && !strchr(" \n", line[at - 1]))
		buf_append_byte(&text, ' ');
	buf_append_string(&text, name);
	buf_append_string(&text, at ? " " : ": ");
	edit_insert(s->edit, buf_string(&text), buf_size(&text));
	screen_complete_end(s);
	s->dirty |= SCREEN_INPUT;
	buf_free(&text);
}

void screen_mouse_click(struct screen *s, int row, int col)
{
	const struct grid_target *target = NULL;

	if (row < s->grid.rows && col < s->grid.cols)
		target = grid_target(&s->grid, grid_at(&s->grid, row, col)->target);
	if (!target || s->mode != SCREEN_TYPING)
		return;
	if (target->kind == GRID_LINK)
		screen_links_open(s, target->text);
	else if (!s->find.open)
		address(s, target->text);
}
