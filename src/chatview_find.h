/*
 * chatview_find - what is searched, in a line.
 */
#ifndef CHATVIEW_FIND_H
#define CHATVIEW_FIND_H

#include "chatview_private.h"

/* Finds the needle in the words of a line: the byte of the text, 0 too where it is in the prefix.
 */
bool chatview_has_needle(const struct chatview_line *, size_t *byte);
/* Highlights it in a row that was drawn. */
void chatview_highlight(const struct chatview_line *, size_t row, struct grid *, struct grid_rect,
			int at);

#endif
