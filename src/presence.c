#include "presence.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

bool presence_is(const struct transcript_line *line)
{
	return line->type == EVENT_JOIN || line->type == EVENT_LEAVE || line->type == EVENT_RENAME;
}

/* The one who has the name, or had it when leaving; a new one where there is none. */
static struct presence_person *find(struct presence *p, const char *name, bool here)
{
	for (size_t i = p->count; i-- > 0;)
		if (!p->people[i].now == !here && !strcmp(p->people[i].last, name))
			return &p->people[i];
	p->people = mem_grow(p->people, &p->room, p->count + 1, sizeof *p->people);
	p->people[p->count] = (struct presence_person){ here ? name : NULL, NULL, name };
	return &p->people[p->count++];
}

void presence_add(struct presence *p, const struct transcript_line *line)
{
	const char *name = transcript_name(line);
	struct presence_person *person = find(p, name, line->type != EVENT_JOIN);

	person->now = NULL;
	if (line->type == EVENT_JOIN)
		person->now = name;
	else if (line->type == EVENT_RENAME)
		person->now = transcript_text(line);
	if (person->now)
		person->last = person->now;
}

void presence_clear(struct presence *p)
{
	p->count = 0;
}

void presence_free(struct presence *p)
{
	free(p->people);
	*p = (struct presence){ 0 };
}

enum presence_kind presence_kind(const struct presence_person *person)
{
	if (!person->before)
		return person->now ? PRESENCE_JOINED : PRESENCE_VISITED;
	if (!person->now)
		return PRESENCE_LEFT;
	return strcmp(person->before, person->now) != 0 ? PRESENCE_RENAMED : PRESENCE_BACK;
}
