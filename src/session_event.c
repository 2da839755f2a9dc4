#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "session_private.h"

static size_t string_size(const char *string)
{
	return string ? strlen(string) + 1 : 0;
}

/* Moves the string to the place, which moves on. */
static void keep(const char **string, char **place)
{
	size_t n = string_size(*string);

	if (!n)
		return;
	memcpy(*place, *string, n);
	*string = *place;
	*place += n;
}

static struct session_queued *queued_new(const struct event *e)
{
	const char *const strings[] = {
		e->name, e->to, e->text, e->url, e->protocol, e->extensions
	};
	struct session_queued *q;
	size_t n = 0;
	char *place;

	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		n += string_size(strings[i]);
	q = mem_new(1, sizeof *q + n);
	q->event = *e;
	place = q->strings;
	keep(&q->event.name, &place);
	keep(&q->event.to, &place);
	keep(&q->event.text, &place);
	keep(&q->event.url, &place);
	keep(&q->event.protocol, &place);
	keep(&q->event.extensions, &place);
	return q;
}

static void queued_free(struct session_queued *q)
{
	if (!q)
		return;
	for (size_t i = 0; q->users && i < q->event.user_count; i++)
		free(q->users[i]);
	free(q->users);
	free(q);
}

void session_tell(struct session *s, const struct event *e, char **users)
{
	struct session_queued *q = queued_new(e);

	q->users = users;
	if (s->event_at == s->event_count)
		s->event_at = s->event_count = 0;
	s->events = mem_grow(s->events, &s->event_room, s->event_count + 1,
			     sizeof(struct session_queued *));
	s->events[s->event_count++] = q;
}

bool session_next(struct session *s, struct event *e)
{
	queued_free(s->given);
	s->given = NULL;
	if (s->event_at == s->event_count)
		return false;
	s->given = s->events[s->event_at++];
	*e = s->given->event;
	return true;
}

void session_events_free(struct session *s)
{
	queued_free(s->given);
	while (s->event_at < s->event_count)
		queued_free(s->events[s->event_at++]);
	free(s->events);
}
