#include "term_replies.h"

#include <string.h>

#include "term_background.h"

/* DECRPM, the report of a mode: ESC [ ? 2026 ; STATE $ y. */
#define SYNC_REPORT "\x1b[?2026;"

/* Of the states 1 is set and 2 is reset; one that is not known (0) or fixed is of no use. */
static void take_sync(struct term_replies *r, const char *rest, size_t n)
{
	if (n != 3 || memcmp(rest + 1, "$y", 2) != 0)
		return;
	r->has_sync = true;
	r->synchronises = *rest == '1' || *rest == '2';
}

void term_replies_take(struct term_replies *r, const char *sequence, size_t n)
{
	const size_t start = sizeof SYNC_REPORT - 1;

	if (term_background_read(sequence, n, &r->light))
		r->has_background = true;
	if (n > start && !memcmp(sequence, SYNC_REPORT, start))
		take_sync(r, sequence + start, n - start);
}
