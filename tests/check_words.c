#include "testing.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <time.h>

#include "command.h"
#include "intl.h"
#include "scratch.h"
#include "words.h"

/* interface.md, "Exit status" and "Details that others rely on". */
static const struct {
	enum error_code code;
	int number, status;
} statuses[] = {
	{ ERROR_NONE, 0, 0 },
	{ ERROR_URL_SYNTAX, 0, 64 },
	{ ERROR_URL_PORT_BLOCKED, 25, 64 },
	{ ERROR_URL_INSECURE, 0, 77 },
	{ ERROR_PROTOCOL_DUPLICATE, 0, 64 },
	{ ERROR_HEADER_LINE, 0, 64 },
	{ ERROR_PROXY_PASSWORD, 0, 64 },
	{ ERROR_OPTION_UNKNOWN, 0, 64 },
	{ ERROR_ARGUMENT_SURPLUS, 0, 64 },
	{ ERROR_OPTION_INCOMPLETE, 0, 64 },
	{ ERROR_OPTION_VALUE, 0, 64 },
	{ ERROR_HOST_NOT_FOUND, 0, 68 },
	{ ERROR_HOST_TEMPORARY, 0, 68 },
	{ ERROR_CONNECT_REFUSED, 0, 69 },
	{ ERROR_CONNECT_UNREACHABLE, 0, 69 },
	{ ERROR_CONNECT_TIMEOUT, 0, 69 },
	{ ERROR_PROXY_ANSWER, 502, 69 },
	{ ERROR_OUTPUT, 0, 74 },
	{ ERROR_HANDSHAKE_STATUS, 404, 76 },
	{ ERROR_HANDSHAKE_ACCEPT, 0, 76 },
	{ ERROR_HANDSHAKE_TIMEOUT, 0, 76 },
	{ ERROR_WS_PROTOCOL, 0, 76 },
	{ ERROR_WS_EOF, 0, 76 },
	{ ERROR_CONNECTION_RESET, 0, 76 },
	{ ERROR_SILENT, 0, 76 },
	{ ERROR_TLS_EXPIRED, 0, 77 },
	{ ERROR_TLS_WRONG_HOST, 0, 77 },
	{ ERROR_TLS_NOT_TLS, 0, 77 },
	{ ERROR_TLS_PIN, 0, 77 },
	{ ERROR_CONFIG_FILE, 0, 78 },
	{ ERROR_CONFIG_LINE, 0, 78 },
	{ ERROR_CONFIG_OPEN_TO_ALL, 0, 78 },
	{ ERROR_CONFIG_FOREIGN, 0, 78 },
	{ ERROR_WS_CLOSED, 1000, 0 },
	{ ERROR_WS_CLOSED, 1001, 69 },
	{ ERROR_WS_CLOSED, 1012, 69 },
	{ ERROR_WS_CLOSED, 1013, 69 },
	{ ERROR_WS_CLOSED, 1005, 76 },
	{ ERROR_WS_CLOSED, 1006, 76 },
	{ ERROR_WS_CLOSED, 1011, 76 },
	{ ERROR_WS_CLOSED, 4000, 76 },
};

START_TEST(what_ended_the_connection_decides_the_exit_status)
{
	struct error error = { .code = statuses[_i].code, .number = statuses[_i].number };

	ck_assert_int_eq(words_exit_status(&error), statuses[_i].status);
}
END_TEST

START_TEST(every_error_has_a_sentence)
{
	struct error error = { .code = (enum error_code)_i, .number = 42, .detail = "%s%n%d" };
	struct buf out = { 0 };

	words_error(&out, &error);
	if (error.code == ERROR_NONE) {
		ck_assert_uint_eq(buf_size(&out), 0);
		return;
	}
	ck_assert_uint_gt(buf_size(&out), 20);
	/* A detail is never a format: its own per cent signs stand as they came. */
	for (const char *at = buf_string(&out); (at = strchr(at, '%')); at += 6)
		ck_assert_mem_eq(at, "%s%n%d", 6);
	buf_free(&out);
}
END_TEST

START_TEST(the_server_may_ask_to_wait)
{
	struct error error = { .code = ERROR_HANDSHAKE_STATUS,
			       .number = 503,
			       .retry_after = 1,
			       .detail = "Service Unavailable" };
	struct buf out = { 0 };

	words_error(&out, &error);
	ck_assert_str_eq(
		buf_string(&out),
		"The server did not open a WebSocket but answered 503 Service Unavailable; "
		"check the URL (it asks to wait for 1 second)");
	buf_free(&out);
}
END_TEST

static const struct {
	struct event event;
	const char *sentence;
} events[] = {
	{ { .type = EVENT_CONNECTING, .url = "ws://localhost:6502/", .attempt = 1 },
	  "Connecting to ws://localhost:6502/" },
	{ { .type = EVENT_OPEN, .protocol = "json" }, "Connected" },
	{ { .type = EVENT_USERNAME, .name = "ann", .own = true }, "You are ann" },
	{ { .type = EVENT_USERNAME, .name = "bob" }, "" },
	{ { .type = EVENT_REJECTUSERNAME, .name = "ann1" }, "That name is taken; you are ann1" },
	{ { .type = EVENT_JOIN, .name = "b\033[31mob" }, "b[31mob is here" },
	{ { .type = EVENT_LEAVE, .name = "bob" }, "bob has left" },
	{ { .type = EVENT_RENAME, .name = "bob", .to = "rob" }, "bob is now rob" },
	{ { .type = EVENT_SENT, .text = "x" }, "" },
	{ { .type = EVENT_UNDELIVERED, .text = "hi", .reason = EVENT_NOT_SENT }, "Not sent: hi" },
	{ { .type = EVENT_FORGED, .forged = "message", .text = "hi" },
	  "Somebody else said this under your id: hi" },
	{ { .type = EVENT_FORGED, .forged = "username", .name = "x" },
	  "Somebody else renamed you to x" },
	{ { .type = EVENT_DROPPED, .reason = EVENT_BINARY }, "Dropped a binary message" },
	{ { .type = EVENT_CLOSE, .code = 1000 }, "The connection is closed" },
	{ { .type = EVENT_CLOSE, .code = 1001, .text = "bye" },
	  "The connection is closed with code 1001: bye" },
	{ { .type = EVENT_CLOSE, .code = 1006 }, "" },
	{ { .type = EVENT_RECONNECTING, .number = 1500, .attempt = 2 },
	  "Connecting again in 2 seconds" },
	{ { .type = EVENT_NOTICE, .notice = EVENT_NOTICE_UNKNOWN_COMMAND, .text = "/x" },
	  "There is no command /x; /help lists them all" },
	{ { .type = EVENT_NOTICE, .notice = EVENT_NOTICE_NEEDS_ARGUMENT, .text = "/NICK" },
	  "An argument is missing: /nick NAME" },
	{ { .type = EVENT_ERROR,
	    .error = { .code = ERROR_CONNECT_REFUSED, .detail = "[::1]:6502" } },
	  "[::1]:6502 refused the connection; start a server there, such as wschat-server" },
	{ { .type = EVENT_ERROR, .error = { .code = ERROR_CONNECT_REFUSED, .detail = "h:6502" } },
	  "h:6502 refused the connection; check that the server is running there" },
	{ { .type = EVENT_GAP, .time = 1700000000000, .number = 3 },
	  "You were away for a moment and did not get what was said" },
	{ { .type = EVENT_INFO, .info = EVENT_INFO_PROTOCOL, .text = "" }, "Subprotocol: none" },
};

START_TEST(an_event_is_told_in_one_sentence)
{
	struct buf out = { 0 };

	words_event(&out, &events[_i].event);
	ck_assert_str_eq(buf_string(&out), events[_i].sentence);
	buf_free(&out);
}
END_TEST

START_TEST(times_are_local)
{
	struct buf out = { 0 };

	setenv("TZ", "XXX-5:30", 1);
	tzset();
	words_clock(&out, 1700000000000);
	ck_assert_str_eq(buf_string(&out), "03:43");
	buf_clear(&out);
	words_day(&out, 1700000000000);
	ck_assert_str_eq(buf_string(&out), "Wednesday, 15 November 2023");
	buf_free(&out);
}
END_TEST

START_TEST(every_command_is_explained)
{
	const char *name;

	for (size_t i = 0; (name = command_name(i)); i++) {
		ck_assert_msg(words_command_usage(name) != NULL, "%s has no usage", name);
		ck_assert_msg(words_command_help(name) != NULL, "%s has no help", name);
	}
	ck_assert_ptr_null(words_command_help("/nothing"));
}
END_TEST

/* Where such a locale can be made. */
START_TEST(what_would_not_be_utf8_is_not_translated)
{
	char *directory = scratch_new();
	char *make = mem_format("localedef -i ru_RU -f KOI8-R %s/ru_RU.KOI8-R >%s/out 2>&1",
				directory, directory);

	setenv("LOCPATH", directory, 1);
	setenv("LC_ALL", "ru_RU.KOI8-R", 1);
	if (!system(make)) {
		intl_start();
		ck_assert_str_eq(nl_langinfo(CODESET), "KOI8-R");
		ck_assert_str_eq(strerror(ENOENT), "No such file or directory");
		ck_assert_str_eq(nl_langinfo(DAY_1), "Sunday");
		ck_assert_str_eq(_("Connected"), "Connected");
	}
	free(make);
	scratch_free(directory);
}
END_TEST

static const struct {
	const char *lines; /* kind and name, and for a rename the new one */
	const char *sentence;
} runs[] = {
	{ "+ann +bob -eve", "joined: ann, bob; left: eve" },
	{ "-eve +ann", "joined: ann; left: eve" },
	{ "=ann=bob", "renamed: ann \xe2\x86\x92 bob" },
	{ "=ann=bob =bob=ann +eve -eve", "came and went: eve; back again: ann" },
	{ "+ann - -eve", "joined: ann; left: nameless, eve" },
	{ "+a +b +c +d +e +f +g +h", "joined: a, b, c, d, e, f, g, h" },
	{ "+a +b +c +d +e +f +g +h +i", "joined: a, b, c, d, e, f, g, h, 1 more" },
	{ "+a +b +c +d +e +f +g +h +i +j -z", "joined: a, b, c, d, e, f, g, h, 2 more; left: z" },
};

static void add(struct transcript *t, const char *line)
{
	enum event_type type = *line == '+'   ? EVENT_JOIN
			       : *line == '-' ? EVENT_LEAVE
					      : EVENT_RENAME;
	const char *to = strchr(line + 1, '=');
	char name[8] = "";

	memcpy(name, line + 1, to ? (size_t)(to - line - 1) : strlen(line + 1));
	transcript_add(t, 0, type, name, to ? to + 1 : NULL);
}

START_TEST(comings_and_goings_are_told_in_one_sentence)
{
	struct transcript *t = transcript_new(20);
	struct presence presence = { 0 };
	struct buf out = { 0 };
	char *lines = strdup(runs[_i].lines), *rest = NULL;

	ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
	for (char *line = strtok_r(lines, " ", &rest); line; line = strtok_r(NULL, " ", &rest))
		add(t, line);
	for (uint64_t n = 0; n < transcript_end(t); n++)
		presence_add(&presence, transcript_at(t, n));
	words_presence(&out, &presence);
	ck_assert_str_eq(buf_string(&out), runs[_i].sentence);
	presence_free(&presence);
	transcript_free(t);
	buf_free(&out);
	free(lines);
}
END_TEST

TESTING_MAIN("words",
	     TESTING_LOOP(what_ended_the_connection_decides_the_exit_status, COUNT(statuses)),
	     TESTING_LOOP(every_error_has_a_sentence, ERROR_COUNT),
	     TESTING(the_server_may_ask_to_wait),
	     TESTING_LOOP(an_event_is_told_in_one_sentence, COUNT(events)),
	     TESTING_LOOP(comings_and_goings_are_told_in_one_sentence, COUNT(runs)),
	     TESTING(times_are_local), TESTING(every_command_is_explained),
	     TESTING(what_would_not_be_utf8_is_not_translated))
