#include "text_emoji.h"

#include <ctype.h>
#include <unictype.h>
#include <uniname.h>

#include "text_private.h"

bool text_is_emoji(uint32_t character)
{
	return character > 0x7F &&
	       (text_is_flag(character) ||
		(text_cells(character) == 2 && uc_is_property_extended_pictographic(character)));
}

/* U+1F600 is GRINNING FACE to the standard. */
static void append_name(struct buf *out, uint32_t c)
{
	char name[UNINAME_MAX];

	if (!unicode_character_name(c, name)) {
		buf_format(out, "[U+%04X]", (unsigned)c);
		return;
	}
	for (char *p = name; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	buf_format(out, "[%s]", name);
}

/* The letters of the country, of which there are two. */
static size_t append_flag(struct buf *out, const char *s, size_t n)
{
	size_t used = 0, length;
	uint32_t c;

	buf_append_byte(out, '[');
	for (int i = 0; i < 2 && used < n; i++, used += length) {
		length = text_decode(s + used, n - used, &c);
		if (!text_is_flag(c))
			break;
		buf_append_byte(out, (uint8_t)('A' + (c - TEXT_FLAG_A)));
	}
	buf_append_byte(out, ']');
	return used;
}

void text_spell_emoji(struct buf *out, const char *s, size_t n)
{
	for (size_t at = 0; at < n;) {
		size_t run = text_plain_run(s + at, n - at), length;
		uint32_t c;

		buf_append(out, s + at, run);
		at += run;
		if (at == n)
			break;
		length = text_decode(s + at, n - at, &c);
		if (text_is_flag(c)) {
			at += append_flag(out, s + at, n - at);
			continue;
		}
		if (text_is_emoji(c))
			append_name(out, c);
		else
			buf_append(out, s + at, length);
		at += length;
	}
}
