/*
 * options_read - the options from where they are given.
 */
#ifndef OPTIONS_READ_H
#define OPTIONS_READ_H

#include "options.h"

/*
 * Reads the command line over what stands in *OPTIONS, as getopt_long() would: long options may be
 * shortened, short ones joined, and stand behind the URL; "--" ends them. A repeatable option
 * replaces what a file gave; an empty value clears it. On failure *ERROR is ERROR_OPTION_UNKNOWN,
 * ERROR_OPTION_INCOMPLETE, ERROR_OPTION_VALUE, ERROR_ARGUMENT_SURPLUS, ERROR_PROXY_URL or
 * ERROR_PROXY_PASSWORD; the detail names what is wrong.
 */
bool options_read_arguments(struct options *, int argc, char **argv, struct error *);

/*
 * Reads the text of a configuration file over what stands in *OPTIONS: `key = value` a line, # at
 * the start of a line or behind a space begins a comment, keys are the long options in full. PATH
 * is for messages. On failure *ERROR is ERROR_CONFIG_LINE, its detail "PATH:LINE: KEY".
 */
bool options_read_text(struct options *, const char *path, const char *text, size_t n,
		       struct error *);

#endif
