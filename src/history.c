#include "history.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text_find.h"

#define MAX_BYTES (16u << 20)

/* A ring: the line AT places after the oldest is lines[(first + AT) % max]. */
struct history {
	char **lines;
	size_t max, first, count;
	size_t bytes;    /* of the lines */
	size_t recalled; /* the line shown; count: the draft is, or nothing was recalled */
	char *draft;     /* what was being written when the recall began */
	size_t found;    /* the line that the last find gave; count: none */
};

struct history *history_new(size_t max_lines)
{
	struct history *h = mem_new(1, sizeof *h);

	h->max = max_lines ? max_lines : 1;
	h->lines = mem_new(h->max, sizeof *h->lines);
	return h;
}

void history_free(struct history *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->max; i++)
		free(h->lines[i]);
	free(h->lines);
	free(h->draft);
	free(h);
}

static char **slot(const struct history *h, size_t at)
{
	return &h->lines[(h->first + at) % h->max];
}

const char *history_at(const struct history *h, size_t at)
{
	return at < h->count ? *slot(h, at) : NULL;
}

size_t history_count(const struct history *h)
{
	return h->count;
}

static void drop_oldest(struct history *h)
{
	h->bytes -= strlen(*slot(h, 0));
	free(*slot(h, 0));
	*slot(h, 0) = NULL;
	h->first = (h->first + 1) % h->max;
	h->count--;
}

static void keep(struct history *h, const char *line)
{
	char *copy = mem_copy(line);

	h->bytes += strlen(line);
	while (h->count == h->max || (h->count && h->bytes > MAX_BYTES))
		drop_oldest(h);
	*slot(h, h->count++) = copy;
}

bool history_add(struct history *h, const char *line)
{
	bool kept = *line && (!h->count || strcmp(history_at(h, h->count - 1), line));

	if (kept)
		keep(h, line);
	h->recalled = h->found = h->count;
	free(h->draft);
	h->draft = NULL;
	return kept;
}

const char *history_draft(const struct history *h, const char *line)
{
	bool recalled = h->recalled < h->count && !strcmp(history_at(h, h->recalled), line);

	return recalled ? h->draft : line;
}

const char *history_older(struct history *h, const char *draft)
{
	char *old = h->draft;

	if (!h->recalled)
		return NULL;
	if (h->recalled == h->count) {
		h->draft = mem_copy(draft);
		free(old);
	}
	return history_at(h, --h->recalled);
}

const char *history_newer(struct history *h)
{
	if (h->recalled == h->count)
		return NULL;
	return ++h->recalled == h->count ? h->draft : history_at(h, h->recalled);
}

/* A line that was sent twice is found once in a row. */
static bool is_found(const struct history *h, size_t at, const char *folded_needle)
{
	const char *last = history_at(h, h->found);

	return text_has(history_at(h, at), folded_needle) &&
	       (!last || strcmp(last, history_at(h, at)));
}

const char *history_find(struct history *h, const char *needle, int again)
{
	char *folded = text_fold(needle);
	size_t at;

	if (!again)
		h->found = h->count;
	at = h->found;
	while (at && !is_found(h, at - 1, folded))
		at--;
	free(folded);
	if (!*needle || !at)
		return NULL;
	h->found = at - 1;
	return history_at(h, h->found);
}
