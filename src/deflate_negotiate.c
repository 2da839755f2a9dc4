#include "deflate.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "handshake.h"

/* Without a value: whatever window the server asks of us is fine. */
const char deflate_offer[] = "permessage-deflate; client_max_window_bits";

static const char extension_name[] = "permessage-deflate";

enum { SERVER_NO_CONTEXT, CLIENT_NO_CONTEXT, SERVER_BITS, CLIENT_BITS, PARAMETER_COUNT };

static const char *const parameter_names[PARAMETER_COUNT] = {
	[SERVER_NO_CONTEXT] = "server_no_context_takeover",
	[CLIENT_NO_CONTEXT] = "client_no_context_takeover",
	[SERVER_BITS] = "server_max_window_bits",
	[CLIENT_BITS] = "client_max_window_bits",
};

#define BITS_MIN 8
#define BITS_MAX 15
/* zlib cannot deflate for a window of 256 bytes. */
#define BITS_WE_CAN 9

#define TOKEN_MAX 64

/* An element of Sec-WebSocket-Extensions being read: RFC 6455, section 9.1. */
struct scan {
	const char *at;
	char name[TOKEN_MAX], value[TOKEN_MAX];
	bool has_value;
};

static void skip_space(struct scan *scan)
{
	scan->at += strspn(scan->at, " \t");
}

static bool skip_char(struct scan *scan, char c)
{
	skip_space(scan);
	if (*scan->at != c)
		return false;
	scan->at++;
	skip_space(scan);
	return true;
}

static bool read_token(struct scan *scan, char token[TOKEN_MAX])
{
	size_t n = strcspn(scan->at, " \t,;=\"");

	if (n >= TOKEN_MAX)
		return false;
	memcpy(token, scan->at, n);
	token[n] = 0;
	scan->at += n;
	return handshake_is_token(token);
}

/* A quoted value must be a token once its quotes are off. */
static bool read_value(struct scan *scan)
{
	bool quoted = *scan->at == '"';

	scan->at += quoted;
	if (!read_token(scan, scan->value))
		return false;
	if (quoted && *scan->at != '"')
		return false;
	scan->at += quoted;
	return true;
}

struct element {
	bool usable; /* permessage-deflate, with parameters that can be */
	bool seen[PARAMETER_COUNT];
	struct deflate_params params;
};

/* 8 to 15, without leading zeros. */
static bool read_bits(const char *value, int *bits)
{
	size_t digits = strspn(value, "0123456789");

	if (!digits || digits > 2 || value[digits] || *value == '0')
		return false;
	*bits = atoi(value);
	return *bits >= BITS_MIN && *bits <= BITS_MAX;
}

/* Only in an offer, client_max_window_bits may stand without a value: section 7.1.2.2. */
static bool take_parameter(struct element *element, const struct scan *scan, bool offer)
{
	struct deflate_params *params = &element->params;
	int i = 0;

	while (i < PARAMETER_COUNT && strcasecmp(scan->name, parameter_names[i]) != 0)
		i++;
	if (i == PARAMETER_COUNT || element->seen[i])
		return false;
	element->seen[i] = true;
	switch (i) {
	case SERVER_NO_CONTEXT:
		params->server_no_context_takeover = true;
		return !scan->has_value;
	case CLIENT_NO_CONTEXT:
		params->client_no_context_takeover = true;
		return !scan->has_value;
	case SERVER_BITS:
		return scan->has_value && read_bits(scan->value, &params->server_max_window_bits);
	default:
		return scan->has_value ? read_bits(scan->value, &params->client_max_window_bits)
				       : offer;
	}
}

/* False where the syntax is broken; *ELEMENT is then of no use. */
static bool read_element(struct scan *scan, struct element *element, bool offer)
{
	*element = (struct element){ .params = { .server_max_window_bits = BITS_MAX,
						 .client_max_window_bits = BITS_MAX } };
	if (!read_token(scan, scan->name))
		return false;
	element->usable = !strcasecmp(scan->name, extension_name);
	while (skip_char(scan, ';')) {
		if (!read_token(scan, scan->name))
			return false;
		scan->has_value = skip_char(scan, '=');
		if (scan->has_value && !read_value(scan))
			return false;
		element->usable = element->usable && take_parameter(element, scan, offer);
	}
	skip_space(scan);
	return !*scan->at || *scan->at == ',';
}

/* Empty elements of a list mean nothing: RFC 9110, section 5.6.1. */
static bool at_end(struct scan *scan)
{
	while (skip_char(scan, ','))
		;
	return !*scan->at;
}

bool deflate_read_answer(const char *extensions, bool *agreed, struct deflate_params *params,
			 struct error *error)
{
	struct scan scan = { .at = extensions };
	struct element element;

	*agreed = false;
	if (at_end(&scan))
		return true;
	if (!read_element(&scan, &element, false) || !element.usable || !at_end(&scan))
		return error_set(error, ERROR_HANDSHAKE_EXTENSION, 0, "%s", extensions);
	*agreed = true;
	*params = element.params;
	return true;
}

/* The client's window is of no concern to us: whatever it uses, we inflate with the largest. */
static void write_answer(struct buf *answer, const struct element *offer)
{
	buf_append_string(answer, extension_name);
	for (int i = SERVER_NO_CONTEXT; i <= CLIENT_NO_CONTEXT; i++)
		if (offer->seen[i])
			buf_format(answer, "; %s", parameter_names[i]);
	if (offer->seen[SERVER_BITS])
		buf_format(answer, "; %s=%d", parameter_names[SERVER_BITS],
			   offer->params.server_max_window_bits);
}

bool deflate_answer(const char *offers, struct deflate_params *params, struct buf *answer)
{
	struct scan scan = { .at = offers };
	struct element element;

	while (!at_end(&scan) && read_element(&scan, &element, true)) {
		if (!element.usable || element.params.server_max_window_bits < BITS_WE_CAN)
			continue;
		*params = element.params;
		params->client_max_window_bits = BITS_MAX;
		write_answer(answer, &element);
		return true;
	}
	return false;
}
