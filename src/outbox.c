#include "outbox.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct outbox {
	struct outbox_item **items; /* [start, end), by growing date */
	size_t start, end, room;
	size_t counts[OUTBOX_IN_DOUBT + 1];
	int64_t last_date;
	int64_t queued_from; /* no item with an earlier date is queued */
};

struct outbox *outbox_new(void)
{
	return mem_new(1, sizeof(struct outbox));
}

void outbox_item_free(struct outbox_item *item)
{
	if (!item)
		return;
	free(item->text);
	free(item);
}

void outbox_free(struct outbox *o)
{
	if (!o)
		return;
	for (size_t i = o->start; i < o->end; i++)
		outbox_item_free(o->items[i]);
	free(o->items);
	free(o);
}

int64_t outbox_date(struct outbox *o, int64_t wall)
{
	o->last_date = wall > o->last_date ? wall : o->last_date + 1;
	return o->last_date;
}

int64_t outbox_last_date(const struct outbox *o)
{
	return o->last_date;
}

static void append(struct outbox *o, struct outbox_item *item)
{
	if (o->start > o->room / 2) {
		memmove(o->items, o->items + o->start, (o->end - o->start) * sizeof *o->items);
		o->end -= o->start;
		o->start = 0;
	}
	o->items = mem_grow(o->items, &o->room, o->end + 1, sizeof(struct outbox_item *));
	o->items[o->end++] = item;
}

const struct outbox_item *outbox_add(struct outbox *o, const char *text, size_t n, int64_t wall)
{
	struct outbox_item *item = mem_new(1, sizeof *item);

	item->state = OUTBOX_QUEUED;
	item->date = outbox_date(o, wall);
	item->text = mem_copy_n(text, n);
	append(o, item);
	o->counts[OUTBOX_QUEUED]++;
	return item;
}

void outbox_restore(struct outbox *o, const struct outbox_item *from)
{
	struct outbox_item *item = mem_new(1, sizeof *item);

	*item = *from;
	item->state = from->was_sent ? OUTBOX_IN_DOUBT : OUTBOX_QUEUED;
	item->given_up = false;
	item->text = mem_copy(from->text);
	item->date = outbox_date(o, from->date);
	append(o, item);
	o->counts[item->state]++;
}

/* The place of the first item that is not before DATE. */
static size_t find(const struct outbox *o, int64_t date)
{
	size_t low = o->start, high = o->end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (o->items[middle]->date < date)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct outbox_item *get(const struct outbox *o, int64_t date)
{
	size_t at = find(o, date);

	return at < o->end && o->items[at]->date == date ? o->items[at] : NULL;
}

static void set_state(struct outbox *o, struct outbox_item *item, enum outbox_state state)
{
	o->counts[item->state]--;
	item->state = state;
	o->counts[state]++;
}

const struct outbox_item *outbox_queued(const struct outbox *o)
{
	size_t at = find(o, o->queued_from);

	while (at < o->end && o->items[at]->state != OUTBOX_QUEUED)
		at++;
	return at < o->end ? o->items[at] : NULL;
}

void outbox_sent(struct outbox *o, int64_t date, int64_t id, uint64_t mono)
{
	struct outbox_item *item = get(o, date);

	if (!item)
		return;
	set_state(o, item, OUTBOX_SENT);
	if (!item->was_sent)
		item->sent_as = id;
	item->was_sent = true;
	item->last_id = id;
	item->sent_at = mono;
	o->queued_from = date + 1;
}

/* Mostly the first one goes, and nothing has to move. */
static struct outbox_item *take(struct outbox *o, size_t at)
{
	struct outbox_item *item = o->items[at];

	o->counts[item->state]--;
	if (at == o->start)
		o->start++;
	else
		memmove(o->items + at, o->items + at + 1, (--o->end - at) * sizeof *o->items);
	return item;
}

struct outbox_item *outbox_delivered(struct outbox *o, int64_t id, int64_t date)
{
	const struct outbox_item *item = get(o, date);

	if (!item || !item->was_sent || (id != item->sent_as && id != item->last_id))
		return NULL;
	return take(o, find(o, date));
}

struct outbox_item *outbox_remove(struct outbox *o, int64_t date)
{
	return get(o, date) ? take(o, find(o, date)) : NULL;
}

void outbox_cut(struct outbox *o)
{
	for (size_t i = o->start; i < o->end; i++)
		if (o->items[i]->state == OUTBOX_SENT)
			set_state(o, o->items[i], OUTBOX_IN_DOUBT);
}

void outbox_give_up(struct outbox *o, int64_t date)
{
	struct outbox_item *item = get(o, date);

	if (!item || !item->was_sent)
		return;
	set_state(o, item, OUTBOX_IN_DOUBT);
	item->given_up = true;
}

void outbox_resend(struct outbox *o)
{
	for (size_t i = o->start; i < o->end; i++) {
		if (o->items[i]->state != OUTBOX_IN_DOUBT)
			continue;
		set_state(o, o->items[i], OUTBOX_QUEUED);
		o->items[i]->given_up = false;
	}
	o->queued_from = 0;
}

const struct outbox_item *outbox_each(const struct outbox *o, const struct outbox_item *after)
{
	size_t at = after ? find(o, after->date + 1) : o->start;

	return at < o->end ? o->items[at] : NULL;
}

size_t outbox_count(const struct outbox *o, enum outbox_state state)
{
	return o->counts[state];
}
