#include "websocket_open.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "websocket_private.h"

/* 100 and 103 may come before the answer; they are no use to us. */
#define INTERIM_MAX 8

static void describe_offer(const struct websocket *ws, struct handshake_offer *offer)
{
	*offer = (struct handshake_offer){ .url = &ws->url,
					   .key = ws->key,
					   .protocols = ws->config.protocols,
					   .protocol_count = ws->config.protocol_count,
					   .origin = ws->config.origin,
					   .extensions = ws->config.compress ? deflate_offer : NULL,
					   .headers = ws->config.headers,
					   .header_count = ws->config.header_count };
}

void websocket_write_request(struct websocket *ws)
{
	struct handshake_offer offer;
	uint8_t random[16];

	ws->config.random(random, sizeof random);
	handshake_key(ws->key, random);
	describe_offer(ws, &offer);
	handshake_write_request(&ws->out, &offer);
	websocket_put_head(ws);
}

static void open(struct websocket *ws)
{
	ws->state = WEBSOCKET_OPEN;
	websocket_queue(ws, WEBSOCKET_EVENT_OPEN, "", 0);
}

/* The server took the connection for open when it answered: it is told why it is not. */
static bool agree(struct websocket *ws, struct error *error)
{
	struct deflate_params params;
	bool compressed;

	if (!deflate_read_answer(ws->extensions, &compressed, &params, error))
		return false;
	if (compressed && !ws->config.compress)
		return error_set(error, ERROR_HANDSHAKE_EXTENSION, 0, "%s", ws->extensions);
	if (compressed)
		ws->deflate = deflate_new(&params, false);
	return true;
}

static bool is_interim(struct websocket *ws, const struct error *error)
{
	return error->code == ERROR_HANDSHAKE_STATUS && error->number < 200 &&
	       error->number != 101 && ws->interim_answers++ < INTERIM_MAX;
}

static void take_answer(struct websocket *ws)
{
	struct handshake_answer answer;
	struct handshake_offer offer;
	struct error error;

	describe_offer(ws, &offer);
	if (!handshake_read_answer(&ws->head, &offer, &answer, &error)) {
		if (!is_interim(ws, &error))
			websocket_fail_now(ws, &error);
		return;
	}
	free(ws->protocol);
	free(ws->extensions);
	ws->protocol = answer.protocol;
	ws->extensions = answer.extensions;
	if (agree(ws, &error))
		open(ws);
	else
		websocket_fail(ws, WSLAY_CODE_MANDATORY_EXT, &error);
}

/* A TLS client could make nothing of an answer in plain text. */
static void refuse(struct websocket *ws, int status, const char *text, const struct error *error)
{
	if (error->code != ERROR_HANDSHAKE_IS_TLS) {
		handshake_write_refusal(&ws->out, status, text);
		websocket_put_head(ws);
	}
	websocket_fail(ws, 0, error);
}

static void refuse_protocols(struct websocket *ws)
{
	struct buf names = { 0 };
	struct error error;

	for (size_t i = 0; i < ws->config.protocol_count; i++)
		buf_format(&names, "%s%s", i ? ", " : "", ws->config.protocols[i]);
	error_set(&error, ERROR_HANDSHAKE_REQUEST, 400,
		  "This server speaks the WebSocket subprotocol %s: "
		  "offer it in Sec-WebSocket-Protocol.",
		  buf_string(&names));
	refuse(ws, error.number, error.detail, &error);
	buf_free(&names);
}

/* The client's order is its preference. */
static const char *choose_protocol(const struct websocket *ws,
				   const struct handshake_request *request)
{
	for (size_t i = 0; i < request->protocol_count; i++)
		for (size_t j = 0; j < ws->config.protocol_count; j++)
			if (!strcmp(request->protocols[i], ws->config.protocols[j]))
				return ws->config.protocols[j];
	return NULL;
}

static void accept_request(struct websocket *ws, struct handshake_request *request)
{
	const char *protocol = choose_protocol(ws, request);
	struct buf extensions = { 0 };
	struct deflate_params params;

	if (!protocol && ws->config.require_protocol) {
		refuse_protocols(ws);
		return;
	}
	if (ws->config.compress && deflate_answer(request->extensions, &params, &extensions))
		ws->deflate = deflate_new(&params, true);
	free(ws->protocol);
	free(ws->extensions);
	free(ws->resource);
	ws->protocol = mem_copy(protocol ? protocol : "");
	ws->extensions = buf_take(&extensions);
	ws->resource = mem_copy(request->resource);
	handshake_write_answer(&ws->out, request->key, ws->protocol, ws->extensions);
	websocket_put_head(ws);
	open(ws);
}

static void take_request(struct websocket *ws)
{
	struct handshake_request request;
	struct error error;

	if (handshake_read_request(&ws->head, &request, &error))
		accept_request(ws, &request);
	else
		refuse(ws, error.number, error.detail, &error);
	handshake_request_free(&request);
}

static void take_broken_head(struct websocket *ws, const struct error *error)
{
	if (!ws->config.server)
		websocket_fail_now(ws, error);
	else if (error->code == ERROR_HANDSHAKE_TOO_LONG)
		refuse(ws, 431, "The request is too long.", error);
	else
		refuse(ws, 400, "This is no HTTP request.", error);
}

bool websocket_read_head(struct websocket *ws)
{
	const struct websocket_frame head = { .head = true };
	struct error error;
	size_t used;

	if (!buf_size(&ws->in))
		return false;
	used = handshake_head_feed(&ws->head, buf_bytes(&ws->in), buf_size(&ws->in), &error);
	if (!used) {
		take_broken_head(ws, &error);
		return true;
	}
	buf_consume(&ws->in, used);
	if (!ws->head.whole)
		return false;
	websocket_report(ws, &head, buf_bytes(&ws->head.bytes), buf_size(&ws->head.bytes));
	if (ws->config.server)
		take_request(ws);
	else
		take_answer(ws);
	handshake_head_free(&ws->head);
	return true;
}
