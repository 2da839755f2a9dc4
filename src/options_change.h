/*
 * options_change - options while the program runs: their values as text, another value for one of
 * them, and what was changed written into a configuration file.
 */
#ifndef OPTIONS_CHANGE_H
#define OPTIONS_CHANGE_H

#include "buf.h"
#include "options.h"

enum options_effect {
	OPTIONS_AT_ONCE,
	OPTIONS_NEXT_CONNECTION,
	OPTIONS_NEXT_START,
};

/* The names of the options that can be changed, in the order of --help: NULL at the end. */
const char *options_name(size_t at);

/* The values of an option that has a fixed set of them; NULL for another, and at the end. */
const char *options_choice(const char *name, size_t at);

/* Appends "NAME = VALUE", the value as a configuration file would give it; what may be a secret is
 * left out. A name may be shortened. False: ERROR_OPTION_UNKNOWN. */
bool options_tell(struct buf *, const struct options *, const char *name, struct error *);

/* Gives an option another value, which may stand in quotes, and notes it in `changes`; a list has
 * then that one element. On failure nothing is changed, *ERROR is as of options_read_arguments().
 * *EFFECT tells from when on it counts. */
bool options_change(struct options *, const char *name, const char *value,
		    enum options_effect *effect, struct error *);

/* Appends the text of a configuration file with the changes made in it: lines of those options are
 * replaced, new ones added at the end, the rest stays as it is. */
void options_edit_text(struct buf *, const struct options *, const char *text, size_t n);

#endif
