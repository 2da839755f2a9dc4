#include "frames.h"

#include <inttypes.h>
#include <string.h>

#include "text.h"

/* Of a payload so much is looked at for one line. */
#define SUMMARY_BYTES 800
#define SUMMARY_HEX   32

enum { CONTINUATION = 0, TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10 };

const char *frames_kind(const struct frame *frame)
{
	static const char *const names[16] = {
		[CONTINUATION] = "continuation",
		[TEXT] = "text",
		[BINARY] = "binary",
		[CLOSE] = "close",
		[PING] = "ping",
		[PONG] = "pong",
	};
	const char *name = names[frame->opcode & 15];

	return frame->head ? "HTTP" : name ? name : "reserved";
}

bool frames_is_control(const struct frame *frame)
{
	return !frame->head && frame->opcode >= CLOSE;
}

static bool is_blank(uint8_t byte)
{
	return byte == '\t' || byte == '\n' || byte == '\r';
}

/* The middle of a message may begin and end inside a character. */
static bool looks_like_text(const struct frame *frame)
{
	struct text_utf8 utf8 = { 0 };
	uint32_t start = 0;

	if (frame->opcode == CONTINUATION)
		while (start < 3 && start < frame->kept && (frame->bytes[start] & 0xC0) == 0x80)
			start++;
	for (uint32_t i = start; i < frame->kept; i++)
		if (frame->bytes[i] < ' ' && !is_blank(frame->bytes[i]))
			return false;
	return text_utf8_feed(&utf8, frame->bytes + start, frame->kept - start);
}

bool frames_is_text(const struct frame *frame)
{
	if (frame->head || frame->opcode == TEXT)
		return true;
	return frame->opcode != BINARY && looks_like_text(frame);
}

unsigned frames_close_code(const struct frame *frame)
{
	if (frame->head || frame->opcode != CLOSE || frame->kept < 2)
		return 0;
	return (unsigned)frame->bytes[0] << 8 | frame->bytes[1];
}

static void put_hex(struct buf *out, const struct frame *frame)
{
	for (uint32_t i = 0; i < frame->kept && i < SUMMARY_HEX; i++)
		buf_format(out, i ? " %02x" : "%02x", frame->bytes[i]);
}

void frames_summary(struct buf *out, const struct frame *frame)
{
	const char *bytes = (const char *)frame->bytes;
	size_t n = frame->kept < SUMMARY_BYTES ? frame->kept : SUMMARY_BYTES;
	unsigned code = frames_close_code(frame);

	if (code) {
		buf_format(out, n > 2 ? "%u " : "%u", code);
		text_clean(out, bytes + 2, n - 2, TEXT_ONE_LINE);
	} else if (!frames_is_text(frame)) {
		put_hex(out, frame);
	} else {
		text_clean(out, bytes, frame->head ? strcspn(bytes, "\r\n") : n, TEXT_ONE_LINE);
	}
}

void frames_size(struct buf *out, uint64_t bytes)
{
	static const char units[] = "KMGTPE";
	const char *unit = units;
	uint64_t tenths;

	if (bytes < 10000) {
		buf_format(out, "%" PRIu64, bytes);
		return;
	}
	for (; bytes >= 1024 * 1000; unit++)
		bytes >>= 10;
	tenths = (bytes * 10 + 512) >> 10;
	if (tenths < 1000)
		buf_format(out, "%" PRIu64 ".%" PRIu64 "%c", tenths / 10, tenths % 10, *unit);
	else
		buf_format(out, "%" PRIu64 "%c", tenths / 10, *unit);
}
