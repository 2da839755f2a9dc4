/*
 * tls_private - what the parts of tls share: tls.c the session, tls_context.c trust and tickets,
 * tls_verify.c the peer's certificate.
 */
#ifndef TLS_PRIVATE_H
#define TLS_PRIVATE_H

#include <gnutls/gnutls.h>
#include <pthread.h>

#include "buf.h"
#include "tls.h"

#define TLS_PIN_SIZE 32 /* of a SHA-256 digest */

struct tls_ticket {
	char *host;
	gnutls_datum_t data;
};

struct tls_context {
	gnutls_certificate_credentials_t credentials;
	gnutls_priority_t priority;
	gnutls_datum_t ticket_key; /* server: encrypts the tickets that it gives */
	bool pinned;
	uint8_t pin[TLS_PIN_SIZE];

	bool needs_system_trust, reading;
	pthread_t reader; /* while reading: the credentials are its alone */

	struct tls_ticket *tickets; /* client: the newest last */
	size_t ticket_count, ticket_room;
};

struct tls {
	struct tls_context *context;
	gnutls_session_t session;
	int fd;
	struct tls *below; /* in place of fd, or NULL */
	char *host;        /* client: without a final dot; server: NULL */
	bool by_pin;       /* client: the certificate is verified by the pin, not its chain */
	struct buf in;     /* from below, not yet taken by GnuTLS */
	struct buf out;    /* from GnuTLS, not yet sent */
	bool may_receive;  /* one read from below for each call from above */
	bool heard;        /* anything from the peer */
	bool not_tls;      /* what was heard first is no TLS record */
	bool below_ended;
	struct error receive_error, send_error; /* of what is below */
	bool has_new_ticket;
	bool ended;           /* close_notify was read */
	struct error failure; /* to be told by the next tls_read() */
	struct error refusal; /* of the peer's certificate */
};

/* The credentials are whole when it returns. */
void tls_context_finish(struct tls_context *);

/* Keeps the ticket that the session was just given; resumes with the newest that is kept for the
 * host, which is then spent: one that is used twice ties the two connections together (RFC 8446,
 * C.4); forgets those of a host that took none. */
void tls_context_keep_ticket(struct tls_context *, struct tls *);
void tls_context_use_ticket(struct tls_context *, struct tls *);
void tls_context_forget(struct tls_context *, struct tls *);

/* GnuTLS's callback: fills refusal. */
int tls_verify_peer(gnutls_session_t);

#endif
