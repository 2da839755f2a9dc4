/*
 * theme_testing - a theme made of a text.
 */
#ifndef THEME_TESTING_H
#define THEME_TESTING_H

#include <check.h>
#include <string.h>

#include "theme.h"

#define RGB(rgb) (THEME_RGB + (rgb))

static inline struct theme read_theme(const char *text)
{
	struct error error = { 0 };
	struct theme t;

	ck_assert_msg(theme_read(&t, "own.theme", text, strlen(text), &error), "%s", error.detail);
	return t;
}

#endif
