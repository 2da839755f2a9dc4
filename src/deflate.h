/*
 * deflate - permessage-deflate, RFC 7692: negotiation, and the transformation of messages. The only
 * user of zlib.
 */
#ifndef DEFLATE_H
#define DEFLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "error.h"

/* RFC 7692, section 7.1. "server" and "client" are the two ends, whichever we are. */
struct deflate_params {
	bool server_no_context_takeover, client_no_context_takeover;
	int server_max_window_bits, client_max_window_bits; /* 8 to 15 */
};

/* The offer of our client, for Sec-WebSocket-Extensions. */
extern const char deflate_offer[];

/*
 * Reads the server's Sec-WebSocket-Extensions ("" where it chose nothing: *AGREED is then false).
 * Fails with ERROR_HANDSHAKE_EXTENSION on whatever was not offered: another extension, a second
 * permessage-deflate, an unknown, repeated or impossible parameter.
 */
bool deflate_read_answer(const char *extensions, bool *agreed, struct deflate_params *,
			 struct error *);

/* Server role: picks the first acceptable offer and writes the answer, "" where there is none. */
bool deflate_answer(const char *offers, struct deflate_params *, struct buf *answer);

struct deflate; /* both directions of one connection */

struct deflate *deflate_new(const struct deflate_params *, bool is_server);
void deflate_free(struct deflate *);

/*
 * Appends the compressed message to OUT, without the tail 00 00 FF FF. False where the message is
 * better sent as it is (it would not become shorter): OUT is unchanged and so is what the peer's
 * context must hold.
 */
bool deflate_message(struct deflate *, struct buf *out, const void *bytes, size_t n);

enum deflate_status { DEFLATE_OK, DEFLATE_BROKEN, DEFLATE_TOO_BIG };

/* Appends what the next bytes of the message inflate to; OUT never grows over MAX bytes. With
 * LAST the message is complete. */
enum deflate_status deflate_inflate(struct deflate *, struct buf *out, const void *bytes, size_t n,
				    bool last, size_t max);

#endif
