#include <stdlib.h>

#include "mem.h"
#include "session_private.h"
#include "text.h"

/* Messages of which a copy would be recognised, a power of two: a busy room says some thousands
 * while somebody is away, before he sends again what was in doubt. */
#define SEEN_MAX 65536

/* The last ones in a ring, by a hash of owner, date and text; those in the same bucket are linked,
 * the latest first. A place is one more than its index; 0 is none. */
struct session_seen {
	uint64_t keys[SEEN_MAX]; /* the lowest bit: it was sent again */
	uint32_t nexts[SEEN_MAX];
	uint32_t buckets[SEEN_MAX];
	uint64_t count; /* of all that ever came */
};

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
	return hash ^ (hash >> 32);
}

static uint64_t key_of(const struct message *m)
{
	int64_t owner = m->has_resent ? m->resent : m->id;
	uint64_t hash = mix(mix(mix(1, (uint64_t)owner), (uint64_t)m->date), text_hash(m->text));

	return (hash & ~UINT64_C(1)) | m->has_resent;
}

static uint32_t *bucket_of(struct session_seen *seen, uint64_t key)
{
	return &seen->buckets[(key >> 1) % SEEN_MAX];
}

static bool has_copy(struct session_seen *seen, uint64_t key)
{
	for (uint32_t at = *bucket_of(seen, key); at; at = seen->nexts[at - 1]) {
		uint64_t other = seen->keys[at - 1];

		if (key >> 1 == other >> 1 && ((key | other) & 1))
			return true;
	}
	return false;
}

/* The oldest is the last one in its bucket. */
static void forget(struct session_seen *seen, uint32_t place)
{
	uint32_t *link = bucket_of(seen, seen->keys[place - 1]);

	while (*link != place)
		link = &seen->nexts[*link - 1];
	*link = 0;
}

static void remember(struct session_seen *seen, uint64_t key)
{
	uint32_t place = (uint32_t)(seen->count % SEEN_MAX) + 1, *bucket;

	if (seen->count++ >= SEEN_MAX)
		forget(seen, place);
	bucket = bucket_of(seen, key);
	seen->keys[place - 1] = key;
	seen->nexts[place - 1] = *bucket;
	*bucket = place;
}

/* Without "resent" on either side the same date means nothing: a script can say two things within
 * a millisecond. The text is compared so that nobody can silence a message by sending another one
 * under its key in advance. */
bool session_is_copy(struct session *s, const struct message *m)
{
	uint64_t key;

	if (!m->has_date || !(m->has_resent || m->has_id))
		return false;
	if (!s->seen)
		s->seen = mem_new(1, sizeof *s->seen);
	key = key_of(m);
	if (has_copy(s->seen, key))
		return true;
	remember(s->seen, key);
	return false;
}

void session_seen_free(struct session *s)
{
	free(s->seen);
}
