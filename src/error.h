/*
 * error - why something failed, as data: a code, a number and a detail. The core never words it;
 * words.h turns it into one translated sentence, and into the program's exit status.
 */
#ifndef ERROR_H
#define ERROR_H

#include <stdbool.h>

enum error_code {
	ERROR_NONE,
	/* url: detail is the offending part */
	ERROR_URL_SYNTAX,
	ERROR_URL_SCHEME,
	ERROR_URL_USERINFO,
	ERROR_URL_FRAGMENT,
	ERROR_URL_HOST,
	ERROR_URL_PORT,
	ERROR_URL_PORT_BLOCKED, /* number: the port */
	ERROR_URL_INSECURE,     /* ws:// under --require-tls */
	/* what the user asked of the connection */
	ERROR_PROTOCOL_TOKEN,     /* a subprotocol that is no token of RFC 9110 */
	ERROR_PROTOCOL_DUPLICATE, /* the same subprotocol twice */
	ERROR_HEADER_LINE,        /* CR, LF, NUL, no colon, or a header that is ours */
	ERROR_MESSAGE_TOO_LONG,
	ERROR_MESSAGE_UTF8,
	ERROR_INPUT_JSON, /* detail: the line */
	ERROR_NOT_OPEN,
	ERROR_CLOSE_CODE,   /* number: the code */
	ERROR_CLOSE_REASON, /* over 123 bytes, or not UTF-8 */
	/* resolve, transport: detail is the host or address */
	ERROR_HOST_NOT_FOUND,
	ERROR_HOST_TEMPORARY, /* the name server did not answer */
	ERROR_CONNECT_REFUSED,
	ERROR_CONNECT_UNREACHABLE,
	ERROR_CONNECT_TIMEOUT,
	ERROR_CONNECT_OTHER, /* number: errno */
	ERROR_CONNECTION_RESET,
	ERROR_CONNECTION_LOST, /* number: errno */
	ERROR_SILENT,          /* no answer to our pings */
	/* proxy: detail is the proxy's answer or address */
	ERROR_PROXY_URL,
	ERROR_PROXY_PASSWORD, /* a password on the command line */
	ERROR_PROXY_ANSWER,   /* number: the HTTP status or SOCKS reply; 0: no answer that is one */
	ERROR_PROXY_AUTH,     /* wants a user and a password */
	/* tls: detail is what GnuTLS says, or the certificate's subject */
	ERROR_TLS_EXPIRED,
	ERROR_TLS_NOT_YET_VALID,
	ERROR_TLS_WRONG_HOST,
	ERROR_TLS_SELF_SIGNED,
	ERROR_TLS_UNKNOWN_ISSUER,
	ERROR_TLS_REVOKED,
	ERROR_TLS_WEAK,
	ERROR_TLS_PIN, /* detail: the fingerprint that the server has */
	ERROR_TLS_VERSION,
	ERROR_TLS_NOT_TLS,   /* the peer does not speak TLS: try ws:// */
	ERROR_TLS_ALERT,     /* the peer refused */
	ERROR_TLS_HANDSHAKE, /* any other failure of the handshake */
	ERROR_TLS_RECORD,    /* a failure after the handshake */
	ERROR_TLS_TRUNCATED, /* the end came without close_notify */
	ERROR_TLS_FILE,      /* a certificate or key file; detail: file and reason */
	/* handshake: detail is the status line or the offending header, as the peer sent it */
	ERROR_HANDSHAKE_TIMEOUT,
	ERROR_HANDSHAKE_EOF,      /* hung up before an answer */
	ERROR_HANDSHAKE_IS_TLS,   /* the peer on ws:// speaks TLS: try wss:// */
	ERROR_HANDSHAKE_NOT_HTTP, /* the answer is no HTTP/1.1 */
	ERROR_HANDSHAKE_TOO_LONG, /* over 16 KiB or 100 headers */
	ERROR_HANDSHAKE_STATUS,   /* number: the HTTP status; detail: the rest of the line */
	ERROR_HANDSHAKE_UPGRADE,
	ERROR_HANDSHAKE_CONNECTION,
	ERROR_HANDSHAKE_ACCEPT,
	ERROR_HANDSHAKE_PROTOCOL,
	ERROR_HANDSHAKE_EXTENSION,
	ERROR_HANDSHAKE_HEADER,  /* malformed */
	ERROR_HANDSHAKE_REQUEST, /* server role: the request is not an upgrade that we take; number:
				    status to answer */
	/* websocket, RFC 6455 and RFC 7692: detail is technical English for the trace */
	ERROR_WS_PROTOCOL, /* we answer 1002 */
	ERROR_WS_UTF8,     /* 1007 */
	ERROR_WS_TOO_BIG,  /* 1009 */
	ERROR_WS_DEFLATE,  /* 1007: what was compressed cannot be inflated */
	ERROR_WS_EOF,      /* the end came without a close frame */
	ERROR_WS_CLOSE_TIMEOUT,
	ERROR_WS_CLOSED, /* number: the close code, which says failure; detail: the reason */
	/* files and options: detail names file, line or option */
	ERROR_ARGUMENT_SURPLUS,
	ERROR_OPTION_UNKNOWN,
	ERROR_OPTION_INCOMPLETE, /* its value is missing */
	ERROR_OPTION_VALUE,      /* detail: option and value, and what it takes in brackets */
	ERROR_CONFIG_FILE,       /* cannot be read */
	ERROR_CONFIG_LINE,       /* detail: FILE:LINE: KEY */
	ERROR_CONFIG_SAVE,
	ERROR_CONFIG_OPEN_TO_ALL,
	ERROR_CONFIG_FOREIGN,
	ERROR_LISTEN,  /* detail: the address; number: errno */
	ERROR_OUTPUT,  /* number: errno */
	ERROR_LOG,     /* detail: the file and why */
	ERROR_TRACE,   /* detail: the file and why */
	ERROR_JOURNAL, /* detail: the file and why */
	ERROR_HISTORY, /* detail: the file and why */
	ERROR_TERMINAL,
	/* themes: detail names file and line */
	ERROR_THEME_UNKNOWN, /* detail: its name, and those that there are in brackets */
	ERROR_THEME_FILE,    /* cannot be read */
	ERROR_THEME_STYLE,   /* a style that there is not */
	ERROR_THEME_LOOK,    /* what is neither a color nor an attribute */
	ERROR_COUNT,
};

#define ERROR_DETAIL_SIZE 256

struct error {
	enum error_code code;
	int number;           /* an HTTP status, an errno, a close code: see the code */
	unsigned retry_after; /* seconds that the server asks us to wait; 0: it did not say */
	char detail[ERROR_DETAIL_SIZE]; /* valid UTF-8 without control characters; may be empty */
};

/* Fills *ERROR and returns false, for `return error_set(...)`; a NULL ERROR is allowed. The detail
 * is cut to its size at a character and made clean. */
bool error_set(struct error *error, enum error_code code, int number, const char *detail_format,
	       ...) __attribute__((format(printf, 4, 5)));

#endif
