/*
 * complete - the completion of the word before the cursor, and cycling through the candidates.
 */
#ifndef COMPLETE_H
#define COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

struct complete;

/* Gives the candidates one by one, from *AT = 0 on, which it moves: NULL at the end. They are
 * copied, and cleaned. KIND is COMPLETE_COMMAND where the word is a command's, at the start of the
 * line. */
enum complete_kind { COMPLETE_NAME, COMPLETE_COMMAND };
typedef const char *complete_source(void *arg, enum complete_kind kind, size_t *at);

struct complete *complete_new(complete_source *, void *arg);
void complete_free(struct complete *);

/* What to put in place of [from, to) of the line, the cursor behind it; the string lives until the
 * next call. */
struct complete_result {
	size_t from, to;
	const char *text; /* with ": " behind a name at the start of the line, " " elsewhere */
	size_t count;     /* candidates */
};

/* The first Tab starts (compared without regard to case), further ones go round (BACK: backwards)
 * as long as the line is as the last one left it and complete_reset() was not called. "@" before a
 * name stays. False: nothing to complete. */
bool complete_step(struct complete *, const char *line, size_t n, size_t cursor, bool back,
		   struct complete_result *);
void complete_reset(struct complete *);

#endif
