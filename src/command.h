/*
 * command - an input line of the user as a command: one table for parsing, completion and help.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <stddef.h>

enum command_type {
	COMMAND_NOTHING, /* an empty line */
	COMMAND_SAY,     /* argument: the text ("//x" is the text "/x"; "/me x" stays as it is) */
	COMMAND_HELP,
	COMMAND_NICK,
	COMMAND_USERS,
	COMMAND_CONNECT,
	COMMAND_DISCONNECT,
	COMMAND_RECONNECT,
	COMMAND_QUIT,
	COMMAND_CLEAR,
	COMMAND_INFO,
	COMMAND_FRAMES,
	COMMAND_RESEND,
	COMMAND_DISCARD,
	COMMAND_LASTLOG,
	COMMAND_SEARCH,
	COMMAND_URL,
	COMMAND_COPY,
	COMMAND_IGNORE,
	COMMAND_UNIGNORE,
	COMMAND_SET,
	COMMAND_SAVE,
	COMMAND_UNKNOWN,        /* argument: its name, with the slash */
	COMMAND_NEEDS_ARGUMENT, /* argument: its name, with the slash */
	COMMAND_END,            /* the end of the input: wait for the echoes, then quit */
};

/* The argument is inside the line that was parsed, not NUL-terminated. Blanks around it are cut,
 * but for a text to say, which goes out as it is. */
struct command {
	enum command_type type;
	const char *argument;
	size_t n;
};

/* Names are compared without regard to the case of ASCII letters. */
void command_parse(struct command *, const char *line, size_t n);

/* The number that the argument is, up to COMMAND_NUMBER_MOST: 1 where there is none, 0 where it is
 * something else. */
#define COMMAND_NUMBER_MOST 1000
size_t command_number(const struct command *);

/* The names for completion and help, sorted, with their slash: NULL at the end. */
const char *command_name(size_t at);

/* The type of a named command (with or without the slash), COMMAND_UNKNOWN for none. "me" is
 * COMMAND_SAY. */
enum command_type command_find(const char *name, size_t n);

#endif
