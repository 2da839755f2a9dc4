#include "websocket_testing.h"

static void send_bytes(struct rig *rig, enum websocket_type type, size_t n, uint8_t byte)
{
	uint8_t *bytes = mem_new(n + 1, 1);

	memset(bytes, byte, n);
	ck_assert(websocket_send(rig->ws, type, bytes, n, rig->now, NULL));
	free(bytes);
}

static const struct {
	enum websocket_type type;
	size_t n;
	const char *sent;
} pieces[] = {
	{ WEBSOCKET_TEXT, 0, "81:" },
	{ WEBSOCKET_TEXT, 1, "81:a" },
	{ WEBSOCKET_BINARY, 2, "82:aa" },
	{ WEBSOCKET_BINARY, 16384, "82:(16384)" },
	{ WEBSOCKET_TEXT, 16385, "01:(16384) 80:a" },
	{ WEBSOCKET_TEXT, 40000, "01:(16384) 00:(16384) 80:(7232)" },
};

START_TEST(messages_go_out_in_pieces)
{
	for (int server = 0; server < 2; server++) {
		struct rig rig;

		rig_open_usual(&rig, server, "");
		send_bytes(&rig, pieces[_i].type, pieces[_i].n, 'a');
		rig_pull(&rig);
		rig_expect(&rig, "", pieces[_i].sent);
		rig_close(&rig);
	}
}
END_TEST

START_TEST(only_utf8_is_text)
{
	struct error error = { 0 };
	struct rig rig;

	rig_open_usual(&rig, false, "");
	ck_assert(!websocket_send(rig.ws, WEBSOCKET_TEXT, "\xff", 1, 1000, &error));
	ck_assert_int_eq(error.code, ERROR_MESSAGE_UTF8);
	ck_assert(!websocket_send(rig.ws, WEBSOCKET_TEXT, "\xce", 1, 1000, &error));
	ck_assert_uint_eq(websocket_buffered_amount(rig.ws), 0);
	ck_assert(websocket_send(rig.ws, WEBSOCKET_TEXT, "\xce\xba\0", 3, 1000, &error));
	ck_assert(websocket_send(rig.ws, WEBSOCKET_BINARY, "\xff", 1, 1000, &error));
	rig_pull(&rig);
	rig_expect(&rig, "", "81:%ce%ba%00 82:%ff");
	rig_close(&rig);
}
END_TEST

static unsigned random_calls;

static void counting_random(void *bytes, size_t n)
{
	random_calls++;
	rig_random(bytes, n);
}

/* Each frame has a mask of its own, and yet the source is asked seldom. */
START_TEST(masks_are_fresh_and_drawn_in_batches)
{
	struct websocket_config config;
	struct rig rig;
	struct url url;
	uint8_t last[4] = { 0 };
	const uint8_t *p;

	rig_config(&config, &url);
	config.random = counting_random;
	rig_open(&rig, &config, "");
	for (int i = 0; i < 100; i++) {
		send_bytes(&rig, WEBSOCKET_BINARY, 1, 0);
		p = buf_bytes(websocket_output(rig.ws));
		ck_assert_mem_ne(p + 2, last, 4);
		ck_assert_uint_eq(p[6], p[2]);
		memcpy(last, p + 2, 4);
		rig_take(&rig, SIZE_MAX);
	}
	ck_assert_uint_le(random_calls, 1 + 100 / 64 + 1);
	url_free(&url);
	rig_close(&rig);
}
END_TEST

/* Bytes of the application that have not left: never headers, and byte by byte. */
START_TEST(buffered_amount_counts_what_has_not_left)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	rig.stuck = true;
	send_bytes(&rig, WEBSOCKET_TEXT, 10, 'a');
	send_bytes(&rig, WEBSOCKET_TEXT, 0, 'a');
	send_bytes(&rig, WEBSOCKET_TEXT, 20, 'b');
	websocket_ping(rig.ws, 1000);
	ck_assert_uint_eq(websocket_buffered_amount(rig.ws), 30);
	for (size_t header = 0; header < 6; header++) {
		rig_take(&rig, 1);
		ck_assert_uint_eq(websocket_buffered_amount(rig.ws), 30);
	}
	for (size_t left = 29; left >= 20; left--) {
		rig_take(&rig, 1);
		ck_assert_uint_eq(websocket_buffered_amount(rig.ws), left);
	}
	rig_take(&rig, 6 + 6 + 5);
	ck_assert_uint_eq(websocket_buffered_amount(rig.ws), 15);
	rig_take(&rig, SIZE_MAX);
	ck_assert_uint_eq(websocket_buffered_amount(rig.ws), 0);
	rig_close(&rig);
}
END_TEST

START_TEST(buffered_amount_of_what_is_compressed)
{
	struct rig rig;

	rig_open_usual(&rig, false, "permessage-deflate");
	send_bytes(&rig, WEBSOCKET_TEXT, 50000, 'a');
	ck_assert_uint_eq(websocket_buffered_amount(rig.ws), 50000);
	ck_assert_uint_lt(buf_size(websocket_output(rig.ws)), 200);
	rig_take(&rig, buf_size(websocket_output(rig.ws)) - 1);
	ck_assert_uint_eq(websocket_buffered_amount(rig.ws), 50000);
	rig_take(&rig, 1);
	ck_assert_uint_eq(websocket_buffered_amount(rig.ws), 0);
	rig_close(&rig);
}
END_TEST

/* The standard: it grows even then, and does not fall to zero when the connection ends. */
START_TEST(buffered_amount_grows_after_close)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	rig.stuck = true;
	send_bytes(&rig, WEBSOCKET_TEXT, 5, 'a');
	ck_assert(websocket_close(rig.ws, 1000, NULL, 1000, NULL));
	send_bytes(&rig, WEBSOCKET_TEXT, 7, 'b');
	ck_assert_uint_eq(websocket_buffered_amount(rig.ws), 12);
	rig_take(&rig, SIZE_MAX);
	ck_assert_uint_eq(websocket_buffered_amount(rig.ws), 7);
	rig_expect(&rig, "", "81:aaaaa 88:1000");
	websocket_eof(rig.ws, NULL, 1000);
	send_bytes(&rig, WEBSOCKET_TEXT, 1, 'c');
	ck_assert_uint_eq(websocket_buffered_amount(rig.ws), 8);
	rig_close(&rig);
}
END_TEST

/* What stands within the first 16 KiB may be in a TLS record already; the pong comes right after
 * the frame that ends there, and long before the rest. */
START_TEST(pongs_overtake_a_long_message)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	rig.stuck = true;
	send_bytes(&rig, WEBSOCKET_BINARY, 100000, 'a');
	send_bytes(&rig, WEBSOCKET_TEXT, 3, 'b');
	rig_feed(&rig, "\x89\x01p", 3, 0);
	websocket_ping(rig.ws, 1000);
	ck_assert(websocket_close(rig.ws, 1000, "", 1000, NULL));
	rig_take(&rig, SIZE_MAX);
	rig_expect(&rig, "",
		   "02:(16384) 8a:p 89:%01%00%00%00 00:(16384) 00:(16384) 00:(16384) 00:(16384) "
		   "00:(16384) 80:(1696) 81:bbb 88:1000");
	rig_close(&rig);
}
END_TEST

START_TEST(pongs_keep_the_order_of_their_pings)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	rig.stuck = true;
	send_bytes(&rig, WEBSOCKET_BINARY, 40000, 'a');
	rig_feed(&rig,
		 "\x89\x01"
		 "1\x89\x01"
		 "2",
		 6, 0);
	rig_take(&rig, 10000);
	rig_feed(&rig,
		 "\x89\x01"
		 "3",
		 3, 0);
	rig_take(&rig, 16384);
	rig_feed(&rig,
		 "\x89\x01"
		 "4",
		 3, 0);
	rig_take(&rig, SIZE_MAX);
	rig_expect(&rig, "", "02:(16384) 8a:1 8a:2 00:(16384) 8a:3 80:(7232) 8a:4");
	rig_close(&rig);
}
END_TEST

/* In every state of the output that a network can leave, the frames stay whole. */
START_TEST(pongs_never_cut_a_frame)
{
	static const size_t sizes[] = { 1, 200, 16384, 16390, 30000, 5 };

	for (size_t taken = 0; taken < 40000; taken += 997) {
		struct rig rig;

		rig_open_usual(&rig, false, "");
		rig.stuck = true;
		for (size_t i = 0; i < COUNT(sizes); i++)
			send_bytes(&rig, WEBSOCKET_BINARY, sizes[i], 'a');
		rig_take(&rig, taken);
		for (int i = 0; i < 3; i++)
			rig_feed(&rig, "\x89\x01p", 3, 0);
		rig_take(&rig, SIZE_MAX);
		rig_note_frames(&rig);
		ck_assert_uint_eq(rig.frames, 8 + 3);
		ck_assert_uint_eq(websocket_buffered_amount(rig.ws), 0);
		rig_close(&rig);
	}
}
END_TEST

/* A peer that pings and does not read, or sends more than we pull, has to wait. */
START_TEST(the_peer_waits_for_us)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	rig.stuck = true;
	for (int i = 0; i < 63; i++)
		rig_feed(&rig, "\x89\x01p", 3, 0);
	ck_assert(websocket_wants_input(rig.ws));
	rig_feed(&rig, "\x89\x01p", 3, 0);
	ck_assert(!websocket_wants_input(rig.ws));
	rig_take(&rig, 7);
	ck_assert(websocket_wants_input(rig.ws));
	rig_take(&rig, SIZE_MAX);
	for (int i = 0; i < 30000; i++)
		websocket_feed(rig.ws, (const uint8_t *)"\x81\x07message", 9, 1000);
	ck_assert(!websocket_wants_input(rig.ws));
	rig_pull(&rig);
	ck_assert(websocket_wants_input(rig.ws));
	ck_assert_uint_eq(rig.messages, 30000);
	rig_close(&rig);
}
END_TEST

/* While we send much, we still read: two such peers would else wait for each other for ever. */
START_TEST(a_backlog_does_not_stop_reading)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	rig.stuck = true;
	send_bytes(&rig, WEBSOCKET_BINARY, 10000000, 'a');
	rig_feed(&rig, "\x81\x01x", 3, 0);
	ck_assert(websocket_wants_input(rig.ws));
	ck_assert_str_eq(buf_string(&rig.events), "text:x");
	rig_close(&rig);
}
END_TEST

static struct websocket_config reporting(bool server, struct url *url)
{
	struct websocket_config config;

	rig_config(&config, url);
	config.report_frames = true;
	config.server = server;
	return config;
}

/* Heads, then frames in their order among the other events, payloads as a reader wants them. */
START_TEST(the_inspector_sees_every_frame)
{
	struct url url;
	struct websocket_config config = reporting(false, &url);
	struct rig rig = { .ws = websocket_new(&config, 1000, NULL), .now = 1000 };
	char *answer = rig_answer(&rig, "permessage-deflate"), *expected;

	rig_feed(&rig, answer, strlen(answer), 0);
	ck_assert(!strncmp(buf_string(&rig.events), ">head0.0/0:(", 12));
	ck_assert_ptr_nonnull(strstr(buf_string(&rig.events), ") <head0.0/0:("));
	ck_assert_ptr_nonnull(strstr(buf_string(&rig.events), ") open"));
	buf_clear(&rig.events);
	rig.stuck = true;
	send_bytes(&rig, WEBSOCKET_TEXT, 2, 'a');
	rig_take(&rig, SIZE_MAX);
	send_bytes(&rig, WEBSOCKET_TEXT, 50, 'b');
	expected = mem_format(">1.0f/2:aa "
			      ">1.4f/%zu:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb "
			      "<1.4/3:He <9.0f/1:p >a.0f/1:p <0.0f/4:llo text:Hello "
			      "<8.0f/2:%%03%%e8 >8.0f/2:%%03%%e8 close:1000,1000:",
			      buf_size(websocket_output(rig.ws)) - 6);
	rig.stuck = false;
	rig_play(&rig, "41:%f2%48%cd 89:p 80:%c9%c9%07%00 88:%03%e8", 0);
	ck_assert_str_eq(buf_string(&rig.events), expected);
	free(expected);
	url_free(&url);
	free(answer);
	rig_close(&rig);
}
END_TEST

START_TEST(the_inspector_sees_what_was_refused)
{
	struct url url;
	struct websocket_config config = reporting(false, &url);
	struct rig rig;

	rig_open(&rig, &config, "");
	rig_play(&rig, "81:a c3:xyz", 0);
	ck_assert_str_eq(buf_string(&rig.events),
			 "<1.0f/1:a text:a <3.4f/3: error:protocol "
			 ">8.0f/18:%03%eareserved%20bit%20set close:1006!,1002:");
	url_free(&url);
	rig_close(&rig);
}
END_TEST

TESTING_MAIN("websocket_send", TESTING_LOOP(messages_go_out_in_pieces, COUNT(pieces)),
	     TESTING(only_utf8_is_text), TESTING(masks_are_fresh_and_drawn_in_batches),
	     TESTING(buffered_amount_counts_what_has_not_left),
	     TESTING(buffered_amount_of_what_is_compressed),
	     TESTING(buffered_amount_grows_after_close), TESTING(pongs_overtake_a_long_message),
	     TESTING(pongs_keep_the_order_of_their_pings), TESTING(pongs_never_cut_a_frame),
	     TESTING(the_peer_waits_for_us), TESTING(a_backlog_does_not_stop_reading),
	     TESTING(the_inspector_sees_every_frame), TESTING(the_inspector_sees_what_was_refused))
