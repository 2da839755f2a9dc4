#include "testing.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "lines.h"
#include "lines_private.h"
#include "mem.h"
#include "words.h"

static const struct {
	struct event event;
	const char *json;
} events[] = {
	{ { .type = EVENT_CONNECTING, .time = 1, .url = "ws://h/", .attempt = 2 },
	  "{\"event\":\"connecting\",\"time\":1,\"url\":\"ws://h/\",\"attempt\":2}\n" },
	{ { .type = EVENT_OPEN, .protocol = "json", .extensions = "" },
	  "{\"event\":\"open\",\"time\":0,\"protocol\":\"json\",\"extensions\":\"\"}\n" },
	{ { .type = EVENT_ID, .has_id = true, .id = 1700000000001 },
	  "{\"event\":\"id\",\"time\":0,\"id\":1700000000001}\n" },
	{ { .type = EVENT_USERNAME, .name = "ann", .has_id = true, .id = 7, .own = true },
	  "{\"event\":\"username\",\"time\":0,\"name\":\"ann\",\"id\":7,\"own\":true}\n" },
	{ { .type = EVENT_USERLIST,
	    .users = (const char *const[]){ "a", NULL, "\"" },
	    .user_count = 3 },
	  "{\"event\":\"userlist\",\"time\":0,\"users\":[\"a\",null,\"\\\"\"]}\n" },
	{ { .type = EVENT_RENAME, .name = "a", .to = "b" },
	  "{\"event\":\"rename\",\"time\":0,\"from\":\"a\",\"to\":\"b\"}\n" },
	{ { .type = EVENT_MESSAGE, .text = "x\ny", .own = false },
	  "{\"event\":\"message\",\"time\":0,\"name\":null,\"text\":\"x\\ny\",\"date\":null,"
	  "\"id\":null,\"own\":false}\n" },
	{ { .type = EVENT_UNDELIVERED, .text = "x", .reason = EVENT_IN_DOUBT },
	  "{\"event\":\"undelivered\",\"time\":0,\"text\":\"x\",\"reason\":\"in-doubt\"}\n" },
	{ { .type = EVENT_FORGED, .forged = "username", .name = "b" },
	  "{\"event\":\"forged\",\"time\":0,\"type\":\"username\",\"name\":\"b\",\"text\":null}"
	  "\n" },
	{ { .type = EVENT_DROPPED, .reason = EVENT_NOT_JSON },
	  "{\"event\":\"dropped\",\"time\":0,\"reason\":\"not-json\"}\n" },
	{ { .type = EVENT_PONG, .number = 12 }, "{\"event\":\"pong\",\"time\":0,\"rtt\":12}\n" },
	{ { .type = EVENT_CLOSE, .code = 1006, .text = "", .sent_code = 1002 },
	  "{\"event\":\"close\",\"time\":0,\"code\":1006,\"reason\":\"\",\"wasClean\":false,"
	  "\"sent\":1002}\n" },
	{ { .type = EVENT_RECONNECTING, .number = 1050, .attempt = 3 },
	  "{\"event\":\"reconnecting\",\"time\":0,\"delay\":1.050,\"attempt\":3}\n" },
	{ { .type = EVENT_QUEUED, .text = "x" }, "" },
	{ { .type = EVENT_LOOKALIKE, .name = "a", .to = "b" }, "" },
	{ { .type = EVENT_GAP, .number = 3 }, "" },
};

START_TEST(an_event_is_one_json_object)
{
	struct buf out = { 0 };

	lines_write_json(&out, &events[_i].event);
	ck_assert_str_eq(buf_string(&out), events[_i].json);
	buf_free(&out);
}
END_TEST

/* A line mode between two pipes, turned by hand. */
struct rig {
	struct loop *loop;
	struct loop_timer *stop;
	struct session *session;
	struct lines *lines;
	struct front front;
	int in[2], out[2];
};

static void stop(void *arg)
{
	loop_stop(arg, 0);
}

static void rig_open(struct rig *r, bool json)
{
	struct session_config config = { .name = "ann", .scrollback = 100, .max_text = 1 << 20 };

	setenv("TZ", "UTC", 1);
	ck_assert_int_eq(pipe(r->in), 0);
	ck_assert_int_eq(pipe(r->out), 0);
	r->loop = loop_new();
	r->session = session_new(&config);
	r->lines = lines_new(r->loop, r->session, r->in[0], r->out[1], json);
	r->front = lines_front(r->lines);
	r->stop = loop_timer(r->loop, stop, r->loop);
	r->front.flush(r->front.self);
}

/* What can be read and written now, and no waiting. */
static void turn(struct rig *r)
{
	loop_timer_set(r->stop, 0);
	loop_run(r->loop);
}

static void rig_close(struct rig *r)
{
	loop_timer_free(r->stop);
	lines_free(r->lines);
	session_free(r->session);
	loop_free(r->loop);
	close(r->out[0]);
	close(r->out[1]);
	close(r->in[0]);
}

/* All commands of INPUT, as TYPE:ARGUMENT lines. */
static char *commands_of(struct rig *r, const char *input)
{
	struct command c = { 0 };
	struct buf said = { 0 };

	ck_assert_int_eq(write(r->in[1], input, strlen(input)), (ssize_t)strlen(input));
	close(r->in[1]);
	while (c.type != COMMAND_END) {
		turn(r);
		while (r->front.next(r->front.self, &c))
			buf_format(&said, "%d:%.*s\n", (int)c.type, (int)c.n,
				   c.n ? c.argument : "");
		r->front.flush(r->front.self);
	}
	ck_assert(!r->front.next(r->front.self, &c));
	return buf_take(&said);
}

static char *output_of(struct rig *r)
{
	struct buf text = { 0 };
	ssize_t n;

	r->front.flush(r->front.self);
	fcntl(r->out[0], F_SETFL, O_NONBLOCK);
	while ((n = read(r->out[0], buf_reserve(&text, 4096), 4096)) > 0)
		buf_extend(&text, (size_t)n);
	return buf_take(&text);
}

START_TEST(lines_are_messages_and_commands)
{
	struct rig r;
	char *said, *expected;

	rig_open(&r, false);
	said = commands_of(&r, "hello\n\n//slash\r\n/nick bob\n/me waves\nlast");
	expected = mem_format("%d:hello\n%d:/slash\n%d:bob\n%d:/me waves\n%d:last\n%d:\n",
			      COMMAND_SAY, COMMAND_SAY, COMMAND_NICK, COMMAND_SAY, COMMAND_SAY,
			      COMMAND_END);
	ck_assert_str_eq(said, expected);
	free(said);
	free(expected);
	rig_close(&r);
}
END_TEST

/* What is answered at once, with nobody there who reads the answers. */
START_TEST(answers_that_nobody_reads_stop_the_input)
{
	static const char line[] = "{}\n";
	struct command c = { 0 };
	struct rig r;
	size_t given = 0;
	bool taken = true;

	rig_open(&r, true);
	fcntl(r.in[1], F_SETFL, O_NONBLOCK);
	for (int idle = 0; idle < 3 && given < (8u << 20); idle = taken ? 0 : idle + 1) {
		for (taken = false; write(r.in[1], line, 3) == 3; given += 3)
			taken = true;
		turn(&r);
		ck_assert(!r.front.next(r.front.self, &c));
		r.front.flush(r.front.self);
	}
	ck_assert_uint_lt(given, 8u << 20);
	close(r.in[1]);
	rig_close(&r);
}
END_TEST

START_TEST(json_input_is_a_message_with_newlines_and_never_a_command)
{
	struct rig r;
	char *said, *expected, *output;

	rig_open(&r, true);
	said = commands_of(&r,
			   "{\"text\":\"a\\nb\"}\n{\"text\":\"/quit\"}\n{\"text\":5}\n{nonsense\n"
			   "plain\n");
	expected = mem_format("%d:a\nb\n%d:/quit\n%d:plain\n%d:\n", COMMAND_SAY, COMMAND_SAY,
			      COMMAND_SAY, COMMAND_END);
	ck_assert_str_eq(said, expected);
	output = output_of(&r);
	ck_assert_ptr_nonnull(strstr(output, "{\"event\":\"error\""));
	ck_assert_ptr_nonnull(strstr(strstr(output, "}\n") + 2, "{\"event\":\"error\""));
	free(said);
	free(expected);
	free(output);
	rig_close(&r);
}
END_TEST

START_TEST(plain_lines_hold_no_control_characters)
{
	struct event e = { .type = EVENT_MESSAGE,
			   .name = "b\aob",
			   .text = "one\ntwo \033[2J\xc2\x9bthree" };
	struct event action = { .type = EVENT_MESSAGE, .name = "bob", .text = "/me waves" };
	struct rig r;
	char *output;

	rig_open(&r, false);
	r.front.event(r.front.self, &e);
	r.front.event(r.front.self, &action);
	output = output_of(&r);
	ck_assert_str_eq(output, "00:00 <bob> one two [2Jthree\n00:00 * bob waves\n");
	free(output);
	close(r.in[1]);
	rig_close(&r);
}
END_TEST

static void hear(struct rig *r, const char *name, const char *text)
{
	transcript_add(session_transcript(r->session), 0, EVENT_MESSAGE, name, text);
}

/* The time of each answer is blotted out: it is now. */
static void assert_answers(char *output, const char *want)
{
	for (char *line = output; *line; line = strchr(line, '\n') + 1)
		memcpy(line, "HH:MM", 5);
	ck_assert_str_eq(output, want);
	free(output);
}

START_TEST(a_search_tells_the_last_lines_that_have_the_text)
{
	struct rig r;
	struct buf want = { 0 };

	rig_open(&r, false);
	for (int i = 0; i < 30; i++)
		hear(&r, "bob", "Hello there");
	hear(&r, NULL, "hello\nagain");
	hear(&r, "bob", "/me says HELLO");
	hear(&r, "bob", "and that is it");
	transcript_add(session_transcript(r.session), 0, EVENT_JOIN, "hello kitty", NULL);
	free(commands_of(&r, "/search hello\n/search\n/search nothing such\n"));
	for (int i = 0; i < 17; i++)
		buf_append_string(&want, "HH:MM -!- 00:00 <bob> Hello there\n");
	buf_append_string(&want, "HH:MM -!- 00:00 <nameless> hello again\n"
				 "HH:MM -!- 00:00 * bob says HELLO\n"
				 "HH:MM -!- 00:00 -!- hello kitty is here\n"
				 "HH:MM -!- An argument is missing: /search [TEXT]\n"
				 "HH:MM -!- Nothing found for 'nothing such'\n");
	assert_answers(output_of(&r), buf_string(&want));
	buf_free(&want);
	rig_close(&r);
}
END_TEST

START_TEST(a_search_in_json_answers_with_notices)
{
	struct rig r;
	char *output;

	rig_open(&r, true);
	hear(&r, "bob", "hello");
	free(commands_of(&r, "/search HELLO\n"));
	output = output_of(&r);
	ck_assert_ptr_nonnull(strstr(output, "{\"event\":\"notice\""));
	ck_assert_ptr_nonnull(strstr(output, "\"message\":\"00:00 <bob> hello\"}\n"));
	free(output);
	rig_close(&r);
}
END_TEST

static const struct {
	const char *said, *answers;
} link_answers[] = {
	{ "none", "HH:MM -!- There are no links yet\n"
		  "HH:MM -!- There is no link 2; /url lists the links\n"
		  "HH:MM -!- There is no link x; /url lists the links\n"
		  "HH:MM -!- Only the screen can copy, and this is line mode\n" },
	{ "http://a, http://b", "HH:MM -!- 2  http://a\n"
				"HH:MM -!- 1  http://b\n"
				"HH:MM -!- 2  http://a\n"
				"HH:MM -!- There is no link x; /url lists the links\n"
				"HH:MM -!- Only the screen can copy, and this is line mode\n" },
};

START_TEST(links_are_told_and_nothing_is_copied)
{
	struct rig r;

	rig_open(&r, false);
	hear(&r, "bob", link_answers[_i].said);
	free(commands_of(&r, "/url\n/url 2\n/url x\n/copy\n"));
	assert_answers(output_of(&r), link_answers[_i].answers);
	rig_close(&r);
}
END_TEST

START_TEST(a_reader_that_stops_holds_the_server_back_and_loses_nothing)
{
	struct event e = { .type = EVENT_MESSAGE, .name = "bob", .text = "a line of some length" };
	struct rig r;
	size_t lines = 0, told = 0;
	char *output;

	rig_open(&r, false);
	while (!r.front.busy(r.front.self)) {
		r.front.event(r.front.self, &e);
		r.front.flush(r.front.self);
		told++;
		ck_assert_uint_lt(told, 1000000);
	}
	for (output = output_of(&r); *output; output = output_of(&r)) {
		for (const char *at = output; (at = strchr(at, '\n')); at++)
			lines++;
		free(output);
	}
	free(output);
	ck_assert(!r.front.busy(r.front.self));
	ck_assert_uint_eq(lines, told);
	close(r.in[1]);
	rig_close(&r);
}
END_TEST

START_TEST(a_line_beyond_all_measure_is_cut_and_the_rest_skipped)
{
	struct rig r;
	struct command c;
	char block[65536];
	size_t fed = 0, messages = 0;

	rig_open(&r, false);
	memset(block, 'x', sizeof block);
	fcntl(r.in[1], F_SETFL, O_NONBLOCK);
	while (fed < (6u << 20)) {
		ssize_t n = write(r.in[1], block, sizeof block);

		fed += n > 0 ? (size_t)n : 0;
		turn(&r);
		while (r.front.next(r.front.self, &c))
			messages++;
		r.front.flush(r.front.self);
	}
	ck_assert_uint_eq(messages, 1);
	fcntl(r.in[1], F_SETFL, 0);
	char *said = commands_of(&r, "\nnext\n");
	char *expected = mem_format("%d:next\n%d:\n", COMMAND_SAY, COMMAND_END);

	ck_assert_str_eq(said, expected);
	free(said);
	free(expected);
	rig_close(&r);
}
END_TEST

TESTING_MAIN("lines", TESTING_LOOP(an_event_is_one_json_object, COUNT(events)),
	     TESTING(lines_are_messages_and_commands),
	     TESTING(answers_that_nobody_reads_stop_the_input),
	     TESTING(json_input_is_a_message_with_newlines_and_never_a_command),
	     TESTING(plain_lines_hold_no_control_characters),
	     TESTING(a_search_tells_the_last_lines_that_have_the_text),
	     TESTING(a_search_in_json_answers_with_notices),
	     TESTING_LOOP(links_are_told_and_nothing_is_copied, COUNT(link_answers)),
	     TESTING(a_reader_that_stops_holds_the_server_back_and_loses_nothing),
	     TESTING(a_line_beyond_all_measure_is_cut_and_the_rest_skipped))
