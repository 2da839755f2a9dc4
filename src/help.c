#include "help.h"

#include <config.h>
#include <stdio.h>
#include <string.h>

#include "intl.h"
#include "text.h"

#define OPTION_CELLS 30

static const struct {
	const char *option, *text;
} rows[] = {
	{ NULL, N_("Who and where") },
	/* TRANSLATORS: In this column translate the words in capitals, and keep the rest. It has
	   room for 28 characters. */
	{ N_("-n, --name=NAME"), N_("your name in the room (default: the login name)") },
	{ N_("-P, --protocol=NAME"), N_("subprotocol to offer, repeatable (default: json)") },
	{ N_("-O, --origin=ORIGIN"), N_("Origin header to send") },
	{ N_("-H, --header=LINE"), N_("further header to send, repeatable; @FILE reads them") },
	{ NULL, N_("How it looks") },
	{ "-p, --plain", N_("line mode: a line on standard output for each event") },
	{ "-j, --json", N_("line mode with a JSON object for each event") },
	{ N_("    --theme=NAME"), N_("colors: auto, dark, light, mono, or a file's name") },
	{ "    --color=auto/always/never", N_("whether the screen has colors") },
	{ N_("    --hyperlinks=WHEN"), N_("links for the terminal to open: auto, always, never") },
	{ "    --mouse=yes/no", N_("take the mouse: wheel, names, links (default: no)") },
	{ "    --bell=mention/all/never", N_("what rings while you look elsewhere") },
	{ N_("    --notify=HOW"),
	  N_("mentions as notifications: auto, osc9, osc777, osc99, never") },
	{ "    --title=yes/no", N_("put room and unread messages into the window's title") },
	{ "    --emoji=yes/no", N_("show emoji, or names in place of them (default: yes)") },
	{ "    --bidi=auto/yes/no", N_("order text from right to left here, not in the terminal") },
	{ "    --sort-users=yes/no", N_("sort the users by name (default: no)") },
	{ N_("    --scrollback=LINES"), N_("lines of conversation kept (default: 10000)") },
	{ "    --history=yes/no", N_("keep what you type for the next start (default: yes)") },
	{ NULL, N_("The way to the server") },
	{ N_("-x, --proxy=URL"), N_("http://, https:// or socks5h:// proxy to go through") },
	{ "-4, -6", N_("use IPv4 only, or IPv6 only") },
	{ N_("    --connect=HOST[:PORT]"), N_("connect there, whatever the URL says") },
	{ "    --compress=yes/no", N_("offer compression (default: yes)") },
	{ N_("    --max-message=BYTES"), N_("largest message received (default: 1 MiB)") },
	{ N_("    --ping-interval=SECONDS"), N_("silence before a ping; 0: none (default: 20)") },
	{ "    --reconnect=yes/no", N_("connect again (default: yes, in line mode no)") },
	{ N_("    --linger=SECONDS"), N_("line mode: go on that long after the end of input") },
	{ N_("    --log[=FILE]"), N_("append the conversation to a file") },
	{ N_("    --trace=FILE"), N_("write every frame to a file; .har makes a HAR") },
	{ NULL, N_("Trust") },
	{ N_("    --ca-file=FILE"), N_("trust these certificates beside the system's") },
	{ N_("    --cert=FILE, --key=FILE"), N_("certificate and key of your own") },
	{ "    --pin=sha256:HEX", N_("accept exactly the certificate with this fingerprint") },
	{ "    --require-tls=yes/no", N_("refuse ws:// except on this machine") },
	{ NULL, N_("And") },
	{ N_("    --config=FILE"), N_("configuration file to read") },
	{ "-h, --help", N_("show this and exit") },
	{ "-V, --version", N_("show the version and exit") },
};

/* printf() would count bytes where the column has cells. */
static void print_row(const char *option, const char *text)
{
	int width = text_width(option, strlen(option));

	printf("  %s%*s %s\n", option, width < OPTION_CELLS ? OPTION_CELLS - width : 0, "", text);
}

void help_print_usage(void)
{
	printf(_("Usage: %s [OPTION]... [URL]\n"), PACKAGE);
	puts(_("Chat in a room of the MDN sample chat server, by default at "
	       "ws://localhost:6502/."));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!rows[i].option)
			printf("\n%s:\n", _(rows[i].text));
		else
			print_row(_(rows[i].option), _(rows[i].text));
	}
	printf("\n%s\n", _("The room server wschat-server makes a room of your own."));
}

void help_print_version(const char *program)
{
	printf("%s %s\n", program, PACKAGE_VERSION);
	puts(_("License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>.\n"
	       "This is free software: you are free to change and redistribute it.\n"
	       "There is NO WARRANTY, to the extent permitted by law."));
}
