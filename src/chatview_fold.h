/*
 * chatview_fold - the comings and goings in a row are one line.
 */
#ifndef CHATVIEW_FOLD_H
#define CHATVIEW_FOLD_H

#include "chatview_private.h"

/* Finds FIRST and LAST around a line. A fold is of one day and of neighbours in time, and has a
 * most of lines, so that it costs no more than that. */
void chatview_fold(struct chatview_line *, uint64_t number);
bool chatview_same_day(const struct chatview_words *, int64_t a, int64_t b);

#endif
