#include "websocket_testing.h"

/* Two websockets back to back, and a network between them that cuts as it likes. */
struct pair {
	struct websocket *client, *server;
	uint32_t random;
	const char *offer, *answer; /* put in the place of the real ones, or NULL */
	struct buf got[2];          /* what each of them received, with marks between messages */
	size_t messages[2];
	uint16_t closed[2];
};

static uint32_t draw(struct pair *pair, uint32_t below)
{
	pair->random = pair->random * 1664525 + 1013904223;
	return (pair->random >> 8) % below;
}

static void open_pair(struct pair *pair, uint32_t seed)
{
	struct websocket_config config;
	struct url url;

	*pair = (struct pair){ .random = seed };
	rig_config(&config, &url);
	config.compress = true;
	pair->client = websocket_new(&config, 0, NULL);
	config.server = true;
	pair->server = websocket_new(&config, 0, NULL);
	url_free(&url);
}

static void close_pair(struct pair *pair)
{
	websocket_free(pair->client);
	websocket_free(pair->server);
	buf_free(&pair->got[0]);
	buf_free(&pair->got[1]);
}

static void pull(struct pair *pair, int side)
{
	struct websocket *ws = side ? pair->server : pair->client;
	struct websocket_event event;

	while (websocket_next(ws, &event)) {
		ck_assert_msg(event.event != WEBSOCKET_EVENT_ERROR, "%d: %s", event.error.code,
			      event.error.detail);
		if (event.event == WEBSOCKET_EVENT_CLOSE)
			pair->closed[side] = event.code;
		if (event.event != WEBSOCKET_EVENT_MESSAGE)
			continue;
		pair->messages[side]++;
		buf_format(&pair->got[side], "<%d,%zu>", event.type, event.n);
		buf_append(&pair->got[side], event.bytes, event.n);
	}
}

/* The first bytes of each direction are a head, in which a line is exchanged. */
static void replace(struct buf *out, const char *line)
{
	const char *name = "Sec-WebSocket-Extensions: ";
	char *head = buf_take(out), *at = strstr(head, name), *end;

	if (at) {
		end = strstr(at, "\r\n");
		buf_append(out, head, (size_t)(at - head));
		buf_format(out, "%s%s", name, line);
		buf_append_string(out, end);
	} else {
		buf_append_string(out, head);
	}
	free(head);
}

/* Carries some bytes; false where there were none. */
static bool carry(struct pair *pair, int from)
{
	struct websocket *ws = from ? pair->server : pair->client;
	struct buf *out = websocket_output(ws);
	size_t n = buf_size(out);

	if (!n)
		return false;
	n = draw(pair, 4) ? 1 + draw(pair, (uint32_t)n) : n;
	if (n > 40 && !draw(pair, 3))
		n = 1 + draw(pair, 40);
	websocket_feed(from ? pair->client : pair->server, buf_bytes(out), n, 0);
	buf_consume(out, n);
	websocket_sent(ws);
	pull(pair, from);
	pull(pair, !from);
	return true;
}

static void run(struct pair *pair)
{
	bool forth = true, back = true;

	while (forth || back) {
		forth = carry(pair, 0);
		back = carry(pair, 1);
	}
}

static void handshake(struct pair *pair)
{
	struct buf request = { 0 }, answer = { 0 }, *out = websocket_output(pair->client);

	buf_append(&request, buf_bytes(out), buf_size(out));
	buf_clear(out);
	websocket_sent(pair->client);
	if (pair->offer)
		replace(&request, pair->offer);
	websocket_feed(pair->server, buf_bytes(&request), buf_size(&request), 0);
	pull(pair, 1);
	out = websocket_output(pair->server);
	buf_append(&answer, buf_bytes(out), buf_size(out));
	buf_clear(out);
	websocket_sent(pair->server);
	if (pair->answer)
		replace(&answer, pair->answer);
	websocket_feed(pair->client, buf_bytes(&answer), buf_size(&answer), 0);
	pull(pair, 0);
	ck_assert_int_eq(websocket_ready_state(pair->client), WEBSOCKET_OPEN);
	buf_free(&request);
	buf_free(&answer);
}

/* Some like each other, some noise, some empty, some long. */
static size_t make_message(struct pair *pair, char *text, size_t max)
{
	size_t n;

	switch (draw(pair, 8)) {
	case 0:
		return 0;
	case 1:
		n = draw(pair, (uint32_t)max);
		break;
	default:
		n = draw(pair, 300);
	}
	if (draw(pair, 2)) {
		snprintf(text, max, "{\"type\":\"message\",\"text\":\"%u\",\"id\":1732848200123}",
			 draw(pair, 100000));
		return strlen(text);
	}
	for (size_t i = 0; i < n; i++)
		text[i] = (char)(' ' + draw(pair, 90));
	return n;
}

static void send_some(struct pair *pair, int side, struct buf *sent)
{
	static char text[40000];
	enum websocket_type type = draw(pair, 2) ? WEBSOCKET_TEXT : WEBSOCKET_BINARY;
	size_t n = make_message(pair, text, sizeof text);

	ck_assert(websocket_send(side ? pair->server : pair->client, type, text, n, 0, NULL));
	buf_format(sent, "<%d,%zu>", type, n);
	buf_append(sent, text, n);
}

static void same(struct buf *a, struct buf *b)
{
	ck_assert_uint_eq(buf_size(a), buf_size(b));
	ck_assert_mem_eq(buf_bytes(a), buf_bytes(b), buf_size(a));
}

static void talk(struct pair *pair, int messages)
{
	struct buf sent[2] = { { 0 }, { 0 } };

	for (int i = 0; i < messages; i++) {
		int side = (int)draw(pair, 2);

		send_some(pair, side, &sent[side]);
		if (!draw(pair, 5))
			websocket_ping(side ? pair->server : pair->client, 0);
		for (uint32_t steps = draw(pair, 4); steps; steps--)
			carry(pair, (int)draw(pair, 2));
	}
	run(pair);
	same(&sent[0], &pair->got[1]);
	same(&sent[1], &pair->got[0]);
	ck_assert_uint_eq(websocket_buffered_amount(pair->client), 0);
	ck_assert_uint_eq(websocket_buffered_amount(pair->server), 0);
	buf_free(&sent[0]);
	buf_free(&sent[1]);
}

static void say_goodbye(struct pair *pair)
{
	int side = (int)draw(pair, 2);

	ck_assert(websocket_close(side ? pair->server : pair->client, 3333, "bye", 0, NULL));
	run(pair);
	ck_assert_uint_eq(pair->closed[0], 3333);
	ck_assert_uint_eq(pair->closed[1], 3333);
	ck_assert_int_eq(websocket_ready_state(pair->client), WEBSOCKET_CLOSED);
	ck_assert_int_eq(websocket_ready_state(pair->server), WEBSOCKET_CLOSED);
}

/* Whatever is sent arrives, whole and in order, however the network cuts. */
START_TEST(what_is_sent_arrives)
{
	struct pair pair;

	open_pair(&pair, (uint32_t)_i);
	handshake(&pair);
	talk(&pair, 60);
	say_goodbye(&pair);
	close_pair(&pair);
}
END_TEST

/* Each agreement that the handshake can come to: what the client offers, and what a server may
 * add of the client's own side. */
START_TEST(every_agreement_carries_messages)
{
	static const char *const bits[] = { "", "=9", "=10", "=11", "=12", "=13", "=14", "=15" };
	struct buf offer = { 0 }, answer = { 0 };
	bool no_server = _i & 1, no_client = _i & 2;
	const char *server = bits[_i >> 2];

	for (size_t client = 0; client < COUNT(bits) + 1; client++) {
		struct pair pair;

		buf_clear(&offer);
		buf_clear(&answer);
		buf_format(&offer, "permessage-deflate%s%s",
			   no_server ? "; server_no_context_takeover" : "",
			   no_client ? "; client_no_context_takeover" : "");
		if (*server)
			buf_format(&offer, "; server_max_window_bits%s", server);
		buf_append_string(&answer, buf_string(&offer));
		buf_append_string(&offer, "; client_max_window_bits");
		if (client)
			buf_format(&answer, "; client_max_window_bits%s",
				   client < COUNT(bits) ? bits[client] : "=8");
		open_pair(&pair, (uint32_t)_i);
		pair.offer = buf_string(&offer);
		pair.answer = buf_string(&answer);
		handshake(&pair);
		ck_assert_str_eq(websocket_extensions(pair.client), pair.answer);
		talk(&pair, 25);
		say_goodbye(&pair);
		close_pair(&pair);
	}
	buf_free(&offer);
	buf_free(&answer);
}
END_TEST

/* 4 MiB each way at once, through a network that takes little at a time. */
START_TEST(large_messages_cross)
{
	size_t n = 1 << 20;
	uint8_t *bytes = mem_new(n, 1);
	struct pair pair;

	open_pair(&pair, 5);
	handshake(&pair);
	for (size_t i = 0; i < n; i++)
		bytes[i] = (uint8_t)draw(&pair, 256);
	for (int i = 0; i < 4; i++) {
		ck_assert(websocket_send(pair.client, WEBSOCKET_BINARY, bytes, n, 0, NULL));
		ck_assert(websocket_send(pair.server, WEBSOCKET_BINARY, bytes, n, 0, NULL));
	}
	ck_assert_uint_eq(websocket_buffered_amount(pair.client), 4 * n);
	run(&pair);
	ck_assert_uint_eq(pair.messages[0], 4);
	ck_assert_uint_eq(pair.messages[1], 4);
	ck_assert_mem_eq(buf_bytes(&pair.got[1]) + strlen("<1,1048576>"), bytes, n);
	free(bytes);
	close_pair(&pair);
}
END_TEST

/* Noise after a good handshake, and mutations of good frames: it ends, or goes on, and no more. */
static void feed_noise(struct rig *rig, uint32_t *random)
{
	struct buf bytes = { 0 };
	size_t n;

	rig_write(&bytes,
		  "01:ab 89:p 80:cd c1:%f2%48%cd%c9%c9%07%00 82*300:x 8a: 81:%ce%ba 88:%03%e8bye",
		  rig->server);
	n = buf_size(&bytes);
	for (int i = 0; i < 4; i++) {
		*random = *random * 1664525 + 1013904223;
		((uint8_t *)bytes.store)[(*random >> 8) % n] = (uint8_t)(*random >> 24);
	}
	rig_feed(rig, buf_bytes(&bytes), n, 1 + *random % 50);
	buf_free(&bytes);
}

START_TEST(noise_ends_well)
{
	uint32_t random = (uint32_t)_i;

	for (int round = 0; round < 400; round++) {
		const char *close;
		struct rig rig;

		rig_open_usual(&rig, round & 1, round & 2 ? "permessage-deflate" : "");
		for (int i = 0; i < 3; i++)
			feed_noise(&rig, &random);
		websocket_eof(rig.ws, NULL, rig.now);
		rig_pull(&rig);
		ck_assert_int_eq(websocket_ready_state(rig.ws), WEBSOCKET_CLOSED);
		close = strstr(buf_string(&rig.events), "close:");
		ck_assert_ptr_nonnull(close);
		ck_assert_ptr_null(strstr(close + 1, "close:"));
		ck_assert_ptr_null(strchr(close, ' '));
		rig_note_frames(&rig);
		rig_close(&rig);
	}
}
END_TEST

START_TEST(pure_noise_ends_well)
{
	uint32_t random = 99;
	uint8_t bytes[64];

	for (int round = 0; round < 2000; round++) {
		struct rig rig;

		rig_open_usual(&rig, round & 1, "permessage-deflate");
		for (size_t i = 0; i < sizeof bytes; i++)
			bytes[i] = (uint8_t)((random = random * 1664525 + 1013904223) >> 24);
		bytes[0] &= 0x8f;
		rig_feed(&rig, bytes, sizeof bytes, 1 + random % 64);
		rig_note_frames(&rig);
		rig_close(&rig);
	}
}
END_TEST

TESTING_MAIN("websocket_pair", TESTING_LOOP(what_is_sent_arrives, 20),
	     TESTING_LOOP(every_agreement_carries_messages, 32), TESTING(large_messages_cross),
	     TESTING_LOOP(noise_ends_well, 4), TESTING(pure_noise_ends_well))
