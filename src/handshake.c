#include "handshake.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base64.h"
#include "handshake_private.h"
#include "mem.h"

#define SHA1_SIZE 20

/* RFC 6455, section 1.3. */
static const char accept_guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/* What the handshake writes itself, and what would give the request a body. */
static const char *const reserved_headers[] = {
	"Host",
	"Upgrade",
	"Connection",
	"Origin",
	"Content-Length",
	"Transfer-Encoding",
	"Sec-WebSocket-Key",
	"Sec-WebSocket-Version",
	"Sec-WebSocket-Accept",
	"Sec-WebSocket-Protocol",
	"Sec-WebSocket-Extensions",
};

bool handshake_is_token_n(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes[i] <= ' ' || bytes[i] > '~' || strchr("\"(),/:;<=>?@[\\]{}", bytes[i]))
			return false;
	return n > 0;
}

bool handshake_is_token(const char *string)
{
	return handshake_is_token_n(string, strlen(string));
}

static bool has_string(const char *const *strings, size_t n, const char *string)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(strings[i], string))
			return true;
	return false;
}

bool handshake_check_protocols(const char *const *protocols, size_t n, struct error *error)
{
	for (size_t i = 0; i < n; i++) {
		if (!handshake_is_token(protocols[i]))
			return error_set(error, ERROR_PROTOCOL_TOKEN, 0, "%s", protocols[i]);
		if (has_string(protocols, i, protocols[i]))
			return error_set(error, ERROR_PROTOCOL_DUPLICATE, 0, "%s", protocols[i]);
	}
	return true;
}

static bool is_reserved(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof reserved_headers / sizeof *reserved_headers; i++)
		if (n == strlen(reserved_headers[i]) && !strncasecmp(name, reserved_headers[i], n))
			return true;
	return false;
}

/* A NUL cannot stand in a C string; whoever reads lines from a file has refused it. */
bool handshake_check_header(const char *line, struct error *error)
{
	size_t name = strcspn(line, ":");

	if (line[name] && handshake_is_token_n(line, name) && !is_reserved(line, name) &&
	    handshake_is_text(line, strlen(line)))
		return true;
	return error_set(error, ERROR_HEADER_LINE, 0, "%s", line);
}

/* OUT has just the room. */
static void write_base64(char *out, const uint8_t *bytes, size_t n)
{
	struct buf text = { 0 };

	base64_append(&text, bytes, n);
	memcpy(out, buf_string(&text), buf_size(&text) + 1);
	buf_free(&text);
}

void handshake_key(char key[HANDSHAKE_KEY_SIZE], const uint8_t random[16])
{
	write_base64(key, random, 16);
}

void handshake_accept(char accept[HANDSHAKE_ACCEPT_SIZE], const char *key)
{
	char *text = mem_format("%s%s", key, accept_guid);
	uint8_t digest[SHA1_SIZE];

	if (gnutls_hash_fast(GNUTLS_DIG_SHA1, text, strlen(text), digest) < 0)
		abort();
	write_base64(accept, digest, sizeof digest);
	free(text);
}

static void write_list(struct buf *out, const char *name, const char *const *elements, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_format(out, "%s%s", i ? ", " : name, elements[i]);
	if (n)
		buf_append_string(out, "\r\n");
}

void handshake_write_request(struct buf *out, const struct handshake_offer *offer)
{
	char *authority = url_authority(offer->url);

	buf_format(out,
		   "GET %s HTTP/1.1\r\n"
		   "Host: %s\r\n"
		   "Upgrade: websocket\r\n"
		   "Connection: Upgrade\r\n"
		   "Sec-WebSocket-Key: %s\r\n"
		   "Sec-WebSocket-Version: 13\r\n",
		   offer->url->resource, authority, offer->key);
	free(authority);
	write_list(out, "Sec-WebSocket-Protocol: ", offer->protocols, offer->protocol_count);
	if (offer->extensions)
		buf_format(out, "Sec-WebSocket-Extensions: %s\r\n", offer->extensions);
	if (offer->origin)
		buf_format(out, "Origin: %s\r\n", offer->origin);
	for (size_t i = 0; i < offer->header_count; i++)
		buf_format(out, "%s\r\n", offer->headers[i]);
	buf_append_string(out, "\r\n");
}

/* "HTTP/1.1 101 Switching Protocols"; the reason may be absent, its space too. */
static bool read_status(const char *line, int *minor, int *status, const char **reason)
{
	if (strspn(line + strlen("HTTP/1."), "0123456789") != 1 || line[8] != ' ' ||
	    strspn(line + 9, "0123456789") != 3 || (line[12] && line[12] != ' '))
		return false;
	*minor = line[7] - '0';
	*status = atoi(line + 9);
	*reason = line + 12 + strspn(line + 12, " ");
	return *status >= 100;
}

/* Where a redirection points to belongs to what is told of it. */
static bool refuse_status(struct handshake_fields *fields, int status, const char *reason,
			  struct error *error)
{
	const char *location = handshake_field(fields, FIELD_LOCATION);
	bool moved = status >= 300 && status < 400 && *location;

	error_set(error, ERROR_HANDSHAKE_STATUS, status, "%s%s%s", reason, moved ? ": " : "",
		  moved ? location : "");
	if (error)
		error->retry_after = handshake_retry_after(
			handshake_field(fields, FIELD_RETRY_AFTER),
			handshake_field(fields, FIELD_DATE));
	return false;
}

static bool check_start(struct handshake_fields *fields, struct error *error)
{
	const char *reason;
	int minor, status;

	if (!read_status(fields->start, &minor, &status, &reason))
		return error_set(error, ERROR_HANDSHAKE_NOT_HTTP, 0, "%s", fields->start);
	if (status != 101)
		return refuse_status(fields, status, reason, error);
	if (!minor)
		return error_set(error, ERROR_HANDSHAKE_NOT_HTTP, 0, "%s", fields->start);
	return true;
}

static bool check_upgrade(struct handshake_fields *fields, const char *key, struct error *error)
{
	const char *upgrade = handshake_field(fields, FIELD_UPGRADE);
	const char *connection = handshake_field(fields, FIELD_CONNECTION);
	const char *accept = handshake_field(fields, FIELD_ACCEPT);
	char wanted[HANDSHAKE_ACCEPT_SIZE];

	handshake_accept(wanted, key);
	if (strcasecmp(upgrade, "websocket") != 0)
		return error_set(error, ERROR_HANDSHAKE_UPGRADE, 0, "%s", upgrade);
	if (!handshake_list_has(connection, "upgrade"))
		return error_set(error, ERROR_HANDSHAKE_CONNECTION, 0, "%s", connection);
	if (strcmp(accept, wanted) != 0)
		return error_set(error, ERROR_HANDSHAKE_ACCEPT, 0, "%s", accept);
	return true;
}

/* The WebSockets standard, section 2.2, is stricter than the RFC: where subprotocols were offered,
 * one must be chosen. */
static bool check_protocol(struct handshake_fields *fields, const struct handshake_offer *offer,
			   struct error *error)
{
	const char *chosen = handshake_field(fields, FIELD_PROTOCOL);

	if (!offer->protocol_count && !fields->counts[FIELD_PROTOCOL])
		return true;
	if (has_string(offer->protocols, offer->protocol_count, chosen))
		return true;
	return error_set(error, ERROR_HANDSHAKE_PROTOCOL, 0, "%s", chosen);
}

bool handshake_read_answer(const struct handshake_head *head, const struct handshake_offer *offer,
			   struct handshake_answer *answer, struct error *error)
{
	struct handshake_fields fields;
	bool fine = handshake_fields_read(&fields, head, error) && check_start(&fields, error) &&
		    check_upgrade(&fields, offer->key, error) &&
		    check_protocol(&fields, offer, error);

	*answer = (struct handshake_answer){ 0 };
	if (fine) {
		answer->protocol = buf_take(&fields.values[FIELD_PROTOCOL]);
		answer->extensions = buf_take(&fields.values[FIELD_EXTENSIONS]);
	}
	handshake_fields_free(&fields);
	return fine;
}

void handshake_answer_free(struct handshake_answer *answer)
{
	free(answer->protocol);
	free(answer->extensions);
	*answer = (struct handshake_answer){ 0 };
}
