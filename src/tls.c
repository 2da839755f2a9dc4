#include "tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "mem.h"
#include "tls_private.h"

#define RECEIVE_SIZE 32768 /* two records at a time */
#define SEND_SIZE    65536 /* encrypted ahead of the socket at most */

/*
 * GnuTLS reads and writes our two queues, never the socket: it would read each record in two calls,
 * header and body, and write each apart.
 */

static void note_error(struct error *error)
{
	int number = errno;

	if (number == EAGAIN || number == EWOULDBLOCK || number == EINTR)
		return;
	error_set(error,
		  number == ECONNRESET || number == EPIPE ? ERROR_CONNECTION_RESET
							  : ERROR_CONNECTION_LOST,
		  number, "%s", strerror(number));
}

static ssize_t receive_below(struct tls *t, uint8_t *bytes, size_t n)
{
	enum tls_status status;
	ssize_t got;

	if (t->below)
		return tls_read(t->below, bytes, n, &status, &t->receive_error);
	got = recv(t->fd, bytes, n, 0);
	if (got < 0)
		note_error(&t->receive_error);
	return got;
}

static ssize_t send_below(struct tls *t, const uint8_t *bytes, size_t n)
{
	enum tls_status status;
	ssize_t sent;

	if (t->below)
		return tls_write(t->below, bytes, n, &status, &t->send_error);
	sent = send(t->fd, bytes, n, MSG_NOSIGNAL);
	if (sent < 0)
		note_error(&t->send_error);
	return sent;
}

/* RFC 8446, section 5.1: the first record of a peer that speaks TLS is a handshake or an alert. */
static void hear(struct tls *t)
{
	uint8_t first = *buf_bytes(&t->in);

	t->not_tls = !t->heard && first != 22 && first != 21;
	t->heard = true;
}

static ssize_t pull(gnutls_transport_ptr_t ptr, void *bytes, size_t n)
{
	struct tls *t = ptr;
	ssize_t got;

	if (!buf_size(&t->in) && t->may_receive && !t->below_ended) {
		t->may_receive = false;
		got = receive_below(t, buf_reserve(&t->in, RECEIVE_SIZE), RECEIVE_SIZE);
		t->below_ended = got == 0;
		if (got > 0) {
			buf_extend(&t->in, (size_t)got);
			hear(t);
		}
	}
	if (t->receive_error.code || t->not_tls) {
		gnutls_transport_set_errno(t->session, EIO);
		return -1;
	}
	if (!buf_size(&t->in) && !t->below_ended) {
		gnutls_transport_set_errno(t->session, EAGAIN);
		return -1;
	}
	n = n < buf_size(&t->in) ? n : buf_size(&t->in);
	memcpy(bytes, buf_bytes(&t->in), n);
	buf_consume(&t->in, n);
	return (ssize_t)n;
}

static ssize_t push(gnutls_transport_ptr_t ptr, const void *bytes, size_t n)
{
	struct tls *t = ptr;

	buf_append(&t->out, bytes, n);
	return (ssize_t)n;
}

static int pull_timeout(gnutls_transport_ptr_t ptr, unsigned ms)
{
	struct tls *t = ptr;

	(void)ms;
	return buf_size(&t->in) || t->below_ended;
}

static int note_ticket(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
		       const gnutls_datum_t *message)
{
	struct tls *t = gnutls_session_get_ptr(session);

	(void)type;
	(void)when;
	(void)message;
	t->has_new_ticket = t->has_new_ticket || incoming;
	return 0;
}

static struct tls *tls_new(struct tls_context *context, int fd, struct tls *below, unsigned end)
{
	static const unsigned char http[] = "http/1.1";
	const gnutls_datum_t alpn = { (unsigned char *)http, sizeof http - 1 };
	struct tls *t = mem_new(1, sizeof *t);

	*t = (struct tls){ .context = context, .fd = fd, .below = below };
	if (gnutls_init(&t->session, end | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) < 0 ||
	    gnutls_priority_set(t->session, context->priority) < 0 ||
	    gnutls_credentials_set(t->session, GNUTLS_CRD_CERTIFICATE, context->credentials) < 0 ||
	    gnutls_alpn_set_protocols(t->session, &alpn, 1, 0) < 0)
		abort();
	gnutls_session_set_ptr(t->session, t);
	gnutls_transport_set_ptr(t->session, t);
	gnutls_transport_set_pull_function(t->session, pull);
	gnutls_transport_set_pull_timeout_function(t->session, pull_timeout);
	gnutls_transport_set_push_function(t->session, push);
	/* The deadlines are the connection's. */
	gnutls_handshake_set_timeout(t->session, GNUTLS_INDEFINITE_TIMEOUT);
	return t;
}

static bool is_address(const char *host)
{
	uint8_t bytes[16];

	return inet_pton(AF_INET, host, bytes) == 1 || inet_pton(AF_INET6, host, bytes) == 1;
}

static struct tls *client_new(struct tls_context *context, int fd, struct tls *below,
			      const char *host)
{
	struct tls *t = tls_new(context, fd, below, GNUTLS_CLIENT);
	size_t n = strlen(host);

	t->by_pin = context->pinned;
	if (!t->by_pin)
		tls_context_finish(context);
	t->host = mem_copy_n(host, n && host[n - 1] == '.' ? n - 1 : n);
	if (!is_address(t->host))
		gnutls_server_name_set(t->session, GNUTLS_NAME_DNS, t->host, strlen(t->host));
	gnutls_session_set_verify_function(t->session, tls_verify_peer);
	gnutls_handshake_set_hook_function(t->session, GNUTLS_HANDSHAKE_NEW_SESSION_TICKET,
					   GNUTLS_HOOK_POST, note_ticket);
	tls_context_use_ticket(context, t);
	return t;
}

struct tls *tls_client(struct tls_context *context, int fd, const char *host)
{
	return client_new(context, fd, NULL, host);
}

struct tls *tls_client_over(struct tls_context *context, struct tls *below, const char *host)
{
	return client_new(context, -1, below, host);
}

struct tls *tls_server(struct tls_context *context, int fd)
{
	struct tls *t = tls_new(context, fd, NULL, GNUTLS_SERVER);

	gnutls_certificate_server_set_request(t->session, GNUTLS_CERT_IGNORE);
	gnutls_session_ticket_enable_server(t->session, &context->ticket_key);
	return t;
}

void tls_ignore_pin(struct tls *t)
{
	t->by_pin = false;
	tls_context_finish(t->context);
}

void tls_free(struct tls *t)
{
	if (!t)
		return;
	gnutls_deinit(t->session);
	buf_free(&t->in);
	buf_free(&t->out);
	free(t->host);
	free(t);
}

static void append_alert(struct buf *out, gnutls_session_t session)
{
	const char *name = gnutls_alert_get_name(gnutls_alert_get(session));

	buf_append_string(out, name ? name : "?");
}

static enum error_code code_of_alert(gnutls_session_t session)
{
	switch (gnutls_alert_get(session)) {
	case GNUTLS_A_PROTOCOL_VERSION:
		return ERROR_TLS_VERSION;
	case GNUTLS_A_INSUFFICIENT_SECURITY:
		return ERROR_TLS_WEAK;
	default:
		return ERROR_TLS_ALERT;
	}
}

static enum error_code code_of(int failure, gnutls_session_t session, enum error_code otherwise)
{
	switch (failure) {
	case GNUTLS_E_FATAL_ALERT_RECEIVED:
		return code_of_alert(session);
	case GNUTLS_E_UNSUPPORTED_VERSION_PACKET:
		return ERROR_TLS_VERSION;
	case GNUTLS_E_DH_PRIME_UNACCEPTABLE:
	case GNUTLS_E_INSUFFICIENT_SECURITY:
		return ERROR_TLS_WEAK;
	default:
		return otherwise;
	}
}

/* What GnuTLS says, without its full stop: it stands inside a sentence. */
static bool explain(struct tls *t, int failure, enum error_code otherwise, struct error *error)
{
	enum error_code code = code_of(failure, t->session, otherwise);
	struct buf detail = { 0 };

	if (failure == GNUTLS_E_FATAL_ALERT_RECEIVED)
		append_alert(&detail, t->session);
	else
		buf_append_string(&detail, gnutls_strerror(failure));
	if (buf_size(&detail) && buf_bytes(&detail)[buf_size(&detail) - 1] == '.')
		buf_truncate(&detail, buf_size(&detail) - 1);
	error_set(error, code, 0, "%s", buf_string(&detail));
	buf_free(&detail);
	return false;
}

/* The peer is told why, as far as the socket takes it now. */
static void say_alert(struct tls *t, int failure)
{
	gnutls_alert_send_appropriate(t->session, failure);
	tls_flush(t, NULL);
}

static enum tls_status fail_handshake(struct tls *t, int failure, struct error *error)
{
	struct error why = { 0 };

	if (t->not_tls)
		error_set(&why, ERROR_TLS_NOT_TLS, 0, "%s", t->host ? t->host : "");
	else if (t->receive_error.code)
		why = t->receive_error;
	else if (t->refusal.code)
		why = t->refusal;
	else
		explain(t, failure, ERROR_TLS_HANDSHAKE, &why);
	if (!t->not_tls && !t->receive_error.code)
		say_alert(t, failure);
	if (error)
		*error = why;
	return TLS_FAILED;
}

static void take_ticket(struct tls *t)
{
	if (t->has_new_ticket)
		tls_context_keep_ticket(t->context, t);
	t->has_new_ticket = false;
}

/* TLS 1.2 resumes by one ticket, or by a number, again and again. */
static void sort_tickets(struct tls *t)
{
	if (!tls_is_resumed(t))
		tls_context_forget(t->context, t);
	if (gnutls_protocol_get_version(t->session) == GNUTLS_TLS1_2)
		t->has_new_ticket = true;
	take_ticket(t);
}

/* Bytes that the session below has already decrypted wake nobody: they are taken at once. */
static int shake_hands(struct tls *t)
{
	int failure;

	do {
		t->may_receive = true;
		failure = gnutls_handshake(t->session);
	} while ((failure < 0 && failure != GNUTLS_E_AGAIN && !gnutls_error_is_fatal(failure)) ||
		 (failure == GNUTLS_E_AGAIN && t->below && tls_pending(t->below)));
	return failure;
}

enum tls_status tls_handshake(struct tls *t, struct error *error)
{
	int failure = shake_hands(t);

	if (failure < 0 && failure != GNUTLS_E_AGAIN)
		return fail_handshake(t, failure, error);
	/* Where sending fails, reading tells why: an alert may be there. */
	if (tls_flush(t, NULL) == TLS_WANTS_WRITE)
		return TLS_WANTS_WRITE;
	if (failure < 0)
		return TLS_WANTS_READ;
	if (t->host)
		sort_tickets(t);
	return TLS_DONE;
}

static void fail_read(struct tls *t, ssize_t failure)
{
	if (t->receive_error.code)
		t->failure = t->receive_error;
	else if (t->below_ended)
		error_set(&t->failure, ERROR_TLS_TRUNCATED, 0, "%s", t->host ? t->host : "");
	else
		explain(t, (int)failure, ERROR_TLS_RECORD, &t->failure);
	if (!t->receive_error.code)
		say_alert(t, (int)failure);
}

/* GnuTLS asks to be called again behind a record of its own, such as a ticket, though the next one
 * may be there: it is at the end where it took nothing. */
static size_t read_records(struct tls *t, uint8_t *bytes, size_t n)
{
	size_t got = 0;

	t->may_receive = true;
	while (got < n && !t->ended && !t->failure.code) {
		bool could_receive = t->may_receive;
		size_t left = buf_size(&t->in);
		ssize_t r = gnutls_record_recv(t->session, bytes + got, n - got);

		take_ticket(t);
		if (r > 0)
			got += (size_t)r;
		else if (r == 0)
			t->ended = true;
		else if (gnutls_error_is_fatal((int)r))
			fail_read(t, r);
		else if (could_receive == t->may_receive && left == buf_size(&t->in))
			break;
	}
	return got;
}

/* What GnuTLS itself answers, to a key update say, goes out behind the reading; where the socket
 * cannot take it, the next write or flush does. */
ssize_t tls_read(struct tls *t, void *bytes, size_t n, enum tls_status *status, struct error *error)
{
	size_t got = read_records(t, bytes, n);

	tls_flush(t, NULL);
	if (got || t->ended)
		return (ssize_t)got;
	*status = t->failure.code ? TLS_FAILED : TLS_WANTS_READ;
	if (t->failure.code && error)
		*error = t->failure;
	return -1;
}

static bool encrypt(struct tls *t, const uint8_t *bytes, size_t n, size_t *done,
		    struct error *error)
{
	for (*done = 0; *done < n && buf_size(&t->out) < SEND_SIZE;) {
		ssize_t r = gnutls_record_send(t->session, bytes + *done, n - *done);

		if (r >= 0)
			*done += (size_t)r;
		else if (gnutls_error_is_fatal((int)r))
			return explain(t, (int)r, ERROR_TLS_RECORD, error);
		else
			break;
	}
	return true;
}

ssize_t tls_write(struct tls *t, const void *bytes, size_t n, enum tls_status *status,
		  struct error *error)
{
	size_t done;

	*status = tls_flush(t, error);
	if (*status != TLS_DONE)
		return -1;
	if (!encrypt(t, bytes, n, &done, error)) {
		*status = TLS_FAILED;
		return -1;
	}
	*status = tls_flush(t, error);
	return *status == TLS_FAILED ? -1 : (ssize_t)done;
}

bool tls_pending(const struct tls *t)
{
	return buf_size(&t->in) || t->ended || t->failure.code ||
	       gnutls_record_check_pending(t->session) || (t->below && tls_pending(t->below));
}

bool tls_unsent(const struct tls *t)
{
	return buf_size(&t->out) || (t->below && tls_unsent(t->below));
}

enum tls_status tls_flush(struct tls *t, struct error *error)
{
	while (buf_size(&t->out)) {
		ssize_t sent = send_below(t, buf_bytes(&t->out), buf_size(&t->out));

		if (sent > 0) {
			buf_consume(&t->out, (size_t)sent);
		} else if (t->send_error.code) {
			if (error)
				*error = t->send_error;
			return TLS_FAILED;
		} else {
			return TLS_WANTS_WRITE;
		}
	}
	return t->below ? tls_flush(t->below, error) : TLS_DONE;
}

void tls_bye(struct tls *t)
{
	gnutls_bye(t->session, GNUTLS_SHUT_WR);
	tls_flush(t, NULL);
}

char *tls_describe(const struct tls *t)
{
	char *description = gnutls_session_get_desc(t->session);
	char *copy = mem_copy(description ? description : "");

	gnutls_free(description);
	return copy;
}

bool tls_is_resumed(const struct tls *t)
{
	return gnutls_session_is_resumed(t->session) != 0;
}

void tls_random(void *bytes, size_t n)
{
	if (gnutls_rnd(GNUTLS_RND_RANDOM, bytes, n) < 0)
		abort();
}
