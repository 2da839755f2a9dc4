#include "usersview.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "grid_target.h"
#include "mem.h"
#include "text.h"

/* A room of thousands would otherwise be measured for each one who comes. */
#define MEASURED 200

/* A name is cut to its pane, so that of a long one only the start need be cleaned. */
#define NAME_BYTES 400

/* From how many rows on one of them tells what stands below, and another what stands above. */
#define BELOW_FROM 2
#define ABOVE_FROM 3

void usersview_free(struct usersview *v)
{
	free(v->anchor);
	free(v->order);
	*v = (struct usersview){ 0 };
}

static void clean_name(struct buf *out, const char *name)
{
	size_t n = strnlen(name, NAME_BYTES);

	buf_clear(out);
	text_clean(out, name, n, TEXT_ONE_LINE);
}

/* The order. */

struct entry {
	const char *key;
	size_t at;
};

static int compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int by_key = x->key && y->key ? strcmp(x->key, y->key) : !x->key - !y->key;

	return by_key ? by_key : x->at < y->at ? -1 : 1;
}

/* Where in the roster each stands; the caller frees it. */
static size_t *sort(const struct roster *roster)
{
	size_t count = roster_count(roster), *order = mem_new(count, sizeof *order);
	struct entry *entries = mem_new(count, sizeof *entries);

	for (size_t i = 0; i < count; i++)
		entries[i] = (struct entry){ roster_key(roster, i), i };
	qsort(entries, count, sizeof *entries, compare);
	for (size_t i = 0; i < count; i++)
		order[i] = entries[i].at;
	free(entries);
	return order;
}

static const char *name_at(const struct usersview *v, const struct roster *roster, size_t i)
{
	return roster_name(roster, v->by_name ? v->order[i] : i);
}

static void set_anchor(struct usersview *v, const struct roster *roster)
{
	const char *name = v->top ? name_at(v, roster, v->top) : NULL;

	mem_replace(&v->anchor, name);
}

/* Where the anchor stands now; where it is gone, the place in the list stays. */
static void find_anchor(struct usersview *v, const struct roster *roster)
{
	size_t count = roster_count(roster);

	for (size_t i = 0; v->anchor && i < count; i++) {
		const char *name = name_at(v, roster, i);

		if (name && !strcmp(name, v->anchor)) {
			v->top = i;
			return;
		}
	}
	if (v->top >= count)
		v->top = count ? count - 1 : 0;
	set_anchor(v, roster);
}

static void follow(struct usersview *v, const struct roster *roster)
{
	bool sorted = v->order;

	if (v->version == roster_version(roster) && v->by_name == sorted)
		return;
	free(v->order);
	v->order = v->by_name ? sort(roster) : NULL;
	v->version = roster_version(roster);
	find_anchor(v, roster);
}

/* The part of the list that a pane shows. */
struct window {
	size_t above, first, shown, below;
};

static struct window window_of(size_t count, int rows, size_t top)
{
	size_t room = rows > 1 ? (size_t)rows - 1 : 0; /* below the heading */
	size_t most = count > room ? count - room : 0;
	struct window w = { 0 };

	if (top > most)
		top = most;
	w.above = top && room >= ABOVE_FROM ? top + 1 : 0;
	w.below = top < most && room >= BELOW_FROM ? most - top + 1 : 0;
	w.first = top + (w.above > 0);
	w.shown = (count < room ? count : room) - (w.above > 0) - (w.below > 0);
	return w;
}

void usersview_scroll(struct usersview *v, const struct roster *roster, int rows, int by)
{
	size_t room = rows > 2 ? (size_t)rows - 1 : 1, count = roster_count(roster);
	size_t most = count > room ? count - room : 0, step = (size_t)abs(by);

	follow(v, roster);
	if (v->top > most)
		v->top = most;
	if (by < 0)
		v->top -= v->top < step ? v->top : step;
	else
		v->top += most - v->top < step ? most - v->top : step;
	set_anchor(v, roster);
}

/* Drawing. */

static void draw_name(struct grid *g, struct grid_rect rect, int row, const char *name,
		      const char *own)
{
	enum grid_style style = GRID_OWN;
	struct buf clean = { 0 };

	clean_name(&clean, name);
	if (strcmp(name, own))
		style = grid_name_style(buf_string(&clean));
	grid_lead(g, rect, row, 0,
		  grid_write_cut(g, rect, row, 0, style, buf_string(&clean), buf_size(&clean)),
		  GRID_PERSON, buf_string(&clean));
	buf_free(&clean);
}

static void draw_more(struct grid *g, struct grid_rect rect, int row, size_t count,
		      const struct usersview_words *words)
{
	struct buf more = { 0 };

	words->more(&more, count);
	grid_write_cut(g, rect, row, 0, GRID_NOTICE, buf_string(&more), buf_size(&more));
	buf_free(&more);
}

void usersview_draw(struct usersview *v, struct grid *g, struct grid_rect rect,
		    const struct roster *roster, const char *own,
		    const struct usersview_words *words)
{
	struct window w;
	int row = 0;

	follow(v, roster);
	w = window_of(roster_count(roster), rect.rows, v->top);
	grid_fill(g, rect, GRID_TEXT);
	grid_write_cut(g, rect, row++, 0, GRID_HEADING, words->heading, strlen(words->heading));
	if (w.above)
		draw_more(g, rect, row++, w.above, words);
	for (size_t i = w.first; i < w.first + w.shown; i++, row++) {
		const char *name = name_at(v, roster, i);

		if (name)
			draw_name(g, rect, row, name, own);
		else
			grid_write_cut(g, rect, row, 0, GRID_NOTICE, words->nameless,
				       strlen(words->nameless));
	}
	if (w.below)
		draw_more(g, rect, row, w.below, words);
}

int usersview_width(const struct roster *roster, const struct usersview_words *words, int most)
{
	size_t count = roster_count(roster);
	int widest = text_width(words->heading, strlen(words->heading));
	struct buf clean = { 0 };

	for (size_t i = 0; i < count && i < MEASURED && widest < most; i++) {
		const char *name = roster_name(roster, i);
		int width;

		clean_name(&clean, name ? name : words->nameless);
		width = text_width(buf_string(&clean), buf_size(&clean));
		if (width > widest)
			widest = width;
	}
	buf_free(&clean);
	return widest < most ? widest : most;
}
