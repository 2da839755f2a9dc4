/*
 * handshake - the opening handshake of RFC 6455, section 4, both sides, over HTTP/1.1 heads.
 *
 * Sans I/O: heads are text that goes out, bytes that come in. What an error says of the peer's
 * answer is sanitised.
 */
#ifndef HANDSHAKE_H
#define HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "error.h"
#include "url.h"

#define HANDSHAKE_HEAD_MAX    16384
#define HANDSHAKE_HEADERS_MAX 100
#define HANDSHAKE_KEY_SIZE    25 /* base64 of 16 bytes, and a NUL */
#define HANDSHAKE_ACCEPT_SIZE 29 /* of 20 bytes */

/* RFC 9110 token, as subprotocols and header names must be. */
bool handshake_is_token(const char *string);

/* Each subprotocol a token, none twice. */
bool handshake_check_protocols(const char *const *protocols, size_t n, struct error *);

/* "Name: value" without CR, LF and NUL, its name a token and none that the handshake sets itself.
 */
bool handshake_check_header(const char *line, struct error *);

/* Whether a header may have the value: no control character but the tab. */
bool handshake_is_value(const char *value);

/* Sec-WebSocket-Key from 16 random bytes, Sec-WebSocket-Accept from a key. */
void handshake_key(char key[HANDSHAKE_KEY_SIZE], const uint8_t random[16]);
void handshake_accept(char accept[HANDSHAKE_ACCEPT_SIZE], const char *key);

struct handshake_offer {
	const struct url *url;
	const char *key;
	const char *const *protocols;
	size_t protocol_count;
	const char *origin;         /* or NULL */
	const char *extensions;     /* the value of Sec-WebSocket-Extensions, or NULL */
	const char *const *headers; /* further lines, already checked */
	size_t header_count;
};

void handshake_write_request(struct buf *out, const struct handshake_offer *);

/* A head being read: zeroed is the start, but for `request`, which the server's side sets. */
struct handshake_head {
	struct buf bytes; /* the head, up to and with the empty line, once it is whole */
	bool request;
	bool whole;
	unsigned lines;
	size_t line; /* where the last one begins */
};

/* Takes bytes up to the end of the head; returns how many, the rest is not the handshake's. On
 * failure (too long, too many headers, no HTTP at all, which is told from its first bytes) *ERROR
 * is set, and the count is 0. */
size_t handshake_head_feed(struct handshake_head *, const uint8_t *bytes, size_t n, struct error *);
void handshake_head_free(struct handshake_head *);

/* Appends a head for the eyes of others: the values of headers that hold secrets (Authorization,
 * cookies, tokens and the like) are "***". */
void handshake_mask(struct buf *out, const char *head, size_t n);

/* What the server chose. Strings are owned by the struct. */
struct handshake_answer {
	char *protocol;   /* "" where none was chosen */
	char *extensions; /* the header's value, all lines joined by ", "; "" where there is none */
};
void handshake_answer_free(struct handshake_answer *);

/* Verifies a whole head as the answer to the offer: RFC 6455, section 4.1, and the limits on what
 * the server may choose. Extensions are checked by the caller. */
bool handshake_read_answer(const struct handshake_head *, const struct handshake_offer *,
			   struct handshake_answer *, struct error *);

/* The server's side, RFC 6455, section 4.2. Strings are owned by the struct. */
struct handshake_request {
	char *resource, *host, *origin; /* origin may be NULL */
	char *key;
	char **protocols;
	size_t protocol_count;
	char *extensions; /* as in the answer */
};
void handshake_request_free(struct handshake_request *);

/* On failure *ERROR is ERROR_HANDSHAKE_REQUEST with the status to answer (400, 405, 426, 505). */
bool handshake_read_request(const struct handshake_head *, struct handshake_request *,
			    struct error *);

/* 101 with the chosen protocol and extensions, each NULL or "" where there is none. */
void handshake_write_answer(struct buf *out, const char *key, const char *protocol,
			    const char *extensions);

/* A refusal with a short plain-text body, Connection: close. */
void handshake_write_refusal(struct buf *out, int status, const char *text);

#endif
