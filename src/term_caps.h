/*
 * term_caps - what the terminal's description (terminfo) has: its strings, by their names there.
 * Only after curses was started.
 */
#ifndef TERM_CAPS_H
#define TERM_CAPS_H

#include <stdbool.h>

#include "buf.h"
#include "term_parse.h"

/* NULL where it has none. */
const char *term_caps_string(const char *name);
/* Appends it, without its padding, which no terminal of today needs where we use it; nothing where
 * it has none. */
void term_caps_append(struct buf *out, const char *name);
void term_caps_go(struct buf *out, int row, int col); /* puts the cursor there */

/* Append what begins and ends the use of a terminal with so many rows; SCREEN: it may have another
 * screen, which would be gone to a second time otherwise. */
void term_caps_enter(struct buf *out, bool screen);
void term_caps_leave(struct buf *out, int rows);

/* Only what starts with ESC is of use. */
void term_caps_name_keys(struct term_parser *);

#endif
