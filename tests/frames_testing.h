/*
 * frames_testing - frames as the websocket reports them.
 */
#ifndef FRAMES_TESTING_H
#define FRAMES_TESTING_H

#include <string.h>

#include "frames.h"

/* FIRST is the frame's first byte on the wire: 0x81 a text. A compressed one was half as long. */
static inline struct websocket_event frame_event(bool outgoing, uint8_t first, const char *payload,
						 size_t n)
{
	return (struct websocket_event){
		.event = WEBSOCKET_EVENT_FRAME,
		.bytes = (const uint8_t *)payload,
		.n = n,
		.frame = { .outgoing = outgoing,
			   .fin = first & 0x80,
			   .masked = outgoing,
			   .opcode = first & 15,
			   .rsv = first >> 4 & 7,
			   .length = first & 0x40 ? n / 2 : n },
	};
}

static inline struct websocket_event head_event(bool outgoing, const char *text)
{
	return (struct websocket_event){ .event = WEBSOCKET_EVENT_FRAME,
					 .bytes = (const uint8_t *)text,
					 .n = strlen(text),
					 .frame = { .outgoing = outgoing, .head = true } };
}

/* Each 1 ms after the one before, from 1 s on. */
static inline void add_bytes(struct frames *f, bool outgoing, uint8_t first, const char *payload,
			     size_t n)
{
	const struct websocket_event event = frame_event(outgoing, first, payload, n);

	frames_add(f, 1000 + (int64_t)frames_end(f), &event);
}

static inline void add_frame(struct frames *f, bool outgoing, uint8_t first, const char *payload)
{
	add_bytes(f, outgoing, first, payload, strlen(payload));
}

static inline void add_head(struct frames *f, bool outgoing, const char *text)
{
	const struct websocket_event event = head_event(outgoing, text);

	frames_add(f, 0, &event);
}

#endif
