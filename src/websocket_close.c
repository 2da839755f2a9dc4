#include "websocket_close.h"

#include <string.h>

#include "websocket_private.h"

#define NO_STATUS  1005
#define ABNORMAL   1006
#define TLS_FAILED 1015

/* RFC 6455, section 7.4, and what is registered since. */
static bool is_code_on_the_wire(unsigned code)
{
	return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
	       (code >= 3000 && code <= 4999);
}

static bool is_code_for_a_client(unsigned code)
{
	return code == 1000 || (code >= 3000 && code <= 4999);
}

static void arm(struct websocket *ws)
{
	ws->deadline = ws->now + ws->config.close_timeout;
	ws->moved = false;
}

static void stop_reading(struct websocket *ws)
{
	ws->reading = false;
	buf_free(&ws->in);
}

static void finish(struct websocket *ws, uint16_t code, bool clean)
{
	struct websocket_event *event;

	event = websocket_queue(ws, WEBSOCKET_EVENT_CLOSE, ws->peer_reason, ws->peer_reason_n);
	event->code = code;
	event->was_clean = clean;
	event->sent_code = ws->sent_code;
	ws->state = WEBSOCKET_CLOSED;
	stop_reading(ws);
	websocket_drop_output(ws);
}

void websocket_settle(struct websocket *ws)
{
	if (ws->state == WEBSOCKET_CLOSED || buf_size(&ws->out))
		return;
	if (ws->failed)
		finish(ws, ws->failed, false);
	else if (ws->close_sent && ws->close_received)
		finish(ws, ws->peer_code, true);
}

/* "Fail the WebSocket connection": RFC 6455, section 7.1.7. */
void websocket_fail(struct websocket *ws, uint16_t code, const struct error *error)
{
	if (ws->failed || ws->state == WEBSOCKET_CLOSED)
		return;
	ws->failed = error->code >= ERROR_TLS_EXPIRED && error->code <= ERROR_TLS_HANDSHAKE
			     ? TLS_FAILED
			     : ABNORMAL;
	stop_reading(ws);
	websocket_queue(ws, WEBSOCKET_EVENT_ERROR, "", 0)->error = *error;
	if (code && !ws->close_sent)
		websocket_put_close(ws, code, error->detail);
	ws->state = WEBSOCKET_CLOSING;
	arm(ws);
	websocket_settle(ws);
}

void websocket_fail_now(struct websocket *ws, const struct error *error)
{
	websocket_drop_output(ws);
	websocket_fail(ws, 0, error);
}

static void refuse_close(struct websocket *ws, enum error_code code, uint16_t wire_code,
			 const char *complaint)
{
	struct error error;

	error_set(&error, code, 0, "%s", complaint);
	websocket_fail(ws, wire_code, &error);
}

void websocket_take_close(struct websocket *ws, const uint8_t *payload, size_t n)
{
	uint16_t code = (uint16_t)(n < 2 ? NO_STATUS : payload[0] << 8 | payload[1]);

	if (n && !is_code_on_the_wire(code)) { /* nor is half a code */
		refuse_close(ws, ERROR_WS_PROTOCOL, 1002, "close code not allowed");
		return;
	}
	if (n && !text_valid(payload + 2, n - 2)) {
		refuse_close(ws, ERROR_WS_UTF8, 1007, "close reason is not UTF-8");
		return;
	}
	ws->close_received = true;
	ws->peer_code = code;
	ws->peer_reason_n = n ? n - 2 : 0;
	memcpy(ws->peer_reason, payload + 2, ws->peer_reason_n);
	stop_reading(ws);
	if (!ws->close_sent) {
		ws->state = WEBSOCKET_CLOSING;
		websocket_put_close(ws, n ? code : 0, "");
		arm(ws);
	}
	websocket_settle(ws);
}

bool websocket_close(struct websocket *ws, unsigned code, const char *reason, uint64_t now,
		     struct error *error)
{
	struct error early;

	ws->now = now;
	if (code && !(ws->config.server ? is_code_on_the_wire(code) : is_code_for_a_client(code)))
		return error_set(error, ERROR_CLOSE_CODE, (int)code, "%s", "");
	if (reason &&
	    (strlen(reason) > WEBSOCKET_REASON_MAX || !text_valid(reason, strlen(reason))))
		return error_set(error, ERROR_CLOSE_REASON, 0, "%s", "");
	if (ws->state == WEBSOCKET_CONNECTING) {
		error_set(&early, ERROR_NOT_OPEN, 0, "closed before the connection was open");
		websocket_fail_now(ws, &early);
	} else if (ws->state == WEBSOCKET_OPEN) {
		if (!code && reason && *reason)
			code = 1000;
		ws->state = WEBSOCKET_CLOSING;
		websocket_put_close(ws, (uint16_t)code, reason ? reason : "");
		arm(ws);
	}
	return true;
}

/* After the closing handshake an end of any kind is none to complain of: servers reset. */
void websocket_take_end(struct websocket *ws)
{
	struct error error = ws->end_error;

	ws->end_open = false;
	websocket_drop_output(ws);
	if (ws->close_received && ws->state != WEBSOCKET_CLOSED)
		finish(ws, ws->peer_code, ws->close_sent);
	if (!error.code)
		error_set(&error,
			  ws->state == WEBSOCKET_CONNECTING ? ERROR_HANDSHAKE_EOF : ERROR_WS_EOF, 0,
			  "%s", "");
	websocket_fail(ws, 0, &error);
	websocket_settle(ws);
}

/* Output that goes on leaving has the peer's time: it may be large, and the line slow. */
void websocket_close_overdue(struct websocket *ws)
{
	struct error error;

	if (ws->moved) {
		arm(ws);
		return;
	}
	websocket_drop_output(ws);
	if (ws->close_received)
		finish(ws, ws->peer_code, false);
	error_set(&error, ERROR_WS_CLOSE_TIMEOUT, 0, "%s", "");
	websocket_fail_now(ws, &error);
	websocket_settle(ws);
}
