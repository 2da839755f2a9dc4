/*
 * resolve - host names to addresses by getaddrinfo() on a thread of its own, so that the loop never
 * waits for DNS.
 *
 * localhost and the names under it are the loopback addresses, whatever DNS says (RFC 6761, section
 * 6.3).
 */
#ifndef RESOLVE_H
#define RESOLVE_H

#include <stdint.h>
#include <sys/socket.h>

#include "error.h"
#include "loop.h"

struct resolve;

struct resolve_address {
	struct sockaddr_storage address;
	socklen_t size;
};

/* Called once: the addresses in the order of RFC 6724, live during the call, or an error
 * (ERROR_HOST_NOT_FOUND, ERROR_HOST_TEMPORARY) and none. resolve_cancel() is allowed inside. */
typedef void resolve_handler(void *arg, const struct resolve_address *, size_t n,
			     const struct error *);

/* FAMILY is AF_UNSPEC, AF_INET or AF_INET6. Numeric hosts are answered through the loop as well. */
struct resolve *resolve_start(struct loop *, const char *host, uint16_t port, int family,
			      resolve_handler *, void *arg);

/* To be called once, before the answer or after it; no call will come any more. A thread still at
 * work cleans up behind itself. NULL is allowed. */
void resolve_cancel(struct resolve *);

#endif
