#include "testing.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connection.h"
#include "mem.h"
#include "server.h"
#include "tls.h"

/* Nothing here takes a second but the pause for want of descriptors. */
#define PATIENCE 30000

struct peer {
	struct world *world;
	struct connection *connection;
	struct buf received; /* all messages, a line each */
	int64_t id;
	bool open, closed;
	unsigned code;
	struct error error;
};

/* A server and its peers in one loop. */
struct world {
	struct loop *loop;
	struct server *server;
	struct url url;
	struct loop_timer *timer;
	bool (*until)(struct world *);
	unsigned turns;
	struct peer peers[8];
	const char *wanted; /* until received: by whom, and what */
	struct peer *who;
};

static void on_turn(void *arg)
{
	struct world *w = arg;

	w->turns++;
	if (w->until && w->until(w))
		loop_stop(w->loop, 0);
}

static void on_timer(void *arg)
{
	loop_stop(((struct world *)arg)->loop, -1);
}

/* Turns the loop until the condition holds. */
static void wait_until(struct world *w, bool (*until)(struct world *))
{
	w->until = until;
	loop_timer_set(w->timer, loop_moment(w->loop).mono + PATIENCE);
	ck_assert_int_eq(loop_run(w->loop), 0);
	w->until = NULL;
}

static bool has_received(struct world *w)
{
	return strstr(buf_string(&w->who->received), w->wanted) != NULL;
}

static void wait_for(struct peer *p, const char *text)
{
	p->world->who = p;
	p->world->wanted = text;
	wait_until(p->world, has_received);
}

static bool is_closed(struct world *w)
{
	return w->who->closed;
}

static void wait_closed(struct peer *p, unsigned code)
{
	p->world->who = p;
	wait_until(p->world, is_closed);
	ck_assert_uint_eq(p->code, code);
}

static void on_message(struct peer *p, const struct websocket_event *e)
{
	const char *id = strstr((const char *)e->bytes, "\"id\":");

	if (!p->id && id)
		p->id = atoll(id + 5);
	buf_append(&p->received, e->bytes, e->n);
	buf_append_byte(&p->received, '\n');
}

static void on_event(void *arg, const struct websocket_event *e)
{
	struct peer *p = arg;

	switch (e->event) {
	case WEBSOCKET_EVENT_OPEN:
		p->open = true;
		break;
	case WEBSOCKET_EVENT_MESSAGE:
		on_message(p, e);
		break;
	case WEBSOCKET_EVENT_ERROR:
		p->error = e->error;
		break;
	case WEBSOCKET_EVENT_CLOSE:
		p->closed = true;
		p->code = e->code;
		break;
	default:
		break;
	}
}

static void world_open(struct world *w, size_t max_users)
{
	const struct server_config config = { .max_users = max_users };
	char *url;

	*w = (struct world){ .loop = loop_new() };
	w->server = server_new(w->loop, &config, NULL);
	ck_assert(server_listen(w->server, "127.0.0.1:0", &url, NULL));
	ck_assert(url_parse(&w->url, url, NULL));
	free(url);
	w->timer = loop_timer(w->loop, on_timer, w);
	loop_on_turn(w->loop, on_turn, w);
	for (size_t i = 0; i < COUNT(w->peers); i++)
		w->peers[i].world = w;
}

static void world_close(struct world *w)
{
	for (size_t i = 0; i < COUNT(w->peers); i++) {
		connection_free(w->peers[i].connection);
		buf_free(&w->peers[i].received);
	}
	server_free(w->server);
	loop_timer_free(w->timer);
	loop_free(w->loop);
	url_free(&w->url);
}

/* PROTOCOL NULL offers none. */
static struct peer *dial(struct world *w, size_t at, const char *protocol)
{
	const struct transport_config transport = { .url = &w->url };
	struct websocket_config config;
	struct peer *p = &w->peers[at];

	websocket_config_init(&config);
	config.url = &w->url;
	config.protocols = &protocol;
	config.protocol_count = protocol != NULL;
	config.max_message = 64u << 20;
	config.random = tls_random;
	p->connection = connection_open(w->loop, &config, &transport, on_event, p, NULL);
	ck_assert_ptr_nonnull(p->connection);
	return p;
}

static void hang_up(struct peer *p)
{
	connection_free(p->connection);
	p->connection = NULL;
}

static void send_text(struct peer *p, enum websocket_type type, const char *text)
{
	struct error error;

	ck_assert(websocket_send(connection_websocket(p->connection), type, text, strlen(text),
				 loop_moment(p->world->loop).mono, &error));
}

static void say(struct peer *p, const char *type, const char *field, const char *value)
{
	char *text = mem_format("{\"type\":\"%s\",\"%s\":\"%s\",\"id\":%lld}", type, field, value,
				(long long)p->id);

	send_text(p, WEBSOCKET_TEXT, text);
	free(text);
}

static struct peer *enter(struct world *w, size_t at, const char *name)
{
	struct peer *p = dial(w, at, "json");
	char *line = mem_format("{\"type\":\"username\",\"name\":\"%s\"", name);

	wait_for(p, "\"type\":\"id\"");
	say(p, "username", "name", name);
	wait_for(p, line);
	free(line);
	return p;
}

START_TEST(guests_chat)
{
	struct world w;
	struct peer *ann, *bob;

	world_open(&w, 0);
	ann = enter(&w, 0, "ann");
	ck_assert_str_eq(websocket_protocol(connection_websocket(ann->connection)), "json");
	ck_assert_str_eq(websocket_extensions(connection_websocket(ann->connection)), "");
	bob = enter(&w, 1, "bob");
	ck_assert_int_eq(bob->id, ann->id + 1);
	wait_for(ann, "\"users\":[\"ann\",\"bob\"]");
	say(bob, "message", "text", "hello <b>there</b>");
	wait_for(ann, "\"text\":\"hello there\"");
	wait_for(bob, "\"text\":\"hello there\"");
	send_text(bob, WEBSOCKET_BINARY, "{\"type\":\"x\"}");
	say(bob, "message", "text", "still here");
	wait_for(ann, "still here");
	ck_assert_ptr_null(strstr(buf_string(&ann->received), "\"x\""));
	connection_close(bob->connection, 1000, "");
	wait_for(ann, "\"users\":[\"ann\"]}\n{\"type\":\"username\"");
	wait_closed(bob, 1000);
	world_close(&w);
}
END_TEST

START_TEST(one_who_is_gone_without_a_word_leaves)
{
	struct world w;
	struct peer *ann;

	world_open(&w, 0);
	ann = enter(&w, 0, "ann");
	hang_up(enter(&w, 1, "bob"));
	buf_clear(&ann->received);
	wait_for(ann, "\"users\":[\"ann\"]");
	world_close(&w);
}
END_TEST

START_TEST(without_the_protocol_nobody_comes_in)
{
	struct world w;
	struct peer *ann, *eve;

	world_open(&w, 0);
	ann = enter(&w, 0, "ann");
	eve = dial(&w, 1, _i ? "xmpp" : NULL);
	wait_closed(eve, 1006);
	ck_assert(!eve->open);
	ck_assert_int_eq(eve->error.code, ERROR_HANDSHAKE_STATUS);
	say(ann, "message", "text", "alone");
	wait_for(ann, "alone");
	world_close(&w);
}
END_TEST

static const struct {
	const char *text;
	unsigned code;
} poison[] = {
	{ "{", 1007 },
	{ "null", 1008 },
	{ "{\"type\":\"message\",\"text\":\"x\",\"id\":1}", 1008 },
	{ "{\"type\":\"username\",\"name\":\"x\"}", 1008 },
};

START_TEST(poison_costs_only_who_sends_it)
{
	struct world w;
	struct peer *ann, *eve;

	world_open(&w, 0);
	ann = enter(&w, 0, "ann");
	eve = enter(&w, 1, "eve");
	wait_for(ann, "\"ann\",\"eve\"");
	buf_clear(&ann->received);
	send_text(eve, WEBSOCKET_TEXT, poison[_i].text);
	wait_closed(eve, poison[_i].code);
	wait_for(ann, "\"users\":[\"ann\"]");
	say(ann, "message", "text", "alive");
	wait_for(ann, "alive");
	world_close(&w);
}
END_TEST

START_TEST(messages_are_at_most_a_mebibyte)
{
	struct world w;
	struct peer *ann;
	char *text = mem_new((1u << 20) + 1, 1);

	world_open(&w, 0);
	ann = enter(&w, 0, "ann");
	memset(text, 'x', (1u << 20) - 100);
	say(ann, "message", "text", text);
	wait_for(ann, text);
	memset(text, 'x', 1u << 20);
	say(ann, "message", "text", text);
	wait_closed(ann, 1009);
	free(text);
	world_close(&w);
}
END_TEST

START_TEST(a_full_room_turns_guests_away)
{
	struct world w;
	struct peer *ann, *bob;

	world_open(&w, 2);
	ann = enter(&w, 0, "ann");
	bob = enter(&w, 1, "bob");
	wait_closed(dial(&w, 2, "json"), 1013);
	buf_clear(&ann->received);
	hang_up(bob);
	wait_for(ann, "\"users\":[\"ann\"]");
	enter(&w, 3, "cid");
	world_close(&w);
}
END_TEST

/* One reads nothing while up to 48 MB go by; what the sockets take is not the server's. */
START_TEST(a_reader_that_is_too_slow_is_dropped)
{
	struct world w;
	struct peer *ann, *slow;
	char *text = mem_new(1000001, 1);
	int rounds = 0;

	world_open(&w, 0);
	ann = enter(&w, 0, "ann");
	slow = enter(&w, 1, "slow");
	wait_for(ann, "\"ann\",\"slow\"");
	connection_hold(slow->connection, true);
	memset(text, 'x', 1000000);
	do {
		char mark[32];

		ck_assert_int_lt(rounds, 48);
		snprintf(mark, sizeof mark, "mark %d", rounds++);
		buf_clear(&ann->received);
		say(ann, "message", "text", text);
		say(ann, "message", "text", mark);
		wait_for(ann, mark);
	} while (!strstr(buf_string(&ann->received), "\"users\":[\"ann\"]"));
	ck_assert_int_gt(rounds, 3);
	connection_hold(slow->connection, false);
	wait_closed(slow, 1006);
	free(text);
	world_close(&w);
}
END_TEST

static bool has_turned_enough(struct world *w)
{
	return w->turns > 1000;
}

static int raw_dial(const struct world *w)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(w->url.port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
	return fd;
}

START_TEST(want_of_descriptors_is_waited_out)
{
	struct world w;
	struct rlimit old, tight;
	struct peer *ann;
	int fd;

	world_open(&w, 0);
	ann = enter(&w, 0, "ann");
	fd = raw_dial(&w);
	getrlimit(RLIMIT_NOFILE, &old);
	tight = old;
	tight.rlim_cur = (rlim_t)fd + 1; /* none is left but for what is open */
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &tight), 0);
	w.turns = 0;
	w.until = has_turned_enough;
	loop_timer_set(w.timer, loop_moment(w.loop).mono + 200);
	ck_assert_int_eq(loop_run(w.loop), -1);
	ck_assert_uint_lt(w.turns, 20);
	say(ann, "message", "text", "meanwhile");
	wait_for(ann, "meanwhile");
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &old), 0);
	close(fd);
	enter(&w, 1, "bob");
	world_close(&w);
}
END_TEST

START_TEST(at_the_end_everybody_is_told)
{
	struct world w;
	struct peer *ann, *bob;

	world_open(&w, 0);
	ann = enter(&w, 0, "ann");
	bob = enter(&w, 1, "bob");
	dial(&w, 2, "json");
	wait_for(ann, "\"ann\",\"bob\"");
	buf_clear(&ann->received);
	server_stop(w.server, 143);
	ck_assert_int_eq(loop_run(w.loop), 143);
	wait_closed(ann, 1001);
	wait_closed(bob, 1001);
	ck_assert_str_eq(buf_string(&ann->received), "");
	world_close(&w);
}
END_TEST

START_TEST(told_twice_to_end_it_does_not_wait)
{
	struct world w;

	world_open(&w, 0);
	connection_hold(enter(&w, 0, "ann")->connection, true);
	server_stop(w.server, 130);
	server_stop(w.server, 143);
	ck_assert_int_eq(loop_run(w.loop), 143);
	world_close(&w);
}
END_TEST

static const struct {
	const char *address;
	const char *url; /* its beginning; NULL: refused */
	enum error_code code;
} addresses[] = {
	{ "127.0.0.1:0", "ws://127.0.0.1:", ERROR_NONE },
	{ "0.0.0.0:0", "ws://0.0.0.0:", ERROR_NONE },
	{ "[127.0.0.1]:0", "ws://127.0.0.1:", ERROR_NONE },
	{ "", NULL, ERROR_OPTION_VALUE },
	{ "127.0.0.1", NULL, ERROR_OPTION_VALUE },
	{ "127.0.0.1:", NULL, ERROR_OPTION_VALUE },
	{ ":6502", NULL, ERROR_OPTION_VALUE },
	{ "127.0.0.1:http", NULL, ERROR_OPTION_VALUE },
	{ "127.0.0.1:-1", NULL, ERROR_OPTION_VALUE },
	{ "127.0.0.1:65536", NULL, ERROR_OPTION_VALUE },
	{ "127.0.0.1:99999999999999999999", NULL, ERROR_OPTION_VALUE },
	{ "::1:0", NULL, ERROR_OPTION_VALUE },
	{ "[::1:0", NULL, ERROR_OPTION_VALUE },
	{ "[]:0", NULL, ERROR_OPTION_VALUE },
	{ "192.0.2.1:0", NULL, ERROR_LISTEN },
	{ "no such host:0", NULL, ERROR_LISTEN },
};

START_TEST(addresses_are_read)
{
	struct loop *loop = loop_new();
	const struct server_config config = { 0 };
	struct server *server = server_new(loop, &config, NULL);
	struct error error = { 0 };
	char *url;

	ck_assert_int_eq(server_listen(server, addresses[_i].address, &url, &error),
			 addresses[_i].url != NULL);
	ck_assert_int_eq(error.code, addresses[_i].code);
	if (addresses[_i].url)
		ck_assert_int_eq(strncmp(url, addresses[_i].url, strlen(addresses[_i].url)), 0);
	free(url);
	server_free(server);
	loop_free(loop);
}
END_TEST

START_TEST(a_port_that_is_taken_is_told)
{
	struct world w;
	struct error error;
	char *address, *url;

	world_open(&w, 0);
	address = mem_format("127.0.0.1:%u", w.url.port);
	ck_assert(!server_listen(w.server, address, &url, &error));
	ck_assert_int_eq(error.code, ERROR_LISTEN);
	ck_assert_int_eq(error.number, EADDRINUSE);
	ck_assert_int_eq(strncmp(error.detail, address, strlen(address)), 0);
	free(address);
	world_close(&w);
}
END_TEST

START_TEST(a_certificate_that_is_missing_is_told)
{
	const struct server_config config = { .cert = "/nonexistent/cert.pem" };
	struct loop *loop = loop_new();
	struct error error;

	ck_assert_ptr_null(server_new(loop, &config, &error));
	ck_assert_int_eq(error.code, ERROR_TLS_FILE);
	loop_free(loop);
}
END_TEST

TESTING_MAIN("server", TESTING(guests_chat), TESTING(one_who_is_gone_without_a_word_leaves),
	     TESTING_LOOP(without_the_protocol_nobody_comes_in, 2),
	     TESTING_LOOP(poison_costs_only_who_sends_it, COUNT(poison)),
	     TESTING(messages_are_at_most_a_mebibyte), TESTING(a_full_room_turns_guests_away),
	     TESTING(a_reader_that_is_too_slow_is_dropped),
	     TESTING(want_of_descriptors_is_waited_out), TESTING(at_the_end_everybody_is_told),
	     TESTING(told_twice_to_end_it_does_not_wait),
	     TESTING_LOOP(addresses_are_read, COUNT(addresses)),
	     TESTING(a_port_that_is_taken_is_told), TESTING(a_certificate_that_is_missing_is_told))
