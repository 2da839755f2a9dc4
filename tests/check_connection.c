#include "testing.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "handshake.h"
#include "talk.h"

/* Odd rows are over TLS. */

START_TEST(messages_go_and_come_back)
{
	static const size_t sizes[] = { 0, 5, 70000, 4000000 };
	struct buf bytes = { 0 };
	struct talk t;

	talk_begin(&t, _i % 2);
	talk_open_both(&t);
	ck_assert_str_eq(websocket_protocol(connection_websocket(t.client.connection)), "json");
	t.server.echo = true;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		buf_clear(&bytes);
		meeting_fill(&bytes, sizes[i]);
		buf_clear(&t.client.messages);
		t.expected = sizes[i] * 3;
		for (int k = 0; k < 3; k++)
			talk_say(&t.client, WEBSOCKET_BINARY, buf_bytes(&bytes), sizes[i]);
		if (_i / 2)
			connection_flush(t.client.connection);
		peers_run_until(t.m.loop, talk_has_messages, &t);
		ck_assert_uint_eq(buf_size(&t.client.messages), t.expected);
		ck_assert(!memcmp(buf_bytes(&t.client.messages) + 2 * sizes[i], buf_bytes(&bytes),
				  sizes[i]));
	}
	ck_assert_uint_eq(websocket_buffered_amount(connection_websocket(t.client.connection)), 0);
	buf_free(&bytes);
	talk_finish(&t);
}
END_TEST

START_TEST(a_close_is_clean_on_both_sides)
{
	struct talk t;

	talk_begin(&t, _i % 2);
	talk_open_both(&t);
	talk_say(&t.client, WEBSOCKET_TEXT, "last", 4);
	connection_close(_i / 2 ? t.server.connection : t.client.connection, 3001, "bye");
	peers_run_until(t.m.loop, talk_are_closed, &t);
	talk_expect_log(&t.client, _i / 2 ? "open close:3001:bye " : "open close:3001: ");
	talk_expect_log(&t.server, _i / 2 ? "open close:3001: " : "open close:3001:bye ");
	ck_assert(t.client.close.was_clean && t.server.close.was_clean);
	ck_assert(!t.client.had_transport && !t.server.had_transport);
	if (_i / 2 == 0)
		ck_assert_str_eq(buf_string(&t.server.messages), "last");
	connection_close(t.client.connection, 1000, "");
	connection_flush(t.client.connection);
	talk_finish(&t);
}
END_TEST

START_TEST(a_code_that_is_refused_closes_with_1000)
{
	struct talk t;

	talk_begin(&t, false);
	talk_open_both(&t);
	connection_close(t.client.connection, 1001, "going");
	peers_run_until(t.m.loop, talk_are_closed, &t);
	ck_assert_uint_eq(t.server.close.code, 1000);
	talk_finish(&t);
}
END_TEST

/* Failures before the connection is open. */

START_TEST(a_refused_connection_is_an_error_and_a_close)
{
	char log[64];
	struct talk t;

	talk_begin(&t, false);
	t.config.report_frames = true;
	talk_listen(&t);
	listener_close(&t.m.listener);
	talk_open_to(&t, "localhost");
	peers_run_until(t.m.loop, talk_is_closed, &t);
	snprintf(log, sizeof log, "error:%d close:1006: ", ERROR_CONNECT_REFUSED);
	talk_expect_log(&t.client, log);
	ck_assert_ptr_null(connection_websocket(t.client.connection));
	ck_assert_ptr_null(connection_transport(t.client.connection));
	talk_finish(&t);
}
END_TEST

START_TEST(a_refused_certificate_closes_with_1015)
{
	char log[64];
	struct talk t;

	talk_begin(&t, true);
	talk_listen(&t);
	talk_open_to(&t, "localhost");
	peers_run_until(t.m.loop, talk_is_closed, &t);
	snprintf(log, sizeof log, "error:%d close:1015: ", ERROR_TLS_WRONG_HOST);
	talk_expect_log(&t.client, log);
	talk_finish(&t);
}
END_TEST

START_TEST(a_bad_request_is_refused_at_once)
{
	static const char *const twice[] = { "json", "json" }, *const header[] = { "no colon" };
	struct transport_config transport = { 0 };
	struct error error = { 0 };
	struct talk t;

	talk_begin(&t, false);
	ck_assert(url_parse(&t.m.url, "ws://127.0.0.1:6502/", &error));
	transport.url = &t.m.url;
	t.config.protocols = twice;
	t.config.protocol_count = _i ? 0 : 2;
	t.config.headers = header;
	t.config.header_count = _i ? 1 : 0;
	ck_assert_ptr_null(
		connection_open(t.m.loop, &t.config, &transport, talk_on_event, &t.client, &error));
	ck_assert_int_eq(error.code, _i ? ERROR_HEADER_LINE : ERROR_PROTOCOL_DUPLICATE);
	talk_finish(&t);
}
END_TEST

START_TEST(the_deadline_spans_everything_before_the_open)
{
	char log[64];
	struct talk t;
	uint64_t start;

	talk_begin(&t, _i);
	t.m.raw = true;
	t.config.handshake_timeout = 500;
	meeting_listen(&t.m);
	talk_open_to(&t, "127.0.0.1");
	start = talk_now(&t);
	peers_run_until(t.m.loop, talk_is_closed, &t);
	ck_assert_uint_ge(talk_now(&t), start + 500);
	ck_assert_uint_le(talk_now(&t), start + 2400);
	snprintf(log, sizeof log, "error:%d close:1006: ", ERROR_HANDSHAKE_TIMEOUT);
	talk_expect_log(&t.client, log);
	ck_assert_ptr_nonnull(strstr(t.client.error.detail, "127.0.0.1:"));
	talk_finish(&t);
}
END_TEST

/* A queue that is full leaves the connection request without an answer. */
START_TEST(nobody_there_is_told_from_a_handshake_that_takes_too_long)
{
	struct sockaddr_storage address;
	socklen_t size = sizeof address;
	int fds[4], fd;
	struct talk t;

	talk_begin(&t, false);
	t.m.raw = true;
	t.config.handshake_timeout = 150;
	meeting_listen(&t.m);
	fd = t.m.listener.fd;
	loop_watch_events(t.m.listener.watch, 0);
	ck_assert_int_eq(listen(fd, 0), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&address, &size), 0);
	for (size_t i = 0; i < COUNT(fds); i++) {
		fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		connect(fds[i], (struct sockaddr *)&address, size);
	}
	talk_open_to(&t, "127.0.0.1");
	peers_run_until(t.m.loop, talk_is_closed, &t);
	ck_assert_int_eq(t.client.error.code, ERROR_CONNECT_TIMEOUT);
	ck_assert_ptr_nonnull(strstr(t.client.error.detail, "127.0.0.1:"));
	for (size_t i = 0; i < COUNT(fds); i++)
		close(fds[i]);
	talk_finish(&t);
}
END_TEST

START_TEST(an_attempt_is_closed_in_any_state)
{
	struct talk t;

	talk_begin(&t, _i % 2);
	t.m.raw = true;
	meeting_listen(&t.m);
	talk_open_to(&t, "127.0.0.1");
	if (_i / 2)
		peers_run_until(t.m.loop, meeting_is_accepted, &t.m);
	connection_close(t.client.connection, 1000, "");
	ck_assert(!t.client.closed);
	peers_run_until(t.m.loop, talk_is_closed, &t);
	ck_assert_uint_eq(t.client.close.code, 1006);
	ck_assert(!t.client.open);
	talk_finish(&t);
}
END_TEST

/* A server by hand, on the bare socket: it answers the upgrade, then sends what the test wants. */

static void answer(struct talk *t)
{
	const char *key = strstr(buf_string(&t->heard), "Sec-WebSocket-Key: ");
	char text[256], accept[29], copy[HANDSHAKE_KEY_SIZE] = "";
	int n;

	ck_assert_ptr_nonnull(key);
	memcpy(copy, key + strlen("Sec-WebSocket-Key: "), HANDSHAKE_KEY_SIZE - 1);
	handshake_accept(accept, copy);
	n = snprintf(text, sizeof text,
		     "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
		     "Connection: Upgrade\r\nSec-WebSocket-Protocol: json\r\n"
		     "Sec-WebSocket-Accept: %s\r\n\r\n",
		     accept);
	ck_assert_int_eq(write(t->m.fd, text, (size_t)n), n);
	ck_assert_int_eq(write(t->m.fd, t->says, t->says_n), (ssize_t)t->says_n);
	buf_clear(&t->heard);
	t->answered = true;
}

static void on_readable(void *arg, short revents)
{
	struct talk *t = arg;
	uint8_t bytes[4096];
	ssize_t n = recv(t->m.fd, bytes, sizeof bytes, MSG_DONTWAIT);

	(void)revents;
	if (n <= 0) {
		t->ended = true;
		loop_watch_events(t->watch, 0);
		return;
	}
	buf_append(&t->heard, bytes, (size_t)n);
	if (!t->answered && strstr(buf_string(&t->heard), "\r\n\r\n"))
		answer(t);
}

static void open_by_hand(struct talk *t, const char *says, size_t n)
{
	t->says = says;
	t->says_n = n;
	t->m.raw = true;
	meeting_listen(&t->m);
	talk_open_to(t, "127.0.0.1");
	peers_run_until(t->m.loop, meeting_is_accepted, &t->m);
	t->watch = loop_watch(t->m.loop, t->m.fd, POLLIN, on_readable, t);
}

/* RESET: as a server does that goes without reading all that was sent. */
static void hang_up(struct talk *t, bool reset)
{
	struct linger linger = { .l_onoff = reset, .l_linger = 0 };

	loop_unwatch(t->watch);
	t->watch = NULL;
	setsockopt(t->m.fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
	close(t->m.fd);
	t->m.fd = -1;
}

/* A masked Close with a code. */
static bool has_heard_close(void *arg)
{
	const struct talk *t = arg;

	return t->answered && buf_size(&t->heard) >= 8;
}

static bool has_ended(void *arg)
{
	return ((const struct talk *)arg)->ended;
}

START_TEST(frames_that_come_with_the_answer_are_heard)
{
	struct talk t;

	talk_begin(&t, false);
	open_by_hand(&t, "\x81\5hello", 7);
	t.expected = 5;
	peers_run_until(t.m.loop, talk_has_messages, &t);
	ck_assert_str_eq(buf_string(&t.client.messages), "hello");
	hang_up(&t, false);
	talk_finish(&t);
}
END_TEST

START_TEST(an_end_without_a_close_frame_is_abnormal)
{
	char log[64];
	struct talk t;

	talk_begin(&t, false);
	open_by_hand(&t, "\x81\5hello", 7);
	t.expected = 5;
	peers_run_until(t.m.loop, talk_has_messages, &t);
	hang_up(&t, _i);
	peers_run_until(t.m.loop, talk_is_closed, &t);
	snprintf(log, sizeof log,
		 "open error:%d close:1006: ", _i ? ERROR_CONNECTION_RESET : ERROR_WS_EOF);
	talk_expect_log(&t.client, log);
	ck_assert(!t.client.close.was_clean);
	talk_finish(&t);
}
END_TEST

START_TEST(tls_cut_short_is_abnormal)
{
	char log[64];
	struct talk t;

	talk_begin(&t, true);
	talk_open_both(&t);
	connection_free(t.server.connection);
	t.server.connection = NULL;
	peers_run_until(t.m.loop, talk_is_closed, &t);
	snprintf(log, sizeof log, "open error:%d close:1006: ", ERROR_TLS_TRUNCATED);
	talk_expect_log(&t.client, log);
	talk_finish(&t);
}
END_TEST

START_TEST(a_reset_after_the_closing_handshake_is_no_error)
{
	struct talk t;

	talk_begin(&t, false);
	open_by_hand(&t, "\x88\2\x03\xe8", 4);
	peers_run_until(t.m.loop, has_heard_close, &t);
	hang_up(&t, true);
	peers_run_until(t.m.loop, talk_is_closed, &t);
	talk_expect_log(&t.client, "open close:1000: ");
	ck_assert(t.client.close.was_clean);
	talk_finish(&t);
}
END_TEST

/* What we sent last arrives, though much that the server sent stays unread, and the server, which
 * does not end its side, is not waited for without end. */
START_TEST(the_reason_for_a_failure_reaches_the_server)
{
	static char says[60000] = "\xff\2no";
	struct talk t;

	talk_begin(&t, false);
	open_by_hand(&t, says, sizeof says);
	peers_run_until(t.m.loop, has_ended, &t);
	ck_assert_uint_ge(buf_size(&t.heard), 8);
	ck_assert_uint_eq(buf_bytes(&t.heard)[0], 0x88);
	peers_run_until(t.m.loop, talk_is_closed, &t);
	ck_assert_uint_eq(t.client.close.code, 1006);
	ck_assert_uint_eq(t.client.close.sent_code, 1002);
	hang_up(&t, false);
	talk_finish(&t);
}
END_TEST

/* The owner. */

START_TEST(who_holds_a_connection_is_given_no_more)
{
	struct buf bytes = { 0 };
	struct talk t;

	talk_begin(&t, _i);
	talk_open_both(&t);
	connection_hold(t.server.connection, true);
	meeting_fill(&bytes, 8000000);
	t.server.echo = true;
	talk_say(&t.client, WEBSOCKET_BINARY, buf_bytes(&bytes), buf_size(&bytes));
	t.m.timer = loop_timer(t.m.loop, talk_stop, t.m.loop);
	loop_timer_set(t.m.timer, talk_now(&t) + 50);
	loop_run(t.m.loop);
	ck_assert_uint_eq(buf_size(&t.server.messages), 0);
	ck_assert_uint_gt(websocket_buffered_amount(connection_websocket(t.client.connection)), 0);
	connection_hold(t.server.connection, false);
	t.expected = buf_size(&bytes);
	peers_run_until(t.m.loop, talk_has_messages, &t);
	ck_assert_uint_eq(buf_size(&t.client.messages), t.expected);
	buf_free(&bytes);
	talk_finish(&t);
}
END_TEST

static void count_turn(void *arg)
{
	++*(int *)arg;
}

START_TEST(an_idle_connection_wakes_nobody)
{
	struct talk t;
	int turns = 0;

	talk_begin(&t, _i);
	talk_open_both(&t);
	loop_on_turn(t.m.loop, count_turn, &turns);
	t.m.timer = loop_timer(t.m.loop, talk_stop, t.m.loop);
	loop_timer_set(t.m.timer, talk_now(&t) + 100);
	loop_run(t.m.loop);
	ck_assert_int_le(turns, 6);
	talk_finish(&t);
}
END_TEST

START_TEST(our_pings_are_answered_in_time)
{
	struct talk t;

	talk_begin(&t, _i);
	t.config.ping_interval = 30;
	talk_open_both(&t);
	t.m.timer = loop_timer(t.m.loop, talk_stop, t.m.loop);
	loop_timer_set(t.m.timer, talk_now(&t) + 200);
	loop_run(t.m.loop);
	ck_assert_ptr_nonnull(strstr(buf_string(&t.client.log), "open pong pong "));
	ck_assert(!t.client.closed);
	talk_finish(&t);
}
END_TEST

/* This hook was there before the connection, whose own runs later: what that tells must not wait
 * for the next poll. */
static void close_in_hook(void *arg)
{
	struct talk *t = arg;

	if (t->client.open && !t->asked) {
		websocket_close(connection_websocket(t->client.connection), 1000, "", talk_now(t),
				NULL);
		t->asked = true;
	}
	if (t->client.closed) {
		connection_free(t->client.connection);
		t->client.connection = NULL;
		loop_stop(t->m.loop, 0);
	}
}

START_TEST(a_connection_is_closed_and_freed_in_a_hook)
{
	struct talk t;

	talk_begin(&t, _i);
	loop_on_turn(t.m.loop, close_in_hook, &t);
	talk_listen(&t);
	talk_open_to(&t, "127.0.0.1");
	loop_run(t.m.loop);
	talk_expect_log(&t.client, "open close:1000: ");
	talk_finish(&t);
}
END_TEST

START_TEST(frames_are_reported_once_the_request_left)
{
	struct talk t;

	talk_begin(&t, _i);
	t.config.report_frames = true;
	talk_open_both(&t);
	talk_expect_log(&t.client, "head head open ");
	talk_finish(&t);
}
END_TEST

START_TEST(a_server_hears_a_client_that_never_asks)
{
	char log[64];
	struct talk t;

	talk_begin(&t, false);
	t.server_config.handshake_timeout = 100;
	talk_listen(&t);
	meeting_connect(&t.m, "127.0.0.1", NULL);
	t.client.closed = true;
	peers_run_until(t.m.loop, talk_are_closed, &t);
	snprintf(log, sizeof log, "error:%d close:1006: ", ERROR_HANDSHAKE_TIMEOUT);
	talk_expect_log(&t.server, log);
	ck_assert_ptr_nonnull(connection_websocket(t.server.connection));
	talk_finish(&t);
}
END_TEST

TESTING_MAIN("connection", TESTING_LOOP(messages_go_and_come_back, 4),
	     TESTING_LOOP(a_close_is_clean_on_both_sides, 4),
	     TESTING(a_code_that_is_refused_closes_with_1000),
	     TESTING(a_refused_connection_is_an_error_and_a_close),
	     TESTING(a_refused_certificate_closes_with_1015),
	     TESTING_LOOP(a_bad_request_is_refused_at_once, 2),
	     TESTING_LOOP(the_deadline_spans_everything_before_the_open, 2),
	     TESTING(nobody_there_is_told_from_a_handshake_that_takes_too_long),
	     TESTING_LOOP(an_attempt_is_closed_in_any_state, 4),
	     TESTING(frames_that_come_with_the_answer_are_heard),
	     TESTING_LOOP(an_end_without_a_close_frame_is_abnormal, 2),
	     TESTING(tls_cut_short_is_abnormal),
	     TESTING(a_reset_after_the_closing_handshake_is_no_error),
	     TESTING(the_reason_for_a_failure_reaches_the_server),
	     TESTING_LOOP(who_holds_a_connection_is_given_no_more, 2),
	     TESTING_LOOP(an_idle_connection_wakes_nobody, 2),
	     TESTING_LOOP(our_pings_are_answered_in_time, 2),
	     TESTING_LOOP(a_connection_is_closed_and_freed_in_a_hook, 2),
	     TESTING_LOOP(frames_are_reported_once_the_request_left, 2),
	     TESTING(a_server_hears_a_client_that_never_asks))
