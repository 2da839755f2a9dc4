#include "attention.h"

#include "moment.h"

/* Who has typed nothing for so long may be anywhere, ms. */
#define IDLE 60000

/* Nobody needs a bell or a notification more often, ms. */
#define BELL_PAUSE 1000
#define TELL_PAUSE 10000

static void come_back(struct attention *a)
{
	a->unread = a->mentions = a->untold = 0;
	a->bell = false;
}

void attention_focus(struct attention *a, bool there)
{
	a->focus = there ? ATTENTION_THERE : ATTENTION_AWAY;
	if (there)
		come_back(a);
}

/* Keys that come to a terminal without the focus are a program's, or pasted by one. */
void attention_typed(struct attention *a, uint64_t now)
{
	a->typed_at = now;
	if (a->focus != ATTENTION_AWAY)
		come_back(a);
}

static bool is_away(const struct attention *a, uint64_t now)
{
	return a->focus == ATTENTION_AWAY ||
	       (a->focus == ATTENTION_UNKNOWN && now - a->typed_at >= IDLE);
}

void attention_message(struct attention *a, bool mention, bool rings, uint64_t now)
{
	a->bell = a->bell || (rings && a->focus != ATTENTION_THERE);
	if (!is_away(a, now))
		return;
	a->unread++;
	a->mentions += mention;
	a->untold += mention;
}

bool attention_ring(struct attention *a, uint64_t now)
{
	if (!a->bell)
		return false;
	a->bell = false;
	if (a->has_rung && now - a->rung_at < BELL_PAUSE)
		return false;
	a->has_rung = true;
	a->rung_at = now;
	return true;
}

uint64_t attention_due(const struct attention *a)
{
	if (!a->untold)
		return MOMENT_NEVER;
	return a->has_told ? a->told_at + TELL_PAUSE : 0;
}

unsigned attention_tell(struct attention *a, uint64_t now)
{
	unsigned untold = a->untold;

	if (!untold || now < attention_due(a))
		return 0;
	a->untold = 0;
	a->has_told = true;
	a->told_at = now;
	return untold;
}
