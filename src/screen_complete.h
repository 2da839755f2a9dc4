/*
 * screen_complete - Tab: completes names, commands and their arguments, with a list to choose from.
 */
#ifndef SCREEN_COMPLETE_H
#define SCREEN_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

#include "complete.h"
#include "keymap.h"

struct screen;

/* SELF is the screen. */
const char *screen_complete_source(void *self, const struct complete_place *, size_t *at);
/* False: the key was not for it. */
bool screen_complete_key(struct screen *, enum keymap_action);
void screen_complete_end(struct screen *);
/* The list, over the panes. */
void screen_complete_draw(struct screen *);

#endif
