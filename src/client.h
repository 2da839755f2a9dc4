/*
 * client - carries events between a connection and a session, and what the user wants from a front
 * end to both; connects again; ends the loop with the exit status.
 */
#ifndef CLIENT_H
#define CLIENT_H

#include "error.h"
#include "front.h"
#include "loop.h"
#include "options.h"
#include "session.h"

struct client;

/* NULL where URL, files or headers are refused: *ERROR. All arguments must outlive the client; the
 * first connection begins with the loop's first turn. */
struct client *client_new(struct loop *, const struct options *, struct session *, struct front,
			  bool reconnect, struct error *);
void client_free(struct client *); /* NULL is allowed */

/* SIGINT, SIGTERM, SIGHUP: closes with 1001 and ends with 128 + SIGNAL. */
void client_interrupt(struct client *, int signal);

#endif
