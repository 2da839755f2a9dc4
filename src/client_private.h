/*
 * client_private - the client's state, which its parts share: client.c has the turn, from start to
 * end, and the others tell in their headers what they do.
 */
#ifndef CLIENT_PRIVATE_H
#define CLIENT_PRIVATE_H

#include "backoff.h"
#include "client.h"
#include "client_connect.h"
#include "connection.h"
#include "journal.h"
#include "log.h"
#include "trace.h"

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

static inline struct moment client_now(const struct client *c)
{
	return loop_moment(c->loop);
}

#endif
