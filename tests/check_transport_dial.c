#include "testing.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "meeting.h"
#include "mem.h"

START_TEST(a_unix_socket_leads_to_its_server)
{
	struct meeting m;
	struct error error;
	char *path, *text;

	meeting_begin(&m, false);
	path = mem_format("%s/socket", m.directory);
	text = mem_format("ws+unix:%s:/chat", path);
	listener_open_unix(&m.listener, m.loop, path, meeting_accept, &m);
	ck_assert(url_parse(&m.url, text, &error));
	meeting_connect_url(&m, &m.url, NULL);
	meeting_expect_open(&m);
	meeting_expect_echo(&m, 100000);
	ck_assert_str_eq(transport_address(m.client.transport), path);
	free(path);
	free(text);
	meeting_finish(&m);
}
END_TEST

START_TEST(a_unix_socket_that_is_not_there_is_named)
{
	struct url url = { .unix_socket = true };
	struct meeting m;

	meeting_begin(&m, false);
	url.socket = _i ? mem_new(201, 1) : mem_format("%s/none", m.directory);
	if (_i)
		memset(url.socket, 'x', 200);
	meeting_connect_url(&m, &url, NULL);
	meeting_expect_failure(&m, _i ? ERROR_CONNECT_OTHER : ERROR_CONNECT_REFUSED, url.socket);
	free(url.socket);
	meeting_finish(&m);
}
END_TEST

START_TEST(what_cannot_be_connected_says_why)
{
	struct meeting m;
	char name[64];

	meeting_begin(&m, false);
	meeting_listen(&m);
	listener_close(&m.listener);
	snprintf(name, sizeof name, "%s:%u", _i ? "localhost" : "127.0.0.1",
		 (unsigned)m.listener.port);
	meeting_connect(&m, _i ? "localhost" : "127.0.0.1", NULL);
	meeting_expect_failure(&m, ERROR_CONNECT_REFUSED, name);
	meeting_finish(&m);
}
END_TEST

START_TEST(an_unknown_name_is_not_found)
{
	struct meeting m;

	meeting_begin(&m, false);
	m.listener.port = 6502;
	meeting_connect(&m, "127.0.0.1", &(struct transport_config){ .connect_host = "a..b" });
	peers_run_until(m.loop, meeting_is_settled, &m);
	ck_assert(m.client.error.code == ERROR_HOST_NOT_FOUND ||
		  m.client.error.code == ERROR_HOST_TEMPORARY);
	ck_assert_str_eq(m.client.error.detail, "a..b");
	meeting_finish(&m);
}
END_TEST

/* The name that is verified stays the URL's. */
START_TEST(the_connection_may_go_elsewhere)
{
	struct meeting m;
	uint16_t port;

	meeting_begin(&m, true);
	meeting_listen(&m);
	port = m.listener.port;
	m.listener.port = 443;
	meeting_connect(
		&m, _i ? "other.example" : "chat.example",
		&(struct transport_config){ .connect_host = "localhost", .connect_port = port });
	if (_i) {
		meeting_expect_failure(&m, ERROR_TLS_WRONG_HOST, "other.example");
	} else {
		meeting_expect_open(&m);
		meeting_expect_echo(&m, 10);
	}
	meeting_finish(&m);
}
END_TEST

/* Families. The server is on one loopback only. */

static const struct {
	const char *listens;
	int family;
	bool opens;
} families[] = {
	{ "127.0.0.1", AF_UNSPEC, true }, { "127.0.0.1", AF_INET, true },
	{ "127.0.0.1", AF_INET6, false }, { "::1", AF_UNSPEC, true },
	{ "::1", AF_INET6, true },        { "::1", AF_INET, false },
};

START_TEST(a_family_may_be_asked_for)
{
	struct meeting m;

	meeting_begin(&m, false);
	if (listener_open(&m.listener, m.loop, families[_i].listens, 0, meeting_accept, &m)) {
		meeting_connect(&m, "localhost",
				&(struct transport_config){ .family = families[_i].family });
		peers_run_until(m.loop, meeting_is_settled, &m);
		ck_assert(m.client.opened == families[_i].opens);
	}
	meeting_finish(&m);
}
END_TEST

/* A listener whose queue is full drops what comes: nobody answers there. */
static int fill_queue(uint16_t port, int fds[4])
{
	struct sockaddr_in6 address = { .sin6_family = AF_INET6,
					.sin6_port = htons(port),
					.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int fd = socket(AF_INET6, SOCK_STREAM, 0), on = 1;

	if (fd < 0)
		return -1;
	setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
	if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 0) < 0) {
		close(fd);
		return -1;
	}
	for (int i = 0; i < 4; i++) {
		fds[i] = socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, 0);
		connect(fds[i], (struct sockaddr *)&address, sizeof address);
	}
	return fd;
}

START_TEST(a_dead_family_delays_the_other_by_a_quarter_second)
{
	struct meeting m;
	uint64_t start;
	int fds[4], dead;

	meeting_begin(&m, false);
	meeting_listen(&m);
	dead = fill_queue(m.listener.port, fds);
	if (dead >= 0) {
		start = loop_moment(m.loop).mono;
		meeting_connect(&m, "localhost", NULL);
		meeting_expect_open(&m);
		ck_assert_uint_ge(loop_moment(m.loop).mono, start + 240);
		ck_assert_uint_le(loop_moment(m.loop).mono, start + 2000);
		meeting_expect_echo(&m, 10);
		for (int i = 0; i < 4; i++)
			close(fds[i]);
		close(dead);
	}
	meeting_finish(&m);
}
END_TEST

START_TEST(an_attempt_is_given_up_in_any_state)
{
	struct meeting m;

	meeting_begin(&m, _i % 2);
	meeting_listen(&m);
	m.raw = true;
	meeting_connect(&m, _i < 2 ? "localhost" : "127.0.0.1", NULL);
	if (_i >= 4)
		peers_run_until(m.loop, meeting_is_accepted, &m);
	meeting_finish(&m);
}
END_TEST

/* Proxies. */

static const struct {
	const char *scheme;
	enum proxy_manner manner;
	bool secure;       /* the way to the server */
	const char *asked; /* a part of what the proxy heard */
	size_t asked_n;
} proxies[] = {
	{ "http", PROXY_MANNER_HTTP, false, "CONNECT chat.example:6502 HTTP/1.1\r\n", 36 },
	{ "http", PROXY_MANNER_HTTP, true, "CONNECT chat.example:6502 HTTP/1.1\r\n", 36 },
	{ "https", PROXY_MANNER_HTTP, false, "CONNECT chat.example:6502 HTTP/1.1\r\n", 36 },
	{ "https", PROXY_MANNER_HTTP, true, "CONNECT chat.example:6502 HTTP/1.1\r\n", 36 },
	{ "socks5h", PROXY_MANNER_SOCKS, false, "\5\1\0\3\14chat.example\x19\x66", 19 },
	{ "socks5h", PROXY_MANNER_SOCKS, true, "\5\1\0\3\14chat.example\x19\x66", 19 },
	{ "socks5h", PROXY_MANNER_SOCKS_PASSWORD, true, "\1\3ann\6secret", 12 },
};

static char *start_proxy(struct meeting *m, struct test_proxy *proxy, const char *scheme)
{
	bool tls = !strcmp(scheme, "https");

	meeting_listen(m);
	proxy->tls = tls ? m->serving : NULL;
	test_proxy_open(proxy, m->loop, m->listener.port);
	m->listener.port = 6502;
	return mem_format("%s://ann:secret@127.0.0.1:%u", scheme, (unsigned)proxy->listener.port);
}

START_TEST(a_proxy_leads_to_the_server)
{
	struct test_proxy proxy = { .manner = proxies[_i].manner };
	struct meeting m;
	char *url;

	meeting_begin(&m, proxies[_i].secure);
	url = start_proxy(&m, &proxy, proxies[_i].scheme);
	meeting_connect(&m, "chat.example", &(struct transport_config){ .proxy = url });
	meeting_expect_open(&m);
	meeting_expect_echo(&m, 1000000);
	ck_assert_ptr_nonnull(memmem(buf_bytes(&proxy.asked), buf_size(&proxy.asked),
				     proxies[_i].asked, proxies[_i].asked_n));
	transport_shutdown(m.client.transport);
	test_proxy_close(&proxy);
	free(url);
	meeting_finish(&m);
}
END_TEST

/* The pin is the server's alone: the proxy has its own certificate. */
START_TEST(a_pin_says_nothing_of_the_proxy)
{
	static const struct certificate_form form = { .name = "proxy", .ip = "127.0.0.1" };
	struct test_proxy proxy = { .manner = PROXY_MANNER_HTTP };
	struct certificate other;
	struct tls_config config = { 0 };
	struct meeting m;
	char pin[65], *url;

	meeting_begin(&m, true);
	certificate_make(&other, m.directory, &form, &m.authority, false);
	certificate_pin(_i ? &other : &m.leaf, pin);
	config.ca_file = m.authority.cert_file;
	config.pin = pin;
	tls_context_free(m.trusting);
	m.trusting = tls_client_context(&config, &m.client.error);
	url = start_proxy(&m, &proxy, "https");
	proxy.tls = tls_server_context(other.cert_file, other.key_file, &m.client.error);
	ck_assert(m.trusting && proxy.tls);
	meeting_connect(&m, "chat.example", &(struct transport_config){ .proxy = url });
	if (_i)
		meeting_expect_failure(&m, ERROR_TLS_PIN, "");
	else
		meeting_expect_open(&m);
	test_proxy_close(&proxy);
	tls_context_free(proxy.tls);
	certificate_free(&other);
	free(url);
	meeting_finish(&m);
}
END_TEST

START_TEST(a_proxy_without_tls_is_told)
{
	struct meeting m;
	char *url;

	meeting_begin(&m, true);
	m.raw = true;
	meeting_listen(&m);
	url = mem_format("https://127.0.0.1:%u", (unsigned)m.listener.port);
	m.listener.port = 6502;
	meeting_connect(&m, "chat.example", &(struct transport_config){ .proxy = url });
	peers_run_until(m.loop, meeting_is_accepted, &m);
	ck_assert_int_eq(write(m.fd, "HTTP/1.1 400 Bad\r\n\r\n", 20), 20);
	meeting_expect_failure(&m, ERROR_PROXY_ANSWER, "TLS");
	free(url);
	meeting_finish(&m);
}
END_TEST

static const struct {
	const char *answer;
	enum error_code code;
	const char *detail;
} refusals[] = {
	{ "HTTP/1.1 403 Not For You\r\n\r\n", ERROR_PROXY_ANSWER, "Not For You" },
	{ "HTTP/1.1 407 Who Are You\r\n\r\n", ERROR_PROXY_AUTH, "Who Are You" },
	{ "SSH-2.0-x\r\n", ERROR_PROXY_ANSWER, "" },
	{ "", ERROR_PROXY_ANSWER, "" },
	/* Nobody speaks before the client there. */
	{ "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 400\r\n\r\n", ERROR_TLS_NOT_TLS, "chat.example:6502" },
};

START_TEST(a_proxy_that_refuses_is_told)
{
	struct test_proxy proxy = { .answer = refusals[_i].answer };
	struct meeting m;
	char *url;

	meeting_begin(&m, true);
	url = start_proxy(&m, &proxy, "http");
	meeting_connect(&m, "chat.example", &(struct transport_config){ .proxy = url });
	meeting_expect_failure(&m, refusals[_i].code, refusals[_i].detail);
	test_proxy_close(&proxy);
	free(url);
	meeting_finish(&m);
}
END_TEST

START_TEST(a_proxy_that_is_none_fails_through_the_loop)
{
	struct meeting m;

	meeting_begin(&m, false);
	m.listener.port = 6502;
	meeting_connect(
		&m, "127.0.0.1",
		&(struct transport_config){ .proxy = _i ? "ftp://x:1" : "http://127.0.0.1:1" });
	meeting_expect_failure(&m, _i ? ERROR_PROXY_URL : ERROR_CONNECT_REFUSED,
			       _i ? "" : "127.0.0.1:1");
	meeting_finish(&m);
}
END_TEST

TESTING_MAIN("transport_dial", TESTING(a_unix_socket_leads_to_its_server),
	     TESTING_LOOP(a_unix_socket_that_is_not_there_is_named, 2),
	     TESTING_LOOP(what_cannot_be_connected_says_why, 2),
	     TESTING(an_unknown_name_is_not_found),
	     TESTING_LOOP(the_connection_may_go_elsewhere, 2),
	     TESTING_LOOP(a_family_may_be_asked_for, COUNT(families)),
	     TESTING(a_dead_family_delays_the_other_by_a_quarter_second),
	     TESTING_LOOP(an_attempt_is_given_up_in_any_state, 6),
	     TESTING_LOOP(a_proxy_leads_to_the_server, COUNT(proxies)),
	     TESTING_LOOP(a_pin_says_nothing_of_the_proxy, 2), TESTING(a_proxy_without_tls_is_told),
	     TESTING_LOOP(a_proxy_that_refuses_is_told, COUNT(refusals)),
	     TESTING_LOOP(a_proxy_that_is_none_fails_through_the_loop, 2))
