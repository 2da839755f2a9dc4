/*
 * hostile_talk - says a hostile text in every place that a peer's words get to: the handshake,
 * close reasons, errors, names that come, go and change, messages, and answers to commands.
 */
#ifndef HOSTILE_TALK_H
#define HOSTILE_TALK_H

#include <check.h>
#include <stdarg.h>
#include <stdio.h>

#include "hostile.h"
#include "mem.h"
#include "message.h"
#include "session.h"
#include "session_user.h"

/* Twenty cells: the users pane has its full width, whoever else is here. */
#define HOSTILE_WIDEST "Wilhelmina-Josephine"
#define HOSTILE_ID     "1700000000001"

struct hostile_talk {
	struct session *session;
	struct moment now;
	const char *json; /* the text as the inside of a JSON string, */
	char *bytes;      /* and as it is */
};

static inline void __attribute__((format(printf, 2, 3)))
hostile_receive(const struct hostile_talk *t, const char *format, ...)
{
	va_list args;
	char *json;

	va_start(args, format);
	ck_assert_int_ge(vasprintf(&json, format, args), 0);
	va_end(args);
	session_receive(t->session, json, strlen(json), t->now);
	free(json);
}

static inline char *hostile_decode(const char *inside)
{
	char *json = mem_format("{\"type\":\"rejectusername\",\"name\":\"%s\"}", inside), *name;
	struct message m;

	ck_assert(message_parse(&m, json, strlen(json)));
	name = mem_copy(m.name);
	message_free(&m);
	free(json);
	return name;
}

static inline void hostile_connect(const struct hostile_talk *t)
{
	struct error error;

	session_closing(t->session);
	session_closed(t->session, 1000, t->bytes, true, 1000, t->now);
	error_set(&error, ERROR_PROXY_ANSWER, 502, "%s", t->bytes);
	session_failed(t->session, &error, t->now);
	session_connecting(t->session, "ws://localhost:6502/", 1, t->now);
	session_opened(t->session, t->bytes, t->bytes, t->now);
	hostile_receive(t, "{\"type\":\"id\",\"id\":" HOSTILE_ID "}");
}

/* Twice, and an innocent one in between. */
static inline void hostile_come_and_go(const struct hostile_talk *t)
{
	const char *const here[] = { NULL, t->json, "eve", t->json, NULL, t->json };

	for (size_t i = 0; i < sizeof here / sizeof *here; i++) {
		const char *quote = here[i] ? "\"" : "";

		hostile_receive(t, "{\"type\":\"userlist\",\"users\":[\"ann\",%s%s%s%s\"%s\"]}",
				quote, here[i] ? here[i] : "", quote, here[i] ? "," : "",
				HOSTILE_WIDEST);
		if (!i)
			hostile_receive(t,
					"{\"type\":\"username\",\"name\":\"ann\",\"id\":" HOSTILE_ID
					"}");
	}
}

static inline void hostile_answer(const struct hostile_talk *t)
{
	for (int info = 0; info < EVENT_INFO_COUNT; info++)
		session_info(t->session, (enum event_info)info, t->bytes, t->now);
	for (int notice = 0; notice < EVENT_NOTICE_COUNT; notice++)
		session_notice(t->session, (enum event_notice)notice, t->bytes, t->now);
	session_ignore(t->session, t->bytes, t->now);
	session_unignore(t->session, t->bytes, t->now);
}

static inline void hostile_say(const struct hostile_talk *t, const char *id, const char *name,
			       const char *action)
{
	hostile_receive(t, "{\"type\":\"message\",\"id\":%s,\"name\":\"%s\",\"text\":\"%s%s\"}", id,
			name, action, t->json);
}

static inline void hostile_everywhere(struct session *session, const char *json, struct moment now)
{
	const struct hostile_talk t = { session, now, json, hostile_decode(json) };

	hostile_connect(&t);
	hostile_come_and_go(&t);
	hostile_answer(&t);
	hostile_receive(&t, "{\"type\":\"rejectusername\",\"name\":\"%s\",\"id\":1}", json);
	hostile_say(&t, HOSTILE_ID, json, ""); /* forged */
	hostile_say(&t, "77", json, "");
	hostile_say(&t, "77", json, "/me ");
	hostile_say(&t, "77", "bob", "");
	free(t.bytes);
}

#endif
