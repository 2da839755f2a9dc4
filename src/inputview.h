/*
 * inputview - the line being edited, behind a prompt; scrolls sideways or over several rows, and
 * puts the grid's cursor where typing happens.
 */
#ifndef INPUTVIEW_H
#define INPUTVIEW_H

#include "edit.h"
#include "grid.h"

/* Rows that the text wants at this width. */
int inputview_rows(const struct edit *, const char *prompt, int cols);

/* PROMPT is clean text ("ann> "); it gives way where the row is narrow. */
void inputview_draw(struct grid *, struct grid_rect, const struct edit *, const char *prompt);

#endif
