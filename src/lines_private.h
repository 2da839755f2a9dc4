/*
 * lines_private - how line mode writes events as JSON, its help, and what it finds.
 */
#ifndef LINES_PRIVATE_H
#define LINES_PRIVATE_H

#include "buf.h"
#include "command.h"
#include "event.h"
#include "transcript.h"

/* Appends the event as one JSON object and a line end; nothing for one that is not part of the
 * interface. */
void lines_write_json(struct buf *out, const struct event *);

/* Appends a message as "HH:MM <name> text", without a line end. */
void lines_write_message(struct buf *out, int64_t time, const char *name, const char *text);

/* Appends a sentence as "HH:MM -!- text", without a line end. */
void lines_write_sentence(struct buf *out, int64_t time, const char *text);

/* Tells the last lines that have the text in them, whatever its case, the oldest first; returns how
 * many. */
size_t lines_search(const struct transcript *, const char *text,
		    void (*tell)(void *arg, const char *line), void *arg);

/* Appends the usage of all commands, or of the one that is the argument. */
void lines_write_help(struct buf *out, const struct command *);

#endif
