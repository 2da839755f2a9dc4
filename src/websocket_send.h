/*
 * websocket_send - frames out.
 */
#ifndef WEBSOCKET_SEND_H
#define WEBSOCKET_SEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct websocket;

/* A frame or head in the output. */
struct websocket_segment {
	size_t left;     /* bytes that have not left */
	size_t app;      /* of bufferedAmount */
	bool compressed; /* bytes and app are not the same: all leave with the last byte */
	bool pong;
};

int websocket_set_up_frames(struct websocket *);
void websocket_put_head(struct websocket *); /* what stands in the output since the last segment */
void websocket_put_control(struct websocket *, uint8_t opcode, const void *bytes, size_t n);
void websocket_put_close(struct websocket *, uint16_t code, const char *reason);
void websocket_drop_output(struct websocket *);

#endif
