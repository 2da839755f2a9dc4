/*
 * chatview_lead - makes what was just written lead to persons and links.
 */
#ifndef CHATVIEW_LEAD_H
#define CHATVIEW_LEAD_H

#include "chatview_private.h"

/* The prefix, and a row of the text that begins in column COL. */
void chatview_lead_head(struct chatview_line *, struct grid *, struct grid_rect, int at);
void chatview_lead_text(struct chatview_line *, const struct text_row *, int col, struct grid *,
			struct grid_rect, int at);

#endif
