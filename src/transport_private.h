/*
 * transport_private - what the parts of transport share: transport_dial.c makes connections,
 * transport.c speaks over them.
 */
#ifndef TRANSPORT_PRIVATE_H
#define TRANSPORT_PRIVATE_H

#include <stdint.h>

#include "error.h"
#include "loop.h"

/*
 * Dialling is Happy Eyeballs, version 2 (RFC 8305): both families are looked up at once, addresses
 * are tried in turn, a family after the other, 250 ms apart or as soon as the one before failed;
 * the first connection wins. IPv4's answer waits 50 ms for IPv6's.
 */
struct dial;

/* Called once, from the loop: a connected, non-blocking socket, which is the callee's; or -1 and
 * what is the most telling of the failures. dial_free() is allowed inside. */
typedef void dial_handler(void *arg, int fd, const struct error *);

struct dial *dial_host(struct loop *, const char *host, uint16_t port, int family, dial_handler *,
		       void *arg);
struct dial *dial_unix(struct loop *, const char *path, dial_handler *, void *arg);
void dial_free(struct dial *); /* NULL is allowed */

/* HOST:PORT, with brackets around IPv6; the caller frees. */
char *dial_name(const char *host, uint16_t port);

/* The peer's address as text: ADDRESS:PORT, or the path of a Unix socket; the caller frees. */
char *dial_peer(int fd);

/* Fills *ERROR for an errno of a connection that was there. */
void dial_lost(struct error *, int number);

#endif
