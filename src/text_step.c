#include <stdlib.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uniwbrk.h>

#include "mem.h"
#include "text_private.h"

#define ZERO_WIDTH_JOINER 0x200D

static bool is_picture(uint32_t c)
{
	return c > 0x7F && uc_is_property_extended_pictographic(c);
}

/* What the rules that look further back than one character need to know of a cluster so far. */
struct cluster {
	uint32_t last;
	unsigned flags; /* regional indicators in a row at its end */
	bool picture;   /* it ends in a picture, marks, and at most one joiner */
};

static bool keeps_picture(const struct cluster *k, uint32_t c)
{
	return k->picture && k->last != ZERO_WIDTH_JOINER &&
	       (c == ZERO_WIDTH_JOINER || uc_graphemeclusterbreak_property(c) == GBP_EXTEND);
}

static void cluster_add(struct cluster *k, uint32_t c)
{
	k->flags = text_is_flag(c) ? k->flags + 1 : 0;
	k->picture = is_picture(c) || keeps_picture(k, c);
	k->last = c;
}

/* libunistring's own steps from one boundary to the next judge by pairs of characters, which parts
 * emoji sequences (GB11) and flags (GB12, GB13). */
static bool cluster_ends(const struct cluster *k, uint32_t next)
{
	if (k->flags && text_is_flag(next))
		return k->flags % 2 == 0;
	if (k->picture && k->last == ZERO_WIDTH_JOINER && is_picture(next))
		return false;
	return uc_is_grapheme_break(k->last, next);
}

static int cells(uint32_t c)
{
	int width = text_cells(c);

	return width < 0 ? 0 : width;
}

static bool is_plain_pair(const char *s, size_t n, size_t at)
{
	return text_is_plain(s[at]) && (at + 1 == n || (uint8_t)s[at + 1] < 0x80);
}

size_t text_next_wide(const char *s, size_t n, size_t at, int *width)
{
	struct cluster k = { 0 };
	uint32_t c;

	*width = 1;
	if (is_plain_pair(s, n, at))
		return at + 1;
	at += text_decode(s + at, n - at, &c);
	*width = cells(c);
	for (cluster_add(&k, c); at < n; cluster_add(&k, c)) {
		size_t length = text_decode(s + at, n - at, &c);

		if (cluster_ends(&k, c))
			break;
		at += length;
		*width += cells(c);
	}
	return at;
}

size_t text_next(const char *s, size_t n, size_t at)
{
	int width;

	return at < n ? text_next_wide(s, n, at, &width) : n;
}

static size_t character_before(const char *s, size_t at)
{
	do
		at--;
	while (at && ((uint8_t)s[at] & 0xC0) == 0x80);
	return at;
}

/* A boundary whatever stands before the two characters that it parts. */
static bool is_sure_boundary(const char *s, size_t n, size_t at)
{
	uint32_t before, after;

	if (!at)
		return true;
	text_decode(s + character_before(s, at), n, &before);
	text_decode(s + at, n - at, &after);
	return !(text_is_flag(before) && text_is_flag(after)) && before != ZERO_WIDTH_JOINER &&
	       uc_is_grapheme_break(before, after);
}

size_t text_prev(const char *s, size_t n, size_t at)
{
	size_t start, next;

	if (at > n)
		at = n;
	if (!at)
		return 0;
	start = character_before(s, at);
	while (!is_sure_boundary(s, n, start))
		start = character_before(s, start);
	while ((next = text_next(s, n, start)) < at)
		start = next;
	return start;
}

/* Of the scripts that need a dictionary to find their words UAX #29 knows but Katakana. */
enum text_letter text_letter(uint32_t c)
{
	if (!uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
							 UC_CATEGORY_MASK_N))
		return TEXT_NO_LETTER;
	switch (uc_wordbreak_property(c)) {
	case WBP_OTHER:
	case WBP_KATAKANA:
		return TEXT_UNSPACED_LETTER;
	default:
		return TEXT_LETTER;
	}
}

/* Whether what stands in [from, to), between two boundaries, is a word. */
static bool is_word(const char *s, size_t from, size_t to)
{
	while (from < to) {
		uint32_t c;

		from += text_decode(s + from, to - from, &c);
		if (text_letter(c) != TEXT_NO_LETTER)
			return true;
	}
	return false;
}

static size_t segment_end(const char *breaks, size_t n, size_t at)
{
	do
		at++;
	while (at < n && !breaks[at]);
	return at;
}

/* The bounds of words; the caller frees it. */
static char *word_breaks(const char *s, size_t n)
{
	char *breaks = mem_new(n + 1, 1);

	u8_wordbreaks(text_bytes(s), n, breaks);
	return breaks;
}

size_t text_next_word(const char *s, size_t n, size_t at)
{
	char *breaks = word_breaks(s, n);
	size_t end = n;

	for (size_t from = 0, to; from < n; from = to) {
		to = segment_end(breaks, n, from);
		if (to > at && is_word(s, from, to)) {
			end = to;
			break;
		}
	}
	free(breaks);
	return end;
}

size_t text_prev_word(const char *s, size_t n, size_t at)
{
	char *breaks = word_breaks(s, n);
	size_t start = 0;

	for (size_t from = 0, to; from < n && from < at; from = to) {
		to = segment_end(breaks, n, from);
		if (is_word(s, from, to))
			start = from;
	}
	free(breaks);
	return start;
}
