#include "chatview_mark.h"

#include "chatview_private.h"

static bool is_mark_kept(const struct chatview *v, const struct transcript *transcript)
{
	uint64_t number = transcript_find(transcript, v->mark);

	return v->mark && number < transcript_end(transcript) &&
	       transcript_at(transcript, number)->serial == v->mark;
}

void chatview_begin_unread(struct chatview *v, const struct transcript *transcript)
{
	if (!v->unread && (v->mark_seen || !is_mark_kept(v, transcript)))
		v->unread = transcript_next_serial(transcript);
}

/* Who leaves while scrolled has not read what came since, and may not have read what is marked. */
void chatview_leave(struct chatview *v, const struct transcript *transcript)
{
	if (v->scrolled)
		chatview_begin_unread(v, transcript);
	else
		v->unread = transcript_next_serial(transcript);
}

void chatview_return(struct chatview *v)
{
	if (!v->scrolled)
		v->unread = 0;
	v->mark_seen = false;
}

void chatview_answered(struct chatview *v)
{
	if (v->mark_seen)
		v->mark = 0;
}

/* What is not said by others is looked at once. */
void chatview_look_for_unread(struct chatview *v, const struct transcript *transcript)
{
	if (!v->unread)
		return;
	for (uint64_t number = transcript_find(transcript, v->unread);
	     number < transcript_end(transcript); number++) {
		const struct transcript_line *line = transcript_at(transcript, number);

		if (line->type != EVENT_MESSAGE || line->own)
			continue;
		v->mark = line->serial;
		v->mark_seen = false;
		v->unread = 0;
		return;
	}
	v->unread = transcript_next_serial(transcript);
}
