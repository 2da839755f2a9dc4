/*
 * meeting - a client and the server that it finds, in one loop, over a plain transport or TLS that
 * the client trusts for chat.example and 127.0.0.1.
 */
#ifndef MEETING_H
#define MEETING_H

#include "certificates.h"
#include "peers.h"

struct meeting {
	char *directory;
	struct certificate authority, leaf;
	struct tls_context *trusting, *serving;
	struct loop *loop;
	struct listener listener;
	bool secure;
	bool raw; /* the server is the bare socket fd, and not a side */
	int fd;
	struct side server, client;
	struct url url;
	size_t expected; /* bytes, by meeting_has_bytes() */
	struct loop_timer *timer;
};

void meeting_begin(struct meeting *, bool secure);
void meeting_finish(struct meeting *);

void meeting_accept(void *meeting, int fd); /* for a listener of another kind */
void meeting_listen(struct meeting *);      /* on 127.0.0.1 */

/* CONFIG may be NULL; its url and tls are filled in. */
void meeting_connect(struct meeting *, const char *host, const struct transport_config *config);
void meeting_connect_url(struct meeting *, const struct url *, const struct transport_config *);

/* To be waited for with peers_run_until(). */
bool meeting_is_settled(void *meeting); /* the client is open or closed */
bool meeting_is_closed(void *meeting);
bool meeting_both_closed(void *meeting);
bool meeting_both_open(void *meeting);
bool meeting_is_accepted(void *meeting);
bool meeting_has_bytes(void *meeting);

void meeting_expect_open(struct meeting *);
void meeting_expect_failure(struct meeting *, enum error_code, const char *part_of_detail);
void meeting_expect_echo(struct meeting *, size_t n); /* of N bytes; the server echoes then on */

void meeting_fill(struct buf *, size_t n); /* with bytes that repeat nowhere */

#endif
