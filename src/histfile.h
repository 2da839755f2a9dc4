/*
 * histfile - the lines typed before, on disk: one file for all clients of a user, none of which
 * loses what another adds at the same time.
 *
 * The file is text, a line typed a line, appended to; of a file that has become large the older
 * half goes.
 */
#ifndef HISTFILE_H
#define HISTFILE_H

#include <stdbool.h>

#include "error.h"
#include "history.h"

struct histfile;

/* For the file "history" of the directory, which is made when it is needed. */
struct histfile *histfile_new(const char *directory);

/* Writes what still waits. NULL is allowed. */
void histfile_free(struct histfile *);

/* Both are false, and *ERROR is ERROR_HISTORY, once: when the file first cannot be read or written;
 * it is then out of use. A line longer than 64 KiB is not kept. */
bool histfile_load(struct histfile *, struct history *, struct error *);
bool histfile_add(struct histfile *, const char *line, struct error *);

#endif
