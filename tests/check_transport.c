#include "testing.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "meeting.h"

/* Odd rows are over TLS. */
static const size_t sizes[] = { 1, 100, 16384, 70000, 3000000 };

START_TEST(bytes_come_back_from_an_echo)
{
	struct meeting m;

	meeting_begin(&m, _i % 2);
	meeting_listen(&m);
	meeting_connect(&m, "127.0.0.1", NULL);
	ck_assert_str_eq(transport_address(m.client.transport), "");
	meeting_expect_open(&m);
	ck_assert((transport_tls(m.client.transport) != NULL) == m.secure);
	ck_assert_ptr_nonnull(strstr(transport_address(m.client.transport), "127.0.0.1:"));
	meeting_expect_echo(&m, sizes[_i / 2]);
	meeting_expect_echo(&m, sizes[_i / 2]);
	transport_shutdown(m.client.transport);
	transport_shutdown(m.client.transport);
	transport_shutdown(m.server.transport);
	peers_run_until(m.loop, meeting_both_closed, &m);
	ck_assert_int_eq(m.client.error.code, ERROR_NONE);
	ck_assert_int_eq(m.server.error.code, ERROR_NONE);
	meeting_finish(&m);
}
END_TEST

/* Ends. */

static void open_raw(struct meeting *m)
{
	m->raw = true;
	meeting_listen(m);
	meeting_connect(m, "127.0.0.1", NULL);
	peers_run_until(m->loop, meeting_is_accepted, m);
}

static void reset(int fd)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
	close(fd);
}

START_TEST(a_reset_is_told_behind_the_bytes_before_it)
{
	struct meeting m;

	meeting_begin(&m, false);
	open_raw(&m);
	ck_assert_int_eq(write(m.fd, "abc", 3), 3);
	m.expected = 3;
	peers_run_until(m.loop, meeting_has_bytes, &m);
	reset(m.fd);
	m.fd = -1;
	peers_run_until(m.loop, meeting_is_closed, &m);
	ck_assert_int_eq(m.client.error.code, ERROR_CONNECTION_RESET);
	ck_assert_str_eq(buf_string(&m.client.in), "abc");
	meeting_finish(&m);
}
END_TEST

/* It hung up without reading: our writing fails, its last words are there to be read. */
START_TEST(the_last_words_are_heard_though_writing_fails)
{
	struct buf bytes = { 0 };
	struct meeting m;

	meeting_begin(&m, false);
	open_raw(&m);
	peers_run_until(m.loop, meeting_is_settled, &m);
	transport_read_enable(m.client.transport, false);
	side_send(&m.client, "hello", 5);
	ck_assert_int_eq(write(m.fd, "bye", 3), 3);
	shutdown(m.fd, SHUT_RDWR);
	close(m.fd);
	m.fd = -1;
	meeting_fill(&bytes, 100000);
	for (int i = 0; i < 100 && !m.client.closed; i++)
		side_send(&m.client, buf_bytes(&bytes), buf_size(&bytes));
	peers_run_until(m.loop, meeting_is_closed, &m);
	ck_assert_int_eq(m.client.error.code, ERROR_CONNECTION_RESET);
	ck_assert_str_eq(buf_string(&m.client.in), "bye");
	buf_free(&bytes);
	meeting_finish(&m);
}
END_TEST

START_TEST(tls_cut_short_is_told_from_its_end)
{
	struct meeting m;

	meeting_begin(&m, true);
	meeting_listen(&m);
	meeting_connect(&m, "127.0.0.1", NULL);
	meeting_expect_open(&m);
	side_send(&m.server, "abc", 3);
	if (_i)
		transport_shutdown(m.server.transport);
	else
		side_free(&m.server);
	peers_run_until(m.loop, meeting_is_closed, &m);
	ck_assert_int_eq(m.client.error.code, _i ? ERROR_NONE : ERROR_TLS_TRUNCATED);
	ck_assert_str_eq(buf_string(&m.client.in), "abc");
	meeting_finish(&m);
}
END_TEST

static const struct {
	const char *answer;
	enum error_code code;
} strangers[] = {
	{ "HTTP/1.1 400 Bad Request\r\n\r\n", ERROR_TLS_NOT_TLS },
	{ "", ERROR_TLS_HANDSHAKE },
};

START_TEST(a_server_without_tls_is_told)
{
	struct meeting m;

	meeting_begin(&m, true);
	open_raw(&m);
	ck_assert_int_ge(write(m.fd, strangers[_i].answer, strlen(strangers[_i].answer)), 0);
	shutdown(m.fd, SHUT_WR);
	meeting_expect_failure(&m, strangers[_i].code, _i ? "" : "127.0.0.1");
	meeting_finish(&m);
}
END_TEST

START_TEST(a_client_without_tls_is_told_to_the_server)
{
	struct meeting m;

	meeting_begin(&m, true);
	meeting_listen(&m);
	m.secure = false;
	meeting_connect(&m, "127.0.0.1", NULL);
	m.secure = true;
	peers_run_until(m.loop, meeting_is_settled, &m);
	side_send(&m.client, "GET / HTTP/1.1\r\n\r\n", 18);
	peers_run_until(m.loop, meeting_both_closed, &m);
	ck_assert_int_eq(m.server.error.code, ERROR_TLS_NOT_TLS);
	ck_assert(!m.server.opened);
	meeting_finish(&m);
}
END_TEST

/* Back-pressure. */

static void read_on(void *arg)
{
	struct meeting *m = arg;

	ck_assert_uint_eq(buf_size(&m->server.in), 0);
	ck_assert_uint_gt(buf_size(&m->client.out), 0);
	transport_read_enable(m->server.transport, true);
}

START_TEST(who_does_not_read_is_not_given_more)
{
	struct buf bytes = { 0 };
	struct meeting m;

	meeting_begin(&m, _i);
	meeting_listen(&m);
	meeting_connect(&m, "127.0.0.1", NULL);
	meeting_expect_open(&m);
	transport_read_enable(m.server.transport, false);
	m.server.echo = true;
	meeting_fill(&bytes, 12000000);
	side_send(&m.client, buf_bytes(&bytes), buf_size(&bytes));
	m.timer = loop_timer(m.loop, read_on, &m);
	loop_timer_set(m.timer, loop_moment(m.loop).mono + 50);
	m.expected = buf_size(&bytes);
	peers_run_until(m.loop, meeting_has_bytes, &m);
	ck_assert_uint_eq(buf_size(&m.client.in), buf_size(&bytes));
	ck_assert(!memcmp(buf_bytes(&m.client.in), buf_bytes(&bytes), buf_size(&bytes)));
	ck_assert_int_gt(m.client.writables, 0);
	buf_free(&bytes);
	meeting_finish(&m);
}
END_TEST

/* One piece at a time is taken, and the rest must not be forgotten inside TLS. */
static void take_little(struct side *s)
{
	transport_read_enable(s->transport, false);
	loop_timer_set(((struct meeting *)s->owner)->timer, 0);
}

static void take_more(void *arg)
{
	struct meeting *m = arg;

	if (!m->client.closed)
		transport_read_enable(m->client.transport, true);
}

START_TEST(reading_in_starts_and_stops_loses_nothing)
{
	struct meeting m;

	meeting_begin(&m, _i);
	meeting_listen(&m);
	meeting_connect(&m, "127.0.0.1", NULL);
	meeting_expect_open(&m);
	m.client.heard = take_little;
	m.timer = loop_timer(m.loop, take_more, &m);
	meeting_expect_echo(&m, 1000000);
	meeting_finish(&m);
}
END_TEST

/* Freeing inside the calls. */

enum moment_of_end { AT_OPEN, AT_DATA, AT_WRITABLE, AT_CLOSED };

struct suicide {
	enum moment_of_end when;
	struct transport *transport;
	struct buf out;
	bool gone;
};

static void end_at(struct suicide *s, enum moment_of_end now)
{
	ck_assert(!s->gone);
	if (s->when != now)
		return;
	s->gone = true;
	transport_free(s->transport);
}

static void suicide_open(void *arg)
{
	struct suicide *s = arg;

	end_at(s, AT_OPEN);
	if (!s->gone)
		transport_write(s->transport, &s->out);
}

static void suicide_data(void *arg, const uint8_t *bytes, size_t n)
{
	(void)bytes;
	(void)n;
	end_at(arg, AT_DATA);
}

static void suicide_writable(void *arg)
{
	struct suicide *s = arg;

	end_at(s, AT_WRITABLE);
	if (!s->gone)
		transport_write(s->transport, &s->out);
}

static void suicide_closed(void *arg, const struct error *error)
{
	(void)error;
	end_at(arg, AT_CLOSED);
}

static bool is_gone(void *arg)
{
	return ((struct suicide *)arg)->gone;
}

static void hang_up_when_heard(struct side *s)
{
	struct meeting *m = s->owner;

	if (buf_size(&s->in) < 8000000)
		return;
	transport_free(m->server.transport);
	m->server.transport = NULL;
}

START_TEST(a_transport_may_be_freed_in_each_of_its_calls)
{
	static const struct transport_ops ops = { suicide_open, suicide_data, suicide_writable,
						  suicide_closed };
	struct suicide s = { .when = (enum moment_of_end)(_i / 2) };
	struct meeting m;
	struct error error;
	char text[64];

	meeting_begin(&m, _i % 2);
	meeting_listen(&m);
	meeting_fill(&s.out, 8000000);
	m.server.echo = s.when == AT_DATA;
	m.server.heard = s.when == AT_CLOSED ? hang_up_when_heard : NULL;
	snprintf(text, sizeof text, "%s://127.0.0.1:%u/", m.secure ? "wss" : "ws",
		 (unsigned)m.listener.port);
	ck_assert(url_parse(&m.url, text, &error));
	s.transport = transport_connect(
		m.loop, &(struct transport_config){ .url = &m.url, .tls = m.trusting }, &ops, &s);
	peers_run_until(m.loop, is_gone, &s);
	buf_free(&s.out);
	meeting_finish(&m);
}
END_TEST

/* System calls. */

static void count_turn(void *arg)
{
	++*(int *)arg;
}

static void stop(void *arg)
{
	loop_stop(arg, 0);
}

START_TEST(an_idle_connection_wakes_nobody)
{
	struct meeting m;
	int turns = 0;

	meeting_begin(&m, _i);
	meeting_listen(&m);
	meeting_connect(&m, "127.0.0.1", NULL);
	meeting_expect_open(&m);
	meeting_expect_echo(&m, 100000);
	loop_on_turn(m.loop, count_turn, &turns);
	m.timer = loop_timer(m.loop, stop, m.loop);
	loop_timer_set(m.timer, loop_moment(m.loop).mono + 100);
	loop_run(m.loop);
	ck_assert_int_le(turns, 4);
	meeting_finish(&m);
}
END_TEST

TESTING_MAIN("transport", TESTING_LOOP(bytes_come_back_from_an_echo, 2 * COUNT(sizes)),
	     TESTING(a_reset_is_told_behind_the_bytes_before_it),
	     TESTING(the_last_words_are_heard_though_writing_fails),
	     TESTING_LOOP(tls_cut_short_is_told_from_its_end, 2),
	     TESTING_LOOP(a_server_without_tls_is_told, COUNT(strangers)),
	     TESTING(a_client_without_tls_is_told_to_the_server),
	     TESTING_LOOP(who_does_not_read_is_not_given_more, 2),
	     TESTING_LOOP(reading_in_starts_and_stops_loses_nothing, 2),
	     TESTING_LOOP(a_transport_may_be_freed_in_each_of_its_calls, 8),
	     TESTING_LOOP(an_idle_connection_wakes_nobody, 2))
