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
	char *folded_text = text_fold(text), *folded_name = text_fold(name);
	size_t n = strlen(folded_text), length = strlen(folded_name);
	const char *found = length ? strstr(folded_text, folded_name) : NULL;
	bool mentions = false;

	for (int i = 0; found && !mentions && i < PLACES_MOST; i++) {
		size_t at = (size_t)(found - folded_text);

		mentions = !is_inside_word(folded_text, n, at) &&
			   !is_inside_word(folded_text, n, at + length);
		found = strstr(found + 1, folded_name);
	}
	free(folded_text);
	free(folded_name);
	return mentions;
}
