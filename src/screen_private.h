/*
 * screen_private - the parts of screen: keys act on its state and mark what is to be drawn, draw
 * composes the panes, users is the pane of names, help is the page that F1 opens, attention calls
 * who looks elsewhere, theme gives the terminal its colors.
 */
#ifndef SCREEN_PRIVATE_H
#define SCREEN_PRIVATE_H

#include "attention.h"
#include "bareview.h"
#include "chatview.h"
#include "complete.h"
#include "draft.h"
#include "edit.h"
#include "framesview.h"
#include "histfile.h"
#include "history.h"
#include "layout.h"
#include "screen.h"
#include "term.h"
#include "usersview.h"

enum screen_mode {
	SCREEN_TYPING,
	SCREEN_SEARCHING,  /* in the history, for NEEDLE; FOUND is shown in place of the line */
	SCREEN_ASKING,     /* whether to quit */
	SCREEN_INSPECTING, /* the frames, which take the whole screen */
	SCREEN_PASTING,    /* what to do with PASTED */
};

/* What is to be drawn anew. */
enum {
	SCREEN_CHAT = 1,
	SCREEN_USERS = 2,
	SCREEN_STATUS = 4,
	SCREEN_INPUT = 8,
	SCREEN_ALL = 15,
};

/* What a pane that was drawn has shown. */
struct screen_seen {
	unsigned transcript, roster;
	enum session_state state;
	char *name;
};

struct screen_help {
	bool open;
	char *command; /* only this one's; NULL: all */
	int top;       /* rows scrolled away */
};

struct screen_frames {
	const struct frames *all;
	struct framesview view;
	uint64_t drawn; /* the frames before this were there when it was drawn */
};

/* The search in the conversation, while it is open: the input line has what is searched. */
struct screen_find {
	bool open;
	struct edit *needle; /* NULL until the first search */
	char *folded, *last; /* the needle, and the one of the last search; or NULL */
	enum { SCREEN_FIND_FOUND, SCREEN_FIND_NOTHING, SCREEN_FIND_NO_MORE } result;
	bool scrolled; /* where it began */
	struct chatview_place bottom;
};

/* What survives us. */
struct screen_keep {
	char *directory; /* NULL: there is none */
	struct histfile *histfile;
	struct draft *draft; /* NULL: none is kept */
	char *room;          /* the URL that the draft is for; NULL: not yet known */
	struct loop_timer *timer;
	bool pending; /* the timer is set */
	bool told;    /* that something cannot be kept */
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
	struct usersview users;
	int name_width;    /* the widest that the users pane had since the terminal has its size */
	bool users_wanted; /* beside the chat, where there is room */
	bool users_over;   /* in place of it, where there is none */
	unsigned dirty;
	bool urgent; /* a key was typed: what it did is drawn at once */
	uint64_t drawn_at;
	struct screen_seen seen;

	struct attention attention;
	struct loop_timer *attention_timer;
	struct buf mention_name, mention_text; /* the last */
	struct buf title;                      /* that the window has from us; empty: none */
	uint64_t titled_at;

	enum screen_mode mode;
	bool bare;    /* only texts are shown, and nothing is drawn over what is being selected */
	bool quoting; /* the next key is inserted as it is */
	struct edit *edit, *found;
	struct history *history;
	struct complete *complete;
	struct buf needle;
	struct buf pasted;  /* of several lines */
	bool missed;        /* nothing holds the needle */
	struct buf message; /* stands in the status line until the next key */
	struct buf scratch; /* a row of the preview */
	struct screen_help help;
	struct screen_frames frames;
	struct screen_find find;
	struct screen_keep keep;

	char **wishes; /* lines for the client, in order */
	size_t wish_count, wish_room;
	char *given; /* the one that the client has */
};

void screen_key(struct screen *, struct key);
void screen_send(struct screen *); /* the line */
void screen_paste(struct screen *, const char *text, size_t n);
/* False: the key was not for it, or does what it does besides. */
bool screen_paste_key(struct screen *, enum keymap_action);
void screen_paste_ask(struct screen *, struct buf *out);
void screen_paste_draw(struct screen *);
/* A line as if it had been typed, for the client. */
void screen_wish(struct screen *, const char *line);
void screen_suspend(struct screen *, bool whole_group);

const char *screen_complete_source(void *self, const struct complete_place *, size_t *at);
/* False: the key was not for it. */
bool screen_complete_key(struct screen *, enum keymap_action);
void screen_complete_end(struct screen *);
/* Over the panes, behind them all. */
void screen_complete_draw(struct screen *);

void screen_keep_open(struct screen *);
void screen_keep_close(struct screen *);
void screen_keep_configure(struct screen *);
/* A line was sent. */
void screen_keep_line(struct screen *, const char *line);
/* To be called at the end of each turn, before it is drawn. */
void screen_keep_draft(struct screen *);

/* Scrolls what stands in the place of the conversation. */
void screen_scroll(struct screen *, int rows);

/* The bare texts. Leaving does nothing where they are not shown. */
void screen_bare_show(struct screen *);
void screen_bare_leave(struct screen *);
/* Any key leaves them; returns whether it does nothing else. */
bool screen_bare_key(struct screen *, enum keymap_action);

/* The mouse. */
void screen_click(struct screen *, int row, int col);
void screen_wheel(struct screen *, int row, int col, int rows);

/* The commands of links and copies; and a browser for one, or a copy where there is none. */
void screen_links_url(struct screen *, const struct command *);
void screen_links_copy(struct screen *, const struct command *);
void screen_links_open(struct screen *, const char *uri);

/* Draws what is dirty; the terminal must be writable. */
void screen_draw(struct screen *);
struct chatview_words screen_words(void);

/* Whether the terminal has the reader's attention: the conversation shows where it was lost. */
void screen_focus(struct screen *, bool focused);

void screen_help_open(struct screen_help *, const char *command);
void screen_help_close(struct screen_help *);
/* What is beyond an end is cut off by the next draw. */
#define SCREEN_HELP_END 10000
void screen_help_scroll(struct screen_help *, int rows);
void screen_help_draw(struct screen_help *, struct grid *, struct grid_rect);

void screen_frames_open(struct screen *);
/* Returns whether the key belonged to the inspector. */
bool screen_frames_key(struct screen *, struct key, struct keymap_result);
void screen_frames_paste(struct screen *, const char *text, size_t n);
void screen_frames_draw(struct screen *);

/* The focus came, or went. */
void screen_attend(struct screen *, bool focused);
/* Somebody else's message. */
void screen_hear(struct screen *, const struct event *);
/* Bell, notifications and title, where they are due. */
void screen_call(struct screen *);

/* Whether the themes that the options name, or that "auto" may stand for, are there and good. */
bool screen_theme_check(const struct options *, struct error *);
/* Shows the theme and colors that the options name; false where they name none, and then all stays
 * as it was. */
bool screen_theme_apply(struct screen *, struct error *);
/* The same, now that the terminal's background is known. */
void screen_theme_background(struct screen *);

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

void screen_find_open(struct screen *, const char *text, size_t n);
void screen_find_insert(struct screen *, const char *text, size_t n);
/* Returns whether the key was for the search; some others end it. */
bool screen_find_key(struct screen *, struct key, struct keymap_result);
void screen_find_word(struct buf *out, const struct screen *); /* for the status line */
void screen_find_free(struct screen_find *);

#endif
