/*
 * term_curses - curses as the parts of term include it.
 */
#ifndef TERM_CURSES_H
#define TERM_CURSES_H

#define NCURSES_WIDECHAR 1
#include <curses.h>
/* <term.h> would be our own. */
#if __has_include(<ncursesw/term.h>)
#include <ncursesw/term.h>
#elif __has_include(<ncurses/term.h>)
#include <ncurses/term.h>
#endif

#endif
