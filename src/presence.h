/*
 * presence - comings, goings and renames in a row, summed up as what has become of everybody.
 */
#ifndef PRESENCE_H
#define PRESENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "transcript.h"

enum presence_kind {
	PRESENCE_JOINED,
	PRESENCE_LEFT,
	PRESENCE_RENAMED,
	PRESENCE_VISITED, /* joined and left again */
	PRESENCE_BACK,    /* as before: left and joined again, or took the old name again */
	PRESENCE_KINDS,
};

struct presence_person {
	const char *before, *now; /* the name at the start and at the end; NULL: not here */
	const char *last;         /* the last name, as long as there was one */
};

/* A zeroed struct is empty. Names live as long as the lines they come from. */
struct presence {
	struct presence_person *people; /* in the order in which they were first told of */
	size_t count, room;
};

/* Whether a line tells who comes, goes or changes the name. */
bool presence_is(const struct transcript_line *);

/* Such lines, one after the other. */
void presence_add(struct presence *, const struct transcript_line *);
void presence_clear(struct presence *);
void presence_free(struct presence *);

enum presence_kind presence_kind(const struct presence_person *);

#endif
