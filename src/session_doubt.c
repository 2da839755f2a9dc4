
#include "session_private.h"
#include "session_user.h"

static void give_up(struct session *s, const struct outbox_item *item, enum event_reason reason,
		    struct moment now)
{
	struct event e = { .type = EVENT_UNDELIVERED,
			   .time = now.wall,
			   .text = item->text,
			   .reason = reason,
			   .has_date = true,
			   .date = item->date };
	struct transcript_line *line = transcript_find_own(s->transcript, item->date);

	session_tell(s, &e, NULL);
	if (line) {
		line->reason = (uint8_t)reason;
		transcript_set_state(s->transcript, line,
				     reason == EVENT_NOT_SENT ? TRANSCRIPT_FAILED
							      : TRANSCRIPT_IN_DOUBT);
	}
}

/* What was never written is gone with that; what was written stays, as its echo may yet come. */
void session_give_up(struct session *s, enum event_reason sent_reason, struct moment now)
{
	const struct outbox_item *item = outbox_each(s->outbox, NULL), *next;

	for (; item; item = next) {
		next = outbox_each(s->outbox, item);
		if (item->given_up)
			continue;
		if (item->state == OUTBOX_QUEUED && !item->was_sent) {
			give_up(s, item, EVENT_NOT_SENT, now);
			outbox_item_free(outbox_remove(s->outbox, item->date));
			continue;
		}
		give_up(s, item, item->state == OUTBOX_SENT ? sent_reason : EVENT_IN_DOUBT, now);
		outbox_give_up(s->outbox, item->date);
	}
}

static void set_line(struct session *s, int64_t date, enum transcript_state state)
{
	struct transcript_line *line = transcript_find_own(s->transcript, date);

	if (line)
		transcript_set_state(s->transcript, line, state);
}

void session_report_doubt(struct session *s, struct moment now)
{
	const struct outbox_item *item = NULL;

	while ((item = outbox_each(s->outbox, item))) {
		if (item->state != OUTBOX_IN_DOUBT || item->given_up)
			continue;
		give_up(s, item, EVENT_IN_DOUBT, now);
		outbox_give_up(s->outbox, item->date);
	}
}

size_t session_resend(struct session *s)
{
	const struct outbox_item *item = NULL;
	size_t count = outbox_count(s->outbox, OUTBOX_IN_DOUBT);

	while ((item = outbox_each(s->outbox, item)))
		if (item->state == OUTBOX_IN_DOUBT)
			set_line(s, item->date, TRANSCRIPT_QUEUED);
	outbox_resend(s->outbox);
	return count;
}

/* Where it was told already as undelivered there is nothing to add. */
size_t session_discard(struct session *s, struct moment now)
{
	const struct outbox_item *item = outbox_each(s->outbox, NULL), *next;
	size_t count = 0;

	for (; item; item = next) {
		next = outbox_each(s->outbox, item);
		if (item->state != OUTBOX_IN_DOUBT)
			continue;
		give_up(s, item, EVENT_DISCARDED, now);
		outbox_item_free(outbox_remove(s->outbox, item->date));
		count++;
	}
	return count;
}

void session_restore(struct session *s, const struct outbox_item *item, struct moment now)
{
	struct transcript_line *line;

	outbox_restore(s->outbox, item);
	line = session_add_message(s, s->name, item->text, now);
	transcript_set_own(s->transcript, line, item->date);
	if (item->was_sent)
		transcript_set_state(s->transcript, line, TRANSCRIPT_IN_DOUBT);
}
