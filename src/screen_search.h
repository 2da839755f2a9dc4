/*
 * screen_search - the search in the lines typed before: what it has found stands in place of the
 * line.
 */
#ifndef SCREEN_SEARCH_H
#define SCREEN_SEARCH_H

#include <stdbool.h>

#include "buf.h"
#include "edit.h"
#include "keymap.h"

struct screen;

struct screen_search {
	struct buf needle;
	struct edit *found;
	bool missed; /* no line holds the needle */
};

void screen_search_free(struct screen_search *);

void screen_search_open(struct screen *);
/* Returns whether the key was for the search; any other ends it, and is yet to do what it does. */
bool screen_search_key(struct screen *, struct key, struct keymap_result);
void screen_search_insert(struct screen *, const char *text, size_t n);
void screen_search_word(struct buf *out, const struct screen *); /* for the status line */

#endif
