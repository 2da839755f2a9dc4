#include "screen_search.h"

#include <string.h>

#include "intl.h"
#include "screen_private.h"

void screen_search_free(struct screen_search *h)
{
	buf_free(&h->needle);
	edit_free(h->found);
}

static void search(struct screen *s, bool again)
{
	struct screen_search *h = &s->search;
	const char *line = history_find(s->history, buf_string(&h->needle), again);

	h->missed = !line && buf_size(&h->needle);
	if (line)
		edit_set(h->found, line, strlen(line));
	else if (!again)
		edit_reset(h->found);
	s->dirty |= SCREEN_INPUT | SCREEN_STATUS;
}

void screen_search_open(struct screen *s)
{
	struct screen_search *h = &s->search;

	s->mode = SCREEN_SEARCHING;
	h->missed = false;
	buf_clear(&h->needle);
	if (!h->found)
		h->found = edit_new();
	edit_reset(h->found);
	s->dirty |= SCREEN_INPUT | SCREEN_STATUS;
}

static void leave(struct screen *s, bool take)
{
	const struct edit *found = s->search.found;

	s->mode = SCREEN_TYPING;
	if (take && edit_size(found))
		edit_set(s->edit, edit_text(found), edit_size(found));
	s->dirty |= SCREEN_INPUT | SCREEN_STATUS;
}

static void insert(struct screen *s, uint32_t character)
{
	text_put(&s->search.needle, character);
	search(s, false);
}

/* The first line of it, as the search in the conversation takes it. */
void screen_search_insert(struct screen *s, const char *text, size_t n)
{
	const char *end = memchr(text, '\n', n);

	buf_append(&s->search.needle, text, end ? (size_t)(end - text) : n);
	search(s, false);
}

static void erase(struct screen *s)
{
	struct buf *needle = &s->search.needle;
	size_t n = buf_size(needle);

	buf_truncate(needle, text_prev(buf_string(needle), n, n));
	search(s, false);
}

bool screen_search_key(struct screen *s, struct key key, struct keymap_result r)
{
	if (r.action == KEYMAP_INSERT) {
		insert(s, key.code);
	} else if (r.action == KEYMAP_EDIT && r.verb == EDIT_DELETE_PREV) {
		erase(s);
	} else if (r.action == KEYMAP_SEARCH_HISTORY) {
		search(s, true);
	} else if (r.action == KEYMAP_CANCEL || r.action == KEYMAP_ESCAPE) {
		leave(s, false);
	} else {
		leave(s, true);
		return false;
	}
	return true;
}

void screen_search_word(struct buf *out, const struct screen *s)
{
	struct buf needle = { 0 };

	text_clean(&needle, buf_bytes(&s->search.needle), buf_size(&s->search.needle),
		   TEXT_ONE_LINE);
	if (s->search.missed)
		buf_format(out, _("Nothing found for '%s'"), buf_string(&needle));
	else
		/* TRANSLATORS: What is searched in the lines typed before follows. */
		buf_format(out, "%s%s", _("Search: "), buf_string(&needle));
	buf_free(&needle);
}
