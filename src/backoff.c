#include "backoff.h"

/* The upper end doubles, the wait is anywhere below it: clients that lost the same server do not
 * come back at the same moment, the first time either. */
static uint64_t upper_end(unsigned tries)
{
	uint64_t end = BACKOFF_FIRST;

	for (unsigned i = 0; i < tries && end < BACKOFF_MOST; i++)
		end *= 2;
	return end < BACKOFF_MOST ? end : BACKOFF_MOST;
}

uint64_t backoff_next(struct backoff *b, uint32_t random, unsigned retry_after)
{
	uint64_t span, wait, least = (uint64_t)retry_after * 1000;

	if (b->tries < UINT32_MAX)
		b->tries++;
	span = upper_end(b->tries) - BACKOFF_FIRST;
	wait = BACKOFF_FIRST + ((uint64_t)random * (span + 1) >> 32);
	return wait > least ? wait : least;
}

void backoff_reset(struct backoff *b)
{
	b->tries = 0;
}
