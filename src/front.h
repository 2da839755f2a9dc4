/*
 * front - what a front end is to the client: it is told events, is asked for commands, and shows
 * its state once per turn of the loop.
 */
#ifndef FRONT_H
#define FRONT_H

#include <stdbool.h>

#include "command.h"
#include "event.h"

struct front {
	void *self;
	void (*event)(void *self, const struct event *);
	/* The next thing that the user wants; the argument lives until the next call. False:
	 * nothing. */
	bool (*next)(void *self, struct command *);
	/* Whether it has more to show than its reader takes: the server is then not read any
	 * further. */
	bool (*busy)(void *self);
	/* Whether all that it was told has left us, so that it is not lost when we die. */
	bool (*drained)(void *self);
	/* Shows what has changed. */
	void (*flush)(void *self);
	/* The session is to be ended by the client with this exit status: put the terminal back,
	 * and say on standard error what ended it, where ERROR tells something. */
	void (*end)(void *self, const struct error *error);
	/* An option was set: does as it says, or tells why it cannot (false), and then the option
	 * is put back. NULL where none matters to it. */
	bool (*configure)(void *self, struct error *error);
};

#endif
