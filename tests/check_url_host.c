#include "testing.h"

#include <string.h>

#include "mem.h"
#include "url.h"

/* Fetch standard, section 2.9. */
static const int blocked[] = {
	0,    1,    7,    9,    11,   13,   15,   17,   19,   20,   21,   22,   23,    25,
	37,   42,   43,   53,   69,   77,   79,   87,   95,   101,  102,  103,  104,   109,
	110,  111,  113,  115,  117,  119,  123,  135,  137,  139,  143,  161,  179,   389,
	427,  465,  512,  513,  514,  515,  526,  530,  531,  532,  540,  548,  554,   556,
	563,  587,  601,  636,  989,  990,  993,  995,  1719, 1720, 1723, 2049, 3659,  4045,
	4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
};

static void check_port(int port, const char *host, bool expected)
{
	char *string = mem_format("%s:%d", host, port);
	struct error error = { 0 };
	struct url url;

	ck_assert_msg(url_parse(&url, string, &error) == expected, "%s", string);
	ck_assert_int_eq(error.code, expected ? ERROR_NONE : ERROR_URL_PORT_BLOCKED);
	ck_assert_int_eq(error.number, expected ? 0 : port);
	url_free(&url);
	free(string);
}

START_TEST(exactly_the_ports_of_the_fetch_standard_are_blocked)
{
	size_t next = 0;

	for (int port = 0; port <= UINT16_MAX; port++) {
		bool is_blocked = next < COUNT(blocked) && blocked[next] == port;

		next += is_blocked;
		check_port(port, "wss://h", !is_blocked);
	}
	ck_assert_uint_eq(next, COUNT(blocked));
	check_port(6667, "ws://127.0.0.1", false);
	check_port(6000, "localhost", false);
}
END_TEST

static const struct {
	const char *input;
	bool loopback;
} loopbacks[] = {
	{ "ws://localhost", true },
	{ "wss://LOCALHOST.", true },
	{ "ws://a.b.localhost", true },
	{ "ws://a.localhost.", true },
	{ "ws://127.0.0.1", true },
	{ "ws://127.255.255.254", true },
	{ "ws://[::1]", true },
	{ "ws+unix:/run/chat", true },
	{ "ws://alocalhost", false },
	{ "ws://localhost.org", false },
	{ "ws://localhost..", false },
	{ "ws://127.0.0.1.org", false },
	{ "ws://128.0.0.1", false },
	{ "ws://0.0.0.0", false },
	{ "ws://[::]", false },
	{ "ws://[::2]", false },
	{ "ws://[::ffff:127.0.0.1]", false },
	{ "ws://.localhost", true },
};

START_TEST(loopback_is_known_by_name_and_address)
{
	struct url url;

	ck_assert(url_parse(&url, loopbacks[_i].input, NULL));
	ck_assert_msg(url_is_loopback(&url) == loopbacks[_i].loopback, "%s", loopbacks[_i].input);
	url_free(&url);
}
END_TEST

static const struct {
	const char *input, *host; /* host NULL: refused, with the code in port */
	bool ipv6;
	int port;
} authorities[] = {
	{ "Example.org", "example.org", false, -1 },
	{ "example.org:", "example.org", false, -1 },
	{ "example.org:0", "example.org", false, 0 },
	{ "example.org:6667", "example.org", false, 6667 },
	{ "[::1]:80", "::1", true, 80 },
	{ "[::1]", "::1", true, -1 },
	{ "0x7f000001:1", "127.0.0.1", false, 1 },
	{ "", NULL, false, ERROR_URL_HOST },
	{ ":80", NULL, false, ERROR_URL_HOST },
	{ "::1", NULL, false, ERROR_URL_HOST },
	{ "a/b", NULL, false, ERROR_URL_HOST },
	{ "a@b", NULL, false, ERROR_URL_HOST },
	{ "a:b", NULL, false, ERROR_URL_PORT },
	{ "a:65536", NULL, false, ERROR_URL_PORT },
	{ "[::1]x:80", NULL, false, ERROR_URL_HOST },
};

START_TEST(a_host_and_port_are_parsed_alone)
{
	const char *input = authorities[_i].input;
	struct error error = { 0 };
	char *host = NULL;
	bool ipv6, ok;
	int port;

	ok = url_parse_authority(input, strlen(input), &host, &ipv6, &port, &error);
	ck_assert_int_eq(ok, authorities[_i].host != NULL);
	ck_assert_pstr_eq(host, authorities[_i].host);
	ck_assert_int_eq(ok ? port : (int)error.code, authorities[_i].port);
	if (ok)
		ck_assert_int_eq(ipv6, authorities[_i].ipv6);
	free(host);
}
END_TEST

START_TEST(localhost_is_known_by_name)
{
	ck_assert(url_is_localhost("LocalHost."));
	ck_assert(url_is_localhost("a.localhost"));
	ck_assert(!url_is_localhost("alocalhost"));
	ck_assert(!url_is_localhost(""));
}
END_TEST

TESTING_MAIN("url_host", TESTING(exactly_the_ports_of_the_fetch_standard_are_blocked),
	     TESTING_LOOP(loopback_is_known_by_name_and_address, COUNT(loopbacks)),
	     TESTING_LOOP(a_host_and_port_are_parsed_alone, COUNT(authorities)),
	     TESTING(localhost_is_known_by_name))
