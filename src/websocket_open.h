/*
 * websocket_open - the opening handshake.
 */
#ifndef WEBSOCKET_OPEN_H
#define WEBSOCKET_OPEN_H

#include <stdbool.h>

struct websocket;

void websocket_write_request(struct websocket *);
bool websocket_read_head(struct websocket *); /* false where more input is needed */

#endif
