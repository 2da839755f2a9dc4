/*
 * screen_frames - the inspector of the frames, which takes the whole screen.
 */
#ifndef SCREEN_FRAMES_H
#define SCREEN_FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "framesview.h"
#include "keymap.h"

struct screen;

struct screen_frames {
	const struct frames *all;
	struct framesview view;
	uint64_t drawn; /* the frames before this were there when it was drawn */
};

void screen_frames_open(struct screen *);
/* Returns whether the key belonged to the inspector. */
bool screen_frames_key(struct screen *, struct key, struct keymap_result);
void screen_frames_paste(struct screen *, const char *text, size_t n);
void screen_frames_draw(struct screen *);

#endif
