/*
 * text_wrap - a text in the rows of a pane.
 */
#ifndef TEXT_WRAP_H
#define TEXT_WRAP_H

#include <stddef.h>

/*
 * Wraps at the line breaks of UAX #14 and at LF, into rows of FIRST cells and then REST cells (both
 * at least 1): a word wider than a row is cut between graphemes; a grapheme wider than a row takes
 * one of its own. The spaces at a break are in no row; before a LF and at the end they stay as far
 * as they fit. Fills at most MAX rows and returns how many the whole string has (at least 1).
 */
struct text_row {
	size_t start, end;
	int width;
};
size_t text_wrap(const char *s, size_t n, int first, int rest, struct text_row *rows, size_t max);

#endif
