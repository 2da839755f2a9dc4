/*
 * edit_private - what the parts of edit share: pieces of text, and the changes that undo goes back
 * over.
 */
#ifndef EDIT_PRIVATE_H
#define EDIT_PRIVATE_H

#include <stddef.h>

/* A zeroed struct is an empty piece; else a NUL stands behind the N bytes. */
struct edit_piece {
	char *s;
	size_t n;
};

void edit_piece_free(struct edit_piece *);

/* Puts the N bytes at S, which are not the piece's own, in place of [from, to). */
void edit_piece_splice(struct edit_piece *, size_t from, size_t to, const char *s, size_t n);

void edit_piece_insert(struct edit_piece *, size_t at, const char *s, size_t n);

/* ADDED stands at AT where REMOVED stood; the cursor was at CURSOR before. */
struct edit_change {
	size_t at, cursor;
	struct edit_piece removed, added;
};

/* The first DONE changes are in the text, those behind were undone. */
struct edit_changes {
	struct edit_change *list;
	size_t room, count, done;
};

/* A new change at the end, to be filled in: what was undone is lost, and the oldest of too many. */
struct edit_change *edit_changes_add(struct edit_changes *);

/* Frees the changes behind the first N. */
void edit_changes_cut(struct edit_changes *, size_t n);

#endif
