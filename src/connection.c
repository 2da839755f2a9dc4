#include "connection.h"

#include <stdlib.h>
#include <unistd.h>

#include "mem.h"
#include "moment.h"

#define LINGER 2000 /* ms for the peer to end the transport, once it may */

struct connection {
	struct loop *loop;
	connection_handler *handler;
	void *arg;
	struct websocket *websocket;
	enum websocket_state state;  /* when we looked last */
	struct transport *transport; /* NULL: closed */
	struct loop_timer *timer;
	struct loop_hook *hook;
	char *name;       /* client: whom we connect to */
	bool secure;      /* and whether over TLS */
	bool opened;      /* the transport was, once */
	bool blocked;     /* the transport takes no more for now */
	bool held;        /* the owner takes no more */
	bool pumping;     /* handlers may be at work */
	bool leaving;     /* the transport is ending, */
	uint64_t give_up; /* and not waited for longer than this */
	bool has_close;   /* the object's last event, kept until the transport is closed */
	struct websocket_event close;
	char *reason;            /* of close */
	enum error_code failure; /* of the error event */
	bool finished;           /* the close event was handed on */
};

static uint64_t now(const struct connection *c)
{
	return loop_moment(c->loop).mono;
}

static bool is_server(const struct connection *c)
{
	return !c->name;
}

static bool is_open(const struct connection *c)
{
	return c->opened && c->transport;
}

static void drop_transport(struct connection *c)
{
	transport_free(c->transport);
	c->transport = NULL;
}

/* Returns whether anything left. */
static bool send_output(struct connection *c)
{
	struct buf *output = websocket_output(c->websocket);
	size_t n = buf_size(output);

	if (!is_open(c) || c->blocked || !n)
		return false;
	transport_write(c->transport, output);
	c->blocked = buf_size(output) != 0;
	websocket_sent(c->websocket);
	return buf_size(output) < n;
}

/* The object knows neither whom it speaks to nor how far the transport came. */
static void refine(const struct connection *c, struct error *error)
{
	bool is_connected = c->opened || (c->transport && *transport_address(c->transport));

	if (is_server(c))
		return;
	if (error->code == ERROR_HANDSHAKE_TIMEOUT)
		error_set(error, is_connected ? ERROR_HANDSHAKE_TIMEOUT : ERROR_CONNECT_TIMEOUT, 0,
			  "%s", c->name);
	else if (error->code == ERROR_HANDSHAKE_EOF && c->secure)
		error_set(error, ERROR_CONNECTION_RESET, 0, "%s", c->name);
}

static void keep_close(struct connection *c, const struct websocket_event *event)
{
	c->has_close = true;
	c->close = *event;
	c->reason = mem_copy_n((const char *)event->bytes, event->n);
	c->close.bytes = (const uint8_t *)c->reason;
}

static void hand_on(struct connection *c, struct websocket_event *event)
{
	switch (event->event) {
	case WEBSOCKET_EVENT_CLOSE:
		keep_close(c, event);
		return;
	case WEBSOCKET_EVENT_ERROR:
		c->failure = event->error.code;
		refine(c, &event->error);
		break;
	case WEBSOCKET_EVENT_FRAME:
		if (!c->opened) /* the request, which never left */
			return;
		break;
	default:
		break;
	}
	c->handler(c->arg, event);
}

/* Before the transport is open nothing has happened that could be told, unless it never will be.
 * Returns whether there was an event. */
static bool hand_on_all(struct connection *c)
{
	struct websocket_event event;
	bool any = false;

	if (!c->opened && websocket_ready_state(c->websocket) == WEBSOCKET_CONNECTING)
		return false;
	while (websocket_next(c->websocket, &event)) {
		hand_on(c, &event);
		any = true;
	}
	return any;
}

/* Closing a socket with unread bytes resets the connection, and what we sent last, a Close or a
 * refusal, may be lost on the way: a peer that is alive is given time to read it and to end its
 * side. */
static bool must_linger(const struct connection *c)
{
	bool has_said = c->close.was_clean || c->close.sent_code || is_server(c);
	bool is_dead = c->failure == ERROR_HANDSHAKE_TIMEOUT || c->failure == ERROR_SILENT ||
		       c->failure == ERROR_WS_CLOSE_TIMEOUT;

	return c->opened && has_said && !is_dead;
}

static void leave(struct connection *c)
{
	if (!c->has_close || !c->transport)
		return;
	if (!must_linger(c) || (c->leaving && now(c) >= c->give_up)) {
		drop_transport(c);
		return;
	}
	if (!c->leaving) {
		c->leaving = true;
		c->give_up = now(c) + LINGER;
	}
	transport_shutdown(c->transport);
}

static void finish(struct connection *c)
{
	if (!c->has_close || c->transport || c->finished)
		return;
	c->finished = true;
	loop_timer_set(c->timer, MOMENT_NEVER);
	c->handler(c->arg, &c->close);
}

static void set_timer(struct connection *c, uint64_t deadline)
{
	if (c->leaving && c->transport && c->give_up < deadline)
		deadline = c->give_up;
	loop_timer_set(c->timer, deadline);
}

/* Carries on whatever can be; returns whether anything was handed on. */
static bool pump(struct connection *c)
{
	bool any = false, more;

	if (c->pumping || c->finished)
		return false;
	c->pumping = true;
	websocket_tick(c->websocket, now(c));
	do {
		more = hand_on_all(c);
		any = any || more;
	} while (send_output(c) || more);
	c->state = websocket_ready_state(c->websocket);
	leave(c);
	set_timer(c, websocket_tick(c->websocket, now(c)));
	if (c->transport)
		transport_read_enable(c->transport,
				      c->leaving ||
					      (!c->held && websocket_wants_input(c->websocket)));
	finish(c);
	c->pumping = false;
	return any || c->finished;
}

static void on_open(void *arg)
{
	struct connection *c = arg;

	c->opened = true;
	pump(c);
}

static void on_data(void *arg, const uint8_t *bytes, size_t n)
{
	struct connection *c = arg;

	websocket_feed(c->websocket, bytes, n, now(c));
	pump(c);
}

static void on_writable(void *arg)
{
	struct connection *c = arg;

	c->blocked = false;
	pump(c);
}

static void on_closed(void *arg, const struct error *error)
{
	struct connection *c = arg;

	drop_transport(c);
	websocket_eof(c->websocket, error, now(c));
	pump(c);
}

static const struct transport_ops ops = {
	.open = on_open,
	.data = on_data,
	.writable = on_writable,
	.closed = on_closed,
};

static void on_timer(void *arg)
{
	pump(arg);
}

/* What was asked of the object since: the hooks that ran before this one may have to hear of it. */
static void on_turn(void *arg)
{
	struct connection *c = arg;
	bool has_output = is_open(c) && !c->blocked && buf_size(websocket_output(c->websocket));

	if ((has_output || websocket_ready_state(c->websocket) != c->state) && pump(c))
		loop_again(c->loop);
}

static struct connection *connection_new(struct loop *loop, const struct websocket_config *config,
					 connection_handler *handler, void *arg,
					 struct error *error)
{
	struct connection *c = mem_new(1, sizeof *c);

	*c = (struct connection){ .loop = loop, .handler = handler, .arg = arg };
	c->websocket = websocket_new(config, now(c), error);
	if (!c->websocket) {
		free(c);
		return NULL;
	}
	c->state = websocket_ready_state(c->websocket);
	c->timer = loop_timer(loop, on_timer, c);
	c->hook = loop_on_turn(loop, on_turn, c);
	loop_timer_set(c->timer, 0);
	return c;
}

struct connection *connection_open(struct loop *loop, const struct websocket_config *websocket,
				   const struct transport_config *transport,
				   connection_handler *handler, void *arg, struct error *error)
{
	struct connection *c = connection_new(loop, websocket, handler, arg, error);

	if (!c)
		return NULL;
	c->name = url_authority(transport->url);
	c->secure = transport->url->secure;
	c->transport = transport_connect(loop, transport, &ops, c);
	return c;
}

struct connection *connection_accept(struct loop *loop, const struct websocket_config *websocket,
				     int fd, struct tls_context *tls, connection_handler *handler,
				     void *arg)
{
	struct connection *c = connection_new(loop, websocket, handler, arg, NULL);

	if (c)
		c->transport = transport_accept(loop, fd, tls, &ops, c);
	else
		close(fd);
	return c;
}

void connection_free(struct connection *c)
{
	if (!c)
		return;
	drop_transport(c);
	loop_timer_free(c->timer);
	loop_off_turn(c->hook);
	websocket_free(c->websocket);
	free(c->reason);
	free(c->name);
	free(c);
}

struct websocket *connection_websocket(struct connection *c)
{
	return c->opened || is_server(c) ? c->websocket : NULL;
}

void connection_flush(struct connection *c)
{
	if (c->pumping)
		send_output(c);
	else if (pump(c))
		loop_again(c->loop);
}

void connection_hold(struct connection *c, bool hold)
{
	if (c->held == hold)
		return;
	c->held = hold;
	loop_timer_set(c->timer, 0);
}

void connection_close(struct connection *c, unsigned code, const char *reason)
{
	if (!websocket_close(c->websocket, code, reason, now(c), NULL))
		websocket_close(c->websocket, 1000, "", now(c), NULL);
	loop_timer_set(c->timer, 0);
}

const struct transport *connection_transport(const struct connection *c)
{
	return c->transport;
}
