#include "words.h"

#include <time.h>

#include "intl.h"

#define SENT     "\xe2\x86\x91" /* arrows up, down and to the right */
#define RECEIVED "\xe2\x86\x93"
#define BECOMES  "\xe2\x86\x92"

enum { RSV1 = 4, RSV2 = 2, RSV3 = 1 };

static void clock_ms(struct buf *out, int64_t time)
{
	struct tm tm = words_local_time(time);
	char text[16];

	buf_append(out, text, strftime(text, sizeof text, "%H:%M:%S", &tm));
	buf_format(out, ".%03d", (int)(time % 1000));
}

static void direction(struct buf *out, const char *arrow, struct frames_totals totals, bool brief)
{
	unsigned long long frames = totals.frames;

	buf_format(out, "%s ", arrow);
	if (!brief) {
		buf_format(out, ngettext("%llu frame", "%llu frames", (unsigned long)frames),
			   frames);
		buf_append_string(out, ", ");
	}
	frames_size(out, totals.length);
	if (totals.length == totals.size || !totals.size)
		return;
	buf_append_string(out, BECOMES);
	frames_size(out, totals.size);
	buf_format(out, " (%.0f%%)", 100.0 * (double)totals.length / (double)totals.size);
}

static void totals(struct buf *out, const struct frames *frames, bool brief)
{
	direction(out, SENT, frames_totals(frames, true), brief);
	buf_append_string(out, "  ");
	direction(out, RECEIVED, frames_totals(frames, false), brief);
}

/* The fields are called as in RFC 6455, section 5.2, in every language. */
static void header(struct buf *out, const struct frame *frame)
{
	unsigned long long length = frame->head ? frame->size : frame->length;

	buf_append_string(out, frames_kind(frame));
	if (!frame->head) {
		buf_format(out, " (%u)", frame->opcode);
		buf_append_string(out, frame->fin ? "  FIN" : "");
		buf_append_string(out, frame->rsv & RSV1 ? "  RSV1" : "");
		buf_append_string(out, frame->rsv & RSV2 ? "  RSV2" : "");
		buf_append_string(out, frame->rsv & RSV3 ? "  RSV3" : "");
		buf_append_string(out, frame->masked ? "  MASK" : "");
	}
	buf_append_string(out, "  ");
	buf_format(out, ngettext("%llu byte", "%llu bytes", (unsigned long)length), length);
	if (!frame->head && frame->size != frame->length && frame->size)
		/* TRANSLATORS: Follows a number of bytes, which were compressed. */
		buf_format(out, _(", inflated %llu"), (unsigned long long)frame->size);
}

static void fragment(struct buf *out, unsigned number, unsigned of)
{
	/* TRANSLATORS: A WebSocket message may be cut into several frames. */
	buf_format(out, _("Frame %u of %u of this message, which is shown whole"), number, of);
}

static void cut(struct buf *out, uint64_t kept, uint64_t size)
{
	struct buf first = { 0 }, all = { 0 };

	frames_size(&first, kept);
	frames_size(&all, size);
	/* TRANSLATORS: Numbers of bytes, such as 64.0K. */
	buf_format(out, _("Only the first %s of %s bytes are kept"), buf_string(&first),
		   buf_string(&all));
	buf_free(&first);
	buf_free(&all);
}

void words_frame(struct buf *out, const struct frame *frame)
{
	buf_append_string(out, frame->outgoing ? SENT " " : RECEIVED " ");
	clock_ms(out, frame->time);
	buf_format(out, " %s ", frames_kind(frame));
	frames_size(out, frame->head ? frame->size : frame->length);
	buf_append_byte(out, ' ');
	frames_summary(out, frame);
}

struct framesview_words words_framesview(void)
{
	return (struct framesview_words){
		.clock = clock_ms,
		.totals = totals,
		.header = header,
		.fragment = fragment,
		.cut = cut,
		.none = _("Nothing has gone over the wire yet"),
		.no_match = _("No frame matches"),
		/* TRANSLATORS: What is looked for in the frames follows. */
		.filter = _("Filter: "),
		/* TRANSLATORS: Keys, and what they do. Keep the keys; the most important stand
		   first, as a narrow terminal cuts the line off. */
		.keys = _("Enter open  Esc close  / filter  a all  s sent  r received  c control"),
		.whole_keys = _("Esc back  Left/Right other frames  Up/Down scroll"),
		/* TRANSLATORS: Which frames are shown: those that we sent, those that the server
		   sent, pings, pongs and closes. */
		.shows = { "", _("sent"), _("received"), _("control") },
	};
}
