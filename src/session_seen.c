#include "session_private.h"
#include "text.h"

static bool is_same(const struct session_seen *a, const struct session_seen *b)
{
	return a->used && a->owner == b->owner && a->date == b->date && a->text == b->text;
}

static struct session_seen *set_of(struct session *s, const struct session_seen *seen)
{
	uint64_t hash = (uint64_t)seen->owner * 31 + (uint64_t)seen->date;

	return s->seen[(hash * 0x9e3779b97f4a7c15u >> 32) % SESSION_SEEN_SETS];
}

/* The latest stands first. */
static void remember(struct session_seen *set, const struct session_seen *seen)
{
	for (size_t i = SESSION_SEEN_WAYS - 1; i > 0; i--)
		set[i] = set[i - 1];
	set[0] = *seen;
}

/* Without "resent" on either side the same date means nothing: a script can say two things within
 * a millisecond. The text is compared so that nobody can silence a message by sending another one
 * under its key in advance. */
bool session_is_copy(struct session *s, const struct message *m)
{
	struct session_seen seen = { .used = true, .resent = m->has_resent, .date = m->date };
	struct session_seen *set;

	if (!m->has_date || !(m->has_resent || m->has_id))
		return false;
	seen.owner = m->has_resent ? m->resent : m->id;
	seen.text = text_hash(m->text);
	set = set_of(s, &seen);
	for (size_t i = 0; i < SESSION_SEEN_WAYS; i++)
		if (is_same(&set[i], &seen) && (seen.resent || set[i].resent))
			return true;
	remember(set, &seen);
	return false;
}
