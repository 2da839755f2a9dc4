/*
 * text_emoji - characters that are pictures of two cells, on which terminals do not agree, and the
 * letters of which flags are made.
 */
#ifndef TEXT_EMOJI_H
#define TEXT_EMOJI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

bool text_is_emoji(uint32_t character);
/* Appends the text with their names in place of them. */
void text_spell_emoji(struct buf *out, const char *s, size_t n);

#endif
