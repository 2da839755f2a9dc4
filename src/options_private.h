/*
 * options_private - the table of the options, which the readers of the command line and of the file
 * share.
 */
#ifndef OPTIONS_PRIVATE_H
#define OPTIONS_PRIVATE_H

#include <stdint.h>

#include "options_change.h"

struct options_row {
	const char *name; /* NULL at the end of the table */
	char letter;      /* 0: none */
	bool is_switch;   /* yes or no, and without a value yes */
	bool only_arguments;
	/* False where the value does not fit; a number is given the row's range. A list has neither
	 * of the two. */
	bool (*set)(struct options *, const struct options_row *, const char *value);
	/* Appends the value as set would take it, but no secret. */
	void (*get)(struct buf *, const struct options *, const struct options_row *);
	enum options_effect effect;
	size_t offset;       /* of the field in struct options */
	size_t count_offset; /* of a list's count */
	uint64_t least, most;
	const char *const *words; /* the values of a choice in its enum's order, and NULL */
};

extern const struct options_row options_table[];

/* The option with that name, or the only one that begins with it; NULL and *ERROR for none. */
const struct options_row *options_find(const char *name, size_t n, struct error *);

/* Others can read the command line of a process, and what was typed is remembered: a password may
 * not stand there. */
bool options_check_proxy(const char *value, struct error *);

/* A value in the file may stand in double quotes, within which \ takes the next character as it is.
 * The caller frees. NULL for a quote without its other. */
char *options_unquote(const char *s, size_t n);

#define OPTIONS_ROWS_MAX 64

/* What one pass over a command line or a file remembers: the lists that it has begun anew. */
struct options_pass {
	bool begun[OPTIONS_ROWS_MAX];
};

bool options_set(struct options *, struct options_pass *, const struct options_row *,
		 const char *value);

/* Behind a value that does not fit, the values that do: " (yes, no)", or nothing where that cannot
 * be told in brackets. The caller frees. */
char *options_tell_choices(const struct options_row *);

void options_list_add(char ***list, size_t *count, const char *value);
void options_list_clear(char ***list, size_t *count);

#endif
