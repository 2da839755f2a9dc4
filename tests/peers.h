/*
 * peers - the other ends for tests of transport and connection, in the same loop: a listening
 * socket on a free port of the loopback, a transport that gathers what comes, a proxy.
 */
#ifndef PEERS_H
#define PEERS_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "loop.h"
#include "transport.h"

/* Turns the loop until DONE says so; fails the test where that takes 20 s. */
void peers_run_until(struct loop *, bool (*done)(void *arg), void *arg);

struct listener {
	struct loop *loop;
	int fd;
	struct loop_watch *watch;
	uint16_t port;
	void (*accept)(void *arg, int fd);
	void *arg;
};

/* HOST is an address, PORT 0 takes a free one. False where it is taken or the family is not there.
 */
bool listener_open(struct listener *, struct loop *, const char *host, uint16_t port,
		   void (*accept)(void *arg, int fd), void *arg);
void listener_open_unix(struct listener *, struct loop *, const char *path,
			void (*accept)(void *arg, int fd), void *arg);
void listener_close(struct listener *);

/* One end of a stream. */
struct side {
	struct loop *loop;
	struct transport *transport;
	struct buf in, out;
	size_t echoed; /* of in, where echo */
	bool echo, opened, closed;
	struct error error; /* with closed */
	int writables;
	void (*heard)(struct side *); /* after bytes came; or NULL */
	void *owner;
};

extern const struct transport_ops side_ops;

void side_send(struct side *, const void *bytes, size_t n);
void side_free(struct side *);

/* A proxy that leads everywhere to one port of 127.0.0.1. */
enum proxy_manner { PROXY_MANNER_HTTP, PROXY_MANNER_SOCKS, PROXY_MANNER_SOCKS_PASSWORD };

struct test_proxy {
	struct listener listener;
	enum proxy_manner manner;
	struct tls_context *tls; /* of an https proxy */
	const char *answer;      /* HTTP: in place of 200; "": hangs up */
	uint16_t target;
	struct buf asked;        /* all that the client said before the way was open */
	struct side front, back; /* one connection */
	struct url url;
	int stage;
};

void test_proxy_open(struct test_proxy *, struct loop *, uint16_t target);
void test_proxy_close(struct test_proxy *);

#endif
