/*
 * screen_attention - calls who looks elsewhere: bell, notifications, the window's title, and the
 * mark where reading stopped.
 */
#ifndef SCREEN_ATTENTION_H
#define SCREEN_ATTENTION_H

#include <stdbool.h>
#include <stdint.h>

#include "attention.h"
#include "buf.h"
#include "event.h"
#include "loop.h"

struct screen;

struct screen_attention {
	struct attention attention;
	struct loop_timer *timer;
	struct buf name, text; /* of the last mention */
	struct buf title;      /* that the window has from us; empty: none */
	uint64_t titled_at;
};

void screen_attention_free(struct screen_attention *);

/* The terminal got the reader's attention, or lost it. */
void screen_attention_focus(struct screen *, bool focused);
/* Somebody else's message. */
void screen_attention_hear(struct screen *, const struct event *);
/* Bell, notifications and title, where they are due. */
void screen_attention_call(struct screen *);

#endif
