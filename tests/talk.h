/*
 * talk - two connections that talk with each other in one loop, over TLS or not, and what each was
 * told.
 */
#ifndef TALK_H
#define TALK_H

#include "connection.h"
#include "meeting.h"

/* One end: its events as text, a space behind each, and its messages joined. */
struct end {
	struct talk *talk;
	struct connection *connection;
	struct buf log, messages;
	struct error error;
	struct websocket_event close;
	bool open, closed, echo, had_transport;
};

struct talk {
	struct meeting m;
	struct websocket_config config, server_config;
	struct end client, server;
	size_t expected; /* bytes, by talk_has_messages() */
	bool asked;
	/* a server by hand */
	const char *says;
	size_t says_n;
	struct buf heard;
	struct loop_watch *watch;
	bool answered, ended;
};

void talk_begin(struct talk *, bool secure);
void talk_finish(struct talk *);
uint64_t talk_now(const struct talk *);

void talk_on_event(void *end, const struct websocket_event *);
void talk_listen(struct talk *);
void talk_open_to(struct talk *, const char *host);
void talk_open_both(struct talk *);
void talk_say(struct end *, enum websocket_type, const void *bytes, size_t n);

/* To be waited for with peers_run_until(). */
bool talk_are_open(void *talk); /* or the client has failed */
bool talk_are_closed(void *talk);
bool talk_is_closed(void *talk); /* the client */
bool talk_has_messages(void *talk);

void talk_stop(void *loop); /* of a timer */

void talk_expect_log(struct end *, const char *log);

#endif
