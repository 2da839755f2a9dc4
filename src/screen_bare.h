/*
 * screen_bare - the bare texts, to be selected with the terminal's own mouse; nothing is drawn over
 * them.
 */
#ifndef SCREEN_BARE_H
#define SCREEN_BARE_H

#include <stdbool.h>

#include "keymap.h"

struct screen;

void screen_bare_show(struct screen *);
/* Does nothing where they are not shown. */
void screen_bare_leave(struct screen *);
/* Any key leaves them; returns whether it does nothing else. */
bool screen_bare_key(struct screen *, enum keymap_action);

#endif
