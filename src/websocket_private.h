/*
 * What the parts of the websocket module share:
 *
 *     websocket.c        the object, its events and timers
 *     websocket_open.c   the opening handshake
 *     websocket_recv.c   frames in
 *     websocket_send.c   frames out
 *     websocket_close.c  the closing handshake and every other end
 */
#ifndef WEBSOCKET_PRIVATE_H
#define WEBSOCKET_PRIVATE_H

#include <wslay/wslay.h>

#include "deflate.h"
#include "handshake.h"
#include "text.h"
#include "websocket.h"

#define WEBSOCKET_CONTROL_MAX 125
#define WEBSOCKET_REASON_MAX  (WEBSOCKET_CONTROL_MAX - 2)

/* An event that waits to be pulled; its bytes stand behind it. Messages are not queued. */
struct websocket_queued {
	struct websocket_queued *next;
	struct websocket_event event;
};

/* A frame or head in the output. */
struct websocket_segment {
	size_t left;     /* bytes that have not left */
	size_t app;      /* of bufferedAmount */
	bool compressed; /* bytes and app are not the same: all leave with the last byte */
	bool pong;
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
	struct {
		bool open;
		struct websocket_frame as;
		uint64_t left;
		size_t start; /* of its payload in the message */
		uint8_t control[WEBSOCKET_CONTROL_MAX];
		size_t control_n;
	} frame;
	struct {
		bool open, whole, given, compressed;
		enum websocket_type type;
		uint64_t wire; /* bytes received for it, headers included */
		struct text_utf8 utf8;
		struct buf bytes;
	} message;

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

bool websocket_read_head(struct websocket *); /* false where more input is needed */
void websocket_write_request(struct websocket *);

bool websocket_receive(struct websocket *); /* false where more input is needed */
int websocket_set_up_frames(struct websocket *);

void websocket_put_head(struct websocket *); /* what stands in the output since the last segment */
void websocket_put_control(struct websocket *, uint8_t opcode, const void *bytes, size_t n);
void websocket_put_close(struct websocket *, uint16_t code, const char *reason);
void websocket_drop_output(struct websocket *);

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
