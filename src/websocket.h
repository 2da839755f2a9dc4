/*
 * websocket - the browser's WebSocket object, sans I/O, over wslay's frames; the server's end too.
 * The only user of wslay.
 *
 * WHATWG WebSockets standard (the object), RFC 6455 (the protocol), RFC 7692 (permessage-deflate).
 * Bytes from the network go in by websocket_feed(), bytes for it are taken from websocket_output(),
 * time comes in as milliseconds of a monotonic clock, events are pulled by websocket_next().
 */
#ifndef WEBSOCKET_H
#define WEBSOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "error.h"
#include "url.h"

enum websocket_state { WEBSOCKET_CONNECTING, WEBSOCKET_OPEN, WEBSOCKET_CLOSING, WEBSOCKET_CLOSED };
enum websocket_type { WEBSOCKET_TEXT, WEBSOCKET_BINARY };

struct websocket_config {
	bool server;
	const struct url *url; /* client: where to; copied */
	const char *const
		*protocols; /* client: offered; server: accepted, first match wins; copied */
	size_t protocol_count;
	bool require_protocol;      /* server: refuse a handshake that offers none of ours */
	const char *origin;         /* client: the Origin header, or NULL; copied */
	const char *const *headers; /* client: further header lines; copied */
	size_t header_count;
	bool compress;          /* offer or accept permessage-deflate */
	size_t max_message;     /* bytes of the largest message received, after inflating */
	unsigned ping_interval; /* ms of silence before we ping, and again until we take the peer
				   for dead; 0: never */
	unsigned handshake_timeout, close_timeout; /* ms */
	bool report_frames;                        /* produce WEBSOCKET_FRAME events */
	void (*random)(void *bytes, size_t n);     /* cryptographic: keys and masks */
};

/* The defaults: 1 MiB, 20 s, 10 s, 5 s, compression; no protocol, no random source. */
void websocket_config_init(struct websocket_config *);

struct websocket;

/* NULL where protocols or headers are not allowed: *ERROR tells which. The client's request is in
 * the output at once; call this when the transport is open. */
struct websocket *websocket_new(const struct websocket_config *, uint64_t now, struct error *);
void websocket_free(struct websocket *);

/* Takes bytes from the peer; what comes after the end is ignored. What they mean is found out by
 * websocket_next(): answers to pings and closes come into the output there. */
void websocket_feed(struct websocket *, const uint8_t *bytes, size_t n, uint64_t now);

/* The peer's end of file (CLEAN) or the loss of the transport, with its error where there is one.
 */
void websocket_eof(struct websocket *, const struct error *error, uint64_t now);

/* Whether the peer should be read further: false while too much of what it sent waits for us. */
bool websocket_wants_input(const struct websocket *);

/* What is to be sent, in order: send from the front and consume. Call websocket_sent() after. */
struct buf *websocket_output(struct websocket *);
void websocket_sent(struct websocket *);

/* Whether the transport is to be closed now: the output is drained, or given up. */
bool websocket_wants_close(const struct websocket *);

/* Runs what is due; returns the time of the next call, MOMENT_NEVER for none. */
uint64_t websocket_tick(struct websocket *, uint64_t now);

enum websocket_event_type {
	WEBSOCKET_EVENT_OPEN,
	WEBSOCKET_EVENT_MESSAGE, /* type, bytes, n */
	WEBSOCKET_EVENT_PONG,    /* rtt */
	WEBSOCKET_EVENT_ERROR,   /* error; always followed by close */
	WEBSOCKET_EVENT_CLOSE, /* code, bytes and n (the reason), was_clean, sent_code; the last one
				*/
	WEBSOCKET_EVENT_FRAME, /* for the inspector: frame; bytes, n: its payload, unmasked and
				  inflated (what we compressed, whole with its first frame), or
				  the head */
};

struct websocket_event {
	enum websocket_event_type event;
	enum websocket_type type;
	const uint8_t *bytes; /* live until the next call on the object; a NUL stands behind them */
	size_t n;
	uint16_t code;      /* as the browser's CloseEvent: 1005, 1006 and 1015 included */
	uint16_t sent_code; /* the code of the Close that we sent, 0: none */
	bool was_clean;
	unsigned rtt; /* ms */
	struct error error;
	struct websocket_frame {
		bool outgoing, head; /* head: an HTTP head, not a frame */
		bool fin, masked;
		uint8_t opcode, rsv;
		uint64_t length; /* of the payload on the wire */
	} frame;
};

bool websocket_next(struct websocket *, struct websocket_event *);

/* The object's attributes. Strings are the object's, "" where nothing was chosen. */
enum websocket_state websocket_ready_state(const struct websocket *);
const char *websocket_url(const struct websocket *);
const char *websocket_protocol(const struct websocket *);
const char *websocket_extensions(const struct websocket *);
/* Bytes of application data given to websocket_send() that websocket_sent() has not seen leave. */
size_t websocket_buffered_amount(const struct websocket *);

/*
 * Queues a message, cut into frames of at most 16 KiB. While CONNECTING, or where a text is no
 * UTF-8, it fails (ERROR_NOT_OPEN, ERROR_MESSAGE_UTF8). After close it succeeds, as in the
 * standard: only bufferedAmount grows.
 */
bool websocket_send(struct websocket *, enum websocket_type, const void *bytes, size_t n,
		    uint64_t now, struct error *);

/*
 * The closing handshake, after what is queued. CODE 0 sends none; else 1000 or 3000 to 4999 (the
 * server role: every code that RFC 6455 lets an endpoint send). Fails with ERROR_CLOSE_CODE or
 * ERROR_CLOSE_REASON and then does nothing. While CONNECTING it fails the connection.
 */
bool websocket_close(struct websocket *, unsigned code, const char *reason, uint64_t now,
		     struct error *);

/* An own ping now; its pong is reported with the time that it took. */
void websocket_ping(struct websocket *, uint64_t now);

#endif
