/*
 * tls_testing - both ends of a connection, and the certificates that they know.
 */
#ifndef TLS_TESTING_H
#define TLS_TESTING_H

#include "testing.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "certificates.h"
#include "tls.h"

/* Turns of both ends after which a test has failed. */
#define ROUNDS 1000

/* An authority, a server's certificate from it, and both ends of a connection. */
struct fixture {
	char *directory;
	struct certificate authority, leaf;
	struct tls_context *trusting, *serving;
	int ends[2];
	struct tls *client, *server;
	struct error error; /* the client's */
};

static const struct certificate_form authority_form = { .name = "Test Authority",
							.authority = true };
static const struct certificate_form leaf_form = { .name = "leaf", .dns = "chat.example" };

static inline void connect_ends(struct fixture *f)
{
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, f->ends), 0);
}

static inline struct tls_context *client_context(const char *ca_file)
{
	const struct tls_config config = { .ca_file = ca_file };
	struct error error = { 0 };
	struct tls_context *context = tls_client_context(&config, &error);

	ck_assert_msg(context != NULL, "%s", error.detail);
	return context;
}

static inline void begin(struct fixture *f, const struct certificate_form *form)
{
	struct error error = { 0 };

	memset(f, 0, sizeof *f);
	f->directory = certificates_begin();
	certificate_make(&f->authority, f->directory, &authority_form, NULL, false);
	certificate_make(&f->leaf, f->directory, form ? form : &leaf_form, &f->authority, false);
	f->trusting = client_context(f->authority.cert_file);
	f->serving = tls_server_context(f->leaf.cert_file, f->leaf.key_file, &error);
	ck_assert_msg(f->serving != NULL, "%s", error.detail);
	connect_ends(f);
}

static inline void hang_up(struct fixture *f)
{
	tls_free(f->client);
	tls_free(f->server);
	f->client = f->server = NULL;
	for (int i = 0; i < 2; i++) {
		if (f->ends[i] >= 0)
			close(f->ends[i]);
		f->ends[i] = -1;
	}
}

static inline void finish(struct fixture *f)
{
	hang_up(f);
	tls_context_free(f->trusting);
	tls_context_free(f->serving);
	certificate_free(&f->authority);
	certificate_free(&f->leaf);
	certificates_end(f->directory);
}

static inline void start(struct fixture *f, const char *host)
{
	f->client = tls_client(f->trusting, f->ends[0], host);
	f->server = tls_server(f->serving, f->ends[1]);
}

/* Both ends in turn, until the client is done or has failed. */
static inline enum tls_status shake_hands(struct fixture *f)
{
	enum tls_status client = TLS_WANTS_READ, server = TLS_WANTS_READ;

	for (int i = 0;
	     i < ROUNDS && client != TLS_FAILED && (client != TLS_DONE || server != TLS_DONE);
	     i++) {
		if (client != TLS_DONE)
			client = tls_handshake(f->client, &f->error);
		if (server != TLS_DONE && server != TLS_FAILED)
			server = tls_handshake(f->server, NULL);
	}
	return client;
}

static inline void open_session(struct fixture *f)
{
	start(f, "chat.example");
	ck_assert_msg(shake_hands(f) == TLS_DONE, "%d: %s", f->error.code, f->error.detail);
}

#endif
