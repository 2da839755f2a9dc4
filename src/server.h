/*
 * server - listening sockets and connections around a room.
 */
#ifndef SERVER_H
#define SERVER_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "loop.h"

struct server;

struct server_config {
	const char *cert, *key; /* PEM files for wss; NULL: ws */
	size_t max_users;       /* 0: no limit but the descriptors */
};

/* NULL where the PEM files cannot be used: *ERROR. */
struct server *server_new(struct loop *, const struct server_config *, struct error *);
void server_free(struct server *); /* NULL is allowed */

/* ADDR:PORT or [ADDR]:PORT, port 0 takes a free one. Sets *URL to the URL that clients use, a
 * string that the caller frees. On failure *ERROR is ERROR_OPTION_VALUE, or ERROR_LISTEN with the
 * errno as its number; *URL is then NULL. */
bool server_listen(struct server *, const char *address, char **url, struct error *);

/* Closes all connections with 1001, then stops the loop with STATUS; called again, at once. */
void server_stop(struct server *, int status);

#endif
