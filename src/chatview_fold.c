#include "chatview_fold.h"

#include <string.h>

#include "chatview_private.h"

/* Folds begin at multiples of this number, whatever piles up. */
#define FOLD_MOST 128

/* Between comings and goings that are told together, ms: one time stands before them. */
#define FOLD_PAUSE (60 * 60 * 1000)

/* No zone is off by a part of it, so that in one such time it is never midnight twice. */
#define QUARTER_HOUR (15 * 60 * 1000)

bool chatview_same_day(const struct chatview_words *words, int64_t a, int64_t b)
{
	struct buf day_a = { 0 }, day_b = { 0 };
	bool same;

	if (a >= 0 && b >= 0 && a / QUARTER_HOUR == b / QUARTER_HOUR)
		return true;
	words->day(&day_a, a);
	words->day(&day_b, b);
	same = !strcmp(buf_string(&day_a), buf_string(&day_b));
	buf_free(&day_a);
	buf_free(&day_b);
	return same;
}

/* Whether a line is told together with the one before it. */
static bool goes_on(const struct chatview_line *l, uint64_t number)
{
	const struct transcript_line *line = transcript_at(l->transcript, number), *other;

	if (number % FOLD_MOST == 0 || !presence_is(line))
		return false;
	other = transcript_at(l->transcript, number - 1);
	return presence_is(other) && line->time - other->time < FOLD_PAUSE &&
	       chatview_same_day(l->words, line->time, other->time);
}

void chatview_fold(struct chatview_line *l, uint64_t number)
{
	l->first = l->last = number;
	while (l->first > transcript_first(l->transcript) && goes_on(l, l->first))
		l->first--;
	while (l->last + 1 < transcript_end(l->transcript) && goes_on(l, l->last + 1))
		l->last++;
	l->line = transcript_at(l->transcript, l->last);
}
