#include <arpa/inet.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tls_private.h"

/* SHA-256 of the N bytes in hexadecimal. */
static void fingerprint(char hex[2 * TLS_PIN_SIZE + 1], const void *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t digest[TLS_PIN_SIZE];

	if (gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes, n, digest) < 0)
		abort();
	for (size_t i = 0; i < sizeof digest; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[2 * TLS_PIN_SIZE] = 0;
}

static const gnutls_datum_t *peer_certificate(gnutls_session_t session)
{
	unsigned n = 0;
	const gnutls_datum_t *list = gnutls_certificate_get_peers(session, &n);

	return n ? list : NULL;
}

static gnutls_x509_crt_t parse(const gnutls_datum_t *der)
{
	gnutls_x509_crt_t certificate;

	if (!der || gnutls_x509_crt_init(&certificate) < 0)
		return NULL;
	if (gnutls_x509_crt_import(certificate, der, GNUTLS_X509_FMT_DER) == 0)
		return certificate;
	gnutls_x509_crt_deinit(certificate);
	return NULL;
}

typedef int get_name(gnutls_x509_crt_t, gnutls_datum_t *, unsigned flags);

static void append_name(struct buf *out, gnutls_x509_crt_t certificate, get_name *get)
{
	gnutls_datum_t name;

	if (get(certificate, &name, 0) < 0)
		return;
	buf_append(out, name.data, name.size);
	gnutls_free(name.data);
}

static void append_day(struct buf *out, time_t time)
{
	struct tm tm;
	char day[32];

	if (time != (time_t)-1 && gmtime_r(&time, &tm) && strftime(day, sizeof day, "%F", &tm))
		buf_append_string(out, day);
}

/* Whose word it was that the certificate is its subject's own: the chain's last is often the
 * self-signed root of an unknown issuer, which is another case. */
static bool is_self_signed(gnutls_x509_crt_t certificate)
{
	return gnutls_x509_crt_check_issuer(certificate, certificate) == 1;
}

/* Several may hold: the one that most speaks against the peer is told. */
static enum error_code code_of(unsigned status, gnutls_x509_crt_t certificate)
{
	if (status & GNUTLS_CERT_REVOKED)
		return ERROR_TLS_REVOKED;
	if (status & GNUTLS_CERT_INSECURE_ALGORITHM)
		return ERROR_TLS_WEAK;
	if (status & (GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNER_NOT_CA))
		return is_self_signed(certificate) ? ERROR_TLS_SELF_SIGNED
						   : ERROR_TLS_UNKNOWN_ISSUER;
	if (status & GNUTLS_CERT_EXPIRED)
		return ERROR_TLS_EXPIRED;
	if (status & GNUTLS_CERT_NOT_ACTIVATED)
		return ERROR_TLS_NOT_YET_VALID;
	if (status & GNUTLS_CERT_UNEXPECTED_OWNER)
		return ERROR_TLS_WRONG_HOST;
	return ERROR_TLS_HANDSHAKE;
}

static void append_status(struct buf *out, unsigned status)
{
	gnutls_datum_t text;

	if (gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &text, 0) < 0)
		return;
	buf_append(out, text.data, text.size);
	gnutls_free(text.data);
}

static void append_fingerprint(struct buf *out, const gnutls_datum_t *der)
{
	char hex[2 * TLS_PIN_SIZE + 1];

	fingerprint(hex, der->data, der->size);
	buf_format(out, "sha256:%s", hex);
}

static void append_detail(struct buf *out, enum error_code code, unsigned status,
			  gnutls_x509_crt_t certificate, const char *host)
{
	switch (code) {
	case ERROR_TLS_WRONG_HOST:
		buf_append_string(out, host);
		break;
	case ERROR_TLS_UNKNOWN_ISSUER:
		append_name(out, certificate, gnutls_x509_crt_get_issuer_dn3);
		break;
	case ERROR_TLS_EXPIRED:
		append_day(out, gnutls_x509_crt_get_expiration_time(certificate));
		break;
	case ERROR_TLS_NOT_YET_VALID:
		append_day(out, gnutls_x509_crt_get_activation_time(certificate));
		break;
	case ERROR_TLS_HANDSHAKE:
		append_status(out, status);
		break;
	default:
		append_name(out, certificate, gnutls_x509_crt_get_dn3);
	}
}

static void refuse(struct tls *t, unsigned status, const gnutls_datum_t *der)
{
	gnutls_x509_crt_t certificate = parse(der);
	enum error_code code = certificate ? code_of(status, certificate) : ERROR_TLS_HANDSHAKE;
	struct buf detail = { 0 };

	/* What --pin takes: without it there is nothing to compare with what the operator says. */
	if (code == ERROR_TLS_SELF_SIGNED) {
		append_fingerprint(&detail, der);
		buf_append_string(&detail, ", ");
	}
	if (certificate)
		append_detail(&detail, code, status, certificate, t->host);
	else
		append_status(&detail, status);
	error_set(&t->refusal, code, 0, "%s", buf_string(&detail));
	buf_free(&detail);
	if (certificate)
		gnutls_x509_crt_deinit(certificate);
}

static bool verify_pin(struct tls *t, const gnutls_datum_t *der)
{
	uint8_t digest[TLS_PIN_SIZE];
	char hex[2 * TLS_PIN_SIZE + 1] = "";

	if (der && gnutls_hash_fast(GNUTLS_DIG_SHA256, der->data, der->size, digest) == 0 &&
	    !memcmp(digest, t->context->pin, sizeof digest))
		return true;
	if (der)
		fingerprint(hex, der->data, der->size);
	return error_set(&t->refusal, ERROR_TLS_PIN, 0, "%s", hex);
}

/* An address is looked for among the certificate's addresses only (RFC 9525, section 6.5): 4 or 16
 * bytes, 0 where HOST is a name. */
static unsigned read_address(uint8_t bytes[16], const char *host)
{
	if (inet_pton(AF_INET, host, bytes) == 1)
		return 4;
	return inet_pton(AF_INET6, host, bytes) == 1 ? 16 : 0;
}

static bool verify_chain(struct tls *t, const gnutls_datum_t *der)
{
	uint8_t address[16];
	unsigned size = read_address(address, t->host), status = 0;
	gnutls_typed_vdata_st data[] = {
		{ GNUTLS_DT_DNS_HOSTNAME, (unsigned char *)t->host, 0 },
		{ GNUTLS_DT_KEY_PURPOSE_OID, (unsigned char *)GNUTLS_KP_TLS_WWW_SERVER, 0 },
	};
	int failure;

	if (size)
		data[0] = (gnutls_typed_vdata_st){ GNUTLS_DT_IP_ADDRESS, address, size };
	failure = gnutls_certificate_verify_peers(t->session, data, 2, &status);
	if (failure < 0)
		return error_set(&t->refusal, ERROR_TLS_HANDSHAKE, 0, "%s",
				 gnutls_strerror(failure));
	if (status)
		refuse(t, status, der);
	return !status;
}

int tls_verify_peer(gnutls_session_t session)
{
	struct tls *t = gnutls_session_get_ptr(session);
	const gnutls_datum_t *der = peer_certificate(session);
	bool good = t->by_pin ? verify_pin(t, der) : verify_chain(t, der);

	return good ? 0 : GNUTLS_E_CERTIFICATE_ERROR;
}

char *tls_describe_peer(const struct tls *t)
{
	const gnutls_datum_t *der = peer_certificate(t->session);
	gnutls_x509_crt_t certificate = parse(der);
	struct buf out = { 0 };

	if (!certificate)
		return NULL;
	append_name(&out, certificate, gnutls_x509_crt_get_dn3);
	buf_append_string(&out, " < ");
	append_name(&out, certificate, gnutls_x509_crt_get_issuer_dn3);
	buf_append_string(&out, ", ");
	append_day(&out, gnutls_x509_crt_get_activation_time(certificate));
	buf_append_string(&out, " - ");
	append_day(&out, gnutls_x509_crt_get_expiration_time(certificate));
	buf_append_string(&out, ", ");
	append_fingerprint(&out, der);
	gnutls_x509_crt_deinit(certificate);
	return buf_take(&out);
}
