#include <string.h>

#include "lookalike.h"
#include "mem.h"
#include "mention.h"
#include "session_private.h"

static bool is_own(const struct session *s, const struct message *m)
{
	return s->has_id && m->has_id && m->id == s->id;
}

static bool is_same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* What was said while we were away is not kept by anybody. */
static void tell_gap(struct session *s, struct moment now)
{
	struct event e = { .type = EVENT_GAP,
			   .time = now.wall,
			   .number = (unsigned)((now.wall - s->closed_at) / 1000) };

	if (s->closed_at && now.wall >= s->closed_at) {
		session_tell(s, &e, NULL);
		transcript_add(s->transcript, now.wall, e.type, NULL, NULL)->number = e.number;
	}
	s->closed_at = 0;
}

static void on_id(struct session *s, const struct message *m, struct moment now)
{
	struct event e = { .type = EVENT_ID, .time = now.wall, .has_id = true, .id = m->id };

	if (s->has_id) {
		session_dropped(s, EVENT_SECOND_ID, now);
		return;
	}
	s->has_id = s->ask = true;
	s->id = m->id;
	if (s->state == SESSION_LOGIN)
		s->state = SESSION_READY;
	session_tell(s, &e, NULL);
	tell_gap(s, now);
}

/* The server has said what it calls us. Where it had to reject a name, that was told already. */
static void settle(struct session *s, const char *name, struct moment now)
{
	struct event e = { .type = EVENT_USERNAME,
			   .time = now.wall,
			   .has_id = true,
			   .id = s->id,
			   .own = true,
			   .name = name };

	session_tell(s, &e, NULL);
	if (!s->rejected)
		transcript_add(s->transcript, now.wall, e.type, name, NULL)->own = true;
	mem_replace(&s->called, name);
}

/* Whoever did it, it is what the server calls us from now on. */
static void follow_rename(struct session *s, const char *name)
{
	if (!name || s->unsettled)
		return;
	mem_replace(&s->name, name);
	mem_replace(&s->called, name);
}

static void on_forged_username(struct session *s, const struct message *m, struct moment now)
{
	struct event e = { .type = EVENT_FORGED,
			   .time = now.wall,
			   .has_id = true,
			   .id = m->id,
			   .has_date = m->has_date,
			   .date = m->date,
			   .forged = "username",
			   .name = m->name };

	session_tell(s, &e, NULL);
	transcript_add(s->transcript, now.wall, e.type, m->name, NULL)->forged = true;
	follow_rename(s, m->name);
}

static void on_username(struct session *s, const struct message *m, struct moment now)
{
	struct event e = { .type = EVENT_USERNAME,
			   .time = now.wall,
			   .has_id = m->has_id,
			   .id = m->id,
			   .name = m->name };

	if (!is_own(s, m)) {
		session_tell(s, &e, NULL);
		return;
	}
	if (!m->has_date || !session_was_asked(s, m->date)) {
		on_forged_username(s, m, now);
		return;
	}
	if (m->name && !is_same(m->name, s->called))
		settle(s, m->name, now);
	follow_rename(s, m->name);
}

/* One that comes unasked follows a forged rename, which is told when its broadcast comes, or is a
 * forgery itself. */
static void on_reject(struct session *s, const struct message *m, struct moment now)
{
	struct event e = { .type = EVENT_REJECTUSERNAME, .time = now.wall, .name = m->name };

	if (!is_own(s, m) || !s->unsettled) {
		session_dropped(s, EVENT_NOT_OURS, now);
		return;
	}
	if (!m->name) {
		session_dropped(s, EVENT_UNKNOWN_TYPE, now);
		return;
	}
	session_tell(s, &e, NULL);
	transcript_add(s->transcript, now.wall, e.type, m->name, NULL)->own = true;
	s->rejected = true;
	if (s->unsettled == 1)
		mem_replace(&s->name, m->name);
}

static void tell_change(struct session *s, const struct roster_change *c, enum event_type type,
			bool own, struct moment now)
{
	struct event e = {
		.type = type, .time = now.wall, .name = c->name, .to = c->to, .own = own
	};

	session_tell(s, &e, NULL);
	/* Our own change is told when it is settled. */
	if (!own || !s->unsettled)
		transcript_add(s->transcript, now.wall, type, c->name, c->to)->own = own;
}

/* Somebody may mean to be taken for somebody else. */
static void warn_of_lookalike(struct session *s, const char *name, struct moment now)
{
	struct event e = { .type = EVENT_LOOKALIKE, .time = now.wall, .name = name };
	uint32_t look = lookalike_hash(name);

	for (size_t i = 0; i < roster_count(s->roster) && !e.to; i++) {
		const char *other = roster_name(s->roster, i);

		if (other && roster_look(s->roster, i) == look && lookalike(name, other))
			e.to = other;
	}
	if (!e.to)
		return;
	session_tell(s, &e, NULL);
	transcript_add(s->transcript, now.wall, e.type, name, e.to);
}

/* The name that we want is free: whoever had it, mostly a ghost of our own, is gone. */
static void regain(struct session *s, const char *freed)
{
	if (!is_same(freed, s->wanted) || !s->called || is_same(s->called, s->wanted) ||
	    s->unsettled || roster_has(s->roster, s->wanted) || s->regained == SESSION_REGAIN_MAX)
		return;
	mem_replace(&s->name, s->wanted);
	s->ask = true;
	s->regained++;
}

static void on_change(struct session *s, const struct roster_change *c, struct moment now)
{
	bool own = is_same(c->name, s->called);

	switch (c->type) {
	case ROSTER_JOIN:
		/* We were here before we had a name. */
		if (!s->unsettled || !is_same(c->name, s->name)) {
			tell_change(s, c, EVENT_JOIN, false, now);
			warn_of_lookalike(s, c->name, now);
		}
		break;
	case ROSTER_LEAVE:
		tell_change(s, c, EVENT_LEAVE, false, now);
		regain(s, c->name);
		break;
	case ROSTER_RENAME:
		tell_change(s, c, EVENT_RENAME, own, now);
		warn_of_lookalike(s, c->to, now);
		if (own)
			follow_rename(s, c->to);
		else
			regain(s, c->name);
		break;
	}
}

/*
 * Whether the list shows that our name was given to us. An older connection of ours may hold it
 * still: while somebody behind it has no name, that may be us, so we cannot tell.
 */
static bool is_listed(const struct session *s)
{
	for (size_t i = roster_count(s->roster); i-- > 0;) {
		const char *name = roster_name(s->roster, i);

		if (!name || is_same(name, s->name))
			return name != NULL;
	}
	return false;
}

static void on_userlist(struct session *s, struct message *m, struct moment now)
{
	const char *const *users = (const char *const *)m->users;
	struct event e = { .type = EVENT_USERLIST,
			   .time = now.wall,
			   .users = users,
			   .user_count = m->user_count };
	struct roster_change change;

	roster_update(s->roster, users, m->user_count);
	session_tell(s, &e, m->users);
	m->users = NULL;
	m->user_count = 0;
	while (roster_next(s->roster, &change))
		on_change(s, &change, now);
	/* The broadcast of our name follows, but not from every server. */
	if (s->unsettled && is_listed(s)) {
		s->unsettled = 0;
		settle(s, s->name, now);
	}
}

static struct event text_event(const struct message *m, const char *text, struct moment now)
{
	return (struct event){
		.type = EVENT_MESSAGE,
		.time = now.wall,
		.name = m->name,
		.text = text,
		.has_id = m->has_id,
		.id = m->id,
		.has_date = m->has_date,
		.date = m->date,
	};
}

/* The line as the server has it takes the place of the one that was typed. */
static void on_echo(struct session *s, const struct message *m, const char *text,
		    const struct outbox_item *item, struct moment now)
{
	struct transcript_line *line = transcript_find_own(s->transcript, item->date);
	struct event e = text_event(m, text, now);

	if (line) {
		transcript_deliver(s->transcript, line, now.wall, m->name, text);
	} else {
		line = session_add_message(s, m->name, text, now);
		line->own = true;
		transcript_set_state(s->transcript, line, TRANSCRIPT_DELIVERED);
	}
	e.own = true;
	session_tell(s, &e, NULL);
	e = (struct event){ .type = EVENT_DELIVERED,
			    .time = now.wall,
			    .has_date = true,
			    .date = item->date,
			    .text = item->text };
	session_tell(s, &e, NULL);
}

static void on_others_text(struct session *s, const struct message *m, const char *text,
			   struct moment now)
{
	struct event e = text_event(m, text, now);
	struct transcript_line *line;

	if (m->name && ignore_has(s->ignore, m->name))
		return;
	if (session_is_copy(s, m)) {
		session_dropped(s, EVENT_COPY, now);
		return;
	}
	line = session_add_message(s, m->name, text, now);
	e.mention = line->mention = !s->no_mentions && mention_found(text, s->name);
	if (is_own(s, m)) {
		e.type = EVENT_FORGED;
		e.forged = "message";
		line->forged = true;
	}
	session_tell(s, &e, NULL);
}

static void on_text(struct session *s, const struct message *m, struct moment now)
{
	struct outbox_item *item = m->has_id && m->has_date
					   ? outbox_delivered(s->outbox, m->id, m->date)
					   : NULL;
	struct buf text = { 0 };

	message_unescape(&text, m->text);
	if (item)
		on_echo(s, m, buf_string(&text), item, now);
	else
		on_others_text(s, m, buf_string(&text), now);
	outbox_item_free(item);
	buf_free(&text);
}

void session_receive(struct session *s, const void *text, size_t n, struct moment now)
{
	struct message m;

	if (!message_parse(&m, text, n)) {
		session_dropped(s, EVENT_NOT_JSON, now);
		return;
	}
	switch (m.type) {
	case MESSAGE_ID:
		on_id(s, &m, now);
		break;
	case MESSAGE_USERNAME:
		on_username(s, &m, now);
		break;
	case MESSAGE_TEXT:
		on_text(s, &m, now);
		break;
	case MESSAGE_REJECTUSERNAME:
		on_reject(s, &m, now);
		break;
	case MESSAGE_USERLIST:
		on_userlist(s, &m, now);
		break;
	case MESSAGE_UNKNOWN:
		session_dropped(s, EVENT_UNKNOWN_TYPE, now);
		break;
	}
	message_free(&m);
}
