/*
 * options_private - the table of the options, which the readers of the command line and of the file
 * share.
 */
#ifndef OPTIONS_PRIVATE_H
#define OPTIONS_PRIVATE_H

#include <stdint.h>

#include "options.h"

struct options_row {
	const char *name; /* NULL at the end of the table */
	char letter;      /* 0: none */
	bool is_switch;   /* yes or no, and without a value yes */
	bool only_arguments;
	/* False where the value does not fit; a number is given the row's range. */
	bool (*set)(struct options *, const struct options_row *, const char *value);
	size_t offset;       /* of the field in struct options */
	size_t count_offset; /* of a list's count; a list has no set */
	uint64_t least, most;
};

extern const struct options_row options_table[];

#define OPTIONS_ROWS_MAX 64

/* What one pass over a command line or a file remembers: the lists that it has begun anew. */
struct options_pass {
	bool begun[OPTIONS_ROWS_MAX];
};

bool options_set(struct options *, struct options_pass *, const struct options_row *,
		 const char *value);

void options_list_add(char ***list, size_t *count, const char *value);
void options_list_clear(char ***list, size_t *count);

#endif
