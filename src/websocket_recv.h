/*
 * websocket_recv - frames in.
 */
#ifndef WEBSOCKET_RECV_H
#define WEBSOCKET_RECV_H

#include "buf.h"
#include "text.h"
#include "websocket.h"

#define WEBSOCKET_CONTROL_MAX 125
#define WEBSOCKET_REASON_MAX  (WEBSOCKET_CONTROL_MAX - 2)

/* The frame that is being read. */
struct websocket_incoming {
	bool open;
	struct websocket_frame as;
	uint64_t left;
	size_t start; /* of its payload in the message */
	uint8_t control[WEBSOCKET_CONTROL_MAX];
	size_t control_n;
};

/* The message that its frames make. */
struct websocket_message {
	bool open, whole, given, compressed;
	enum websocket_type type;
	uint64_t wire; /* bytes received for it, headers included */
	struct text_utf8 utf8;
	struct buf bytes;
};

bool websocket_receive(struct websocket *); /* false where more input is needed */

#endif
