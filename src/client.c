#include "client.h"

#include <signal.h>
#include <stdlib.h>

#include "client_command.h"
#include "client_configure.h"
#include "client_frames.h"
#include "client_keep.h"
#include "client_private.h"
#include "mem.h"
#include "tls.h"
#include "words.h"

/* Bytes given to the websocket and not yet sent, beyond which the outbox keeps what it has. */
#define SEND_AHEAD (256u << 10)

/* Messages without their echo, beyond which no more are sent: a server that never answers would
 * have us keep them all. */
#define SENT_AHEAD 1024

enum { STATUS_NO_ECHO = 75, STATUS_SIGNAL = 128 };

static bool is_all_done(const struct client *c)
{
	const struct outbox *outbox = session_outbox(c->session);

	return session_state(c->session) == SESSION_READY && !outbox_count(outbox, OUTBOX_QUEUED) &&
	       !outbox_count(outbox, OUTBOX_SENT);
}

/* When the end need not wait any longer for echoes: MOMENT_NEVER while there is nothing to wait
 * for but the connection. */
static uint64_t echo_deadline(const struct client *c)
{
	enum session_state state = session_state(c->session);

	return state == SESSION_READY || state == SESSION_LOGIN
		       ? c->progress_at + c->config->echo_wait
		       : MOMENT_NEVER;
}

static void end_if_done(struct client *c)
{
	if (c->goal != CLIENT_END || client_now(c).mono < c->linger_until)
		return;
	if (client_now(c).mono >= echo_deadline(c))
		client_give_up(c, EVENT_NO_ECHO);
	else if (!is_all_done(c))
		return;
	client_close(c, CLIENT_LEAVE);
}

static void tell_front(struct client *c)
{
	struct event event;

	while (session_next(c->session, &event)) {
		client_note(c, &event);
		c->front.event(c->front.self, &event);
	}
}

/* Events to the front end, its wishes to us, until neither has any more. What it wishes may be to
 * send, which has its place in the turn. */
static void serve_front(struct client *c)
{
	struct command command;
	bool busy;

	do {
		busy = false;
		tell_front(c);
		while (!c->ended && c->front.next(c->front.self, &command)) {
			client_obey(c, &command);
			loop_again(c->loop);
			busy = true;
		}
	} while (busy);
}

static bool may_send(const struct client *c, struct websocket *ws)
{
	return ws && websocket_ready_state(ws) == WEBSOCKET_OPEN &&
	       websocket_buffered_amount(ws) < SEND_AHEAD &&
	       outbox_count(session_outbox(c->session), OUTBOX_SENT) < SENT_AHEAD;
}

static void send_queued(struct client *c)
{
	struct websocket *ws = c->connection ? connection_websocket(c->connection) : NULL;
	struct buf out = { 0 };

	while (may_send(c, ws) && session_output(c->session, &out, client_now(c))) {
		websocket_send(ws, WEBSOCKET_TEXT, buf_bytes(&out), buf_size(&out),
			       client_now(c).mono, NULL);
		buf_clear(&out);
	}
	buf_free(&out);
}

static uint64_t next_deadline(const struct client *c)
{
	uint64_t deadline = client_connect_deadline(c), end;

	if (c->goal != CLIENT_END)
		return deadline;
	end = c->linger_until > client_now(c).mono ? c->linger_until : echo_deadline(c);
	return deadline < end ? deadline : end;
}

static int exit_status(const struct client *c)
{
	int status = words_exit_status(&c->error);

	if (c->signal)
		return STATUS_SIGNAL + c->signal;
	if (status)
		return status;
	return c->undelivered || outbox_each(session_outbox(c->session), NULL) ? STATUS_NO_ECHO : 0;
}

static void finish(struct client *c)
{
	c->ended = true;
	client_give_up(c, EVENT_IN_DOUBT);
	tell_front(c);
	client_keep(c);
	loop_stop(c->loop, exit_status(c));
}

/* What is said to be sent is on the disk before it is on the wire. */
static void exchange(struct client *c)
{
	serve_front(c);
	send_queued(c);
	end_if_done(c);
	serve_front(c);
	client_keep(c);
	if (c->connection) {
		connection_hold(c->connection, c->front.busy(c->front.self));
		connection_flush(c->connection);
	}
	serve_front(c);
	client_keep(c);
}

/* What was held because of it goes on. */
static void flush_front(struct client *c)
{
	bool busy = c->front.busy(c->front.self);

	c->front.flush(c->front.self);
	if (busy && !c->front.busy(c->front.self))
		loop_again(c->loop);
}

static void on_turn(void *arg)
{
	struct client *c = arg;

	if (c->ended)
		return;
	client_connect(c);
	exchange(c);
	if (!c->connection && c->goal == CLIENT_LEAVE)
		finish(c);
	loop_timer_set(c->timer, next_deadline(c));
	flush_front(c);
	client_settle(c);
	if (c->ended)
		c->front.end(c->front.self, words_exit_status(&c->error) ? &c->error : NULL);
}

/* A turn does all that is due. */
static void on_timer(void *arg)
{
	(void)arg;
}

static void on_continue(void *arg, int signal)
{
	(void)signal;
	client_wake(arg);
}

struct client *client_new(struct loop *loop, const struct client_config *config,
			  struct session *session, struct front front, struct error *error)
{
	struct client *c = mem_new(1, sizeof *c);

	c->loop = loop;
	c->config = config;
	c->session = session;
	c->front = front;
	c->answer_by = MOMENT_NEVER;
	c->clock_gap = client_now(c).wall - (int64_t)client_now(c).mono;
	if (!client_set_url(c, config->options->url, error) || !client_configure(c, error) ||
	    !client_open_log(c, error) || !client_open_trace(c, error)) {
		client_free(c);
		return NULL;
	}
	client_open_journal(c);
	c->timer = loop_timer(loop, on_timer, c);
	loop_on_turn(loop, on_turn, c);
	loop_on_signal(loop, SIGCONT, on_continue, c);
	return c;
}

void client_free(struct client *c)
{
	if (!c)
		return;
	connection_free(c->connection);
	journal_close(c->journal, session_outbox(c->session));
	log_close(c->log);
	trace_close(c->trace);
	loop_timer_free(c->timer);
	tls_context_free(c->tls);
	tls_context_free(c->next_tls);
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
