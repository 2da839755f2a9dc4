#include "mention.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "text_find.h"

/* Looking at a place costs a look at the whole text: a text made to be slow is not worth more. */
#define PLACES_MOST 16

/* Whether a word goes on over the place AT. */
static bool is_inside_word(const char *s, size_t n, size_t at)
{
	size_t start;

	if (at == 0 || at == n)
		return false;
	start = text_prev_word(s, n, text_next(s, n, at));
	return start < at && text_next_word(s, n, start) > at;
}

bool mention_found(const char *text, const char *name)
{
	size_t n = strlen(text), from = 0;
	char *needle = text_fold(name);
	bool mentions = false;

	for (int i = 0; !mentions && i < PLACES_MOST; i++) {
		size_t end, at = text_find(text, n, from, needle, &end);

		if (at == n)
			break;
		mentions = !is_inside_word(text, n, at) && !is_inside_word(text, n, end);
		from = text_next(text, n, at);
	}
	free(needle);
	return mentions;
}
