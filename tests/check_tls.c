#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "certificates.h"
#include "mem.h"
#include "tls.h"

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

static void connect_ends(struct fixture *f)
{
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, f->ends), 0);
}

static struct tls_context *client_context(const char *ca_file)
{
	const struct tls_config config = { .ca_file = ca_file };
	struct error error = { 0 };
	struct tls_context *context = tls_client_context(&config, &error);

	ck_assert_msg(context != NULL, "%s", error.detail);
	return context;
}

static void begin(struct fixture *f, const struct certificate_form *form)
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

static void hang_up(struct fixture *f)
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

static void finish(struct fixture *f)
{
	hang_up(f);
	tls_context_free(f->trusting);
	tls_context_free(f->serving);
	certificate_free(&f->authority);
	certificate_free(&f->leaf);
	certificates_end(f->directory);
}

static void start(struct fixture *f, const char *host)
{
	f->client = tls_client(f->trusting, f->ends[0], host);
	f->server = tls_server(f->serving, f->ends[1]);
}

/* Both ends in turn, until the client is done or has failed. */
static enum tls_status shake_hands(struct fixture *f)
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

static void open_session(struct fixture *f)
{
	start(f, "chat.example");
	ck_assert_msg(shake_hands(f) == TLS_DONE, "%d: %s", f->error.code, f->error.detail);
}

/* The reason for a refusal. */

enum signer { BY_AUTHORITY, BY_STRANGER, BY_ITSELF, BY_LEAF };

static const struct {
	struct certificate_form form;
	enum signer signer;
	const char *host;
	enum error_code code;
	const char *detail; /* a part of it */
} certificates[] = {
	{ { .name = "a", .dns = "chat.example" }, BY_AUTHORITY, "chat.example", ERROR_NONE, "" },
	{ { .name = "a", .dns = "chat.example" }, BY_AUTHORITY, "chat.example.", ERROR_NONE, "" },
	{ { .name = "a", .dns = "*.example" },
	  BY_AUTHORITY,
	  "chat.example",
	  ERROR_TLS_WRONG_HOST,
	  "chat.example" },
	{ { .name = "a", .dns = "*.chat.example" },
	  BY_AUTHORITY,
	  "a.chat.example",
	  ERROR_NONE,
	  "" },
	{ { .name = "a", .dns = "*.chat.example" },
	  BY_AUTHORITY,
	  "a.b.chat.example",
	  ERROR_TLS_WRONG_HOST,
	  "a.b.chat.example" },
	{ { .name = "a", .dns = "chat.example" },
	  BY_AUTHORITY,
	  "chat.example.org",
	  ERROR_TLS_WRONG_HOST,
	  "chat.example.org" },
	{ { .name = "a", .ip = "127.0.0.1" }, BY_AUTHORITY, "127.0.0.1", ERROR_NONE, "" },
	{ { .name = "a", .ip = "::1" }, BY_AUTHORITY, "::1", ERROR_NONE, "" },
	{ { .name = "a", .ip = "::1" }, BY_AUTHORITY, "127.0.0.1", ERROR_TLS_WRONG_HOST, "127" },
	{ { .name = "a", .dns = "127.0.0.1" },
	  BY_AUTHORITY,
	  "127.0.0.1",
	  ERROR_TLS_WRONG_HOST,
	  "127.0.0.1" },
	{ { .name = "a", .dns = "chat.example", .from = -7200, .until = -3600 },
	  BY_AUTHORITY,
	  "chat.example",
	  ERROR_TLS_EXPIRED,
	  "20" },
	{ { .name = "a", .dns = "chat.example", .from = 3600 },
	  BY_AUTHORITY,
	  "chat.example",
	  ERROR_TLS_NOT_YET_VALID,
	  "20" },
	{ { .name = "home", .dns = "chat.example" },
	  BY_ITSELF,
	  "chat.example",
	  ERROR_TLS_SELF_SIGNED,
	  ", CN=home" },
	{ { .name = "home", .dns = "chat.example", .from = -7200, .until = -3600 },
	  BY_ITSELF,
	  "elsewhere.example",
	  ERROR_TLS_SELF_SIGNED,
	  "CN=home" },
	{ { .name = "a", .dns = "chat.example" },
	  BY_STRANGER,
	  "chat.example",
	  ERROR_TLS_UNKNOWN_ISSUER,
	  "CN=Stranger" },
	{ { .name = "a", .dns = "chat.example" },
	  BY_LEAF,
	  "chat.example",
	  ERROR_TLS_UNKNOWN_ISSUER,
	  "CN=leaf" },
	{ { .name = "weak", .dns = "chat.example", .rsa_bits = 1024 },
	  BY_AUTHORITY,
	  "chat.example",
	  ERROR_TLS_WEAK,
	  "CN=weak" },
	{ { .name = "weak", .dns = "chat.example", .digest = GNUTLS_DIG_SHA1 },
	  BY_AUTHORITY,
	  "chat.example",
	  ERROR_TLS_WEAK,
	  "CN=weak" },
	{ { .name = "a", .dns = "chat.example", .purpose = GNUTLS_KP_TLS_WWW_CLIENT },
	  BY_AUTHORITY,
	  "chat.example",
	  ERROR_TLS_HANDSHAKE,
	  "purpose" },
};

START_TEST(a_certificate_is_taken_or_refused_with_its_reason)
{
	static const struct certificate_form strange = { .name = "Stranger", .authority = true };
	struct certificate stranger, leaf;
	const struct certificate *signer[] = { NULL, NULL, NULL, NULL };
	struct fixture f;
	char pin[65];

	begin(&f, NULL);
	certificate_make(&stranger, f.directory, &strange, NULL, false);
	signer[BY_AUTHORITY] = &f.authority;
	signer[BY_STRANGER] = &stranger;
	signer[BY_LEAF] = &f.leaf;
	certificate_make(&leaf, f.directory, &certificates[_i].form,
			 signer[certificates[_i].signer], certificates[_i].signer != BY_ITSELF);
	tls_context_free(f.serving);
	f.serving = tls_server_context(leaf.cert_file, leaf.key_file, &f.error);
	ck_assert_ptr_nonnull(f.serving);
	start(&f, certificates[_i].host);
	ck_assert_int_eq(shake_hands(&f), certificates[_i].code ? TLS_FAILED : TLS_DONE);
	ck_assert_int_eq(f.error.code, certificates[_i].code);
	ck_assert_msg(strstr(f.error.detail, certificates[_i].detail) != NULL, "%s",
		      f.error.detail);
	if (certificates[_i].code == ERROR_TLS_SELF_SIGNED) {
		certificate_pin(&leaf, pin);
		ck_assert_ptr_nonnull(strstr(f.error.detail, pin));
	}
	certificate_free(&leaf);
	certificate_free(&stranger);
	finish(&f);
}
END_TEST

START_TEST(a_trusted_certificate_may_be_self_signed)
{
	struct certificate own;
	struct fixture f;

	begin(&f, NULL);
	certificate_make(&own, f.directory,
			 &(struct certificate_form){ .name = "own", .dns = "chat.example" }, NULL,
			 false);
	tls_context_free(f.trusting);
	tls_context_free(f.serving);
	f.trusting = client_context(own.cert_file);
	f.serving = tls_server_context(own.cert_file, own.key_file, &f.error);
	open_session(&f);
	certificate_free(&own);
	finish(&f);
}
END_TEST

/* Pins. */

static struct tls_context *pinned_context(const char *pin, struct error *error)
{
	const struct tls_config config = { .pin = pin };

	return tls_client_context(&config, error);
}

static void decorate(char *out, const char *pin)
{
	out += sprintf(out, "sha256:");
	for (size_t i = 0; pin[i]; i++)
		out += sprintf(out, "%s%c", i && i % 2 == 0 ? ":" : "",
			       pin[i] >= 'a' ? pin[i] - 'a' + 'A' : pin[i]);
}

START_TEST(a_pin_takes_exactly_its_certificate)
{
	char pin[65], decorated[128];
	struct fixture f;

	begin(&f, NULL);
	certificate_pin(_i == 2 ? &f.authority : &f.leaf, pin);
	decorate(decorated, pin);
	tls_context_free(f.trusting);
	f.trusting = pinned_context(_i == 1 ? decorated : pin, &f.error);
	ck_assert_ptr_nonnull(f.trusting);
	start(&f, "any.name.at.all");
	ck_assert_int_eq(shake_hands(&f), _i == 2 ? TLS_FAILED : TLS_DONE);
	if (_i == 2) {
		certificate_pin(&f.leaf, pin);
		ck_assert_int_eq(f.error.code, ERROR_TLS_PIN);
		ck_assert_str_eq(f.error.detail, pin);
	}
	finish(&f);
}
END_TEST

#define HEX32 "0123456789abcdef0123456789abcdef"

static const char *const bad_pins[] = {
	"",
	"sha256:",
	"00",
	HEX32,
	HEX32 HEX32 "0",
	HEX32 HEX32 "00",
	"sha1:" HEX32 HEX32,
	("g123456789abcdef0123456789abcdef" HEX32),
};

START_TEST(what_is_no_pin_is_refused)
{
	struct error error = { 0 };

	ck_assert_ptr_null(pinned_context(bad_pins[_i], &error));
	ck_assert_int_eq(error.code, ERROR_OPTION_VALUE);
}
END_TEST

/* Files. */

START_TEST(files_that_are_none_are_named)
{
	struct fixture f;
	char *missing;

	begin(&f, NULL);
	missing = mem_format("%s/missing.pem", f.directory);
	const struct tls_config configs[] = {
		{ .ca_file = missing },
		{ .ca_file = f.leaf.key_file },
		{ .ca_file = f.directory },
		{ .cert = missing, .key = f.leaf.key_file },
		{ .cert = f.leaf.cert_file, .key = missing },
		{ .cert = f.leaf.cert_file },
		{ .cert = f.leaf.cert_file, .key = f.authority.key_file },
		{ .cert = f.leaf.key_file, .key = f.leaf.key_file },
	};
	for (size_t i = 0; i < COUNT(configs); i++) {
		f.error.code = ERROR_NONE;
		ck_assert_ptr_null(tls_client_context(&configs[i], &f.error));
		ck_assert_int_eq(f.error.code, ERROR_TLS_FILE);
		ck_assert_ptr_nonnull(strstr(f.error.detail, f.directory));
	}
	ck_assert_ptr_null(tls_server_context(missing, f.leaf.key_file, &f.error));
	ck_assert_int_eq(f.error.code, ERROR_TLS_FILE);
	free(missing);
	finish(&f);
}
END_TEST

/* The bytes. */

static void fill(uint8_t *bytes, size_t n, uint32_t seed)
{
	for (size_t i = 0; i < n; i++) {
		seed = seed * 1664525 + 1013904223;
		bytes[i] = (uint8_t)(seed >> 24);
	}
}

/* Returns what was read until the reader wants more. */
static size_t take(struct tls *t, uint8_t *bytes, size_t n)
{
	enum tls_status status = TLS_DONE;
	ssize_t got = tls_read(t, bytes, n, &status, NULL);

	ck_assert(got > 0 || status == TLS_WANTS_READ);
	return got > 0 ? (size_t)got : 0;
}

static void carry(struct tls *from, struct tls *to, size_t n)
{
	static uint8_t sent[300000], read[300000];
	size_t out = 0, in = 0;
	enum tls_status status;

	ck_assert_uint_le(n, sizeof sent);
	fill(sent, n, (uint32_t)n);
	for (int i = 0; i < ROUNDS && in < n; i++) {
		ssize_t r = out < n ? tls_write(from, sent + out, n - out, &status, NULL) : 0;

		if (r >= 0)
			out += (size_t)r;
		else
			ck_assert_int_eq(status, TLS_WANTS_WRITE);
		if (out == n)
			ck_assert_int_ne(tls_flush(from, NULL), TLS_FAILED);
		do
			in += take(to, read + in, n - in);
		while (in < n && tls_pending(to));
	}
	ck_assert_uint_eq(in, n);
	ck_assert(!memcmp(sent, read, n));
	ck_assert(!tls_unsent(from));
}

static const size_t sizes[] = { 1, 2, 16383, 16384, 16385, 65536, 65537, 300000 };

START_TEST(bytes_pass_both_ways_through_a_narrow_socket)
{
	int room = 4096;
	struct fixture f;

	begin(&f, NULL);
	for (int i = 0; i < 2; i++)
		setsockopt(f.ends[i], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
	open_session(&f);
	carry(f.client, f.server, sizes[_i]);
	carry(f.server, f.client, sizes[_i]);
	finish(&f);
}
END_TEST

START_TEST(a_reader_is_told_of_bytes_that_poll_does_not_see)
{
	uint8_t byte;
	struct fixture f;
	enum tls_status status;

	begin(&f, NULL);
	open_session(&f);
	take(f.client, &byte, 1);
	ck_assert(!tls_pending(f.client));
	ck_assert_int_eq(tls_write(f.server, "abc", 3, &status, NULL), 3);
	ck_assert_uint_eq(take(f.client, &byte, 1), 1);
	ck_assert(tls_pending(f.client));
	ck_assert_uint_eq(take(f.client, &byte, 1), 1);
	ck_assert_uint_eq(take(f.client, &byte, 1), 1);
	ck_assert_uint_eq(take(f.client, &byte, 1), 0);
	ck_assert(!tls_pending(f.client));
	finish(&f);
}
END_TEST

/* Reads to the end: 0, or -1 with the error. */
static ssize_t read_out(struct fixture *f, size_t *total)
{
	uint8_t bytes[1000];
	enum tls_status status = TLS_DONE;
	ssize_t n;

	*total = 0;
	do {
		n = tls_read(f->client, bytes, sizeof bytes, &status, &f->error);
		*total += n > 0 ? (size_t)n : 0;
	} while (n > 0 || (n < 0 && status == TLS_WANTS_READ));
	return n;
}

START_TEST(an_end_with_a_goodbye_is_clean)
{
	enum tls_status status;
	struct fixture f;
	size_t total;

	begin(&f, NULL);
	open_session(&f);
	ck_assert_int_eq(tls_write(f.server, "abc", 3, &status, NULL), 3);
	tls_bye(f.server);
	ck_assert_int_eq(read_out(&f, &total), 0);
	ck_assert_uint_eq(total, 3);
	ck_assert(tls_pending(f.client));
	ck_assert_int_eq(read_out(&f, &total), 0);
	finish(&f);
}
END_TEST

START_TEST(an_end_without_a_goodbye_is_truncation)
{
	enum tls_status status;
	struct fixture f;
	size_t total;

	begin(&f, NULL);
	open_session(&f);
	ck_assert_int_eq(tls_write(f.server, "abc", 3, &status, NULL), 3);
	if (_i)
		ck_assert_int_eq(write(f.ends[1], "\x17\x03\x03\x00\x20half", 9), 9);
	shutdown(f.ends[1], SHUT_WR);
	ck_assert_int_eq(read_out(&f, &total), -1);
	ck_assert_uint_eq(total, 3);
	ck_assert_int_eq(f.error.code, ERROR_TLS_TRUNCATED);
	finish(&f);
}
END_TEST

START_TEST(a_record_that_was_changed_is_an_error)
{
	struct fixture f;
	size_t total;

	begin(&f, NULL);
	open_session(&f);
	ck_assert_int_eq(write(f.ends[1], "\x17\x03\x03\x00\x14" HEX32, 25), 25);
	ck_assert_int_eq(read_out(&f, &total), -1);
	ck_assert_int_eq(f.error.code, ERROR_TLS_RECORD);
	finish(&f);
}
END_TEST

/* Peers that are no TLS server. */

static const struct {
	const char *bytes;
	size_t n;
	enum error_code code;
} strangers[] = {
	{ "HTTP/1.1 400 Bad Request\r\n\r\n", 28, ERROR_TLS_NOT_TLS },
	{ "H", 1, ERROR_TLS_NOT_TLS },
	{ "SSH-2.0-x\r\n", 11, ERROR_TLS_NOT_TLS },
	{ "\0\0\0\0", 4, ERROR_TLS_NOT_TLS },
	{ "", 0, ERROR_TLS_HANDSHAKE },
	{ "\x16", 1, ERROR_TLS_HANDSHAKE },
	{ "\x15\x03\x01\x00\x02\x02\x46", 7, ERROR_TLS_VERSION },
	{ "\x15\x03\x03\x00\x02\x02\x28", 7, ERROR_TLS_ALERT },
	{ "\x16\x03\x03\x00\x04\x63\x00\x00\x00", 9, ERROR_TLS_HANDSHAKE },
};

START_TEST(a_stranger_is_known_by_its_first_bytes)
{
	enum tls_status status;
	struct fixture f;

	begin(&f, NULL);
	f.client = tls_client(f.trusting, f.ends[0], "chat.example");
	ck_assert_int_eq(tls_handshake(f.client, &f.error), TLS_WANTS_READ);
	ck_assert_int_eq(write(f.ends[1], strangers[_i].bytes, strangers[_i].n),
			 (ssize_t)strangers[_i].n);
	shutdown(f.ends[1], SHUT_WR);
	do
		status = tls_handshake(f.client, &f.error);
	while (status == TLS_WANTS_READ);
	ck_assert_int_eq(status, TLS_FAILED);
	ck_assert_int_eq(f.error.code, strangers[_i].code);
	ck_assert_str_ne(f.error.detail, "");
	finish(&f);
}
END_TEST

/* Resumption. */

static bool converse(struct fixture *f, const char *host)
{
	uint8_t byte;
	bool resumed;

	connect_ends(f);
	start(f, host);
	ck_assert_int_eq(shake_hands(f), TLS_DONE);
	take(f->client, &byte, 1);
	carry(f->client, f->server, 10);
	carry(f->server, f->client, 10);
	resumed = tls_is_resumed(f->client);
	hang_up(f);
	return resumed;
}

START_TEST(a_second_session_resumes_the_first_one_of_its_host)
{
	static const struct certificate_form two = { .name = "leaf", .dns = "*.chat.example" };
	struct fixture f;

	begin(&f, &two);
	hang_up(&f);
	ck_assert(!converse(&f, "a.chat.example"));
	ck_assert(converse(&f, "a.chat.example"));
	ck_assert(!converse(&f, "b.chat.example"));
	ck_assert(converse(&f, "a.chat.example"));
	ck_assert(converse(&f, "b.chat.example"));
	finish(&f);
}
END_TEST

START_TEST(a_server_that_forgot_is_met_anew)
{
	struct fixture f;

	begin(&f, NULL);
	hang_up(&f);
	ck_assert(!converse(&f, "chat.example"));
	tls_context_free(f.serving);
	f.serving = tls_server_context(f.leaf.cert_file, f.leaf.key_file, &f.error);
	ck_assert(!converse(&f, "chat.example"));
	ck_assert(converse(&f, "chat.example"));
	finish(&f);
}
END_TEST

START_TEST(many_hosts_are_remembered_up_to_a_limit)
{
	static const struct certificate_form many = { .name = "leaf", .dns = "*.chat.example" };
	struct fixture f;
	char host[32];

	begin(&f, &many);
	hang_up(&f);
	for (int i = 0; i < 20; i++) {
		snprintf(host, sizeof host, "h%d.chat.example", i);
		ck_assert(!converse(&f, host));
	}
	ck_assert(converse(&f, "h19.chat.example"));
	ck_assert(!converse(&f, "h0.chat.example"));
	finish(&f);
}
END_TEST

/* A resumed session has not seen the certificate again, but tells of it. */
START_TEST(a_session_describes_itself_and_its_peer)
{
	struct fixture f;
	char *text, pin[65];
	uint8_t byte;

	begin(&f, NULL);
	certificate_pin(&f.leaf, pin);
	for (int i = 0; i < 2; i++) {
		open_session(&f);
		take(f.client, &byte, 1);
		ck_assert(tls_is_resumed(f.client) == (i == 1));
		text = tls_describe(f.client);
		ck_assert_ptr_nonnull(strstr(text, "TLS1.3"));
		free(text);
		text = tls_describe_peer(f.client);
		ck_assert_ptr_nonnull(text);
		ck_assert_ptr_nonnull(strstr(text, "CN=leaf"));
		ck_assert_ptr_nonnull(strstr(text, "CN=Test Authority"));
		ck_assert_ptr_nonnull(strstr(text, pin));
		free(text);
		ck_assert_ptr_null(tls_describe_peer(f.server));
		hang_up(&f);
		connect_ends(&f);
	}
	finish(&f);
}
END_TEST

START_TEST(the_trust_may_be_read_ahead)
{
	struct fixture f;

	begin(&f, NULL);
	tls_context_prepare(f.trusting);
	tls_context_prepare(f.trusting);
	if (_i)
		open_session(&f);
	finish(&f);
}
END_TEST

START_TEST(random_bytes_differ)
{
	uint8_t a[32], b[32];

	tls_random(a, sizeof a);
	tls_random(b, sizeof b);
	ck_assert(memcmp(a, b, sizeof a) != 0);
}
END_TEST

TESTING_MAIN("tls",
	     TESTING_LOOP(a_certificate_is_taken_or_refused_with_its_reason, COUNT(certificates)),
	     TESTING(a_trusted_certificate_may_be_self_signed),
	     TESTING_LOOP(a_pin_takes_exactly_its_certificate, 3),
	     TESTING_LOOP(what_is_no_pin_is_refused, COUNT(bad_pins)),
	     TESTING(files_that_are_none_are_named),
	     TESTING_LOOP(bytes_pass_both_ways_through_a_narrow_socket, COUNT(sizes)),
	     TESTING(a_reader_is_told_of_bytes_that_poll_does_not_see),
	     TESTING(an_end_with_a_goodbye_is_clean),
	     TESTING_LOOP(an_end_without_a_goodbye_is_truncation, 2),
	     TESTING(a_record_that_was_changed_is_an_error),
	     TESTING_LOOP(a_stranger_is_known_by_its_first_bytes, COUNT(strangers)),
	     TESTING(a_second_session_resumes_the_first_one_of_its_host),
	     TESTING(a_server_that_forgot_is_met_anew),
	     TESTING(many_hosts_are_remembered_up_to_a_limit),
	     TESTING(a_session_describes_itself_and_its_peer),
	     TESTING_LOOP(the_trust_may_be_read_ahead, 2), TESTING(random_bytes_differ))
