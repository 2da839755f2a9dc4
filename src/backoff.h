/*
 * backoff - how long to wait before the next try: exponential with full jitter, from 1 s to 60 s.
 */
#ifndef BACKOFF_H
#define BACKOFF_H

#include <stdint.h>

#define BACKOFF_FIRST 1000  /* ms */
#define BACKOFF_MOST  60000 /* ms */

/* A zeroed struct is the start. */
struct backoff {
	unsigned tries;
};

/* Counts a failed try; returns ms to wait, at least RETRY_AFTER seconds. RANDOM is any 32 random
 * bits. */
uint64_t backoff_next(struct backoff *, uint32_t random, unsigned retry_after);

/* The connection held: start over. */
void backoff_reset(struct backoff *);

#endif
