#include "chatview_find.h"

#include <string.h>

#include "chatview_private.h"
#include "text_find.h"
#include "text_wrap.h"

/* A character in four bytes may fold to one of a single byte, so that a match has at most so many
 * bytes for each of the needle's. */
#define LONGER 4

static bool wants(const struct chatview_line *l)
{
	return l->view->needle && *l->view->needle;
}

/* The prefix of what is no message names nobody. */
static bool has_name(const struct chatview_line *l)
{
	return l->line->type == EVENT_MESSAGE && !l->line->action;
}

static const char *prefix(const struct chatview_line *l)
{
	return (const char *)buf_bytes(&l->prefix);
}

bool chatview_has_needle(const struct chatview_line *l, size_t *byte)
{
	size_t n = buf_size(&l->prefix), end;

	*byte = 0;
	if (!n || !wants(l))
		return false;
	if (has_name(l) && text_find(prefix(l), n, 0, l->view->needle, &end) < n)
		return true;
	*byte = text_find(l->text, l->n, 0, l->view->needle, &end);
	return *byte < l->n;
}

struct stretch {
	const char *s;
	size_t n, start, end; /* what is seen of it */
	int col;              /* and where */
};

static void restyle(const struct chatview_line *l, const struct stretch *t, size_t from, size_t to,
		    struct grid *g, struct grid_rect rect, int at)
{
	bool here = l->view->found == transcript_at(l->transcript, l->first)->serial;

	from = from > t->start ? from : t->start;
	to = to < t->end ? to : t->end;
	if (from < to)
		grid_restyle(g, rect, at, t->col + text_width(t->s + t->start, from - t->start),
			     text_width(t->s + from, to - from), here ? GRID_SELECTED : GRID_MATCH);
}

/* A match may begin before what is seen, and end behind it; one may begin inside another. */
static void highlight(const struct chatview_line *l, const struct stretch *t, struct grid *g,
		      struct grid_rect rect, int at)
{
	size_t reach = strlen(l->view->needle) * LONGER, end;
	size_t from = t->start > reach ? text_prev(t->s, t->n, t->start - reach) : 0;
	size_t n = t->n - t->end > reach ? text_prev(t->s, t->n, t->end + reach) : t->n;

	while ((from = text_find(t->s, n, from, l->view->needle, &end)) < n && from < t->end) {
		restyle(l, t, from, end, g, rect, at);
		from = text_next(t->s, n, from);
	}
}

void chatview_highlight(const struct chatview_line *l, size_t row, struct grid *g,
			struct grid_rect rect, int at)
{
	size_t n = buf_size(&l->prefix);
	struct stretch head = { prefix(l), n, 0, n, l->prefix_col };

	if (!wants(l))
		return;
	if (row == l->head && has_name(l))
		highlight(l, &head, g, rect, at);
	if (row >= l->above) {
		const struct text_row *r = &l->rows[row - l->above];

		highlight(l,
			  &(struct stretch){ l->text, l->n, r->start, r->end,
					     row == l->above ? l->first_col : l->text_col },
			  g, rect, at);
	}
}
