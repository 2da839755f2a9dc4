/*
 * theme - what each style of the grid looks like, read from a text.
 *
 * A line of the text is `STYLE = LOOK`, or a comment that begins with '#'. A look is a color, "on"
 * and a background, and attributes, each of which may be left out; names take several looks with
 * commas between them. What a text does not mention is as in its `base`, which stands before all
 * else, or as in the theme "dark".
 */
#ifndef THEME_H
#define THEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "grid_style.h"

enum {
	THEME_BOLD = 1,
	THEME_DIM = 2,
	THEME_ITALIC = 4,
	THEME_UNDERLINE = 8,
	THEME_REVERSE = 16,
};

/* A color is one of the terminal's own 16 (0 to 15), or THEME_RGB + 0xrrggbb, or the default. */
#define THEME_DEFAULT (-1)
#define THEME_RGB     0x1000000

struct theme_look {
	int32_t color, background;
	uint32_t attributes;
	uint32_t mono; /* the attributes where there are no colors */
};

struct theme {
	struct theme_look looks[GRID_STYLES];
	int32_t foreground, background; /* what the default stands for */
};

/* One of the themes of data/themes, which are compiled in; false: there is none of that name. */
bool theme_builtin(struct theme *, const char *name);

/* The name of a built-in theme, counted from 0, sorted; NULL behind the last. */
const char *theme_builtin_name(size_t at);

/* The theme that the text describes. PATH is for messages. False: ERROR_THEME_STYLE or
 * ERROR_THEME_LOOK, with detail "PATH:LINE: WHAT". */
bool theme_read(struct theme *, const char *path, const char *text, size_t n, struct error *);

/* What a text calls the style. */
const char *theme_style_name(enum grid_style);

/* WCAG's relative luminance of 0xrrggbb: 0 for black, 1 for white. */
double theme_luminance(uint32_t rgb);

#endif
