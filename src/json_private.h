/*
 * json_private - the tokens of JSON, for the parts of the json module.
 *
 * Each function reads one token at the reader's place and moves behind it; false leaves the place
 * where the fault is.
 */
#ifndef JSON_PRIVATE_H
#define JSON_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

struct json_reader {
	const uint8_t *start, *at, *end;
	uint8_t *copy; /* of the text from its start, to be put right; or NULL */
	bool unusual;  /* something was found that has to be put right */
};

void json_skip_space(struct json_reader *);
/* Moves behind the byte where it is the next one. */
bool json_skip_byte(struct json_reader *, uint8_t byte);
bool json_skip_string(struct json_reader *);
bool json_skip_number(struct json_reader *);
bool json_skip_word(struct json_reader *); /* true, false, null */
/* A character of more than one byte. */
bool json_skip_multibyte(struct json_reader *);

/* The value of 4 hexadecimal digits, -1 where they are none. */
int json_hex4(const uint8_t *digits);

/* A character that cannot stand for itself in a string. */
void json_write_escape(struct buf *out, uint8_t byte);

#endif
