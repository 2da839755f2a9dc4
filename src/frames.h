/*
 * frames - what went over the wire, for the inspector: a bounded ring of frames and HTTP heads, the
 * oldest goes where a new one comes. What the Messages tab of a browser shows.
 *
 * A frame is one allocation that holds the first bytes of its payload, as they are: whoever shows
 * them cleans them. Of a large payload only a prefix is kept.
 */
#ifndef FRAMES_H
#define FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "websocket.h"

struct frame {
	int64_t time;    /* ms since 1970 */
	uint64_t length; /* of the payload on the wire: 0 for a head */
	uint64_t size;   /* of the payload as it is read, inflated; of the head */
	uint32_t kept;   /* of that, the bytes that follow here */
	uint8_t opcode, rsv;
	bool outgoing, head, fin, masked;
	uint8_t bytes[]; /* unmasked and inflated, and a NUL behind them */
};

struct frames_limits {
	size_t count;   /* frames kept */
	size_t bytes;   /* of memory for them, their structs included */
	size_t payload; /* kept of each */
};

struct frames;

struct frames *frames_new(const struct frames_limits *);
void frames_free(struct frames *);

/* Appends the frame of a WEBSOCKET_EVENT_FRAME. */
void frames_add(struct frames *, int64_t time, const struct websocket_event *);

/* The event again, of what is kept; its bytes are the frame's. */
void frames_event(const struct frame *, struct websocket_event *);

/* Frames have numbers that never change: the first ever is 0. [first, end) are kept. */
uint64_t frames_first(const struct frames *);
uint64_t frames_end(const struct frames *);
const struct frame *frames_at(const struct frames *, uint64_t number);

/* The whole message to which the data frame belongs, which is kept: the numbers of its first frame
 * that is kept and of the one behind its last, in the same direction, frames between them that are
 * not its own not told apart. Any other frame is by itself. */
void frames_message(const struct frames *, uint64_t number, uint64_t *first, uint64_t *end);

/* What came and went since the start, dropped frames included; the heads are not counted. */
struct frames_totals {
	uint64_t frames, length, size;
};
struct frames_totals frames_totals(const struct frames *, bool outgoing);

/* The name of its opcode in RFC 6455, "HTTP" for a head. */
const char *frames_kind(const struct frame *);
bool frames_is_control(const struct frame *);
/* Whether its payload is to be read as text rather than as bytes. */
bool frames_is_text(const struct frame *);
unsigned frames_close_code(const struct frame *); /* 0: none, or no close frame */

/* Appends the start of its payload in one line, clean: text, the first bytes in hexadecimal, code
 * and reason of a close, the first line of a head. */
void frames_summary(struct buf *out, const struct frame *);
/* Appends a number of bytes in at most 5 cells: "9999", "56.7K". */
void frames_size(struct buf *out, uint64_t bytes);

#endif
