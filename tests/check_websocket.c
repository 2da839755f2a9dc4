#include "websocket_testing.h"

static struct websocket *new_client(struct error *error, void (*change)(struct websocket_config *))
{
	struct websocket_config config;
	struct websocket *ws;
	struct url url;

	rig_config(&config, &url);
	if (change)
		change(&config);
	ws = websocket_new(&config, 1000, error);
	url_free(&url);
	return ws;
}

static void two_alike(struct websocket_config *config)
{
	static const char *const protocols[] = { "json", "json" };

	config->protocols = protocols;
	config->protocol_count = 2;
}

static void no_token(struct websocket_config *config)
{
	static const char *const protocols[] = { "" };

	config->protocols = protocols;
}

static void injected_header(struct websocket_config *config)
{
	static const char *const headers[] = { "A: b", "C: d\r\nE: f" };

	config->headers = headers;
	config->header_count = 2;
}

static void injected_origin(struct websocket_config *config)
{
	config->origin = "http://x\r\nE: f";
}

static const struct {
	void (*change)(struct websocket_config *);
	enum error_code code;
} refused[] = {
	{ two_alike, ERROR_PROTOCOL_DUPLICATE },
	{ no_token, ERROR_PROTOCOL_TOKEN },
	{ injected_header, ERROR_HEADER_LINE },
	{ injected_origin, ERROR_HEADER_LINE },
};

START_TEST(what_may_not_be_asked_for_is_refused_at_once)
{
	struct error error = { 0 };

	ck_assert_ptr_null(new_client(&error, refused[_i].change));
	ck_assert_int_eq(error.code, refused[_i].code);
}
END_TEST

START_TEST(a_client_begins_with_its_request)
{
	struct websocket *ws = new_client(NULL, NULL);
	const char *request = buf_string(websocket_output(ws));

	ck_assert_int_eq(websocket_ready_state(ws), WEBSOCKET_CONNECTING);
	ck_assert_str_eq(websocket_url(ws), "ws://localhost:6502/room");
	ck_assert_str_eq(websocket_protocol(ws), "");
	ck_assert_str_eq(websocket_extensions(ws), "");
	ck_assert_uint_eq(websocket_buffered_amount(ws), 0);
	ck_assert(!strncmp(request, "GET /room HTTP/1.1\r\nHost: localhost:6502\r\n", 42));
	ck_assert_ptr_nonnull(strstr(request, "Sec-WebSocket-Protocol: json\r\n"));
	ck_assert_ptr_nonnull(strstr(request, "permessage-deflate; client_max_window_bits\r\n"));
	ck_assert(!websocket_send(ws, WEBSOCKET_TEXT, "x", 1, 1000, NULL));
	websocket_free(ws);
	websocket_free(NULL);
}
END_TEST

#define BROKEN "close:1006!,0:"

/* What a server answers; "@" stands for the right Sec-WebSocket-Accept. */
static const struct {
	const char *answer, *events, *sent;
} answers[] = {
	{ "HTTP/1.1 101 x\r\n@Sec-WebSocket-Protocol: json\r\n\r\n", "open", "" },
	/* the first frames come in the same read */
	{ "HTTP/1.1 101 x\r\n@Sec-WebSocket-Protocol: json\r\n\r\n\x81\x05Hello\x89\x01p",
	  "open text:Hello", "8a:p" },
	{ "HTTP/1.1 101 x\r\n@Sec-WebSocket-Protocol: json\r\n\r\n\x83\x01x",
	  "open error:protocol close:1006!,1002:", "88:1002" },
	/* interim answers, so many and no more */
	{ "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
	  "HTTP/1.1 101 x\r\n@Sec-WebSocket-Protocol: json\r\n\r\n",
	  "open", "" },
	{ "HTTP/1.1 103 x\r\n\r\nHTTP/1.1 103 x\r\n\r\nHTTP/1.1 103 x\r\n\r\nHTTP/1.1 103 x\r\n\r\n"
	  "HTTP/1.1 103 x\r\n\r\nHTTP/1.1 103 x\r\n\r\nHTTP/1.1 103 x\r\n\r\nHTTP/1.1 103 x\r\n\r\n"
	  "HTTP/1.1 103 x\r\n\r\nHTTP/1.1 101 x\r\n@Sec-WebSocket-Protocol: json\r\n\r\n",
	  "error:status " BROKEN, "" },
	{ "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno", "error:status " BROKEN, "" },
	{ "HTTP/1.1 101 x\r\n@\r\n", "error:subprotocol " BROKEN, "" },
	{ "\x15\x03\x01", "error:tls " BROKEN, "" },
	{ "SSH-2.0-OpenSSH\r\n", "error:http " BROKEN, "" },
	{ "HTTP/1.1 101 x\r\n@Sec-WebSocket-Protocol: json\r\n"
	  "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=10\r\n\r\n",
	  "open", "" },
	/* it took the connection for open, so it is told */
	{ "HTTP/1.1 101 x\r\n@Sec-WebSocket-Protocol: json\r\n"
	  "Sec-WebSocket-Extensions: x-foo\r\n\r\n\x81\x01x",
	  "error:extension close:1006!,1010:", "88:1010" },
	{ "HTTP/1.1 101 x\r\n@Sec-WebSocket-Protocol: json\r\n"
	  "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=16\r\n\r\n",
	  "error:extension close:1006!,1010:", "88:1010" },
};

static void begin(struct rig *rig)
{
	*rig = (struct rig){ .ws = new_client(NULL, NULL), .now = 1000 };
}

/* The text with "@" replaced. */
static char *complete_answer(struct rig *rig, const char *text)
{
	char *whole = rig_answer(rig, ""), *end = strstr(whole, "\r\nSec-WebSocket-Protocol");
	char *fields = strstr(whole, "Upgrade:");
	struct buf out = { 0 };

	for (; *text; text++) {
		if (*text == '@')
			buf_append(&out, fields, (size_t)(end + 2 - fields));
		else
			buf_append_byte(&out, (uint8_t)*text);
	}
	free(whole);
	return buf_take(&out);
}

START_TEST(answers_open_or_fail_however_they_are_cut)
{
	for (size_t piece = 0; piece < 50; piece++) {
		struct rig rig;
		char *answer;

		begin(&rig);
		answer = complete_answer(&rig, answers[_i].answer);
		rig_feed(&rig, answer, strlen(answer), piece);
		rig_expect(&rig, answers[_i].events, answers[_i].sent);
		free(answer);
		rig_close(&rig);
	}
}
END_TEST

static void uncompressed(struct websocket_config *config)
{
	config->compress = false;
}

START_TEST(compression_not_offered_is_not_taken)
{
	struct rig rig = { .ws = new_client(NULL, uncompressed), .now = 1000 };
	char *answer;

	ck_assert_ptr_null(strstr(buf_string(websocket_output(rig.ws)), "Extensions"));
	answer = rig_answer(&rig, "permessage-deflate");
	rig_feed(&rig, answer, strlen(answer), 0);
	rig_expect(&rig, "error:extension close:1006!,1010:", "88:1010");
	free(answer);
	rig_close(&rig);
}
END_TEST

START_TEST(what_was_agreed_can_be_asked)
{
	struct rig rig;

	rig_open_usual(&rig, false, "permessage-deflate; server_no_context_takeover");
	ck_assert_str_eq(websocket_protocol(rig.ws), "json");
	ck_assert_str_eq(websocket_extensions(rig.ws),
			 "permessage-deflate; server_no_context_takeover");
	rig_close(&rig);
	rig_open_usual(&rig, true, "permessage-deflate; server_no_context_takeover");
	ck_assert_str_eq(websocket_protocol(rig.ws), "json");
	ck_assert_str_eq(websocket_url(rig.ws), "/room");
	ck_assert_str_eq(websocket_extensions(rig.ws),
			 "permessage-deflate; server_no_context_takeover");
	rig_close(&rig);
}
END_TEST

START_TEST(the_status_tells_when_to_come_back)
{
	static const char answer[] = "HTTP/1.1 503 Full\r\nRetry-After: 30\r\n\r\n";
	struct websocket *ws = new_client(NULL, NULL);
	struct websocket_event event;

	websocket_feed(ws, (const uint8_t *)answer, strlen(answer), 1000);
	ck_assert(websocket_next(ws, &event));
	ck_assert_int_eq(event.event, WEBSOCKET_EVENT_ERROR);
	ck_assert_int_eq(event.error.number, 503);
	ck_assert_str_eq(event.error.detail, "Full");
	ck_assert_uint_eq(event.error.retry_after, 30);
	websocket_free(ws);
}
END_TEST

START_TEST(the_handshake_has_a_deadline)
{
	struct rig rig;

	begin(&rig);
	rig_take(&rig, SIZE_MAX);
	buf_clear(&rig.output);
	ck_assert_uint_eq(websocket_tick(rig.ws, 1000), 11000);
	rig.now = 10999;
	rig_feed(&rig, "HTTP/1.1 1", 10, 0);
	ck_assert_uint_eq(websocket_tick(rig.ws, 10999), 11000);
	rig_expect(&rig, "", "");
	ck_assert_uint_eq(websocket_tick(rig.ws, 11000), MOMENT_NEVER);
	rig_pull(&rig);
	rig_expect(&rig, "error:late " BROKEN, "");
	ck_assert(websocket_wants_close(rig.ws));
	rig_close(&rig);
}
END_TEST

/* What a client asks, what we tell, and how our answer begins. */
static const struct {
	const char *request, *events, *answer;
	bool require_protocol;
} requests[] = {
	{ RIG_REQUEST "\r\n", "open", "HTTP/1.1 101 Switching Protocols\r\n", true },
	{ RIG_REQUEST "\r\n\x81\x81\1\1\1\1y", "open text:x", "HTTP/1.1 101 ", true },
	{ RIG_REQUEST "\r\n\x81\x01x", "open error:protocol close:1006!,1002:", "HTTP/1.1 101 ",
	  true },
	{ "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "error:request " BROKEN,
	  "HTTP/1.1 426 Upgrade Required\r\n", true },
	{ "POST / HTTP/1.1\r\nHost: x\r\n\r\n", "error:request " BROKEN, "HTTP/1.1 405 ", true },
	{ "GET / HTTP/1.0\r\n\r\n", "error:request " BROKEN, "HTTP/1.1 505 ", true },
	{ "GET / HTTP/1.1\r\nno colon\r\n\r\n", "error:request " BROKEN, "HTTP/1.1 400 ", true },
	{ "\x16\x03\x01\x02", "error:tls " BROKEN, "", true },
	{ "\x01garbage", "error:http " BROKEN, "HTTP/1.1 400 ", true },
};

static void open_server(struct rig *rig, bool require_protocol)
{
	static const char *const protocols[] = { "chat", "json" };
	struct websocket_config config;
	struct url url;

	rig_config(&config, &url);
	config.server = true;
	config.url = NULL;
	config.protocols = protocols;
	config.protocol_count = 2;
	config.require_protocol = require_protocol;
	*rig = (struct rig){ .ws = websocket_new(&config, 1000, NULL),
			     .server = true,
			     .now = 1000 };
	url_free(&url);
}

START_TEST(requests_are_accepted_or_refused_however_they_are_cut)
{
	for (size_t piece = 0; piece < 30; piece++) {
		struct rig rig;

		open_server(&rig, requests[_i].require_protocol);
		rig_feed(&rig, requests[_i].request, strlen(requests[_i].request), piece);
		ck_assert_str_eq(buf_string(&rig.events), requests[_i].events);
		ck_assert(!strncmp(buf_string(&rig.output), requests[_i].answer,
				   strlen(requests[_i].answer)));
		if (!*requests[_i].answer)
			ck_assert_uint_eq(buf_size(&rig.output), 0);
		rig_close(&rig);
	}
}
END_TEST

#define BARE_REQUEST                                           \
	"GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n"  \
	"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" \
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

static const struct {
	const char *offer, *chosen; /* NULL: refused */
	bool require;
} choices[] = {
	{ "", NULL, true },
	{ "", "", false },
	{ "Sec-WebSocket-Protocol: xml\r\n", NULL, true },
	{ "Sec-WebSocket-Protocol: xml\r\n", "", false },
	{ "Sec-WebSocket-Protocol: xml, json\r\n", "json", true },
	{ "Sec-WebSocket-Protocol: json, chat\r\n", "json", true },
	{ "Sec-WebSocket-Protocol: chat, json\r\n", "chat", false },
};

START_TEST(a_server_chooses_what_the_client_likes_best)
{
	char *request = mem_format(BARE_REQUEST "%s\r\n", choices[_i].offer);
	struct rig rig;

	open_server(&rig, choices[_i].require);
	rig_feed(&rig, request, strlen(request), 0);
	if (choices[_i].chosen) {
		ck_assert_str_eq(buf_string(&rig.events), "open");
		ck_assert_str_eq(websocket_protocol(rig.ws), choices[_i].chosen);
	} else {
		ck_assert_str_eq(buf_string(&rig.events), "error:request " BROKEN);
		ck_assert_ptr_nonnull(strstr(buf_string(&rig.output), "subprotocol chat, json:"));
	}
	free(request);
	rig_close(&rig);
}
END_TEST

/* The refusal leaves before the close is told, and so before the transport is closed. */
START_TEST(a_refusal_is_sent_before_the_end)
{
	struct rig rig;

	open_server(&rig, true);
	rig.stuck = true;
	rig_feed(&rig, BARE_REQUEST "\r\n", strlen(BARE_REQUEST "\r\n"), 0);
	ck_assert_str_eq(buf_string(&rig.events), "error:request");
	ck_assert(!websocket_wants_close(rig.ws));
	rig_take(&rig, 20);
	ck_assert(!websocket_wants_close(rig.ws));
	rig.stuck = false;
	rig_pull(&rig);
	ck_assert_str_eq(buf_string(&rig.events), "error:request " BROKEN);
	ck_assert(websocket_wants_close(rig.ws));
	rig_close(&rig);
}
END_TEST

START_TEST(a_client_that_asks_nothing_is_let_go)
{
	struct rig rig;

	open_server(&rig, true);
	ck_assert_uint_eq(websocket_tick(rig.ws, 5000), 11000);
	websocket_tick(rig.ws, 11000);
	rig_pull(&rig);
	ck_assert_str_eq(buf_string(&rig.events), "error:late " BROKEN);
	rig_close(&rig);
}
END_TEST

/* A head of 20000 bytes and one of 101 lines. */
START_TEST(an_endless_request_is_refused)
{
	struct rig rig;

	open_server(&rig, true);
	rig_feed(&rig, "GET / HTTP/1.1\r\n", 16, 0);
	for (int i = 0; i < 5000 && websocket_ready_state(rig.ws) == WEBSOCKET_CONNECTING; i++)
		rig_feed(&rig, _i ? "X: y\r\n" : "yyyyyy", 6, 0);
	ck_assert_str_eq(buf_string(&rig.events), "error:long " BROKEN);
	ck_assert(!strncmp(buf_string(&rig.output), "HTTP/1.1 431 ", 13));
	rig_close(&rig);
}
END_TEST

static const struct {
	bool server;
	bool early; /* before the handshake is done */
	enum error_code code;
	const char *events;
} ends[] = {
	{ false, true, ERROR_NONE, "error:hung-up " BROKEN },
	{ false, true, ERROR_CONNECTION_RESET, "error:reset " BROKEN },
	{ false, true, ERROR_TLS_EXPIRED, "error:expired close:1015!,0:" },
	{ true, true, ERROR_NONE, "error:hung-up " BROKEN },
	{ false, false, ERROR_NONE, "error:eof " BROKEN },
	{ true, false, ERROR_NONE, "error:eof " BROKEN },
	{ false, false, ERROR_CONNECTION_RESET, "error:reset " BROKEN },
};

START_TEST(an_end_without_a_close_is_an_error)
{
	struct error error = { .code = ends[_i].code };
	struct rig rig;

	if (!ends[_i].early)
		rig_open_usual(&rig, ends[_i].server, "");
	else if (ends[_i].server)
		open_server(&rig, true);
	else
		begin(&rig);
	websocket_eof(rig.ws, error.code ? &error : NULL, 2000);
	ck_assert_int_eq(websocket_ready_state(rig.ws), WEBSOCKET_CLOSED);
	websocket_eof(rig.ws, NULL, 2000);
	rig_pull(&rig);
	rig_expect(&rig, ends[_i].events, "");
	rig_close(&rig);
}
END_TEST

/* What came before the end is told before it. */
START_TEST(the_end_waits_for_what_came_before)
{
	struct rig rig;
	struct buf bytes = { 0 };

	rig_open_usual(&rig, false, "");
	rig_write(&bytes, "81:a 81:b 81:c", false);
	websocket_feed(rig.ws, buf_bytes(&bytes), buf_size(&bytes), 1000);
	websocket_eof(rig.ws, NULL, 1000);
	rig_pull(&rig);
	rig_expect(&rig, "text:a text:b text:c error:eof " BROKEN, "");
	rig_close(&rig);
	buf_free(&bytes);
}
END_TEST

TESTING_MAIN("websocket",
	     TESTING_LOOP(what_may_not_be_asked_for_is_refused_at_once, COUNT(refused)),
	     TESTING(a_client_begins_with_its_request),
	     TESTING_LOOP(answers_open_or_fail_however_they_are_cut, COUNT(answers)),
	     TESTING(compression_not_offered_is_not_taken), TESTING(what_was_agreed_can_be_asked),
	     TESTING(the_status_tells_when_to_come_back), TESTING(the_handshake_has_a_deadline),
	     TESTING_LOOP(requests_are_accepted_or_refused_however_they_are_cut, COUNT(requests)),
	     TESTING_LOOP(a_server_chooses_what_the_client_likes_best, COUNT(choices)),
	     TESTING(a_refusal_is_sent_before_the_end),
	     TESTING(a_client_that_asks_nothing_is_let_go),
	     TESTING_LOOP(an_endless_request_is_refused, 2),
	     TESTING_LOOP(an_end_without_a_close_is_an_error, COUNT(ends)),
	     TESTING(the_end_waits_for_what_came_before))
