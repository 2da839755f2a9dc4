#include "client_frames.h"

#include "client_private.h"
#include "handshake.h"
#include "words.h"

/* What /frames tells at the most. */
#define TOLD_MOST 20

/* Neither the inspector nor a file is to hold what opens doors. */
void client_note_frame(struct client *c, const struct websocket_event *e)
{
	struct websocket_event noted = *e;
	struct buf head = { 0 };

	if (e->frame.head) {
		handshake_mask(&head, (const char *)e->bytes, e->n);
		noted.bytes = (const uint8_t *)buf_string(&head);
		noted.n = buf_size(&head);
	}
	frames_add(c->config->frames, client_now(c).wall, &noted);
	if (c->trace)
		trace_note(c->trace, c->url.href, client_now(c).wall, &noted);
	buf_free(&head);
}

/* A trace that is begun in the middle has the connection from its start, as far as it is kept. */
static void catch_up(struct client *c)
{
	const struct frames *frames = c->config->frames;
	uint64_t i = frames_end(frames), end = i, first = frames_first(frames);
	struct websocket_event event;

	while (i > first && !(frames_at(frames, i - 1)->head && frames_at(frames, i - 1)->outgoing))
		i--;
	for (i = i > first ? i - 1 : end; i < end; i++) {
		frames_event(frames_at(frames, i), &event);
		trace_note(c->trace, c->url.href, frames_at(frames, i)->time, &event);
	}
}

bool client_open_trace(struct client *c, struct error *error)
{
	const char *file = c->config->options->trace;
	struct trace *trace = file ? trace_open(file, error) : NULL;

	if (file && !trace)
		return false;
	trace_close(c->trace);
	c->trace = trace;
	if (trace)
		catch_up(c);
	return true;
}

void client_tell_frames(struct client *c)
{
	const struct frames *frames = c->config->frames;
	uint64_t end = frames_end(frames), number = frames_first(frames);
	struct buf line = { 0 };

	if (number == end)
		session_notice(c->session, EVENT_NOTICE_NO_FRAMES, "", client_now(c));
	if (end - number > TOLD_MOST)
		number = end - TOLD_MOST;
	for (; number < end; number++) {
		words_frame(&line, frames_at(frames, number));
		session_notice(c->session, EVENT_NOTICE_FRAME, buf_string(&line), client_now(c));
		buf_clear(&line);
	}
	buf_free(&line);
}
