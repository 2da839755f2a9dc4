#include "command.h"

#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "slice.h"

struct entry {
	const char *name;
	enum command_type type;
	bool needs_argument;
};

/* Sorted, for bsearch(). */
static const struct entry entries[] = {
	{ "/clear", COMMAND_CLEAR, false },
	{ "/connect", COMMAND_CONNECT, false },
	{ "/copy", COMMAND_COPY, false },
	{ "/discard", COMMAND_DISCARD, false },
	{ "/disconnect", COMMAND_DISCONNECT, false },
	{ "/frames", COMMAND_FRAMES, false },
	{ "/help", COMMAND_HELP, false },
	{ "/ignore", COMMAND_IGNORE, false },
	{ "/info", COMMAND_INFO, false },
	{ "/lastlog", COMMAND_LASTLOG, false },
	{ "/me", COMMAND_SAY, true },
	{ "/nick", COMMAND_NICK, true },
	{ "/quit", COMMAND_QUIT, false },
	{ "/reconnect", COMMAND_RECONNECT, false },
	{ "/resend", COMMAND_RESEND, false },
	{ "/save", COMMAND_SAVE, false },
	{ "/search", COMMAND_SEARCH, false },
	{ "/set", COMMAND_SET, false },
	{ "/unignore", COMMAND_UNIGNORE, true },
	{ "/url", COMMAND_URL, false },
	{ "/users", COMMAND_USERS, false },
};

#define ENTRIES (sizeof entries / sizeof *entries)

/* The key has no slash. */
static int compare(const void *key, const void *element)
{
	const struct slice *word = key;
	const char *name = ((const struct entry *)element)->name + 1;
	size_t i = 0;

	while (i < word->n && name[i] && ascii_lower(word->s[i]) == name[i])
		i++;
	if (i == word->n)
		return name[i] ? -1 : 0;
	return name[i] ? (unsigned char)ascii_lower(word->s[i]) - (unsigned char)name[i] : 1;
}

static const struct entry *find(struct slice word)
{
	if (word.n && *word.s == '/')
		word = (struct slice){ word.s + 1, word.n - 1 };
	return bsearch(&word, entries, ENTRIES, sizeof *entries, compare);
}

enum command_type command_find(const char *name, size_t n)
{
	const struct entry *entry = find((struct slice){ name, n });

	return entry ? entry->type : COMMAND_UNKNOWN;
}

const char *command_name(size_t at)
{
	return at < ENTRIES ? entries[at].name : NULL;
}

static void set(struct command *command, enum command_type type, struct slice argument)
{
	*command = (struct command){ type, argument.s, argument.n };
}

/* "/me" goes out as it was typed, and only in small letters does anybody show it as an action. */
static bool is_sent(const struct entry *entry, struct slice word)
{
	return entry->type != COMMAND_SAY || !memcmp(word.s, entry->name, word.n);
}

static void parse_command(struct command *command, struct slice line)
{
	struct slice rest = line, word = slice_split_word(&rest), argument = slice_trim(rest);
	const struct entry *entry = find(word);

	if (!entry || !is_sent(entry, word))
		set(command, COMMAND_UNKNOWN, word);
	else if (entry->needs_argument && !argument.n)
		set(command, COMMAND_NEEDS_ARGUMENT, word);
	else
		set(command, entry->type, entry->type == COMMAND_SAY ? line : argument);
}

void command_parse(struct command *command, const char *s, size_t n)
{
	struct slice line = { s, n };

	if (!slice_trim(line).n)
		set(command, COMMAND_NOTHING, (struct slice){ s, 0 });
	else if (*s != '/')
		set(command, COMMAND_SAY, line);
	else if (n > 1 && s[1] == '/')
		set(command, COMMAND_SAY, (struct slice){ s + 1, n - 1 });
	else
		parse_command(command, line);
}

size_t command_number(const struct command *command)
{
	size_t number = !command->n;

	for (size_t i = 0; i < command->n && number <= COMMAND_NUMBER_MOST; i++) {
		if (command->argument[i] < '0' || command->argument[i] > '9')
			return 0;
		number = number * 10 + (size_t)(command->argument[i] - '0');
	}
	return number <= COMMAND_NUMBER_MOST ? number : 0;
}
