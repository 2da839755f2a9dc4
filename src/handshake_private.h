/*
 * What the two roles of the handshake share: the fields of a head, RFC 9112, section 5.
 */
#ifndef HANDSHAKE_PRIVATE_H
#define HANDSHAKE_PRIVATE_H

#include "handshake.h"

enum handshake_field {
	FIELD_HOST,
	FIELD_UPGRADE,
	FIELD_CONNECTION,
	FIELD_KEY,
	FIELD_VERSION,
	FIELD_ACCEPT,
	FIELD_PROTOCOL,
	FIELD_EXTENSIONS,
	FIELD_ORIGIN,
	FIELD_LOCATION,
	FIELD_RETRY_AFTER,
	FIELD_DATE,
	FIELD_COUNT,
};

/* Lines of one name are joined by ", "; fields that no role asks for are checked and dropped. */
struct handshake_fields {
	char *start; /* the status or request line */
	struct buf values[FIELD_COUNT];
	unsigned counts[FIELD_COUNT];
};

bool handshake_fields_read(struct handshake_fields *, const struct handshake_head *,
			   struct error *);
void handshake_fields_free(struct handshake_fields *);

/* "" where the field is absent. */
const char *handshake_field(struct handshake_fields *, enum handshake_field);

/* The next element of a comma-separated list, without the spaces around it; empty ones are skipped.
 * False at the end. */
bool handshake_list_next(const char **list, const char **element, size_t *n);

/* Whether the list has the token, in any case of letters. */
bool handshake_list_has(const char *list, const char *token);

bool handshake_is_token_n(const char *bytes, size_t n);

/* Visible characters, spaces, tabs, and bytes over 0x7f, whatever they mean. */
bool handshake_is_text(const char *bytes, size_t n);

/* Retry-After (RFC 9110, section 10.2.3) in seconds, 0 where it is absent or no sense. A date is
 * taken relative to the answer's own Date: we have no clock, and the two come from one. */
unsigned handshake_retry_after(const char *value, const char *date);

#endif
