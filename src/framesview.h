/*
 * framesview - what went over the wire, as a browser's developer tools show it: a list of frames,
 * the newest at the bottom, and the selected one whole, below it or in its place.
 */
#ifndef FRAMESVIEW_H
#define FRAMESVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "frames.h"
#include "grid.h"

enum framesview_show {
	FRAMESVIEW_ALL,
	FRAMESVIEW_SENT,
	FRAMESVIEW_RECEIVED,
	FRAMESVIEW_CONTROL,
	FRAMESVIEW_SHOWS,
};

/* What the front end supplies: clean, translated text. */
struct framesview_words {
	void (*clock)(struct buf *out, int64_t time); /* "HH:MM:SS.mmm", 12 cells */
	/* What came and went; BRIEF: without the numbers of frames. */
	void (*totals)(struct buf *out, const struct frames *, bool brief);
	void (*header)(struct buf *out, const struct frame *); /* its fields */
	void (*fragment)(struct buf *out, unsigned number, unsigned of);
	void (*cut)(struct buf *out, uint64_t kept, uint64_t size);
	const char *none, *no_match, *filter; /* in place of an empty list; "Filter: " */
	const char *keys, *whole_keys;        /* what the keys do, over a list and over a frame */
	const char *shows[FRAMESVIEW_SHOWS];  /* "" for all */
};

/* A zeroed struct follows the newest frame. */
struct framesview {
	enum framesview_show show;
	struct buf needle; /* what is looked for in the frames */
	bool typing;       /* it is being typed */
	bool whole;        /* the frame takes the place of the list */
	bool moved;        /* false: the newest frame is selected */
	uint64_t selected; /* its number, where moved */
	int scrolled;      /* rows of the frame above its pane */
	size_t top;        /* of found, the first in the pane */
	uint64_t *found;   /* the numbers of the frames in the list, */
	size_t count, room;
	uint64_t looked; /* those before this were looked at for it */
};

void framesview_free(struct framesview *);
void framesview_draw(struct framesview *, struct grid *, struct grid_rect, const struct frames *,
		     const struct framesview_words *);

enum framesview_verb {
	FRAMESVIEW_UP, /* in the list, or in the frame where it is shown whole */
	FRAMESVIEW_DOWN,
	FRAMESVIEW_PAGE_UP,
	FRAMESVIEW_PAGE_DOWN,
	FRAMESVIEW_FIRST,
	FRAMESVIEW_LAST,
	FRAMESVIEW_PREVIOUS, /* the frame before the one that is shown whole */
	FRAMESVIEW_NEXT,
	FRAMESVIEW_ENTER,  /* from list to frame and back; from the filter to what it leaves */
	FRAMESVIEW_FILTER, /* begins to type what is looked for */
	FRAMESVIEW_ERASE,  /* its last character */
	FRAMESVIEW_BACK,   /* out of the filter, of the frame */
};

/* In a pane of that size. False: there is nothing to go back from. */
bool framesview_do(struct framesview *, struct grid_rect, const struct frames *,
		   enum framesview_verb);

/* Appends valid UTF-8 to what is looked for. */
void framesview_type(struct framesview *, const char *text, size_t n);
void framesview_choose(struct framesview *, enum framesview_show);

#endif
