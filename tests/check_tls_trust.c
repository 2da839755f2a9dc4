#include "tls_testing.h"

#include <stdio.h>

#include "mem.h"

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

TESTING_MAIN("tls_trust",
	     TESTING_LOOP(a_certificate_is_taken_or_refused_with_its_reason, COUNT(certificates)),
	     TESTING(a_trusted_certificate_may_be_self_signed),
	     TESTING_LOOP(a_pin_takes_exactly_its_certificate, 3),
	     TESTING_LOOP(what_is_no_pin_is_refused, COUNT(bad_pins)),
	     TESTING(files_that_are_none_are_named), TESTING_LOOP(the_trust_may_be_read_ahead, 2))
