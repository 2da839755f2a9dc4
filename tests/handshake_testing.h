/*
 * handshake_testing - the heads that both sides write.
 */
#ifndef HANDSHAKE_TESTING_H
#define HANDSHAKE_TESTING_H

#include "testing.h"

#include <string.h>

#include "handshake.h"

/* RFC 6455, section 1.3: the nonce is the 16 bytes of "the sample nonce". */
#define KEY    "dGhlIHNhbXBsZSBub25jZQ=="
#define ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

static const char *const offered[] = { "json", "chat" };

static inline struct url url(void)
{
	struct url url;
	struct error error;

	ck_assert_msg(url_parse(&url, "ws://server.example.com/chat?room=1", &error), "%s",
		      error.detail);
	return url;
}

/* The head as far as it goes, in pieces of PIECE bytes (0: in one). */
static inline bool feed(struct handshake_head *head, const char *text, size_t n, size_t piece,
			struct error *error)
{
	size_t used = 0, step, took;

	while (used < n && !head->whole) {
		step = piece && piece < n - used ? piece : n - used;
		took = handshake_head_feed(head, (const uint8_t *)text + used, step, error);
		if (!took)
			return false;
		used += took;
	}
	return true;
}

#define STATUS  "HTTP/1.1 101 Switching Protocols\r\n"
#define UPGRADE "Upgrade: websocket\r\n"
#define CONNECT "Connection: Upgrade\r\n"
#define ACCEPTS "Sec-WebSocket-Accept: " ACCEPT "\r\n"
#define BASE    STATUS UPGRADE CONNECT ACCEPTS
#define JSON    "Sec-WebSocket-Protocol: json\r\n"
#define EXT     "Sec-WebSocket-Extensions: "
#define DATE    "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"

#endif
