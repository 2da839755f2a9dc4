/*
 * screen_find - the search in the conversation: while it is open, the input line has what is
 * searched.
 */
#ifndef SCREEN_FIND_H
#define SCREEN_FIND_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "chatview.h"
#include "edit.h"
#include "keymap.h"

struct screen;

/* A zeroed struct was never open. */
struct screen_find {
	bool open;
	struct edit *needle; /* NULL until the first search */
	char *folded, *last; /* the needle, and the one of the last search; or NULL */
	enum { SCREEN_FIND_FOUND, SCREEN_FIND_NOTHING, SCREEN_FIND_NO_MORE } result;
	bool scrolled; /* where it began */
	struct chatview_place bottom;
};

void screen_find_free(struct screen_find *);

void screen_find_open(struct screen *, const char *text, size_t n);
void screen_find_insert(struct screen *, const char *text, size_t n);
/* Returns whether the key was for the search; some others end it. */
bool screen_find_key(struct screen *, struct key, struct keymap_result);
/* The pane is another: the line that was found last is to be in it. */
void screen_find_show(struct screen *);
void screen_find_word(struct buf *out, const struct screen *); /* for the status line */
/* Whether that leaves no room for more beside it. */
bool screen_find_is_short(const struct screen *);

#endif
