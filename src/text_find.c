#include "text_find.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

#include "ascii.h"
#include "mem.h"
#include "text_private.h"

/* A grapheme that folds to more is nobody's needle. */
#define FOLDED_MOST 128

static char *fold_plain(const char *s, size_t n)
{
	char *folded = mem_copy_n(s, n);

	for (char *p = folded; *p; p++)
		*p = ascii_lower(*p);
	return folded;
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

/* Characters of which most text beyond ASCII is made; what they fold to is by so much higher. */
static const struct {
	uint32_t first, last, higher;
} scripts[] = {
	{ 0x410, 0x42F, 0x20 }, { 0x430, 0x44F, 0 },   /* Cyrillic */
	{ 0x3041, 0x3096, 0 },  { 0x30A1, 0x30FA, 0 }, /* kana */
	{ 0x4E00, 0x9FFF, 0 },                         /* Han */
	{ 0xAC00, 0xD7A3, 0 },                         /* Hangul */
};

/* Returns 0 where libunistring has to be asked. */
static size_t fold_common(const char *s, size_t n, char *out)
{
	uint32_t c;

	if (text_decode(s, n, &c) != n)
		return 0;
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
		if (c >= scripts[i].first && c <= scripts[i].last)
			return text_encode(out, c + scripts[i].higher);
	return 0;
}

static size_t fold_rare(const char *s, size_t n, char *out)
{
	uint8_t plain[FOLDED_MOST];
	size_t size = sizeof plain, folded_size = FOLDED_MOST;
	uint8_t *normal, *folded = NULL;

	if (n > FOLDED_MOST / 4)
		return 0;
	normal = u8_normalize(UNINORM_NFKC, text_bytes(s), n, plain, &size);
	if (normal)
		folded = u8_casefold(normal, size, NULL, UNINORM_NFKC, (uint8_t *)out,
				     &folded_size);
	if (normal != plain)
		free(normal);
	if (folded != (uint8_t *)out)
		free(folded);
	return folded == (uint8_t *)out ? folded_size : 0;
}

/* As text_fold() would; returns the bytes in OUT. */
static size_t fold_grapheme(const char *s, size_t n, char *out)
{
	size_t size;

	if (n == 1) {
		*out = ascii_lower(*s);
		return 1;
	}
	size = fold_common(s, n, out);
	return size ? size : fold_rare(s, n, out);
}

/* Where the needle that begins with the grapheme from AT to NEXT ends, or AT itself where none
 * does. It may end within what a grapheme folds to, as "f" in a ligature: then that is found as a
 * whole. */
static size_t needle_end(const char *s, size_t n, size_t at, size_t next, const char *needle)
{
	size_t left = strlen(needle), end = at;
	char folded[FOLDED_MOST];

	for (; left && end < n; next = text_next(s, n, end)) {
		size_t size = fold_grapheme(s + end, next - end, folded);
		size_t common = size < left ? size : left;

		if (!size || memcmp(folded, needle, common) != 0)
			return at;
		needle += common;
		left -= common;
		end = next;
	}
	return left ? at : end;
}

/* Most places are ruled out by a look at one byte. */
static bool may_begin(const char *s, size_t n, size_t at, char first)
{
	return !text_is_plain(s[at]) || (at + 1 < n && !text_is_plain(s[at + 1])) ||
	       ascii_lower(s[at]) == first;
}

size_t text_find(const char *s, size_t n, size_t from, const char *needle, size_t *end)
{
	for (size_t at = from, next; at < n && *needle; at = next) {
		next = text_next(s, n, at);
		if (!may_begin(s, n, at, *needle))
			continue;
		*end = needle_end(s, n, at, next, needle);
		if (*end > at)
			return at;
	}
	*end = n;
	return n;
}

bool text_has(const char *s, const char *needle)
{
	size_t n = strlen(s), end;

	return !*needle || text_find(s, n, 0, needle, &end) < n;
}

static uint32_t next_lower(const char *s, size_t n, size_t *at)
{
	uint8_t byte = (uint8_t)s[*at];
	uint32_t character;

	if (byte < 0x80) {
		++*at;
		return (uint8_t)ascii_lower((char)byte);
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
