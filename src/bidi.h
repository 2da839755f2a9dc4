/*
 * bidi - the order in which the characters of a row are shown (UAX #9), and the forms that Arabic
 * letters take in it. The only user of FriBidi.
 */
#ifndef BIDI_H
#define BIDI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether it is a letter of a script that is written from right to left. */
bool bidi_is_rtl_letter(uint32_t character);

/* Whether a text goes from right to left: its first letter decides, of those that stand near its
 * beginning. */
bool bidi_is_rtl(const char *s, size_t n);

/*
 * ORDER[i] is the index of the character to be shown at place i from the left, in a row of a
 * paragraph of the direction RTL. The characters become those to be shown: mirrored brackets,
 * joined letters; each stays one.
 */
void bidi_order(uint32_t *characters, size_t n, bool rtl, size_t *order);

#endif
