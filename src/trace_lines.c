#include <inttypes.h>
#include <string.h>

#include "base64.h"
#include "json.h"
#include "text.h"
#include "trace_private.h"

enum { CONTINUATION = 0, BINARY = 2, CLOSE = 8 };

void trace_write_base64(struct buf *out, const void *bytes, size_t n)
{
	buf_append_byte(out, '"');
	base64_append(out, bytes, n);
	buf_append_byte(out, '"');
}

static void key(struct buf *out, const char *name)
{
	buf_format(out, ",\"%s\":", name);
}

static void string(struct buf *out, const char *name, const void *value, size_t n)
{
	key(out, name);
	json_write_string(out, value, n);
}

static void number(struct buf *out, const char *name, uint64_t value)
{
	key(out, name);
	buf_format(out, "%" PRIu64, value);
}

static void boolean(struct buf *out, const char *name, bool value)
{
	key(out, name);
	buf_append_string(out, value ? "true" : "false");
}

static void put_head(struct buf *out, const struct trace_frame *f)
{
	if (f->event->frame.outgoing)
		string(out, "url", f->url, strlen(f->url));
	string(out, "head", f->event->bytes, f->event->n);
}

static bool is_binary(struct trace_lines *lines, const struct websocket_frame *frame)
{
	bool *binary = &lines->binary[frame->outgoing];

	if (frame->opcode >= CLOSE)
		return false;
	if (frame->opcode != CONTINUATION)
		*binary = frame->opcode == BINARY;
	return *binary;
}

/* As text what is text, whatever the frame was meant to be: half a character is none. */
static void put_payload(struct trace_lines *lines, struct buf *out, const struct websocket_event *e)
{
	bool binary = is_binary(lines, &e->frame);

	if (e->frame.opcode == CLOSE && e->n >= 2 && text_valid(e->bytes + 2, e->n - 2)) {
		number(out, "code", (uint64_t)e->bytes[0] << 8 | e->bytes[1]);
		string(out, "reason", e->bytes + 2, e->n - 2);
	} else if (!binary && text_valid(e->bytes, e->n)) {
		string(out, "text", e->bytes, e->n);
	} else {
		key(out, "base64");
		trace_write_base64(out, e->bytes, e->n);
	}
}

void trace_lines_note(struct trace_lines *lines, struct buf *out, const struct trace_frame *f)
{
	const struct websocket_frame *frame = &f->event->frame;

	buf_format(out, "{\"time\":%" PRId64 ",\"connection\":%u,\"direction\":\"%s\"", f->time,
		   f->connection, frame->outgoing ? "sent" : "received");
	if (frame->head) {
		put_head(out, f);
	} else {
		number(out, "opcode", frame->opcode);
		boolean(out, "fin", frame->fin);
		number(out, "rsv", frame->rsv);
		boolean(out, "masked", frame->masked);
		number(out, "length", frame->length);
		number(out, "size", f->event->n);
		put_payload(lines, out, f->event);
	}
	buf_append_string(out, "}\n");
}
