/*
 * intl - gettext, for the edges; the core does not translate.
 */
#ifndef INTL_H
#define INTL_H

#include <libintl.h>

#define _(string)  gettext(string)
#define N_(string) string

/* Takes the locale of the environment, and our translations: those that are installed, or those of
 * WSCHAT_LOCALEDIR. Where its encoding is not UTF-8 nothing is translated. */
void intl_start(void);

#endif
