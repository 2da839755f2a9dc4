/*
 * complete - the completion of the word before the cursor, and cycling through the candidates.
 */
#ifndef COMPLETE_H
#define COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

struct complete;

/* Where the word stands: a command at the start of the line, an argument of one behind it, or
 * elsewhere, where the names of users are wanted. */
enum complete_kind { COMPLETE_NAME, COMPLETE_COMMAND, COMPLETE_ARGUMENT };

struct complete_place {
	enum complete_kind kind;
	const char *head; /* the line before the word: "/set color " */
	const char *word; /* as typed */
};

/* Gives the candidates one by one, from *AT = 0 on, which it moves: NULL at the end. Passed over
 * are those that do not begin with the word (compared without regard to case), and one that is
 * already among the first hundred. They are copied, and cleaned. As a candidate may have blanks in
 * it, the source is asked for longer words too, until it has one. */
typedef const char *complete_source(void *arg, const struct complete_place *, size_t *at);

struct complete *complete_new(complete_source *, void *arg);
void complete_free(struct complete *);

/* What to put in place of [from, to) of the line, the cursor behind it; the string lives until the
 * next call. */
struct complete_result {
	size_t from, to;
	const char *text; /* with ": " behind a name at the start of the line, " " elsewhere */
};

/* The first Tab starts, further ones go round (BACK: backwards) as long as the line is as the last
 * one left it and complete_reset() was not called; behind the only candidate in a command they
 * start again. "@" before a name stays. False: nothing to complete. */
bool complete_step(struct complete *, const char *line, size_t n, size_t cursor, bool back,
		   struct complete_result *);

/* Puts back what was typed, where the line is as the last step left it, and ends. */
bool complete_cancel(struct complete *, const char *line, size_t cursor, struct complete_result *);
void complete_reset(struct complete *);

/* The candidates of the round that goes on, 0 where none does, and the one in the line. */
size_t complete_count(const struct complete *);
const char *complete_candidate(const struct complete *, size_t at);
size_t complete_chosen(const struct complete *);

#endif
