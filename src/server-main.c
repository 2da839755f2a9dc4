#include <config.h>
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "help.h"
#include "intl.h"
#include "loop.h"
#include "mem.h"
#include "server.h"
#include "words.h"

#define NAME "wschat-server"

enum { STATUS_USAGE = 64, STATUS_OUTPUT = 74, STATUS_SIGNAL = 128 };

/* Beyond the characters, as these have no short form. */
enum { OPTION_LISTEN = 256, OPTION_CERT, OPTION_KEY, OPTION_MAX_USERS };

struct program {
	struct server_config config;
	const char **addresses;
	size_t address_count, address_room;
	bool done; /* help or version was asked for, and given */
	struct loop *loop;
	struct server *server;
};

static void print_usage(void)
{
	puts(_("Usage: wschat-server [OPTION]...\n"
	       "Serve a chat room over WebSocket, with the protocol of the MDN sample server.\n"
	       "\n"
	       "      --listen=ADDR:PORT  where to listen, repeatable; port 0 takes a free one\n"
	       "                          (default 127.0.0.1:6502 and [::1]:6502)\n"
	       "      --cert=FILE         certificate, PEM: serve wss\n"
	       "      --key=FILE          its key, PEM (default: in the certificate's file)\n"
	       "      --max-users=N       turn away who would be more\n"
	       "  -h, --help              show this help and exit\n"
	       "  -V, --version           show the version and exit"));
}

static void add_address(struct program *p, const char *address)
{
	p->addresses = mem_grow(p->addresses, &p->address_room, p->address_count + 1,
				sizeof *p->addresses);
	p->addresses[p->address_count++] = address;
}

static bool read_count(const char *text, size_t *count, struct error *error)
{
	char *end;
	unsigned long value;

	errno = 0;
	value = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || !value || errno)
		return error_set(error, ERROR_OPTION_VALUE, 0, "--max-users=%s", text);
	*count = value;
	return true;
}

/* An unknown letter may stand among others, and then getopt_long() has not left their word yet. */
static bool refuse_option(char **argv, struct error *error)
{
	if (optopt && optopt < 256 && !strchr("hV", optopt))
		return error_set(error, ERROR_OPTION_UNKNOWN, 0, "-%c", optopt);
	return error_set(error, ERROR_OPTION_UNKNOWN, 0, "%s", argv[optind - 1]);
}

static bool read_option(struct program *p, int option, char **argv, struct error *error)
{
	switch (option) {
	case OPTION_LISTEN:
		add_address(p, optarg);
		return true;
	case OPTION_CERT:
		p->config.cert = optarg;
		return true;
	case OPTION_KEY:
		p->config.key = optarg;
		return true;
	case OPTION_MAX_USERS:
		return read_count(optarg, &p->config.max_users, error);
	case 'h':
		print_usage();
		return p->done = true;
	case 'V':
		help_print_version(NAME);
		return p->done = true;
	case ':':
		return error_set(error, ERROR_OPTION_INCOMPLETE, 0, "%s", argv[optind - 1]);
	default:
		return refuse_option(argv, error);
	}
}

static bool read_options(struct program *p, int argc, char **argv, struct error *error)
{
	static const struct option options[] = {
		{ "listen", required_argument, NULL, OPTION_LISTEN },
		{ "cert", required_argument, NULL, OPTION_CERT },
		{ "key", required_argument, NULL, OPTION_KEY },
		{ "max-users", required_argument, NULL, OPTION_MAX_USERS },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ 0 }
	};
	int option;

	while ((option = getopt_long(argc, argv, ":hV", options, NULL)) != -1)
		if (!read_option(p, option, argv, error) || p->done)
			return p->done;
	if (optind < argc)
		return error_set(error, ERROR_ARGUMENT_SURPLUS, 0, "%s", argv[optind]);
	if (p->config.key && !p->config.cert)
		return error_set(error, ERROR_OPTION_INCOMPLETE, 0, "--cert");
	return true;
}

/* Scripts wait for this line: it is the same in every language. */
static bool announce(char *url, struct error *error)
{
	bool printed = printf("listening on %s\n", url) >= 0 && fflush(stdout) == 0;

	free(url);
	return printed || error_set(error, ERROR_OUTPUT, errno, "%s", strerror(errno));
}

static bool listen_on(struct program *p, const char *address, struct error *error)
{
	char *url;

	return server_listen(p->server, address, &url, error) && announce(url, error);
}

static bool is_missing(const struct error *error)
{
	return error->code == ERROR_LISTEN &&
	       (error->number == EADDRNOTAVAIL || error->number == EAFNOSUPPORT);
}

/* A machine need not have both families. Where a port is taken it is the room of somebody else:
 * clients would end up in two rooms. */
static bool listen_by_default(struct program *p, struct error *error)
{
	bool ipv4 = listen_on(p, "127.0.0.1:6502", error), ipv6;

	if (!ipv4 && !is_missing(error))
		return false;
	ipv6 = listen_on(p, "[::1]:6502", error);
	return ipv6 || (ipv4 && is_missing(error));
}

static bool listen_on_all(struct program *p, struct error *error)
{
	if (!p->address_count)
		return listen_by_default(p, error);
	for (size_t i = 0; i < p->address_count; i++)
		if (!listen_on(p, p->addresses[i], error))
			return false;
	return true;
}

static void on_signal(void *arg, int signal)
{
	struct program *p = arg;

	server_stop(p->server, STATUS_SIGNAL + signal);
}

static bool compose(struct program *p, struct error *error)
{
	p->loop = loop_new();
	p->server = server_new(p->loop, &p->config, error);
	if (!p->server)
		return false;
	loop_on_signal(p->loop, SIGINT, on_signal, p);
	loop_on_signal(p->loop, SIGTERM, on_signal, p);
	loop_on_signal(p->loop, SIGHUP, on_signal, p);
	return listen_on_all(p, error);
}

static int run(struct program *p, struct error *error)
{
	if (p->done)
		return fflush(stdout) ? STATUS_OUTPUT : 0;
	if (compose(p, error))
		return loop_run(p->loop);
	words_complain(NAME, error);
	return words_exit_status(error);
}

int main(int argc, char **argv)
{
	struct program p = { 0 };
	struct error error = { 0 };
	int status = STATUS_USAGE;

	files_hold_streams();
	intl_start();
	signal(SIGPIPE, SIG_IGN);
	if (read_options(&p, argc, argv, &error))
		status = run(&p, &error);
	else
		words_complain(NAME, &error);
	server_free(p.server);
	loop_free(p.loop);
	free(p.addresses);
	return status;
}
