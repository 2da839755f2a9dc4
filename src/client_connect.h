/*
 * client_connect - the connection's life: when one is made, what comes of its end.
 */
#ifndef CLIENT_CONNECT_H
#define CLIENT_CONNECT_H

#include <stdint.h>

#include "event.h"

struct client;

/* What is to become of the client once its connection is gone. */
enum client_goal {
	CLIENT_STAY,  /* connect again where that is wanted */
	CLIENT_HOLD,  /* /disconnect: wait for the user */
	CLIENT_END,   /* wait for the echoes, close, end */
	CLIENT_LEAVE, /* end as soon as it is closed */
};

/* Each step of a turn that belongs to the connection: frees what is closed, wakes up where the
 * clock tells that we slept, connects where it is time. */
void client_connect(struct client *);
/* When client_connect() is to be called at the latest. */
uint64_t client_connect_deadline(const struct client *);

/* Closes the connection, or the try to make one; what follows is the goal's business. */
void client_close(struct client *, enum client_goal);
/* Connects at once, after the end of what there is. */
void client_reconnect(struct client *);
/* We were stopped or asleep: what waits for a time is due, what was connected may be dead. */
void client_wake(struct client *);

/* Tells what nobody waits for any longer. What the journal of an interactive user keeps is not
 * given up: it goes on with the next start. */
void client_give_up(struct client *, enum event_reason reason);

#endif
