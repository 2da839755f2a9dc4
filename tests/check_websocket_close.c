#include "websocket_testing.h"

static const char reason_123[] = "0123456789012345678901234567890123456789012345678901234567890"
				 "12345678901234567890123456789012345678901234567890123456789abc";

static const struct {
	unsigned code;
	const char *reason;
	bool server;
	enum error_code error;
	const char *sent;
} closes[] = {
	{ 0, NULL, false, ERROR_NONE, "88:" },
	{ 0, "", false, ERROR_NONE, "88:" },
	{ 0, "why", false, ERROR_NONE, "88:1000" },
	{ 1000, NULL, false, ERROR_NONE, "88:1000" },
	{ 3000, "x", false, ERROR_NONE, "88:3000" },
	{ 4999, reason_123, false, ERROR_NONE, "88:4999" },
	{ 1, NULL, false, ERROR_CLOSE_CODE, "" },
	{ 999, NULL, false, ERROR_CLOSE_CODE, "" },
	{ 1001, NULL, false, ERROR_CLOSE_CODE, "" },
	{ 1002, NULL, false, ERROR_CLOSE_CODE, "" },
	{ 1005, NULL, false, ERROR_CLOSE_CODE, "" },
	{ 2999, NULL, false, ERROR_CLOSE_CODE, "" },
	{ 5000, NULL, false, ERROR_CLOSE_CODE, "" },
	{ 66536, NULL, false, ERROR_CLOSE_CODE, "" },
	{ 1001, NULL, true, ERROR_NONE, "88:1001" },
	{ 1008, "no", true, ERROR_NONE, "88:1008" },
	{ 1013, NULL, true, ERROR_NONE, "88:1013" },
	{ 1004, NULL, true, ERROR_CLOSE_CODE, "" },
	{ 1005, NULL, true, ERROR_CLOSE_CODE, "" },
	{ 1006, NULL, true, ERROR_CLOSE_CODE, "" },
	{ 1015, NULL, true, ERROR_CLOSE_CODE, "" },
	{ 1000, "\xff", false, ERROR_CLOSE_REASON, "" },
	{ 1000,
	  "0123456789012345678901234567890123456789012345678901234567890123456789"
	  "012345678901234567890123456789012345678901234567890123",
	  false, ERROR_CLOSE_REASON, "" },
};

START_TEST(close_takes_what_the_standard_does)
{
	struct error error = { 0 };
	struct rig rig;

	ck_assert_uint_eq(strlen(reason_123), 123);
	rig_open_usual(&rig, closes[_i].server, "");
	ck_assert_int_eq(websocket_close(rig.ws, closes[_i].code, closes[_i].reason, 1000, &error),
			 closes[_i].error == ERROR_NONE);
	ck_assert_int_eq(error.code, closes[_i].error);
	ck_assert_int_eq(websocket_ready_state(rig.ws),
			 error.code ? WEBSOCKET_OPEN : WEBSOCKET_CLOSING);
	rig_pull(&rig);
	rig_expect(&rig, "", closes[_i].sent);
	rig_close(&rig);
}
END_TEST

START_TEST(the_reason_goes_out)
{
	struct rig rig;
	const uint8_t *p;

	rig_open_usual(&rig, true, "");
	ck_assert(websocket_close(rig.ws, 1000, reason_123, 1000, NULL));
	p = buf_bytes(websocket_output(rig.ws));
	ck_assert_uint_eq(buf_size(websocket_output(rig.ws)), 2 + 2 + 123);
	ck_assert_mem_eq(p + 4, reason_123, 123);
	rig_close(&rig);
}
END_TEST

/* We close, the peer says, and what comes of it: after close() no message is for anybody, but
 * pings are not answered either, and violations still are ones. */
static const struct {
	const char *script, *events;
} answers[] = {
	{ "88:%03%e8", "close:1000,1000:" },
	{ "88:%03%e9going", "close:1001,1000:going" },
	{ "88:", "close:1005,1000:" },
	{ "81:late 89:p 88:%03%e8", "close:1000,1000:" },
	{ "01:half 88:%03%e8", "close:1000,1000:" },
	{ "83:", "error:protocol close:1006!,1000:" },
	{ "81:%ff", "error:utf8 close:1006!,1000:" },
	{ "88:x", "error:protocol close:1006!,1000:" },
	{ "81:x", "" },
};

START_TEST(the_closing_handshake_that_we_begin)
{
	for (size_t piece = 0; piece < 3; piece++) {
		struct rig rig;

		rig_open_usual(&rig, _i % 2, "");
		ck_assert(websocket_send(rig.ws, WEBSOCKET_TEXT, "first", 5, 1000, NULL));
		ck_assert(websocket_close(rig.ws, 1000, "bye", 1000, NULL));
		ck_assert(websocket_close(rig.ws, 3000, "again", 1000, NULL));
		ck_assert_int_eq(websocket_ready_state(rig.ws), WEBSOCKET_CLOSING);
		rig_play(&rig, answers[_i].script, piece);
		rig_expect(&rig, answers[_i].events, "81:first 88:1000");
		ck_assert_int_eq(websocket_ready_state(rig.ws),
				 *answers[_i].events ? WEBSOCKET_CLOSED : WEBSOCKET_CLOSING);
		ck_assert_int_eq(websocket_wants_close(rig.ws), *answers[_i].events != 0);
		rig_close(&rig);
	}
}
END_TEST

START_TEST(a_message_not_yet_pulled_is_dropped_by_close)
{
	struct websocket_event event;
	struct rig rig;

	rig_open_usual(&rig, false, "");
	websocket_feed(rig.ws, (const uint8_t *)"\x81\1a\x81\1b", 6, 1000);
	ck_assert(websocket_next(rig.ws, &event));
	ck_assert_str_eq((const char *)event.bytes, "a");
	ck_assert(websocket_close(rig.ws, 1000, NULL, 1000, NULL));
	ck_assert(!websocket_next(rig.ws, &event));
	rig_close(&rig);
}
END_TEST

/* The close is told when our answer is out, and the transport closed no sooner. */
START_TEST(the_peer_gets_its_answer_first)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	rig.stuck = true;
	ck_assert(websocket_send(rig.ws, WEBSOCKET_TEXT, "x", 1, 1000, NULL));
	rig_feed(&rig, "\x88\x02\x03\xe8", 4, 0);
	ck_assert_int_eq(websocket_ready_state(rig.ws), WEBSOCKET_CLOSING);
	ck_assert(!websocket_wants_close(rig.ws));
	rig_take(&rig, buf_size(websocket_output(rig.ws)) - 1);
	rig_pull(&rig);
	ck_assert(!websocket_wants_close(rig.ws));
	rig_take(&rig, 1);
	rig_pull(&rig);
	ck_assert(websocket_wants_close(rig.ws));
	rig_expect(&rig, "close:1000,1000:", "81:x 88:1000");
	rig_close(&rig);
}
END_TEST

/* However the transport ends: the peer has said that it is done. */
START_TEST(a_reset_after_the_handshake_is_no_error)
{
	const struct error reset = { .code = ERROR_CONNECTION_RESET };

	for (int stuck = 0; stuck < 2; stuck++) {
		struct rig rig;

		rig_open_usual(&rig, false, "");
		rig.stuck = stuck;
		rig_feed(&rig, "\x88\x02\x03\xe8", 4, 0);
		websocket_eof(rig.ws, &reset, 1000);
		rig_pull(&rig);
		ck_assert_str_eq(buf_string(&rig.events), "close:1000,1000:");
		rig_close(&rig);
	}
}
END_TEST

START_TEST(a_reset_instead_of_the_handshake_is_one)
{
	const struct error reset = { .code = ERROR_CONNECTION_RESET };
	struct rig rig;

	rig_open_usual(&rig, false, "");
	ck_assert(websocket_close(rig.ws, 1000, NULL, 1000, NULL));
	rig_pull(&rig);
	websocket_eof(rig.ws, &reset, 1000);
	rig_pull(&rig);
	rig_expect(&rig, "error:reset close:1006!,1000:", "88:1000");
	rig_close(&rig);
}
END_TEST

START_TEST(the_answer_to_our_close_has_a_deadline)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	ck_assert(websocket_close(rig.ws, 1000, NULL, 2000, NULL));
	rig_pull(&rig);
	ck_assert_uint_eq(websocket_tick(rig.ws, 2000), 7000);
	ck_assert_uint_eq(websocket_tick(rig.ws, 6999), 7000);
	ck_assert(!websocket_wants_close(rig.ws));
	ck_assert_uint_eq(websocket_tick(rig.ws, 7000), MOMENT_NEVER);
	rig_pull(&rig);
	rig_expect(&rig, "error:overdue close:1006!,1000:", "88:1000");
	ck_assert(websocket_wants_close(rig.ws));
	rig_close(&rig);
}
END_TEST

/* A slow line with much to send is not a peer that does not answer. */
START_TEST(the_deadline_waits_while_output_leaves)
{
	struct rig rig;
	uint8_t *bytes = mem_new(100000, 1);

	rig_open_usual(&rig, false, "");
	rig.stuck = true;
	ck_assert(websocket_send(rig.ws, WEBSOCKET_BINARY, bytes, 100000, 1000, NULL));
	ck_assert(websocket_close(rig.ws, 1000, NULL, 1000, NULL));
	for (uint64_t now = 1000; now < 31000; now += 5000) {
		rig_take(&rig, 1000);
		ck_assert_uint_eq(websocket_tick(rig.ws, now + 5000), now + 10000);
	}
	ck_assert_uint_eq(websocket_tick(rig.ws, 36000), MOMENT_NEVER);
	rig_pull(&rig);
	ck_assert_str_eq(buf_string(&rig.events), "error:overdue close:1006!,1000:");
	ck_assert_uint_eq(buf_size(websocket_output(rig.ws)), 0);
	ck_assert_uint_gt(websocket_buffered_amount(rig.ws), 90000);
	free(bytes);
	rig_close(&rig);
}
END_TEST

START_TEST(an_answer_that_cannot_leave_is_given_up)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	rig.stuck = true;
	rig_feed(&rig, "\x88\x02\x0b\xb8", 4, 0);
	ck_assert_uint_eq(websocket_tick(rig.ws, 6000), MOMENT_NEVER);
	rig_pull(&rig);
	ck_assert_str_eq(buf_string(&rig.events), "close:3000!,3000:");
	ck_assert(websocket_wants_close(rig.ws));
	rig_close(&rig);
}
END_TEST

START_TEST(a_failure_that_cannot_leave_is_given_up)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	rig.stuck = true;
	rig_feed(&rig, "\x83\x00", 2, 0);
	ck_assert_str_eq(buf_string(&rig.events), "error:protocol");
	ck_assert_uint_eq(websocket_tick(rig.ws, 6000), MOMENT_NEVER);
	rig_pull(&rig);
	ck_assert_str_eq(buf_string(&rig.events), "error:protocol close:1006!,1002:");
	rig_close(&rig);
}
END_TEST

START_TEST(a_close_while_connecting_fails_the_connection)
{
	struct websocket_config config;
	struct rig rig = { .now = 1000 };
	struct url url;

	rig_config(&config, &url);
	rig.ws = websocket_new(&config, 1000, NULL);
	ck_assert(websocket_close(rig.ws, 1000, NULL, 1000, NULL));
	ck_assert_int_eq(websocket_ready_state(rig.ws), WEBSOCKET_CLOSED);
	ck_assert_uint_eq(buf_size(websocket_output(rig.ws)), 0);
	rig_pull(&rig);
	rig_expect(&rig, "error:not-open close:1006!,0:", "");
	url_free(&url);
	rig_close(&rig);
}
END_TEST

TESTING_MAIN("websocket_close", TESTING_LOOP(close_takes_what_the_standard_does, COUNT(closes)),
	     TESTING(the_reason_goes_out),
	     TESTING_LOOP(the_closing_handshake_that_we_begin, COUNT(answers)),
	     TESTING(a_message_not_yet_pulled_is_dropped_by_close),
	     TESTING(the_peer_gets_its_answer_first),
	     TESTING(a_reset_after_the_handshake_is_no_error),
	     TESTING(a_reset_instead_of_the_handshake_is_one),
	     TESTING(the_answer_to_our_close_has_a_deadline),
	     TESTING(the_deadline_waits_while_output_leaves),
	     TESTING(an_answer_that_cannot_leave_is_given_up),
	     TESTING(a_failure_that_cannot_leave_is_given_up),
	     TESTING(a_close_while_connecting_fails_the_connection))
