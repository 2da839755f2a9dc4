/*
 * client_keep - what is taken down: the journal of what is to be sent, and the log.
 */
#ifndef CLIENT_KEEP_H
#define CLIENT_KEEP_H

#include <stdbool.h>

#include "error.h"
#include "event.h"

struct client;

/* The journal of this URL and name, and what the last client left in it. */
void client_open_journal(struct client *);
/* Opens, closes or changes the log as the options say. */
bool client_open_log(struct client *, struct error *);

/* Takes down what happened. client_keep() makes that safe, before it goes out on the wire;
 * client_settle() lets go what is done with, after the front end has told it. */
void client_note(struct client *, const struct event *);
void client_keep(struct client *);
void client_settle(struct client *);

#endif
