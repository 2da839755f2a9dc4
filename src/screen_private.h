/*
 * screen_private - the state of the screen, and what its parts share. Keys act on the state and
 * mark what is to be drawn; draw composes the panes; each other part has a header of its own.
 */
#ifndef SCREEN_PRIVATE_H
#define SCREEN_PRIVATE_H

#include "history.h"
#include "layout.h"
#include "screen.h"
#include "screen_attention.h"
#include "screen_draw.h"
#include "screen_find.h"
#include "screen_frames.h"
#include "screen_help.h"
#include "screen_keep.h"
#include "screen_paste.h"
#include "screen_search.h"
#include "screen_users.h"
#include "term.h"

enum screen_mode {
	SCREEN_TYPING,
	SCREEN_SEARCHING,  /* in the history */
	SCREEN_ASKING,     /* whether to quit */
	SCREEN_INSPECTING, /* the frames */
	SCREEN_PASTING,    /* what to do with what was pasted */
};

struct screen {
	struct loop *loop;
	struct session *session;
	const struct options *options;
	struct term *term; /* NULL once it was put back for good */
	struct loop_watch *watch;
	struct loop_timer *key_timer, *frame_timer, *second_timer;

	struct grid grid;
	struct layout layout;
	struct chatview chat;
	unsigned dirty; /* SCREEN_CHAT and so on */
	bool urgent;    /* a key was typed: what it did is drawn at once */
	uint64_t drawn_at;
	struct screen_seen seen;

	enum screen_mode mode;
	bool bare;    /* only texts are shown, and nothing is drawn over what is being selected */
	bool quoting; /* the next key is inserted as it is */
	struct edit *edit;
	struct history *history;
	struct complete *complete;
	struct buf candidate; /* the last that was looked up for it */
	struct buf message;   /* stands in the status line until the next key */

	struct screen_attention attention;
	struct screen_find find;
	struct screen_frames frames;
	struct screen_help help;
	struct screen_keep keep;
	struct screen_paste paste;
	struct screen_search search;
	struct screen_users users;

	char **wishes; /* lines for the client, in order */
	size_t wish_count, wish_room;
	char *given; /* the one that the client has */
};

void screen_key(struct screen *, struct key);
void screen_send(struct screen *);             /* the line */
void screen_scroll(struct screen *, int rows); /* what stands in the place of the conversation */
void screen_suspend(struct screen *, bool whole_group);
/* A line as if it had been typed, for the client. */
void screen_wish(struct screen *, const char *line);
/* To be filled, in place of what the status line had. */
struct buf *screen_message(struct screen *);

#endif
