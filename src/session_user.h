/*
 * session_user - what the user does in the room, and decides about what was not delivered.
 */
#ifndef SESSION_USER_H
#define SESSION_USER_H

#include <stdbool.h>
#include <stddef.h>

#include "event.h"
#include "moment.h"
#include "outbox.h"

struct session;

/* Text is queued when it cannot be sent yet. False: too long, and an event tells so. */
bool session_say(struct session *, const char *text, size_t n, struct moment);
/* How many bytes the text may yet grow, as they are sent; negative where it is too long; LONG_MAX
 * as long as it does not come near the limit, by a tenth. */
long session_text_left(const struct session *, const char *text);
void session_rename(struct session *, const char *name, struct moment);
/* Gives up what has no echo by now: each becomes an undelivered event. */
void session_give_up(struct session *, enum event_reason sent_reason, struct moment);
/* What is in doubt, the connection having been cut before its echo: each becomes an undelivered
 * event, once, and may still be delivered. */
void session_report_doubt(struct session *, struct moment);
/* The user's decision about it: sends it again (same date), or lets it go. Returns how many. */
size_t session_resend(struct session *);
size_t session_discard(struct session *, struct moment);
/* Takes over an item of an earlier process: queued, or in doubt where it was sent. In the order of
 * their dates, before anything else is said. */
void session_restore(struct session *, const struct outbox_item *, struct moment);
/* What this name says is not shown any more, or again; "" tells who is ignored. */
void session_ignore(struct session *, const char *name, struct moment);
void session_unignore(struct session *, const char *name, struct moment);
const char *session_ignored(const struct session *, size_t at); /* NULL at the end */

#endif
