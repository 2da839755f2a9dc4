/*
 * chatview_private - a line of the transcript, laid out in the rows of a pane; or several lines of
 * comings and goings, which are folded into one.
 *
 * From the top: the rule where reading stopped; the line of a new day, where the day changes; the
 * prefix ("<ann>") in a row of its
 * own, where it leaves too little room beside it; the rows of the text, behind the prefix first and
 * then in the text's column.
 */
#ifndef CHATVIEW_PRIVATE_H
#define CHATVIEW_PRIVATE_H

#include "chatview.h"
#include "links.h"
#include "text_wrap.h"

/* To wrap a text of a megabyte takes longer than to draw all else, and it may stay for long. */
struct chatview_long {
	size_t n;
	uint32_t hash;
	int first, rest; /* cells */
	struct text_row *rows;
	size_t count, room;
	bool linked; /* its links were found */
	struct links links;
};

struct chatview_line {
	const struct transcript *transcript;
	const struct chatview_words *words;
	struct chatview *view;
	int cols;

	uint64_t first, last;               /* the lines that are told here, */
	const struct transcript_line *line; /* and the last of them */
	struct presence presence;           /* what they tell, where they are several */

	size_t count; /* rows in all, */
	size_t above; /* those of them above the text, */
	size_t head;  /* and above the one that begins with time and prefix */
	bool marked, new_day;
	bool lone_prefix;
	const struct text_row *rows; /* of the text */
	size_t text_rows;
	struct text_row *own_rows;
	size_t room;
	struct chatview_long *kept_text; /* where the rows are kept; or NULL */
	bool linked;                     /* the links were found, those of the kept text there */
	struct links links;

	struct buf prefix, body, scratch, spelt;
	const char *text; /* what is wrapped: the line's own text, or the body */
	size_t n;
	size_t name_end; /* the text starts with a name up to here */
	enum grid_style prefix_style, name_style, text_style;
	char mark;

	int time_cols;  /* with the space behind; 0: no room for the time */
	int text_col;   /* where rows go on */
	int prefix_col; /* where the prefix begins, */
	int first_col;  /* and the text behind it */
};

/* Lays out what is told of the line with this number. The struct is zeroed before the first time,
 * but for transcript, words, view and cols. */
void chatview_lay_out(struct chatview_line *, uint64_t number);
/* The words of it only. */
void chatview_word(struct chatview_line *, uint64_t number);
void chatview_line_free(struct chatview_line *);

/* Finds FIRST and LAST around a line. A fold is of one day and of neighbours in time, and has a
 * most of lines, so that it costs no more than that. */
void chatview_fold(struct chatview_line *, uint64_t number);
bool chatview_same_day(const struct chatview_words *, int64_t a, int64_t b);

/* Names the emoji in prefix and text. */
void chatview_spell(struct chatview_line *);

/* Draws the line's row ROW into the pane's row AT, which is empty, but for the time. */
void chatview_draw_row(struct chatview_line *, size_t row, struct grid *, struct grid_rect, int at);
/* A horizontal line with words in its middle, or without. */
void chatview_draw_rule(struct grid *, struct grid_rect, int at, const char *words,
			enum grid_style);

/* Any line's time. */
void chatview_draw_time(struct chatview_line *, int64_t time, struct grid *, struct grid_rect,
			int at);

/* The reader scrolls: from now on what comes is unread, where there is no mark to look for. */
void chatview_begin_unread(struct chatview *, const struct transcript *);
/* Sets the mark, where something came that it belongs to. */
void chatview_look_for_unread(struct chatview *, const struct transcript *);

/* Finds the needle in the words of a line: the byte of the text, 0 too where it is in the prefix.
 */
bool chatview_has_needle(const struct chatview_line *, size_t *byte);
/* Highlights it in a row that was drawn. */
void chatview_highlight(const struct chatview_line *, size_t row, struct grid *, struct grid_rect,
			int at);

/* Make what was just written there lead to persons and links: the prefix, and a row of the text
 * that begins in column COL. */
void chatview_lead_head(struct chatview_line *, struct grid *, struct grid_rect, int at);
void chatview_lead_text(struct chatview_line *, const struct text_row *, int col, struct grid *,
			struct grid_rect, int at);

/* The byte of the text at which a row begins, and the row that has a byte. Rows above the text
 * count from 0, which keeps their place. */
size_t chatview_row_byte(const struct chatview_line *, size_t row);
size_t chatview_byte_row(const struct chatview_line *, size_t byte);

#endif
