/*
 * client_private - the client's state, shared by client.c (the turn, from start to end),
 * client_configure.c (what the options say), client_connect.c (the connection's life),
 * client_frames.c (what went over the wire), client_keep.c (journal and log), client_command.c
 * (what the user asks for) and client_set.c (of that, /set and /save).
 */
#ifndef CLIENT_PRIVATE_H
#define CLIENT_PRIVATE_H

#include "backoff.h"
#include "client.h"
#include "connection.h"
#include "journal.h"
#include "log.h"
#include "trace.h"

/* What is to become of the client once its connection is gone. */
enum client_goal {
	CLIENT_STAY,  /* connect again where that is wanted */
	CLIENT_HOLD,  /* /disconnect: wait for the user */
	CLIENT_END,   /* wait for the echoes, close, end */
	CLIENT_LEAVE, /* end as soon as it is closed */
};

struct client {
	struct loop *loop;
	const struct client_config *config;
	struct session *session;
	struct front front;

	struct url url;
	struct tls_context *tls;
	struct tls_context *next_tls; /* of the next connection, where options were set; or NULL */
	char *connect_host;           /* --connect; or NULL */
	uint16_t connect_port;

	struct connection *connection; /* NULL between two tries */
	bool closed;                   /* it has told its close: to be freed in the turn */
	bool again;                    /* and another one to be made at once */
	struct error error;            /* what ended it; ERROR_NONE where we did */

	enum client_goal goal;
	char *reason;          /* /quit REASON, or NULL */
	uint64_t linger_until; /* monotonic ms */
	uint64_t progress_at;  /* when we opened, sent, heard an echo, or began to end: the last */
	int signal;            /* that ends us, or 0 */
	bool undelivered;      /* a message was given up, and is no more in the outbox */
	bool ended;

	struct log *log;         /* NULL: none is kept */
	struct trace *trace;     /* NULL: likewise */
	struct journal *journal; /* NULL: likewise */

	struct backoff backoff;
	uint64_t entered_at; /* when the room last took us in; 0: not since we connected */
	unsigned attempt;
	unsigned in_vain;   /* tries in a row that failed as one does whose URL is wrong */
	uint64_t retry_at;  /* when to connect: MOMENT_NEVER while connected, or not wanted */
	uint64_t answer_by; /* when a line that we woke up on counts as dead, or MOMENT_NEVER */
	int64_t clock_gap;  /* ms from the monotonic to the wall clock */
	struct loop_timer *timer;
};

/* Takes another URL; on failure the old one stays. */
bool client_set_url(struct client *, const char *string, struct error *);
bool client_check_url(const struct client *, const struct url *, struct error *);

/* Takes what the options say of the connection, from the next one on. False: nothing is changed. */
bool client_configure(struct client *, struct error *);
bool client_reconnects(const struct client *);

/* Each step of a turn that belongs to the connection: frees what is closed, wakes up where the
 * clock tells that we slept, connects where it is time. */
void client_connect(struct client *);

/* Closes the connection, or the try to make one; what follows is the goal's business. */
void client_close(struct client *, enum client_goal);

/* Connects at once, after the end of what there is. */
void client_reconnect(struct client *);

/* We were stopped or asleep: what waits for a time is due, what was connected may be dead. */
void client_wake(struct client *);

/* When client_connect() is to be called at the latest. */
uint64_t client_connect_deadline(const struct client *);

/* Tells what nobody waits for any longer. What the journal of an interactive user keeps is not
 * given up: it goes on with the next start. */
void client_give_up(struct client *, enum event_reason reason);

/* The journal of this URL and name, and what the last client left in it. */
void client_open_journal(struct client *);
/* Opens, closes or changes the log as the options say. */
bool client_open_log(struct client *, struct error *);
/* Writes to the file of the options from now on, or to none; on failure to the one before. */
bool client_open_trace(struct client *, struct error *);

/* Keeps the frame, without the secrets that a head may hold; tells the last ones. */
void client_note_frame(struct client *, const struct websocket_event *);
void client_tell_frames(struct client *);

/* Takes down what happened. client_keep() makes that safe, before it goes out on the wire;
 * client_settle() lets go what is done with, after the front end has told it. */
void client_note(struct client *, const struct event *);
void client_keep(struct client *);
void client_settle(struct client *);

/* Does what the user wants. */
void client_obey(struct client *, const struct command *);
void client_set(struct client *, const char *argument);
void client_save(struct client *, const char *argument);

#endif
