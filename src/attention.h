/*
 * attention - whether the user looks at the screen, what came meanwhile, and when to call.
 *
 * Times are ms of one clock. A terminal that does not tell its focus is taken to be out of sight
 * when no key has come for a while.
 */
#ifndef ATTENTION_H
#define ATTENTION_H

#include <stdbool.h>
#include <stdint.h>

enum attention_focus { ATTENTION_UNKNOWN, ATTENTION_THERE, ATTENTION_AWAY };

/* A zeroed struct is the start, at which the user is as good as typing. */
struct attention {
	enum attention_focus focus;
	uint64_t typed_at;
	unsigned unread, mentions; /* since the user was last there */
	unsigned untold;           /* mentions of which no notification was made */
	bool bell;
	bool has_rung, has_told;
	uint64_t rung_at, told_at;
};

void attention_focus(struct attention *, bool there);
void attention_typed(struct attention *, uint64_t now);

/* A message of somebody else came; RINGS: it is of those for which the bell is wanted. */
void attention_message(struct attention *, bool mention, bool rings, uint64_t now);

/* Whether the bell is to be rung now, which is done then: a burst rings once. */
bool attention_ring(struct attention *, uint64_t now);

/* How many mentions a notification is to be made of now, which is done then. */
unsigned attention_tell(struct attention *, uint64_t now);
/* When attention_tell() will have some that it keeps back, or MOMENT_NEVER. */
uint64_t attention_due(const struct attention *);

#endif
