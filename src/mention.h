/*
 * mention - whether a text speaks to somebody.
 */
#ifndef MENTION_H
#define MENTION_H

#include <stdbool.h>

/* Whether the text has the name in it, as a word, whatever the case. Both are valid UTF-8. */
bool mention_found(const char *text, const char *name);

#endif
