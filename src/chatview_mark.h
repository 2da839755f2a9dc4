/*
 * chatview_mark - where reading stopped.
 */
#ifndef CHATVIEW_MARK_H
#define CHATVIEW_MARK_H

#include "chatview.h"

/* The reader scrolls: from now on what comes is unread, where there is no mark to look for. */
void chatview_begin_unread(struct chatview *, const struct transcript *);
/* Sets the mark, where something came that it belongs to. */
void chatview_look_for_unread(struct chatview *, const struct transcript *);

#endif
