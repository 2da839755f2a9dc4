/*
 * options - the client's options: one table for the command line and the configuration file.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

enum options_color { OPTIONS_COLOR_AUTO, OPTIONS_COLOR_ALWAYS, OPTIONS_COLOR_NEVER };
enum options_bell { OPTIONS_BELL_MENTION, OPTIONS_BELL_ALL, OPTIONS_BELL_NEVER };
enum options_bidi { OPTIONS_BIDI_AUTO, OPTIONS_BIDI_YES, OPTIONS_BIDI_NO };
enum options_notify {
	OPTIONS_NOTIFY_AUTO,
	OPTIONS_NOTIFY_OSC9,
	OPTIONS_NOTIFY_OSC777,
	OPTIONS_NOTIFY_OSC99,
	OPTIONS_NOTIFY_NEVER,
};

/* Strings are owned by the struct; NULL where an option was not given and has no default. */
struct options {
	char *url;
	char *name;
	bool plain, json;
	char **protocols; /* default: "json" */
	size_t protocol_count;
	char *origin;
	char **headers; /* "@FILE" stands for the lines of a file, which the core cannot read */
	size_t header_count;
	char *proxy;   /* "" for none, whatever the environment says */
	int family;    /* 0, 4 or 6 */
	char *connect; /* HOST[:PORT] */
	bool compress;
	char *ca_file, *cert, *key;
	char *pin; /* 64 hexadecimal digits, lower case */
	bool require_tls;
	unsigned ping_interval; /* s */
	int reconnect;          /* -1: as the front end wants */
	size_t max_message;     /* bytes */
	size_t scrollback;      /* lines */
	bool history;           /* what is typed is kept on disk */
	double linger;          /* s; -1: not given; may be infinity */
	char *theme;            /* NULL for "auto" */
	enum options_color color;
	enum options_color hyperlinks; /* has the same words */
	bool mouse;
	enum options_bell bell;
	enum options_notify notify;
	bool title, emoji;
	enum options_bidi bidi;
	bool sort_users; /* by name, else as the server orders them */
	bool log;
	char *log_file; /* NULL: the log's own files */
	char *trace;    /* a file; NULL: none */
	char *config;
	bool help, version;
	char **unknown; /* "PATH:LINE: KEY": keys of the file that are no options, to be told */
	size_t unknown_count;
	char **changes; /* "KEY=VALUE": what options_change() set */
	size_t change_count;
};

void options_init(struct options *);
void options_copy(struct options *to, const struct options *from); /* TO is free or unset */
void options_free(struct options *);

/* Whether the value of an option, whose name may be shortened, can be a secret. */
bool options_is_secret(const char *name, size_t n);

#endif
