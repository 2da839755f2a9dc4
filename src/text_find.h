/*
 * text_find - comparing and finding whatever the case.
 */
#ifndef TEXT_FIND_H
#define TEXT_FIND_H

#include <stdbool.h>
#include <stddef.h>

/* For comparing without regard to case or compatibility forms (NFKC, case folded); caller frees. */
char *text_fold(const char *s);

/* The first place at or behind the boundary FROM where the NEEDLE, which is folded, stands in whole
 * graphemes whatever their case, and its end; N where it stands nowhere. */
size_t text_find(const char *s, size_t n, size_t from, const char *needle, size_t *end);

/* Whether it stands anywhere; an empty needle does. */
bool text_has(const char *s, const char *needle);

/* Whether the needle, valid UTF-8, stands in any bytes, without regard to case, character by
 * character: for large texts, that nobody has cleaned. */
bool text_holds(const void *bytes, size_t n, const char *needle);

#endif
