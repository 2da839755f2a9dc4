/*
 * screen_keep - what survives the program: the lines that were sent, and the one that is being
 * typed.
 */
#ifndef SCREEN_KEEP_H
#define SCREEN_KEEP_H

#include <stdbool.h>

#include "draft.h"
#include "histfile.h"
#include "loop.h"

struct screen;

struct screen_keep {
	char *directory; /* NULL: nothing is kept */
	struct histfile *histfile;
	struct draft *draft; /* NULL: none is kept */
	char *room;          /* the URL that the draft is for; NULL: not yet known */
	struct loop_timer *timer;
	bool pending; /* the timer is set */
	bool told;    /* that something cannot be kept */
};

void screen_keep_open(struct screen *);
void screen_keep_close(struct screen *);
/* Begins or ends keeping, as the options say. */
void screen_keep_configure(struct screen *);
/* A line was sent. */
void screen_keep_line(struct screen *, const char *line);
/* To be called at the end of each turn, before it is drawn. */
void screen_keep_draft(struct screen *);

#endif
