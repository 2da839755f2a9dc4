#include "client_private.h"
#include "handshake.h"
#include "words.h"

/* What /frames tells at the most. */
#define TOLD_MOST 20

static struct moment now(const struct client *c)
{
	return loop_moment(c->loop);
}

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
	frames_add(c->config->frames, now(c).wall, &noted);
	buf_free(&head);
}

void client_tell_frames(struct client *c)
{
	const struct frames *frames = c->config->frames;
	uint64_t end = frames_end(frames), number = frames_first(frames);
	struct buf line = { 0 };

	if (number == end)
		session_notice(c->session, EVENT_NOTICE_NO_FRAMES, "", now(c));
	if (end - number > TOLD_MOST)
		number = end - TOLD_MOST;
	for (; number < end; number++) {
		words_frame(&line, frames_at(frames, number));
		session_notice(c->session, EVENT_NOTICE_FRAME, buf_string(&line), now(c));
		buf_clear(&line);
	}
	buf_free(&line);
}
