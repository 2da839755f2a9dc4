/*
 * usersview - the roster in the users pane: a heading with the count, a name on each row.
 */
#ifndef USERSVIEW_H
#define USERSVIEW_H

#include <stddef.h>

#include "grid.h"
#include "roster.h"

/* Clean, translated text. */
struct usersview_words {
	const char *heading;  /* worded with the count: "3 users" */
	const char *nameless; /* for one who has no name yet */
	const char *more; /* worded with usersview_hidden(), for those that do not fit: "12 more" */
};

/* OWN is our name. */
void usersview_draw(struct grid *, struct grid_rect, const struct roster *, const char *own,
		    const struct usersview_words *);

/* How many do not fit a pane of so many rows. */
size_t usersview_hidden(const struct roster *, int rows);

/* Cells of the widest name, at most MOST: looks at the first names only. */
int usersview_width(const struct roster *, int most);

#endif
