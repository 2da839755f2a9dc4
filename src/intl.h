/*
 * intl - gettext, for the edges; the core does not translate.
 */
#ifndef INTL_H
#define INTL_H

#include <libintl.h>

#define _(string)  gettext(string)
#define N_(string) string

#endif
