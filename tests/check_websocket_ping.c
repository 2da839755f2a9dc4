#include "websocket_testing.h"

/* The usual rig: opened and last heard of at 1000, pings after 20000. */

START_TEST(a_silent_peer_is_pinged_and_then_dead)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	ck_assert_uint_eq(websocket_tick(rig.ws, 1000), 21000);
	ck_assert_uint_eq(websocket_tick(rig.ws, 20999), 21000);
	rig_pull(&rig);
	rig_expect(&rig, "", "");
	ck_assert_uint_eq(websocket_tick(rig.ws, 21000), 41000);
	rig_pull(&rig);
	rig_expect(&rig, "", "89:%01%00%00%00");
	ck_assert_uint_eq(websocket_tick(rig.ws, 40999), 41000);
	ck_assert_uint_eq(websocket_tick(rig.ws, 41000), MOMENT_NEVER);
	rig_pull(&rig);
	rig_expect(&rig, "error:silent close:1006!,0:", "");
	ck_assert(websocket_wants_close(rig.ws));
	rig_close(&rig);
}
END_TEST

START_TEST(an_answer_is_timed_and_the_peer_alive)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	websocket_tick(rig.ws, 21000);
	rig.now = 21350;
	rig_play(&rig, "8a:%01%00%00%00", 0);
	rig_expect(&rig, "pong:350", "89:%01%00%00%00");
	ck_assert_uint_eq(websocket_tick(rig.ws, 21350), 41350);
	rig_close(&rig);
}
END_TEST

/* Any byte is a sign of life, a part of a frame too. */
START_TEST(whatever_comes_is_a_sign_of_life)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	websocket_tick(rig.ws, 21000);
	rig.now = 40000;
	rig_feed(&rig, "\x81", 1, 0);
	ck_assert_uint_eq(websocket_tick(rig.ws, 41000), 60000);
	rig_pull(&rig);
	rig_expect(&rig, "", "89:%01%00%00%00");
	rig_close(&rig);
}
END_TEST

/* Pongs that answer no ping of ours, or the one before the last, say nothing. */
START_TEST(only_the_last_ping_is_timed)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	rig_play(&rig, "8a:%00%00%00%00 8a:%01%00%00%00", 0);
	websocket_ping(rig.ws, 2000);
	websocket_ping(rig.ws, 2500);
	rig.now = 3000;
	rig_play(&rig, "8a:%01%00%00%00 8a: 8a:%02%00%00%00x 8a:%02%00%00%00 8a:%02%00%00%00", 0);
	rig_expect(&rig, "pong:500", "89:%01%00%00%00 89:%02%00%00%00");
	rig_close(&rig);
}
END_TEST

/* We were stopped, not the peer: its answer may wait in the socket. */
START_TEST(a_late_tick_condemns_nobody)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	websocket_tick(rig.ws, 21000);
	ck_assert_uint_eq(websocket_tick(rig.ws, 90000), 110000);
	rig_pull(&rig);
	rig_expect(&rig, "", "89:%01%00%00%00 89:%02%00%00%00");
	ck_assert_uint_eq(websocket_tick(rig.ws, 110000), MOMENT_NEVER);
	rig_pull(&rig);
	rig_expect(&rig, "error:silent close:1006!,0:", "");
	rig_close(&rig);
}
END_TEST

/* Behind a backlog that leaves slowly our ping has not even arrived. */
START_TEST(a_backlog_that_leaves_is_a_sign_of_life)
{
	uint8_t *bytes = mem_new(100000, 1);
	struct rig rig;

	rig_open_usual(&rig, false, "");
	rig.stuck = true;
	ck_assert(websocket_send(rig.ws, WEBSOCKET_BINARY, bytes, 100000, 1000, NULL));
	websocket_tick(rig.ws, 21000);
	rig_take(&rig, 100);
	ck_assert_uint_eq(websocket_tick(rig.ws, 41000), 61000);
	rig_take(&rig, 100);
	ck_assert_uint_eq(websocket_tick(rig.ws, 61000), 81000);
	ck_assert_uint_eq(websocket_tick(rig.ws, 81000), MOMENT_NEVER);
	rig_pull(&rig);
	ck_assert_str_eq(buf_string(&rig.events), "error:silent close:1006!,0:");
	free(bytes);
	rig_close(&rig);
}
END_TEST

/* What leaves at once says nothing of the peer: the kernel takes it for a dead one too. */
START_TEST(sending_is_no_sign_of_life)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	websocket_tick(rig.ws, 21000);
	ck_assert(websocket_send(rig.ws, WEBSOCKET_TEXT, "x", 1, 30000, NULL));
	rig_pull(&rig);
	ck_assert_uint_eq(websocket_tick(rig.ws, 41000), MOMENT_NEVER);
	rig_close(&rig);
}
END_TEST

START_TEST(pings_can_be_turned_off)
{
	struct websocket_config config;
	struct rig rig;
	struct url url;

	rig_config(&config, &url);
	config.ping_interval = 0;
	rig_open(&rig, &config, "");
	ck_assert_uint_eq(websocket_tick(rig.ws, 1000000), MOMENT_NEVER);
	websocket_ping(rig.ws, 1000000);
	rig_pull(&rig);
	rig_expect(&rig, "", "89:%01%00%00%00");
	url_free(&url);
	rig_close(&rig);
}
END_TEST

START_TEST(only_what_is_open_is_pinged)
{
	struct rig rig;

	rig_open_usual(&rig, true, "");
	ck_assert(websocket_close(rig.ws, 1000, NULL, 1000, NULL));
	websocket_ping(rig.ws, 1000);
	rig_pull(&rig);
	rig_expect(&rig, "", "88:1000");
	rig_close(&rig);
}
END_TEST

TESTING_MAIN("websocket_ping", TESTING(a_silent_peer_is_pinged_and_then_dead),
	     TESTING(an_answer_is_timed_and_the_peer_alive),
	     TESTING(whatever_comes_is_a_sign_of_life), TESTING(only_the_last_ping_is_timed),
	     TESTING(a_late_tick_condemns_nobody), TESTING(a_backlog_that_leaves_is_a_sign_of_life),
	     TESTING(sending_is_no_sign_of_life), TESTING(pings_can_be_turned_off),
	     TESTING(only_what_is_open_is_pinged))
