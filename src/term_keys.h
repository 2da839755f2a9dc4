/*
 * term_keys - bytes as keys, pastes, clicks and answers. Pure.
 */
#ifndef TERM_KEYS_H
#define TERM_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "term_event.h"
#include "term_mouse.h"
#include "term_parse.h"
#include "term_replies.h"

/* A zeroed struct, with UTF8 set where it is so, is the start. */
struct term_keys {
	struct term_parser parser;
	bool pasting;
	struct buf in, paste;
	uint64_t deadline; /* ms: when what is unfinished is taken as it is */
	uint64_t fed_at;   /* ms */
	struct term_replies replies;
	struct term_mouse mouse;
};

void term_keys_free(struct term_keys *);
void term_keys_feed(struct term_keys *, const void *bytes, size_t n, uint64_t now);
bool term_keys_next(struct term_keys *, uint64_t now, struct term_event *);
/* MOMENT_NEVER where nothing is unfinished. */
uint64_t term_keys_deadline(const struct term_keys *);

#endif
