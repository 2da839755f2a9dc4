#include "help.h"

#include <config.h>
#include <stdio.h>
#include <string.h>

#include "intl.h"
#include "text.h"
#include "text_wrap.h"

/* The width of the page, and of its column of options with the blank behind it. */
#define CELLS        80
#define OPTION_CELLS 31

/* Lines of one explanation. */
#define ROWS_MAX 4

static const struct {
	const char *option, *text;
} rows[] = {
	{ NULL, N_("Basics:") },
	/* TRANSLATORS: In this column translate the words in capitals, and keep the rest. It has
	   room for 28 cells, of which a Chinese character takes two. */
	{ N_("-n, --name=NAME"), N_("your name in the room (default: your login name)") },
	{ N_("    --config=FILE"), N_("configuration file to read") },
	{ "-h, --help", N_("show this help and exit") },
	{ "-V, --version", N_("show the version and exit") },
	{ NULL, N_("Connection:") },
	{ N_("-x, --proxy=URL"), N_("proxy to use: http://, https:// or socks5h://") },
	{ "-4, -6", N_("use only IPv4, or only IPv6") },
	{ N_("    --connect=HOST[:PORT]"), N_("connect to this host, whatever the URL says") },
	{ N_("-P, --protocol=NAME"), N_("subprotocol to offer, repeatable (default: json)") },
	{ N_("-O, --origin=ORIGIN"), N_("Origin header to send (default: none)") },
	{ N_("-H, --header=LINE"), N_("further header to send, repeatable; @FILE reads headers "
				      "from a file") },
	{ "    --compress=yes/no", N_("offer compression (default: yes)") },
	{ N_("    --max-message=BYTES"), N_("largest message to accept (default: 1 MiB)") },
	{ N_("    --ping-interval=SECONDS"), N_("silence before a ping is sent; 0: no pings "
						"(default: 20)") },
	{ "    --reconnect=yes/no", N_("connect again after a loss (default: yes; in line mode: "
				       "no)") },
	{ NULL, N_("Trust:") },
	{ N_("    --ca-file=FILE"), N_("trust these certificates beside the system's") },
	{ N_("    --cert=FILE, --key=FILE"), N_("your own certificate and key, for servers that "
						"want them") },
	{ "    --pin=sha256:HEX", N_("accept only the certificate with this fingerprint") },
	{ "    --require-tls=yes/no", N_("refuse ws://, except on this machine (default: no)") },
	{ NULL, N_("Screen:") },
	{ N_("    --theme=NAME"),
	  N_("theme: auto, dark, light, mono, contrast, dusk, paper, or one "
	     "of your own (default: auto)") },
	{ N_("    --color=WHEN"), N_("use colors: auto, always, never (default: auto)") },
	{ N_("    --hyperlinks=WHEN"), N_("let the terminal open links: auto, always, never "
					  "(default: auto)") },
	{ "    --mouse=yes/no", N_("use the mouse, for the wheel, names and links (default: no)") },
	{ N_("    --bell=WHEN"),
	  N_("what rings while you look elsewhere: mention, all, never (default: mention)") },
	{ N_("    --notify=HOW"), N_("how the desktop tells of mentions: auto, osc9, osc777, "
				     "osc99, never (default: auto)") },
	{ "    --title=yes/no", N_("show the room and the number of unread messages in the "
				   "window's title (default: yes)") },
	{ "    --emoji=yes/no", N_("show emoji, or else their names (default: yes)") },
	{ "    --bidi=auto/yes/no", N_("put right-to-left text in order here, not in the terminal "
				       "(default: auto)") },
	{ "    --sort-users=yes/no", N_("sort the users by name (default: no)") },
	{ N_("    --scrollback=LINES"), N_("lines of conversation to keep (default: 10000)") },
	{ NULL, N_("Line mode:") },
	{ "-p, --plain", N_("write each event as a line, and send each line that is read") },
	{ "-j, --json", N_("the same, with each event as a JSON object") },
	{ N_("    --linger=SECONDS"), N_("go on for so long after the end of the input; inf: until "
					 "a signal") },
	{ NULL, N_("Files:") },
	{ "    --history=yes/no", N_("keep the lines that you type for the next start (default: "
				     "yes)") },
	{ N_("    --log[=FILE]"), N_("append the conversation to a file, or to one for each room "
				     "and day") },
	{ N_("    --trace=FILE"),
	  N_("write every frame to a file; .har makes it an HTTP archive") },
};

/* printf() would count bytes where the column has cells. */
static void print_row(const char *option, const char *text)
{
	struct text_row rows_of[ROWS_MAX];
	int cells = CELLS - OPTION_CELLS, left = text_width(option, strlen(option)) + 2;
	size_t count = text_wrap(text, strlen(text), cells, cells, rows_of, ROWS_MAX);

	printf("  %s", option);
	for (size_t i = 0; i < count && i < ROWS_MAX; i++) {
		printf("%*s%.*s\n", left < OPTION_CELLS ? OPTION_CELLS - left : 1, "",
		       (int)(rows_of[i].end - rows_of[i].start), text + rows_of[i].start);
		left = 0;
	}
}

void help_print_usage(void)
{
	printf(_("Usage: %s [OPTION]... [URL]\n"), PACKAGE);
	/* TRANSLATORS: Break the lines before column 80. */
	puts(_("Join the chat room at URL, which is ws://localhost:6502/ by default. HOST or\n"
	       "HOST:PORT alone means wss://, but ws:// where it is this machine."));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!rows[i].option)
			printf("\n%s\n", _(rows[i].text));
		else
			print_row(_(rows[i].option), _(rows[i].text));
	}
	putchar('\n');
	puts(_("In the chat F1 shows the keys and commands; the manual is wschat(1).\n"
	       "wschat-server opens a room of your own."));
}

void help_print_version(const char *program)
{
	printf("%s %s\n", program, PACKAGE_VERSION);
	puts(_("License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>.\n"
	       "This is free software: you are free to change and redistribute it.\n"
	       "There is NO WARRANTY, to the extent permitted by law."));
}
