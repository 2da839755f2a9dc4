/*
 * text_case - a text in another case.
 */
#ifndef TEXT_CASE_H
#define TEXT_CASE_H

#include <stddef.h>

enum text_case { TEXT_UPPER, TEXT_LOWER, TEXT_TITLE };
/* The N bytes in it, words as UAX #29 has them; the caller frees. */
char *text_case(const char *s, size_t n, enum text_case);

#endif
