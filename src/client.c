#include "client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "client_private.h"
#include "files.h"
#include "handshake.h"
#include "mem.h"
#include "message.h"
#include "tls.h"
#include "words.h"

/* Bytes given to the websocket and not yet sent, beyond which the outbox keeps what it has. */
#define SEND_AHEAD (256u << 10)

/* A name that three tries in a row did not find is misspelt. */
#define UNKNOWN_HOST_TRIES 3

enum { STATUS_NO_ECHO = 75, STATUS_SIGNAL = 128 };

static struct moment now(const struct client *c)
{
	return loop_moment(c->loop);
}

static void on_close(struct client *c, const struct websocket_event *e)
{
	if (c->error.code == ERROR_NONE && (c->goal == CLIENT_STAY || c->goal == CLIENT_END))
		error_set(&c->error, ERROR_WS_CLOSED, e->code, "%s", (const char *)e->bytes);
	session_closed(c->session, e->code, (const char *)e->bytes, e->was_clean, e->sent_code,
		       now(c));
	c->closed = true;
}

static void on_open(struct client *c)
{
	struct websocket *ws = connection_websocket(c->connection);

	c->progress_at = now(c).mono;
	session_opened(c->session, websocket_protocol(ws), websocket_extensions(ws), now(c));
}

static void on_event(void *arg, const struct websocket_event *e)
{
	struct client *c = arg;

	switch (e->event) {
	case WEBSOCKET_EVENT_OPEN:
		on_open(c);
		break;
	case WEBSOCKET_EVENT_MESSAGE:
		if (e->type == WEBSOCKET_TEXT)
			session_receive(c->session, e->bytes, e->n, now(c));
		else
			session_dropped(c->session, EVENT_BINARY, now(c));
		break;
	case WEBSOCKET_EVENT_PONG:
		session_pong(c->session, e->rtt, now(c));
		break;
	case WEBSOCKET_EVENT_ERROR:
		c->error = e->error;
		session_failed(c->session, &e->error, now(c));
		break;
	case WEBSOCKET_EVENT_CLOSE:
		on_close(c, e);
		break;
	case WEBSOCKET_EVENT_FRAME:
		break;
	}
}

static struct connection *open_connection(struct client *c, struct error *error)
{
	const struct options *o = c->config->options;
	struct websocket_config ws;
	struct transport_config transport = {
		.url = &c->url,
		.connect_host = c->connect_host,
		.connect_port = c->connect_port,
		.proxy = c->config->proxy,
		.family = o->family == 4   ? AF_INET
			  : o->family == 6 ? AF_INET6
					   : AF_UNSPEC,
		.tls = c->tls,
	};

	websocket_config_init(&ws);
	ws.url = &c->url;
	ws.protocols = (const char *const *)o->protocols;
	ws.protocol_count = o->protocol_count;
	ws.origin = o->origin;
	ws.headers = (const char *const *)o->headers;
	ws.header_count = o->header_count;
	ws.compress = o->compress;
	ws.max_message = o->max_message;
	ws.ping_interval = o->ping_interval * 1000;
	ws.random = tls_random;
	return connection_open(c->loop, &ws, &transport, on_event, c, error);
}

static void connect_now(struct client *c)
{
	c->retry_at = MOMENT_NEVER;
	c->error = (struct error){ 0 };
	session_connecting(c->session, c->url.href, ++c->attempt, now(c));
	c->connection = open_connection(c, &c->error);
	if (!c->connection) {
		session_failed(c->session, &c->error, now(c));
		c->closed = true;
	}
}

static void finish(struct client *c)
{
	int status = words_exit_status(&c->error);

	if (c->signal)
		status = STATUS_SIGNAL + c->signal;
	else if (!status && c->undelivered)
		status = STATUS_NO_ECHO;
	c->ended = true;
	loop_stop(c->loop, status);
}

static bool is_retryable(const struct client *c)
{
	const struct error *e = &c->error;

	if (e->code == ERROR_HOST_NOT_FOUND)
		return c->attempt < UNKNOWN_HOST_TRIES;
	if (e->code == ERROR_HANDSHAKE_STATUS)
		return e->number == 429 || e->number >= 500;
	return e->code < ERROR_TLS_EXPIRED || e->code > ERROR_TLS_FILE;
}

static void wait_for_next_try(struct client *c)
{
	uint32_t random;
	uint64_t ms;

	tls_random(&random, sizeof random);
	ms = backoff_next(&c->backoff, random, c->error.retry_after);
	c->retry_at = now(c).mono + ms;
	session_waiting(c->session, ms, c->attempt + 1, now(c));
}

/* What a journal keeps goes on with the next start. */
static void give_up(struct client *c, enum event_reason reason)
{
	if (!c->journal)
		session_give_up(c->session, reason, now(c));
	else if (outbox_each(session_outbox(c->session), NULL))
		c->undelivered = true;
}

/* The connection is gone. */
static void go_on(struct client *c)
{
	bool again = c->goal == CLIENT_AGAIN;
	bool wanted = c->goal == CLIENT_STAY || c->goal == CLIENT_END;

	connection_free(c->connection);
	c->connection = NULL;
	c->closed = false;
	if (again) {
		c->goal = CLIENT_STAY;
		c->retry_at = 0;
	} else if (wanted && c->error.code && c->config->reconnect && is_retryable(c)) {
		wait_for_next_try(c);
	} else if (c->config->interactive && c->goal != CLIENT_LEAVE && c->goal != CLIENT_END) {
		session_offline(c->session, now(c));
	} else {
		give_up(c, EVENT_IN_DOUBT);
		c->goal = CLIENT_LEAVE;
	}
	if (!c->config->interactive)
		session_report_doubt(c->session, now(c));
}

void client_close(struct client *c, enum client_goal goal)
{
	c->goal = goal;
	c->retry_at = MOMENT_NEVER;
	if (!c->connection)
		return;
	session_closing(c->session);
	connection_close(c->connection, 1000, c->reason);
}

/* When the end need not wait any longer for echoes: MOMENT_NEVER while there is nothing to wait
 * for but the connection. */
static uint64_t echo_deadline(const struct client *c)
{
	const struct outbox *outbox = session_outbox(c->session);
	const struct outbox_item *item = outbox_each(outbox, NULL);
	enum session_state state = session_state(c->session);
	uint64_t since = c->progress_at;

	if (state != SESSION_READY && state != SESSION_LOGIN)
		return MOMENT_NEVER;
	while (item && item->state != OUTBOX_SENT)
		item = outbox_each(outbox, item);
	if (item)
		since = item->sent_at;
	return since + c->config->echo_wait;
}

static bool is_all_done(const struct client *c)
{
	const struct outbox *outbox = session_outbox(c->session);

	return session_state(c->session) == SESSION_READY && !outbox_count(outbox, OUTBOX_QUEUED) &&
	       !outbox_count(outbox, OUTBOX_SENT);
}

static void end_if_done(struct client *c)
{
	if (c->goal != CLIENT_END || now(c).mono < c->linger_until)
		return;
	if (now(c).mono >= echo_deadline(c))
		give_up(c, EVENT_NO_ECHO);
	else if (!is_all_done(c))
		return;
	client_close(c, CLIENT_LEAVE);
}

/* Once in the room again, what the cut left in doubt is the user's to decide. */
static void ask_about_doubt(struct client *c)
{
	size_t count = outbox_count(session_outbox(c->session), OUTBOX_IN_DOUBT);
	char text[32];

	if (!count || !c->config->interactive)
		return;
	snprintf(text, sizeof text, "%zu", count);
	session_notice(c->session, EVENT_NOTICE_IN_DOUBT, text, now(c));
}

static void note(struct client *c, const struct event *e)
{
	if (c->log)
		log_note(c->log, e);
	if (c->journal)
		journal_note(c->journal, e);
	if (e->type == EVENT_UNDELIVERED)
		c->undelivered = true;
	if (e->type == EVENT_ID) {
		backoff_reset(&c->backoff);
		c->attempt = 0;
		ask_about_doubt(c);
	}
	if (e->type == EVENT_SENT || e->type == EVENT_DELIVERED)
		c->progress_at = now(c).mono;
}

/* Events to the front end, its wishes to us, until neither has any more. */
static void serve_front(struct client *c)
{
	struct command command;
	struct event event;
	bool busy;

	do {
		busy = false;
		while (session_next(c->session, &event)) {
			note(c, &event);
			c->front.event(c->front.self, &event);
		}
		while (!c->ended && c->front.next(c->front.self, &command)) {
			client_obey(c, &command);
			busy = true;
		}
	} while (busy);
}

static bool may_send(struct websocket *ws)
{
	return ws && websocket_ready_state(ws) == WEBSOCKET_OPEN &&
	       websocket_buffered_amount(ws) < SEND_AHEAD;
}

static void send_queued(struct client *c)
{
	struct websocket *ws = c->connection ? connection_websocket(c->connection) : NULL;
	struct buf out = { 0 };

	while (may_send(ws) && session_output(c->session, &out, now(c))) {
		websocket_send(ws, WEBSOCKET_TEXT, buf_bytes(&out), buf_size(&out), now(c).mono,
			       NULL);
		buf_clear(&out);
	}
	buf_free(&out);
}

/* What is said to be sent is on the disk before it is on the wire. */
static void keep(struct client *c)
{
	struct error error;

	if (c->journal && !journal_sync(c->journal, session_outbox(c->session), &error))
		session_failed(c->session, &error, now(c));
	if (c->log && !log_flush(c->log, &error))
		session_failed(c->session, &error, now(c));
}

static uint64_t next_deadline(const struct client *c)
{
	uint64_t deadline = c->closed ? 0 : c->retry_at;

	if (c->goal == CLIENT_END) {
		uint64_t echo = c->linger_until > now(c).mono ? c->linger_until : echo_deadline(c);

		deadline = deadline < echo ? deadline : echo;
	}
	return deadline;
}

static void on_turn(void *arg)
{
	struct client *c = arg;

	if (c->ended)
		return;
	if (c->closed)
		go_on(c);
	if (!c->connection && now(c).mono >= c->retry_at)
		connect_now(c);
	serve_front(c);
	send_queued(c);
	end_if_done(c);
	serve_front(c);
	keep(c);
	if (c->connection) {
		connection_hold(c->connection, c->front.busy(c->front.self));
		connection_flush(c->connection);
	}
	serve_front(c);
	if (!c->connection && c->goal == CLIENT_LEAVE)
		finish(c);
	loop_timer_set(c->timer, next_deadline(c));
	c->front.flush(c->front.self);
	if (c->ended)
		c->front.end(c->front.self, words_exit_status(&c->error) ? &c->error : NULL);
}

/* A turn does all that is due. */
static void on_timer(void *arg)
{
	(void)arg;
}

static bool check_url(const struct client *c, const struct url *url, struct error *error)
{
	if (!url->secure && c->config->options->require_tls && !url_is_loopback(url))
		return error_set(error, ERROR_URL_INSECURE, 0, "%s", url->href);
	return true;
}

bool client_set_url(struct client *c, const char *string, struct error *error)
{
	struct url url;

	if (!url_parse(&url, string, error))
		return false;
	if (!check_url(c, &url, error)) {
		url_free(&url);
		return false;
	}
	url_free(&c->url);
	c->url = url;
	return true;
}

/* HOST[:PORT] has the form of a URL's authority. */
static bool read_connect(struct client *c, const char *where, struct error *error)
{
	struct url url;
	char *string, *colon;

	if (!where)
		return true;
	string = mem_format("ws://%s/", where);
	if (!url_parse(&url, string, error)) {
		free(string);
		return false;
	}
	colon = strrchr(where, ':');
	c->connect_host = mem_copy(url.host);
	c->connect_port = colon && !strchr(colon, ']') ? url.port : 0;
	url_free(&url);
	free(string);
	return true;
}

static bool check_options(const struct options *o, struct error *error)
{
	if (!handshake_check_protocols((const char *const *)o->protocols, o->protocol_count, error))
		return false;
	for (size_t i = 0; i < o->header_count; i++)
		if (!handshake_check_header(o->headers[i], error))
			return false;
	return true;
}

void client_open_journal(struct client *c)
{
	char *directory = c->config->reconnect ? files_state_directory() : NULL;
	struct outbox *left = outbox_new();
	const struct outbox_item *item = NULL;
	struct error error = { 0 };

	journal_close(c->journal, session_outbox(c->session));
	c->journal = directory ? journal_open(directory, c->url.href, c->config->options->name,
					      &error)
			       : NULL;
	if (c->journal)
		journal_restore(c->journal, left);
	else if (error.code)
		session_failed(c->session, &error, now(c));
	while ((item = outbox_each(left, item)))
		session_restore(c->session, item, now(c));
	outbox_free(left);
	free(directory);
}

static bool open_log(struct client *c, struct error *error)
{
	if (!c->config->options->log)
		return true;
	c->log = log_open(c->config->options->log_file, &c->url, now(c).wall, error);
	return c->log;
}

static bool configure(struct client *c, struct error *error)
{
	const struct options *o = c->config->options;
	struct tls_config tls = { o->ca_file, o->cert, o->key, o->pin };

	if (!check_options(o, error) || !client_set_url(c, o->url, error) ||
	    !read_connect(c, o->connect, error) || !open_log(c, error))
		return false;
	c->tls = tls_client_context(&tls, error);
	return c->tls;
}

struct client *client_new(struct loop *loop, const struct client_config *config,
			  struct session *session, struct front front, struct error *error)
{
	struct client *c = mem_new(1, sizeof *c);

	c->loop = loop;
	c->config = config;
	c->session = session;
	c->front = front;
	if (!configure(c, error)) {
		client_free(c);
		return NULL;
	}
	client_open_journal(c);
	c->timer = loop_timer(loop, on_timer, c);
	loop_on_turn(loop, on_turn, c);
	return c;
}

void client_free(struct client *c)
{
	if (!c)
		return;
	connection_free(c->connection);
	journal_close(c->journal, session_outbox(c->session));
	log_close(c->log);
	loop_timer_free(c->timer);
	tls_context_free(c->tls);
	url_free(&c->url);
	free(c->connect_host);
	free(c->reason);
	free(c);
}

void client_interrupt(struct client *c, int signal)
{
	if (c->signal && c->connection) {
		connection_free(c->connection);
		c->connection = NULL;
	}
	c->signal = signal;
	client_close(c, CLIENT_LEAVE);
}
