/*
 * options - the client's options: one table for the command line and the configuration file.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

enum options_color { OPTIONS_COLOR_AUTO, OPTIONS_COLOR_ALWAYS, OPTIONS_COLOR_NEVER };

/* Strings are owned by the struct; NULL where an option was not given and has no default. */
struct options {
	char *url;
	char *name;
	bool plain, json;
	char **protocols; /* default: "json" */
	size_t protocol_count;
	char *origin;
	char **headers;
	size_t header_count;
	char *proxy;
	int family; /* 0, 4 or 6 */
	char *connect;
	bool compress;
	char *ca_file, *cert, *key, *pin;
	bool require_tls;
	unsigned ping_interval; /* s */
	int reconnect;          /* -1: as the front end wants */
	size_t max_message;     /* bytes */
	size_t scrollback;      /* lines */
	double linger;          /* s; -1: not given; may be infinity */
	char *theme;
	enum options_color color;
	char *config;
	bool help, version;
};

void options_init(struct options *);
void options_free(struct options *);

/*
 * Reads the command line (GNU style, long options may be shortened) over what stands in *OPTIONS.
 * On failure *ERROR is ERROR_OPTION_UNKNOWN or ERROR_OPTION_VALUE, the detail names option and
 * value.
 */
bool options_read_arguments(struct options *, int argc, char **argv, struct error *);

/* Reads the text of a configuration file: `key = value` a line, # starts a comment, keys are the
 * long options. PATH is for the error, which names the line. A repeatable option given on the
 * command line afterwards replaces the file's. */
bool options_read_text(struct options *, const char *path, const char *text, size_t n,
		       struct error *);

#endif
