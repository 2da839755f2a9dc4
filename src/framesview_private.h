/*
 * framesview_private - the parts of framesview: framesview.c is the list and what keys do to it,
 * framesview_whole.c one frame with all that is known of it.
 */
#ifndef FRAMESVIEW_PRIVATE_H
#define FRAMESVIEW_PRIVATE_H

#include "framesview.h"

#define FRAMESVIEW_SENT_ARROW     "\xe2\x86\x91" /* up */
#define FRAMESVIEW_RECEIVED_ARROW "\xe2\x86\x93"

/* Draws the frame, scrolled by *SCROLLED rows, which is cut to what there is to scroll. */
void framesview_draw_whole(struct grid *, struct grid_rect, const struct frames *, uint64_t number,
			   const struct framesview_words *, int *scrolled);

#endif
