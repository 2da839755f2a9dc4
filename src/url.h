/*
 * url - WebSocket URLs: the parsing of the WHATWG URL standard restricted to what
 * `new WebSocket(url)` takes (WebSockets standard, section 3.1), and what users type.
 */
#ifndef URL_H
#define URL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "error.h"

/* Strings are owned by the struct; free with url_free(). */
struct url {
	bool secure;      /* wss */
	bool unix_socket; /* ws+unix:/SOCKET:/PATH */
	char *socket;     /* the path of the socket, or NULL */
	char *host;       /* ASCII (IDNA), lower case; an IPv6 literal without its brackets */
	bool ipv6;        /* host is an IPv6 literal */
	uint16_t port;    /* always set; the scheme's default where the URL names none */
	char *resource;   /* path and query, begins with "/"; what stands in the request line */
	char *href;       /* the whole, serialised as the standard does */
};

/*
 * Parses what begins with ws:, wss:, http:, https: or ws+unix: as a URL (http and https map to ws
 * and wss), anything else as a bare host or host:port with an optional path: wss, or ws where the
 * host is loopback. On failure *URL is all zero and *ERROR tells why: ERROR_URL_*.
 * Ports that the Fetch standard blocks are refused, loopback or not.
 */
bool url_parse(struct url *url, const char *string, struct error *error);
void url_free(struct url *);
void url_copy(struct url *to, const struct url *from);

/* localhost, *.localhost, 127.0.0.0/8, ::1, or a Unix socket. */
bool url_is_loopback(const struct url *);
/* The first two, in any case and with a dot at the end or without. */
bool url_is_localhost(const char *host);

/*
 * Parses the N bytes HOST, HOST:PORT, [IPV6] or [IPV6]:PORT by the rules for URLs; *HOST, which the
 * caller frees, and *IPV6 are as in struct url, *PORT is -1 where none is named. On failure *ERROR
 * is ERROR_URL_HOST or ERROR_URL_PORT, and *HOST NULL.
 */
bool url_parse_authority(const char *bytes, size_t n, char **host, bool *ipv6, int *port,
			 struct error *error);

/* Appends the bytes, percent-decoded (section 1.3). */
void url_percent_decode(struct buf *out, const char *bytes, size_t n);

/* host or host:port as the Host header and the origin have it: brackets around IPv6, no default
 * port. The caller frees it. */
char *url_authority(const struct url *);

#endif
