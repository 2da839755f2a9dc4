/*
 * gallery_program - scenes of the program: the state of the connection, help, the inspector of
 * frames, and what commands answer.
 */
#ifndef GALLERY_PROGRAM_H
#define GALLERY_PROGRAM_H

#include "gallery_still.h"
#include "options_change.h"

#define PROGRAM_URL "wss://chat.example.org:6502/"

static void program_enter(struct stage *s)
{
	still_list(s, 0, "\"ann\",\"bob\"");
	transcript_clear(session_transcript(s->session));
	still_hear(s, 0, "bob", "Hello!");
}

static void program_fail(struct stage *s, enum error_code code, int number, const char *detail)
{
	struct error error = { 0 };

	error_set(&error, code, number, "%s", detail);
	session_failed(s->session, &error, still_minute(s, 1));
}

static void program_break_off(struct stage *s)
{
	program_enter(s);
	program_fail(s, ERROR_WS_EOF, 0, "");
	session_closed(s->session, 1006, "", false, 0, still_minute(s, 1));
}

static void program_connecting(struct stage *s)
{
	session_closed(s->session, 1000, "", true, 1000, still_minute(s, 0));
	session_connecting(s->session, PROGRAM_URL, 1, still_minute(s, 0));
	stage_serve(s);
}

static void program_waiting(struct stage *s)
{
	program_break_off(s);
	session_waiting(s->session, 9000, 2, still_minute(s, 1));
	stage_serve(s);
}

static void program_offline(struct stage *s)
{
	program_break_off(s);
	session_offline(s->session);
	stage_serve(s);
}

static void program_asking(struct stage *s)
{
	program_enter(s);
	still_type(s, "\x03");
}

static void program_error(struct stage *s)
{
	program_enter(s);
	program_fail(s, ERROR_HOST_NOT_FOUND, 0, "chat.exmaple.org");
	program_fail(s, ERROR_TLS_SELF_SIGNED, 0, "CN=chat.example.org");
	program_fail(s, ERROR_CONNECT_REFUSED, 0, "chat.example.org:6502");
	stage_serve(s);
}

static void program_unknown(struct stage *s)
{
	program_enter(s);
	still_type(s, "/nonsense\r");
}

static void program_start(struct stage *s)
{
	still_wait(s);
}

static void program_help(struct stage *s)
{
	program_enter(s);
	still_type(s, "\x1bOP");
}

static void program_help_scrolled(struct stage *s)
{
	program_help(s);
	still_type(s, "\x1b[6~\x1b[6~");
}

static void program_help_end(struct stage *s)
{
	program_help(s);
	still_type(s, "\x1b>");
}

static void program_help_command(struct stage *s)
{
	program_enter(s);
	still_type(s, "/help set\r");
}

/* As the client tells it. */
static void program_info(struct stage *s)
{
	static const struct {
		enum event_info info;
		const char *text;
	} rows[] = {
		{ EVENT_INFO_URL, PROGRAM_URL },
		{ EVENT_INFO_STATE, "OPEN" },
		{ EVENT_INFO_PROTOCOL, "json" },
		{ EVENT_INFO_EXTENSIONS, "permessage-deflate; client_max_window_bits=15" },
		{ EVENT_INFO_BUFFERED, "0" },
		{ EVENT_INFO_ADDRESS, "[2001:db8::5]:6502" },
		{ EVENT_INFO_TLS, "TLS1.3 (ECDHE-X25519)-(ECDSA-SECP256R1-SHA256)-(AES-256-GCM)" },
		{ EVENT_INFO_CERTIFICATE, "subject CN=chat.example.org, issuer CN=Example CA, "
					  "expires 2024-02-01" },
		{ EVENT_INFO_LATENCY, "23 ms" },
		{ EVENT_INFO_NAME, "ann" },
		{ EVENT_INFO_ID, STAGE_ID },
	};

	program_enter(s);
	for (size_t i = 0; i < COUNT(rows); i++)
		session_info(s->session, rows[i].info, rows[i].text, still_minute(s, 0));
}

static void program_set(struct stage *s)
{
	const char *name;

	program_enter(s);
	for (size_t i = 0; (name = options_name(i)); i++) {
		struct buf text = { 0 };

		if (options_tell(&text, &s->options, name, NULL))
			session_notice(s->session, EVENT_NOTICE_OPTION, buf_string(&text),
				       still_minute(s, 0));
		buf_free(&text);
	}
}

/* The inspector of frames. */

static void program_add_head(struct stage *s, int64_t ms, bool outgoing, const char *text)
{
	const struct websocket_event event = { .event = WEBSOCKET_EVENT_FRAME,
					       .bytes = (const uint8_t *)text,
					       .n = strlen(text),
					       .frame = { .outgoing = outgoing, .head = true } };

	frames_add(s->frames, still_minute(s, 0).wall + ms, &event);
}

static void program_add(struct stage *s, int64_t ms, bool outgoing, uint8_t opcode,
			const char *payload)
{
	const struct websocket_event event = {
		.event = WEBSOCKET_EVENT_FRAME,
		.bytes = (const uint8_t *)payload,
		.n = strlen(payload),
		.frame = { .outgoing = outgoing,
			   .fin = true,
			   .masked = outgoing,
			   .opcode = opcode,
			   .rsv = opcode == 1 ? 4 : 0,
			   .length = opcode == 1 ? strlen(payload) / 2 : strlen(payload) },
	};

	frames_add(s->frames, still_minute(s, 0).wall + ms, &event);
}

static void program_frames(struct stage *s)
{
	program_enter(s);
	program_add_head(
		s, 1, true,
		"GET / HTTP/1.1\r\nHost: chat.example.org:6502\r\nUpgrade: websocket\r\n\r\n");
	program_add_head(s, 24, false, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
	program_add(s, 25, false, 1, "{\"type\":\"id\",\"id\":" STAGE_ID "}");
	program_add(s, 26, true, 1, "{\"type\":\"username\",\"id\":" STAGE_ID ",\"name\":\"ann\"}");
	program_add(s, 5000, true, 9, "beat");
	program_add(s, 5023, false, 10, "beat");
	program_add(s, 6000, false, 1,
		    "{\"type\":\"message\",\"id\":77,\"date\":1700000005999,\"name\":\"bob\","
		    "\"text\":\"привет 漢字\"}");
	still_type(s, "\x1b[24~");
}

static void program_frame(struct stage *s)
{
	program_frames(s);
	still_type(s, "\r");
}

static void program_filter(struct stage *s)
{
	program_frames(s);
	still_type(s, "/ann");
}

static void program_filtered(struct stage *s)
{
	program_frames(s);
	still_type(s, "c");
}

#endif
