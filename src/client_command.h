/*
 * client_command - does what the user wants.
 */
#ifndef CLIENT_COMMAND_H
#define CLIENT_COMMAND_H

#include <stddef.h>

#include "command.h"
#include "event.h"

struct client;

void client_obey(struct client *, const struct command *);
/* A notice whose text is a number. */
void client_notice_count(struct client *, enum event_notice, size_t count);

#endif
