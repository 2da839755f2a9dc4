#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

#include "mem.h"
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

size_t text_plain_run(const char *s, size_t n)
{
	size_t run = 0;

	while (run < n && text_is_plain(s[run]))
		run++;
	return run;
}

static char *fold_plain(const char *s, size_t n)
{
	char *folded = mem_copy_n(s, n);

	for (char *p = folded; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return folded;
}

static uint32_t next_lower(const char *s, size_t n, size_t *at)
{
	uint8_t byte = (uint8_t)s[*at];
	uint32_t character;

	if (byte < 0x80) {
		++*at;
		return byte >= 'A' && byte <= 'Z' ? byte + 'a' - 'A' : byte;
	}
	*at += text_decode(s + *at, n - *at, &character);
	return uc_tolower(character);
}

static bool begins_with(const char *s, size_t n, const char *start, size_t size)
{
	size_t at = 0, i = 0;

	while (i < size)
		if (at == n || next_lower(s, n, &at) != next_lower(start, size, &i))
			return false;
	return true;
}

bool text_holds(const void *bytes, size_t n, const char *needle)
{
	size_t size = strlen(needle), first_size = 0;
	uint32_t first = size ? next_lower(needle, size, &first_size) : 0;
	const char *s = bytes;

	if (!size)
		return true;
	for (size_t at = 0; at < n;)
		if (next_lower(s, n, &at) == first &&
		    begins_with(s + at, n - at, needle + first_size, size - first_size))
			return true;
	return false;
}

/* Compatibility forms go before the case does: the folding of U+210C alone would end in "H". */
char *text_fold(const char *s)
{
	size_t n = strlen(s), size = 0;
	uint8_t *plain, *folded = NULL;
	char *string;

	if (text_plain_run(s, n) == n)
		return fold_plain(s, n);
	plain = u8_normalize(UNINORM_NFKC, text_bytes(s), n, NULL, &size);
	if (plain)
		folded = u8_casefold(plain, size, NULL, UNINORM_NFKC, NULL, &size);
	string = folded ? mem_copy_n((char *)folded, size) : fold_plain(s, n);
	free(plain);
	free(folded);
	return string;
}

/* FNV-1a. */
uint32_t text_hash(const char *s)
{
	uint32_t hash = 2166136261U;

	for (; *s; s++)
		hash = (hash ^ (uint8_t)*s) * 16777619U;
	return hash;
}
