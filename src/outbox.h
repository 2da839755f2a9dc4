/*
 * outbox - our messages on their way: queued, sent, delivered or in doubt, in the order typed.
 *
 * A message is known by its date (ms since 1970), which the outbox keeps strictly increasing.
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum outbox_state {
	OUTBOX_QUEUED,
	OUTBOX_SENT,
	OUTBOX_IN_DOUBT, /* sent, and the connection cut before its echo */
};

struct outbox_item {
	enum outbox_state state;
	int64_t date;
	bool was_sent;
	int64_t sent_as;  /* the id under which it was first sent */
	int64_t last_id;  /* and last */
	uint64_t sent_at; /* ms, monotonic; the last time */
	bool given_up;    /* reported as undelivered: an echo may come yet */
	char *text;       /* as typed */
};

struct outbox;

struct outbox *outbox_new(void);
void outbox_free(struct outbox *);

/* Queues a copy of the text; the item lives until it is delivered or dropped. */
const struct outbox_item *outbox_add(struct outbox *, const char *text, size_t n, int64_t wall);

/* A date of our own for something else that wants one (a username message). */
int64_t outbox_date(struct outbox *, int64_t wall);

/* The last date given out; 0: none yet. */
int64_t outbox_last_date(const struct outbox *);

/* The oldest queued item, or NULL. outbox_sent() marks that one as sent under ID now. */
const struct outbox_item *outbox_queued(const struct outbox *);
void outbox_sent(struct outbox *, int64_t date, int64_t id, uint64_t mono);

/* The echo came, under the first or the last id of the item: removes it and hands it over (free it
 * by outbox_item_free()); NULL where it is none of ours. */
struct outbox_item *outbox_delivered(struct outbox *, int64_t id, int64_t date);
void outbox_item_free(struct outbox_item *);

/* The connection is gone: what was sent without an echo is in doubt. */
void outbox_cut(struct outbox *);

/* No echo came for too long: what was sent is in doubt, and given up. */
void outbox_give_up(struct outbox *, int64_t date);

/* Walks over all in order: NULL starts, NULL ends. outbox_count() costs no walk. */
const struct outbox_item *outbox_each(const struct outbox *, const struct outbox_item *after);
size_t outbox_count(const struct outbox *, enum outbox_state);

/* Takes an item out, whatever its state; NULL where there is none. */
struct outbox_item *outbox_remove(struct outbox *, int64_t date);

/* Takes in a copy of an item of another outbox: queued, or in doubt where it was sent. Items come
 * in the order of their dates, before any other. */
void outbox_restore(struct outbox *, const struct outbox_item *);

/* Queues again what is in doubt (it keeps date and sent_as). */
void outbox_resend(struct outbox *);

#endif
