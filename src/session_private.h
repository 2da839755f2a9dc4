/*
 * session_private - what the parts of the session share: its state, its queue of events, and the
 * memory of what was shown.
 */
#ifndef SESSION_PRIVATE_H
#define SESSION_PRIVATE_H

#include "ignore.h"
#include "message.h"
#include "session.h"

/* Username messages on their way whose broadcasts are recognised as our own. */
#define SESSION_ASKED_MAX 32

/* A name that came free is asked for again so often: lists can be forged. */
#define SESSION_REGAIN_MAX 3

struct session_seen;

struct session_queued {
	struct event event;
	char **users;
	char strings[];
};

struct session {
	char *wanted; /* the name that the user wants */
	char *name;   /* the one that we have, or ask for */
	char *called; /* the last one that the server is known to call us; NULL: none yet */
	char *url;
	size_t max_text;
	bool no_mentions;
	enum session_state state;
	bool was_open;
	bool has_id;
	int64_t id;
	bool ask;           /* for our name, with the next output */
	int64_t ask_after;  /* once the texts typed before are sent: the last one's date */
	unsigned regained;  /* times that our name was asked back on this connection */
	unsigned unsettled; /* askings that the server has not answered */
	bool rejected;      /* the last asking, and told */
	int64_t asked[SESSION_ASKED_MAX]; /* their dates, the oldest first */
	size_t asked_count;
	uint64_t retry_at;
	int64_t closed_at; /* ms since 1970: the end of the last connection; 0: there was none */
	unsigned rtt;
	struct error told; /* the last error in the transcript since the connection held */
	struct roster *roster;
	struct transcript *transcript;
	struct outbox *outbox;
	struct ignore *ignore;
	struct session_queued **events, *given; /* a queue, [event_at, event_count) */
	size_t event_at, event_count, event_room;
	struct session_seen *seen; /* NULL until something was */
};

/* Queues a copy of the event, its strings included; USERS (of event->users) are taken over. */
void session_tell(struct session *, const struct event *, char **users);
void session_events_free(struct session *);

/* Whether the message is a copy of one shown: one of the two was sent again, and owner, date and
 * text are the same. Remembers it otherwise. */
bool session_is_copy(struct session *, const struct message *);
void session_seen_free(struct session *);

/* A name goes into JSON, so it is made UTF-8 first: the server's answer can be compared then. The
 * caller frees it. */
char *session_name_new(const char *name);

/* A line of conversation; what begins with "/me " is an action. */
struct transcript_line *session_add_message(struct session *, const char *name, const char *text,
					    struct moment);

/* The date is of a username message that we sent: forgets it and what was asked before. */
bool session_was_asked(struct session *, int64_t date);

#endif
