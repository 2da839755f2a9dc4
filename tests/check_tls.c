#include "tls_testing.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>

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
	ck_assert_int_eq(write(f.ends[1],
			       "\x17\x03\x03\x00\x14"
			       "0123456789abcdef0123456789abcdef",
			       25),
			 25);
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

START_TEST(random_bytes_differ)
{
	uint8_t a[32], b[32];

	tls_random(a, sizeof a);
	tls_random(b, sizeof b);
	ck_assert(memcmp(a, b, sizeof a) != 0);
}
END_TEST

TESTING_MAIN("tls", TESTING_LOOP(bytes_pass_both_ways_through_a_narrow_socket, COUNT(sizes)),
	     TESTING(a_reader_is_told_of_bytes_that_poll_does_not_see),
	     TESTING(an_end_with_a_goodbye_is_clean),
	     TESTING_LOOP(an_end_without_a_goodbye_is_truncation, 2),
	     TESTING(a_record_that_was_changed_is_an_error),
	     TESTING_LOOP(a_stranger_is_known_by_its_first_bytes, COUNT(strangers)),
	     TESTING(a_second_session_resumes_the_first_one_of_its_host),
	     TESTING(a_server_that_forgot_is_met_anew),
	     TESTING(many_hosts_are_remembered_up_to_a_limit),
	     TESTING(a_session_describes_itself_and_its_peer), TESTING(random_bytes_differ))
