/*
 * inputview - the line being edited, behind a prompt. Where there are rows it is wrapped over
 * several, which scroll; in a single row it scrolls sideways. The grid's cursor is put where typing
 * happens.
 */
#ifndef INPUTVIEW_H
#define INPUTVIEW_H

#include "edit.h"
#include "grid.h"

/* Rows that the text and the cursor behind it want at this width. */
int inputview_rows(const struct edit *, const char *prompt, int cols);

/* PROMPT is clean text ("ann> "); it gives way where the row is narrow. */
void inputview_draw(struct grid *, struct grid_rect, const struct edit *, const char *prompt);

#endif
