/*
 * term_private - the state of the terminal, shared by term.c, which owns descriptor and modes, and
 * term_beside.c.
 */
#ifndef TERM_PRIVATE_H
#define TERM_PRIVATE_H

#include <termios.h>

#include "term.h"
#include "term_keys.h"
#include "term_tell.h"

struct term {
	int fd;
	bool blocks;          /* the descriptor is not our own to make non-blocking */
	bool exhausted;       /* the last read took all that was there */
	bool gone, gone_told; /* hung up */
	bool suspended, resized;
	int rows, cols;
	struct termios saved;
	struct term_keys keys;
	struct term_paint *paint;
	struct term_tell tell;
	char *title;    /* NULL: the one from before */
	uint64_t asked; /* when it was asked what it can do; 0: never */
	struct buf out;
};

/* A process that dies from now on puts the terminal back out of the modes that it has now. */
void term_arm(struct term *);

#endif
