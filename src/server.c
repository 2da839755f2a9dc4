#include "server.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connection.h"
#include "mem.h"
#include "room.h"
#include "server_listen.h"
#include "tls.h"

/* What may wait for a slow reader, bytes: at the end of a turn, and within one. */
#define BEHIND_MAX 4194304
#define BURST_MAX  (4 * BEHIND_MAX)

#define MESSAGE_MAX 1048576

/* Connections taken in one turn, and the pause where there are no descriptors left, ms. */
#define ACCEPT_MAX   64
#define ACCEPT_PAUSE 1000

enum { CLOSE_AWAY = 1001, CLOSE_NOT_JSON = 1007, CLOSE_POLICY = 1008, CLOSE_LATER = 1013 };

struct listener {
	struct server *server;
	int fd;
	struct loop_watch *watch;
};

struct guest {
	struct server *server;
	struct connection *connection;
	struct room_member *member; /* NULL: not in the room, or no more */
	size_t at;                  /* in the server's array */
	bool behind, gone;          /* to be looked at, to be freed at the end of the turn */
};

struct server {
	struct loop *loop;
	struct loop_hook *hook;
	struct loop_timer *pause;
	struct tls_context *tls;
	struct room *room;
	size_t max_users;
	struct listener **listeners;
	size_t listener_count, listener_room;
	struct guest **guests;
	size_t guest_count, guest_room;
	bool untidy; /* a guest is behind or gone */
	bool paused, stopping;
	int status;
};

static uint64_t now(const struct server *s)
{
	return loop_moment(s->loop).mono;
}

static void mark_gone(struct guest *g)
{
	g->gone = g->server->untidy = true;
}

static size_t waiting_for(const struct guest *g)
{
	return websocket_buffered_amount(connection_websocket(g->connection));
}

static void send_text(void *arg, void *peer, const char *text, size_t n)
{
	struct server *s = arg;
	struct guest *g = peer;

	if (g->gone)
		return;
	websocket_send(connection_websocket(g->connection), WEBSOCKET_TEXT, text, n, now(s), NULL);
	if (waiting_for(g) > BURST_MAX)
		mark_gone(g);
	else if (waiting_for(g) > BEHIND_MAX)
		g->behind = s->untidy = true;
}

/* At the end there is nobody left to be told. */
static void leave(struct guest *g)
{
	if (g->member && !g->server->stopping)
		room_leave(g->server->room, g->member);
	g->member = NULL;
}

static void dismiss(struct guest *g, unsigned code)
{
	const char *reason = code == CLOSE_NOT_JSON ? "not JSON"
			     : code == CLOSE_POLICY ? "not understood in this room"
			     : code == CLOSE_LATER  ? "the room is full"
						    : "";

	leave(g);
	connection_close(g->connection, code, reason);
}

/* A full room is told by a close code, not by a status of HTTP: that is all a web page would ever
 * see of the refusal. */
static void on_open(struct guest *g)
{
	struct server *s = g->server;

	if (s->max_users && room_count(s->room) >= s->max_users)
		dismiss(g, CLOSE_LATER);
	else
		g->member = room_join(s->room, g);
}

static void on_text(struct guest *g, const struct websocket_event *e)
{
	unsigned code;

	if (!g->member)
		return;
	code = room_receive(g->server->room, (const char *)e->bytes, e->n);
	if (code)
		dismiss(g, code);
}

static void on_event(void *arg, const struct websocket_event *e)
{
	struct guest *g = arg;

	switch (e->event) {
	case WEBSOCKET_EVENT_OPEN:
		on_open(g);
		break;
	case WEBSOCKET_EVENT_MESSAGE:
		if (e->type == WEBSOCKET_TEXT)
			on_text(g, e);
		break;
	case WEBSOCKET_EVENT_CLOSE:
		leave(g);
		mark_gone(g);
		break;
	default:
		break;
	}
}

static void guest_new(struct server *s, int fd)
{
	static const char *const protocols[] = { "json" };
	struct guest *g = mem_new(1, sizeof *g);
	struct websocket_config config;

	websocket_config_init(&config);
	config.server = true;
	config.protocols = protocols;
	config.protocol_count = 1;
	config.require_protocol = true;
	config.compress = false; /* as the sample server; a context for each guest costs more */
	config.max_message = MESSAGE_MAX;
	config.random = tls_random;
	g->server = s;
	g->connection = connection_accept(s->loop, &config, fd, s->tls, on_event, g);
	if (!g->connection) {
		free(g);
		return;
	}
	s->guests = mem_grow(s->guests, &s->guest_room, s->guest_count + 1, sizeof g);
	g->at = s->guest_count;
	s->guests[s->guest_count++] = g;
}

static void guest_free(struct guest *g)
{
	struct server *s = g->server;

	leave(g);
	s->guests[g->at] = s->guests[--s->guest_count];
	s->guests[g->at]->at = g->at;
	connection_free(g->connection);
	free(g);
}

static void listen_events(struct server *s, short events)
{
	for (size_t i = 0; i < s->listener_count; i++)
		loop_watch_events(s->listeners[i]->watch, events);
}

/* A listening socket stays readable while there are no descriptors to accept with. */
static void pause_listening(struct server *s)
{
	s->paused = true;
	listen_events(s, 0);
	loop_timer_set(s->pause, now(s) + ACCEPT_PAUSE);
}

static void resume_listening(void *arg)
{
	struct server *s = arg;

	if (!s->paused || s->stopping)
		return;
	s->paused = false;
	listen_events(s, POLLIN);
}

static bool is_short_of(int number)
{
	return number == EMFILE || number == ENFILE || number == ENOBUFS || number == ENOMEM;
}

/* What fails otherwise is the peer's: it went away while it waited. */
static void on_connection(void *arg, short revents)
{
	struct listener *l = arg;

	(void)revents;
	for (int i = 0; i < ACCEPT_MAX && !l->server->paused; i++) {
		int fd = accept4(l->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd >= 0)
			guest_new(l->server, fd);
		else if (is_short_of(errno))
			pause_listening(l->server);
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			return;
	}
}

/* One that is behind gets what the network takes now, and is dropped where too much is left. */
static void look_at(struct guest *g)
{
	if (g->gone || !g->behind)
		return;
	g->behind = false;
	connection_flush(g->connection);
	if (!g->gone && waiting_for(g) > BEHIND_MAX)
		mark_gone(g);
}

static void tidy(struct server *s)
{
	s->untidy = false;
	for (size_t i = 0; i < s->guest_count; i++)
		look_at(s->guests[i]);
	for (size_t i = s->guest_count; i-- > 0;) {
		if (i < s->guest_count && s->guests[i]->gone) {
			guest_free(s->guests[i]);
			resume_listening(s);
		}
	}
}

/* Who leaves is told to the others, of whom some may turn out to be too far behind then. */
static void on_turn(void *arg)
{
	struct server *s = arg;

	for (room_settle(s->room); s->untidy; room_settle(s->room))
		tidy(s);
	if (s->stopping && !s->guest_count)
		loop_stop(s->loop, s->status);
}

struct server *server_new(struct loop *loop, const struct server_config *config,
			  struct error *error)
{
	static const struct room_ops ops = { .send = send_text };
	struct tls_context *tls = NULL;
	struct server *s;

	if (config->cert && !(tls = tls_server_context(config->cert, config->key, error)))
		return NULL;
	s = mem_new(1, sizeof *s);
	s->loop = loop;
	s->tls = tls;
	s->max_users = config->max_users;
	s->room = room_new(&ops, s, loop_moment(loop).wall);
	s->pause = loop_timer(loop, resume_listening, s);
	s->hook = loop_on_turn(loop, on_turn, s);
	return s;
}

static void stop_listening(struct server *s)
{
	for (size_t i = 0; i < s->listener_count; i++) {
		loop_unwatch(s->listeners[i]->watch);
		close(s->listeners[i]->fd);
		free(s->listeners[i]);
	}
	s->listener_count = 0;
}

void server_free(struct server *s)
{
	if (!s)
		return;
	s->stopping = true;
	stop_listening(s);
	while (s->guest_count)
		guest_free(s->guests[s->guest_count - 1]);
	loop_off_turn(s->hook);
	loop_timer_free(s->pause);
	room_free(s->room);
	tls_context_free(s->tls);
	free(s->listeners);
	free(s->guests);
	free(s);
}

bool server_listen(struct server *s, const char *address, char **url, struct error *error)
{
	char *host_port;
	int fd = server_listen_open(address, &host_port, error);
	struct listener *l;

	*url = NULL;
	if (fd < 0)
		return false;
	l = mem_new(1, sizeof *l);
	*l = (struct listener){ s, fd, NULL };
	l->watch = loop_watch(s->loop, fd, POLLIN, on_connection, l);
	s->listeners = mem_grow(s->listeners, &s->listener_room, s->listener_count + 1, sizeof l);
	s->listeners[s->listener_count++] = l;
	*url = mem_format("%s://%s/", s->tls ? "wss" : "ws", host_port);
	free(host_port);
	return true;
}

void server_stop(struct server *s, int status)
{
	s->status = status;
	if (s->stopping) {
		loop_stop(s->loop, status);
		return;
	}
	s->stopping = true;
	stop_listening(s);
	for (size_t i = 0; i < s->guest_count; i++)
		dismiss(s->guests[i], CLOSE_AWAY);
}
