#include "certificates.h"

#include <arpa/inet.h>
#include <check.h>
#include <dirent.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"

#define OK(call) ck_assert_int_ge(call, 0)

char *certificates_begin(void)
{
	const char *parent = getenv("TMPDIR");
	char *directory = mem_format("%s/wschat-check-XXXXXX", parent ? parent : "/tmp");

	ck_assert_ptr_nonnull(mkdtemp(directory));
	return directory;
}

void certificates_end(char *directory)
{
	DIR *entries = opendir(directory);

	for (const struct dirent *e; entries && (e = readdir(entries));) {
		char *path = mem_format("%s/%s", directory, e->d_name);

		unlink(path);
		free(path);
	}
	if (entries)
		closedir(entries);
	rmdir(directory);
	free(directory);
}

static void make_key(gnutls_x509_privkey_t *key, unsigned rsa_bits)
{
	OK(gnutls_x509_privkey_init(key));
	if (rsa_bits)
		OK(gnutls_x509_privkey_generate(*key, GNUTLS_PK_RSA, rsa_bits, 0));
	else
		OK(gnutls_x509_privkey_generate(*key, GNUTLS_PK_ECDSA,
						GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1),
						0));
}

static void name_it(gnutls_x509_crt_t crt, const struct certificate_form *form)
{
	uint8_t address[16];

	OK(gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, form->name,
					 (unsigned)strlen(form->name)));
	if (form->dns)
		OK(gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_DNSNAME, form->dns,
							(unsigned)strlen(form->dns),
							GNUTLS_FSAN_APPEND));
	if (form->ip) {
		bool v4 = inet_pton(AF_INET, form->ip, address) == 1;

		ck_assert(v4 || inet_pton(AF_INET6, form->ip, address) == 1);
		OK(gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, address,
							v4 ? 4 : 16, GNUTLS_FSAN_APPEND));
	}
}

static void limit_it(gnutls_x509_crt_t crt, const struct certificate_form *form)
{
	uint8_t serial[8];
	time_t now = time(NULL);

	OK(gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial));
	serial[0] = (serial[0] & 0x7f) | 1;
	OK(gnutls_x509_crt_set_version(crt, 3));
	OK(gnutls_x509_crt_set_serial(crt, serial, sizeof serial));
	OK(gnutls_x509_crt_set_activation_time(crt, now + (form->from ? form->from : -3600)));
	OK(gnutls_x509_crt_set_expiration_time(crt, now + (form->until ? form->until : 86400)));
	if (form->authority) {
		OK(gnutls_x509_crt_set_basic_constraints(crt, 1, -1));
		OK(gnutls_x509_crt_set_key_usage(crt, GNUTLS_KEY_KEY_CERT_SIGN |
							      GNUTLS_KEY_CRL_SIGN |
							      GNUTLS_KEY_DIGITAL_SIGNATURE));
	} else {
		OK(gnutls_x509_crt_set_basic_constraints(crt, 0, -1));
		OK(gnutls_x509_crt_set_key_purpose_oid(
			crt, form->purpose ? form->purpose : GNUTLS_KP_TLS_WWW_SERVER, 0));
	}
}

static void write_pem(const char *path, const gnutls_datum_t *first, const gnutls_datum_t *second)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(first->data, 1, first->size, file), first->size);
	if (second)
		ck_assert_uint_eq(fwrite(second->data, 1, second->size, file), second->size);
	ck_assert_int_eq(fclose(file), 0);
}

static void write_files(struct certificate *c, const char *directory, const char *name,
			const struct certificate *issuer)
{
	gnutls_datum_t pem, above = { NULL, 0 };

	c->cert_file = mem_format("%s/%s-cert.pem", directory, name);
	c->key_file = mem_format("%s/%s-key.pem", directory, name);
	OK(gnutls_x509_crt_export2(c->crt, GNUTLS_X509_FMT_PEM, &pem));
	if (issuer)
		OK(gnutls_x509_crt_export2(issuer->crt, GNUTLS_X509_FMT_PEM, &above));
	write_pem(c->cert_file, &pem, issuer ? &above : NULL);
	gnutls_free(above.data);
	gnutls_free(pem.data);
	OK(gnutls_x509_privkey_export2(c->key, GNUTLS_X509_FMT_PEM, &pem));
	write_pem(c->key_file, &pem, NULL);
	gnutls_free(pem.data);
}

void certificate_make(struct certificate *c, const char *directory,
		      const struct certificate_form *form, const struct certificate *issuer,
		      bool chain)
{
	const struct certificate *signer = issuer ? issuer : c;

	make_key(&c->key, form->rsa_bits);
	OK(gnutls_x509_crt_init(&c->crt));
	name_it(c->crt, form);
	limit_it(c->crt, form);
	OK(gnutls_x509_crt_set_key(c->crt, c->key));
	OK(gnutls_x509_crt_sign2(c->crt, signer->crt, signer->key,
				 form->digest ? form->digest : GNUTLS_DIG_SHA256, 0));
	write_files(c, directory, form->name, chain ? issuer : NULL);
}

void certificate_free(struct certificate *c)
{
	gnutls_x509_crt_deinit(c->crt);
	gnutls_x509_privkey_deinit(c->key);
	free(c->cert_file);
	free(c->key_file);
}

void certificate_pin(const struct certificate *c, char pin[65])
{
	uint8_t digest[32];
	size_t size = sizeof digest;

	OK(gnutls_x509_crt_get_fingerprint(c->crt, GNUTLS_DIG_SHA256, digest, &size));
	for (size_t i = 0; i < sizeof digest; i++)
		snprintf(pin + 2 * i, 3, "%02x", digest[i]);
}

/* DER, from the inside out: each takes the contents and gives them back wrapped. */

static void wrap(struct buf *der, uint8_t tag)
{
	struct buf inner = *der;
	size_t n = buf_size(&inner);

	*der = (struct buf){ 0 };
	buf_append_byte(der, tag);
	if (n > 255)
		buf_append(der, (const uint8_t[]){ 0x82, (uint8_t)(n >> 8) }, 2);
	else if (n > 127)
		buf_append_byte(der, 0x81);
	buf_append_byte(der, (uint8_t)n);
	buf_append(der, buf_bytes(&inner), n);
	buf_free(&inner);
}

static void append_wrapped(struct buf *out, uint8_t tag, const void *bytes, size_t n)
{
	struct buf der = { 0 };

	buf_append(&der, bytes, n);
	wrap(&der, tag);
	buf_append(out, buf_bytes(&der), buf_size(&der));
	buf_free(&der);
}

static void append_time(struct buf *out, time_t time)
{
	char text[32];
	struct tm tm;

	gmtime_r(&time, &tm);
	strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &tm);
	append_wrapped(out, 0x18, text, strlen(text));
}

static void append_hash(struct buf *out, const void *bytes, size_t n)
{
	uint8_t digest[20];

	OK(gnutls_hash_fast(GNUTLS_DIG_SHA1, bytes, n, digest));
	append_wrapped(out, 0x04, digest, sizeof digest);
}

/* In 32 bytes, whether GnuTLS gives it with a zero before its highest bit or without its leading
 * zeros, as one in 256 is. */
static void append_coordinate(struct buf *out, const gnutls_datum_t *number)
{
	uint8_t bytes[32] = { 0 };
	size_t n = number->size < sizeof bytes ? number->size : sizeof bytes;

	memcpy(bytes + sizeof bytes - n, number->data + number->size - n, n);
	buf_append(out, bytes, sizeof bytes);
}

/* CertID: SHA-1, of the issuer's name and key, and the serial number. */
static void append_cert_id(struct buf *out, const struct certificate *c,
			   const struct certificate *issuer)
{
	static const uint8_t sha1[] = { 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e,
					0x03, 0x02, 0x1a, 0x05, 0x00 };
	gnutls_datum_t name, x, y;
	gnutls_ecc_curve_t curve;
	struct buf id = { 0 }, point = { 0 };
	uint8_t serial[32];
	size_t size = sizeof serial;

	OK(gnutls_x509_crt_get_raw_issuer_dn(c->crt, &name));
	buf_append(&id, sha1, sizeof sha1);
	append_hash(&id, name.data, name.size);
	OK(gnutls_x509_crt_get_pk_ecc_raw(issuer->crt, &curve, &x, &y));
	buf_append_byte(&point, 4);
	append_coordinate(&point, &x);
	append_coordinate(&point, &y);
	append_hash(&id, buf_bytes(&point), buf_size(&point));
	OK(gnutls_x509_crt_get_serial(c->crt, serial, &size));
	append_wrapped(&id, 0x02, serial, size);
	append_wrapped(out, 0x30, buf_bytes(&id), buf_size(&id));
	buf_free(&id);
	buf_free(&point);
	gnutls_free(name.data);
	gnutls_free(x.data);
	gnutls_free(y.data);
}

/* A list of one SingleResponse. */
static void append_responses(struct buf *out, const struct certificate *c,
			     const struct certificate *issuer, bool revoked)
{
	struct buf single = { 0 }, when = { 0 }, next = { 0 };
	time_t now = time(NULL);

	append_cert_id(&single, c, issuer);
	append_time(&when, now - 60);
	if (revoked)
		append_wrapped(&single, 0xa1, buf_bytes(&when), buf_size(&when));
	else
		buf_append(&single, (const uint8_t[]){ 0x80, 0x00 }, 2);
	append_time(&single, now - 60);
	append_time(&next, now + 3600);
	append_wrapped(&single, 0xa0, buf_bytes(&next), buf_size(&next));
	wrap(&single, 0x30);
	append_wrapped(out, 0x30, buf_bytes(&single), buf_size(&single));
	buf_free(&single);
	buf_free(&when);
	buf_free(&next);
}

static void append_response_data(struct buf *out, const struct certificate *c,
				 const struct certificate *issuer, bool revoked)
{
	struct buf data = { 0 };
	gnutls_datum_t name;

	OK(gnutls_x509_crt_get_raw_dn(issuer->crt, &name));
	append_wrapped(&data, 0xa1, name.data, name.size);
	gnutls_free(name.data);
	append_time(&data, time(NULL) - 60);
	append_responses(&data, c, issuer, revoked);
	append_wrapped(out, 0x30, buf_bytes(&data), buf_size(&data));
	buf_free(&data);
}

static void append_signature(struct buf *basic, const struct certificate *issuer)
{
	static const uint8_t ecdsa_sha256[] = { 0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86,
						0x48, 0xce, 0x3d, 0x04, 0x03, 0x02 };
	gnutls_datum_t signature,
		data = { (unsigned char *)buf_bytes(basic), (unsigned)buf_size(basic) };
	gnutls_privkey_t key;
	struct buf bits = { 0 };

	OK(gnutls_privkey_init(&key));
	OK(gnutls_privkey_import_x509(key, issuer->key, 0));
	OK(gnutls_privkey_sign_data(key, GNUTLS_DIG_SHA256, 0, &data, &signature));
	buf_append(basic, ecdsa_sha256, sizeof ecdsa_sha256);
	buf_append_byte(&bits, 0);
	buf_append(&bits, signature.data, signature.size);
	append_wrapped(basic, 0x03, buf_bytes(&bits), buf_size(&bits));
	buf_free(&bits);
	gnutls_free(signature.data);
	gnutls_privkey_deinit(key);
}

void certificate_ocsp(const struct certificate *c, const struct certificate *issuer, bool revoked,
		      gnutls_datum_t *answer)
{
	static const uint8_t basic_oid[] = { 0x06, 0x09, 0x2b, 0x06, 0x01, 0x05,
					     0x05, 0x07, 0x30, 0x01, 0x01 };
	static const uint8_t successful[] = { 0x0a, 0x01, 0x00 };
	struct buf basic = { 0 }, bytes = { 0 }, response = { 0 };

	append_response_data(&basic, c, issuer, revoked);
	append_signature(&basic, issuer);
	wrap(&basic, 0x30);
	buf_append(&bytes, basic_oid, sizeof basic_oid);
	append_wrapped(&bytes, 0x04, buf_bytes(&basic), buf_size(&basic));
	wrap(&bytes, 0x30);
	buf_append(&response, successful, sizeof successful);
	append_wrapped(&response, 0xa0, buf_bytes(&bytes), buf_size(&bytes));
	wrap(&response, 0x30);
	answer->size = (unsigned)buf_size(&response);
	answer->data = gnutls_malloc(answer->size);
	memcpy(answer->data, buf_bytes(&response), answer->size);
	buf_free(&basic);
	buf_free(&bytes);
	buf_free(&response);
}
