/*
 * outside - programs that are started for the user, beside this one: a browser for a link, tmux for
 * a copy. They have neither our terminal nor a shell, and nobody waits for their end.
 */
#ifndef OUTSIDE_H
#define OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Opens a URI (links.h) by the first of the commands in $BROWSER that can be started: they are
 * parted by colons, their words by blanks, and %s stands for the URI, which else stands at the end.
 * Without $BROWSER, by xdg-open, or open on macOS, where there is a desktop. False where none could
 * be started; what becomes of it then is not known.
 */
bool outside_browse(const char *uri);

/* Gives the text to the tmux that we are in, as a buffer and for the clipboard; false where we are
 * in none. By default tmux takes no copy from the programs in it (set-clipboard). */
bool outside_tmux_copy(const void *text, size_t n);

#endif
