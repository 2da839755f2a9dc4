/*
 * links - the links in clean text (text.h): where they stand, and as the URIs that a terminal or a
 * browser may be given.
 *
 * A link begins with http://, https://, ftp://, ws://, wss://, mailto: or www., where no letter or
 * digit of ASCII stands before it. It ends before a character that a URL cannot have, a bracket
 * that it did not open, and the punctuation of the sentence around it. Letters of any script belong
 * to it; those of scripts without spaces, as Chinese, only behind punctuation, where they cannot be
 * the sentence going on.
 */
#ifndef LINKS_H
#define LINKS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "transcript.h"

/* What is longer as a URI is no link: some browser would cut it, and lead elsewhere. */
#define LINKS_URI_MAX 2083

/* Bytes of the text. */
struct link {
	size_t start, end;
};

/* A zeroed struct is empty; free() what ALL is in the end. */
struct links {
	struct link *all;
	size_t count, room;
};

/* Finds all links of a text of N bytes, in their order, in place of those that were there. */
void links_find(struct links *, const char *s, size_t n);

/* Appends the link as a URI (RFC 3986): printable ASCII without blanks, the host by IDNA, the rest
 * percent-encoded; "www." means http. */
void links_uri(struct buf *out, const char *s, size_t n);

/* Whether it is a URI of a kind that browsers open: http, https, ftp or mailto. */
bool links_is_browsable(const char *uri);

/* The distinct links of what was said, as they were written, the newest first. */
struct links_list {
	char **links;
	size_t count, room;
};
/* At most so many; the struct is zeroed before the first time. */
void links_list_fill(struct links_list *, const struct transcript *, size_t most);
void links_list_free(struct links_list *);

/* Tells the link of this number, counted from the newest, 1; or with 0 the newest ones, the oldest
 * first. A line has the number, two blanks, and the link. Returns how many. */
size_t links_tell(const struct transcript *, size_t number,
		  void (*tell)(void *arg, const char *line), void *arg);

#endif
