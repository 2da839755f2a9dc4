/*
 * bareview - the texts of the last lines and nothing else, to be selected with the terminal's own
 * mouse. It is no grid: the terminal itself goes on to its next row, so that it knows of a line
 * that it is one, and a long link is selected whole.
 */
#ifndef BAREVIEW_H
#define BAREVIEW_H

#include "chatview.h"

/* Appends the texts of what was said and told, down to the line LAST, each but the last with a LF
 * behind it: as many as a terminal of this size shows at once, of the first perhaps only its end.
 * Without who came and went. */
void bareview_write(struct buf *out, const struct transcript *, uint64_t last, int rows, int cols,
		    const struct chatview_words *);

#endif
