#include "words.h"

#include <string.h>

#include "intl.h"

static const struct {
	const char *name, *usage, *help;
} commands[] = {
	{ "/clear", "/clear", N_("Clear the conversation on the screen.") },
	/* TRANSLATORS: Translate the words in capitals; the brackets mean "may be left out". */
	{ "/connect", N_("/connect [URL]"),
	  N_("Connect, to another server where a URL is given.") },
	{ "/copy", N_("/copy [url] [NUMBER]"),
	  N_("Copy the newest message, or the one with this number; with the word url, a link.") },
	{ "/discard", "/discard", N_("Let go what may not have arrived.") },
	{ "/disconnect", "/disconnect", N_("End the connection and stay here.") },
	{ "/frames", "/frames", N_("Show what went over the wire, frame by frame.") },
	{ "/help", N_("/help [COMMAND]"),
	  N_("Show the commands and keys, or what one command does.") },
	{ "/ignore", N_("/ignore [NAME]"),
	  N_("Hide what somebody says, or tell whom you ignore.") },
	{ "/info", "/info", N_("Show what is known of the connection.") },
	{ "/lastlog", N_("/lastlog [TEXT]"),
	  N_("Show the last lines of the log, with this text in them.") },
	{ "/me", N_("/me TEXT"), N_("Say what you do: /me waves.") },
	{ "/nick", N_("/nick NAME"), N_("Take another name.") },
	{ "/quit", N_("/quit [REASON]"), N_("End the connection and the program.") },
	{ "/reconnect", "/reconnect", N_("End the connection and make it anew, at once.") },
	{ "/resend", "/resend", N_("Send again what may not have arrived.") },
	{ "/save", "/save", N_("Keep what was set, in the configuration file.") },
	{ "/search", N_("/search [TEXT]"), N_("Find a text in the conversation.") },
	{ "/set", N_("/set [OPTION [VALUE]]"), N_("Tell the options, or give one another value.") },
	{ "/unignore", N_("/unignore NAME"), N_("Show again what somebody says.") },
	{ "/url", N_("/url [NUMBER]"), N_("List the links that were said, or open one.") },
	{ "/users", "/users", N_("Tell who is here.") },
};

static size_t find(const char *name)
{
	size_t i = 0;

	while (i < sizeof commands / sizeof *commands && strcmp(commands[i].name, name))
		i++;
	return i;
}

static const char *translated(const char *string)
{
	return strchr(string, ' ') ? _(string) : string;
}

const char *words_command_usage(const char *name)
{
	size_t i = find(name);

	return i < sizeof commands / sizeof *commands ? translated(commands[i].usage) : NULL;
}

const char *words_command_help(const char *name)
{
	size_t i = find(name);

	return i < sizeof commands / sizeof *commands ? _(commands[i].help) : NULL;
}
