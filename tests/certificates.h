/*
 * certificates - certificates, keys and OCSP answers made for a test, in a directory that goes with
 * it.
 */
#ifndef CERTIFICATES_H
#define CERTIFICATES_H

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct certificate {
	gnutls_x509_crt_t crt;
	gnutls_x509_privkey_t key;
	char *cert_file, *key_file; /* PEM */
};

struct certificate_form {
	const char *name; /* the common name, and part of the files' names */
	const char *dns;  /* alternative names; or NULL */
	const char *ip;
	bool authority;
	unsigned rsa_bits;                /* 0: a key on the curve P-256 */
	time_t from, until;               /* seconds from now; 0: an hour ago, in a day */
	const char *purpose;              /* OID; NULL: a TLS server */
	gnutls_digest_algorithm_t digest; /* 0: SHA-256 */
};

/* A directory for the files; certificates_end() removes it and them. */
char *certificates_begin(void);
void certificates_end(char *directory);

/* ISSUER NULL: self-signed. Where CHAIN, the certificate file holds the issuer's too. */
void certificate_make(struct certificate *, const char *directory, const struct certificate_form *,
		      const struct certificate *issuer, bool chain);
void certificate_free(struct certificate *);

/* SHA-256 in hexadecimal, as --pin takes it. */
void certificate_pin(const struct certificate *, char pin[65]);

/* The DER of an OCSP answer (RFC 6960) that says of a certificate, in its issuer's name, that it is
 * revoked, or good. Freed by gnutls_free(). */
void certificate_ocsp(const struct certificate *, const struct certificate *issuer, bool revoked,
		      gnutls_datum_t *answer);

#endif
