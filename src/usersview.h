/*
 * usersview - the roster in the users pane: a heading with the count, a name on each row, a place
 * to read at that stays when others come and go.
 *
 * Where not all names fit, the first and the last row of the list tell how many stand above and
 * below; the smallest panes have rows for names only.
 */
#ifndef USERSVIEW_H
#define USERSVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "grid.h"
#include "roster.h"

/* A zeroed struct shows the roster from its start, in the server's order. */
struct usersview {
	bool by_name;  /* sorted whatever case and locale, those without a name last */
	size_t top;    /* rows of the list scrolled away */
	char *anchor;  /* the name there; NULL at the start */
	size_t *order; /* by name: where in the roster each stands, as of its version */
	unsigned version;
};

void usersview_free(struct usersview *);

/* Clean, translated text. */
struct usersview_words {
	const char *heading;  /* worded with the count: "3 users" */
	const char *nameless; /* for one who has no name yet */
	/* Appends how many more there are: "12 more". */
	void (*more)(struct buf *out, size_t count);
};

/* OWN is our name. */
void usersview_draw(struct usersview *, struct grid *, struct grid_rect, const struct roster *,
		    const char *own, const struct usersview_words *);

/* Rows up (negative) or down, in a pane of ROWS; beyond an end is the end. */
#define USERSVIEW_END 100000000
void usersview_scroll(struct usersview *, const struct roster *, int rows, int by);

/* Cells of the widest text, at most MOST: looks at the first names of the roster only. */
int usersview_width(const struct roster *, const struct usersview_words *, int most);

#endif
