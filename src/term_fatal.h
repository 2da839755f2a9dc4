/*
 * term_fatal - the bytes and modes by which a dying process puts the terminal back.
 */
#ifndef TERM_FATAL_H
#define TERM_FATAL_H

#include <stddef.h>
#include <termios.h>

void term_fatal_arm(int fd, const struct termios *, const void *bytes, size_t n);
void term_fatal_disarm(void);

#endif
