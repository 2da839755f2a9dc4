/*
 * chatview_private - what the parts of chatview share: a line of the transcript, laid out in the
 * rows of a pane; or several lines of comings and goings, which are folded into one.
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
	char mark; /* behind the time; 0: none */

	int time_cols;  /* with the space behind; 0: no room for the time */
	int text_col;   /* where rows go on */
	int prefix_col; /* where the prefix begins, */
	int first_col;  /* and the text behind it */
};

#endif
