/*
 * keymap - from a key to what it does.
 */
#ifndef KEYMAP_H
#define KEYMAP_H

#include "edit.h"
#include "key.h"

enum keymap_action {
	KEYMAP_NONE,
	KEYMAP_INSERT, /* the character itself */
	KEYMAP_EDIT,   /* verb */
	KEYMAP_SEND,
	KEYMAP_NEWLINE,
	KEYMAP_COMPLETE,
	KEYMAP_COMPLETE_BACK,
	KEYMAP_OLDER, /* history, or a line up in a text of several */
	KEYMAP_NEWER,
	KEYMAP_SEARCH_HISTORY,
	KEYMAP_FIND,  /* in the conversation */
	KEYMAP_QUOTE, /* the next key is inserted as it is */
	KEYMAP_PAGE_UP,
	KEYMAP_PAGE_DOWN,
	KEYMAP_TOP,
	KEYMAP_BOTTOM,
	KEYMAP_HELP,
	KEYMAP_USERS,
	KEYMAP_USERS_UP, /* a page of names */
	KEYMAP_USERS_DOWN,
	KEYMAP_USERS_TOP,
	KEYMAP_USERS_BOTTOM,
	KEYMAP_FRAMES,
	KEYMAP_BARE, /* only the texts, for the terminal's own mouse */
	KEYMAP_REDRAW,
	KEYMAP_SUSPEND,
	KEYMAP_CANCEL,         /* Ctrl-C: clear the line, on an empty line ask to quit */
	KEYMAP_ESCAPE,         /* leave a search or a help page */
	KEYMAP_DELETE_OR_QUIT, /* Ctrl-D */
};

struct keymap_result {
	enum keymap_action action;
	enum edit_verb verb;
};

/* Shift with a named key means nothing unless it is bound: Shift-Left is Left. */
struct keymap_result keymap_find(struct key);

#endif
