/*
 * term_background - whether the terminal's background is light. Pure.
 */
#ifndef TERM_BACKGROUND_H
#define TERM_BACKGROUND_H

#include <stdbool.h>
#include <stddef.h>

/* By the terminal's answer to xterm's OSC 11; false where this is none. */
bool term_background_read(const char *s, size_t n, bool *light);

/* By the variable COLORFGBG, as well as it is known; NULL where it is not set. */
bool term_background_guess(const char *colorfgbg);

#endif
