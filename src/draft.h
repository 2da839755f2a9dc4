/*
 * draft - the line being written, on disk, so that it survives a crash.
 *
 * Like a journal it belongs to a URL and a user name, and to one living process.
 */
#ifndef DRAFT_H
#define DRAFT_H

#include <stdbool.h>

#include "error.h"

struct draft;

/* NULL where it cannot be kept: *ERROR says why (ERROR_JOURNAL), or is ERROR_NONE where another
 * client has it. */
struct draft *draft_open(const char *directory, const char *url, const char *name, struct error *);

/* Removes the file where nothing is in it. NULL is allowed. */
void draft_close(struct draft *);

/* What was kept last, by this client or the one before; "" for nothing. Valid UTF-8; it lives until
 * the next call. */
const char *draft_text(const struct draft *);

/* Keeps this text instead, all at once; nothing is done where it is the same. False and
 * ERROR_JOURNAL once, when it fails first; the draft is then out of use. */
bool draft_keep(struct draft *, const char *text, struct error *);

#endif
