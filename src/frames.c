#include "frames.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define CONTINUATION  0x0
#define FIRST_CONTROL 0x8

struct frames {
	struct frames_limits limits;
	struct frame **ring; /* of limits.count; number N stands at N % count */
	uint64_t first, end;
	size_t bytes;
	struct frames_totals totals[2];
};

struct frames *frames_new(const struct frames_limits *limits)
{
	struct frames *f = mem_new(1, sizeof *f);

	f->limits = *limits;
	if (!f->limits.count)
		f->limits.count = 1;
	if (f->limits.payload > UINT32_MAX)
		f->limits.payload = UINT32_MAX;
	f->ring = mem_new(f->limits.count, sizeof *f->ring);
	return f;
}

static struct frame **slot(const struct frames *f, uint64_t number)
{
	return &f->ring[number % f->limits.count];
}

static size_t frame_bytes(uint32_t kept)
{
	return sizeof(struct frame) + kept + 1;
}

static void drop_first(struct frames *f)
{
	struct frame **oldest = slot(f, f->first++);

	f->bytes -= frame_bytes((*oldest)->kept);
	free(*oldest);
	*oldest = NULL;
}

/* The newest frame is always kept, if without its payload. */
static uint32_t choose_kept(const struct frames *f, size_t n)
{
	size_t bare = frame_bytes(0), most = f->limits.bytes > bare ? f->limits.bytes - bare : 0;

	if (most > f->limits.payload)
		most = f->limits.payload;
	return (uint32_t)(n < most ? n : most);
}

static void count(struct frames *f, const struct frame *frame)
{
	struct frames_totals *totals = &f->totals[frame->outgoing];

	if (frame->head)
		return;
	totals->frames++;
	totals->length += frame->length;
	totals->size += frame->size;
}

void frames_add(struct frames *f, int64_t time, const struct websocket_event *event)
{
	uint32_t kept = choose_kept(f, event->n);
	struct frame *frame = mem_new(1, frame_bytes(kept));

	*frame = (struct frame){ .time = time,
				 .length = event->frame.length,
				 .size = event->n,
				 .kept = kept,
				 .opcode = event->frame.opcode,
				 .rsv = event->frame.rsv,
				 .outgoing = event->frame.outgoing,
				 .head = event->frame.head,
				 .fin = event->frame.fin,
				 .masked = event->frame.masked };
	memcpy(frame->bytes, event->bytes, kept);
	while (f->first < f->end && (f->end - f->first == f->limits.count ||
				     f->bytes + frame_bytes(kept) > f->limits.bytes))
		drop_first(f);
	*slot(f, f->end++) = frame;
	f->bytes += frame_bytes(kept);
	count(f, frame);
}

void frames_event(const struct frame *frame, struct websocket_event *event)
{
	*event = (struct websocket_event){ .event = WEBSOCKET_EVENT_FRAME,
					   .bytes = frame->bytes,
					   .n = frame->kept,
					   .frame = { .outgoing = frame->outgoing,
						      .head = frame->head,
						      .fin = frame->fin,
						      .masked = frame->masked,
						      .opcode = frame->opcode,
						      .rsv = frame->rsv,
						      .length = frame->length } };
}

uint64_t frames_first(const struct frames *f)
{
	return f->first;
}

uint64_t frames_end(const struct frames *f)
{
	return f->end;
}

const struct frame *frames_at(const struct frames *f, uint64_t number)
{
	return number >= f->first && number < f->end ? *slot(f, number) : NULL;
}

static bool is_data(const struct frames *f, uint64_t number, bool outgoing)
{
	const struct frame *frame = *slot(f, number);

	return !frame->head && frame->opcode < FIRST_CONTROL && frame->outgoing == outgoing;
}

/* What a connection left unfinished the next one does not end: a head stands between. */
void frames_message(const struct frames *f, uint64_t number, uint64_t *first, uint64_t *end)
{
	const struct frame *frame = *slot(f, number);
	bool outgoing = frame->outgoing;
	uint64_t i;

	*first = number;
	*end = number + 1;
	if (!is_data(f, number, outgoing))
		return;
	for (i = number; i > f->first && (*slot(f, *first))->opcode == CONTINUATION; i--) {
		if ((*slot(f, i - 1))->head)
			break;
		if (is_data(f, i - 1, outgoing))
			*first = i - 1;
	}
	for (i = number; i < f->end && !frame->fin && !(*slot(f, i))->head; i++) {
		if (!is_data(f, i, outgoing))
			continue;
		frame = *slot(f, i);
		*end = i + 1;
	}
}

struct frames_totals frames_totals(const struct frames *f, bool outgoing)
{
	return f->totals[outgoing];
}

void frames_free(struct frames *f)
{
	if (!f)
		return;
	while (f->first < f->end)
		drop_first(f);
	free(f->ring);
	free(f);
}
