#include "testing.h"

#include <stdio.h>
#include <string.h>

#include "mem.h"
#include "proxy.h"

static const struct {
	const char *url;
	enum proxy_kind kind;
	const char *host;
	uint16_t port;
	const char *user, *password;
} urls[] = {
	{ "http://proxy.example.org", PROXY_HTTP, "proxy.example.org", 80, NULL, NULL },
	{ "http://proxy.example.org:3128/", PROXY_HTTP, "proxy.example.org", 3128, NULL, NULL },
	{ "HTTPS://Proxy", PROXY_HTTPS, "proxy", 443, NULL, NULL },
	{ "socks5h://localhost", PROXY_SOCKS5, "localhost", 1080, NULL, NULL },
	{ "socks5://[::1]:9050", PROXY_SOCKS5, "::1", 9050, NULL, NULL },
	{ "proxy:8080", PROXY_HTTP, "proxy", 8080, NULL, NULL },
	{ "ann@proxy", PROXY_HTTP, "proxy", 80, "ann", NULL },
	{ "http://ann:@proxy", PROXY_HTTP, "proxy", 80, "ann", "" },
	{ "http://ann:a:b@proxy", PROXY_HTTP, "proxy", 80, "ann", "a:b" },
	{ "http://a%40b:%3a%2F%25@proxy", PROXY_HTTP, "proxy", 80, "a@b", ":/%" },
	{ "http://a@b:c@proxy", PROXY_HTTP, "proxy", 80, "a@b", "c" },
	{ "socks5://a%3Ab:c@proxy", PROXY_SOCKS5, "proxy", 1080, "a:b", "c" },
	{ "http://bücher.example:1", PROXY_HTTP, "xn--bcher-kva.example", 1, NULL, NULL },
	{ "http://proxy:25", PROXY_HTTP, "proxy", 25, NULL, NULL },
};

START_TEST(the_url_of_a_proxy_is_parsed)
{
	struct proxy_config config;

	ck_assert(proxy_parse(&config, urls[_i].url, NULL));
	ck_assert_int_eq(config.kind, urls[_i].kind);
	ck_assert_str_eq(config.host, urls[_i].host);
	ck_assert_uint_eq(config.port, urls[_i].port);
	ck_assert_pstr_eq(config.user, urls[_i].user);
	ck_assert_pstr_eq(config.password, urls[_i].password);
	proxy_config_free(&config);
}
END_TEST

static const char *const no_urls[] = {
	"",
	"http://",
	"socks4://proxy",
	"ftp://ann:secret@proxy",
	"http://proxy:99999",
	"http://proxy:0",
	"http://proxy:x",
	"http://proxy/path",
	"http://proxy?secret",
	"http://proxy#secret",
	"http://ann:secret@",
	"http://ann:secret@proxy:x",
	"http://ann:secret@a b",
	"http://a%3Ab:secret@proxy",
	"http://ann:secret%00@proxy",
	"http://ann%00:secret@proxy",
	"http://[::1",
};

START_TEST(what_is_no_url_of_a_proxy_is_refused_without_its_password)
{
	struct proxy_config config, zero = { 0 };
	struct error error;

	ck_assert(!proxy_parse(&config, no_urls[_i], &error));
	ck_assert_int_eq(error.code, ERROR_PROXY_URL);
	ck_assert_ptr_null(strstr(error.detail, "secret@"));
	ck_assert_mem_eq(&config, &zero, sizeof config);
}
END_TEST

START_TEST(a_login_too_long_for_socks_is_refused)
{
	struct proxy_config config;
	char *long_one = mem_new(257, 1), *url;

	memset(long_one, 'x', 256);
	url = mem_format("socks5://%s:p@proxy", long_one);
	ck_assert(!proxy_parse(&config, url, NULL));
	free(url);
	long_one[255] = 0;
	url = mem_format("socks5://u:%s@proxy", long_one);
	ck_assert(proxy_parse(&config, url, NULL));
	ck_assert_uint_eq(strlen(config.password), 255);
	proxy_config_free(&config);
	free(url);
	free(long_one);
}
END_TEST

/* Strings with their size, for they hold NULs. */
#define BYTES(literal) literal, sizeof(literal) - 1

#define CONNECT "CONNECT h:80 HTTP/1.1\r\nHost: h:80\r\n"
#define OPENED  "\5\0\0\1\0\0\0\0\0\0"

static const struct dialogue {
	const char *url, *host;
	uint16_t port;
	const char *output;
	size_t output_size;
	const char *input; /* what the proxy says, all in all */
	size_t input_size, taken;
	enum proxy_state state;
	enum error_code code;
	int number;
	const char *detail; /* NULL: not looked at */
} dialogues[] = {
	/* RFC 9110, section 9.3.6: any 2xx, and what follows is the peer's */
	{ "http://p", "h", 80, BYTES(CONNECT "\r\n"), BYTES("HTTP/1.1 200 OK\r\n\r\n"), 19,
	  PROXY_OPEN, 0, 0, NULL },
	{ "https://p", "h", 80, BYTES(CONNECT "\r\n"), BYTES("HTTP/1.0 299\r\nA: b\r\n\r\n\0x\n\n"),
	  22, PROXY_OPEN, 0, 0, NULL },
	{ "http://p", "h", 80, BYTES(CONNECT "\r\n"), BYTES("HTTP/1.1 200 \nA: b\n\nrest"), 20,
	  PROXY_OPEN, 0, 0, NULL },
	{ "http://p", "2001:db8::1", 443,
	  BYTES("CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n\r\n"),
	  BYTES("HTTP/1.1 200 OK\r\n\r\n"), 19, PROXY_OPEN, 0, 0, NULL },
	{ "http://Aladdin:open%20sesame@p", "h", 80, /* the example of RFC 7617 */
	  BYTES(CONNECT "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n"),
	  BYTES("HTTP/1.1 200 OK\r\n\r\n"), 19, PROXY_OPEN, 0, 0, NULL },
	{ "http://ann@p", "h", 80, BYTES(CONNECT "Proxy-Authorization: Basic YW5uOg==\r\n\r\n"),
	  BYTES("HTTP/1.1 200 OK\r\n\r\n"), 19, PROXY_OPEN, 0, 0, NULL },
	{ "http://p", "h", 80, BYTES(CONNECT "\r\n"),
	  BYTES("HTTP/1.1 100 Go on\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"), 47, PROXY_OPEN, 0, 0,
	  NULL },
	{ "http://p", "h", 80, BYTES(CONNECT "\r\n"),
	  BYTES("HTTP/1.1 403 Not\33[1mhere\r\nContent-Length: 4\r\n\r\nbody"), 47, PROXY_FAILED,
	  ERROR_PROXY_ANSWER, 403, "403 Not[1mhere" },
	{ "http://p", "h", 80, BYTES(CONNECT "\r\n"), BYTES("HTTP/1.1 302 Found\r\n\r\n"), 22,
	  PROXY_FAILED, ERROR_PROXY_ANSWER, 302, "302 Found" },
	{ "http://p", "h", 80, BYTES(CONNECT "\r\n"), BYTES("HTTP/1.1 407 Who?\r\n\r\n"), 21,
	  PROXY_FAILED, ERROR_PROXY_AUTH, 407, "407 Who?" },
	{ "http://p", "h", 80, BYTES(CONNECT "\r\n"), BYTES("SSH-2.0-x\r\n"), 1, PROXY_FAILED,
	  ERROR_PROXY_ANSWER, 0, NULL },
	{ "http://p", "h", 80, BYTES(CONNECT "\r\n"), BYTES("HTTP/2 200\r\n\r\n"), 6, PROXY_FAILED,
	  ERROR_PROXY_ANSWER, 0, NULL },
	{ "http://p", "h", 80, BYTES(CONNECT "\r\n"), BYTES("HTTP/1.1 20\r\n\r\n"), 15,
	  PROXY_FAILED, ERROR_PROXY_ANSWER, 0, NULL },
	{ "http://p", "h", 80, BYTES(CONNECT "\r\n"), BYTES("HTTP/1.1 2000\r\n\r\n"), 17,
	  PROXY_FAILED, ERROR_PROXY_ANSWER, 0, NULL },
	{ "http://p", "h", 80, BYTES(CONNECT "\r\n"), BYTES("HTTP/1.1 099 \r\n\r\n"), 17,
	  PROXY_FAILED, ERROR_PROXY_ANSWER, 0, NULL },
	{ "http://p", "h", 80, BYTES(CONNECT "\r\n"), BYTES("HTTP/1.1 2\00000 OK\r\n\r\n"), 20,
	  PROXY_FAILED, ERROR_PROXY_ANSWER, 0, NULL },
	/* RFC 1928: a name, both families, each way to be refused */
	{ "socks5h://p", "h", 80, BYTES("\5\1\0\5\1\0\3\1h\0\120"), BYTES("\5\0" OPENED), 12,
	  PROXY_OPEN, 0, 0, NULL },
	{ "socks5://p", "1.2.3.4", 6502, BYTES("\5\1\0\5\1\0\1\1\2\3\4\31\146"),
	  BYTES("\5\0\5\0\0\4ABCDEFGHIJKLMNOP\1\2rest"), 24, PROXY_OPEN, 0, 0, NULL },
	{ "socks5://p", "1::2", 256, BYTES("\5\1\0\5\1\0\4\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\2\1\0"),
	  BYTES("\5\0\5\0\0\3\3abc\1\2\5\0"), 12, PROXY_OPEN, 0, 0, NULL },
	{ "socks5://p", "h", 80, BYTES("\5\1\0\5\1\0\3\1h\0\120"), BYTES("\5\0\5\0\0\3\0\1\2\5"), 9,
	  PROXY_OPEN, 0, 0, NULL },
	{ "socks5://ann:pw@p", "h", 80, BYTES("\5\2\0\2\1\3ann\2pw\5\1\0\3\1h\0\120"),
	  BYTES("\5\2\1\0" OPENED), 14, PROXY_OPEN, 0, 0, NULL },
	{ "socks5://ann@p", "h", 80, BYTES("\5\2\0\2\1\3ann\0\5\1\0\3\1h\0\120"),
	  BYTES("\5\2\5\0" OPENED), 14, PROXY_OPEN, 0, 0, NULL },
	{ "socks5://ann:pw@p", "h", 80, BYTES("\5\2\0\2\5\1\0\3\1h\0\120"), BYTES("\5\0" OPENED),
	  12, PROXY_OPEN, 0, 0, NULL },
	{ "socks5://ann:pw@p", "h", 80, BYTES("\5\2\0\2\1\3ann\2pw"), BYTES("\5\2\1\1" OPENED), 4,
	  PROXY_FAILED, ERROR_PROXY_AUTH, 1, "p" },
	{ "socks5://p", "h", 80, BYTES("\5\1\0"), BYTES("\5\377"), 2, PROXY_FAILED,
	  ERROR_PROXY_AUTH, 255, "p" },
	{ "socks5://p", "h", 80, BYTES("\5\1\0"), BYTES("\5\2"), 2, PROXY_FAILED, ERROR_PROXY_AUTH,
	  2, "p" },
	{ "socks5://p", "h", 80, BYTES("\5\1\0"), BYTES("\5\1"), 2, PROXY_FAILED,
	  ERROR_PROXY_ANSWER, 0, NULL },
	{ "socks5://p", "h", 80, BYTES("\5\1\0"), BYTES("HTTP/1.1 400\r\n\r\n"), 1, PROXY_FAILED,
	  ERROR_PROXY_ANSWER, 0, NULL },
	{ "socks5://p", "h", 80, BYTES("\5\1\0\5\1\0\3\1h\0\120"), BYTES("\5\0\4\0"), 3,
	  PROXY_FAILED, ERROR_PROXY_ANSWER, 0, NULL },
	{ "socks5://p", "h", 80, BYTES("\5\1\0\5\1\0\3\1h\0\120"), BYTES("\5\0\5\0\0\2\1\1"), 7,
	  PROXY_FAILED, ERROR_PROXY_ANSWER, 0, NULL },
};

static void check_error(const struct dialogue *d, const struct error *error)
{
	ck_assert_int_eq(error->code, d->code);
	ck_assert_int_eq(error->number, d->number);
	if (d->detail)
		ck_assert_str_eq(error->detail, d->detail);
}

static void check_dialogue(const struct dialogue *d, size_t cut, size_t step)
{
	struct proxy_config config;
	struct error error = { 0 };
	struct proxy *p;
	size_t taken = 0, n = cut ? cut : step;

	ck_assert(proxy_parse(&config, d->url, NULL));
	p = proxy_new(&config, d->host, d->port);
	proxy_config_free(&config);
	for (size_t at = 0; at < d->input_size; at += n, n = step) {
		if (n > d->input_size - at)
			n = d->input_size - at;
		taken += proxy_feed(p, (const uint8_t *)d->input + at, n, &error);
	}
	ck_assert_uint_eq(taken, d->taken);
	ck_assert_int_eq(proxy_state(p), d->state);
	check_error(d, &error);
	ck_assert_uint_eq(buf_size(proxy_output(p)), d->output_size);
	ck_assert_mem_eq(buf_bytes(proxy_output(p)), d->output, d->output_size);
	proxy_free(p);
}

START_TEST(a_dialogue_ends_the_same_wherever_the_answer_is_cut)
{
	const struct dialogue *d = &dialogues[_i];

	check_dialogue(d, 0, d->input_size);
	check_dialogue(d, 0, 1);
	for (size_t cut = 1; cut < d->input_size; cut++)
		check_dialogue(d, cut, d->input_size);
}
END_TEST

static struct proxy *make(const char *url, const char *host)
{
	struct proxy_config config;
	struct proxy *p;

	ck_assert(proxy_parse(&config, url, NULL));
	p = proxy_new(&config, host, 443);
	proxy_config_free(&config);
	return p;
}

/* Section 6 of RFC 1928; the number is what the proxy said. */
START_TEST(every_socks_refusal_has_its_reason)
{
	uint8_t answer[4] = { 5, 0, 5, (uint8_t)(_i + 1) };
	struct proxy *p = make("socks5://p", "h");
	struct error error = { 0 };

	ck_assert_uint_eq(proxy_feed(p, answer, 3, &error), 3);
	ck_assert_int_eq(proxy_state(p), PROXY_BUSY);
	ck_assert_uint_eq(proxy_feed(p, answer + 3, 1, &error), 1);
	ck_assert_int_eq(proxy_state(p), PROXY_FAILED);
	ck_assert_int_eq(error.code, ERROR_PROXY_ANSWER);
	ck_assert_int_eq(error.number, _i + 1);
	ck_assert_ptr_nonnull(strstr(error.detail, _i < 8 ? ": " : "unassigned"));
	ck_assert_int_eq(!strstr(error.detail, "unassigned"), _i < 8);
	ck_assert_uint_eq(proxy_feed(p, answer, 4, &error), 0);
	proxy_free(p);
}
END_TEST

START_TEST(a_name_too_long_for_socks_is_not_sent)
{
	char *host = mem_new(257, 1);
	struct error error = { 0 };
	struct proxy *p;

	memset(host, 'a', 255);
	p = make("socks5://p", host);
	proxy_feed(p, (const uint8_t *)"\5\0", 2, &error);
	ck_assert_int_eq(proxy_state(p), PROXY_BUSY);
	ck_assert_uint_eq(buf_size(proxy_output(p)), 3 + 5 + 255 + 2);
	proxy_free(p);
	host[255] = 'a';
	p = make("socks5://p", host);
	proxy_feed(p, (const uint8_t *)"\5\0", 2, &error);
	ck_assert_int_eq(proxy_state(p), PROXY_FAILED);
	ck_assert_int_eq(error.code, ERROR_HOST_NOT_FOUND);
	ck_assert_uint_eq(buf_size(proxy_output(p)), 3);
	proxy_free(p);
	free(host);
}
END_TEST

START_TEST(an_answer_without_end_is_given_up)
{
	struct proxy *p = make("http://p", "h");
	struct error error = { 0 };
	size_t taken = proxy_feed(p, (const uint8_t *)"HTTP/1.1 200 OK\r\n", 17, &error);

	while (proxy_state(p) == PROXY_BUSY && taken < 1000000)
		taken += proxy_feed(p, (const uint8_t *)"A: bbbbbbbbbbb\r\n", 16, &error);
	ck_assert_uint_eq(taken, 16384);
	ck_assert_int_eq(proxy_state(p), PROXY_FAILED);
	ck_assert_int_eq(error.code, ERROR_PROXY_ANSWER);
	proxy_free(p);
}
END_TEST

START_TEST(a_proxy_that_hangs_up_has_failed)
{
	struct proxy *p = make("http://p", "h");
	struct error error = { 0 };

	proxy_feed(p, (const uint8_t *)"HTTP/1.1 200 OK\r\n", 17, &error);
	proxy_eof(p, &error);
	ck_assert_int_eq(proxy_state(p), PROXY_FAILED);
	ck_assert_int_eq(error.code, ERROR_PROXY_ANSWER);
	ck_assert_int_eq(error.number, 0);
	proxy_free(p);
	proxy_free(NULL);
}
END_TEST

/* Hostile answers: no byte is taken behind the end, and one of the ends comes. */
START_TEST(any_bytes_leave_the_machine_in_a_state)
{
	static const char bits[] = "HTTP/1. 20\r\n\5\0\1\2\3\4\377:";
	uint32_t seed = 1928;

	for (int round = 0; round < 20000; round++) {
		struct proxy *p = make(round % 2 ? "http://u:p@p" : "socks5://u:p@p", "h");
		struct error error = { 0 };

		for (int i = 0; i < 64; i++) {
			uint8_t byte;
			bool busy = proxy_state(p) == PROXY_BUSY;

			seed = seed * 1664525 + 1013904223;
			byte = (uint8_t)bits[(seed >> 16) % (sizeof bits - 1)];
			ck_assert_uint_eq(proxy_feed(p, &byte, 1, &error), busy);
		}
		ck_assert_int_eq(proxy_state(p) == PROXY_FAILED, error.code != ERROR_NONE);
		proxy_free(p);
	}
}
END_TEST

static const struct choice {
	const char *url, *proxy;
	const char *environment; /* NAME=VALUE in lines */
} choices[] = {
	{ "wss://h", NULL, "" },
	{ "wss://h", "a", "wss_proxy=a\nhttps_proxy=b\nall_proxy=c" },
	{ "wss://h", "b", "https_proxy=b\nall_proxy=c\nws_proxy=d\nhttp_proxy=e" },
	{ "wss://h", "c", "all_proxy=c\nhttp_proxy=e" },
	{ "wss://h", NULL, "http_proxy=e\nws_proxy=d" },
	{ "ws://h", "a", "ws_proxy=a\nhttp_proxy=b\nall_proxy=c" },
	{ "ws://h", "b", "http_proxy=b\nall_proxy=c\nwss_proxy=d\nhttps_proxy=e" },
	{ "ws://h", "c", "ALL_PROXY=c" },
	{ "wss://h", "a", "WSS_PROXY=b\nwss_proxy=a" },
	{ "wss://h", "b", "WSS_PROXY=b\nhttps_proxy=a" },
	{ "wss://h", NULL, "wss_proxy=\nWSS_PROXY=b\nall_proxy=c" },
	{ "ws://h", "b", "HTTP_PROXY=b" },
	{ "ws://h", NULL, "HTTP_PROXY=b\nREQUEST_METHOD=GET" },
	{ "ws://h", "a", "http_proxy=a\nREQUEST_METHOD=GET" },
	{ "ws://localhost", NULL, "all_proxy=a" },
	{ "wss://127.9.9.9", NULL, "all_proxy=a" },
	{ "ws://[::1]", NULL, "all_proxy=a" },
	{ "ws+unix:/run/chat", NULL, "all_proxy=a" },
	{ "wss://h", NULL, "all_proxy=a\nno_proxy=*" },
	{ "wss://h", NULL, "all_proxy=a\nNO_PROXY=x, *" },
	{ "wss://h", "a", "all_proxy=a\nno_proxy=\nNO_PROXY=*" },
	{ "wss://chat.example.org", NULL, "all_proxy=a\nno_proxy=x,chat.example.org" },
	{ "wss://chat.example.org", NULL, "all_proxy=a\nno_proxy=EXAMPLE.org" },
	{ "wss://chat.example.org", NULL, "all_proxy=a\nno_proxy=.example.org" },
	{ "wss://chat.example.org", NULL, "all_proxy=a\nno_proxy=*.example.org" },
	{ "wss://chat.example.org.", NULL, "all_proxy=a\nno_proxy=example.org" },
	{ "wss://chat.example.org", NULL, "all_proxy=a\nno_proxy=example.org." },
	{ "wss://chat.example.org", "a", "all_proxy=a\nno_proxy=ample.org" },
	{ "wss://example.org", "a", "all_proxy=a\nno_proxy=chat.example.org" },
	{ "wss://example.org", "a", "all_proxy=a\nno_proxy=example.org.uk,,example .," },
	{ "wss://example.org", NULL, "all_proxy=a\nno_proxy=example.org:443" },
	{ "wss://example.org", "a", "all_proxy=a\nno_proxy=example.org:8443" },
	{ "wss://example.org:8443", NULL, "all_proxy=a\nno_proxy=.example.org:8443" },
	{ "wss://bücher.example", NULL, "all_proxy=a\nno_proxy=bücher.example" },
	{ "ws://10.1.2.3", NULL, "all_proxy=a\nno_proxy=10.1.2.3" },
	{ "ws://10.1.2.3:81", NULL, "all_proxy=a\nno_proxy=10.1.2.3:81" },
	{ "ws://10.1.2.3", "a", "all_proxy=a\nno_proxy=10.1.2.3:81" },
	{ "ws://10.1.2.3", NULL, "all_proxy=a\nno_proxy=10.0.0.0/8" },
	{ "ws://11.1.2.3", "a", "all_proxy=a\nno_proxy=10.0.0.0/8" },
	{ "ws://10.1.130.3", NULL, "all_proxy=a\nno_proxy=10.1.128.0/17" },
	{ "ws://10.1.127.3", "a", "all_proxy=a\nno_proxy=10.1.128.0/17" },
	{ "ws://10.1.2.3", NULL, "all_proxy=a\nno_proxy=0.0.0.0/0" },
	{ "ws://h", "a", "all_proxy=a\nno_proxy=0.0.0.0/0" },
	{ "ws://10.1.2.3", "a",
	  "all_proxy=a\nno_proxy=10.0.0.0/33 10.0.0.0/x 10.0.0.0/ 10.0.0.0/-8" },
	{ "ws://[2001:db8::1]", NULL, "all_proxy=a\nno_proxy=2001:db8::1" },
	{ "ws://[2001:db8::1]", NULL, "all_proxy=a\nno_proxy=[2001:db8::1]" },
	{ "ws://[2001:db8::1]", NULL, "all_proxy=a\nno_proxy=[2001:db8::1]:80" },
	{ "ws://[2001:db8::1]", "a", "all_proxy=a\nno_proxy=[2001:db8::1]:81" },
	{ "ws://[2001:db8::1]", NULL, "all_proxy=a\nno_proxy=2001:db8::/32" },
	{ "ws://[2001:db9::1]", "a", "all_proxy=a\nno_proxy=2001:db8::/32" },
	{ "ws://10.1.2.3", "a", "all_proxy=a\nno_proxy=::/0,300.1.1.1,a.b:c,[::1" },
};

/* The buffer in ARG holds the environment behind a newline. */
static const char *look_up(void *arg, const char *name)
{
	static char value[64];
	char *key = mem_format("\n%s=", name);
	const char *found = strstr(arg, key);

	if (found) {
		found += strlen(key);
		snprintf(value, sizeof value, "%.*s", (int)strcspn(found, "\n"), found);
	}
	free(key);
	return found ? value : NULL;
}

START_TEST(the_environment_chooses_the_proxy)
{
	char *environment = mem_format("\n%s", choices[_i].environment);
	struct url url;

	ck_assert(url_parse(&url, choices[_i].url, NULL));
	ck_assert_pstr_eq(proxy_choose(look_up, environment, &url), choices[_i].proxy);
	url_free(&url);
	free(environment);
}
END_TEST

TESTING_MAIN("proxy", TESTING_LOOP(the_url_of_a_proxy_is_parsed, COUNT(urls)),
	     TESTING_LOOP(what_is_no_url_of_a_proxy_is_refused_without_its_password,
			  COUNT(no_urls)),
	     TESTING(a_login_too_long_for_socks_is_refused),
	     TESTING_LOOP(a_dialogue_ends_the_same_wherever_the_answer_is_cut, COUNT(dialogues)),
	     TESTING_LOOP(every_socks_refusal_has_its_reason, 10),
	     TESTING(a_name_too_long_for_socks_is_not_sent),
	     TESTING(an_answer_without_end_is_given_up), TESTING(a_proxy_that_hangs_up_has_failed),
	     TESTING(any_bytes_leave_the_machine_in_a_state),
	     TESTING_LOOP(the_environment_chooses_the_proxy, COUNT(choices)))
