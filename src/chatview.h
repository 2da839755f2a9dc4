/*
 * chatview - the transcript in the chat pane: columns for time and name, wrapped text, a place to
 * read at that survives resizes and new lines. It costs what the pane does, not the transcript.
 */
#ifndef CHATVIEW_H
#define CHATVIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "grid.h"
#include "presence.h"
#include "transcript.h"

/* What the front end supplies: the core neither translates nor knows the time zone. */
struct chatview_words {
	/* Appends what stands in the time column ("HH:MM"), 5 cells. */
	void (*clock)(struct buf *out, int64_t time);
	/* Appends the day, for the line between two days; equal strings are one day. */
	void (*day)(struct buf *out, int64_t time);
	/* Appends the sentence of a line that is no message. */
	void (*notice)(struct buf *out, const struct transcript_line *);
	/* Appends the sentence of what several such lines in a row tell, of at least one person. */
	void (*presence)(struct buf *out, const struct presence *);
	const char *nameless; /* stands for the name of one who has none; NULL: nothing does */
	const char *unread;   /* on the rule where reading stopped */
};

/* A row of a line. */
struct chatview_place {
	uint32_t serial;   /* of the line */
	size_t row, above; /* how many of its rows there are down to here, and above the text, */
	int cols, names;   /* in these columns; */
	size_t byte;       /* the last of them has this byte at any width */
};

/* A zeroed struct follows the newest line. */
struct chatview {
	bool scrolled;                /* false: the newest line is at the bottom */
	struct chatview_place bottom; /* else this is */
	uint64_t below;               /* out: lines not wholly above it */
	uint32_t mark;                /* there is a rule above the line with this serial; 0: none */
	bool mark_seen;               /* it was in the pane since the reader came back */
	uint32_t unread;              /* away: from this serial on nothing was read; 0: here */
	const char *needle;           /* folded: what is highlighted; NULL: nothing */
	uint32_t found;               /* the serial of the line that the search is at; 0: none */
	bool spelled;                 /* emoji are told by their names */
	int names;                    /* cells of the names that their column is for; 0: any */
	struct chatview_long *kept;   /* how a long text was wrapped the last time */
};

void chatview_free(struct chatview *);

void chatview_draw(struct chatview *, struct grid *, struct grid_rect, const struct transcript *,
		   const struct chatview_words *);

/* A pane that is high enough shows the newest lines in its last rows while it is scrolled, behind a
 * rule. So many rows make a page, of which one is seen again. */
int chatview_page(struct grid_rect);

/* Rows up (negative) or down; at the newest line it follows again. */
void chatview_scroll(struct chatview *, struct grid_rect, const struct transcript *,
		     const struct chatview_words *, int rows);
void chatview_top(struct chatview *, struct grid_rect, const struct transcript *,
		  const struct chatview_words *);
void chatview_bottom(struct chatview *);
/* Looks for the needle from the line found last, or the lowest one, on; AGAIN: behind it. Brings
 * the line that has it into the pane; false: none has, and nothing has changed. */
bool chatview_find(struct chatview *, struct grid_rect, const struct transcript *,
		   const struct chatview_words *, bool newer, bool again);

/* The mark is above the first message by others that came while the reader was away, or had
 * scrolled; until the next one, or until the reader has seen it and says something. */
void chatview_leave(struct chatview *, const struct transcript *);
void chatview_return(struct chatview *);
void chatview_answered(struct chatview *);

#endif
