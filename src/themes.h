/*
 * themes - the themes that a user can name: files in the user's own directory, files that are
 * installed, and those that are built in, in this order.
 *
 * Files are NAME.theme in $XDG_CONFIG_HOME/wschat/themes and in $(pkgdatadir)/themes, for which
 * tests have WSCHAT_DATADIR/themes.
 */
#ifndef THEMES_H
#define THEMES_H

#include "theme.h"

/* False: ERROR_THEME_UNKNOWN, with the names that there are, or why the file is not a theme. */
bool themes_load(struct theme *, const char *name, struct error *);

/* The names, sorted, each once, "auto" among them; NULL ends them. The caller frees them with
 * themes_free(). */
char **themes_list(void);
void themes_free(char **);

#endif
