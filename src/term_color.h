/*
 * term_color - what curses cannot write: true colors. Pure.
 */
#ifndef TERM_COLOR_H
#define TERM_COLOR_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/* Appends what curses wrote, with each color of a palette of 256 for which PALETTE has
 * THEME_RGB + 0xrrggbb as that true color, and with repetitions (REP), which mosh does not know,
 * written out: curses sends them where the encoding is not UTF-8. */
void term_color_widen(struct buf *out, const char *s, size_t n, const int32_t palette[256]);

#endif
