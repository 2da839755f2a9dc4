/*
 * websocket_testing - a websocket without a network: what the peer sends is written in a small
 * language, and what comes of it is read as text.
 *
 * The peer's frames are words apart by spaces: "81:Hello" is the first header byte and the payload,
 * masked where the peer is a client; %20 is any byte; "82*70000:a" repeats the payload; "m81:x" has
 * the wrong masking; "#8102" is raw bytes. Our frames and the events are written the same way, a
 * close's code in decimal.
 */
#ifndef WEBSOCKET_TESTING_H
#define WEBSOCKET_TESTING_H

#include "testing.h"

#include <stdio.h>
#include <string.h>

#include "handshake.h"
#include "mem.h"
#include "moment.h"
#include "text.h"
#include "websocket.h"

struct rig {
	struct websocket *ws;
	bool server; /* our role */
	uint64_t now;
	struct buf events, sent, output;
	size_t messages, frames;
	bool stuck; /* the network takes nothing */
};

static inline void rig_random(void *bytes, size_t n)
{
	static uint8_t next;

	for (size_t i = 0; i < n; i++)
		((uint8_t *)bytes)[i] = next += 37;
}

static inline void rig_config(struct websocket_config *config, struct url *url)
{
	static const char *const protocols[] = { "json" };
	struct error error;

	ck_assert(url_parse(url, "ws://localhost:6502/room", &error));
	websocket_config_init(config);
	config->url = url;
	config->protocols = protocols;
	config->protocol_count = 1;
	config->random = rig_random;
}

static inline void rig_note(struct buf *log, const char *word, const uint8_t *bytes, size_t n)
{
	buf_format(log, "%s%s", buf_size(log) ? " " : "", word);
	if (n > 200) {
		buf_format(log, "(%zu)", n);
		return;
	}
	for (size_t i = 0; i < n; i++)
		buf_format(log, bytes[i] > ' ' && bytes[i] < 0x7f ? "%c" : "%%%02x", bytes[i]);
}

static inline const char *rig_error_name(enum error_code code)
{
	static const char *const names[ERROR_COUNT] = {
		[ERROR_WS_PROTOCOL] = "protocol",
		[ERROR_WS_UTF8] = "utf8",
		[ERROR_WS_TOO_BIG] = "big",
		[ERROR_WS_DEFLATE] = "deflate",
		[ERROR_WS_EOF] = "eof",
		[ERROR_WS_CLOSE_TIMEOUT] = "overdue",
		[ERROR_SILENT] = "silent",
		[ERROR_HANDSHAKE_TIMEOUT] = "late",
		[ERROR_HANDSHAKE_EOF] = "hung-up",
		[ERROR_HANDSHAKE_IS_TLS] = "tls",
		[ERROR_HANDSHAKE_NOT_HTTP] = "http",
		[ERROR_HANDSHAKE_TOO_LONG] = "long",
		[ERROR_HANDSHAKE_STATUS] = "status",
		[ERROR_HANDSHAKE_EXTENSION] = "extension",
		[ERROR_HANDSHAKE_PROTOCOL] = "subprotocol",
		[ERROR_HANDSHAKE_REQUEST] = "request",
		[ERROR_NOT_OPEN] = "not-open",
		[ERROR_CONNECTION_RESET] = "reset",
		[ERROR_TLS_EXPIRED] = "expired",
	};

	return names[code] ? names[code] : "other";
}

static inline void rig_note_event(struct rig *rig, const struct websocket_event *event)
{
	char word[64] = "";

	ck_assert_uint_eq(event->bytes ? event->bytes[event->n] : 0, 0);
	switch (event->event) {
	case WEBSOCKET_EVENT_OPEN:
		snprintf(word, sizeof word, "open");
		break;
	case WEBSOCKET_EVENT_MESSAGE:
		rig->messages++;
		snprintf(word, sizeof word, event->type == WEBSOCKET_TEXT ? "text:" : "binary:");
		break;
	case WEBSOCKET_EVENT_PONG:
		snprintf(word, sizeof word, "pong:%u", event->rtt);
		break;
	case WEBSOCKET_EVENT_ERROR:
		snprintf(word, sizeof word, "error:%s", rig_error_name(event->error.code));
		break;
	case WEBSOCKET_EVENT_CLOSE:
		snprintf(word, sizeof word, "close:%u%s,%u:", event->code,
			 event->was_clean ? "" : "!", event->sent_code);
		break;
	case WEBSOCKET_EVENT_FRAME:
		snprintf(word, sizeof word, "%c%s%x.%x%s/%u:", event->frame.outgoing ? '>' : '<',
			 event->frame.head ? "head" : "", event->frame.opcode, event->frame.rsv,
			 event->frame.fin ? "f" : "", (unsigned)event->frame.length);
		break;
	}
	rig_note(&rig->events, word, event->bytes, event->n);
}

/* One of our frames at the front of the output, noted and consumed; false where it is not whole. */
static inline bool rig_note_frame(struct rig *rig)
{
	const uint8_t *p = buf_bytes(&rig->output);
	size_t have = buf_size(&rig->output), at = 2, n;
	uint8_t payload[16384];
	char word[16];

	if (have < 2)
		return false;
	ck_assert_int_eq(p[1] >> 7, !rig->server);
	n = p[1] & 0x7f;
	ck_assert_uint_ne(n, 127);
	if (n == 126) {
		n = (size_t)p[2] << 8 | p[3];
		ck_assert_uint_ge(n, 126);
		at = 4;
	}
	ck_assert_uint_le(n, sizeof payload);
	at += rig->server ? 0 : 4;
	if (have < at + n)
		return false;
	for (size_t i = 0; i < n; i++)
		payload[i] = p[at + i] ^ (rig->server ? 0 : p[at - 4 + i % 4]);
	rig->frames++;
	if (p[0] == 0x88 && n >= 2) {
		snprintf(word, sizeof word, "88:%u", (unsigned)payload[0] << 8 | payload[1]);
		rig_note(&rig->sent, word, (const uint8_t *)"", 0);
	} else {
		snprintf(word, sizeof word, "%02x:", p[0]);
		rig_note(&rig->sent, word, payload, n);
	}
	buf_consume(&rig->output, at + n);
	return true;
}

/* The network takes at most N bytes of the output. */
static inline void rig_take(struct rig *rig, size_t n)
{
	struct buf *output = websocket_output(rig->ws);

	if (n > buf_size(output))
		n = buf_size(output);
	buf_append(&rig->output, buf_bytes(output), n);
	buf_consume(output, n);
	websocket_sent(rig->ws);
}

static inline void rig_pull(struct rig *rig)
{
	struct websocket_event event;
	bool more;

	do {
		more = websocket_next(rig->ws, &event);
		if (more)
			rig_note_event(rig, &event);
		if (!rig->stuck && buf_size(websocket_output(rig->ws))) {
			rig_take(rig, SIZE_MAX);
			more = true;
		}
	} while (more);
}

static inline void rig_note_frames(struct rig *rig)
{
	while (rig_note_frame(rig))
		;
	ck_assert_uint_eq(buf_size(&rig->output), 0);
}

/* In pieces of PIECE bytes (0: in one), all events pulled after each. */
static inline void rig_feed(struct rig *rig, const void *bytes, size_t n, size_t piece)
{
	const uint8_t *at = bytes;
	size_t step;

	for (; n; at += step, n -= step) {
		step = piece && piece < n ? piece : n;
		websocket_feed(rig->ws, at, step, rig->now);
		rig_pull(rig);
	}
}

static inline uint8_t rig_hex(const char *s)
{
	char digits[3] = { s[0], s[1], 0 };

	return (uint8_t)strtoul(digits, NULL, 16);
}

static inline void rig_write_frame(struct buf *out, uint8_t first, bool masked,
				   const uint8_t *payload, size_t n)
{
	static const uint8_t mask[] = { 0x37, 0xfa, 0x21, 0x3d };
	const uint8_t bit = masked ? 0x80 : 0;

	buf_append_byte(out, first);
	buf_append_byte(out, (uint8_t)(bit | (n < 126 ? n : n < 65536 ? 126 : 127)));
	if (n >= 65536)
		for (int i = 7; i >= 0; i--)
			buf_append_byte(out, (uint8_t)((uint64_t)n >> 8 * i));
	else if (n >= 126)
		buf_append(out, (uint8_t[]){ (uint8_t)(n >> 8), (uint8_t)n }, 2);
	if (masked)
		buf_append(out, mask, 4);
	for (size_t i = 0; i < n; i++)
		buf_append_byte(out, (uint8_t)(payload[i] ^ (masked ? mask[i % 4] : 0)));
}

/* Reads one word of the script; returns what is behind it. */
static inline const char *rig_write_word(struct buf *out, const char *s, bool masked)
{
	struct buf unit = { 0 }, payload = { 0 };
	size_t repeat = 1;
	uint8_t first;

	if (*s == '#') {
		for (s++; *s && *s != ' '; s += 2)
			buf_append_byte(out, rig_hex(s));
		return s;
	}
	if (*s == 'm') {
		masked = !masked;
		s++;
	}
	first = rig_hex(s);
	s += 2;
	if (*s == '*')
		repeat = strtoul(s + 1, (char **)&s, 10);
	for (s++; *s && *s != ' '; s++) {
		buf_append_byte(&unit, *s == '%' ? rig_hex(s + 1) : (uint8_t)*s);
		s += *s == '%' ? 2 : 0;
	}
	while (repeat--)
		buf_append(&payload, buf_bytes(&unit), buf_size(&unit));
	rig_write_frame(out, first, masked, buf_bytes(&payload), buf_size(&payload));
	buf_free(&unit);
	buf_free(&payload);
	return s;
}

static inline void rig_write(struct buf *out, const char *script, bool masked)
{
	while (*script) {
		while (*script == ' ')
			script++;
		script = rig_write_word(out, script, masked);
	}
}

static inline void rig_play(struct rig *rig, const char *script, size_t piece)
{
	struct buf bytes = { 0 };

	rig_write(&bytes, script, rig->server);
	rig_feed(rig, buf_bytes(&bytes), buf_size(&bytes), piece);
	rig_note_frames(rig);
	buf_free(&bytes);
}

/* The server's answer to the request in our output. */
static inline char *rig_answer(struct rig *rig, const char *extensions)
{
	struct buf answer = { 0 };
	const char *key;
	char copy[HANDSHAKE_KEY_SIZE] = "";

	rig_take(rig, SIZE_MAX);
	key = strstr(buf_string(&rig->output), "Sec-WebSocket-Key: ");
	ck_assert_ptr_nonnull(key);
	memcpy(copy, key + 19, HANDSHAKE_KEY_SIZE - 1);
	buf_clear(&rig->output);
	handshake_write_answer(&answer, copy, "json", extensions);
	return buf_take(&answer);
}

#define RIG_REQUEST                                       \
	"GET /room HTTP/1.1\r\nHost: localhost\r\n"       \
	"Upgrade: websocket\r\nConnection: Upgrade\r\n"   \
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" \
	"Sec-WebSocket-Version: 13\r\n"                   \
	"Sec-WebSocket-Protocol: json\r\n"

/* An open websocket in the role that CONFIG says; EXTENSIONS are the peer's answer or offer. */
static inline void rig_open(struct rig *rig, const struct websocket_config *config,
			    const char *extensions)
{
	struct error error;
	char *head;

	*rig = (struct rig){ .server = config->server, .now = 1000 };
	rig->ws = websocket_new(config, rig->now, &error);
	ck_assert_ptr_nonnull(rig->ws);
	head = config->server
		       ? mem_format(RIG_REQUEST "Sec-WebSocket-Extensions: %s\r\n\r\n", extensions)
		       : rig_answer(rig, extensions);
	rig_feed(rig, head, strlen(head), 0);
	free(head);
	ck_assert_int_eq(websocket_ready_state(rig->ws), WEBSOCKET_OPEN);
	buf_clear(&rig->events);
	buf_clear(&rig->output);
}

/* The usual one: a client or server with a limit of 100000 bytes. */
static inline void rig_open_usual(struct rig *rig, bool server, const char *extensions)
{
	struct websocket_config config;
	struct url url;

	rig_config(&config, &url);
	config.server = server;
	config.max_message = 100000;
	rig_open(rig, &config, extensions);
	url_free(&url);
}

static inline void rig_close(struct rig *rig)
{
	websocket_free(rig->ws);
	buf_free(&rig->events);
	buf_free(&rig->sent);
	buf_free(&rig->output);
}

/* What happened since the last look. */
static inline void rig_expect(struct rig *rig, const char *events, const char *sent)
{
	rig_note_frames(rig);
	ck_assert_str_eq(buf_string(&rig->events), events);
	ck_assert_str_eq(buf_string(&rig->sent), sent);
	buf_clear(&rig->events);
	buf_clear(&rig->sent);
}

#endif
