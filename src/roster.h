/*
 * roster - who is in the room, in the server's order, and what changed between two lists.
 */
#ifndef ROSTER_H
#define ROSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct roster;

struct roster *roster_new(void);
void roster_free(struct roster *);

enum roster_change_type { ROSTER_JOIN, ROSTER_LEAVE, ROSTER_RENAME };

/* Names live until the next roster_update() or roster_clear(). */
struct roster_change {
	enum roster_change_type type;
	const char *name; /* rename: the old one */
	const char *to;   /* rename: the new one */
};

/*
 * Takes the new list (NULL for one without a name). The server keeps the order, so one slot changed
 * is a rename, a missing slot a leave, new ones stand at the end; null to a name is a join, a name
 * to null a leave. A list that shares no such shape with the old one is compared as two bags. The
 * first list after roster_clear() gives no changes. Time: linear in the longer list, but for the
 * part in the middle that differs.
 */
void roster_update(struct roster *, const char *const *users, size_t n);

/* The changes of the last update, in order; false at their end. */
bool roster_next(struct roster *, struct roster_change *);

/* Forgets everybody: a new connection. */
void roster_clear(struct roster *);

size_t roster_count(const struct roster *);
const char *roster_name(const struct roster *, size_t at); /* NULL: no name yet */
/* By which strcmp() orders the names whatever their case and the locale; NULL: no name yet. */
const char *roster_key(const struct roster *, size_t at);
/* The name's lookalike_hash(); 0: no name yet. */
uint32_t roster_look(const struct roster *, size_t at);
bool roster_has(const struct roster *, const char *name);

/* Grows with every update that changed something: a view that saw it need not draw again. */
unsigned roster_version(const struct roster *);

#endif
