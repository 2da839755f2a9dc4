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

/* The names that there are, sorted, each once; "auto" is one. A zeroed struct is to be filled. */
struct themes_list {
	char **names;
	size_t count, room;
};
void themes_list_fill(struct themes_list *);
void themes_list_free(struct themes_list *);

#endif
