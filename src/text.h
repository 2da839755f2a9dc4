/*
 * text - UTF-8 for a terminal: repair, cleaning, graphemes, cell widths; its other parts wrap,
 * find, and tell of case and emoji. The only user of libunistring.
 *
 * Positions and lengths are bytes; widths are terminal cells. Apart from text_clean(),
 * text_valid() and struct text_utf8, strings given are valid UTF-8. Graphemes are
 * extended grapheme clusters (UAX #29). The width of a cluster is
 * what ncurses will advance by: the sum of wcwidth() over its characters, in the locale's LC_CTYPE.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/* Whether the N bytes are UTF-8 (RFC 3629: no surrogates, nothing overlong, at most U+10FFFF). */
bool text_valid(const void *bytes, size_t n);

/* The same for bytes that come in pieces, from a zeroed struct on: false as soon as they cannot be
 * the start of UTF-8; complete: whether they may end here. */
struct text_utf8 {
	uint8_t need, low, high;
};
bool text_utf8_feed(struct text_utf8 *, const void *bytes, size_t n);
bool text_utf8_complete(const struct text_utf8 *);

enum text_mode {
	TEXT_ONE_LINE, /* every line end becomes a space */
	TEXT_LINES,    /* CR LF, CR, NEL, U+2028 and U+2029 become LF; LF stays */
};

/*
 * Appends to OUT what may be shown of the bytes: invalid UTF-8 and what the locale does not know
 * (an emoji newer than it) become U+FFFD, a tab a space. Dropped are C0, C1 and DEL, bidirectional
 * controls, zero-width and other default-ignorable characters, tags, noncharacters, and, so that
 * ncurses and the terminal agree on the cells, ZWJ, variation selectors, skin tones, and the marks
 * of kana and ideographs that have no precomposed form. At most TEXT_MARKS_MAX combining marks stay
 * on a base; marks become one with it where Unicode has the composed character, and a mark without
 * a base is put on U+00A0.
 */
#define TEXT_MARKS_MAX 4
void text_clean(struct buf *out, const void *bytes, size_t n, enum text_mode);

/* Both return bytes. N > 0 are at S; what is no UTF-8 decodes to U+FFFD. */
size_t text_decode(const char *s, size_t n, uint32_t *character);
size_t text_encode(char out[4], uint32_t character);
void text_put(struct buf *out, uint32_t character);

/* Cells of one character: 0 for a combining mark, -1 for what text_clean() drops. */
int text_cells(uint32_t character);

/* The next grapheme boundary after the boundary AT, and the one before any position AT; the ends
 * are boundaries. */
size_t text_next(const char *s, size_t n, size_t at);
size_t text_prev(const char *s, size_t n, size_t at);

/* The end of the word at or after AT, and the start of the one before it (UAX #29; letters, digits
 * and marks make words). */
size_t text_next_word(const char *s, size_t n, size_t at);
size_t text_prev_word(const char *s, size_t n, size_t at);

/* Whether a character is a letter, digit or mark, and of a script that is written without spaces.
 */
enum text_letter { TEXT_NO_LETTER, TEXT_LETTER, TEXT_UNSPACED_LETTER };
enum text_letter text_letter(uint32_t character);

/* Cells of the string on one line. */
int text_width(const char *s, size_t n);

/* The longest run of whole graphemes that fits CELLS, in bytes; its width in *WIDTH if given. */
size_t text_fit(const char *s, size_t n, int cells, int *width);

/* A stable hash of the bytes, for colours. */
uint32_t text_hash(const char *s);

#endif
