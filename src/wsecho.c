/*
 * wsecho - sends every data message of a WebSocket server back, until the server closes. It is what
 * conformance tests drive, and the simplest use of the layers: a loop, a connection, its events.
 */
#include <config.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "connection.h"
#include "files.h"
#include "intl.h"
#include "loop.h"
#include "mem.h"
#include "tls.h"
#include "url.h"
#include "words.h"

#define MESSAGE_MAX  (64u << 20)
#define BUFFERED_MAX (1u << 20) /* to be sent, before we stop reading */

struct echo {
	struct url url;
	struct websocket_config websocket;
	struct tls_config trust;
	const char **protocols;
	size_t protocol_room;

	struct loop *loop;
	struct tls_context *tls;
	struct connection *connection;
	struct error error;
};

static void on_event(void *arg, const struct websocket_event *event)
{
	struct echo *e = arg;

	switch (event->event) {
	case WEBSOCKET_EVENT_MESSAGE:
		websocket_send(connection_websocket(e->connection), event->type, event->bytes,
			       event->n, loop_moment(e->loop).mono, NULL);
		break;
	case WEBSOCKET_EVENT_ERROR:
		e->error = event->error;
		break;
	case WEBSOCKET_EVENT_CLOSE:
		loop_stop(e->loop, event->was_clean ? EX_OK : EX_PROTOCOL);
		break;
	default:
		break;
	}
}

/* A server that does not read its echoes is not read either. */
static void on_turn(void *arg)
{
	struct echo *e = arg;
	const struct websocket *websocket = connection_websocket(e->connection);

	connection_hold(e->connection,
			websocket && websocket_buffered_amount(websocket) > BUFFERED_MAX);
}

static int run(struct echo *e)
{
	struct transport_config transport = { .url = &e->url };
	int status = EX_PROTOCOL;

	e->tls = tls_client_context(&e->trust, &e->error);
	transport.tls = e->tls;
	if (e->tls)
		e->connection = connection_open(e->loop, &e->websocket, &transport, on_event, e,
						&e->error);
	if (e->connection) {
		loop_on_turn(e->loop, on_turn, e);
		status = loop_run(e->loop);
	}
	if (status && e->error.code)
		words_complain("wsecho", &e->error);
	connection_free(e->connection);
	tls_context_free(e->tls);
	return status;
}

static void begin(struct echo *e)
{
	e->loop = loop_new();
	websocket_config_init(&e->websocket);
	e->websocket.url = &e->url;
	e->websocket.compress = false;
	e->websocket.max_message = MESSAGE_MAX;
	e->websocket.ping_interval = 0;
	e->websocket.random = tls_random;
}

static void end(struct echo *e)
{
	loop_free(e->loop);
	url_free(&e->url);
	free(e->protocols);
}

static void add_protocol(struct echo *e, const char *name)
{
	size_t n = e->websocket.protocol_count++;

	e->protocols = mem_grow(e->protocols, &e->protocol_room, n + 1, sizeof *e->protocols);
	e->protocols[n] = name;
	e->websocket.protocols = e->protocols;
}

static void print_usage(FILE *out)
{
	fputs(_("Usage: wsecho [-z] [-P NAME]... [--ca-file=FILE] [--pin=sha256:HEX] URL\n"
		"Sends every message of a WebSocket server back until the server closes.\n"
		"  -z              offer permessage-deflate\n"
		"  -P NAME         offer a subprotocol\n"
		"  --ca-file=FILE  trust these authorities beside the system's\n"
		"  --pin=...       accept exactly the certificate with this fingerprint\n"),
	      out);
}

/* -1: go on; else the exit status. */
static int read_options(struct echo *e, int argc, char **argv)
{
	static const struct option options[] = { { "ca-file", required_argument, NULL, 'c' },
						 { "pin", required_argument, NULL, 'p' },
						 { "help", no_argument, NULL, 'h' },
						 { 0 } };
	int option;

	while ((option = getopt_long(argc, argv, "zP:h", options, NULL)) != -1) {
		if (option == 'z') {
			e->websocket.compress = true;
		} else if (option == 'P') {
			add_protocol(e, optarg);
		} else if (option == 'c') {
			e->trust.ca_file = optarg;
		} else if (option == 'p') {
			e->trust.pin = optarg;
		} else {
			print_usage(option == 'h' ? stdout : stderr);
			return option == 'h' ? EX_OK : EX_USAGE;
		}
	}
	if (optind == argc - 1)
		return -1;
	print_usage(stderr);
	return EX_USAGE;
}

int main(int argc, char **argv)
{
	struct echo e = { 0 };
	int status;

	files_hold_streams();
	intl_start();
	begin(&e);
	status = read_options(&e, argc, argv);
	if (status < 0 && url_parse(&e.url, argv[optind], &e.error)) {
		status = run(&e);
	} else if (status < 0) {
		words_complain("wsecho", &e.error);
		status = EX_USAGE;
	}
	end(&e);
	return status;
}
