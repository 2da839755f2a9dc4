#include "handshake_testing.h"

#include <stdio.h>

#include "mem.h"

START_TEST(the_key_and_the_accept_of_the_rfc)
{
	char key[HANDSHAKE_KEY_SIZE], accept[HANDSHAKE_ACCEPT_SIZE];

	handshake_key(key, (const uint8_t *)"the sample nonce");
	ck_assert_str_eq(key, KEY);
	handshake_accept(accept, KEY);
	ck_assert_str_eq(accept, ACCEPT);
}
END_TEST

static const struct {
	const char *string;
	bool token;
} tokens[] = {
	{ "json", true },       { "v1.json~x", true }, { "!#$%&'*+-.^_`|~", true },
	{ "", false },          { "a b", false },      { "a,b", false },
	{ "a/b", false },       { "a:b", false },      { "\"a\"", false },
	{ "a\r\nb", false },    { "\x7f", false },     { "\xc3\xa9", false },
	{ "a\tb", false },      { "{}", false },       { "a=b", false },
	{ "(comment)", false }, { "a;b", false },      { "a@b", false },
};

START_TEST(tokens_are_those_of_rfc_9110)
{
	ck_assert_int_eq(handshake_is_token(tokens[_i].string), tokens[_i].token);
}
END_TEST

START_TEST(subprotocols_are_unlike_tokens)
{
	const char *fine[] = { "json", "JSON", "chat" }, *twice[] = { "a", "b", "a" };
	const char *bad[] = { "json", "no token" };
	struct error error;

	ck_assert(handshake_check_protocols(NULL, 0, &error));
	ck_assert(handshake_check_protocols(fine, 3, &error));
	ck_assert(!handshake_check_protocols(twice, 3, &error));
	ck_assert_int_eq(error.code, ERROR_PROTOCOL_DUPLICATE);
	ck_assert_str_eq(error.detail, "a");
	ck_assert(!handshake_check_protocols(bad, 2, &error));
	ck_assert_int_eq(error.code, ERROR_PROTOCOL_TOKEN);
	ck_assert_str_eq(error.detail, "no token");
}
END_TEST

static const struct {
	const char *line;
	bool fine;
} header_lines[] = {
	{ "Authorization: Basic eA==", true },
	{ "X:", true },
	{ "X: \xc3\xa9 and\ttab", true },
	{ "Cookie:a=b", true },
	{ "User-Agent: x:y", true },
	{ "", false },
	{ "no colon", false },
	{ ": no name", false },
	{ "a b: c", false },
	{ "X : y", false },
	{ "X: a\r\nInjected: b", false },
	{ "X: a\nb", false },
	{ "X: a\rb", false },
	{ "X: \x1b[31m", false },
	{ "X: \x7f", false },
	{ "Host: elsewhere", false },
	{ "host: elsewhere", false },
	{ "UPGRADE: h2c", false },
	{ "Connection: close", false },
	{ "Origin: null", false },
	{ "Content-Length: 5", false },
	{ "Transfer-Encoding: chunked", false },
	{ "sec-websocket-key: x", false },
	{ "Sec-WebSocket-Version: 8", false },
	{ "Sec-WebSocket-Accept: x", false },
	{ "Sec-WebSocket-Protocol: x", false },
	{ "Sec-WebSocket-Extensions: x", false },
};

START_TEST(header_lines_inject_nothing)
{
	struct error error = { 0 };

	ck_assert_int_eq(handshake_check_header(header_lines[_i].line, &error),
			 header_lines[_i].fine);
	ck_assert_int_eq(error.code, header_lines[_i].fine ? ERROR_NONE : ERROR_HEADER_LINE);
}
END_TEST

START_TEST(the_request_is_written)
{
	const char *headers[] = { "X-One: 1", "X-Two: 2" };
	struct url to = url();
	struct handshake_offer offer = { .url = &to,
					 .key = KEY,
					 .protocols = offered,
					 .protocol_count = 2,
					 .origin = "https://example.com",
					 .extensions = "permessage-deflate",
					 .headers = headers,
					 .header_count = 2 };
	struct buf out = { 0 };

	handshake_write_request(&out, &offer);
	ck_assert_str_eq(buf_string(&out), "GET /chat?room=1 HTTP/1.1\r\n"
					   "Host: server.example.com\r\n"
					   "Upgrade: websocket\r\n"
					   "Connection: Upgrade\r\n"
					   "Sec-WebSocket-Key: " KEY "\r\n"
					   "Sec-WebSocket-Version: 13\r\n"
					   "Sec-WebSocket-Protocol: json, chat\r\n"
					   "Sec-WebSocket-Extensions: permessage-deflate\r\n"
					   "Origin: https://example.com\r\n"
					   "X-One: 1\r\n"
					   "X-Two: 2\r\n"
					   "\r\n");
	buf_free(&out);
	url_free(&to);
}
END_TEST

/* Where code is ERROR_NONE, detail is "protocol|extensions". */
static const struct {
	const char *head;
	enum error_code code;
	const char *detail; /* NULL: whatever */
} answers[] = {
	{ BASE JSON, ERROR_NONE, "json|" },
	{ BASE "Sec-WebSocket-Protocol: chat\r\n", ERROR_NONE, "chat|" },
	{ BASE JSON EXT "a; b=1\r\nX: y\r\n" EXT "c\r\n", ERROR_NONE, "json|a; b=1, c" },
	/* cases of letters, spaces, line ends, further headers, order */
	{ "HTTP/1.1 101\r\n" UPGRADE CONNECT ACCEPTS JSON, ERROR_NONE, "json|" },
	{ "HTTP/1.1 101 \r\n" UPGRADE CONNECT ACCEPTS JSON, ERROR_NONE, "json|" },
	{ "HTTP/1.2 101 x\r\n" UPGRADE CONNECT ACCEPTS JSON, ERROR_NONE, "json|" },
	{ "HTTP/1.1 101 \xc3\xa9\r\n" UPGRADE CONNECT ACCEPTS JSON, ERROR_NONE, "json|" },
	{ STATUS "upGRADE:   WebSocket \t\r\nCONNECTION:keep-alive ,upgrade\r\n"
		 "sec-websocket-ACCEPT:" ACCEPT "\r\nsec-websocket-protocol:json\r\n",
	  ERROR_NONE, "json|" },
	{ STATUS UPGRADE "Connection: keep-alive\r\nConnection: Upgrade\r\n" ACCEPTS JSON,
	  ERROR_NONE, "json|" },
	{ "HTTP/1.1 101 x\nUpgrade: websocket\nConnection: Upgrade\n"
	  "Sec-WebSocket-Accept: " ACCEPT "\nSec-WebSocket-Protocol: json\n",
	  ERROR_NONE, "json|" },
	{ BASE JSON "Server:\r\nX-Odd!#: \xff\r\n", ERROR_NONE, "json|" },
	/* RFC 6455, section 4.1 */
	{ STATUS CONNECT ACCEPTS JSON, ERROR_HANDSHAKE_UPGRADE, "" },
	{ STATUS "Upgrade: h2c\r\n" CONNECT ACCEPTS JSON, ERROR_HANDSHAKE_UPGRADE, "h2c" },
	{ STATUS "Upgrade: websocket2\r\n" CONNECT ACCEPTS JSON, ERROR_HANDSHAKE_UPGRADE,
	  "websocket2" },
	{ STATUS UPGRADE UPGRADE CONNECT ACCEPTS JSON, ERROR_HANDSHAKE_UPGRADE,
	  "websocket, websocket" },
	{ STATUS UPGRADE ACCEPTS JSON, ERROR_HANDSHAKE_CONNECTION, "" },
	{ STATUS UPGRADE "Connection: upgraded\r\n" ACCEPTS JSON, ERROR_HANDSHAKE_CONNECTION,
	  "upgraded" },
	{ STATUS UPGRADE CONNECT JSON, ERROR_HANDSHAKE_ACCEPT, "" },
	{ STATUS UPGRADE CONNECT JSON "Sec-WebSocket-Accept: S3PPLMBITXAQ9KYGZZHZRBK+XOO=\r\n",
	  ERROR_HANDSHAKE_ACCEPT, "S3PPLMBITXAQ9KYGZZHZRBK+XOO=" },
	{ BASE ACCEPTS JSON, ERROR_HANDSHAKE_ACCEPT, ACCEPT ", " ACCEPT },
	/* subprotocols: the WebSockets standard wants one where some were offered */
	{ BASE, ERROR_HANDSHAKE_PROTOCOL, "" },
	{ BASE "Sec-WebSocket-Protocol:\r\n", ERROR_HANDSHAKE_PROTOCOL, "" },
	{ BASE "Sec-WebSocket-Protocol: xml\r\n", ERROR_HANDSHAKE_PROTOCOL, "xml" },
	{ BASE "Sec-WebSocket-Protocol: JSON\r\n", ERROR_HANDSHAKE_PROTOCOL, "JSON" },
	{ BASE "Sec-WebSocket-Protocol: json, chat\r\n", ERROR_HANDSHAKE_PROTOCOL, "json, chat" },
	{ BASE JSON JSON, ERROR_HANDSHAKE_PROTOCOL, "json, json" },
	/* malformed */
	{ BASE JSON "no colon\r\n", ERROR_HANDSHAKE_HEADER, "no colon" },
	{ BASE JSON ": no name\r\n", ERROR_HANDSHAKE_HEADER, ": no name" },
	{ BASE JSON "Space : x\r\n", ERROR_HANDSHAKE_HEADER, "Space : x" },
	{ BASE JSON " folded\r\n", ERROR_HANDSHAKE_HEADER, " folded" },
	{ BASE JSON "X: a\rb\r\n", ERROR_HANDSHAKE_HEADER, NULL },
	{ BASE JSON "X: \x1b[31m\r\n", ERROR_HANDSHAKE_HEADER, NULL },
	{ "HTTP/1.1 101 \x1b[31m\r\n" UPGRADE CONNECT ACCEPTS JSON, ERROR_HANDSHAKE_HEADER, NULL },
	{ "HTTP/1.1 1010 x\r\n" UPGRADE CONNECT ACCEPTS JSON, ERROR_HANDSHAKE_NOT_HTTP,
	  "HTTP/1.1 1010 x" },
	{ "HTTP/1.1  101 x\r\n" UPGRADE CONNECT ACCEPTS JSON, ERROR_HANDSHAKE_NOT_HTTP,
	  "HTTP/1.1  101 x" },
	{ "HTTP/1.1\r\n" UPGRADE CONNECT ACCEPTS JSON, ERROR_HANDSHAKE_NOT_HTTP, "HTTP/1.1" },
	{ "HTTP/1.\r\n" UPGRADE CONNECT ACCEPTS JSON, ERROR_HANDSHAKE_NOT_HTTP, "HTTP/1." },
	{ "HTTP/1.1 10\r\n" UPGRADE CONNECT ACCEPTS JSON, ERROR_HANDSHAKE_NOT_HTTP, NULL },
	{ "HTTP/1.1 099 x\r\n" UPGRADE CONNECT ACCEPTS JSON, ERROR_HANDSHAKE_NOT_HTTP, NULL },
	{ "HTTP/1.0 101 x\r\n" UPGRADE CONNECT ACCEPTS JSON, ERROR_HANDSHAKE_NOT_HTTP, NULL },
};

static const struct {
	const char *head, *detail;
	int number;
	unsigned retry_after;
} statuses[] = {
	{ "HTTP/1.1 200 OK\r\n" UPGRADE CONNECT ACCEPTS JSON, "OK", 200, 0 },
	{ "HTTP/1.0 200 OK\r\n", "OK", 200, 0 },
	{ "HTTP/1.1 404\r\n", "", 404, 0 },
	{ "HTTP/1.1 100 Continue\r\n", "Continue", 100, 0 },
	{ "HTTP/1.1 301 Moved Permanently\r\nLocation: wss://x/\r\n", "Moved Permanently: wss://x/",
	  301, 0 },
	{ "HTTP/1.1 302 Found\r\n", "Found", 302, 0 },
	{ "HTTP/1.1 401 No\r\nLocation: x\r\n", "No", 401, 0 },
	{ "HTTP/1.1 403 F\xc3\xb6rbidden\xff\r\n", "F\xc3\xb6rbidden\xef\xbf\xbd", 403, 0 },
	{ "HTTP/1.1 503 x\r\nRetry-After: 120\r\n", "x", 503, 120 },
	{ "HTTP/1.1 429 x\r\nretry-after:  7 \r\n", "x", 429, 7 },
	{ "HTTP/1.1 503 x\r\nRetry-After: 99999999999999999999\r\n", "x", 503, 2147483647 },
	{ "HTTP/1.1 503 x\r\nRetry-After: -1\r\n", "x", 503, 0 },
	{ "HTTP/1.1 503 x\r\nRetry-After: 5s\r\n", "x", 503, 0 },
	{ "HTTP/1.1 503 x\r\nRetry-After:\r\n", "x", 503, 0 },
	{ "HTTP/1.1 503 x\r\n" DATE "Retry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\n", "x", 503,
	  60 },
	{ "HTTP/1.1 503 x\r\n" DATE "Retry-After: Mon, 07 Nov 1994 08:49:38 GMT\r\n", "x", 503,
	  86401 },
	{ "HTTP/1.1 503 x\r\nDate: Wed, 28 Feb 2024 23:59:59 GMT\r\n"
	  "Retry-After: Fri, 01 Mar 2024 00:00:00 GMT\r\n",
	  "x", 503, 86401 },
	{ "HTTP/1.1 503 x\r\nDate: Sun, 28 Feb 2100 23:59:59 GMT\r\n"
	  "Retry-After: Mon, 01 Mar 2100 00:00:00 GMT\r\n",
	  "x", 503, 1 },
	{ "HTTP/1.1 503 x\r\n" DATE "Retry-After: Sun, 06 Nov 1994 08:49:36 GMT\r\n", "x", 503, 0 },
	{ "HTTP/1.1 503 x\r\n" DATE "Retry-After: Sun, 06 Nov 9994 08:49:36 GMT\r\n", "x", 503,
	  2147483647 },
	{ "HTTP/1.1 503 x\r\n" DATE "Retry-After: Sun, 06 Nox 1994 08:50:37 GMT\r\n", "x", 503, 0 },
	{ "HTTP/1.1 503 x\r\n" DATE "Retry-After: Sun, x6 Nov 1994 08:50:37 GMT\r\n", "x", 503, 0 },
	{ "HTTP/1.1 503 x\r\nRetry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\n", "x", 503, 0 },
};

static void check_answer(const char *head_text, size_t piece, enum error_code code,
			 const char *detail, int number, unsigned retry_after)
{
	struct url to = url();
	struct handshake_offer offer = {
		.url = &to, .key = KEY, .protocols = offered, .protocol_count = 2
	};
	char *text = mem_format("%s\r\nleftover", head_text), *got;
	struct handshake_head head = { 0 };
	struct handshake_answer answer;
	struct error error = { 0 };

	ck_assert(feed(&head, text, strlen(text), piece, &error));
	ck_assert(head.whole);
	ck_assert_uint_eq(buf_size(&head.bytes), strlen(text) - strlen("leftover"));
	ck_assert_int_eq(handshake_read_answer(&head, &offer, &answer, &error), code == ERROR_NONE);
	got = error.code ? mem_copy(error.detail)
			 : mem_format("%s|%s", answer.protocol, answer.extensions);
	ck_assert_int_eq(error.code, code);
	ck_assert_int_eq(error.number, number);
	ck_assert_uint_eq(error.retry_after, retry_after);
	if (detail)
		ck_assert_str_eq(got, detail);
	for (const char *p = got; *p; p++)
		ck_assert_uint_ge((unsigned char)*p, ' ');
	free(got);
	free(text);
	handshake_answer_free(&answer);
	handshake_head_free(&head);
	url_free(&to);
}

START_TEST(answers_are_verified)
{
	for (size_t piece = 0; piece < 40; piece++)
		check_answer(answers[_i].head, piece, answers[_i].code, answers[_i].detail, 0, 0);
}
END_TEST

START_TEST(other_statuses_are_told)
{
	for (size_t piece = 0; piece < 40; piece++)
		check_answer(statuses[_i].head, piece, ERROR_HANDSHAKE_STATUS, statuses[_i].detail,
			     statuses[_i].number, statuses[_i].retry_after);
}
END_TEST

START_TEST(nothing_offered_nothing_chosen)
{
	struct url to = url();
	struct handshake_offer offer = { .url = &to, .key = KEY };
	const char *texts[] = { BASE "\r\n", BASE JSON "\r\n",
				BASE "Sec-WebSocket-Protocol:\r\n\r\n" };
	struct handshake_answer answer;
	struct error error;

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct handshake_head head = { 0 };

		ck_assert(feed(&head, texts[i], strlen(texts[i]), 0, &error));
		ck_assert_int_eq(handshake_read_answer(&head, &offer, &answer, &error), !i);
		handshake_answer_free(&answer);
		handshake_head_free(&head);
	}
	url_free(&to);
}
END_TEST

/* At is the byte at which it must be known. */
static const struct {
	const char *bytes;
	size_t n, at;
	bool request;
	enum error_code code;
} starts[] = {
	{ "SSH-2.0-OpenSSH_9.2\r\n", 21, 1, false, ERROR_HANDSHAKE_NOT_HTTP },
	{ "HTTP/2 200\r\n", 12, 6, false, ERROR_HANDSHAKE_NOT_HTTP },
	{ "HTTQ/1.1", 8, 4, false, ERROR_HANDSHAKE_NOT_HTTP },
	{ "http/1.1", 8, 1, false, ERROR_HANDSHAKE_NOT_HTTP },
	{ "\0\0\0", 3, 1, false, ERROR_HANDSHAKE_NOT_HTTP },
	{ "\r\n", 2, 1, false, ERROR_HANDSHAKE_NOT_HTTP },
	{ "\x15\x03\x01\x00\x02\x02\x46", 7, 2, false, ERROR_HANDSHAKE_IS_TLS },
	{ "\x15\x03\x03\x00\x02\x02\x0a", 7, 2, false, ERROR_HANDSHAKE_IS_TLS },
	{ "\x16\x03\x03", 3, 2, false, ERROR_HANDSHAKE_IS_TLS },
	{ "\x15H", 2, 2, false, ERROR_HANDSHAKE_NOT_HTTP },
	{ "\x16\x03\x01\x02\x00\x01", 6, 2, true, ERROR_HANDSHAKE_IS_TLS },
	{ "\x16\x04", 2, 2, true, ERROR_HANDSHAKE_NOT_HTTP },
	{ "GET\r\n", 5, 4, true, ERROR_HANDSHAKE_NOT_HTTP },
	{ " GET / HTTP/1.1\r\n", 17, 1, true, ERROR_HANDSHAKE_NOT_HTTP },
	{ "G@T / HTTP/1.1\r\n", 16, 2, true, ERROR_HANDSHAKE_NOT_HTTP },
	{ "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG /", 35, 33, true, ERROR_HANDSHAKE_NOT_HTTP },
};

START_TEST(what_is_no_http_is_told_at_once)
{
	struct handshake_head head = { .request = starts[_i].request };
	struct error error = { 0 };

	for (size_t i = 0; i < starts[_i].at - 1; i++)
		ck_assert_uint_eq(handshake_head_feed(&head, (const uint8_t *)starts[_i].bytes + i,
						      1, &error),
				  1);
	ck_assert(!feed(&head, starts[_i].bytes + starts[_i].at - 1,
			starts[_i].n - starts[_i].at + 1, 0, &error));
	ck_assert_int_eq(error.code, starts[_i].code);
	handshake_head_free(&head);
	ck_assert(!feed(&head, starts[_i].bytes, starts[_i].n, 0, &error));
	ck_assert_int_eq(error.code, starts[_i].code);
	handshake_head_free(&head);
}
END_TEST

START_TEST(a_banner_is_shown)
{
	struct handshake_head head = { 0 };
	struct error error;

	ck_assert(!feed(&head, "SSH-2.0-\x1b[31mX\r\n", 17, 0, &error));
	ck_assert_str_eq(error.detail, "SSH-2.0-[31mX ");
	handshake_head_free(&head);
}
END_TEST

/* A head of HEADERS lines and about SIZE bytes. */
static char *long_head(size_t headers, size_t size)
{
	struct buf text = { 0 };

	buf_append_string(&text, STATUS);
	for (size_t i = 1; i < headers; i++)
		buf_append_string(&text, "X: y\r\n");
	buf_append_string(&text, "X: ");
	while (buf_size(&text) < size - 4)
		buf_append_byte(&text, 'x');
	buf_append_string(&text, "\r\n\r\n");
	return buf_take(&text);
}

static const struct {
	size_t headers, size;
	bool fine;
} sizes[] = {
	{ 1, HANDSHAKE_HEAD_MAX, true },       { 1, HANDSHAKE_HEAD_MAX + 1, false },
	{ HANDSHAKE_HEADERS_MAX, 4096, true }, { HANDSHAKE_HEADERS_MAX + 1, 4096, false },
	{ 2600, HANDSHAKE_HEAD_MAX, false },
};

START_TEST(heads_are_bounded)
{
	char *text = long_head(sizes[_i].headers, sizes[_i].size);
	const size_t pieces[] = { 0, 1, 7, 4096 };

	ck_assert_uint_eq(strlen(text), sizes[_i].size);
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct handshake_head head = { 0 };
		struct error error = { 0 };

		ck_assert_int_eq(feed(&head, text, strlen(text), pieces[i], &error),
				 sizes[_i].fine);
		ck_assert_int_eq(head.whole && !error.code, sizes[_i].fine);
		if (!sizes[_i].fine)
			ck_assert_int_eq(error.code, ERROR_HANDSHAKE_TOO_LONG);
		handshake_head_free(&head);
	}
	free(text);
}
END_TEST

START_TEST(a_head_without_an_end_is_not_kept)
{
	struct handshake_head head = { 0 };
	struct error error = { 0 };
	size_t fed = 0;

	ck_assert(feed(&head, STATUS, strlen(STATUS), 0, &error));
	while (feed(&head, "X: y", 4, 0, &error) && fed < 1000000)
		fed += 4;
	ck_assert_int_eq(error.code, ERROR_HANDSHAKE_TOO_LONG);
	ck_assert_uint_lt(fed, HANDSHAKE_HEAD_MAX);
	handshake_head_free(&head);
}
END_TEST

static const struct {
	const char *head, *masked;
} secrets[] = {
	{ "GET / HTTP/1.1\r\nHost: h\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\n\r\n" },
	{ "GET / HTTP/1.1\r\nCookie: a=b\r\nOrigin: o\r\n\r\n",
	  "GET / HTTP/1.1\r\nCookie: ***\r\nOrigin: o\r\n\r\n" },
	{ "GET / HTTP/1.1\r\nauthorization:Basic YQ==\r\n\r\n",
	  "GET / HTTP/1.1\r\nauthorization: ***\r\n\r\n" },
	{ "HTTP/1.1 101 x\r\nSet-Cookie: a\r\nSET-COOKIE: b\r\n\r\n",
	  "HTTP/1.1 101 x\r\nSet-Cookie: ***\r\nSET-COOKIE: ***\r\n\r\n" },
	{ "GET / HTTP/1.1\r\nX-API-Key: k\r\nX-My-Token: t\r\nX-Auth: a\r\n\r\n",
	  "GET / HTTP/1.1\r\nX-API-Key: ***\r\nX-My-Token: ***\r\nX-Auth: ***\r\n\r\n" },
	{ "GET / HTTP/1.1\r\nSec-WebSocket-Key: k\r\nA: cookie\r\n\r\n",
	  "GET / HTTP/1.1\r\nSec-WebSocket-Key: k\r\nA: cookie\r\n\r\n" },
	/* a folded value, a bare line feed, a request line with the word, half a head */
	{ "HTTP/1.1 101 x\r\nCookie: a\r\n\tb\r\n c\r\nA: b\r\n d\r\n\r\n",
	  "HTTP/1.1 101 x\r\nCookie: ***\r\nA: b\r\n d\r\n\r\n" },
	{ "HTTP/1.1 101 x\nCookie: a\nA: b\n\n", "HTTP/1.1 101 x\nCookie: ***\r\nA: b\n\n" },
	{ "GET /cookie: HTTP/1.1\r\n\r\n", "GET /cookie: HTTP/1.1\r\n\r\n" },
	{ "HTTP/1.1 101 x\r\nCookie: hal", "HTTP/1.1 101 x\r\nCookie: ***\r\n" },
	{ "", "" },
};

START_TEST(secrets_are_masked)
{
	struct buf out = { 0 };

	handshake_mask(&out, secrets[_i].head, strlen(secrets[_i].head));
	ck_assert_str_eq(buf_string(&out), secrets[_i].masked);
	buf_free(&out);
}
END_TEST

TESTING_MAIN("handshake", TESTING(the_key_and_the_accept_of_the_rfc),
	     TESTING_LOOP(tokens_are_those_of_rfc_9110, COUNT(tokens)),
	     TESTING(subprotocols_are_unlike_tokens),
	     TESTING_LOOP(header_lines_inject_nothing, COUNT(header_lines)),
	     TESTING(the_request_is_written), TESTING_LOOP(answers_are_verified, COUNT(answers)),
	     TESTING_LOOP(other_statuses_are_told, COUNT(statuses)),
	     TESTING(nothing_offered_nothing_chosen),
	     TESTING_LOOP(what_is_no_http_is_told_at_once, COUNT(starts)),
	     TESTING(a_banner_is_shown), TESTING_LOOP(heads_are_bounded, COUNT(sizes)),
	     TESTING(a_head_without_an_end_is_not_kept),
	     TESTING_LOOP(secrets_are_masked, COUNT(secrets)))
