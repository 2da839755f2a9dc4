/*
 * session_testing - a session fed by hand, and its events and transcript as text.
 */
#ifndef SESSION_TESTING_H
#define SESSION_TESTING_H

#include <check.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "session.h"
#include "session_user.h"

static const struct moment start = { .mono = 1000, .wall = 5000 };

static inline void name_or_null(struct buf *out, const char *name)
{
	buf_format(out, " %s", name ? name : "null");
}

static inline void append_id(struct buf *out, const struct event *e)
{
	if (e->has_id && e->type != EVENT_SENT)
		buf_format(out, " id=%" PRId64, e->id);
	if (e->has_date)
		buf_format(out, " date=%" PRId64, e->date);
	if (e->own)
		buf_append_string(out, " own");
}

static inline void append_event(struct buf *out, const struct event *e)
{
	buf_append_string(out, event_type_name(e->type));
	if (e->forged)
		buf_format(out, " (%s)", e->forged);
	for (size_t i = 0; i < e->user_count; i++)
		name_or_null(out, e->users[i]);
	if (e->type == EVENT_USERNAME || e->type == EVENT_MESSAGE || e->name)
		name_or_null(out, e->name);
	if (e->to)
		buf_format(out, ">%s", e->to);
	if (e->text)
		buf_format(out, " '%s'", e->text);
	if (e->url)
		buf_format(out, " %s #%u", e->url, e->attempt);
	if (e->protocol)
		buf_format(out, " [%s] [%s]", e->protocol, e->extensions);
	if (e->reason)
		buf_format(out, " %s", event_reason_name(e->reason));
	if (e->type == EVENT_CLOSE)
		buf_format(out, " %u %u %d", e->code, e->sent_code, e->was_clean);
	if (e->type == EVENT_ERROR)
		buf_format(out, " %d %d %s", e->error.code, e->error.number, e->error.detail);
	if (e->number)
		buf_format(out, " %u", e->number);
	append_id(out, e);
	buf_append_string(out, "\n");
}

/* The events that wait are exactly these lines, but for those that only the journal wants. */
static inline void assert_events(struct session *s, const char *expected)
{
	struct buf out = { 0 };
	struct event e;

	while (session_next(s, &e))
		if (e.type != EVENT_QUEUED)
			append_event(&out, &e);
	ck_assert_str_eq(buf_string(&out), expected);
	buf_free(&out);
}

static inline void skip_events(struct session *s)
{
	struct event e;

	while (session_next(s, &e))
		;
}

static const char *line_word(const struct transcript_line *line)
{
	static const char *const states[] = { "", "queued ", "sent ", "", "doubt ", "failed " };

	return line->forged ? "forged " : states[line->state];
}

/* The transcript, a line each, from the first that is no longer about the connection. */
static inline void assert_transcript(struct session *s, const char *expected)
{
	const struct transcript *t = session_transcript(s);
	struct buf out = { 0 };

	for (uint64_t n = transcript_first(t); n < transcript_end(t); n++) {
		const struct transcript_line *line = transcript_at(t, n);

		if (line->type == EVENT_MESSAGE)
			buf_format(&out, "%s<%s> %s\n", line_word(line), transcript_name(line),
				   transcript_text(line));
		else
			buf_format(&out, "%s%s%s%s%s%s\n", line_word(line),
				   event_type_name((enum event_type)line->type),
				   *transcript_name(line) ? " " : "", transcript_name(line),
				   *transcript_text(line) ? " " : "", transcript_text(line));
	}
	ck_assert_str_eq(buf_string(&out), expected);
	buf_free(&out);
}

static inline void receive(struct session *s, const char *text)
{
	session_receive(s, text, strlen(text), start);
}

static inline bool say(struct session *s, const char *text)
{
	return session_say(s, text, strlen(text), start);
}

/* The next message sent is this one; NULL: there is none. */
static inline void assert_output(struct session *s, const char *expected)
{
	struct buf out = { 0 };

	ck_assert_int_eq(session_output(s, &out, start), expected != NULL);
	ck_assert_str_eq(buf_string(&out), expected ? expected : "");
	buf_free(&out);
}

static inline struct session *session_of(const char *name)
{
	const struct session_config config = { .name = name, .scrollback = 100, .max_text = 1000 };

	return session_new(&config);
}

/* Open, with an id, and the name on its way. */
static inline void log_in(struct session *s, int64_t id)
{
	char *text = mem_format("{\"type\":\"id\",\"id\":%" PRId64 "}", id);
	struct buf out = { 0 };

	session_connecting(s, "ws://h/", 1, start);
	session_opened(s, "json", "", start);
	receive(s, text);
	ck_assert(session_output(s, &out, start));
	buf_free(&out);
	free(text);
}

/* As the sample server does: in the room as ann, whose name came with date 5000. */
static inline struct session *ready(void)
{
	struct session *s = session_of("ann");

	log_in(s, 7);
	receive(s, "{\"type\":\"userlist\",\"users\":[\"bob\",\"ann\"]}");
	receive(s, "{\"type\":\"username\",\"name\":\"ann\",\"id\":7,\"date\":5000}");
	skip_events(s);
	transcript_clear(session_transcript(s));
	return s;
}

static inline void cut(struct session *s)
{
	session_closed(s, 1006, "", false, 0, start);
}

#endif
