#include "testing.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "client.h"
#include "connection.h"
#include "mem.h"
#include "options.h"
#include "peers.h"
#include "tls.h"

/* Time stands still here but where everybody waits: then it is at once what they wait for. */
static int64_t now_ms = 1000000, wall_offset = 1700000000000;

/* Real ms in which the bytes of one end reach the other. */
#define GRACE 10

int clock_gettime(clockid_t clock, struct timespec *t)
{
	int64_t ms = now_ms + (clock == CLOCK_REALTIME ? wall_offset : 0);

	t->tv_sec = ms / 1000;
	t->tv_nsec = ms % 1000 * 1000000;
	return 0;
}

int poll(struct pollfd *polls, nfds_t n, int timeout)
{
	struct timespec grace = { 0, timeout ? GRACE * 1000000L : 0 };
	int ready = ppoll(polls, n, timeout < 0 ? NULL : &grace, NULL);

	if (!ready)
		now_ms += timeout;
	return ready;
}

/* A client, its user, and the server, in one loop. */
struct rig {
	struct loop *loop;
	struct options options;
	struct client_config config;
	struct session *session;
	struct client *client;
	struct error error;
	int status; /* -1 until it ended */

	bool busy;                      /* the front end */
	bool swamped;                   /* each message makes it so, until the turn's end */
	const struct command *commands; /* of the user; a NULL type ends them */
	unsigned counts[EVENT_GAP + 1]; /* of events */
	struct error told;              /* with the last error */
	enum event_type awaited;
	unsigned wanted;
	struct loop_timer *timer, *echo_timer;

	struct listener listener;
	const char *refusal; /* what it answers in place of a WebSocket; or NULL */
	int refused;         /* the descriptor of the last one refused */
	struct websocket_config websocket;
	struct connection *connection;
	bool throws_out;     /* whoever came in */
	unsigned echo_delay; /* ms; 0: it never echoes */
	char *texts[8];      /* to be echoed */
	size_t text_count, echoed;
};

static uint64_t mono(const struct rig *r)
{
	return loop_moment(r->loop).mono;
}

static void send_text(struct rig *r, const char *text)
{
	websocket_send(connection_websocket(r->connection), WEBSOCKET_TEXT, text, strlen(text),
		       mono(r), NULL);
}

static void on_echo_timer(void *arg)
{
	struct rig *r = arg;

	send_text(r, r->texts[r->echoed++]);
	if (r->echoed < r->text_count)
		loop_timer_set(r->echo_timer, mono(r) + r->echo_delay);
}

static void keep_text(struct rig *r, const struct websocket_event *e)
{
	ck_assert_uint_lt(r->text_count, COUNT(r->texts));
	r->texts[r->text_count++] = mem_copy((const char *)e->bytes);
	if (r->echo_delay && r->text_count == r->echoed + 1)
		loop_timer_set(r->echo_timer, mono(r) + r->echo_delay);
}

static void let_in(struct rig *r)
{
	send_text(r, "{\"type\":\"id\",\"id\":1700000000007}");
	if (r->throws_out)
		connection_close(r->connection, 1008, "not you");
}

static void on_server_event(void *arg, const struct websocket_event *e)
{
	struct rig *r = arg;

	if (e->event == WEBSOCKET_EVENT_OPEN)
		let_in(r);
	else if (e->event == WEBSOCKET_EVENT_MESSAGE && strstr((const char *)e->bytes, "\"text\""))
		keep_text(r, e);
}

static void on_accept(void *arg, int fd)
{
	struct rig *r = arg;

	if (r->refusal) {
		if (r->refused >= 0)
			close(r->refused);
		ck_assert_int_gt(send(fd, r->refusal, strlen(r->refusal), 0), 0);
		shutdown(fd, SHUT_WR);
		r->refused = fd;
		return;
	}
	connection_free(r->connection);
	r->connection = connection_accept(r->loop, &r->websocket, fd, NULL, on_server_event, r);
}

static void on_event(void *self, const struct event *e)
{
	struct rig *r = self;

	r->counts[e->type]++;
	if (e->type == EVENT_MESSAGE && r->swamped)
		r->busy = true;
	if (e->type == EVENT_ERROR)
		r->told = e->error;
	if (e->type == r->awaited && r->counts[e->type] == r->wanted)
		loop_stop(r->loop, 0);
}

static bool on_next(void *self, struct command *command)
{
	struct rig *r = self;

	if (!r->commands || r->commands->type == COMMAND_NOTHING)
		return false;
	*command = *r->commands++;
	return true;
}

static bool is_busy(void *self)
{
	return ((struct rig *)self)->busy;
}

static bool is_drained(void *self)
{
	return !is_busy(self);
}

static void on_flush(void *self)
{
	struct rig *r = self;

	if (r->swamped)
		r->busy = false;
}

static void on_end(void *self, const struct error *error)
{
	(void)self;
	(void)error;
}

static void on_timer(void *arg)
{
	loop_stop(((struct rig *)arg)->loop, -1);
}

/* A server that speaks WebSocket, or one that answers with REFUSAL. */
static void rig_open(struct rig *r, const char *refusal)
{
	struct session_config session = { .name = "ann", .scrollback = 100, .max_text = 1 << 20 };
	static const char *const protocols[] = { "json" };

	memset(r, 0, sizeof *r);
	r->loop = loop_new();
	r->refusal = refusal;
	r->refused = -1;
	websocket_config_init(&r->websocket);
	r->websocket.server = true;
	r->websocket.protocols = protocols;
	r->websocket.protocol_count = 1;
	r->websocket.ping_interval = 0;
	r->websocket.random = tls_random;
	ck_assert(listener_open(&r->listener, r->loop, "127.0.0.1", 0, on_accept, r));
	options_init(&r->options);
	r->options.name = mem_copy("ann");
	r->options.url = mem_format("ws://127.0.0.1:%u/", (unsigned)r->listener.port);
	r->config = (struct client_config){ .options = &r->options,
					    .frames = frames_new(
						    &(struct frames_limits){ 100, 1 << 20, 1000 }),
					    .echo_wait = 10000 };
	r->session = session_new(&session);
	r->timer = loop_timer(r->loop, on_timer, r);
	r->echo_timer = loop_timer(r->loop, on_echo_timer, r);
}

static void start(struct rig *r)
{
	struct front front = { r, on_event, on_next, is_busy, is_drained, on_flush, on_end, NULL };

	r->client = client_new(r->loop, &r->config, r->session, front, &r->error);
	ck_assert_ptr_nonnull(r->client);
}

static void rig_close(struct rig *r)
{
	client_free(r->client);
	connection_free(r->connection);
	session_free(r->session);
	frames_free(r->config.frames);
	options_free(&r->options);
	listener_close(&r->listener);
	loop_timer_free(r->timer);
	loop_timer_free(r->echo_timer);
	loop_free(r->loop);
	for (size_t i = 0; i < r->text_count; i++)
		free(r->texts[i]);
	if (r->refused >= 0)
		close(r->refused);
}

/* Turns for so long. */
static void pass(struct rig *r, unsigned ms)
{
	r->wanted = 0;
	loop_timer_set(r->timer, mono(r) + ms);
	ck_assert_int_eq(loop_run(r->loop), -1);
}

/* Turns until the event has come so often; returns the ms that it took. */
static uint64_t await_event(struct rig *r, enum event_type type, unsigned count)
{
	uint64_t begun = mono(r);

	ck_assert_uint_lt(r->counts[type], count);
	r->awaited = type;
	r->wanted = count;
	loop_timer_set(r->timer, begun + 120000);
	ck_assert_int_eq(loop_run(r->loop), 0);
	r->wanted = 0;
	return mono(r) - begun;
}

static const char unavailable[] = "HTTP/1.1 503 No\r\nRetry-After: 3600\r\n"
				  "Content-Length: 0\r\n\r\n";

/* Two messages that take several reads, of which the first leaves the rest unread. */
START_TEST(what_was_held_goes_on_at_once)
{
	char *text = mem_format("{\"type\":\"message\",\"name\":\"bob\",\"text\":\"%0150000d\"}",
				1);
	struct rig r;

	rig_open(&r, NULL);
	r.swamped = true;
	r.websocket.compress = false;
	start(&r);
	await_event(&r, EVENT_ID, 1);
	send_text(&r, text);
	send_text(&r, text);
	ck_assert_uint_lt(await_event(&r, EVENT_MESSAGE, 2), 1000);
	free(text);
	rig_close(&r);
}
END_TEST

START_TEST(what_waits_is_due_when_the_clock_jumped)
{
	struct rig r;

	rig_open(&r, unavailable);
	r.config.reconnect = true;
	start(&r);
	await_event(&r, EVENT_RECONNECTING, 1);
	wall_offset += _i ? 60000 : -60000;
	ck_assert_uint_lt(await_event(&r, EVENT_CONNECTING, 2), 20000);
	rig_close(&r);
}
END_TEST

/* A clock that is set right little by little has not slept. */
START_TEST(a_drift_is_no_jump)
{
	struct rig r;

	rig_open(&r, unavailable);
	r.config.reconnect = true;
	start(&r);
	await_event(&r, EVENT_RECONNECTING, 1);
	for (int i = 0; i < 10; i++) {
		wall_offset += 1000;
		pass(&r, 10000);
	}
	ck_assert_uint_eq(r.counts[EVENT_CONNECTING], 1);
	rig_close(&r);
}
END_TEST

START_TEST(a_line_that_died_while_we_slept_is_left)
{
	struct rig r;

	rig_open(&r, NULL);
	r.config.reconnect = true;
	r.options.ping_interval = 3600;
	start(&r);
	await_event(&r, EVENT_ID, 1);
	connection_hold(r.connection, true);
	pass(&r, 1000);
	wall_offset += 60000;
	ck_assert_uint_lt(await_event(&r, EVENT_CLOSE, 1), 30000);
	ck_assert_int_eq(r.told.code, ERROR_SILENT);
	await_event(&r, EVENT_ID, 2);
	rig_close(&r);
}
END_TEST

START_TEST(a_line_that_answers_is_kept)
{
	struct rig r;

	rig_open(&r, NULL);
	r.options.ping_interval = 3600;
	start(&r);
	await_event(&r, EVENT_ID, 1);
	wall_offset += 60000;
	await_event(&r, EVENT_PONG, 1);
	pass(&r, 60000);
	ck_assert_uint_eq(r.counts[EVENT_CLOSE], 0);
	rig_close(&r);
}
END_TEST

/* It is we who do not listen then. */
START_TEST(a_line_is_not_left_for_a_busy_reader)
{
	struct rig r;

	rig_open(&r, NULL);
	r.options.ping_interval = 3600;
	start(&r);
	await_event(&r, EVENT_ID, 1);
	r.busy = true;
	pass(&r, 1000);
	wall_offset += 60000;
	pass(&r, 60000);
	ck_assert_uint_eq(r.counts[EVENT_PONG], 0);
	ck_assert_uint_eq(r.counts[EVENT_CLOSE], 0);
	r.busy = false;
	await_event(&r, EVENT_PONG, 1);
	rig_close(&r);
}
END_TEST

START_TEST(who_is_thrown_out_comes_back_more_and_more_slowly)
{
	struct rig r;

	rig_open(&r, NULL);
	r.config.reconnect = true;
	r.throws_out = true;
	start(&r);
	pass(&r, 60000);
	ck_assert_uint_gt(r.counts[EVENT_ID], 2);
	ck_assert_uint_lt(r.counts[EVENT_ID], 20);
	rig_close(&r);
}
END_TEST

START_TEST(a_connection_that_held_is_soon_made_again)
{
	struct rig r;

	rig_open(&r, NULL);
	r.config.reconnect = true;
	start(&r);
	for (unsigned i = 1; i < 6; i++) {
		await_event(&r, EVENT_ID, i);
		pass(&r, 6000);
		connection_free(r.connection);
		r.connection = NULL;
		ck_assert_uint_lt(await_event(&r, EVENT_CONNECTING, i + 1), 3000);
	}
	rig_close(&r);
}
END_TEST

static const struct command three[] = {
	{ COMMAND_SAY, "one", 3 }, { COMMAND_SAY, "two", 3 },    { COMMAND_SAY, "three", 5 },
	{ COMMAND_END, NULL, 0 },  { COMMAND_NOTHING, NULL, 0 },
};

/* Each echo comes in time, though the last of them long after it was sent. */
START_TEST(the_end_waits_while_echoes_come)
{
	struct rig r;

	rig_open(&r, NULL);
	r.commands = three;
	r.echo_delay = 7000;
	start(&r);
	loop_timer_set(r.timer, mono(&r) + 120000);
	ck_assert_int_eq(loop_run(r.loop), 0);
	ck_assert_uint_eq(r.counts[EVENT_DELIVERED], 3);
	rig_close(&r);
}
END_TEST

START_TEST(the_end_does_not_wait_for_ever)
{
	struct rig r;
	uint64_t begun;

	rig_open(&r, NULL);
	r.commands = three;
	start(&r);
	begun = mono(&r);
	loop_timer_set(r.timer, mono(&r) + 120000);
	ck_assert_int_eq(loop_run(r.loop), 75);
	ck_assert_uint_eq(r.counts[EVENT_UNDELIVERED], 3);
	ck_assert_uint_ge(mono(&r) - begun, 10000);
	rig_close(&r);
}
END_TEST

TESTING_MAIN("client", TESTING(what_was_held_goes_on_at_once),
	     TESTING_LOOP(what_waits_is_due_when_the_clock_jumped, 2), TESTING(a_drift_is_no_jump),
	     TESTING(a_line_that_died_while_we_slept_is_left), TESTING(a_line_that_answers_is_kept),
	     TESTING(who_is_thrown_out_comes_back_more_and_more_slowly),
	     TESTING(a_connection_that_held_is_soon_made_again),
	     TESTING(a_line_is_not_left_for_a_busy_reader),
	     TESTING(the_end_waits_while_echoes_come), TESTING(the_end_does_not_wait_for_ever))
