/*
 * screen_links - /url and /copy: links of the conversation to the browser, texts to the clipboard.
 */
#ifndef SCREEN_LINKS_H
#define SCREEN_LINKS_H

#include "command.h"

struct screen;

void screen_links_url(struct screen *, const struct command *);
void screen_links_copy(struct screen *, const struct command *);
/* In a browser; where there is none, it is copied. */
void screen_links_open(struct screen *, const char *uri);

#endif
