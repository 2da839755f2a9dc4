#include "words.h"

#include <string.h>

#include "intl.h"

static const struct {
	const char *name, *usage, *help;
} commands[] = {
	{ "/clear", "/clear", N_("Clear the conversation on the screen.") },
	/* TRANSLATORS: Translate the words in capitals; the brackets mean "may be left out". */
	{ "/connect", N_("/connect [URL]"), N_("Connect; with a URL, to another server.") },
	{ "/copy", N_("/copy [url] [NUMBER]"),
	  N_("Copy the newest message, or an older one by its number; with url, a link.") },
	{ "/discard", "/discard", N_("Forget what may not have arrived.") },
	{ "/disconnect", "/disconnect", N_("Close the connection, and stay in the program.") },
	{ "/frames", "/frames", N_("Show what went over the wire, frame by frame.") },
	{ "/help", N_("/help [COMMAND]"),
	  N_("Show the commands and keys, or what one command does.") },
	{ "/ignore", N_("/ignore [NAME]"),
	  N_("Hide what somebody says, or show whom you ignore.") },
	{ "/info", "/info", N_("Show the details of the connection.") },
	{ "/lastlog", N_("/lastlog [TEXT]"),
	  N_("Show the last lines of the log, or those with this text in them.") },
	{ "/me", N_("/me TEXT"), N_("Say what you do: /me waves.") },
	{ "/nick", N_("/nick NAME"), N_("Change your name.") },
	{ "/quit", N_("/quit [REASON]"), N_("Close the connection and leave.") },
	{ "/reconnect", "/reconnect", N_("Close the connection and make a new one at once.") },
	{ "/resend", "/resend", N_("Send again what may not have arrived.") },
	{ "/save", "/save", N_("Save what was set to the configuration file.") },
	{ "/search", N_("/search [TEXT]"), N_("Find a text in the conversation.") },
	{ "/set", N_("/set [OPTION [VALUE]]"), N_("Show the options, or change one.") },
	{ "/unignore", N_("/unignore NAME"), N_("Show again what somebody says.") },
	{ "/url", N_("/url [NUMBER]"), N_("List the links in the conversation, or open one.") },
	{ "/users", "/users", N_("Show who is here.") },
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
