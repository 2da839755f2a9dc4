/*
 * screen_draw - composes the panes, the status line and the input line.
 */
#ifndef SCREEN_DRAW_H
#define SCREEN_DRAW_H

#include "chatview.h"
#include "session.h"

struct screen;

/* What is to be drawn anew. */
enum {
	SCREEN_CHAT = 1,
	SCREEN_USERS = 2,
	SCREEN_STATUS = 4,
	SCREEN_INPUT = 8,
	SCREEN_ALL = 15,
};

/* What the panes have shown when they were last drawn. */
struct screen_seen {
	unsigned transcript, roster;
	enum session_state state;
	char *name;
};

/* Draws what is dirty; the terminal must be writable. */
void screen_draw(struct screen *);
struct chatview_words screen_words(void);

#endif
