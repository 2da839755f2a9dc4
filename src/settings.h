/*
 * settings - the options as the user has them: command line over configuration file over defaults,
 * and what the environment says.
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>

#include "error.h"
#include "options.h"

/*
 * Fills *OPTIONS, to be freed in any case. The configuration file is --config, or the user's; it is
 * refused where others may write to it, as it says whom to trust. Unknown keys in it are told on
 * standard error. Not more than the arguments is read where they ask for --help or --version.
 */
bool settings_load(struct options *, int argc, char **argv, struct error *);

/* The proxy for the URL of the options, of --proxy or of the environment: NULL for none. It lives
 * as long as the options and the environment. */
const char *settings_proxy(const struct options *);

#endif
