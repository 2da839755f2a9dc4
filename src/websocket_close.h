/*
 * websocket_close - the closing handshake, and every other end.
 */
#ifndef WEBSOCKET_CLOSE_H
#define WEBSOCKET_CLOSE_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"

struct websocket;

/* Ends the connection for the error: CODE goes out in a Close, 0 sends none. */
void websocket_fail(struct websocket *, uint16_t code, const struct error *);
/* The same without a Close; what waits to be sent is given up. */
void websocket_fail_now(struct websocket *, const struct error *);
void websocket_take_close(struct websocket *, const uint8_t *payload, size_t n);
/* Reports the close once nothing is left to send or to wait for. */
void websocket_settle(struct websocket *);
void websocket_take_end(struct websocket *);
void websocket_close_overdue(struct websocket *);

#endif
