#include "handshake_testing.h"

#include "mem.h"

#define GET      "GET /a?b HTTP/1.1\r\n"
#define HOST     "Host: h:6502\r\n"
#define KEY_LINE "Sec-WebSocket-Key: " KEY "\r\n"
#define VERSION  "Sec-WebSocket-Version: 13\r\n"
#define REQUEST  GET HOST UPGRADE CONNECT KEY_LINE VERSION

/* Read is "resource|host|origin|protocols|extensions". */
static const struct {
	const char *head, *read;
} requests[] = {
	{ REQUEST, "/a?b|h:6502|-||" },
	{ REQUEST JSON, "/a?b|h:6502|-|json|" },
	{ REQUEST "Sec-WebSocket-Protocol: a,b ,,\tc\r\nOrigin: null\r\n" JSON,
	  "/a?b|h:6502|null|a b c json|" },
	{ REQUEST EXT "x; y\r\n" EXT "z\r\n", "/a?b|h:6502|-||x; y, z" },
	{ "GET ws://h/a HTTP/1.1\r\n" HOST UPGRADE CONNECT KEY_LINE VERSION,
	  "ws://h/a|h:6502|-||" },
	{ GET HOST
	  "Upgrade: h2c, WebSocket\r\nConnection: keep-alive, UPGRADE\r\n" KEY_LINE VERSION,
	  "/a?b|h:6502|-||" },
};

static const struct {
	const char *head;
	int status;
} refused[] = {
	{ "POST / HTTP/1.1\r\n" HOST UPGRADE CONNECT KEY_LINE VERSION, 405 },
	{ "get / HTTP/1.1\r\n" HOST UPGRADE CONNECT KEY_LINE VERSION, 405 },
	{ "GETS / HTTP/1.1\r\n" HOST UPGRADE CONNECT KEY_LINE VERSION, 405 },
	{ "GET / HTTP/1.0\r\n" HOST UPGRADE CONNECT KEY_LINE VERSION, 505 },
	{ "GET / HTTP/2.0\r\n" HOST UPGRADE CONNECT KEY_LINE VERSION, 505 },
	{ "PRI * HTTP/2.0\r\n", 505 },
	{ "GET / HTTP/1.1 x\r\n" HOST UPGRADE CONNECT KEY_LINE VERSION, 400 },
	{ "GET  HTTP/1.1\r\n" HOST UPGRADE CONNECT KEY_LINE VERSION, 400 },
	{ "GET /\r\n" HOST UPGRADE CONNECT KEY_LINE VERSION, 400 },
	{ "GET / FTP/1.1\r\n" HOST UPGRADE CONNECT KEY_LINE VERSION, 400 },
	{ "GET \x01 HTTP/1.1\r\n" HOST UPGRADE CONNECT KEY_LINE VERSION, 400 },
	{ GET UPGRADE CONNECT KEY_LINE VERSION, 400 },
	{ REQUEST HOST, 400 },
	{ GET HOST CONNECT KEY_LINE VERSION, 426 },
	{ GET HOST UPGRADE KEY_LINE VERSION, 426 },
	{ GET HOST "Upgrade: h2c\r\n" CONNECT KEY_LINE VERSION, 426 },
	{ GET HOST UPGRADE "Connection: close\r\n" KEY_LINE VERSION, 426 },
	{ GET HOST UPGRADE CONNECT KEY_LINE, 426 },
	{ GET HOST UPGRADE CONNECT KEY_LINE "Sec-WebSocket-Version: 8\r\n", 426 },
	{ GET HOST UPGRADE CONNECT KEY_LINE "Sec-WebSocket-Version: 8, 13\r\n", 426 },
	{ GET HOST UPGRADE CONNECT VERSION, 400 },
	{ REQUEST KEY_LINE, 400 },
	{ GET HOST UPGRADE CONNECT VERSION "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ\r\n", 400 },
	{ GET HOST UPGRADE CONNECT VERSION "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR==\r\n", 400 },
	{ GET HOST UPGRADE CONNECT VERSION "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j!Q==\r\n", 400 },
	{ REQUEST "Sec-WebSocket-Protocol: a b\r\n", 400 },
	{ REQUEST "Sec-WebSocket-Protocol: a, b, a\r\n", 400 },
	{ REQUEST " folded\r\n", 400 },
	{ REQUEST "X : y\r\n", 400 },
};

static char *describe(const struct handshake_request *request)
{
	struct buf text = { 0 };

	buf_format(&text, "%s|%s|%s|", request->resource, request->host,
		   request->origin ? request->origin : "-");
	for (size_t i = 0; i < request->protocol_count; i++)
		buf_format(&text, "%s%s", i ? " " : "", request->protocols[i]);
	buf_format(&text, "|%s", request->extensions);
	return buf_take(&text);
}

static void check_request(const char *head_text, size_t piece, const char *expected, int status)
{
	char *text = mem_format("%s\r\nleftover", head_text), *read;
	struct handshake_head head = { .request = true };
	struct handshake_request request;
	struct error error = { 0 };

	ck_assert(feed(&head, text, strlen(text), piece, &error));
	ck_assert(head.whole);
	ck_assert_int_eq(handshake_read_request(&head, &request, &error), !status);
	ck_assert_int_eq(error.number, status);
	ck_assert_int_eq(error.code, status ? ERROR_HANDSHAKE_REQUEST : ERROR_NONE);
	if (!status) {
		read = describe(&request);
		ck_assert_str_eq(read, expected);
		ck_assert_str_eq(request.key, KEY);
		free(read);
	}
	handshake_request_free(&request);
	handshake_head_free(&head);
	free(text);
}

START_TEST(requests_are_read)
{
	for (size_t piece = 0; piece < 30; piece++)
		check_request(requests[_i].head, piece, requests[_i].read, 0);
}
END_TEST

START_TEST(requests_are_refused_with_a_status)
{
	for (size_t piece = 0; piece < 30; piece++)
		check_request(refused[_i].head, piece, NULL, refused[_i].status);
}
END_TEST

START_TEST(what_the_server_accepts_the_client_takes)
{
	struct url to = url();
	struct handshake_offer offer = {
		.url = &to, .key = KEY, .protocols = offered, .protocol_count = 2
	};
	struct handshake_head head = { 0 };
	struct handshake_answer answer;
	struct buf out = { 0 };
	struct error error;

	handshake_write_answer(&out, KEY, "chat", "permessage-deflate");
	ck_assert_str_eq(buf_string(&out), STATUS UPGRADE CONNECT ACCEPTS
			 "Sec-WebSocket-Protocol: chat\r\n" EXT "permessage-deflate\r\n\r\n");
	ck_assert(feed(&head, buf_string(&out), buf_size(&out), 0, &error));
	ck_assert(handshake_read_answer(&head, &offer, &answer, &error));
	ck_assert_str_eq(answer.protocol, "chat");
	ck_assert_str_eq(answer.extensions, "permessage-deflate");
	buf_clear(&out);
	handshake_write_answer(&out, KEY, NULL, "");
	ck_assert_str_eq(buf_string(&out), BASE "\r\n");
	handshake_answer_free(&answer);
	handshake_head_free(&head);
	buf_free(&out);
	url_free(&to);
}
END_TEST

static const struct {
	int status;
	const char *has;
} refusals[] = {
	{ 400, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n" },
	{ 403, "HTTP/1.1 403 Forbidden\r\nConnection: close\r\n" },
	{ 404, "HTTP/1.1 404 Not Found\r\n" },
	{ 405, "\r\nAllow: GET\r\n" },
	{ 408, "HTTP/1.1 408 Request Timeout\r\n" },
	{ 426, "\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" },
	{ 431, "HTTP/1.1 431 Request Header Fields Too Large\r\n" },
	{ 503, "HTTP/1.1 503 Service Unavailable\r\n" },
	{ 505, "HTTP/1.1 505 HTTP Version Not Supported\r\n" },
	{ 599, "HTTP/1.1 400 Bad Request\r\n" },
};

START_TEST(refusals_are_whole_answers)
{
	struct buf out = { 0 };

	handshake_write_refusal(&out, refusals[_i].status, "Why not.");
	ck_assert_ptr_nonnull(strstr(buf_string(&out), refusals[_i].has));
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "\r\nContent-Length: 9\r\n"));
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "\r\n\r\nWhy not.\n"));
	buf_free(&out);
}
END_TEST

/* Mutations of good heads: whatever comes, nothing breaks, and an error says why. */
START_TEST(broken_heads_break_nothing)
{
	const char *models[] = { BASE JSON EXT "a; b=1\r\n\r\n", REQUEST JSON "\r\n" };
	struct url to = url();
	struct handshake_offer offer = {
		.url = &to, .key = KEY, .protocols = offered, .protocol_count = 2
	};
	unsigned random = 1;

	for (int round = 0; round < 20000; round++) {
		bool request = round & 1;
		char *text = mem_copy(models[request]);
		struct handshake_head head = { .request = request };
		struct handshake_answer answer = { 0 };
		struct handshake_request asked = { 0 };
		struct error error = { 0 };
		bool fine;

		for (int i = 0; i < 3; i++) {
			random = random * 1103515245 + 12345;
			text[(random >> 8) % strlen(models[request])] = (char)(random >> 24);
		}
		fine = feed(&head, text, strlen(models[request]), 0, &error);
		if (fine && head.whole)
			fine = request ? handshake_read_request(&head, &asked, &error)
				       : handshake_read_answer(&head, &offer, &answer, &error);
		ck_assert_int_eq(fine, error.code == ERROR_NONE);
		handshake_answer_free(&answer);
		handshake_request_free(&asked);
		handshake_head_free(&head);
		free(text);
	}
	url_free(&to);
}
END_TEST

TESTING_MAIN("handshake_server", TESTING_LOOP(requests_are_read, COUNT(requests)),
	     TESTING_LOOP(requests_are_refused_with_a_status, COUNT(refused)),
	     TESTING(what_the_server_accepts_the_client_takes),
	     TESTING_LOOP(refusals_are_whole_answers, COUNT(refusals)),
	     TESTING(broken_heads_break_nothing))
