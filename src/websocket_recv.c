#include "websocket_recv.h"

#include <string.h>

#include "websocket_private.h"

/* Of each message as much may come as its limit is, four times over and then some: else a peer
 * could send fragments without payload, or compressed nothing, for ever. One-byte fragments of a
 * server pass. */
#define WIRE_FACTOR 4
#define WIRE_SLACK  65536

static void violate(struct websocket *ws, enum error_code code, uint16_t wire_code,
		    const char *complaint)
{
	struct error error;

	error_set(&error, code, 0, "%s", complaint);
	websocket_fail(ws, wire_code, &error);
}

static bool is_control(uint8_t opcode)
{
	return wslay_is_ctrl_frame(opcode);
}

/* RFC 6455, sections 5.1, 5.2 and 5.4; RFC 7692, section 6.1. The lengths are wslay's. */
static const char *check_header(const struct websocket *ws, const struct websocket_frame *frame)
{
	bool begins = frame->opcode == WSLAY_TEXT_FRAME || frame->opcode == WSLAY_BINARY_FRAME;
	uint8_t allowed = ws->deflate && begins ? WSLAY_RSV1_BIT : 0;

	if (frame->masked != ws->config.server)
		return frame->masked ? "masked frame from a server"
				     : "unmasked frame from a client";
	if (frame->rsv & ~allowed)
		return "reserved bit set";
	if (is_control(frame->opcode))
		return frame->opcode > WSLAY_PONG ? "reserved control opcode" : NULL;
	if (frame->opcode > WSLAY_BINARY_FRAME)
		return "reserved data opcode";
	if (begins && ws->message.open)
		return "message begun inside another";
	if (!begins && !ws->message.open)
		return "continuation of nothing";
	return NULL;
}

static void begin_message(struct websocket *ws, const struct websocket_frame *frame)
{
	ws->message.open = true;
	ws->message.type = frame->opcode == WSLAY_TEXT_FRAME ? WEBSOCKET_TEXT : WEBSOCKET_BINARY;
	ws->message.compressed = frame->rsv;
	ws->message.wire = 0;
	ws->message.utf8 = (struct text_utf8){ 0 };
}

/* By the header's word alone, before any of the payload is kept. */
static bool check_size(struct websocket *ws, const struct websocket_frame *frame)
{
	uint64_t max = ws->config.max_message;

	ws->message.wire += 2 + frame->length;
	if (ws->message.wire > WIRE_FACTOR * max + WIRE_SLACK)
		return false;
	return ws->message.compressed || frame->length <= max - buf_size(&ws->message.bytes);
}

static bool begin_frame(struct websocket *ws, const struct wslay_frame_iocb *piece)
{
	const struct websocket_frame frame = { .fin = piece->fin,
					       .masked = piece->mask,
					       .opcode = piece->opcode,
					       .rsv = piece->rsv,
					       .length = piece->payload_length };
	const char *complaint = check_header(ws, &frame);
	bool control = is_control(frame.opcode);

	if (!complaint && !control && frame.opcode != WSLAY_CONTINUATION_FRAME)
		begin_message(ws, &frame);
	if (complaint || (!control && !check_size(ws, &frame))) {
		websocket_report(ws, &frame, "", 0);
		violate(ws, complaint ? ERROR_WS_PROTOCOL : ERROR_WS_TOO_BIG,
			complaint ? WSLAY_CODE_PROTOCOL_ERROR : WSLAY_CODE_MESSAGE_TOO_BIG,
			complaint ? complaint : "message over the limit");
		return false;
	}
	ws->frame.open = true;
	ws->frame.as = frame;
	ws->frame.left = frame.length;
	ws->frame.start = buf_size(&ws->message.bytes);
	ws->frame.control_n = 0;
	return true;
}

static bool inflate(struct websocket *ws, const uint8_t *bytes, size_t n, bool last)
{
	switch (deflate_inflate(ws->deflate, &ws->message.bytes, bytes, n, last,
				ws->config.max_message)) {
	case DEFLATE_OK:
		return true;
	case DEFLATE_TOO_BIG:
		violate(ws, ERROR_WS_TOO_BIG, WSLAY_CODE_MESSAGE_TOO_BIG, "message over the limit");
		return false;
	default:
		violate(ws, ERROR_WS_DEFLATE, WSLAY_CODE_INVALID_FRAME_PAYLOAD_DATA,
			"compressed data broken");
		return false;
	}
}

/* Text is checked as it comes, so that nothing invalid is waited for: Autobahn's fail-fast. */
static bool check_text(struct websocket *ws, size_t before, bool last)
{
	struct buf *bytes = &ws->message.bytes;

	if (ws->message.type != WEBSOCKET_TEXT)
		return true;
	if (text_utf8_feed(&ws->message.utf8, buf_bytes(bytes) + before,
			   buf_size(bytes) - before) &&
	    (!last || text_utf8_complete(&ws->message.utf8)))
		return true;
	violate(ws, ERROR_WS_UTF8, WSLAY_CODE_INVALID_FRAME_PAYLOAD_DATA, "text is not UTF-8");
	return false;
}

static void take_data(struct websocket *ws, const uint8_t *bytes, size_t n)
{
	bool last = ws->frame.as.fin && !ws->frame.left;
	size_t before = buf_size(&ws->message.bytes);

	if (!ws->message.compressed)
		buf_append(&ws->message.bytes, bytes, n);
	else if (!inflate(ws, bytes, n, last))
		return;
	if (!check_text(ws, before, last) || ws->frame.left)
		return;
	ws->frame.open = false;
	websocket_report(ws, &ws->frame.as, buf_bytes(&ws->message.bytes) + ws->frame.start,
			 buf_size(&ws->message.bytes) - ws->frame.start);
	ws->message.open = !last;
	ws->message.whole = last;
}

static void take_pong(struct websocket *ws)
{
	if (!ws->ping_open || ws->frame.control_n != sizeof ws->ping ||
	    memcmp(ws->frame.control, ws->ping, sizeof ws->ping) != 0)
		return;
	ws->ping_open = false;
	if (ws->heard_at >= ws->pinged_at)
		websocket_queue(ws, WEBSOCKET_EVENT_PONG, "", 0)->rtt = (unsigned)(ws->heard_at -
										   ws->pinged_at);
}

/* The checks of wslay keep the payload within 125 bytes. */
static void take_control(struct websocket *ws, const uint8_t *bytes, size_t n)
{
	const uint8_t *payload = ws->frame.control;

	memcpy(ws->frame.control + ws->frame.control_n, bytes, n);
	ws->frame.control_n += n;
	if (ws->frame.left)
		return;
	ws->frame.open = false;
	websocket_report(ws, &ws->frame.as, payload, ws->frame.control_n);
	if (ws->frame.as.opcode == WSLAY_PING)
		websocket_put_control(ws, WSLAY_PONG, payload, ws->frame.control_n);
	else if (ws->frame.as.opcode == WSLAY_PONG)
		take_pong(ws);
	else
		websocket_take_close(ws, payload, ws->frame.control_n);
}

bool websocket_receive(struct websocket *ws)
{
	struct wslay_frame_iocb piece;
	ssize_t n = wslay_frame_recv(ws->wslay, &piece);

	if (n == WSLAY_ERR_WANT_READ)
		return false;
	if (n < 0) {
		violate(ws, ERROR_WS_PROTOCOL, WSLAY_CODE_PROTOCOL_ERROR,
			"control frame fragmented or too long, or length not minimal");
		return true;
	}
	if (!ws->frame.open && !begin_frame(ws, &piece))
		return true;
	ws->frame.left -= piece.data_length;
	if (is_control(piece.opcode))
		take_control(ws, piece.data, piece.data_length);
	else
		take_data(ws, piece.data, piece.data_length);
	return true;
}
