/*
 * chatview_line - lays a line out, and draws its rows.
 *
 * From the top: the rule where reading stopped; the line of a new day, where the day changes; the
 * prefix ("<ann>") in a row of its own, where it leaves too little room beside it; the rows of the
 * text, behind the prefix first and then in the text's column.
 */
#ifndef CHATVIEW_LINE_H
#define CHATVIEW_LINE_H

#include "chatview_private.h"

/* Lays out what is told of the line with this number. The struct is zeroed before the first time,
 * but for transcript, words, view and cols. */
void chatview_lay_out(struct chatview_line *, uint64_t number);
/* The words of it only. */
void chatview_word(struct chatview_line *, uint64_t number);
void chatview_line_free(struct chatview_line *);

/* Draws the line's row ROW into the pane's row AT, which is empty, but for the time. */
void chatview_draw_row(struct chatview_line *, size_t row, struct grid *, struct grid_rect, int at);
/* A horizontal line with words in its middle, or without. */
void chatview_draw_rule(struct grid *, struct grid_rect, int at, const char *words,
			enum grid_style);

/* Any line's time. */
void chatview_draw_time(struct chatview_line *, int64_t time, struct grid *, struct grid_rect,
			int at);

/* The byte of the text at which a row begins, and the row that has a byte. Rows above the text
 * count from 0, which keeps their place. */
size_t chatview_row_byte(const struct chatview_line *, size_t row);
size_t chatview_byte_row(const struct chatview_line *, size_t byte);

#endif
