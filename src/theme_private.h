/*
 * theme_private - the texts of data/themes, as the build makes them a part of the program.
 */
#ifndef THEME_PRIVATE_H
#define THEME_PRIVATE_H

struct theme_text {
	const char *name, *text;
};

/* Sorted by name; a NULL name ends it. */
extern const struct theme_text theme_texts[];

#endif
