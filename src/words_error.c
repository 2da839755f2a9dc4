#include "words.h"

#include <stdio.h>
#include <string.h>

#include "intl.h"

/* sysexits.h, as interface.md promises them. */
enum {
	STATUS_DONE = 0,
	STATUS_USAGE = 64,
	STATUS_NO_HOST = 68,
	STATUS_UNAVAILABLE = 69,
	STATUS_OUTPUT = 74,
	STATUS_PROTOCOL = 76,
	STATUS_REFUSED = 77,
	STATUS_CONFIG = 78,
};

struct sentence {
	int status;
	const char *text; /* %s is the detail, %d the number; translated */
};

/* TRANSLATORS: These sentences follow "wschat: " on standard error, or stand in a line of their own
   on the screen. Each says what happened and what to do next. They begin with a capital
   letter and have no full stop. */
static const struct sentence sentences[ERROR_COUNT] = {
	[ERROR_NONE] = { STATUS_DONE, N_("Nothing is wrong") },
	[ERROR_URL_SYNTAX] = { STATUS_USAGE,
			       N_("'%s' is not a WebSocket URL; write it like "
				  "wss://chat.example.org/ or ws://localhost:6502/") },
	[ERROR_URL_SCHEME] = { STATUS_USAGE, N_("'%s' is not a scheme for a chat; a URL begins "
						"with wss:// or ws://") },
	[ERROR_URL_USERINFO] = { STATUS_USAGE,
				 N_("The URL holds a user name or password, which a WebSocket URL "
				    "may "
				    "not; leave out '%s' and give your name with --name") },
	[ERROR_URL_FRAGMENT] = { STATUS_USAGE,
				 N_("A WebSocket URL has no fragment; leave out '%s'") },
	[ERROR_URL_HOST] = { STATUS_USAGE,
			     N_("'%s' is not a host name or address; check the URL's spelling") },
	[ERROR_URL_PORT] = { STATUS_USAGE,
			     N_("'%s' is not a port; a port is a number from 0 to 65535") },
	[ERROR_URL_PORT_BLOCKED] = { STATUS_USAGE,
				     N_("Port %d belongs to another service and is blocked for "
					"WebSockets, as in browsers; use another port") },
	[ERROR_URL_INSECURE] = { STATUS_REFUSED, N_("'%s' is not encrypted and --require-tls is "
						    "on; use a wss:// URL") },
	[ERROR_PROTOCOL_TOKEN] = { STATUS_USAGE, N_("'%s' is not a subprotocol name; use only "
						    "letters, digits and - . _") },
	[ERROR_PROTOCOL_DUPLICATE] = { STATUS_USAGE,
				       N_("The subprotocol '%s' is given twice; give it once") },
	[ERROR_HEADER_LINE] = { STATUS_USAGE, N_("'%s' cannot be sent as a header; write it as "
						 "'Name: value', and "
						 "leave out headers that WebSocket sets itself") },
	[ERROR_MESSAGE_TOO_LONG] = { STATUS_USAGE,
				     N_("The message is longer than the server takes; send it in "
					"parts") },
	[ERROR_MESSAGE_UTF8] = { STATUS_USAGE, N_("The message is not valid UTF-8; check the "
						  "encoding of the input") },
	[ERROR_INPUT_JSON] = { STATUS_USAGE, N_("The input line is not a JSON object with a string "
						"\"text\": %s; write {\"text\": \"...\"}") },
	[ERROR_NOT_OPEN] = { STATUS_UNAVAILABLE,
			     N_("There is no connection to send on; /reconnect makes one") },
	[ERROR_CLOSE_CODE] = { STATUS_USAGE, N_("%d is not a close code that a program may send; "
						"use 1000, or 3000 to 4999") },
	[ERROR_CLOSE_REASON] = { STATUS_USAGE,
				 N_("The reason for closing is too long; use at most 123 bytes") },
	[ERROR_HOST_NOT_FOUND] = { STATUS_NO_HOST,
				   N_("The host %s is not known; check its spelling") },
	[ERROR_HOST_TEMPORARY] = { STATUS_NO_HOST, N_("The address of %s cannot be looked up now; "
						      "check your network "
						      "and try again") },
	[ERROR_CONNECT_REFUSED] = { STATUS_UNAVAILABLE, N_("%s refused the connection; check that "
							   "the server is running "
							   "there") },
	[ERROR_CONNECT_UNREACHABLE] = { STATUS_UNAVAILABLE,
					N_("%s cannot be reached; check your network") },
	[ERROR_CONNECT_TIMEOUT] = { STATUS_UNAVAILABLE,
				    N_("%s did not answer in time; check the address and your "
				       "network") },
	[ERROR_CONNECT_OTHER] = { STATUS_UNAVAILABLE,
				  N_("Cannot connect to %s; check the address and your network") },
	[ERROR_CONNECTION_RESET] = { STATUS_PROTOCOL,
				     N_("The other side broke off the connection; try again") },
	[ERROR_CONNECTION_LOST] = { STATUS_PROTOCOL,
				    N_("The connection was lost (%s); check your network and try "
				       "again") },
	[ERROR_SILENT] = { STATUS_PROTOCOL, N_("The server has stopped answering; check your "
					       "network and try again") },
	[ERROR_PROXY_URL] = { STATUS_USAGE,
			      N_("'%s' is not a proxy; write it like http://proxy.example.org:3128 "
				 "or socks5h://localhost:1080") },
	[ERROR_PROXY_PASSWORD] = { STATUS_USAGE, N_("A password on the command line can be read by "
						    "others; put the "
						    "proxy '%s' into the configuration file or the "
						    "environment") },
	[ERROR_PROXY_ANSWER] = { STATUS_UNAVAILABLE, N_("The proxy did not connect us (%s); check "
							"the proxy's address and "
							"what it allows") },
	[ERROR_PROXY_AUTH] = { STATUS_UNAVAILABLE,
			       N_("The proxy wants a user name and password (%s); put them into "
				  "its URL "
				  "in the environment or the configuration file") },
	[ERROR_TLS_EXPIRED] = { STATUS_REFUSED,
				N_("The server's certificate has expired (%s); ask its operator to "
				   "renew it, and check your clock") },
	[ERROR_TLS_NOT_YET_VALID] = { STATUS_REFUSED, N_("The server's certificate is not valid "
							 "yet (%s); check your "
							 "clock") },
	[ERROR_TLS_WRONG_HOST] = { STATUS_REFUSED, N_("The server's certificate is for another "
						      "host than %s; check the "
						      "URL") },
	[ERROR_TLS_SELF_SIGNED] = { STATUS_REFUSED, N_("The server's certificate is self-signed "
						       "(%s); if you trust it, "
						       "name it with --ca-file or --pin") },
	[ERROR_TLS_UNKNOWN_ISSUER] = { STATUS_REFUSED, N_("The server's certificate is from an "
							  "unknown issuer (%s); if "
							  "you trust that issuer, name its "
							  "certificate with --ca-file") },
	[ERROR_TLS_REVOKED] = { STATUS_REFUSED,
				N_("The server's certificate was revoked (%s); do not trust this "
				   "server, and tell its operator") },
	[ERROR_TLS_WEAK] = { STATUS_REFUSED,
			     N_("The server's certificate is too weak to be trusted (%s); tell its "
				"operator") },
	[ERROR_TLS_PIN] = { STATUS_REFUSED,
			    N_("The server's certificate is not the one of --pin; its fingerprint "
			       "is "
			       "sha256:%s, which you should compare with what its operator says") },
	[ERROR_TLS_VERSION] = { STATUS_REFUSED,
				N_("The server offers no TLS 1.2 or 1.3 (%s); tell its operator") },
	[ERROR_TLS_NOT_TLS] = { STATUS_REFUSED, N_("%s does not speak TLS; if you do not need "
						   "encryption there, use "
						   "ws:// in place of wss://") },
	[ERROR_TLS_ALERT] = { STATUS_REFUSED, N_("The server refused the TLS connection (%s); ask "
						 "its operator whether "
						 "it wants a client certificate") },
	[ERROR_TLS_HANDSHAKE] = { STATUS_REFUSED, N_("No TLS connection could be made (%s); check "
						     "that the URL's port "
						     "is the server's TLS port") },
	[ERROR_TLS_RECORD] = { STATUS_PROTOCOL, N_("The TLS connection broke (%s); try again") },
	[ERROR_TLS_TRUNCATED] = { STATUS_PROTOCOL, N_("The TLS connection was cut short, perhaps "
						      "by somebody in between; "
						      "try again") },
	[ERROR_TLS_FILE] = { STATUS_CONFIG, N_("Cannot use the certificate or key file %s; check "
					       "that it is a readable "
					       "PEM file") },
	[ERROR_HANDSHAKE_TIMEOUT] = { STATUS_PROTOCOL, N_("%s did not finish the handshake in "
							  "time; try again later") },
	[ERROR_HANDSHAKE_EOF] = { STATUS_PROTOCOL, N_("The server hung up without an answer; if it "
						      "is a TLS port, use "
						      "wss:// in place of ws://") },
	[ERROR_HANDSHAKE_IS_TLS] = { STATUS_PROTOCOL, N_("The server speaks TLS on this port; use "
							 "wss:// in place of "
							 "ws://") },
	[ERROR_HANDSHAKE_NOT_HTTP] = { STATUS_PROTOCOL,
				       N_("The answer is not HTTP, so this is not a WebSocket "
					  "server; check the host and port in the URL") },
	[ERROR_HANDSHAKE_TOO_LONG] = { STATUS_PROTOCOL, N_("The server's answer is too long for a "
							   "WebSocket handshake; "
							   "check the URL") },
	[ERROR_HANDSHAKE_STATUS] = { STATUS_PROTOCOL, N_("The server did not open a WebSocket but "
							 "answered %d %s; check "
							 "the URL") },
	[ERROR_HANDSHAKE_UPGRADE] = { STATUS_PROTOCOL,
				      N_("The server's answer has no valid Upgrade header (%s), so "
					 "it is not a WebSocket server; check the URL") },
	[ERROR_HANDSHAKE_CONNECTION] = { STATUS_PROTOCOL, N_("The server's answer has no valid "
							     "Connection header (%s), so it is not "
							     "a WebSocket server; check the URL") },
	[ERROR_HANDSHAKE_ACCEPT] = { STATUS_PROTOCOL,
				     N_("The server did not prove that it is a WebSocket server "
					"(%s); "
					"check the URL, and whether a proxy stands in between") },
	[ERROR_HANDSHAKE_PROTOCOL] = { STATUS_PROTOCOL, N_("The server chose a subprotocol that "
							   "was not offered (%s); "
							   "offer it with --protocol") },
	[ERROR_HANDSHAKE_EXTENSION] = { STATUS_PROTOCOL,
					N_("The server chose an extension that was not offered "
					   "(%s); "
					   "tell its operator, or try --compress=no") },
	[ERROR_HANDSHAKE_HEADER] = { STATUS_PROTOCOL,
				     N_("The server's answer has a malformed header (%s); tell its "
					"operator") },
	[ERROR_HANDSHAKE_REQUEST] = { STATUS_PROTOCOL,
				      N_("A client's request was refused with status %d (%s)") },
	[ERROR_WS_PROTOCOL] = { STATUS_PROTOCOL, N_("The server broke the WebSocket protocol (%s); "
						    "tell its operator") },
	[ERROR_WS_UTF8] = { STATUS_PROTOCOL, N_("The server sent a text that is not valid UTF-8; "
						"tell its operator") },
	[ERROR_WS_TOO_BIG] = { STATUS_PROTOCOL, N_("The server sent a message that is too big "
						   "(%s); raise --max-message "
						   "to take it") },
	[ERROR_WS_DEFLATE] = { STATUS_PROTOCOL,
			       N_("The server sent a compressed message that cannot be read; try "
				  "--compress=no") },
	[ERROR_WS_EOF] = { STATUS_PROTOCOL, N_("The server ended the connection without saying "
					       "goodbye; try again") },
	[ERROR_WS_CLOSE_TIMEOUT] = { STATUS_PROTOCOL,
				     N_("The server did not answer our goodbye in time") },
	[ERROR_WS_CLOSED] = { STATUS_PROTOCOL, N_("The server closed the connection with code %d "
						  "%s; try again later") },
	[ERROR_ARGUMENT_SURPLUS] = { STATUS_USAGE, N_("'%s' is one argument too many; put quotes "
						      "around what has blanks in it") },
	[ERROR_OPTION_UNKNOWN] = { STATUS_USAGE,
				   N_("There is no option %s; --help and /set list them all") },
	[ERROR_OPTION_INCOMPLETE] = { STATUS_USAGE, N_("The value of %s is missing; --help tells "
						       "what it takes") },
	[ERROR_OPTION_VALUE] = { STATUS_USAGE,
				 N_("This value is not valid: %s; --help explains the options") },
	[ERROR_CONFIG_FILE] = { STATUS_CONFIG,
				N_("Cannot read the file %s; check its name and permissions") },
	[ERROR_CONFIG_LINE] = { STATUS_CONFIG, N_("The configuration has a wrong line: %s; correct "
						  "it, --help explains the options") },
	[ERROR_CONFIG_SAVE] = { STATUS_CONFIG, N_("The configuration cannot be saved: %s; make "
						  "room or correct the "
						  "permissions") },
	[ERROR_CONFIG_OPEN_TO_ALL] = { STATUS_CONFIG,
				       N_("Others may write to the configuration file %s, so it is "
					  "not used; correct that with chmod go-w") },
	[ERROR_CONFIG_FOREIGN] = { STATUS_CONFIG, N_("The configuration file %s belongs to "
						     "somebody else, so it is not "
						     "used; make your own") },
	[ERROR_THEME_UNKNOWN] = { STATUS_CONFIG,
				  N_("There is no theme %s; choose one of those in brackets") },
	[ERROR_THEME_FILE] = { STATUS_CONFIG, N_("The theme cannot be read: %s; correct that, or "
						 "choose another") },
	[ERROR_THEME_STYLE] = { STATUS_CONFIG, N_("Themes have no such entry: %s; correct that "
						  "line, the manual wschat(1) lists the entries") },
	[ERROR_THEME_LOOK] = { STATUS_CONFIG,
			       N_("A theme cannot look like this: %s; write a color as #rrggbb or "
				  "by name, and bold, dim, italic, underline or reverse") },
	[ERROR_LISTEN] = { STATUS_UNAVAILABLE, N_("Cannot listen on %s; choose another address or "
						  "port with --listen") },
	[ERROR_OUTPUT] = { STATUS_OUTPUT, N_("Cannot write the output (%s); check where it goes") },
	[ERROR_LOG] = { STATUS_OUTPUT, N_("The log cannot be written (%s); make room, or name "
					  "another file with --log") },
	[ERROR_TRACE] = { STATUS_OUTPUT, N_("The trace cannot be written (%s); make room, or name "
					    "another file with --trace") },
	[ERROR_JOURNAL] = { STATUS_OUTPUT, N_("What is not sent yet cannot be kept for after a "
					      "crash (%s); check that directory") },
	[ERROR_HISTORY] = { STATUS_OUTPUT,
			    N_("The lines that you type cannot be kept for the next start (%s); "
			       "check that directory") },
	[ERROR_TERMINAL] = { STATUS_CONFIG, N_("This terminal (%s) cannot show the screen; set "
					       "TERM correctly, or use --plain") },
};

/* Fills in %s and %d only, so that a detail can never act as a format; that the translations keep
 * them is checked by msgfmt, which takes the strings for C formats. */
static void expand(struct buf *out, const char *text, const struct error *error)
{
	for (const char *at; (at = strchr(text, '%')); text = at + 2) {
		buf_append(out, text, (size_t)(at - text));
		if (at[1] == 'd')
			buf_format(out, "%d", error->number);
		else
			buf_append_string(out, error->detail);
	}
	buf_append_string(out, text);
}

/* Who has just installed the program has no server yet. */
static bool is_refused_here(const struct error *error)
{
	static const char *const names[] = { "localhost:", "127.", "[::1]:" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strncmp(error->detail, names[i], strlen(names[i])))
			return error->code == ERROR_CONNECT_REFUSED;
	return false;
}

void words_error(struct buf *out, const struct error *error)
{
	const char *text = _(sentences[error->code].text);

	if (error->code == ERROR_NONE)
		return;
	if (is_refused_here(error))
		text = _("%s refused the connection; start a server there, such as wschat-server");
	expand(out, text, error);
	if (error->retry_after)
		buf_format(out,
			   /* TRANSLATORS: Stands behind a sentence about a server's refusal. */
			   ngettext(" (it asks to wait for %u second)",
				    " (it asks to wait for %u seconds)", error->retry_after),
			   error->retry_after);
}

void words_complain(const char *program, const struct error *error)
{
	struct buf sentence = { 0 };

	words_error(&sentence, error);
	fprintf(stderr, "%s: %s\n", program, buf_string(&sentence));
	buf_free(&sentence);
}

static int close_status(int code)
{
	switch (code) {
	case 1000:
		return STATUS_DONE;
	case 1001: /* going away */
	case 1012: /* service restart */
	case 1013: /* try again later */
		return STATUS_UNAVAILABLE;
	default:
		return STATUS_PROTOCOL;
	}
}

int words_exit_status(const struct error *error)
{
	if (error->code == ERROR_WS_CLOSED)
		return close_status(error->number);
	return sentences[error->code].status;
}
