#include "message.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

/* An entity without "&" and ";" that is decoded. */
static const struct {
	const char *name;
	uint32_t character;
} entities[] = {
	{ "lt", '<' },   { "gt", '>' },    { "amp", '&' },
	{ "quot", '"' }, { "apos", '\'' }, { "nbsp", 0xa0 },
};

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t count_digits(const char *s, bool hexadecimal)
{
	size_t n = 0;

	while (is_digit(s[n]) || (hexadecimal && is_letter(s[n]) && (s[n] | 0x20) <= 'f'))
		n++;
	return n;
}

static size_t count_name(const char *s)
{
	size_t n = 0;

	while (is_letter(s[n]) || (n && is_digit(s[n])))
		n++;
	return n;
}

/* The length of what looks like an entity to a browser, from "&" to ";"; 0 where nothing does. */
static size_t entity_size(const char *s)
{
	bool number = s[1] == '#', hexadecimal = number && (s[2] | 0x20) == 'x';
	size_t before = hexadecimal ? 3 : number ? 2 : 1;
	size_t n = number ? count_digits(s + before, hexadecimal) : count_name(s + before);

	return n && s[before + n] == ';' ? before + n + 1 : 0;
}

/* The server eats what /(<([^>]+)>)/ matches: "<", something but not ">" at once, and a ">" further
 * on. */
void message_escape(struct buf *out, const char *text)
{
	const char *last = strrchr(text, '>');

	for (;;) {
		size_t plain = strcspn(text, "<&");

		buf_append(out, text, plain);
		text += plain;
		if (!*text)
			return;
		if (*text == '<' && last && last - text > 1 && text[1] != '>')
			buf_append_string(out, "&lt;");
		else if (*text == '&' && entity_size(text))
			buf_append_string(out, "&amp;");
		else
			buf_append_byte(out, (uint8_t)*text);
		text++;
	}
}

/* Other controls than these would be invisible: what stands for them is left as it is. */
static bool is_shown(unsigned long c)
{
	if (c == '\n' || c == '\t')
		return true;
	return c >= 0x20 && c <= 0x10ffff && !(c >= 0x7f && c < 0xa0) &&
	       !(c >= 0xd800 && c < 0xe000);
}

static uint32_t decode_number(const char *s)
{
	unsigned long c = (s[2] | 0x20) == 'x' ? strtoul(s + 3, NULL, 16)
					       : strtoul(s + 2, NULL, 10);

	return is_shown(c) ? (uint32_t)c : 0;
}

/* The character of the N bytes of an entity; 0 where they stay as they are. */
static uint32_t decode_entity(const char *s, size_t n)
{
	if (s[1] == '#')
		return decode_number(s);
	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
		if (strlen(entities[i].name) == n - 2 &&
		    memcmp(s + 1, entities[i].name, n - 2) == 0)
			return entities[i].character;
	return 0;
}

void message_unescape(struct buf *out, const char *text)
{
	for (;;) {
		size_t plain = strcspn(text, "&"), n;
		uint32_t character;

		buf_append(out, text, plain);
		text += plain;
		if (!*text)
			return;
		n = entity_size(text);
		character = n ? decode_entity(text, n) : 0;
		if (character)
			text_put(out, character);
		else
			buf_append(out, text, n = 1);
		text += n;
	}
}

const char *message_action(const char *text)
{
	static const char start[] = "/me ";

	return strncmp(text, start, sizeof start - 1) ? NULL : text + sizeof start - 1;
}
