/*
 * term_beside - what the terminal is told beside what it shows. A terminal that is not known to
 * understand is told nothing. Any text will do: of what is no text nothing is left.
 */
#ifndef TERM_BESIDE_H
#define TERM_BESIDE_H

#include <stdbool.h>
#include <stddef.h>

struct term;

enum term_notify { TERM_NOTIFY_AUTO, TERM_NOTIFY_OSC9, TERM_NOTIFY_OSC777, TERM_NOTIFY_OSC99 };

void term_bell(struct term *);
/* What the window is called; NULL: as before. */
void term_title(struct term *, const char *title);
/* A notification of the desktop, by one of the control sequences for it. */
void term_notify(struct term *, enum term_notify, const char *title, const char *body);
/* Gives the text to the clipboard of whoever sits before the terminal, wherever that is; false
 * where it is too long, or the terminal is not known to be able to. */
bool term_copy(struct term *, const char *text, size_t n);

/* Whether links are links to the terminal too; 0: where it is known to take them, -1 never, 1
 * always. */
void term_set_links(struct term *, int when);
/* Whether the mouse is ours, as it is not at first: then selecting takes Shift. */
void term_set_mouse(struct term *, bool on);
/* Whether what is drawn has its text from right to left in the order in which it is to be seen, and
 * the terminal is to leave it so; whether it is one that would not. */
void term_order(struct term *, bool ordered);
bool term_reorders(const struct term *);

#endif
