#include <inttypes.h>
#include <string.h>

#include "base64.h"
#include "json_put.h"
#include "text.h"
#include "trace_private.h"

enum { CONTINUATION = 0, BINARY = 2, CLOSE = 8 };

void trace_write_base64(struct buf *out, const void *bytes, size_t n)
{
	buf_append_byte(out, '"');
	base64_append(out, bytes, n);
	buf_append_byte(out, '"');
}

static void put_head(struct buf *out, const struct trace_frame *f)
{
	if (f->event->frame.outgoing)
		json_put_string(out, "url", f->url, strlen(f->url));
	json_put_string(out, "head", f->event->bytes, f->event->n);
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
		json_put_integer(out, "code", e->bytes[0] << 8 | e->bytes[1]);
		json_put_string(out, "reason", e->bytes + 2, e->n - 2);
	} else if (!binary && text_valid(e->bytes, e->n)) {
		json_put_string(out, "text", e->bytes, e->n);
	} else {
		json_put_key(out, "base64");
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
		json_put_integer(out, "opcode", frame->opcode);
		json_put_boolean(out, "fin", frame->fin);
		json_put_integer(out, "rsv", frame->rsv);
		json_put_boolean(out, "masked", frame->masked);
		json_put_integer(out, "length", (int64_t)frame->length);
		json_put_integer(out, "size", (int64_t)f->event->n);
		put_payload(lines, out, f->event);
	}
	buf_append_string(out, "}\n");
}
