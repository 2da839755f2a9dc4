/*
 * screen_help - the page of commands and keys, in place of the conversation.
 */
#ifndef SCREEN_HELP_H
#define SCREEN_HELP_H

#include <stdbool.h>

#include "grid.h"

/* A zeroed struct is closed. */
struct screen_help {
	bool open;
	char *command; /* only this one's; NULL: all */
	int top;       /* rows scrolled away */
};

void screen_help_open(struct screen_help *, const char *command);
void screen_help_close(struct screen_help *);
/* What is beyond an end is cut off by the next draw. */
#define SCREEN_HELP_END 10000
void screen_help_scroll(struct screen_help *, int rows);
void screen_help_draw(struct screen_help *, struct grid *, struct grid_rect);

#endif
