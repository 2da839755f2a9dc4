/*
 * session - one user in one room: own id and name, roster, transcript, outbox and the state of the
 * connection, over the messages of the room protocol. It sees no socket and no front end.
 *
 * Ids are trusted in this protocol: what carries ours and was not sent by us is told as forged.
 * Nothing acknowledges a message but its echo, known by id and date.
 */
#ifndef SESSION_H
#define SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "error.h"
#include "event.h"
#include "moment.h"
#include "outbox.h"
#include "roster.h"
#include "transcript.h"

enum session_state {
	SESSION_OFFLINE,    /* not connected, and not trying */
	SESSION_CONNECTING, /* up to the end of the opening handshake */
	SESSION_LOGIN,      /* open; no id yet */
	SESSION_READY,      /* we have an id and asked for our name */
	SESSION_CLOSING,
	SESSION_WAITING, /* for the time of the next try */
};

struct session_config {
	const char *name;  /* the user name to ask for; copied */
	size_t scrollback; /* lines kept */
	size_t max_text;   /* bytes of the JSON of the longest message sent */
	bool no_mentions;  /* nobody asks whether a text names us, which takes time to find out */
};

struct session;

struct session *session_new(const struct session_config *);
void session_free(struct session *);

/* What the connection does, in this order for each try. */
void session_connecting(struct session *, const char *url, unsigned attempt, struct moment);
void session_opened(struct session *, const char *protocol, const char *extensions, struct moment);
void session_receive(struct session *, const void *text, size_t n, struct moment);
void session_dropped(struct session *, enum event_reason, struct moment); /* a binary message */
void session_pong(struct session *, unsigned rtt, struct moment);
void session_failed(struct session *, const struct error *, struct moment);
void session_closing(struct session *);
void session_closed(struct session *, unsigned code, const char *reason, bool was_clean,
		    unsigned sent_code, struct moment);
/* The next try comes in MS; session_offline(): there will be none. */
void session_waiting(struct session *, uint64_t ms, unsigned attempt, struct moment);
void session_offline(struct session *);

/* A row for the transcript and the front end: /info, an answer to a command. */
void session_info(struct session *, enum event_info, const char *text, struct moment);
void session_notice(struct session *, enum event_notice, const char *text, struct moment);

/* Appends the next message to send, if there is one, and counts it as sent. Only while READY (or
 * LOGIN, where an id has come): before the new id nothing is ever sent, as the sample server dies
 * of an id that it does not know. */
bool session_output(struct session *, struct buf *out, struct moment);

/* The next event; its strings live until the next call on the session. */
bool session_next(struct session *, struct event *);

enum session_state session_state(const struct session *);
const char *session_name(const struct session *); /* the one that we have or ask for */
const char *session_url(const struct session *);
bool session_id(const struct session *, int64_t *id);
uint64_t session_retry_at(const struct session *); /* WAITING: monotonic ms */
unsigned session_rtt(const struct session *);      /* ms of the last pong; 0: none yet */
const struct roster *session_roster(const struct session *);
struct transcript *session_transcript(struct session *);
const struct outbox *session_outbox(const struct session *);

#endif
