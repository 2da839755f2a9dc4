/*
 * slice - a part of a text that somebody else owns, and how it is taken apart.
 */
#ifndef SLICE_H
#define SLICE_H

#include <stdbool.h>
#include <stddef.h>

struct slice {
	const char *s;
	size_t n;
};

bool slice_is(struct slice, const char *string);

/* Without the blanks around it, of which line ends are some. */
struct slice slice_trim(struct slice);

/* Takes what stands before the separator off the front, and the separator; blanks around it go. */
struct slice slice_split(struct slice *rest, char separator);

/* Takes a word off the front; an empty one is the end. */
struct slice slice_split_word(struct slice *rest);

#endif
