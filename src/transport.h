/*
 * transport - a byte stream to or from a peer: addresses, connection, proxy and TLS behind one
 * face.
 */
#ifndef TRANSPORT_H
#define TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "error.h"
#include "loop.h"
#include "tls.h"
#include "url.h"

struct transport;

/* Called from the loop. transport_free() is allowed inside each of them. */
struct transport_ops {
	void (*open)(void *arg);
	void (*data)(void *arg, const uint8_t *bytes, size_t n);
	void (*writable)(void *arg); /* after transport_write() left something */
	/* The last call: ERROR is NULL at a clean end of file. */
	void (*closed)(void *arg, const struct error *error);
};

struct transport_config {
	const struct url *url;
	const char *connect_host; /* --connect; or NULL */
	uint16_t connect_port;    /* 0: the URL's */
	const char *proxy;        /* a proxy's URL, or NULL: no proxy */
	int family;               /* AF_UNSPEC, AF_INET, AF_INET6 */
	struct tls_context *tls;  /* needed for wss and https proxies */
};

/* The configuration is copied, but for tls. Failures come by ops.closed(). */
struct transport *transport_connect(struct loop *, const struct transport_config *,
				    const struct transport_ops *, void *arg);

/* Takes an accepted socket over. TLS NULL: plain. */
struct transport *transport_accept(struct loop *, int fd, struct tls_context *tls,
				   const struct transport_ops *, void *arg);

/* Sends from the front of the queue what can be sent now, and consumes it; where something is left,
 * ops.writable() comes later. */
void transport_write(struct transport *, struct buf *);

/* Stops and goes on reading: back-pressure. */
void transport_read_enable(struct transport *, bool enable);

/* No more will be written: close_notify and FIN; ops.closed() comes with the peer's end. */
void transport_shutdown(struct transport *);

/* Closes at once; no further call comes. NULL is allowed. */
void transport_free(struct transport *);

/* For /info: the peer's address as text ("" before the connection); NULL where there is no TLS. */
const char *transport_address(const struct transport *);
const struct tls *transport_tls(const struct transport *);

#endif
