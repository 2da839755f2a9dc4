#include "text.h"

#include "text_private.h"

/* A struct text_utf8 that has refused a byte refuses all others too. */
static const struct text_utf8 utf8_refused = { 1, 0xFF, 0 };

static bool utf8_expect(struct text_utf8 *u, uint8_t need, uint8_t low, uint8_t high)
{
	*u = (struct text_utf8){ need, low, high };
	return true;
}

/* RFC 3629, section 4. */
static bool utf8_lead(struct text_utf8 *u, uint8_t byte)
{
	if (byte < 0x80)
		return true;
	if (byte >= 0xC2 && byte <= 0xDF)
		return utf8_expect(u, 1, 0x80, 0xBF);
	if (byte >= 0xE0 && byte <= 0xEF)
		return utf8_expect(u, 2, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF);
	if (byte >= 0xF0 && byte <= 0xF4)
		return utf8_expect(u, 3, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF);
	*u = utf8_refused;
	return false;
}

static bool utf8_step(struct text_utf8 *u, uint8_t byte)
{
	if (!u->need)
		return utf8_lead(u, byte);
	if (byte >= u->low && byte <= u->high)
		return utf8_expect(u, (uint8_t)(u->need - 1), 0x80, 0xBF);
	*u = utf8_refused;
	return false;
}

bool text_utf8_feed(struct text_utf8 *u, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;

	for (size_t i = 0; i < n; i++) {
		if (!u->need)
			i += text_plain_run((const char *)p + i, n - i);
		if (i < n && !utf8_step(u, p[i]))
			return false;
	}
	return u->low <= u->high;
}

bool text_utf8_complete(const struct text_utf8 *u)
{
	return !u->need;
}

bool text_valid(const void *bytes, size_t n)
{
	struct text_utf8 u = { 0 };

	return text_utf8_feed(&u, bytes, n) && text_utf8_complete(&u);
}

size_t text_decode(const char *s, size_t n, uint32_t *character)
{
	struct text_utf8 u = { 0 };
	uint32_t c = (uint8_t)*s;
	size_t at = 1;

	if (utf8_lead(&u, (uint8_t)*s) && u.need)
		c &= 0x3FU >> u.need;
	while (u.need && at < n && utf8_step(&u, (uint8_t)s[at]))
		c = c << 6 | ((uint8_t)s[at++] & 0x3F);
	*character = u.need ? TEXT_REPLACEMENT : c;
	return at;
}

size_t text_encode(char out[4], uint32_t character)
{
	static const uint8_t lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	size_t n = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;

	for (size_t i = n - 1; i; i--, character >>= 6)
		out[i] = (char)(0x80 | (character & 0x3F));
	out[0] = (char)(lead[n] | character);
	return n;
}

void text_put(struct buf *out, uint32_t character)
{
	char bytes[4];

	buf_append(out, bytes, text_encode(bytes, character));
}

size_t text_plain_run(const char *s, size_t n)
{
	size_t run = 0;

	while (run < n && text_is_plain(s[run]))
		run++;
	return run;
}

/* FNV-1a. */
uint32_t text_hash(const char *s)
{
	uint32_t hash = 2166136261U;

	for (; *s; s++)
		hash = (hash ^ (uint8_t)*s) * 16777619U;
	return hash;
}
