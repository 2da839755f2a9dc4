#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "handshake_private.h"
#include "mem.h"

static const char *const field_names[FIELD_COUNT] = {
	[FIELD_HOST] = "Host",
	[FIELD_UPGRADE] = "Upgrade",
	[FIELD_CONNECTION] = "Connection",
	[FIELD_KEY] = "Sec-WebSocket-Key",
	[FIELD_VERSION] = "Sec-WebSocket-Version",
	[FIELD_ACCEPT] = "Sec-WebSocket-Accept",
	[FIELD_PROTOCOL] = "Sec-WebSocket-Protocol",
	[FIELD_EXTENSIONS] = "Sec-WebSocket-Extensions",
	[FIELD_ORIGIN] = "Origin",
	[FIELD_LOCATION] = "Location",
	[FIELD_RETRY_AFTER] = "Retry-After",
	[FIELD_DATE] = "Date",
};

static const char http[] = "HTTP/1.";

/* The longest method that is registered has 17 characters. */
#define METHOD_MAX 32

static bool starts_as_answer(const char *bytes, size_t n)
{
	return !strncmp(bytes, http, n < sizeof http - 1 ? n : sizeof http - 1);
}

static bool starts_as_request(const char *bytes, size_t n)
{
	size_t method = 0;

	while (method < n && bytes[method] != ' ')
		method++;
	return method <= METHOD_MAX && (!n || handshake_is_token_n(bytes, method));
}

/* An alert (what a TLS server says to plain text) or a handshake record, of any version. */
static bool starts_as_tls(const char *bytes, size_t n)
{
	return n && (bytes[0] == 0x15 || bytes[0] == 0x16) && (n < 2 || bytes[1] == 0x03);
}

static bool check_start(struct handshake_head *head, struct error *error)
{
	const char *bytes = buf_string(&head->bytes);
	size_t n = buf_size(&head->bytes);

	if (starts_as_tls(bytes, n))
		return n < 2 || error_set(error, ERROR_HANDSHAKE_IS_TLS, 0, "%s", "");
	if (head->request ? starts_as_request(bytes, n) : starts_as_answer(bytes, n))
		return true;
	return error_set(error, ERROR_HANDSHAKE_NOT_HTTP, 0, "%s", bytes);
}

static bool check_size(const struct handshake_head *head, struct error *error)
{
	if (buf_size(&head->bytes) <= HANDSHAKE_HEAD_MAX &&
	    head->lines <= 1 + HANDSHAKE_HEADERS_MAX)
		return true;
	return error_set(error, ERROR_HANDSHAKE_TOO_LONG, 0, "%s", "");
}

static size_t line_size(const char *line, size_t n)
{
	if (n && line[n - 1] == '\n')
		n--;
	if (n && line[n - 1] == '\r')
		n--;
	return n;
}

static void end_line(struct handshake_head *head)
{
	const char *bytes = (const char *)buf_bytes(&head->bytes);
	size_t size = buf_size(&head->bytes);

	head->whole = !line_size(bytes + head->line, size - head->line);
	head->lines += !head->whole;
	head->line = size;
}

/* A line may end in LF alone (RFC 9112, section 2.2). */
size_t handshake_head_feed(struct handshake_head *head, const uint8_t *bytes, size_t n,
			   struct error *error)
{
	size_t used = 0;

	while (used < n && !head->whole) {
		const uint8_t *lf = memchr(bytes + used, '\n', n - used);
		size_t piece = lf ? (size_t)(lf + 1 - bytes) - used : n - used;

		buf_append(&head->bytes, bytes + used, piece);
		used += piece;
		if (!check_start(head, error))
			return 0;
		if (lf)
			end_line(head);
		if (!check_size(head, error))
			return 0;
	}
	return used;
}

void handshake_head_free(struct handshake_head *head)
{
	buf_free(&head->bytes);
	*head = (struct handshake_head){ .request = head->request };
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

static void trim(const char **s, size_t *n)
{
	for (; *n && is_space(**s); ++*s)
		--*n;
	while (*n && is_space((*s)[*n - 1]))
		--*n;
}

bool handshake_is_text(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((uint8_t)bytes[i] < ' ' ? bytes[i] != '\t' : bytes[i] == 0x7f)
			return false;
	return true;
}

bool handshake_is_value(const char *value)
{
	return handshake_is_text(value, strlen(value));
}

static void keep_field(struct handshake_fields *fields, const char *name, size_t name_n,
		       const char *value, size_t n)
{
	for (int i = 0; i < FIELD_COUNT; i++) {
		if (strlen(field_names[i]) != name_n || strncasecmp(field_names[i], name, name_n))
			continue;
		if (fields->counts[i]++)
			buf_append_string(&fields->values[i], ", ");
		buf_append(&fields->values[i], value, n);
	}
}

/* A line that begins with a space would go on with the one before: RFC 9112 lets us refuse it. */
static bool read_field(struct handshake_fields *fields, const char *line, size_t n,
		       struct error *error)
{
	const char *colon = memchr(line, ':', n), *value;
	size_t value_n;

	if (!colon || !handshake_is_token_n(line, (size_t)(colon - line)) ||
	    !handshake_is_text(line, n))
		return error_set(error, ERROR_HANDSHAKE_HEADER, 0, "%.*s", (int)n, line);
	value = colon + 1;
	value_n = n - (size_t)(value - line);
	trim(&value, &value_n);
	keep_field(fields, line, (size_t)(colon - line), value, value_n);
	return true;
}

bool handshake_fields_read(struct handshake_fields *fields, const struct handshake_head *head,
			   struct error *error)
{
	const char *at = (const char *)buf_bytes(&head->bytes);
	const char *end = at + buf_size(&head->bytes), *next;
	size_t n;

	for (*fields = (struct handshake_fields){ 0 }; at < end; at = next) {
		next = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
		n = line_size(at, (size_t)(next - at));
		if (!fields->start && handshake_is_text(at, n))
			fields->start = mem_copy_n(at, n);
		else if (n && !read_field(fields, at, n, error))
			return false;
	}
	return true;
}

void handshake_fields_free(struct handshake_fields *fields)
{
	free(fields->start);
	for (int i = 0; i < FIELD_COUNT; i++)
		buf_free(&fields->values[i]);
}

const char *handshake_field(struct handshake_fields *fields, enum handshake_field field)
{
	return buf_string(&fields->values[field]);
}

bool handshake_list_next(const char **list, const char **element, size_t *n)
{
	for (;;) {
		*list += strspn(*list, ", \t");
		if (!**list)
			return false;
		*element = *list;
		*n = strcspn(*list, ",");
		*list += *n;
		trim(element, n);
		if (*n)
			return true;
	}
}

bool handshake_list_has(const char *list, const char *token)
{
	const char *element;
	size_t n;

	while (handshake_list_next(&list, &element, &n))
		if (n == strlen(token) && !strncasecmp(element, token, n))
			return true;
	return false;
}
