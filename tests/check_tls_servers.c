/* The client against servers that our own end cannot be: old ones, ones that staple, ones that want
 * to know who comes. */
#include "testing.h"

#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "certificates.h"
#include "tls.h"

#define ROUNDS 1000

struct fixture {
	char *directory;
	struct certificate authority, leaf, visitor;
	struct tls_context *context;
	int ends[2];
	struct tls *client;
	struct error error; /* the client's */

	gnutls_certificate_credentials_t credentials;
	gnutls_datum_t ticket_key, staple;
	gnutls_session_t server;
	bool greeted; /* the server is done with the handshake */
};

static void make_certificates(struct fixture *f)
{
	static const struct certificate_form authority = { .name = "Test Authority",
							   .authority = true },
					     leaf = { .name = "leaf",
						      .dns = "chat.example",
						      .ip = "127.0.0.1" },
					     visitor = { .name = "visitor",
							 .purpose = GNUTLS_KP_TLS_WWW_CLIENT };

	f->directory = certificates_begin();
	certificate_make(&f->authority, f->directory, &authority, NULL, false);
	certificate_make(&f->leaf, f->directory, &leaf, &f->authority, false);
	certificate_make(&f->visitor, f->directory, &visitor, &f->authority, false);
}

/* WHO: with the client's certificate. */
static void begin(struct fixture *f, bool who)
{
	struct tls_config config = { 0 };

	memset(f, 0, sizeof *f);
	make_certificates(f);
	config.ca_file = f->authority.cert_file;
	config.cert = who ? f->visitor.cert_file : NULL;
	config.key = who ? f->visitor.key_file : NULL;
	f->context = tls_client_context(&config, &f->error);
	ck_assert_ptr_nonnull(f->context);
	ck_assert_int_ge(gnutls_certificate_allocate_credentials(&f->credentials), 0);
	ck_assert_int_ge(gnutls_certificate_set_x509_key_file(f->credentials, f->leaf.cert_file,
							      f->leaf.key_file,
							      GNUTLS_X509_FMT_PEM),
			 0);
	ck_assert_int_ge(gnutls_certificate_set_x509_trust_file(
				 f->credentials, f->authority.cert_file, GNUTLS_X509_FMT_PEM),
			 0);
	ck_assert_int_ge(gnutls_session_ticket_key_generate(&f->ticket_key), 0);
	f->ends[0] = f->ends[1] = -1;
}

static void hang_up(struct fixture *f)
{
	tls_free(f->client);
	if (f->server)
		gnutls_deinit(f->server);
	f->client = NULL;
	f->server = NULL;
	for (int i = 0; i < 2; i++) {
		if (f->ends[i] >= 0)
			close(f->ends[i]);
		f->ends[i] = -1;
	}
}

static void finish(struct fixture *f)
{
	hang_up(f);
	tls_context_free(f->context);
	gnutls_certificate_free_credentials(f->credentials);
	gnutls_free(f->ticket_key.data);
	gnutls_free(f->staple.data);
	certificate_free(&f->authority);
	certificate_free(&f->leaf);
	certificate_free(&f->visitor);
	certificates_end(f->directory);
}

static void start(struct fixture *f, const char *priority, const char *host)
{
	static const unsigned char http[] = "http/1.1", other[] = "h2";
	const gnutls_datum_t protocols[] = { { (unsigned char *)other, 2 },
					     { (unsigned char *)http, 8 } };

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, f->ends), 0);
	ck_assert_int_ge(gnutls_init(&f->server, GNUTLS_SERVER | GNUTLS_NONBLOCK), 0);
	ck_assert_int_ge(gnutls_priority_set_direct(f->server, priority, NULL), 0);
	ck_assert_int_ge(gnutls_credentials_set(f->server, GNUTLS_CRD_CERTIFICATE, f->credentials),
			 0);
	ck_assert_int_ge(gnutls_alpn_set_protocols(f->server, protocols, 2, 0), 0);
	ck_assert_int_ge(gnutls_session_ticket_enable_server(f->server, &f->ticket_key), 0);
	gnutls_transport_set_int(f->server, f->ends[1]);
	f->greeted = false;
	f->client = tls_client(f->context, f->ends[0], host);
}

static enum tls_status shake_hands(struct fixture *f)
{
	enum tls_status client = TLS_WANTS_READ;
	int server = GNUTLS_E_AGAIN;

	for (int i = 0; i < ROUNDS && client != TLS_FAILED &&
			(client != TLS_DONE || (server && !gnutls_error_is_fatal(server)));
	     i++) {
		if (client != TLS_DONE)
			client = tls_handshake(f->client, &f->error);
		if (server && !gnutls_error_is_fatal(server)) {
			server = gnutls_handshake(f->server);
			if (server && gnutls_error_is_fatal(server))
				gnutls_alert_send_appropriate(f->server, server);
		}
	}
	f->greeted = !server;
	return client;
}

/* What the client reads next: a count, 0 at the end, -1 and the error. */
static ssize_t hear(struct fixture *f, char *bytes, size_t n)
{
	enum tls_status status = TLS_WANTS_READ;
	ssize_t got;

	do
		got = tls_read(f->client, bytes, n, &status, &f->error);
	while (got < 0 && status == TLS_WANTS_READ);
	return got;
}

static void expect_word(struct fixture *f)
{
	char bytes[16];
	enum tls_status status;
	ssize_t got;
	int tries = 0;

	ck_assert_int_eq(gnutls_record_send(f->server, "word", 4), 4);
	ck_assert_int_eq(hear(f, bytes, sizeof bytes), 4);
	ck_assert_int_eq(tls_write(f->client, "answer", 6, &status, NULL), 6);
	do /* it asks to be called again behind a key update */
		got = gnutls_record_recv(f->server, bytes, sizeof bytes);
	while (got == GNUTLS_E_AGAIN && ++tries < ROUNDS);
	ck_assert_int_eq(got, 6);
}

#define TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"
#define TLS13 "NORMAL:-VERS-ALL:+VERS-TLS1.3"

static const char *const current[] = { TLS12, TLS13 };

START_TEST(the_client_names_the_host_and_the_protocol)
{
	char name[64];
	size_t size = sizeof name;
	unsigned type;
	gnutls_datum_t protocol;
	struct fixture f;

	begin(&f, false);
	start(&f, current[_i % 2], _i / 2 ? "127.0.0.1" : "chat.example");
	ck_assert_int_eq(shake_hands(&f), TLS_DONE);
	if (_i / 2) {
		ck_assert_int_lt(gnutls_server_name_get(f.server, name, &size, &type, 0), 0);
	} else {
		ck_assert_int_eq(gnutls_server_name_get(f.server, name, &size, &type, 0), 0);
		ck_assert_str_eq(name, "chat.example");
	}
	ck_assert_int_eq(gnutls_alpn_get_selected_protocol(f.server, &protocol), 0);
	ck_assert_uint_eq(protocol.size, 8);
	ck_assert(!memcmp(protocol.data, "http/1.1", 8));
	expect_word(&f);
	finish(&f);
}
END_TEST

static const struct {
	const char *priority;
	enum error_code code;
} old[] = {
	{ "NORMAL:-VERS-ALL:+VERS-TLS1.1", ERROR_TLS_VERSION },
	{ "NORMAL:-VERS-ALL:+VERS-TLS1.0", ERROR_TLS_VERSION },
	{ "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+ANON-ECDH", ERROR_TLS_ALERT },
};

START_TEST(an_old_server_is_refused)
{
	struct fixture f;

	begin(&f, false);
	start(&f, old[_i].priority, "chat.example");
	ck_assert_int_eq(shake_hands(&f), TLS_FAILED);
	ck_assert_int_eq(f.error.code, old[_i].code);
	finish(&f);
}
END_TEST

/* Client certificates. In TLS 1.3 the client is done before the server has judged it. */

START_TEST(a_server_that_asks_is_shown_our_certificate)
{
	const gnutls_datum_t *peer;
	unsigned n = 0, status = 1;
	struct fixture f;

	begin(&f, true);
	start(&f, current[_i], "chat.example");
	gnutls_certificate_server_set_request(f.server, GNUTLS_CERT_REQUIRE);
	ck_assert_int_eq(shake_hands(&f), TLS_DONE);
	ck_assert(f.greeted);
	peer = gnutls_certificate_get_peers(f.server, &n);
	ck_assert(peer && n == 1);
	ck_assert_int_eq(gnutls_certificate_verify_peers2(f.server, &status), 0);
	ck_assert_uint_eq(status, 0);
	expect_word(&f);
	finish(&f);
}
END_TEST

START_TEST(a_server_that_insists_and_is_shown_none_says_so)
{
	char bytes[16];
	enum tls_status status;
	struct fixture f;

	begin(&f, false);
	start(&f, current[_i], "chat.example");
	gnutls_certificate_server_set_request(f.server, GNUTLS_CERT_REQUIRE);
	status = shake_hands(&f);
	if (status == TLS_DONE)
		ck_assert_int_eq(hear(&f, bytes, sizeof bytes), -1);
	ck_assert_int_eq(f.error.code, ERROR_TLS_ALERT);
	ck_assert_str_ne(f.error.detail, "");
	finish(&f);
}
END_TEST

/* Stapled answers, RFC 6066, section 8. */

static int give_staple(gnutls_session_t session, void *arg, gnutls_datum_t *answer)
{
	const struct fixture *f = arg;

	(void)session;
	answer->size = f->staple.size;
	answer->data = gnutls_malloc(answer->size);
	memcpy(answer->data, f->staple.data, answer->size);
	return 0;
}

START_TEST(a_stapled_answer_is_heeded)
{
	bool revoked = _i / 2;
	struct fixture f;

	begin(&f, false);
	certificate_ocsp(&f.leaf, &f.authority, revoked, &f.staple);
	gnutls_certificate_set_ocsp_status_request_function(f.credentials, give_staple, &f);
	start(&f, current[_i % 2], "chat.example");
	ck_assert_int_eq(shake_hands(&f), revoked ? TLS_FAILED : TLS_DONE);
	ck_assert_msg(f.error.code == (revoked ? ERROR_TLS_REVOKED : ERROR_NONE), "%d: %s",
		      f.error.code, f.error.detail);
	if (revoked)
		ck_assert_str_eq(f.error.detail, "CN=leaf");
	finish(&f);
}
END_TEST

START_TEST(sessions_of_each_version_are_resumed)
{
	struct fixture f;

	begin(&f, false);
	for (int i = 0; i < 3; i++) {
		start(&f, current[_i], "chat.example");
		ck_assert_int_eq(shake_hands(&f), TLS_DONE);
		ck_assert(tls_is_resumed(f.client) == (i > 0));
		expect_word(&f);
		hang_up(&f);
	}
	finish(&f);
}
END_TEST

/* RFC 8446, section 4.6.3: what the client must answer goes out behind its reading. */
START_TEST(a_key_update_is_answered)
{
	struct fixture f;

	begin(&f, false);
	start(&f, TLS13, "chat.example");
	ck_assert_int_eq(shake_hands(&f), TLS_DONE);
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(gnutls_session_key_update(f.server, GNUTLS_KU_PEER), 0);
		expect_word(&f);
	}
	finish(&f);
}
END_TEST

TESTING_MAIN("tls_servers",
	     TESTING_LOOP(the_client_names_the_host_and_the_protocol, 2 * COUNT(current)),
	     TESTING_LOOP(an_old_server_is_refused, COUNT(old)),
	     TESTING_LOOP(a_server_that_asks_is_shown_our_certificate, COUNT(current)),
	     TESTING_LOOP(a_server_that_insists_and_is_shown_none_says_so, COUNT(current)),
	     TESTING_LOOP(a_stapled_answer_is_heeded, 2 * COUNT(current)),
	     TESTING_LOOP(sessions_of_each_version_are_resumed, COUNT(current)),
	     TESTING(a_key_update_is_answered))
