/*
 * settings - the options as the user has them: command line over configuration file over defaults,
 * and what the environment says.
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>

#include "error.h"
#include "options_change.h"
#include "url.h"

/*
 * Fills *OPTIONS, to be freed in any case. The configuration file is --config, or the user's; it is
 * refused where others may write to it, as it says whom to trust. Unknown keys in it are told on
 * standard error. Not more than the arguments is read where they ask for --help or --version.
 */
bool settings_load(struct options *, int argc, char **argv, struct error *);

/* options_change(), with the lines of the file in place of a header's @FILE; a theme must be there.
 */
bool settings_change(struct options *, const char *name, const char *value,
		     enum options_effect *effect, struct error *);

/* Writes what was changed into the configuration file, of which the rest stays as it is. *PATH is
 * then the file's, which the caller frees. False: ERROR_CONFIG_SAVE, or as of settings_load(). */
bool settings_save(const struct options *, char **path, struct error *);

/* The proxy for a URL, of --proxy or of the environment: NULL for none. It lives as long as the
 * options and the environment. */
const char *settings_proxy(const struct options *, const struct url *);

#endif
