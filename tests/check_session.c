#include "testing.h"

#include <inttypes.h>
#include <string.h>

#include "mem.h"
#include "session_testing.h"
#include "session_user.h"
#include "text.h"

START_TEST(it_logs_in)
{
	struct session *s = session_of("ann");
	int64_t id;

	ck_assert_int_eq(session_state(s), SESSION_OFFLINE);
	session_connecting(s, "ws://localhost:6502/", 1, start);
	ck_assert_int_eq(session_state(s), SESSION_CONNECTING);
	assert_output(s, NULL);
	session_opened(s, "json", "permessage-deflate", start);
	ck_assert_int_eq(session_state(s), SESSION_LOGIN);
	say(s, "early");
	assert_output(s, NULL);
	ck_assert(!session_id(s, &id));
	receive(s, "{\"type\":\"id\",\"id\":1700000000123}");
	ck_assert_int_eq(session_state(s), SESSION_READY);
	ck_assert(session_id(s, &id));
	ck_assert_int_eq(id, 1700000000123);
	assert_output(
		s, "{\"type\":\"username\",\"name\":\"ann\",\"id\":1700000000123,\"date\":5001}");
	assert_output(
		s, "{\"type\":\"message\",\"text\":\"early\",\"id\":1700000000123,\"date\":5000}");
	assert_output(s, NULL);
	receive(s, "{\"type\":\"userlist\",\"users\":[\"bob\",null,\"ann\"]}");
	receive(s, "{\"type\":\"username\",\"name\":\"ann\",\"id\":1700000000123,\"date\":5001}");
	assert_events(s, "connecting ws://localhost:6502/ #1\n"
			 "open [json] [permessage-deflate]\n"
			 "id id=1700000000123\n"
			 "sent 'early' date=5000\n"
			 "userlist bob null ann\n"
			 "username ann id=1700000000123 own\n");
	assert_transcript(s, "connecting ws://localhost:6502/\n"
			     "open json\n"
			     "sent <ann> early\n"
			     "username ann\n");
	ck_assert_str_eq(session_url(s), "ws://localhost:6502/");
	session_free(s);
}
END_TEST

START_TEST(a_name_that_is_taken_is_replaced)
{
	struct session *s = session_of("ann");

	log_in(s, 7);
	skip_events(s);
	transcript_clear(session_transcript(s));
	receive(s, "{\"type\":\"rejectusername\",\"name\":\"ann1\",\"id\":7}");
	ck_assert_str_eq(session_name(s), "ann1");
	receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"ann1\"]}");
	receive(s, "{\"type\":\"username\",\"name\":\"ann1\",\"id\":7,\"date\":5000}");
	assert_events(s, "rejectusername ann1\n"
			 "userlist ann ann1\n"
			 "username ann1 id=7 own\n");
	assert_transcript(s, "rejectusername ann1\n");
	/* The next connection asks for what the user wants. */
	cut(s);
	ck_assert_str_eq(session_name(s), "ann");
	session_connecting(s, "ws://h/", 1, start);
	session_opened(s, "json", "", start);
	receive(s, "{\"type\":\"id\",\"id\":9}");
	assert_output(s, "{\"type\":\"username\",\"name\":\"ann\",\"id\":9,\"date\":5001}");
	session_free(s);
}
END_TEST

/* webrtc-from-chat broadcasts no username. */
START_TEST(the_list_alone_settles_our_name)
{
	struct session *s = session_of("ann");

	log_in(s, 7);
	receive(s, "{\"type\":\"userlist\",\"users\":[\"bob\",null]}");
	receive(s, "{\"type\":\"userlist\",\"users\":[\"bob\",\"ann\"]}");
	session_rename(s, "eve", start);
	assert_output(s, "{\"type\":\"username\",\"name\":\"eve\",\"id\":7,\"date\":5001}");
	receive(s, "{\"type\":\"userlist\",\"users\":[\"bob\",\"eve\"]}");
	receive(s, "{\"type\":\"userlist\",\"users\":[\"eve\"]}");
	assert_events(s, "connecting ws://h/ #1\n"
			 "open [json] []\n"
			 "id id=7\n"
			 "userlist bob null\n"
			 "userlist bob ann\n"
			 "username ann id=7 own\n"
			 "userlist bob eve\n"
			 "rename ann>eve own\n"
			 "username eve id=7 own\n"
			 "userlist eve\n"
			 "leave bob\n");
	assert_transcript(s,
			  "connecting ws://h/\nopen json\nusername ann\nusername eve\nleave bob\n");
	session_free(s);
}
END_TEST

/* Somebody else's list comes before our name is dealt with, and our old connection is in it. */
START_TEST(a_ghost_of_ours_does_not_settle_our_name)
{
	struct session *s = session_of("ann");

	log_in(s, 7);
	skip_events(s);
	receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"bob\",null]}");
	assert_events(s, "userlist ann bob null\n");
	receive(s, "{\"type\":\"rejectusername\",\"name\":\"ann1\",\"id\":7}");
	receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"bob\",\"ann1\"]}");
	assert_events(s, "rejectusername ann1\nuserlist ann bob ann1\nusername ann1 id=7 own\n");
	receive(s, "{\"type\":\"username\",\"name\":\"ann1\",\"id\":7,\"date\":5000}");
	assert_events(s, "");
	session_free(s);
}
END_TEST

START_TEST(renames_of_ours)
{
	struct session *s = ready();

	session_rename(s, "ann", start);
	assert_output(s, NULL);
	session_rename(s, "eve", start);
	session_rename(s, "ann", start);
	assert_output(s, NULL);
	skip_events(s);
	session_rename(s, "eve", start);
	assert_output(s, "{\"type\":\"username\",\"name\":\"eve\",\"id\":7,\"date\":5001}");
	session_rename(s, "mia", start);
	assert_output(s, "{\"type\":\"username\",\"name\":\"mia\",\"id\":7,\"date\":5002}");
	receive(s, "{\"type\":\"userlist\",\"users\":[\"bob\",\"eve\"]}");
	receive(s, "{\"type\":\"username\",\"name\":\"eve\",\"id\":7,\"date\":5001}");
	ck_assert_str_eq(session_name(s), "mia");
	receive(s, "{\"type\":\"userlist\",\"users\":[\"bob\",\"mia\"]}");
	receive(s, "{\"type\":\"username\",\"name\":\"mia\",\"id\":7,\"date\":5002}");
	assert_events(s, "userlist bob eve\n"
			 "rename ann>eve own\n"
			 "username eve id=7 own\n"
			 "userlist bob mia\n"
			 "rename eve>mia own\n"
			 "username mia id=7 own\n");
	assert_transcript(s, "notice ann\nusername eve\nusername mia\n");
	ck_assert_str_eq(session_name(s), "mia");
	session_free(s);
}
END_TEST

START_TEST(a_rename_while_away_is_asked_for_later)
{
	struct session *s = session_of("ann");

	session_rename(s, "eve", start);
	ck_assert_str_eq(session_name(s), "eve");
	session_connecting(s, "ws://h/", 1, start);
	session_opened(s, "json", "", start);
	session_rename(s, "mia", start);
	receive(s, "{\"type\":\"id\",\"id\":7}");
	assert_output(s, "{\"type\":\"username\",\"name\":\"mia\",\"id\":7,\"date\":5000}");
	assert_output(s, NULL);
	session_free(s);
}
END_TEST

START_TEST(names_are_made_utf8)
{
	struct session *s = session_of("a\xffn");

	ck_assert_str_eq(session_name(s), "a\xef\xbf\xbdn");
	session_free(s);
}
END_TEST

START_TEST(others_come_go_and_change_their_names)
{
	struct session *s = ready();

	receive(s, "{\"type\":\"userlist\",\"users\":[\"bob\",\"ann\",null]}");
	receive(s, "{\"type\":\"userlist\",\"users\":[\"bob\",\"ann\",\"cid\"]}");
	receive(s, "{\"type\":\"username\",\"name\":\"cid\",\"id\":8,\"date\":1}");
	receive(s, "{\"type\":\"userlist\",\"users\":[\"bo\",\"ann\",\"cid\"]}");
	receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"cid\"]}");
	receive(s, "{\"type\":\"username\"}");
	assert_events(s, "userlist bob ann null\n"
			 "userlist bob ann cid\n"
			 "join cid\n"
			 "username cid id=8\n"
			 "userlist bo ann cid\n"
			 "rename bob>bo\n"
			 "userlist ann cid\n"
			 "leave bo\n"
			 "username null\n");
	assert_transcript(s, "join cid\nrename bob bo\nleave bo\n");
	ck_assert_uint_eq(roster_count(session_roster(s)), 2);
	session_free(s);
}
END_TEST

START_TEST(our_messages_are_delivered_as_the_server_made_them)
{
	struct session *s = ready();

	say(s, "x < y > \"z\" &lt;");
	say(s, "/me waves");
	assert_transcript(s, "queued <ann> x < y > \"z\" &lt;\nqueued <ann> /me waves\n");
	assert_output(s,
		      "{\"type\":\"message\",\"text\":\"x &lt; y > \\\"z\\\" &amp;lt;\",\"id\":7,"
		      "\"date\":5001}");
	assert_output(s, "{\"type\":\"message\",\"text\":\"/me waves\",\"id\":7,\"date\":5002}");
	assert_output(s, NULL);
	assert_transcript(s, "sent <ann> x < y > \"z\" &lt;\nsent <ann> /me waves\n");
	receive(s, "{\"type\":\"message\",\"text\":\"hi\",\"name\":\"bob\",\"id\":3,\"date\":9}");
	receive(s, "{\"type\":\"message\",\"text\":\"x &lt; y\",\"name\":\"ann\",\"id\":7,"
		   "\"date\":5001}");
	receive(s, "{\"type\":\"message\",\"text\":\"/me waves\",\"id\":7,\"date\":5002}");
	assert_events(s, "sent 'x < y > \"z\" &lt;' date=5001\n"
			 "sent '/me waves' date=5002\n"
			 "message bob 'hi' id=3 date=9\n"
			 "message ann 'x < y' id=7 date=5001 own\n"
			 "delivered 'x < y > \"z\" &lt;' date=5001\n"
			 "message null '/me waves' id=7 date=5002 own\n"
			 "delivered '/me waves' date=5002\n");
	assert_transcript(s, "<bob> hi\n<ann> x < y\n<> /me waves\n");
	ck_assert(transcript_at(session_transcript(s), transcript_end(session_transcript(s)) - 1)
			  ->action);
	ck_assert_uint_eq(outbox_count(session_outbox(s), OUTBOX_SENT), 0);
	session_free(s);
}
END_TEST

START_TEST(an_echo_after_the_screen_was_cleared_is_shown)
{
	struct session *s = ready();

	say(s, "a");
	assert_output(s, "{\"type\":\"message\",\"text\":\"a\",\"id\":7,\"date\":5001}");
	transcript_clear(session_transcript(s));
	receive(s, "{\"type\":\"message\",\"text\":\"a\",\"name\":\"ann\",\"id\":7,\"date\":5001}");
	assert_transcript(s, "<ann> a\n");
	ck_assert(transcript_at(session_transcript(s), transcript_end(session_transcript(s)) - 1)
			  ->own);
	session_free(s);
}
END_TEST

START_TEST(forgeries_are_told)
{
	struct session *s = ready();

	say(s, "a");
	assert_output(s, "{\"type\":\"message\",\"text\":\"a\",\"id\":7,\"date\":5001}");
	receive(s, "{\"type\":\"message\",\"text\":\"a\",\"name\":\"ann\",\"id\":7,\"date\":5001}");
	skip_events(s);
	transcript_clear(session_transcript(s));
	/* The same again, another date, none, and before we sent it. */
	receive(s, "{\"type\":\"message\",\"text\":\"a\",\"name\":\"ann\",\"id\":7,\"date\":5001}");
	receive(s, "{\"type\":\"message\",\"text\":\"b\",\"name\":\"ann\",\"id\":7,\"date\":1}");
	receive(s, "{\"type\":\"message\",\"text\":\"c\",\"name\":\"ann\",\"id\":7}");
	say(s, "d");
	receive(s, "{\"type\":\"message\",\"text\":\"d\",\"name\":\"ann\",\"id\":7,\"date\":5002}");
	assert_events(s, "forged (message) ann 'a' id=7 date=5001\n"
			 "forged (message) ann 'b' id=7 date=1\n"
			 "forged (message) ann 'c' id=7\n"
			 "forged (message) ann 'd' id=7 date=5002\n");
	assert_transcript(s, "forged <ann> a\nforged <ann> b\nforged <ann> c\nqueued <ann> d\n"
			     "forged <ann> d\n");
	session_free(s);
}
END_TEST

START_TEST(a_forged_rename_is_told_and_followed)
{
	struct session *s = ready();

	receive(s, "{\"type\":\"rejectusername\",\"name\":\"bob1\",\"id\":7}");
	receive(s, "{\"type\":\"userlist\",\"users\":[\"bob\",\"bob1\"]}");
	ck_assert_str_eq(session_name(s), "bob1");
	receive(s, "{\"type\":\"username\",\"name\":\"bob1\",\"id\":7,\"date\":5000}");
	assert_events(s, "dropped not-ours\n"
			 "userlist bob bob1\n"
			 "rename ann>bob1 own\n"
			 "forged (username) bob1 id=7 date=5000\n");
	assert_transcript(s, "rename ann bob1\nforged forged bob1\n");
	session_rename(s, "ann", start);
	assert_output(s, "{\"type\":\"username\",\"name\":\"ann\",\"id\":7,\"date\":5001}");
	/* A broadcast that names us without any change of the list. */
	receive(s, "{\"type\":\"userlist\",\"users\":[\"bob\",\"ann\"]}");
	receive(s, "{\"type\":\"username\",\"name\":\"ann\",\"id\":7,\"date\":5001}");
	receive(s, "{\"type\":\"username\",\"name\":\"mal\",\"id\":7}");
	ck_assert_str_eq(session_name(s), "mal");
	session_free(s);
}
END_TEST

static const struct {
	const char *text, *events;
} strange[] = {
	{ "", "dropped not-json\n" },
	{ "{", "dropped not-json\n" },
	{ "{\"type\":\"message\",\"text\":\"\xff\"}", "dropped not-json\n" },
	{ "null", "dropped unknown-type\n" },
	{ "5", "dropped unknown-type\n" },
	{ "[]", "dropped unknown-type\n" },
	{ "{}", "dropped unknown-type\n" },
	{ "{\"type\":\"video-offer\"}", "dropped unknown-type\n" },
	{ "{\"type\":\"message\"}", "dropped unknown-type\n" },
	{ "{\"type\":\"message\",\"text\":5,\"id\":7}", "dropped unknown-type\n" },
	{ "{\"type\":\"userlist\",\"users\":5}", "dropped unknown-type\n" },
	{ "{\"type\":\"id\",\"id\":\"7\"}", "dropped unknown-type\n" },
	{ "{\"type\":\"id\",\"id\":8}", "dropped second-id\n" },
	{ "{\"type\":\"id\",\"id\":7}", "dropped second-id\n" },
	{ "{\"type\":\"rejectusername\",\"name\":\"x\",\"id\":8}", "dropped not-ours\n" },
	{ "{\"type\":\"rejectusername\",\"name\":\"x\"}", "dropped not-ours\n" },
	{ "{\"type\":\"message\",\"text\":\"\"}", "message null ''\n" },
	{ "{\"type\":\"message\",\"text\":\"a\\u0000b\",\"name\":5,\"date\":\"x\"}",
	  "message null 'a\xef\xbf\xbd"
	  "b'\n" },
	{ "{\"type\":\"message\",\"text\":\"\\ud800\",\"name\":\"\",\"date\":-1}",
	  "message  '\xef\xbf\xbd' date=-1\n" },
	{ "{\"type\":\"message\",\"text\":\"&amp;lt;&#x1b;\",\"name\":\"<b>\",\"id\":1}",
	  "message <b> '&lt;&#x1b;' id=1\n" },
	{ "{\"type\":\"username\",\"name\":5,\"id\":7}", "forged (username) id=7\n" },
};

START_TEST(strange_messages_do_no_harm)
{
	struct session *s = ready();
	int64_t id;

	receive(s, strange[_i].text);
	assert_events(s, strange[_i].events);
	ck_assert_str_eq(session_name(s), "ann");
	ck_assert(session_id(s, &id));
	ck_assert_int_eq(id, 7);
	session_free(s);
}
END_TEST

static const struct {
	const char *first, *second;
	bool copy;
} copies[] = {
	{ "\"text\":\"a\",\"id\":3,\"date\":9", "\"text\":\"a\",\"id\":4,\"date\":9,\"resent\":3",
	  true },
	{ "\"text\":\"a\",\"id\":4,\"date\":9,\"resent\":3", "\"text\":\"a\",\"id\":3,\"date\":9",
	  true },
	{ "\"text\":\"a\",\"id\":4,\"date\":9,\"resent\":3",
	  "\"text\":\"a\",\"id\":5,\"date\":9,\"resent\":3", true },
	{ "\"text\":\"a\",\"id\":3,\"date\":9", "\"text\":\"a\",\"id\":4,\"date\":8,\"resent\":3",
	  false },
	{ "\"text\":\"a\",\"id\":3,\"date\":9", "\"text\":\"a\",\"id\":4,\"date\":9,\"resent\":2",
	  false },
	{ "\"text\":\"a\",\"id\":3,\"date\":9", "\"text\":\"b\",\"id\":4,\"date\":9,\"resent\":3",
	  false },
	{ "\"text\":\"a\",\"id\":3", "\"text\":\"a\",\"id\":4,\"resent\":3", false },
	/* A script says the same thing twice in a millisecond. */
	{ "\"text\":\"a\",\"id\":3,\"date\":9", "\"text\":\"a\",\"id\":3,\"date\":9", false },
};

START_TEST(what_was_sent_again_is_shown_once)
{
	struct session *s = ready();
	char *first = mem_format("{\"type\":\"message\",%s}", copies[_i].first);
	char *second = mem_format("{\"type\":\"message\",%s}", copies[_i].second);
	struct event e;

	receive(s, first);
	ck_assert(session_next(s, &e));
	ck_assert_int_eq(e.type, EVENT_MESSAGE);
	receive(s, second);
	ck_assert(session_next(s, &e));
	ck_assert_int_eq(e.type, copies[_i].copy ? EVENT_DROPPED : EVENT_MESSAGE);
	if (copies[_i].copy)
		ck_assert_int_eq(e.reason, EVENT_COPY);
	free(first);
	free(second);
	session_free(s);
}
END_TEST

static bool is_taken_for_copy(struct session *s, int number, bool again)
{
	char *text = mem_format("{\"type\":\"message\",\"text\":\"x\",\"id\":%d,\"date\":%d%s}",
				again ? 4 : 3, 1000000 + 7 * number, again ? ",\"resent\":3" : "");
	struct event e = { 0 };

	receive(s, text);
	session_next(s, &e);
	free(text);
	return e.type == EVENT_DROPPED;
}

/* Two lines that are cut at once are seconds apart, in which others say thousands. */
START_TEST(copies_are_known_after_many_messages)
{
	struct session *s = ready();
	int wrong = 0, known = 0;

	for (int i = 0; i < 70000; i++)
		wrong += is_taken_for_copy(s, i, false);
	for (int i = 10000; i < 70000; i++)
		known += is_taken_for_copy(s, i, true);
	ck_assert_int_eq(wrong, 0);
	ck_assert_int_eq(known, 60000);
	session_free(s);
}
END_TEST

START_TEST(texts_are_limited_by_their_json)
{
	struct session *s = ready();
	char text[1001];

	memset(text, '"', sizeof text - 1);
	text[sizeof text - 1] = 0;
	ck_assert(!session_say(s, text, 500, start));
	ck_assert(session_say(s, text, 400, start));
	memset(text, 'x', sizeof text - 1);
	ck_assert(!session_say(s, text, 1000, start));
	ck_assert(session_say(s, text, 800, start));
	ck_assert_uint_eq(outbox_count(session_outbox(s), OUTBOX_QUEUED), 2);
	text[500] = 0;
	ck_assert_int_eq(
		transcript_at(session_transcript(s), transcript_first(session_transcript(s)))->type,
		EVENT_UNDELIVERED);
	session_rename(s, text, start);
	ck_assert_str_eq(session_name(s), text);
	memset(text, '"', 500);
	session_rename(s, text, start);
	ck_assert_int_eq(*session_name(s), 'x');
	session_free(s);
}
END_TEST

START_TEST(a_nul_in_a_text_is_replaced)
{
	struct session *s = ready();

	session_say(s, "a\0b\0", 4, start);
	assert_output(s, "{\"type\":\"message\",\"text\":\"a\xef\xbf\xbd"
			 "b\xef\xbf\xbd\",\"id\":7,\"date\":5001}");
	session_free(s);
}
END_TEST

START_TEST(nothing_goes_out_while_closing)
{
	struct session *s = ready();

	say(s, "a");
	session_closing(s);
	ck_assert_int_eq(session_state(s), SESSION_CLOSING);
	assert_output(s, NULL);
	receive(s, "{\"type\":\"message\",\"text\":\"x\",\"name\":\"bob\"}");
	assert_events(s, "message bob 'x'\n");
	session_free(s);
}
END_TEST

START_TEST(failing_tries_do_not_fill_the_transcript)
{
	struct session *s = session_of("ann");
	struct error refused, other;

	error_set(&refused, ERROR_CONNECT_REFUSED, 0, "h");
	error_set(&other, ERROR_HOST_NOT_FOUND, 0, "h");
	for (unsigned i = 1; i < 4; i++) {
		session_connecting(s, "ws://h/", i, start);
		session_failed(s, i < 3 ? &refused : &other, start);
		cut(s);
		session_waiting(s, 1000, i + 1, start);
	}
	assert_transcript(s, "connecting ws://h/\nerror h\nerror h\n");
	session_offline(s);
	ck_assert_int_eq(session_state(s), SESSION_OFFLINE);
	session_free(s);
}
END_TEST

START_TEST(the_rest_is_told)
{
	struct session *s = ready();

	session_pong(s, 42, start);
	ck_assert_uint_eq(session_rtt(s), 42);
	session_dropped(s, EVENT_BINARY, start);
	session_info(s, EVENT_INFO_URL, "ws://h/", start);
	session_notice(s, EVENT_NOTICE_NO_MATCH, "x", start);
	assert_events(s, "pong 42\ndropped binary\ninfo 'ws://h/'\nnotice 'x'\n");
	assert_transcript(s, "info ws://h/\nnotice x\n");
	session_free(s);
}
END_TEST

/* With and without somebody who asks. */
START_TEST(a_text_that_names_us_is_known)
{
	struct session *s = session_new(&(struct session_config){
		.name = "ann", .scrollback = 10, .max_text = 1000, .no_mentions = _i });
	const struct transcript *t = session_transcript(s);
	struct event e = { 0 };

	receive(s, "{\"type\":\"message\",\"name\":\"bob\",\"text\":\"Ann, hello\"}");
	while (e.type != EVENT_MESSAGE)
		ck_assert(session_next(s, &e));
	ck_assert_int_eq(e.mention, !_i);
	ck_assert_int_eq(transcript_at(t, transcript_end(t) - 1)->mention, !_i);
	session_free(s);
}
END_TEST

TESTING_MAIN("session", TESTING_LOOP(a_text_that_names_us_is_known, 2), TESTING(it_logs_in),
	     TESTING(a_name_that_is_taken_is_replaced), TESTING(the_list_alone_settles_our_name),
	     TESTING(a_ghost_of_ours_does_not_settle_our_name), TESTING(renames_of_ours),
	     TESTING(a_rename_while_away_is_asked_for_later), TESTING(names_are_made_utf8),
	     TESTING(others_come_go_and_change_their_names),
	     TESTING(our_messages_are_delivered_as_the_server_made_them),
	     TESTING(an_echo_after_the_screen_was_cleared_is_shown), TESTING(forgeries_are_told),
	     TESTING(a_forged_rename_is_told_and_followed),
	     TESTING_LOOP(strange_messages_do_no_harm, COUNT(strange)),
	     TESTING_LOOP(what_was_sent_again_is_shown_once, COUNT(copies)),
	     TESTING(copies_are_known_after_many_messages),
	     TESTING(texts_are_limited_by_their_json), TESTING(a_nul_in_a_text_is_replaced),
	     TESTING(nothing_goes_out_while_closing),
	     TESTING(failing_tries_do_not_fill_the_transcript), TESTING(the_rest_is_told))
