/*
 * lines_private - how line mode writes events as JSON, and its help.
 */
#ifndef LINES_PRIVATE_H
#define LINES_PRIVATE_H

#include "buf.h"
#include "command.h"
#include "event.h"

/* Appends the event as one JSON object and a line end; nothing for one that is not part of the
 * interface. */
void lines_write_json(struct buf *out, const struct event *);

/* Appends the usage of all commands, or of the one that is the argument. */
void lines_write_help(struct buf *out, const struct command *);

#endif
