/*
 * journal - the messages of an outbox on disk, so that they survive a crash: what is queued, what
 * was sent and has no echo yet.
 *
 * A journal belongs to a URL and a user name, and to one living process, which holds a lock on it.
 * The file is text, a record a line, appended to; a line without its end was never written.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stdbool.h>

#include "error.h"
#include "event.h"
#include "outbox.h"

struct journal;

/* NULL where it cannot be kept: *ERROR says why (ERROR_JOURNAL), or is ERROR_NONE where another
 * client has it. */
struct journal *journal_open(const char *directory, const char *url, const char *name,
			     struct error *error);

/* Removes the file where the outbox has nothing left but what was given up. NULL is allowed. */
void journal_close(struct journal *, const struct outbox *);

/* Puts into an empty outbox what the last client left. */
void journal_restore(struct journal *, struct outbox *);

/* Takes down what happened to a message: the events queued, sent, delivered and undelivered. */
void journal_note(struct journal *, const struct event *);

/* Makes durable what was noted as queued and sent; to be called before that goes out. False and
 * ERROR_JOURNAL once, when it fails first; the journal is then out of use. */
bool journal_sync(struct journal *, struct error *error);

/* Lets go what was noted as delivered or let go; to be called when the user was told, so that what
 * a crash makes nobody hear of is told by the next client. Likewise. */
bool journal_settle(struct journal *, const struct outbox *, struct error *error);

#endif
