#include <string.h>

#include "ascii.h"
#include "handshake.h"

static bool has_word(const char *name, size_t n, const char *word)
{
	size_t size = strlen(word), i;

	for (size_t at = 0; at + size <= n; at++) {
		for (i = 0; i < size && ascii_lower(name[at + i]) == word[i]; i++)
			;
		if (i == size)
			return true;
	}
	return false;
}

/* What the header of any application that holds a secret is called by. */
static bool is_secret(const char *name, size_t n)
{
	static const char *const words[] = { "authorization", "cookie",    "token",  "secret",
					     "password",      "api-key",   "apikey", "x-auth",
					     "session",       "credential" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (has_word(name, n, words[i]))
			return true;
	return false;
}

static size_t line_size(const char *line, size_t n)
{
	const char *end = memchr(line, '\n', n);

	return end ? (size_t)(end - line) + 1 : n;
}

/* A line that begins with a space goes on with the value of the one before. */
void handshake_mask(struct buf *out, const char *head, size_t n)
{
	bool secret = false;

	for (size_t at = 0, size; at < n; at += size) {
		const char *line = head + at, *colon;
		bool goes_on = at && (*line == ' ' || *line == '\t');

		size = line_size(line, n - at);
		if (goes_on && secret)
			continue;
		colon = at ? memchr(line, ':', size) : NULL;
		secret = !goes_on && colon && is_secret(line, (size_t)(colon - line));
		if (!secret) {
			buf_append(out, line, size);
			continue;
		}
		buf_append(out, line, (size_t)(colon - line));
		buf_append_string(out, ": ***\r\n");
	}
}
