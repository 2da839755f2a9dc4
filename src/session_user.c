#include "session_user.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "session_private.h"
#include "text.h"

/* Bytes of a text too long to be sent that the transcript keeps to tell which one it was. */
#define EXCERPT_MAX 80

static void write_text(struct buf *out, const char *text, int64_t id, int64_t date, int64_t resent)
{
	struct buf escaped = { 0 };

	message_escape(&escaped, text);
	message_write_text(out, buf_string(&escaped), id, date, resent);
	buf_free(&escaped);
}

/* Of the JSON, with the longest numbers, as it may be sent again under another id. */
static size_t size_of(const char *text)
{
	struct buf json = { 0 };
	size_t size;

	write_text(&json, text, INT64_MAX, INT64_MAX, INT64_MAX);
	size = buf_size(&json);
	buf_free(&json);
	return size;
}

/* No byte becomes more than six, which spares a look at most texts. */
long session_text_left(const struct session *s, const char *text)
{
	size_t near = s->max_text - s->max_text / 10, size;

	if (strlen(text) < near / 6 - near / 60)
		return LONG_MAX;
	size = size_of(text);
	return size < near ? LONG_MAX : (long)s->max_text - (long)size;
}

/* JSON has no NUL that all readers take, and a C string none at all. */
static char *text_new(const char *text, size_t n)
{
	struct buf out = { 0 };

	for (size_t at = 0; at < n;) {
		size_t part = strnlen(text + at, n - at);

		buf_append(&out, text + at, part);
		at += part;
		if (at < n)
			buf_append_string(&out, "\xef\xbf\xbd");
		at += at < n;
	}
	return buf_take(&out);
}

static void refuse(struct session *s, const char *text, struct moment now)
{
	struct event e = {
		.type = EVENT_UNDELIVERED, .time = now.wall, .text = text, .reason = EVENT_TOO_LONG
	};
	struct buf excerpt = { 0 };

	session_tell(s, &e, NULL);
	text_clean(&excerpt, text, strlen(text), TEXT_ONE_LINE);
	if (buf_size(&excerpt) > EXCERPT_MAX)
		buf_truncate(&excerpt,
			     text_prev(buf_string(&excerpt), buf_size(&excerpt), EXCERPT_MAX));
	buf_append_string(&excerpt, "...");
	transcript_add(s->transcript, now.wall, e.type, NULL, buf_string(&excerpt))->reason =
		EVENT_TOO_LONG;
	buf_free(&excerpt);
}

struct transcript_line *session_add_message(struct session *s, const char *name, const char *text,
					    struct moment now)
{
	struct transcript_line *line = transcript_add(s->transcript, now.wall, EVENT_MESSAGE, name,
						      text);

	line->action = message_action(text) != NULL;
	return line;
}

static void queue(struct session *s, const char *text, struct moment now)
{
	const struct outbox_item *item = outbox_add(s->outbox, text, strlen(text), now.wall);
	struct event e = { .type = EVENT_QUEUED,
			   .time = now.wall,
			   .has_date = true,
			   .date = item->date,
			   .text = item->text };

	session_tell(s, &e, NULL);
	transcript_set_own(s->transcript, session_add_message(s, s->name, text, now), item->date);
}

bool session_say(struct session *s, const char *text, size_t n, struct moment now)
{
	char *copy = text_new(text, n);
	bool too_long = size_of(copy) > s->max_text;

	if (too_long)
		refuse(s, copy, now);
	else
		queue(s, copy, now);
	free(copy);
	return !too_long;
}

static bool is_name_too_long(const struct session *s, const char *name)
{
	struct buf json = { 0 };
	bool too_long;

	message_write_username(&json, name, INT64_MAX, INT64_MAX);
	too_long = buf_size(&json) > s->max_text;
	buf_free(&json);
	return too_long;
}

static void rename_to(struct session *s, const char *name, struct moment now)
{
	struct error error;

	if (is_name_too_long(s, name)) {
		error_set(&error, ERROR_MESSAGE_TOO_LONG, 0, "%s", "");
		session_failed(s, &error, now);
		return;
	}
	mem_replace(&s->wanted, name);
	if (strcmp(s->name, name) == 0) {
		session_notice(s, EVENT_NOTICE_SAME_NAME, name, now);
		return;
	}
	mem_replace(&s->name, name);
	s->ask = s->has_id;
	s->ask_after = outbox_last_date(s->outbox);
}

void session_rename(struct session *s, const char *name, struct moment now)
{
	char *clean = session_name_new(name);

	rename_to(s, clean, now);
	free(clean);
}

/* What was typed under the old name is still sent under it. */
static bool must_wait(const struct session *s)
{
	const struct outbox_item *item = outbox_queued(s->outbox);

	return item && item->date <= s->ask_after;
}

/* To ask for the name that we have would be answered with another one. */
static bool ask(struct session *s, struct buf *out, struct moment now)
{
	int64_t date;

	if (!s->ask || must_wait(s))
		return false;
	s->ask = false;
	if (!s->unsettled && s->called && strcmp(s->called, s->name) == 0)
		return false;
	date = outbox_date(s->outbox, now.wall);
	message_write_username(out, s->name, s->id, date);
	if (s->asked_count == SESSION_ASKED_MAX)
		memmove(s->asked, s->asked + 1, --s->asked_count * sizeof *s->asked);
	s->asked[s->asked_count++] = date;
	s->unsettled++;
	s->rejected = false;
	return true;
}

bool session_was_asked(struct session *s, int64_t date)
{
	size_t at = 0;

	while (at < s->asked_count && s->asked[at] != date)
		at++;
	if (at == s->asked_count)
		return false;
	s->asked_count -= ++at;
	memmove(s->asked, s->asked + at, s->asked_count * sizeof *s->asked);
	if (s->unsettled > s->asked_count)
		s->unsettled = (unsigned)s->asked_count;
	return true;
}

static void mark_sent(struct session *s, const struct outbox_item *item, struct moment now)
{
	struct event e = { .type = EVENT_SENT,
			   .time = now.wall,
			   .has_id = true,
			   .id = s->id,
			   .has_date = true,
			   .date = item->date,
			   .text = item->text };
	struct transcript_line *line = transcript_find_own(s->transcript, item->date);

	outbox_sent(s->outbox, item->date, s->id, now.mono);
	if (line)
		transcript_set_state(s->transcript, line, TRANSCRIPT_SENT);
	session_tell(s, &e, NULL);
}

bool session_output(struct session *s, struct buf *out, struct moment now)
{
	const struct outbox_item *item;

	if (s->state != SESSION_READY)
		return false;
	if (ask(s, out, now))
		return true;
	item = outbox_queued(s->outbox);
	if (!item)
		return false;
	write_text(out, item->text, s->id, item->date, item->sent_as);
	mark_sent(s, item, now);
	return true;
}

void session_info(struct session *s, enum event_info info, const char *text, struct moment now)
{
	struct event e = { .type = EVENT_INFO, .time = now.wall, .info = info, .text = text };

	session_tell(s, &e, NULL);
	transcript_add(s->transcript, now.wall, e.type, NULL, text)->reason = (uint8_t)info;
}

void session_notice(struct session *s, enum event_notice notice, const char *text,
		    struct moment now)
{
	struct event e = { .type = EVENT_NOTICE, .time = now.wall, .notice = notice, .text = text };

	session_tell(s, &e, NULL);
	transcript_add(s->transcript, now.wall, e.type, NULL, text)->reason = (uint8_t)notice;
}

void session_ignore(struct session *s, const char *name, struct moment now)
{
	struct buf names = { 0 };

	if (*name) {
		ignore_add(s->ignore, name);
		session_notice(s, EVENT_NOTICE_IGNORED, name, now);
		return;
	}
	for (size_t at = 0; (name = ignore_name(s->ignore, at)); at++)
		buf_format(&names, "%s%s", at ? ", " : "", name);
	session_notice(s, EVENT_NOTICE_IGNORING, buf_string(&names), now);
	buf_free(&names);
}

const char *session_ignored(const struct session *s, size_t at)
{
	return ignore_name(s->ignore, at);
}

void session_unignore(struct session *s, const char *name, struct moment now)
{
	session_notice(s,
		       ignore_remove(s->ignore, name) ? EVENT_NOTICE_UNIGNORED
						      : EVENT_NOTICE_NOT_IGNORED,
		       name, now);
}
