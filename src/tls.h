/*
 * tls - TLS 1.2 and 1.3 over a non-blocking socket, or over another TLS session, by GnuTLS: trust,
 * verification, and the reason for a refusal as an error (ERROR_TLS_*).
 */
#ifndef TLS_H
#define TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "error.h"

/* What is trusted, who we are, and how sessions are resumed; shared by all sessions made from it,
 * which it must outlive. */
struct tls_context;

struct tls_config {
	const char *ca_file;    /* trust anchors beside the system's, PEM; or NULL */
	const char *cert, *key; /* ours, PEM; or NULL; without KEY it is in the file CERT */
	const char
		*pin; /* SHA-256 in hexadecimal digits: accept exactly this certificate; or NULL */
};

/* NULL where a file cannot be read or parsed (ERROR_TLS_FILE), or PIN is none (ERROR_OPTION_VALUE).
 * The system's store is not read here. */
struct tls_context *tls_client_context(const struct tls_config *, struct error *);
struct tls_context *tls_server_context(const char *cert, const char *key, struct error *);
void tls_context_free(struct tls_context *); /* NULL is allowed */

/* Reads the system's store on a thread, while a connection is made; the first client session waits
 * for its end, or reads it itself. */
void tls_context_prepare(struct tls_context *);

struct tls;

/* None owns what is below it. HOST is the name to send (SNI, no IP literals) and to verify. */
struct tls *tls_client(struct tls_context *, int fd, const char *host);
struct tls *tls_client_over(struct tls_context *, struct tls *below, const char *host);
struct tls *tls_server(struct tls_context *, int fd);

/* The peer is not the one that the pin is for, but a proxy on the way: before the handshake. */
void tls_ignore_pin(struct tls *);

void tls_free(struct tls *); /* NULL is allowed */

enum tls_status { TLS_DONE, TLS_WANTS_READ, TLS_WANTS_WRITE, TLS_FAILED };

/* To be called again when the socket can do what is wanted. */
enum tls_status tls_handshake(struct tls *, struct error *);

/* As read() and write(): a count; 0 at the end (tls_read: after close_notify; without one it fails
 * with ERROR_TLS_TRUNCATED); -1 and *STATUS otherwise. What tls_write() counted may still wait in
 * the session, see tls_unsent(); as long as it does, no more is taken. */
ssize_t tls_read(struct tls *, void *bytes, size_t n, enum tls_status *, struct error *);
ssize_t tls_write(struct tls *, const void *bytes, size_t n, enum tls_status *, struct error *);

/* Whether tls_read() has something to tell that poll() does not see. */
bool tls_pending(const struct tls *);

/* Whether the session holds bytes for the socket, its own answers to the peer included; and sends
 * them: TLS_DONE when all are out. */
bool tls_unsent(const struct tls *);
enum tls_status tls_flush(struct tls *, struct error *);

/* Sends close_notify, as far as it goes without waiting. */
void tls_bye(struct tls *);

/* For /info; the caller frees: "(TLS1.3)-...", and subject, issuer, dates and SHA-256 fingerprint
 * (NULL where the peer has no certificate). */
char *tls_describe(const struct tls *);
char *tls_describe_peer(const struct tls *);
bool tls_is_resumed(const struct tls *);

/* Fills N bytes from GnuTLS's generator; ends the process where there is no randomness. */
void tls_random(void *bytes, size_t n);

#endif
