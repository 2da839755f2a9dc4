/*
 * client_configure - what the options say of URL and connection.
 */
#ifndef CLIENT_CONFIGURE_H
#define CLIENT_CONFIGURE_H

#include <stdbool.h>

#include "error.h"

struct client;

/* Takes another URL; on failure the old one stays. */
bool client_set_url(struct client *, const char *string, struct error *);

/* Takes what the options say of the connection, from the next one on. False: nothing is changed. */
bool client_configure(struct client *, struct error *);
bool client_reconnects(const struct client *);

#endif
