/*
 * connection - one WebSocket over one transport: carries bytes and time between them, and hands on
 * the events. Used by the client, the room server and wsecho alike.
 */
#ifndef CONNECTION_H
#define CONNECTION_H

#include <stdbool.h>

#include "loop.h"
#include "transport.h"
#include "websocket.h"

struct connection;

/* Called from the loop or from connection_flush(). The connection may not be freed inside; the
 * event WEBSOCKET_EVENT_CLOSE is the last one, and comes when the transport is closed too. */
typedef void connection_handler(void *arg, const struct websocket_event *);

/* NULL where the websocket configuration is refused (*ERROR). Both configurations are copied, but
 * for the TLS context. The handshake's deadline counts from here, the connecting included. */
struct connection *connection_open(struct loop *, const struct websocket_config *,
				   const struct transport_config *, connection_handler *, void *arg,
				   struct error *);

/* The server's: takes the accepted socket over. NULL, and the socket closed, where the websocket
 * configuration is refused. */
struct connection *connection_accept(struct loop *, const struct websocket_config *, int fd,
				     struct tls_context *, connection_handler *, void *arg);

/* Closes at once; no event comes any more. NULL is allowed. */
void connection_free(struct connection *);

/* The object, to send and to ask; NULL while a client's transport is not open yet. */
struct websocket *connection_websocket(struct connection *);

/* Sends what the calls on the websocket queued. Without it they go out with the loop's turn. */
void connection_flush(struct connection *);

/* Stops and goes on reading, for one who cannot take more. */
void connection_hold(struct connection *, bool hold);

/* The closing handshake, or the end of an attempt to connect; a close event follows in any case.
 * Where the object refuses CODE or REASON it closes with 1000. */
void connection_close(struct connection *, unsigned code, const char *reason);

const struct transport *connection_transport(const struct connection *); /* NULL when closed */

#endif
