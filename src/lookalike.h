/*
 * lookalike - names that a reader takes for one another: other case, letters of other scripts with
 * the same shape, invisible characters.
 *
 * A small table in place of Unicode's confusables.txt (UTS #39), which only ICU ships, a library
 * several times as large as this program: the letters of the scripts in which a Latin name can be
 * written whole, which are Cyrillic, Greek and the full-width forms, and the digits.
 */
#ifndef LOOKALIKE_H
#define LOOKALIKE_H

#include <stdbool.h>
#include <stdint.h>

/* Whether two names that differ look alike. */
bool lookalike(const char *a, const char *b);

/* The same for names that look alike: of a room of thousands few need a closer look. */
uint32_t lookalike_hash(const char *name);

#endif
