/*
 * client - carries events between a connection and a session, and what the user wants from a front
 * end to both; connects again; ends the loop with the exit status.
 */
#ifndef CLIENT_H
#define CLIENT_H

#include <stdbool.h>

#include "error.h"
#include "frames.h"
#include "front.h"
#include "loop.h"
#include "options.h"
#include "session.h"

struct client;

struct client_config {
	struct options *options; /* /set changes them */
	struct frames *frames;   /* takes what goes over the wire */
	bool reconnect;          /* where the options leave it open */
	bool interactive;   /* a user is there: what cannot be retried is shown, and does not end us
			     */
	unsigned echo_wait; /* ms that the end waits for the echoes of what was sent */
};

/* NULL where URL, files or headers are refused: *ERROR. All arguments must outlive the client; the
 * first connection begins with the loop's first turn. */
struct client *client_new(struct loop *, const struct client_config *, struct session *,
			  struct front, struct error *);
void client_free(struct client *); /* NULL is allowed */

/* SIGINT, SIGTERM, SIGHUP: closes and ends with 128 + SIGNAL; a second one does not wait. */
void client_interrupt(struct client *, int signal);

#endif
