#include "client_connect.h"

#include <sys/socket.h>

#include "client_configure.h"
#include "client_frames.h"
#include "client_private.h"
#include "session_user.h"
#include "settings.h"
#include "tls.h"

/* A name that three tries in a row did not find is misspelt; and who breaks off three handshakes of
 * TLS has something against us. */
#define TRIES_IN_VAIN 3

/* ms by which the clocks may drift apart before we believe that we slept, and how often we look: a
 * sleeping machine wakes nobody when it wakes up. */
#define CLOCK_JUMP 3000
#define CLOCK_LOOK 5000

/* ms in the room that make a connection one that held: a server that throws us out at once is not
 * to be asked again every second. */
#define HELD 5000

/* ms for an answer on a line that we woke up on. */
#define WAKE_ANSWER 10000

static void on_close(struct client *c, const struct websocket_event *e)
{
	if (c->error.code == ERROR_NONE && (c->goal == CLIENT_STAY || c->goal == CLIENT_END))
		error_set(&c->error, ERROR_WS_CLOSED, e->code, "%s", (const char *)e->bytes);
	session_closed(c->session, e->code, (const char *)e->bytes, e->was_clean, e->sent_code,
		       client_now(c));
	c->closed = true;
}

static void on_open(struct client *c)
{
	struct websocket *ws = connection_websocket(c->connection);

	c->in_vain = 0;
	c->progress_at = client_now(c).mono;
	session_opened(c->session, websocket_protocol(ws), websocket_extensions(ws), client_now(c));
}

/* Our own ping is no answer to it. */
static bool is_from_peer(const struct websocket_event *e)
{
	return e->event != WEBSOCKET_EVENT_FRAME || !e->frame.outgoing;
}

static void on_event(void *arg, const struct websocket_event *e)
{
	struct client *c = arg;

	if (is_from_peer(e))
		c->answer_by = MOMENT_NEVER;
	switch (e->event) {
	case WEBSOCKET_EVENT_OPEN:
		on_open(c);
		break;
	case WEBSOCKET_EVENT_MESSAGE:
		if (e->type == WEBSOCKET_TEXT)
			session_receive(c->session, e->bytes, e->n, client_now(c));
		else
			session_dropped(c->session, EVENT_BINARY, client_now(c));
		break;
	case WEBSOCKET_EVENT_PONG:
		session_pong(c->session, e->rtt, client_now(c));
		break;
	case WEBSOCKET_EVENT_ERROR:
		c->error = e->error;
		session_failed(c->session, &e->error, client_now(c));
		break;
	case WEBSOCKET_EVENT_CLOSE:
		on_close(c, e);
		break;
	case WEBSOCKET_EVENT_FRAME:
		client_note_frame(c, e);
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
		.proxy = settings_proxy(o, &c->url),
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
	ws.report_frames = true;
	ws.random = tls_random;
	return connection_open(c->loop, &ws, &transport, on_event, c, error);
}

/* No connection uses the old one any more. */
static void take_tls(struct client *c)
{
	if (!c->next_tls)
		return;
	tls_context_free(c->tls);
	c->tls = c->next_tls;
	c->next_tls = NULL;
}

static void connect_now(struct client *c)
{
	c->retry_at = MOMENT_NEVER;
	c->entered_at = 0;
	c->error = (struct error){ 0 };
	take_tls(c);
	session_connecting(c->session, c->url.href, ++c->attempt, client_now(c));
	c->connection = open_connection(c, &c->error);
	if (!c->connection) {
		session_failed(c->session, &c->error, client_now(c));
		c->closed = true;
	}
}

static bool is_in_vain(const struct error *e)
{
	return e->code == ERROR_HOST_NOT_FOUND || e->code == ERROR_TLS_HANDSHAKE;
}

/* Whether the next try may go better without anybody's doing. */
static bool is_retryable(const struct client *c)
{
	const struct error *e = &c->error;

	switch (e->code) {
	case ERROR_HOST_NOT_FOUND:
	case ERROR_TLS_HANDSHAKE:
		return c->in_vain < TRIES_IN_VAIN;
	case ERROR_TLS_RECORD: /* these come from a line that was cut */
	case ERROR_TLS_TRUNCATED:
		return true;
	case ERROR_HANDSHAKE_STATUS:
		return e->number == 408 || e->number == 429 || e->number >= 500;
	case ERROR_PROXY_URL:
	case ERROR_PROXY_AUTH:
		return false;
	default:
		return e->code >= ERROR_HOST_NOT_FOUND &&
		       (e->code < ERROR_TLS_EXPIRED || e->code > ERROR_TLS_FILE);
	}
}

static void wait_for_next_try(struct client *c)
{
	uint32_t random;
	uint64_t ms;

	if (c->entered_at && client_now(c).mono - c->entered_at >= HELD)
		backoff_reset(&c->backoff);
	tls_random(&random, sizeof random);
	ms = backoff_next(&c->backoff, random, c->error.retry_after);
	c->retry_at = client_now(c).mono + ms;
	session_waiting(c->session, ms, c->attempt + 1, client_now(c));
}

void client_give_up(struct client *c, enum event_reason reason)
{
	if (!c->journal || !c->config->interactive)
		session_give_up(c->session, reason, client_now(c));
}

/* The connection is gone. */
static void go_on(struct client *c)
{
	bool wanted = c->goal == CLIENT_STAY || c->goal == CLIENT_END;

	connection_free(c->connection);
	c->connection = NULL;
	c->closed = false;
	c->answer_by = MOMENT_NEVER;
	c->in_vain = is_in_vain(&c->error) ? c->in_vain + 1 : 0;
	if (c->again && wanted) {
		c->retry_at = 0;
	} else if (wanted && c->error.code && client_reconnects(c) && is_retryable(c)) {
		wait_for_next_try(c);
	} else if (c->config->interactive && c->goal != CLIENT_LEAVE && c->goal != CLIENT_END) {
		session_offline(c->session);
	} else {
		client_give_up(c, EVENT_IN_DOUBT);
		c->goal = CLIENT_LEAVE;
	}
	c->again = false;
	if (!c->config->interactive)
		session_report_doubt(c->session, client_now(c));
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

void client_reconnect(struct client *c)
{
	bool connected = c->connection;

	backoff_reset(&c->backoff);
	c->attempt = 0;
	c->in_vain = 0;
	client_close(c, CLIENT_STAY);
	c->again = connected;
	c->retry_at = connected ? MOMENT_NEVER : 0;
}

void client_wake(struct client *c)
{
	struct websocket *ws = c->connection ? connection_websocket(c->connection) : NULL;

	if (!c->connection && c->retry_at != MOMENT_NEVER) {
		backoff_reset(&c->backoff);
		c->retry_at = 0;
	} else if (ws && websocket_ready_state(ws) == WEBSOCKET_OPEN &&
		   c->config->options->ping_interval && c->answer_by == MOMENT_NEVER) {
		websocket_ping(ws, client_now(c).mono);
		c->answer_by = client_now(c).mono + WAKE_ANSWER;
	}
}

/* The monotonic clock stands still while the machine sleeps, the wall clock does not. */
static void look_at_clock(struct client *c)
{
	struct moment t = client_now(c);
	int64_t gap = t.wall - (int64_t)t.mono, jump = gap - c->clock_gap;

	c->clock_gap = gap;
	if (jump > CLOCK_JUMP || jump < -CLOCK_JUMP)
		client_wake(c);
}

/* Unless it is we who do not listen, as our reader is busy. */
static void declare_dead(struct client *c)
{
	c->answer_by = MOMENT_NEVER;
	if (c->front.busy(c->front.self))
		return;
	error_set(&c->error, ERROR_SILENT, 0, "%s", "");
	session_failed(c->session, &c->error, client_now(c));
	session_closed(c->session, 1006, "", false, 0, client_now(c));
	c->closed = true;
}

void client_connect(struct client *c)
{
	look_at_clock(c);
	if (!c->closed && client_now(c).mono >= c->answer_by)
		declare_dead(c);
	if (c->closed)
		go_on(c);
	if (!c->connection && client_now(c).mono >= c->retry_at)
		connect_now(c);
}

uint64_t client_connect_deadline(const struct client *c)
{
	uint64_t deadline = client_now(c).mono + CLOCK_LOOK;

	if (c->closed)
		return 0;
	if (c->retry_at < deadline)
		deadline = c->retry_at;
	return c->answer_by < deadline ? c->answer_by : deadline;
}
