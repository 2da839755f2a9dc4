#include <stdlib.h>
#include <string.h>

#include "handshake_private.h"
#include "mem.h"

static const struct status {
	int number;
	const char *reason;
	const char *headers; /* which RFC 9110 and RFC 6455 want beside it */
} statuses[] = {
	{ 400, "Bad Request", "Connection: close\r\n" },
	{ 403, "Forbidden", "Connection: close\r\n" },
	{ 404, "Not Found", "Connection: close\r\n" },
	{ 405, "Method Not Allowed", "Connection: close\r\nAllow: GET\r\n" },
	{ 408, "Request Timeout", "Connection: close\r\n" },
	{ 426, "Upgrade Required",
	  "Connection: close, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" },
	{ 431, "Request Header Fields Too Large", "Connection: close\r\n" },
	{ 503, "Service Unavailable", "Connection: close\r\n" },
	{ 505, "HTTP Version Not Supported", "Connection: close\r\n" },
};

static bool refuse(struct error *error, int status, const char *why)
{
	return error_set(error, ERROR_HANDSHAKE_REQUEST, status, "%s", why);
}

/* "GET /path HTTP/1.1": the method, the target and the version, each one word. */
static bool read_line(const char *line, const char **target, size_t *target_n, struct error *error)
{
	size_t method = strcspn(line, " ");
	const char *version;

	*target = line + method + (line[method] == ' ');
	*target_n = strcspn(*target, " ");
	version = *target + *target_n + ((*target)[*target_n] == ' ');
	if (!*target_n || !handshake_is_text(line, strlen(line)) || strncmp(version, "HTTP/", 5) ||
	    strchr(version, ' '))
		return refuse(error, 400, "This is no HTTP request.");
	if (strcmp(version, "HTTP/1.1") != 0)
		return refuse(error, 505, "This server speaks HTTP/1.1.");
	if (strncmp(line, "GET ", 4) != 0)
		return refuse(error, 405, "A WebSocket is opened with GET.");
	return true;
}

/* 16 bytes in base64: of the last character only the upper two bits count. */
static bool is_key(const char *key)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				       "0123456789+/";

	return strspn(key, alphabet) == 22 && strchr("AQgw", key[21]) && !strcmp(key + 22, "==");
}

static bool check_fields(struct handshake_fields *fields, struct error *error)
{
	if (fields->counts[FIELD_HOST] != 1)
		return refuse(error, 400, "One Host header is needed.");
	if (!handshake_list_has(handshake_field(fields, FIELD_UPGRADE), "websocket") ||
	    !handshake_list_has(handshake_field(fields, FIELD_CONNECTION), "upgrade"))
		return refuse(error, 426, "This server speaks WebSocket (RFC 6455).");
	if (strcmp(handshake_field(fields, FIELD_VERSION), "13") != 0)
		return refuse(error, 426, "Sec-WebSocket-Version must be 13.");
	if (!is_key(handshake_field(fields, FIELD_KEY)))
		return refuse(error, 400, "Sec-WebSocket-Key must be 16 bytes in base64.");
	return true;
}

static bool read_protocols(struct handshake_request *request, const char *list, struct error *error)
{
	const char *element;
	size_t n, room = 0;

	while (handshake_list_next(&list, &element, &n)) {
		request->protocols = mem_grow(request->protocols, &room,
					      request->protocol_count + 1,
					      sizeof *request->protocols);
		request->protocols[request->protocol_count++] = mem_copy_n(element, n);
	}
	if (handshake_check_protocols((const char *const *)request->protocols,
				      request->protocol_count, NULL))
		return true;
	return refuse(error, 400, "Sec-WebSocket-Protocol must be a list of unlike tokens.");
}

static char *take(struct handshake_fields *fields, enum handshake_field field)
{
	return buf_take(&fields->values[field]);
}

bool handshake_read_request(const struct handshake_head *head, struct handshake_request *request,
			    struct error *error)
{
	struct handshake_fields fields;
	const char *target;
	size_t n;
	bool fine;

	*request = (struct handshake_request){ 0 };
	fine = handshake_fields_read(&fields, head, NULL) ||
	       refuse(error, 400, "A header line is malformed.");
	fine = fine && read_line(fields.start, &target, &n, error) &&
	       check_fields(&fields, error) &&
	       read_protocols(request, handshake_field(&fields, FIELD_PROTOCOL), error);
	if (fine) {
		request->resource = mem_copy_n(target, n);
		request->host = take(&fields, FIELD_HOST);
		request->origin = fields.counts[FIELD_ORIGIN] ? take(&fields, FIELD_ORIGIN) : NULL;
		request->key = take(&fields, FIELD_KEY);
		request->extensions = take(&fields, FIELD_EXTENSIONS);
	} else {
		handshake_request_free(request);
	}
	handshake_fields_free(&fields);
	return fine;
}

void handshake_request_free(struct handshake_request *request)
{
	for (size_t i = 0; i < request->protocol_count; i++)
		free(request->protocols[i]);
	free(request->protocols);
	free(request->resource);
	free(request->host);
	free(request->origin);
	free(request->key);
	free(request->extensions);
	*request = (struct handshake_request){ 0 };
}

static void write_header(struct buf *out, const char *name, const char *value)
{
	if (value && *value)
		buf_format(out, "%s: %s\r\n", name, value);
}

void handshake_write_answer(struct buf *out, const char *key, const char *protocol,
			    const char *extensions)
{
	char accept[HANDSHAKE_ACCEPT_SIZE];

	handshake_accept(accept, key);
	buf_append_string(out, "HTTP/1.1 101 Switching Protocols\r\n"
			       "Upgrade: websocket\r\n"
			       "Connection: Upgrade\r\n");
	write_header(out, "Sec-WebSocket-Accept", accept);
	write_header(out, "Sec-WebSocket-Protocol", protocol);
	write_header(out, "Sec-WebSocket-Extensions", extensions);
	buf_append_string(out, "\r\n");
}

void handshake_write_refusal(struct buf *out, int status, const char *text)
{
	const struct status *s = statuses;

	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		if (statuses[i].number == status)
			s = &statuses[i];
	buf_format(out,
		   "HTTP/1.1 %d %s\r\n"
		   "%s"
		   "Content-Type: text/plain; charset=utf-8\r\n"
		   "Content-Length: %zu\r\n"
		   "\r\n"
		   "%s\n",
		   s->number, s->reason, s->headers, strlen(text) + 1, text);
}
