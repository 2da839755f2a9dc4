/*
 * grid_style - what a cell means; the terminal's theme gives it colours and attributes.
 */
#ifndef GRID_STYLE_H
#define GRID_STYLE_H

enum grid_style {
	GRID_TEXT,
	GRID_TIME,
	GRID_NAME, /* + 0 to GRID_NAMES - 1: a name's colour, by text_hash() */
	GRID_NAME_LAST = GRID_NAME + 11,
	GRID_OWN, /* our own name */
	GRID_NOTICE,
	GRID_ERROR,
	GRID_ACTION,
	GRID_PENDING, /* a line of ours that has no echo yet */
	GRID_MENTION,
	GRID_BORDER,
	GRID_STATUS,
	GRID_STATUS_WARN,
	GRID_INPUT,
	GRID_PROMPT,
	GRID_SELECTED,
	GRID_MATCH, /* what a search has found */
	GRID_HEADING,
	GRID_STYLES,
};
#define GRID_NAMES 12

/* The colour of a name: one of the GRID_NAMES. */
enum grid_style grid_name_style(const char *name);

#endif
