#include "usersview.h"

#include <string.h>

#include "buf.h"
#include "text.h"

/* A room of thousands would otherwise be measured for each one who comes. */
#define MEASURED 200

/* A name is cut to its pane, so that of a long one only the start need be cleaned. */
#define NAME_BYTES 400

static void clean_name(struct buf *out, const char *name)
{
	size_t n = strnlen(name, NAME_BYTES);

	buf_clear(out);
	text_clean(out, name, n, TEXT_ONE_LINE);
}

size_t usersview_hidden(const struct roster *roster, int rows)
{
	size_t count = roster_count(roster);
	size_t room = rows > 1 ? (size_t)rows - 1 : 0; /* below the heading */

	if (count <= room)
		return 0;
	return room ? count - (room - 1) : count;
}

static void draw_name(struct grid *g, struct grid_rect rect, int row, const char *name,
		      const char *own, struct buf *clean)
{
	enum grid_style style = GRID_OWN;

	clean_name(clean, name);
	if (strcmp(name, own))
		style = grid_name_style(buf_string(clean));
	grid_lead(g, rect, row, 0,
		  grid_write_cut(g, rect, row, 0, style, buf_string(clean), buf_size(clean)),
		  GRID_PERSON, buf_string(clean));
}

void usersview_draw(struct grid *g, struct grid_rect rect, const struct roster *roster,
		    const char *own, const struct usersview_words *words)
{
	size_t hidden = usersview_hidden(roster, rect.rows);
	size_t shown = roster_count(roster) - hidden;
	struct buf clean = { 0 };
	int row = 0;

	grid_fill(g, rect, GRID_TEXT);
	grid_write_cut(g, rect, row++, 0, GRID_HEADING, words->heading, strlen(words->heading));
	for (size_t i = 0; i < shown; i++, row++) {
		const char *name = roster_name(roster, i);

		if (name)
			draw_name(g, rect, row, name, own, &clean);
		else
			grid_write_cut(g, rect, row, 0, GRID_NOTICE, words->nameless,
				       strlen(words->nameless));
	}
	if (hidden)
		grid_write_cut(g, rect, row, 0, GRID_NOTICE, words->more, strlen(words->more));
	buf_free(&clean);
}

int usersview_width(const struct roster *roster, int most)
{
	size_t count = roster_count(roster);
	struct buf clean = { 0 };
	int widest = 0;

	for (size_t i = 0; i < count && i < MEASURED && widest < most; i++) {
		const char *name = roster_name(roster, i);
		int width;

		if (!name)
			continue;
		clean_name(&clean, name);
		width = text_width(buf_string(&clean), buf_size(&clean));
		if (width > widest)
			widest = width;
	}
	buf_free(&clean);
	return widest < most ? widest : most;
}
