#include "websocket_send.h"

#include <string.h>

#include "mem.h"
#include "websocket_private.h"

#define FRAME_MAX 16384

/* What stands this far ahead may already be in a TLS record that waits to be sent: it stays. */
#define SETTLED 16384

static struct websocket_segment *segment_at(struct websocket *ws, size_t i)
{
	return &ws->segments[ws->segment_first + i];
}

static void close_gap(struct websocket *ws)
{
	memmove(ws->segments, segment_at(ws, 0), ws->segment_count * sizeof *ws->segments);
	ws->segment_first = 0;
}

static void insert_segment(struct websocket *ws, size_t i, struct websocket_segment segment)
{
	if (ws->segment_first && ws->segment_first >= ws->segment_count)
		close_gap(ws);
	ws->segments = mem_grow(ws->segments, &ws->segment_room,
				ws->segment_first + ws->segment_count + 1, sizeof segment);
	memmove(segment_at(ws, i + 1), segment_at(ws, i), (ws->segment_count - i) * sizeof segment);
	*segment_at(ws, i) = segment;
	ws->segment_count++;
	ws->unsent += segment.left;
	ws->pongs += segment.pong;
}

static ssize_t take_bytes(const uint8_t *bytes, size_t n, int flags, void *arg)
{
	struct websocket *ws = arg;

	(void)flags;
	buf_append(ws->sink, bytes, n);
	return (ssize_t)n;
}

/* One call on the random source serves many frames. */
static int make_mask(uint8_t *mask, size_t n, void *arg)
{
	struct websocket *ws = arg;

	if (ws->masks_left < n) {
		ws->config.random(ws->masks, sizeof ws->masks);
		ws->masks_left = sizeof ws->masks;
	}
	ws->masks_left -= n;
	memcpy(mask, ws->masks + ws->masks_left, n);
	return 0;
}

static ssize_t give_bytes(uint8_t *to, size_t n, int flags, void *arg)
{
	struct websocket *ws = arg;

	(void)flags;
	if (n > buf_size(&ws->in))
		n = buf_size(&ws->in);
	memcpy(to, buf_bytes(&ws->in), n);
	buf_consume(&ws->in, n);
	return n ? (ssize_t)n : -1;
}

int websocket_set_up_frames(struct websocket *ws)
{
	const struct wslay_frame_callbacks callbacks = { take_bytes, give_bytes, make_mask };

	return wslay_frame_context_init(&ws->wslay, &callbacks, ws);
}

/* Appends the frame to the sink, which takes all of it; returns its size. */
static size_t encode(struct websocket *ws, struct buf *sink, const struct websocket_frame *frame,
		     const uint8_t *payload)
{
	struct wslay_frame_iocb iocb = { .fin = frame->fin,
					 .rsv = frame->rsv,
					 .opcode = frame->opcode,
					 .mask = frame->masked,
					 .payload_length = frame->length,
					 .data = payload,
					 .data_length = frame->length };
	size_t before = buf_size(sink);

	ws->sink = sink;
	wslay_frame_send(ws->wslay, &iocb);
	return buf_size(sink) - before;
}

static struct websocket_frame make_frame(const struct websocket *ws, uint8_t opcode, size_t n)
{
	return (struct websocket_frame){ .outgoing = true,
					 .fin = true,
					 .masked = !ws->config.server,
					 .opcode = opcode,
					 .length = n };
}

void websocket_put_head(struct websocket *ws)
{
	const struct websocket_frame head = { .outgoing = true, .head = true };
	size_t n = buf_size(&ws->out) - ws->unsent;

	websocket_report(ws, &head, buf_bytes(&ws->out) + ws->unsent, n);
	insert_segment(ws, ws->segment_count, (struct websocket_segment){ .left = n });
}

static void insert_bytes(struct buf *out, size_t at, const struct buf *from)
{
	size_t n = buf_size(from), behind = buf_size(out) - at;
	uint8_t *end = buf_reserve(out, n);

	memmove(end - behind + n, end - behind, behind);
	memcpy(end - behind, buf_bytes(from), n);
	buf_extend(out, n);
}

/* Overtakes the messages that wait, between two of their frames, but no pong before it. */
void websocket_put_control(struct websocket *ws, uint8_t opcode, const void *bytes, size_t n)
{
	const struct websocket_frame frame = make_frame(ws, opcode, n);
	size_t i = 0, at = 0;
	unsigned pongs = ws->pongs;

	if (ws->close_sent || ws->ended)
		return;
	for (; i < ws->segment_count && (at < SETTLED || pongs); i++) {
		at += segment_at(ws, i)->left;
		pongs -= segment_at(ws, i)->pong;
	}
	n = encode(ws, &ws->scratch, &frame, bytes);
	insert_bytes(&ws->out, at, &ws->scratch);
	buf_clear(&ws->scratch);
	insert_segment(ws, i,
		       (struct websocket_segment){ .left = n, .pong = opcode == WSLAY_PONG });
	websocket_report(ws, &frame, bytes, frame.length);
}

/* Behind all that waits: what was sent before the close still goes out. */
void websocket_put_close(struct websocket *ws, uint16_t code, const char *reason)
{
	uint8_t payload[WEBSOCKET_CONTROL_MAX] = { (uint8_t)(code >> 8), (uint8_t)code };
	size_t n = code ? strnlen(reason, WEBSOCKET_REASON_MAX) : 0;
	const struct websocket_frame frame = make_frame(ws, WSLAY_CONNECTION_CLOSE,
							code ? 2 + n : 0);

	memcpy(payload + 2, reason, n);
	n = encode(ws, &ws->out, &frame, payload);
	insert_segment(ws, ws->segment_count, (struct websocket_segment){ .left = n });
	websocket_report(ws, &frame, payload, frame.length);
	ws->close_sent = true;
	ws->sent_code = code;
}

static void put_piece(struct websocket *ws, const struct websocket_frame *frame,
		      const uint8_t *payload, size_t app, bool compressed)
{
	size_t n = encode(ws, &ws->out, frame, payload);

	insert_segment(
		ws, ws->segment_count,
		(struct websocket_segment){ .left = n, .app = app, .compressed = compressed });
}

/* The inspector sees a compressed message as it was before, with its first frame. */
static void put_message(struct websocket *ws, enum websocket_type type, const uint8_t *bytes,
			size_t n)
{
	bool compressed = ws->deflate && deflate_message(ws->deflate, &ws->scratch, bytes, n);
	const uint8_t *payload = compressed ? buf_bytes(&ws->scratch) : bytes;
	size_t left = compressed ? buf_size(&ws->scratch) : n, piece, app;
	struct websocket_frame frame;

	frame = make_frame(ws, type == WEBSOCKET_TEXT ? WSLAY_TEXT_FRAME : WSLAY_BINARY_FRAME, 0);
	frame.rsv = compressed ? WSLAY_RSV1_BIT : 0;
	do {
		piece = left < FRAME_MAX ? left : FRAME_MAX;
		left -= piece;
		frame.fin = !left;
		frame.length = piece;
		app = !compressed ? piece : left ? 0 : n;
		put_piece(ws, &frame, payload, app, compressed);
		if (!compressed)
			websocket_report(ws, &frame, payload, piece);
		else
			websocket_report(ws, &frame, bytes, frame.rsv ? n : 0);
		payload += piece;
		frame.opcode = WSLAY_CONTINUATION_FRAME;
		frame.rsv = 0;
	} while (left);
	websocket_empty(&ws->scratch);
}

bool websocket_send(struct websocket *ws, enum websocket_type type, const void *bytes, size_t n,
		    uint64_t now, struct error *error)
{
	ws->now = now;
	if (ws->state == WEBSOCKET_CONNECTING)
		return error_set(error, ERROR_NOT_OPEN, 0, "%s", "");
	if (type == WEBSOCKET_TEXT && !text_valid(bytes, n))
		return error_set(error, ERROR_MESSAGE_UTF8, 0, "%s", "");
	ws->buffered += n;
	if (ws->state == WEBSOCKET_OPEN)
		put_message(ws, type, bytes, n);
	return true;
}

static size_t app_left(const struct websocket_segment *segment)
{
	if (segment->compressed)
		return segment->left ? segment->app : 0;
	return segment->app < segment->left ? segment->app : segment->left;
}

/* Takes at most N bytes out of the first segment; returns how many. */
static size_t take_sent(struct websocket *ws, size_t n)
{
	struct websocket_segment *segment = segment_at(ws, 0);
	size_t app;

	if (n > segment->left)
		n = segment->left;
	segment->left -= n;
	app = app_left(segment);
	ws->buffered -= segment->app - app;
	segment->app = app;
	if (!segment->left) {
		ws->pongs -= segment->pong;
		ws->segment_first++;
		ws->segment_count--;
	}
	return n;
}

void websocket_sent(struct websocket *ws)
{
	size_t gone = ws->unsent - buf_size(&ws->out);

	ws->moved = ws->moved || (gone && buf_size(&ws->out));
	ws->unsent -= gone;
	while (gone)
		gone -= take_sent(ws, gone);
	if (!ws->unsent)
		websocket_empty(&ws->out);
	websocket_settle(ws);
}

/* What bufferedAmount counts never left, so it stays. */
void websocket_drop_output(struct websocket *ws)
{
	buf_free(&ws->out);
	ws->segment_first = ws->segment_count = 0;
	ws->unsent = 0;
	ws->pongs = 0;
}

size_t websocket_buffered_amount(const struct websocket *ws)
{
	return ws->buffered;
}

struct buf *websocket_output(struct websocket *ws)
{
	return &ws->out;
}
