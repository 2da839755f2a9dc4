/*
 * screen - the full-screen front end: panes, input line, keys; draws once per turn of the loop.
 */
#ifndef SCREEN_H
#define SCREEN_H

#include "error.h"
#include "frames.h"
#include "front.h"
#include "loop.h"
#include "options.h"
#include "session.h"

struct screen;

/* Opens the terminal; NULL where there is none to use. Reads session and frames, which must outlive
 * it. */
struct screen *screen_new(struct loop *, struct session *, const struct frames *,
			  const struct options *, struct error *);
void screen_free(struct screen *); /* puts the terminal back; NULL is allowed */

struct front screen_front(struct screen *);

#endif
