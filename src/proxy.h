/*
 * proxy - the way through a proxy, sans I/O: HTTP CONNECT (RFC 9110, section 9.3.6) and SOCKS5
 * (RFC 1928, RFC 1929) as byte machines, and which proxy the environment wants.
 */
#ifndef PROXY_H
#define PROXY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "error.h"
#include "url.h"

enum proxy_kind {
	PROXY_HTTP,
	PROXY_HTTPS, /* CONNECT inside TLS to the proxy */
	PROXY_SOCKS5,
};

/* Strings are owned by the struct. */
struct proxy_config {
	enum proxy_kind kind;
	char *host; /* as in struct url */
	uint16_t port;
	char *user, *password; /* percent-decoded; NULL where the URL has none */
};

/* Parses http://, https://, socks5h:// or socks5:// [USER[:PASSWORD]@]HOST[:PORT]; without a scheme
 * it is http, as in other programs. Both socks5 schemes leave the names to the proxy. On failure
 * *ERROR is ERROR_PROXY_URL, its detail without user and password. */
bool proxy_parse(struct proxy_config *, const char *url, struct error *);
void proxy_config_free(struct proxy_config *);

/* The way from a connected proxy to HOST (IPv6 without brackets) and PORT. */
struct proxy;

struct proxy *proxy_new(const struct proxy_config *, const char *host, uint16_t port);
void proxy_free(struct proxy *); /* NULL is allowed */

enum proxy_state { PROXY_BUSY, PROXY_OPEN, PROXY_FAILED };
enum proxy_state proxy_state(const struct proxy *);

/* What is to be sent: send from the front and consume. Something is there from the start, and may
 * be after each proxy_feed(). */
struct buf *proxy_output(struct proxy *);

/* Takes bytes from the proxy; returns how many. Once the state is PROXY_OPEN, the rest is the
 * peer's. PROXY_FAILED: *ERROR is ERROR_PROXY_ANSWER or ERROR_PROXY_AUTH. */
size_t proxy_feed(struct proxy *, const uint8_t *bytes, size_t n, struct error *);

/* The proxy hung up while PROXY_BUSY: fills *ERROR, the state is PROXY_FAILED. */
void proxy_eof(struct proxy *, struct error *);

/* Reads an environment: NULL where NAME is not set. */
typedef const char *proxy_getter(void *arg, const char *name);

/*
 * The proxy that the environment names for URL, as the getter returned it; NULL for none. For wss
 * wss_proxy, https_proxy, all_proxy; for ws ws_proxy, http_proxy, all_proxy; lower case before
 * upper, and the first one that is set decides, even to none by being empty. no_proxy is a list of
 * hosts, .suffixes, addresses and CIDR blocks, each with an optional :port, or "*". Loopback hosts
 * and Unix sockets never go through it.
 */
const char *proxy_choose(proxy_getter *, void *arg, const struct url *);

#endif
