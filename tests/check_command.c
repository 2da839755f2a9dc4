#include "testing.h"

#include <string.h>

#include "command.h"

static const struct {
	const char *line;
	enum command_type type;
	const char *argument;
} lines[] = {
	{ "", COMMAND_NOTHING, "" },
	{ "   \t\r\n ", COMMAND_NOTHING, "" },
	{ "hello", COMMAND_SAY, "hello" },
	{ "  two  spaces  ", COMMAND_SAY, "  two  spaces  " },
	{ "a\n\nb", COMMAND_SAY, "a\n\nb" },
	{ " /quit", COMMAND_SAY, " /quit" },
	{ "//quit", COMMAND_SAY, "/quit" },
	{ "//", COMMAND_SAY, "/" },
	{ "///", COMMAND_SAY, "//" },
	{ "// a /b", COMMAND_SAY, "/ a /b" },
	{ "1/2", COMMAND_SAY, "1/2" },
	{ "/me waves", COMMAND_SAY, "/me waves" },
	{ "/me  waves ", COMMAND_SAY, "/me  waves " },
	{ "/me", COMMAND_NEEDS_ARGUMENT, "/me" },
	{ "/me  ", COMMAND_NEEDS_ARGUMENT, "/me" },
	{ "/ME waves", COMMAND_UNKNOWN, "/ME" },
	{ "//me waves", COMMAND_SAY, "/me waves" },
	{ "/mean it", COMMAND_UNKNOWN, "/mean" },
	{ "/nick ann", COMMAND_NICK, "ann" },
	{ "/nick \t ann black \r", COMMAND_NICK, "ann black" },
	{ "/nick\nann", COMMAND_NICK, "ann" },
	{ "/CLEAR", COMMAND_CLEAR, "" },
	{ "/NICK Ann", COMMAND_NICK, "Ann" },
	{ "/nick", COMMAND_NEEDS_ARGUMENT, "/nick" },
	{ "/Nick \n", COMMAND_NEEDS_ARGUMENT, "/Nick" },
	{ "/help", COMMAND_HELP, "" },
	{ "/help nick", COMMAND_HELP, "nick" },
	{ "/users", COMMAND_USERS, "" },
	{ "/users now", COMMAND_USERS, "now" },
	{ "/connect", COMMAND_CONNECT, "" },
	{ "/connect ws://localhost/", COMMAND_CONNECT, "ws://localhost/" },
	{ "/disconnect", COMMAND_DISCONNECT, "" },
	{ "/reconnect", COMMAND_RECONNECT, "" },
	{ "/quit", COMMAND_QUIT, "" },
	{ "/quit good night ", COMMAND_QUIT, "good night" },
	{ "/clear", COMMAND_CLEAR, "" },
	{ "/info", COMMAND_INFO, "" },
	{ "/frames", COMMAND_FRAMES, "" },
	{ "/set", COMMAND_SET, "" },
	{ "/set color never ", COMMAND_SET, "color never" },
	{ "/save", COMMAND_SAVE, "" },
	{ "/copy", COMMAND_COPY, "" },
	{ "/copy url 2 ", COMMAND_COPY, "url 2" },
	{ "/url 3", COMMAND_URL, "3" },
	{ "/search", COMMAND_SEARCH, "" },
	{ "/search two  words ", COMMAND_SEARCH, "two  words" },
	{ "/qui", COMMAND_UNKNOWN, "/qui" },
	{ "/quits", COMMAND_UNKNOWN, "/quits" },
	{ "/", COMMAND_UNKNOWN, "/" },
	{ "/ quit", COMMAND_UNKNOWN, "/" },
	{ "/zzz", COMMAND_UNKNOWN, "/zzz" },
	{ "/a", COMMAND_UNKNOWN, "/a" },
	{ "/etc/passwd is a file", COMMAND_UNKNOWN, "/etc/passwd" },
	{ "/помощь мне", COMMAND_UNKNOWN, "/помощь" },
	{ "/qu\xC4\xB1t", COMMAND_UNKNOWN, "/qu\xC4\xB1t" },
};

/* Behind the line stands what would make another command of it. */
START_TEST(lines_are_parsed)
{
	char line[100];
	struct command command;
	size_t n = strlen(lines[_i].line);

	memset(line, '/', sizeof line);
	memcpy(line, lines[_i].line, n);
	command_parse(&command, line, n);
	ck_assert_int_eq(command.type, lines[_i].type);
	ck_assert_uint_eq(command.n, strlen(lines[_i].argument));
	ck_assert_mem_eq(command.argument, lines[_i].argument, command.n);
	ck_assert(command.argument >= line && command.argument + command.n <= line + n);
}
END_TEST

START_TEST(a_zero_byte_is_no_end_of_a_name)
{
	struct command command;

	command_parse(&command, "/quit\0x", 7);
	ck_assert_int_eq(command.type, COMMAND_UNKNOWN);
	ck_assert_int_eq(command_find("quit\0", 5), COMMAND_UNKNOWN);
}
END_TEST

START_TEST(every_name_is_found_and_sorted)
{
	const char *name, *before = "";

	for (size_t at = 0; (name = command_name(at)); before = name, at++) {
		enum command_type type = command_find(name, strlen(name));

		ck_assert_int_eq(*name, '/');
		ck_assert_str_lt(before, name);
		ck_assert_int_ne(type, COMMAND_UNKNOWN);
		ck_assert_int_eq(command_find(name + 1, strlen(name) - 1), type);
		ck_assert_int_eq(command_find(name, strlen(name) - 1), COMMAND_UNKNOWN);
	}
	ck_assert_str_ne(before, "");
	ck_assert_ptr_null(command_name(1000));
}
END_TEST

START_TEST(names_are_found_with_and_without_a_slash)
{
	ck_assert_int_eq(command_find("me", 2), COMMAND_SAY);
	ck_assert_int_eq(command_find("/me", 3), COMMAND_SAY);
	ck_assert_int_eq(command_find("HELP", 4), COMMAND_HELP);
	ck_assert_int_eq(command_find("", 0), COMMAND_UNKNOWN);
	ck_assert_int_eq(command_find("/", 1), COMMAND_UNKNOWN);
	ck_assert_int_eq(command_find("//me", 4), COMMAND_UNKNOWN);
}
END_TEST

TESTING_MAIN("command", TESTING_LOOP(lines_are_parsed, COUNT(lines)),
	     TESTING(a_zero_byte_is_no_end_of_a_name), TESTING(every_name_is_found_and_sorted),
	     TESTING(names_are_found_with_and_without_a_slash))
