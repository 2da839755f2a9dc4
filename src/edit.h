/*
 * edit - a line editor that steps by grapheme: text, cursor, kill ring, undo. It knows no terminal.
 */
#ifndef EDIT_H
#define EDIT_H

#include <stdbool.h>
#include <stddef.h>

enum edit_verb {
	EDIT_HEAD, /* start of the line (of several) */
	EDIT_TAIL,
	EDIT_PREV,
	EDIT_NEXT,
	EDIT_PREV_WORD,
	EDIT_NEXT_WORD,
	EDIT_UP, /* a line up or down in a text of several; false at the edge */
	EDIT_DOWN,
	EDIT_DELETE_PREV,
	EDIT_DELETE_NEXT,
	EDIT_KILL_PREV_WORD, /* into the kill ring; in a row they join */
	EDIT_KILL_NEXT_WORD,
	EDIT_KILL_HEAD,
	EDIT_KILL_TAIL,
	EDIT_YANK,
	EDIT_YANK_POP, /* only after a yank */
	EDIT_TRANSPOSE,
	EDIT_TRANSPOSE_WORDS,
	EDIT_UPCASE, /* from the cursor to the end of the word; the cursor goes there */
	EDIT_DOWNCASE,
	EDIT_CAPITALISE,
	EDIT_UNDO,
	EDIT_REDO,
	EDIT_CLEAR,
};

struct edit;

struct edit *edit_new(void);
void edit_free(struct edit *);

/* Returns whether anything changed (text or cursor). */
bool edit_do(struct edit *, enum edit_verb);

/* Inserts valid UTF-8 at the cursor; newlines are kept. */
void edit_insert(struct edit *, const char *text, size_t n);
/* Replaces everything, cursor at the end (a line from the history); can be undone. */
void edit_set(struct edit *, const char *text, size_t n);
/* Replaces [from, to) (a completion), cursor behind it. */
void edit_replace(struct edit *, size_t from, size_t to, const char *text, size_t n);
/* Forgets text and undo, keeps the kill ring: the line was sent. */
void edit_reset(struct edit *);

const char *edit_text(const struct edit *); /* NUL-terminated */
size_t edit_size(const struct edit *);      /* bytes */
size_t edit_cursor(const struct edit *);    /* byte position, always between graphemes */

#endif
