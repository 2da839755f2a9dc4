#include "websocket.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "moment.h"
#include "websocket_private.h"

/* Input that waits to be pulled, and pongs that wait to be sent, before the peer has to wait. */
#define INPUT_MAX 262144
#define PONGS_MAX 64

/* Memory that an idle connection may hold on to. */
#define KEPT 131072

/* More is never asked for; with it no sum of lengths overflows. */
#define MESSAGE_MAX (SIZE_MAX / 16)

void websocket_config_init(struct websocket_config *config)
{
	*config = (struct websocket_config){ .compress = true,
					     .max_message = 1 << 20,
					     .ping_interval = 20000,
					     .handshake_timeout = 10000,
					     .close_timeout = 5000 };
}

static const char *const *copy_strings(const char *const *strings, size_t n)
{
	const char **copy = mem_new(n, sizeof *copy);

	for (size_t i = 0; i < n; i++)
		copy[i] = mem_copy(strings[i]);
	return copy;
}

static void free_strings(const char *const *strings, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free((char *)strings[i]);
	free((char **)strings);
}

static bool check_config(const struct websocket_config *config, struct error *error)
{
	if (!handshake_check_protocols(config->protocols, config->protocol_count, error))
		return false;
	for (size_t i = 0; i < config->header_count; i++)
		if (!handshake_check_header(config->headers[i], error))
			return false;
	if (config->origin && !handshake_is_value(config->origin))
		return error_set(error, ERROR_HEADER_LINE, 0, "Origin: %s", config->origin);
	return true;
}

static void take_config(struct websocket *ws, const struct websocket_config *config)
{
	ws->config = *config;
	ws->config.url = NULL;
	ws->config.protocols = copy_strings(config->protocols, config->protocol_count);
	ws->config.headers = copy_strings(config->headers, config->header_count);
	ws->config.origin = config->origin ? mem_copy(config->origin) : NULL;
	if (config->max_message > MESSAGE_MAX)
		ws->config.max_message = MESSAGE_MAX;
	if (!config->server)
		url_copy(&ws->url, config->url);
}

struct websocket *websocket_new(const struct websocket_config *config, uint64_t now,
				struct error *error)
{
	struct websocket *ws;

	if (!check_config(config, error))
		return NULL;
	ws = mem_new(1, sizeof *ws);
	take_config(ws, config);
	ws->now = ws->heard_at = now;
	ws->deadline = now + config->handshake_timeout;
	ws->head.request = config->server;
	ws->resource = mem_copy("");
	ws->protocol = mem_copy("");
	ws->extensions = mem_copy("");
	ws->last = &ws->first;
	ws->reading = ws->starved = true;
	if (websocket_set_up_frames(ws) < 0)
		abort();
	if (!config->server)
		websocket_write_request(ws);
	return ws;
}

static void free_queue(struct websocket *ws)
{
	struct websocket_queued *next;

	free(ws->given);
	for (; ws->first; ws->first = next) {
		next = ws->first->next;
		free(ws->first);
	}
}

void websocket_free(struct websocket *ws)
{
	if (!ws)
		return;
	free_strings(ws->config.protocols, ws->config.protocol_count);
	free_strings(ws->config.headers, ws->config.header_count);
	free((char *)ws->config.origin);
	url_free(&ws->url);
	handshake_head_free(&ws->head);
	free(ws->resource);
	free(ws->protocol);
	free(ws->extensions);
	free_queue(ws);
	wslay_frame_context_free(ws->wslay);
	deflate_free(ws->deflate);
	buf_free(&ws->in);
	buf_free(&ws->message.bytes);
	buf_free(&ws->out);
	buf_free(&ws->scratch);
	free(ws->segments);
	free(ws);
}

struct websocket_event *websocket_queue(struct websocket *ws, enum websocket_event_type type,
					const void *bytes, size_t n)
{
	struct websocket_queued *queued = mem_new(1, sizeof *queued + n + 1);

	queued->event.event = type;
	queued->event.bytes = memcpy(queued + 1, bytes, n);
	queued->event.n = n;
	*ws->last = queued;
	ws->last = &queued->next;
	return &queued->event;
}

void websocket_report(struct websocket *ws, const struct websocket_frame *frame, const void *bytes,
		      size_t n)
{
	if (ws->config.report_frames)
		websocket_queue(ws, WEBSOCKET_EVENT_FRAME, bytes, n)->frame = *frame;
}

void websocket_empty(struct buf *buf)
{
	if (buf->room > KEPT)
		buf_free(buf);
	else
		buf_clear(buf);
}

/* The bytes of the event before are no longer needed. */
static void release(struct websocket *ws)
{
	free(ws->given);
	ws->given = NULL;
	if (!ws->message.given)
		return;
	ws->message.given = false;
	websocket_empty(&ws->message.bytes);
}

static void give_queued(struct websocket *ws, struct websocket_event *event)
{
	ws->given = ws->first;
	ws->first = ws->given->next;
	if (!ws->first)
		ws->last = &ws->first;
	*event = ws->given->event;
}

/* A message that comes after our close() is not for anybody. */
static bool give_message(struct websocket *ws, struct websocket_event *event)
{
	ws->message.whole = false;
	ws->message.given = true;
	if (ws->state != WEBSOCKET_OPEN) {
		release(ws);
		return false;
	}
	*event = (struct websocket_event){ .event = WEBSOCKET_EVENT_MESSAGE,
					   .type = ws->message.type,
					   .bytes = (const uint8_t *)buf_string(&ws->message.bytes),
					   .n = buf_size(&ws->message.bytes) };
	return true;
}

/* A flood of pings may not become one of pongs in our memory: they leave first. */
static bool is_flooded(const struct websocket *ws)
{
	return ws->reading && ws->pongs >= PONGS_MAX && !ws->ended;
}

/* False where there is nothing more to be made of what came in, for now. */
static bool advance(struct websocket *ws)
{
	if (is_flooded(ws))
		return false;
	if (ws->reading &&
	    (ws->state == WEBSOCKET_CONNECTING ? websocket_read_head(ws) : websocket_receive(ws)))
		return true;
	ws->starved = true;
	websocket_empty(&ws->in);
	if (!ws->end_open)
		return false;
	websocket_take_end(ws);
	return true;
}

bool websocket_next(struct websocket *ws, struct websocket_event *event)
{
	release(ws);
	do {
		if (ws->first) {
			give_queued(ws, event);
			return true;
		}
		if (ws->message.whole && give_message(ws, event))
			return true;
	} while (advance(ws));
	return false;
}

void websocket_feed(struct websocket *ws, const uint8_t *bytes, size_t n, uint64_t now)
{
	ws->now = now;
	if (!n)
		return;
	ws->heard_at = now;
	ws->probing = false;
	if (!ws->reading)
		return;
	ws->starved = false;
	buf_append(&ws->in, bytes, n);
}

/* What came before the end is pulled first. */
void websocket_eof(struct websocket *ws, const struct error *error, uint64_t now)
{
	ws->now = now;
	if (ws->ended)
		return;
	ws->ended = ws->end_open = true;
	if (error)
		ws->end_error = *error;
	if (ws->starved)
		websocket_take_end(ws);
}

bool websocket_wants_input(const struct websocket *ws)
{
	return buf_size(&ws->in) < INPUT_MAX && ws->pongs < PONGS_MAX;
}

bool websocket_wants_close(const struct websocket *ws)
{
	return ws->state == WEBSOCKET_CLOSED;
}

void websocket_ping(struct websocket *ws, uint64_t now)
{
	ws->now = now;
	if (ws->state != WEBSOCKET_OPEN)
		return;
	for (size_t i = 0; i < sizeof ws->ping && !++ws->ping[i];)
		i++;
	ws->ping_open = true;
	ws->pinged_at = now;
	websocket_put_control(ws, WSLAY_PING, ws->ping, sizeof ws->ping);
}

static void probe(struct websocket *ws)
{
	ws->probing = true;
	ws->probed_at = ws->now;
	ws->moved = false;
	websocket_ping(ws, ws->now);
}

static uint64_t silent_since(const struct websocket *ws)
{
	return ws->probing ? ws->probed_at : ws->heard_at;
}

/*
 * Two cases look like silence and are none: a backlog that still leaves, the ping far behind it in
 * the kernel's buffer; and a process that was stopped, whose peer may have answered long ago.
 */
static void check_silence(struct websocket *ws)
{
	uint64_t interval = ws->config.ping_interval;
	struct error error;

	if (!interval || ws->now < silent_since(ws) + interval)
		return;
	if (!ws->probing || ws->moved || ws->now >= ws->probed_at + 2 * interval) {
		probe(ws);
		return;
	}
	error_set(&error, ERROR_SILENT, 0, "%s", "");
	websocket_fail_now(ws, &error);
}

static void check_deadline(struct websocket *ws)
{
	struct error error;

	if (ws->now < ws->deadline)
		return;
	if (ws->state == WEBSOCKET_CLOSING) {
		websocket_close_overdue(ws);
	} else {
		error_set(&error, ERROR_HANDSHAKE_TIMEOUT, 0, "%s", "");
		websocket_fail_now(ws, &error);
	}
}

uint64_t websocket_tick(struct websocket *ws, uint64_t now)
{
	ws->now = now;
	if (ws->state == WEBSOCKET_OPEN)
		check_silence(ws);
	else if (ws->state != WEBSOCKET_CLOSED)
		check_deadline(ws);
	switch (ws->state) {
	case WEBSOCKET_OPEN:
		return ws->config.ping_interval ? silent_since(ws) + ws->config.ping_interval
						: MOMENT_NEVER;
	case WEBSOCKET_CLOSED:
		return MOMENT_NEVER;
	default:
		return ws->deadline;
	}
}

enum websocket_state websocket_ready_state(const struct websocket *ws)
{
	return ws->state;
}

const char *websocket_url(const struct websocket *ws)
{
	return ws->config.server ? ws->resource : ws->url.href;
}

const char *websocket_protocol(const struct websocket *ws)
{
	return ws->protocol;
}

const char *websocket_extensions(const struct websocket *ws)
{
	return ws->extensions;
}
