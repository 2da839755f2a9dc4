#include "chatview_lead.h"

#include "chatview_private.h"
#include "grid_target.h"
#include "text_wrap.h"

/* A person that is named in columns [from, to). */
static void lead_to_person(const struct chatview_line *l, struct grid *g, struct grid_rect rect,
			   int at, int col, int cols)
{
	const char *name = transcript_name(l->line);

	if (l->line->type == EVENT_MESSAGE && *name && !l->line->forged)
		grid_lead(g, rect, at, col, cols, GRID_PERSON, name);
}

static int width_of(const char *s, size_t from, size_t to)
{
	return from < to ? text_width(s + from, to - from) : 0;
}

/* The part of a link that is in the row, whose first byte stands in column COL. All its parts lead
 * to the whole. */
static void lead_to_link(const struct chatview_line *l, const struct link *link,
			 const struct text_row *row, int col, struct grid *g, struct grid_rect rect,
			 int at)
{
	size_t start = link->start > row->start ? link->start : row->start;
	size_t end = link->end < row->end ? link->end : row->end;
	struct buf uri = { 0 };

	if (start >= end)
		return;
	links_uri(&uri, l->text + link->start, link->end - link->start);
	grid_lead(g, rect, at, col + width_of(l->text, row->start, start),
		  width_of(l->text, start, end), GRID_LINK, buf_string(&uri));
	buf_free(&uri);
}

/* The first link that ends behind the byte: a text may have many thousands. */
static size_t first_behind(const struct links *links, size_t byte)
{
	size_t low = 0, high = links->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (links->all[middle].end > byte)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static const struct links *links_of(struct chatview_line *l)
{
	struct links *links = l->kept_text ? &l->kept_text->links : &l->links;
	bool *found = l->kept_text ? &l->kept_text->linked : &l->linked;

	if (!*found)
		links_find(links, l->text, l->n);
	*found = true;
	return links;
}

void chatview_lead_text(struct chatview_line *l, const struct text_row *row, int col,
			struct grid *g, struct grid_rect rect, int at)
{
	const struct links *links = links_of(l);

	if (row->start < l->name_end)
		lead_to_person(l, g, rect, at, col,
			       width_of(l->text, row->start,
					row->end < l->name_end ? row->end : l->name_end));
	for (size_t i = first_behind(links, row->start);
	     i < links->count && links->all[i].start < row->end; i++)
		lead_to_link(l, &links->all[i], row, col, g, rect, at);
}

void chatview_lead_head(struct chatview_line *l, struct grid *g, struct grid_rect rect, int at)
{
	if (!l->name_end)
		lead_to_person(
			l, g, rect, at, l->prefix_col,
			width_of((const char *)buf_bytes(&l->prefix), 0, buf_size(&l->prefix)));
}
