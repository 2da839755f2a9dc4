/*
 * history - lines sent before: recall with a draft kept, and search.
 */
#ifndef HISTORY_H
#define HISTORY_H

#include <stdbool.h>
#include <stddef.h>

struct history;

struct history *history_new(size_t max_lines);
void history_free(struct history *);

/* Appends; a line equal to the last one is not kept twice, and an empty one not at all: false.
 * Beyond MAX_LINES or 16 MiB the oldest go. Ends a recall. */
bool history_add(struct history *, const char *line);

/* Steps to an older or newer line. The first step back keeps DRAFT, which comes again after the
 * newest; NULL at the ends. The string lives until the next call. */
const char *history_older(struct history *, const char *draft);
const char *history_newer(struct history *);

/* What is being written where LINE is shown: LINE, or the draft where that is a recalled line. */
const char *history_draft(const struct history *, const char *line);

/* The newest line that holds NEEDLE (case folded; an empty one is held by none); AGAIN: of the
 * lines older than the last find, and another than that. NULL: no more, and the last find stays. */
const char *history_find(struct history *, const char *needle, int again);

size_t history_count(const struct history *);
const char *history_at(const struct history *, size_t at); /* 0 is the oldest */

#endif
