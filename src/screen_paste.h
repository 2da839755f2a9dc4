/*
 * screen_paste - what is pasted. Its lines stay one text: nothing is sent by itself, and of several
 * lines it is asked what to do with them.
 */
#ifndef SCREEN_PASTE_H
#define SCREEN_PASTE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "keymap.h"

struct screen;

struct screen_paste {
	struct buf text; /* of several lines, while it is asked */
	struct buf row;  /* of the preview */
};

void screen_paste_free(struct screen_paste *);

/* What is pasted at once may come in parts. */
void screen_paste(struct screen *, const char *text, size_t n);
/* False: the key was not for it, or does what it does besides. */
bool screen_paste_key(struct screen *, enum keymap_action);
void screen_paste_word(struct buf *out, const struct screen *); /* for the status line */
/* The preview, over the panes; nothing where nothing is asked. */
void screen_paste_draw(struct screen *);

#endif
