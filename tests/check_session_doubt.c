#include "testing.h"

#include "session_testing.h"
#include "session_user.h"

START_TEST(a_cut_leaves_our_lines_in_doubt)
{
	struct session *s = ready();
	int64_t id;

	say(s, "a");
	say(s, "b");
	assert_output(s, "{\"type\":\"message\",\"text\":\"a\",\"id\":7,\"date\":5001}");
	skip_events(s);
	session_closed(s, 1001, "bye", true, 1001, start);
	assert_events(s, "close 'bye' 1001 1001 1\n");
	assert_transcript(s, "doubt <ann> a\nqueued <ann> b\nclose bye\n");
	ck_assert_int_eq(session_state(s), SESSION_OFFLINE);
	ck_assert(!session_id(s, &id));
	ck_assert_uint_eq(roster_count(session_roster(s)), 0);
	session_waiting(s, 1500, 1, start);
	ck_assert_int_eq(session_state(s), SESSION_WAITING);
	ck_assert_uint_eq(session_retry_at(s), start.mono + 1500);
	assert_events(s, "reconnecting 1500\n");
	assert_output(s, NULL);
	log_in(s, 9);
	/* The old connection's words are echoed late; what was queued goes out under the new id. */
	receive(s, "{\"type\":\"message\",\"text\":\"a\",\"name\":\"ann\",\"id\":7,\"date\":5001}");
	assert_output(s, "{\"type\":\"message\",\"text\":\"b\",\"id\":9,\"date\":5002}");
	assert_output(s, NULL);
	skip_events(s);
	assert_transcript(s,
			  "sent <ann> b\nclose bye\nconnecting ws://h/\nopen json\ngap\n<ann> a\n");
	session_free(s);
}
END_TEST

START_TEST(in_another_room_nothing_was_missed)
{
	struct session *s = ready();

	cut(s);
	session_connecting(s, "ws://elsewhere/", 1, start);
	session_opened(s, "json", "", start);
	receive(s, "{\"type\":\"id\",\"id\":9}");
	assert_transcript(s, "close\nconnecting ws://elsewhere/\nopen json\n");
	session_free(s);
}
END_TEST

START_TEST(what_is_given_up_is_told_once)
{
	struct session *s = ready();

	for (int i = 0; i < 3; i++)
		say(s, (const char *[]){ "a", "b", "c" }[i]);
	assert_output(s, "{\"type\":\"message\",\"text\":\"a\",\"id\":7,\"date\":5001}");
	cut(s);
	log_in(s, 9);
	assert_output(s, "{\"type\":\"message\",\"text\":\"b\",\"id\":9,\"date\":5002}");
	skip_events(s);
	session_give_up(s, EVENT_NO_ECHO, start);
	assert_events(s, "undelivered 'a' in-doubt date=5001\n"
			 "undelivered 'b' no-echo date=5002\n"
			 "undelivered 'c' not-sent date=5003\n");
	session_give_up(s, EVENT_IN_DOUBT, start);
	assert_events(s, "");
	assert_output(s, NULL);
	receive(s, "{\"type\":\"message\",\"text\":\"b\",\"id\":9,\"date\":5002}");
	assert_events(s, "message null 'b' id=9 date=5002 own\ndelivered 'b' date=5002\n");
	ck_assert_uint_eq(outbox_count(session_outbox(s), OUTBOX_QUEUED), 0);
	ck_assert_uint_eq(outbox_count(session_outbox(s), OUTBOX_IN_DOUBT), 1);
	session_free(s);
}
END_TEST

START_TEST(the_user_decides_about_what_is_in_doubt)
{
	struct session *s = ready();

	for (int i = 0; i < 3; i++)
		say(s, (const char *[]){ "a", "b", "c" }[i]);
	assert_output(s, "{\"type\":\"message\",\"text\":\"a\",\"id\":7,\"date\":5001}");
	assert_output(s, "{\"type\":\"message\",\"text\":\"b\",\"id\":7,\"date\":5002}");
	cut(s);
	log_in(s, 9);
	skip_events(s);
	receive(s, "{\"type\":\"message\",\"text\":\"a\",\"id\":7,\"date\":5001}");
	skip_events(s);
	ck_assert_uint_eq(session_resend(s), 1);
	assert_output(s,
		      "{\"type\":\"message\",\"text\":\"b\",\"id\":9,\"date\":5002,\"resent\":7}");
	assert_output(s, "{\"type\":\"message\",\"text\":\"c\",\"id\":9,\"date\":5003}");
	cut(s);
	skip_events(s);
	ck_assert_uint_eq(session_discard(s, start), 2);
	assert_events(s, "undelivered 'b' discarded date=5002\n"
			 "undelivered 'c' discarded date=5003\n");
	ck_assert_ptr_null(outbox_each(session_outbox(s), NULL));
	session_free(s);
}
END_TEST

START_TEST(doubt_is_reported_once_and_may_be_lifted)
{
	struct session *s = ready();

	say(s, "a");
	say(s, "b");
	assert_output(s, "{\"type\":\"message\",\"text\":\"a\",\"id\":7,\"date\":5001}");
	cut(s);
	skip_events(s);
	session_report_doubt(s, start);
	assert_events(s, "undelivered 'a' in-doubt date=5001\n");
	session_report_doubt(s, start);
	assert_events(s, "");
	log_in(s, 9);
	skip_events(s);
	receive(s, "{\"type\":\"message\",\"text\":\"a\",\"id\":7,\"date\":5001}");
	assert_events(s, "message null 'a' id=7 date=5001 own\ndelivered 'a' date=5001\n");
	session_free(s);
}
END_TEST

START_TEST(an_earlier_process_left_something)
{
	struct outbox_item left[] = {
		{ .date = 4000, .text = (char *)"sent", .was_sent = true, .sent_as = 3 },
		{ .date = 4001, .text = (char *)"queued" }
	};
	struct session *s = session_of("ann");

	session_restore(s, &left[0], start);
	session_restore(s, &left[1], start);
	assert_transcript(s, "doubt <ann> sent\nqueued <ann> queued\n");
	log_in(s, 7);
	assert_output(s, "{\"type\":\"message\",\"text\":\"queued\",\"id\":7,\"date\":4001}");
	assert_output(s, NULL);
	ck_assert_uint_eq(session_resend(s), 1);
	assert_output(
		s, "{\"type\":\"message\",\"text\":\"sent\",\"id\":7,\"date\":4000,\"resent\":3}");
	session_free(s);
}
END_TEST

START_TEST(a_ghost_gives_our_name_back)
{
	struct session *s = session_of("ann");

	log_in(s, 7);
	receive(s, "{\"type\":\"rejectusername\",\"name\":\"ann1\",\"id\":7}");
	receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"bob\",\"ann1\"]}");
	receive(s, "{\"type\":\"username\",\"name\":\"ann1\",\"id\":7,\"date\":5000}");
	assert_output(s, NULL);
	receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"ann1\"]}");
	assert_output(s, NULL);
	receive(s, "{\"type\":\"userlist\",\"users\":[\"ann1\"]}");
	assert_output(s, "{\"type\":\"username\",\"name\":\"ann\",\"id\":7,\"date\":5001}");
	receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\"]}");
	receive(s, "{\"type\":\"username\",\"name\":\"ann\",\"id\":7,\"date\":5001}");
	ck_assert_str_eq(session_name(s), "ann");
	assert_output(s, NULL);
	session_free(s);
}
END_TEST

START_TEST(forged_lists_do_not_make_us_ask_for_ever)
{
	struct session *s = session_of("ann");
	struct buf out = { 0 };
	int asked = 0;

	log_in(s, 7);
	for (int i = 0; i < 20; i++) {
		receive(s, "{\"type\":\"rejectusername\",\"name\":\"ann1\",\"id\":7}");
		receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"ann1\"]}");
		receive(s, "{\"type\":\"userlist\",\"users\":[\"ann1\"]}");
		asked += session_output(s, &out, start);
	}
	ck_assert_int_le(asked, 3);
	buf_free(&out);
	session_free(s);
}
END_TEST

START_TEST(what_was_typed_before_a_rename_goes_out_before_it)
{
	struct session *s = ready();

	say(s, "a");
	session_rename(s, "eve", start);
	say(s, "b");
	assert_output(s, "{\"type\":\"message\",\"text\":\"a\",\"id\":7,\"date\":5001}");
	assert_output(s, "{\"type\":\"username\",\"name\":\"eve\",\"id\":7,\"date\":5003}");
	assert_output(s, "{\"type\":\"message\",\"text\":\"b\",\"id\":7,\"date\":5002}");
	session_free(s);
}
END_TEST

START_TEST(a_name_that_looks_like_anothers_is_told)
{
	struct session *s = ready();

	receive(s, "{\"type\":\"userlist\",\"users\":[\"bob\",\"ann\",\"B\u043eb\"]}");
	assert_events(s, "userlist bob ann B\xd0\xbe"
			 "b\njoin B\xd0\xbe"
			 "b\nlookalike B\xd0\xbe"
			 "b>bob\n");
	session_free(s);
}
END_TEST

TESTING_MAIN("session_doubt", TESTING(a_cut_leaves_our_lines_in_doubt),
	     TESTING(in_another_room_nothing_was_missed), TESTING(what_is_given_up_is_told_once),
	     TESTING(the_user_decides_about_what_is_in_doubt),
	     TESTING(doubt_is_reported_once_and_may_be_lifted),
	     TESTING(an_earlier_process_left_something),
	     TESTING(a_name_that_looks_like_anothers_is_told), TESTING(a_ghost_gives_our_name_back),
	     TESTING(forged_lists_do_not_make_us_ask_for_ever),
	     TESTING(what_was_typed_before_a_rename_goes_out_before_it))
