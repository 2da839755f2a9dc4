#include "slice.h"

#include <string.h>

#include "ascii.h"

bool slice_is(struct slice slice, const char *string)
{
	return slice.n == strlen(string) && !memcmp(slice.s, string, slice.n);
}

static struct slice behind(struct slice slice, size_t n)
{
	return (struct slice){ slice.s + n, slice.n - n };
}

struct slice slice_trim(struct slice slice)
{
	while (slice.n && ascii_is_blank(*slice.s))
		slice = behind(slice, 1);
	while (slice.n && ascii_is_blank(slice.s[slice.n - 1]))
		slice.n--;
	return slice;
}

struct slice slice_split(struct slice *rest, char separator)
{
	const char *end = memchr(rest->s, separator, rest->n);
	struct slice part = { rest->s, end ? (size_t)(end - rest->s) : rest->n };

	*rest = behind(*rest, part.n + (end ? 1 : 0));
	return slice_trim(part);
}

struct slice slice_split_word(struct slice *rest)
{
	struct slice word;

	*rest = slice_trim(*rest);
	word = (struct slice){ rest->s, 0 };
	while (word.n < rest->n && !ascii_is_blank(word.s[word.n]))
		word.n++;
	*rest = behind(*rest, word.n);
	return word;
}
