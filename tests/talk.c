#include "talk.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "testing.h"

static const char *const protocols[] = { "json", "other" };

uint64_t talk_now(const struct talk *t)
{
	return loop_moment(t->m.loop).mono;
}

static void take_message(struct end *e, const struct websocket_event *event)
{
	buf_append(&e->messages, event->bytes, event->n);
	if (e->echo)
		ck_assert(websocket_send(connection_websocket(e->connection), event->type,
					 event->bytes, event->n, talk_now(e->talk), NULL));
}

static void take_close(struct end *e, const struct websocket_event *event)
{
	e->closed = true;
	e->close = *event;
	e->had_transport = connection_transport(e->connection) != NULL;
	buf_format(&e->log, "close:%u:%s ", event->code, (const char *)event->bytes);
}

void talk_on_event(void *arg, const struct websocket_event *event)
{
	struct end *e = arg;

	ck_assert(!e->closed);
	switch (event->event) {
	case WEBSOCKET_EVENT_OPEN:
		e->open = true;
		buf_append_string(&e->log, "open ");
		break;
	case WEBSOCKET_EVENT_MESSAGE:
		take_message(e, event);
		break;
	case WEBSOCKET_EVENT_ERROR:
		e->error = event->error;
		buf_format(&e->log, "error:%d ", event->error.code);
		break;
	case WEBSOCKET_EVENT_CLOSE:
		take_close(e, event);
		break;
	case WEBSOCKET_EVENT_FRAME:
		buf_append_string(&e->log, event->frame.head ? "head " : "frame ");
		break;
	case WEBSOCKET_EVENT_PONG:
		buf_append_string(&e->log, "pong ");
		break;
	}
}

static void accept_connection(void *arg, int fd)
{
	struct talk *t = arg;

	t->server.connection = connection_accept(t->m.loop, &t->server_config, fd,
						 t->m.secure ? t->m.serving : NULL, talk_on_event,
						 &t->server);
	ck_assert_ptr_nonnull(t->server.connection);
}

void talk_begin(struct talk *t, bool secure)
{
	memset(t, 0, sizeof *t);
	meeting_begin(&t->m, secure);
	t->client.talk = t->server.talk = t;
	websocket_config_init(&t->config);
	t->config.random = tls_random;
	t->config.max_message = 32 << 20;
	t->server_config = t->config;
	t->config.url = &t->m.url;
	t->config.protocols = t->server_config.protocols = protocols;
	t->config.protocol_count = 1;
	t->server_config.protocol_count = COUNT(protocols);
	t->server_config.server = true;
}

void talk_listen(struct talk *t)
{
	ck_assert(listener_open(&t->m.listener, t->m.loop, "127.0.0.1", 0, accept_connection, t));
}

void talk_finish(struct talk *t)
{
	struct end *ends[] = { &t->client, &t->server };

	for (size_t i = 0; i < COUNT(ends); i++) {
		connection_free(ends[i]->connection);
		buf_free(&ends[i]->log);
		buf_free(&ends[i]->messages);
	}
	loop_unwatch(t->watch);
	buf_free(&t->heard);
	meeting_finish(&t->m);
}

void talk_stop(void *arg)
{
	loop_stop(arg, 0);
}

void talk_open_to(struct talk *t, const char *host)
{
	struct transport_config transport = { .url = &t->m.url, .tls = t->m.trusting };
	struct error error = { 0 };
	char text[300];

	snprintf(text, sizeof text, "%s://%s:%u/", t->m.secure ? "wss" : "ws", host,
		 (unsigned)t->m.listener.port);
	ck_assert(url_parse(&t->m.url, text, &error));
	t->client.connection = connection_open(t->m.loop, &t->config, &transport, talk_on_event,
					       &t->client, &error);
	ck_assert_ptr_nonnull(t->client.connection);
	ck_assert_ptr_null(connection_websocket(t->client.connection));
	ck_assert_uint_eq(buf_size(&t->client.log), 0);
}

bool talk_are_open(void *arg)
{
	const struct talk *t = arg;

	return (t->client.open && t->server.open) || t->client.closed;
}

bool talk_are_closed(void *arg)
{
	const struct talk *t = arg;

	return t->client.closed && t->server.closed;
}

bool talk_is_closed(void *arg)
{
	return ((const struct talk *)arg)->client.closed;
}

bool talk_has_messages(void *arg)
{
	const struct talk *t = arg;

	return buf_size(&t->client.messages) >= t->expected || t->client.closed;
}

void talk_open_both(struct talk *t)
{
	talk_listen(t);
	talk_open_to(t, "127.0.0.1");
	peers_run_until(t->m.loop, talk_are_open, t);
	ck_assert(!t->client.closed);
}

void talk_say(struct end *e, enum websocket_type type, const void *bytes, size_t n)
{
	ck_assert(websocket_send(connection_websocket(e->connection), type, bytes, n,
				 talk_now(e->talk), NULL));
}

void talk_expect_log(struct end *e, const char *log)
{
	ck_assert_str_eq(buf_string(&e->log), log);
}
