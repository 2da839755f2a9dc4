/*
 * term_parse - what stands first in the bytes from a terminal: a character, or one of the control
 * sequences of ECMA-48 with xterm's modifiers and what others made of them. Pure.
 */
#ifndef TERM_PARSE_H
#define TERM_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "key.h"
#include "term_mouse.h"

#define TERM_PARSE_NAMED 16

/* What is known of the terminal. */
struct term_parser {
	bool utf8;  /* else the bytes are the locale's */
	bool mouse; /* is ours; else what tells of it is dropped */
	struct {
		char *bytes; /* what a key sends beyond what all terminals send */
		uint32_t code;
	} named[TERM_PARSE_NAMED];
	size_t named_count;
};

void term_parser_free(struct term_parser *);

struct term_parsed {
	size_t used; /* bytes; 0: more are needed */
	bool has_key, has_report;
	bool paste; /* one begins */
	char focus; /* 'I': got, 'O': lost */
	struct key key;
	struct term_mouse_report report; /* of the mouse */
};

/* N > 0 bytes stand at S. */
struct term_parsed term_parse(const struct term_parser *, const char *s, size_t n);
/* The same, now that no more has come in time: ESC was a key, and the start of something else is
 * dropped. */
struct term_parsed term_parse_overdue(const char *s, size_t n);

/* The bytes of the first character; 0 where more are needed. What is none, or not whole, is U+FFFD.
 */
size_t term_parse_character(const struct term_parser *, const char *s, size_t n, uint32_t *c);

#endif
