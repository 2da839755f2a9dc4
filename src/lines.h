/*
 * lines - line mode: an event a line on standard output, plain or JSON; an input line a message or
 * a command.
 */
#ifndef LINES_H
#define LINES_H

#include <stdbool.h>

#include "front.h"
#include "loop.h"
#include "session.h"

struct lines;

/* Reads IN, writes OUT (descriptors, not owned). */
struct lines *lines_new(struct loop *, struct session *, int in, int out, bool json);
void lines_free(struct lines *); /* NULL is allowed */

struct front lines_front(struct lines *);

#endif
