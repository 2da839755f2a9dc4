#include "lookalike.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "text_find.h"

/* From a letter to the ASCII one that has its shape; small letters, as case is folded before.
 * Sorted, for bsearch(). */
static const struct shape {
	uint16_t letter;
	char like;
} shapes[] = {
	{ 0x0131, 'i' },                  /* dotless i */
	{ 0x0251, 'a' },                  /* alpha of phonetics */
	{ 0x0261, 'g' }, { 0x03b1, 'a' }, /* Greek alpha */
	{ 0x03b3, 'y' }, { 0x03b5, 'e' }, { 0x03b9, 'i' }, { 0x03ba, 'k' }, { 0x03bd, 'v' },
	{ 0x03bf, 'o' }, { 0x03c1, 'p' }, { 0x03c3, 'o' }, { 0x03c4, 't' }, { 0x03c5, 'u' },
	{ 0x03c7, 'x' }, { 0x0430, 'a' }, /* Cyrillic a */
	{ 0x0432, 'b' }, { 0x0433, 'r' }, { 0x0435, 'e' }, { 0x0437, '3' }, { 0x043a, 'k' },
	{ 0x043c, 'm' }, { 0x043d, 'h' }, { 0x043e, 'o' }, { 0x043f, 'n' }, { 0x0440, 'p' },
	{ 0x0441, 'c' }, { 0x0442, 't' }, { 0x0443, 'y' }, { 0x0445, 'x' }, { 0x0448, 'w' },
	{ 0x044c, 'b' }, { 0x0455, 's' }, { 0x0456, 'i' }, { 0x0457, 'i' }, { 0x0458, 'j' },
	{ 0x0475, 'v' }, { 0x04bb, 'h' }, { 0x04cf, 'l' }, { 0x0501, 'd' }, { 0x051b, 'q' },
	{ 0x051d, 'w' }, { 0x0570, 'h' }, /* Armenian ho */
	{ 0x0578, 'n' }, { 0x057d, 'u' }, { 0x0581, 'g' }, { 0x0585, 'o' },
};

static int compare(const void *key, const void *element)
{
	uint32_t letter = *(const uint32_t *)key, other = ((const struct shape *)element)->letter;

	return letter < other ? -1 : letter > other;
}

/* 1, l, I and | are one shape in most fonts, 0 and o another. */
static char shape_of_ascii(char c)
{
	if (c == '1' || c == '|')
		return 'l';
	return c == '0' ? 'o' : c;
}

static uint32_t shape_of(uint32_t letter)
{
	const struct shape *shape;

	if (letter < 0x80)
		return (uint32_t)shape_of_ascii((char)letter);
	shape = bsearch(&letter, shapes, sizeof shapes / sizeof *shapes, sizeof *shapes, compare);
	return shape ? (uint32_t)shape->like : letter;
}

/* What is cleaned away cannot be seen, and blanks hardly. */
static char *visible(const char *name, bool upper_i_is_l)
{
	struct buf clean = { 0 };
	char *folded, *to;

	text_clean(&clean, name, strlen(name), TEXT_ONE_LINE);
	to = buf_take(&clean);
	for (char *at = to; upper_i_is_l && *at; at++)
		if (*at == 'I')
			*at = 'l';
	folded = text_fold(to);
	free(to);
	return folded;
}

/* Steps over the next letter and gives its shape; 0 at the end. */
static const char *step(const char *s, uint32_t *shape)
{
	uint32_t letter;

	while (*s == ' ')
		s++;
	*shape = 0;
	if (!*s)
		return s;
	s += text_decode(s, strnlen(s, 4), &letter);
	*shape = shape_of(letter);
	return s;
}

static bool same_shapes(const char *a, const char *b)
{
	uint32_t in_a, in_b;
	size_t count = 0;

	for (;; count++) {
		a = step(a, &in_a);
		b = step(b, &in_b);
		if (!in_a || in_a != in_b)
			return count && in_a == in_b;
	}
}

static bool alike(const char *a, const char *b, bool upper_i_is_l)
{
	char *seen_a = visible(a, upper_i_is_l), *seen_b = visible(b, upper_i_is_l);
	bool same = same_shapes(seen_a, seen_b);

	free(seen_a);
	free(seen_b);
	return same;
}

static bool is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char first_shape(char c)
{
	c = (char)(c | 0x20);
	return c == 'i' ? 'l' : c;
}

/* Most names of a room begin with different letters, and need no closer look. */
static bool begin_differently(const char *a, const char *b)
{
	return is_ascii_letter(*a) && is_ascii_letter(*b) && first_shape(*a) != first_shape(*b);
}

bool lookalike(const char *a, const char *b)
{
	if (begin_differently(a, b))
		return false;
	return strcmp(a, b) != 0 && (alike(a, b, false) || alike(a, b, true));
}

/* FNV-1a over the shapes; i and l are one, for an upper-case i may be either. */
uint32_t lookalike_hash(const char *name)
{
	char *seen = visible(name, false);
	uint32_t hash = 2166136261U, shape;

	for (const char *at = step(seen, &shape); shape; at = step(at, &shape))
		hash = (hash ^ (shape == 'i' ? 'l' : shape)) * 16777619U;
	free(seen);
	return hash;
}
