/*
 * message - the JSON messages of the MDN sample chat server to and from a tagged union. The only
 * user of cJSON.
 *
 * Strings are UTF-8, end with NUL and hold none inside (\u0000 arrives as U+FFFD); they are as the
 * peer sent them, not cleaned for a terminal. NULL is null, absent, or of another type.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

enum message_type {
	MESSAGE_ID,
	MESSAGE_USERNAME,
	MESSAGE_TEXT, /* type "message" */
	MESSAGE_REJECTUSERNAME,
	MESSAGE_USERLIST,
	MESSAGE_UNKNOWN, /* JSON, but nothing of the above */
};

struct message {
	enum message_type type;
	bool has_id, has_date, has_resent;
	int64_t id, date, resent; /* integers of at most 2^53; anything else counts as absent */
	char *name;
	char *text;   /* entities not yet decoded */
	char **users; /* MESSAGE_USERLIST: in order; NULL for one who has no name */
	size_t user_count;
};

/* False where the bytes are no JSON (strictly read: json.h); *MESSAGE is then all zero. Of
 * duplicate keys the last counts, as in JavaScript. A userlist without an array, a message without
 * a text and an id without a number are MESSAGE_UNKNOWN. */
bool message_parse(struct message *, const char *bytes, size_t n);
void message_free(struct message *);

/* The text of a JSON object {"text": ...} that a user typed, which the caller frees; NULL where the
 * bytes are none. */
char *message_read_input(const char *bytes, size_t n);

/* Append one JSON text each. RESENT 0: no such field. */
void message_write_username(struct buf *out, const char *name, int64_t id, int64_t date);
void message_write_text(struct buf *out, const char *text, int64_t id, int64_t date,
			int64_t resent);

/* The server strips every <...> from a text, and browsers show texts as HTML: what to send so that
 * TEXT arrives, and what to show of a text that came. */
void message_escape(struct buf *out, const char *text);
void message_unescape(struct buf *out, const char *text);

/* What one does, where the text says so: what stands behind its "/me "; else NULL. */
const char *message_action(const char *text);

#endif
