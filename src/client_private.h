/*
 * client_private - the client's state, shared by client.c (the connection's life) and
 * client_command.c (what the user asks for).
 */
#ifndef CLIENT_PRIVATE_H
#define CLIENT_PRIVATE_H

#include "backoff.h"
#include "client.h"
#include "connection.h"
#include "journal.h"
#include "log.h"

/* What is to become of the client once its connection is gone. */
enum client_goal {
	CLIENT_STAY,  /* connect again where that is wanted */
	CLIENT_HOLD,  /* /disconnect: wait for the user */
	CLIENT_AGAIN, /* /reconnect, /connect: connect at once */
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
	char *connect_host; /* --connect; or NULL */
	uint16_t connect_port;

	struct connection *connection; /* NULL between two tries */
	bool closed;                   /* it has told its close: to be freed in the turn */
	struct error error;            /* what ended it; ERROR_NONE where we did */

	enum client_goal goal;
	char *reason;          /* /quit REASON, or NULL */
	uint64_t linger_until; /* monotonic ms */
	uint64_t progress_at; /* when we opened, or an echo came, or the end began: the last of them
			       */
	int signal;           /* that ends us, or 0 */
	bool undelivered;     /* a message has no echo */
	bool ended;

	struct log *log;         /* NULL: none is kept */
	struct journal *journal; /* NULL: likewise */

	struct backoff backoff;
	unsigned attempt;
	uint64_t retry_at; /* when to connect: MOMENT_NEVER while connected, or not wanted */
	struct loop_timer *timer;
};

/* Takes another URL; on failure the old one stays. */
bool client_set_url(struct client *, const char *string, struct error *);

/* The journal of this URL and name, and what the last client left in it. */
void client_open_journal(struct client *);

/* Closes the connection, or the try to make one; what follows is the goal's business. */
void client_close(struct client *, enum client_goal);

/* Does what the user wants. */
void client_obey(struct client *, const struct command *);

#endif
