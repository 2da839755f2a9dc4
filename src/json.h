/*
 * json - the strict reading of JSON that cJSON does not do (RFC 8259), before cJSON sees it.
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

#define JSON_DEPTH_MAX 32

/*
 * Checks that the N bytes are one JSON text, UTF-8, at most JSON_DEPTH_MAX deep, and appends it to
 * OUT in a form that cJSON 1.7.15 reads rightly: lone surrogates and \u0000 become U+FFFD; a number
 * that overflows a double becomes null. False where the text is not JSON; OUT is then as it was.
 */
bool json_normalize(struct buf *out, const char *text, size_t n);

/* Appends the string as a JSON string, quotes included; what is no UTF-8 becomes U+FFFD. */
void json_write_string(struct buf *out, const char *string, size_t n);

#endif
