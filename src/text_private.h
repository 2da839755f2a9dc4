/*
 * text_private - what the parts of text share.
 */
#ifndef TEXT_PRIVATE_H
#define TEXT_PRIVATE_H

#include "text.h"

#define TEXT_REPLACEMENT 0xFFFD

static inline const uint8_t *text_bytes(const char *s)
{
	return (const uint8_t *)s;
}

/* Graphic ASCII and the space: one byte, one cell, and alone a grapheme unless marks follow. */
static inline bool text_is_plain(char c)
{
	return c >= ' ' && c <= '~';
}

/* The letters of which flags are made, A to Z. */
#define TEXT_FLAG_A 0x1F1E6
static inline bool text_is_flag(uint32_t c)
{
	return c >= TEXT_FLAG_A && c < TEXT_FLAG_A + 26;
}

/* How many of the bytes at the start are plain. */
size_t text_plain_run(const char *s, size_t n);

/* The next grapheme boundary, and the cells up to it. */
size_t text_next_wide(const char *s, size_t n, size_t at, int *width);

#endif
