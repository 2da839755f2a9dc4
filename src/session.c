#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "session_private.h"
#include "text.h"

char *session_name_new(const char *name)
{
	struct buf clean = { 0 };

	if (text_valid(name, strlen(name)))
		return mem_copy(name);
	text_clean(&clean, name, strlen(name), TEXT_ONE_LINE);
	return buf_take(&clean);
}

struct session *session_new(const struct session_config *config)
{
	struct session *s = mem_new(1, sizeof *s);

	s->wanted = session_name_new(config->name);
	s->name = mem_copy(s->wanted);
	s->url = mem_copy("");
	s->max_text = config->max_text;
	s->no_mentions = config->no_mentions;
	s->roster = roster_new();
	s->transcript = transcript_new(config->scrollback);
	s->outbox = outbox_new();
	s->ignore = ignore_new();
	return s;
}

void session_free(struct session *s)
{
	if (!s)
		return;
	session_events_free(s);
	session_seen_free(s);
	roster_free(s->roster);
	transcript_free(s->transcript);
	outbox_free(s->outbox);
	ignore_free(s->ignore);
	free(s->wanted);
	free(s->name);
	free(s->called);
	free(s->url);
	free(s);
}

void session_connecting(struct session *s, const char *url, unsigned attempt, struct moment now)
{
	struct event e = {
		.type = EVENT_CONNECTING, .time = now.wall, .url = url, .attempt = attempt
	};
	bool moved = strcmp(s->url, url) != 0;

	s->state = SESSION_CONNECTING;
	mem_replace(&s->url, url);
	if (moved)
		s->closed_at = 0; /* from another room nobody was away */
	session_tell(s, &e, NULL);
	/* Further tries are seen in the status line; a night without a network must not push the
	 * conversation out. */
	if (attempt <= 1 || moved)
		transcript_add(s->transcript, now.wall, e.type, NULL, url)->number = attempt;
}

void session_opened(struct session *s, const char *protocol, const char *extensions,
		    struct moment now)
{
	struct event e = {
		.type = EVENT_OPEN, .time = now.wall, .protocol = protocol, .extensions = extensions
	};

	s->state = SESSION_LOGIN;
	s->was_open = true;
	s->told = (struct error){ 0 };
	session_tell(s, &e, NULL);
	transcript_add(s->transcript, now.wall, e.type, NULL, protocol);
}

void session_dropped(struct session *s, enum event_reason reason, struct moment now)
{
	struct event e = { .type = EVENT_DROPPED, .time = now.wall, .reason = reason };

	session_tell(s, &e, NULL);
}

void session_pong(struct session *s, unsigned rtt, struct moment now)
{
	struct event e = { .type = EVENT_PONG, .time = now.wall, .number = rtt };

	s->rtt = rtt;
	session_tell(s, &e, NULL);
}

static bool is_told(const struct session *s, const struct error *error)
{
	return s->told.code == error->code && s->told.number == error->number &&
	       strcmp(s->told.detail, error->detail) == 0;
}

void session_failed(struct session *s, const struct error *error, struct moment now)
{
	struct event e = { .type = EVENT_ERROR, .time = now.wall, .error = *error };
	struct transcript_line *line;

	session_tell(s, &e, NULL);
	if (is_told(s, error))
		return;
	s->told = *error;
	line = transcript_add(s->transcript, now.wall, e.type, NULL, error->detail);
	line->reason = (uint8_t)error->code;
	line->number = (uint32_t)error->number;
}

void session_closing(struct session *s)
{
	s->state = SESSION_CLOSING;
}

/* What was sent and has no echo: the cut leaves it in doubt. */
static void doubt(struct session *s)
{
	const struct outbox_item *item = NULL;
	struct transcript_line *line;

	while ((item = outbox_each(s->outbox, item))) {
		line = item->state == OUTBOX_SENT ? transcript_find_own(s->transcript, item->date)
						  : NULL;
		if (line)
			transcript_set_state(s->transcript, line, TRANSCRIPT_IN_DOUBT);
	}
	outbox_cut(s->outbox);
}

void session_closed(struct session *s, unsigned code, const char *reason, bool was_clean,
		    unsigned sent_code, struct moment now)
{
	struct event e = { .type = EVENT_CLOSE,
			   .time = now.wall,
			   .code = (uint16_t)code,
			   .text = reason,
			   .was_clean = was_clean,
			   .sent_code = (uint16_t)sent_code };

	session_tell(s, &e, NULL);
	if (s->was_open)
		transcript_add(s->transcript, now.wall, e.type, NULL, reason)->number = code;
	if (s->was_open)
		s->closed_at = now.wall;
	s->state = SESSION_OFFLINE;
	s->was_open = s->has_id = s->ask = s->rejected = false;
	s->unsettled = 0;
	s->asked_count = 0;
	s->ask_after = 0;
	s->regained = 0;
	s->rtt = 0;
	mem_replace(&s->name, s->wanted);
	mem_replace(&s->called, NULL);
	roster_clear(s->roster);
	doubt(s);
}

void session_waiting(struct session *s, uint64_t ms, unsigned attempt, struct moment now)
{
	struct event e = { .type = EVENT_RECONNECTING,
			   .time = now.wall,
			   .number = ms < UINT32_MAX ? (unsigned)ms : UINT32_MAX,
			   .attempt = attempt };

	s->state = SESSION_WAITING;
	s->retry_at = now.mono + ms;
	session_tell(s, &e, NULL);
}

void session_offline(struct session *s)
{
	s->state = SESSION_OFFLINE;
}

enum session_state session_state(const struct session *s)
{
	return s->state;
}

const char *session_name(const struct session *s)
{
	return s->name;
}

const char *session_url(const struct session *s)
{
	return s->url;
}

bool session_id(const struct session *s, int64_t *id)
{
	*id = s->id;
	return s->has_id;
}

uint64_t session_retry_at(const struct session *s)
{
	return s->retry_at;
}

unsigned session_rtt(const struct session *s)
{
	return s->rtt;
}

const struct roster *session_roster(const struct session *s)
{
	return s->roster;
}

struct transcript *session_transcript(struct session *s)
{
	return s->transcript;
}

const struct outbox *session_outbox(const struct session *s)
{
	return s->outbox;
}
