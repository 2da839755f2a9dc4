/*
 * trace - the frames and heads of all connections in a file, mode 0600: a JSON object a line,
 * appended; or HAR 1.2 where the file's name ends in ".har", written anew and whole after every
 * write, as Chrome writes it: _webSocketMessages in the entry of their handshake.
 *
 * A file that cannot be written is told once, and tried again with the next frame.
 */
#ifndef TRACE_H
#define TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "websocket.h"

struct trace;

/* NULL where the file cannot be opened or written: ERROR_TRACE. */
struct trace *trace_open(const char *file, struct error *);
void trace_close(struct trace *); /* NULL is allowed */

/* Takes down a WEBSOCKET_EVENT_FRAME of a client, whose request begins a connection to the URL. */
void trace_note(struct trace *, const char *url, int64_t wall, const struct websocket_event *);

/* Writes what was noted. False and ERROR_TRACE when it fails first. */
bool trace_flush(struct trace *, struct error *error);

#endif
