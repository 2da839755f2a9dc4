/*
 * websocket_private - the WebSocket object, which its parts share: websocket.c has its events and
 * timers, and the others tell in their headers what they do.
 */
#ifndef WEBSOCKET_PRIVATE_H
#define WEBSOCKET_PRIVATE_H

#include <wslay/wslay.h>

#include "deflate.h"
#include "handshake.h"
#include "websocket_close.h"
#include "websocket_open.h"
#include "websocket_recv.h"
#include "websocket_send.h"

/* An event that waits to be pulled; its bytes stand behind it. Messages are not queued. */
struct websocket_queued {
	struct websocket_queued *next;
	struct websocket_event event;
};

struct websocket {
	struct websocket_config config;
	struct url url;
	enum websocket_state state;
	uint64_t now;
	uint64_t deadline; /* of the handshake, then of the close */

	char key[HANDSHAKE_KEY_SIZE];
	struct handshake_head head;
	unsigned interim_answers;
	char *resource, *protocol, *extensions;

	struct websocket_queued *first, **last, *given;

	wslay_frame_context_ptr wslay;
	struct deflate *deflate; /* NULL where it was not agreed on */

	struct buf in;
	bool reading; /* input still means something */
	bool starved; /* all of it was made use of */
	struct websocket_incoming frame;
	struct websocket_message message;

	struct buf out, scratch; /* scratch is empty between calls */
	struct buf *sink;        /* where wslay's bytes go: out or scratch */
	struct websocket_segment *segments;
	size_t segment_first, segment_count, segment_room;
	size_t unsent; /* bytes of all segments */
	size_t buffered;
	unsigned pongs;
	bool moved; /* bytes of a backlog left since the last look */
	uint8_t masks[256];
	size_t masks_left;

	uint64_t heard_at, pinged_at, probed_at;
	uint8_t ping[4]; /* a number, lowest byte first */
	bool ping_open, probing;

	bool close_sent, close_received;
	bool ended, end_open; /* the transport is gone; and nobody has been told */
	struct error end_error;
	uint16_t failed; /* the code of the close event to come; 0: not failed */
	uint16_t sent_code, peer_code;
	uint8_t peer_reason[WEBSOCKET_REASON_MAX];
	size_t peer_reason_n;
};

/* The event, to be filled; a copy of the bytes is its own. */
struct websocket_event *websocket_queue(struct websocket *, enum websocket_event_type,
					const void *bytes, size_t n);
void websocket_report(struct websocket *, const struct websocket_frame *, const void *bytes,
		      size_t n);

/* A large one gives its memory back. */
void websocket_empty(struct buf *);

#endif
