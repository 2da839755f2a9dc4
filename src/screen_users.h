/*
 * screen_users - who is here: the pane beside the conversation, or in place of it where there is no
 * room, and the answer to /users.
 */
#ifndef SCREEN_USERS_H
#define SCREEN_USERS_H

#include <stdbool.h>

#include "buf.h"
#include "usersview.h"

struct screen;

struct screen_users {
	struct usersview view;
	int width;   /* the widest that the pane had since the terminal has its size */
	bool wanted; /* beside the chat, where there is room */
	bool over;   /* in place of it, where there is none */
};

/* How many are here, as the user reads it. */
void screen_users_word(struct buf *out, const struct screen *);
void screen_users_tell(struct screen *); /* among the lines */

/* Sets the width that the pane is to have in a terminal of so many columns: it grows with the names
 * and does not shrink before the terminal changes, or each long name that comes and goes would wrap
 * the chat anew. */
void screen_users_measure(struct screen *, int cols);
bool screen_users_cover(const struct screen *); /* whether they stand in place of the chat */
void screen_users_draw(struct screen *);
void screen_users_scroll(struct screen *, int rows);
int screen_users_page(const struct screen *); /* rows */
void screen_users_toggle(struct screen *);

#endif
