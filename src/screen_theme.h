/*
 * screen_theme - gives the terminal the theme and colors that the options name.
 */
#ifndef SCREEN_THEME_H
#define SCREEN_THEME_H

#include <stdbool.h>

#include "error.h"
#include "options.h"

struct screen;

/* Whether the themes that the options name, or that "auto" may stand for, are there and good. */
bool screen_theme_check(const struct options *, struct error *);
/* Shows the theme and colors that the options name; false where they name none, and then all stays
 * as it was. */
bool screen_theme_apply(struct screen *, struct error *);
/* The same, now that the terminal's background is known. */
void screen_theme_background(struct screen *);

#endif
