#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "mem.h"
#include "tls_private.h"

#define TICKETS_MAX 32

static struct tls_context *context_new(void)
{
	/* The profile is the certificates': 112 bits, as browsers, so RSA of 2048 and SHA-256. */
	static const char priority[] =
		"SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%PROFILE_MEDIUM";
	struct tls_context *c = mem_new(1, sizeof *c);

	if (gnutls_certificate_allocate_credentials(&c->credentials) < 0 ||
	    gnutls_priority_init(&c->priority, priority, NULL) < 0)
		abort();
	return c;
}

void tls_context_free(struct tls_context *c)
{
	if (!c)
		return;
	if (c->reading)
		pthread_join(c->reader, NULL);
	for (size_t i = 0; i < c->ticket_count; i++) {
		free(c->tickets[i].host);
		gnutls_free(c->tickets[i].data.data);
	}
	free(c->tickets);
	gnutls_free(c->ticket_key.data);
	gnutls_priority_deinit(c->priority);
	gnutls_certificate_free_credentials(c->credentials);
	free(c);
}

static bool is_readable(const char *file, struct error *error)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return error_set(error, ERROR_TLS_FILE, errno, "%s: %s", file, strerror(errno));
	close(fd);
	return true;
}

static bool load_key_pair(struct tls_context *c, const char *cert, const char *key,
			  struct error *error)
{
	int status;

	key = key ? key : cert;
	if (!is_readable(cert, error) || !is_readable(key, error))
		return false;
	status = gnutls_certificate_set_x509_key_file(c->credentials, cert, key,
						      GNUTLS_X509_FMT_PEM);
	if (status >= 0)
		return true;
	if (!strcmp(cert, key))
		return error_set(error, ERROR_TLS_FILE, 0, "%s: %s", cert, gnutls_strerror(status));
	return error_set(error, ERROR_TLS_FILE, 0, "%s, %s: %s", cert, key,
			 gnutls_strerror(status));
}

static bool load_anchors(struct tls_context *c, const char *file, struct error *error)
{
	int count;

	if (!is_readable(file, error))
		return false;
	count = gnutls_certificate_set_x509_trust_file(c->credentials, file, GNUTLS_X509_FMT_PEM);
	if (!count)
		count = GNUTLS_E_NO_CERTIFICATE_FOUND;
	return count > 0 ||
	       error_set(error, ERROR_TLS_FILE, 0, "%s: %s", file, gnutls_strerror(count));
}

/* Takes what other programs print: upper case and colons too, "sha256:" in front. */
static bool read_pin(struct tls_context *c, const char *pin, struct error *error)
{
	static const char prefix[] = "sha256:";
	char digits[2 * TLS_PIN_SIZE + 1];
	size_t n = 0, size = sizeof c->pin;
	gnutls_datum_t hex = { (unsigned char *)digits, 2 * TLS_PIN_SIZE };
	const char *p = pin;

	if (!strncmp(p, prefix, sizeof prefix - 1))
		p += sizeof prefix - 1;
	for (; *p && n < sizeof digits; p++) {
		if (*p != ':')
			digits[n++] = *p;
	}
	c->pinned = !*p && n == 2 * TLS_PIN_SIZE && gnutls_hex_decode(&hex, c->pin, &size) == 0 &&
		    size == sizeof c->pin;
	return c->pinned || error_set(error, ERROR_OPTION_VALUE, 0, "--pin=%s", pin);
}

static bool configure_client(struct tls_context *c, const struct tls_config *config,
			     struct error *error)
{
	c->needs_system_trust = true;
	return (!config->pin || read_pin(c, config->pin, error)) &&
	       (!config->ca_file || load_anchors(c, config->ca_file, error)) &&
	       (!config->cert || load_key_pair(c, config->cert, config->key, error));
}

struct tls_context *tls_client_context(const struct tls_config *config, struct error *error)
{
	struct tls_context *c = context_new();

	if (configure_client(c, config, error))
		return c;
	tls_context_free(c);
	return NULL;
}

struct tls_context *tls_server_context(const char *cert, const char *key, struct error *error)
{
	struct tls_context *c = context_new();

	if (load_key_pair(c, cert, key, error)) {
		if (gnutls_session_ticket_key_generate(&c->ticket_key) < 0)
			abort();
		return c;
	}
	tls_context_free(c);
	return NULL;
}

/* A machine without a store still has --ca-file; with neither, every issuer is unknown. */
static void *read_system_trust(void *arg)
{
	struct tls_context *c = arg;

	gnutls_certificate_set_x509_system_trust(c->credentials);
	return NULL;
}

/* Signals are the main thread's. */
void tls_context_prepare(struct tls_context *c)
{
	sigset_t all, old;

	if (!c->needs_system_trust || c->reading || c->pinned)
		return;
#ifdef __GLIBC__
	/* It would give the thread a heap of its own, which grows by single pages. */
	mallopt(M_ARENA_MAX, 1);
#endif
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	c->reading = pthread_create(&c->reader, NULL, read_system_trust, c) == 0;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

void tls_context_finish(struct tls_context *c)
{
	if (c->reading)
		pthread_join(c->reader, NULL);
	else if (c->needs_system_trust)
		read_system_trust(c);
	c->reading = false;
	c->needs_system_trust = false;
}

static void drop_ticket(struct tls_context *c, size_t at)
{
	free(c->tickets[at].host);
	gnutls_free(c->tickets[at].data.data);
	c->ticket_count--;
	memmove(c->tickets + at, c->tickets + at + 1, (c->ticket_count - at) * sizeof *c->tickets);
}

/* The newest first. */
static bool find_ticket(const struct tls_context *c, const char *host, size_t *at)
{
	for (*at = c->ticket_count; *at > 0;) {
		if (!strcmp(c->tickets[--*at].host, host))
			return true;
	}
	return false;
}

void tls_context_keep_ticket(struct tls_context *c, struct tls *t)
{
	gnutls_datum_t data;

	if (gnutls_session_get_data2(t->session, &data) < 0)
		return;
	if (c->ticket_count == TICKETS_MAX)
		drop_ticket(c, 0);
	c->tickets = mem_grow(c->tickets, &c->ticket_room, c->ticket_count + 1, sizeof *c->tickets);
	c->tickets[c->ticket_count++] = (struct tls_ticket){ mem_copy(t->host), data };
}

void tls_context_use_ticket(struct tls_context *c, struct tls *t)
{
	size_t at;

	if (!find_ticket(c, t->host, &at))
		return;
	gnutls_session_set_data(t->session, c->tickets[at].data.data, c->tickets[at].data.size);
	drop_ticket(c, at);
}

void tls_context_forget(struct tls_context *c, struct tls *t)
{
	for (size_t at; find_ticket(c, t->host, &at);)
		drop_ticket(c, at);
}
