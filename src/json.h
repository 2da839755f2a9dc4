/*
 * json - the strict reading of JSON that cJSON does not do (RFC 8259), before cJSON sees it; and
 * JSON as a JavaScript engine rewrites it, for the room server.
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

#define JSON_DEPTH_MAX 32

/* How cJSON 1.7.15 would read a text: not JSON at all (it may take it nevertheless); rightly; or
 * wrongly, until it went through json_normalize(). */
enum json_form { JSON_BROKEN, JSON_PLAIN, JSON_UNUSUAL };

/* Checks that the N bytes are one JSON text, UTF-8, at most JSON_DEPTH_MAX deep. */
enum json_form json_check(const char *text, size_t n);

/*
 * The same check; appends the text to OUT in a form that cJSON reads rightly: lone surrogates and
 * \u0000 become U+FFFD, a number that overflows a double becomes null, one that is too long for
 * cJSON's buffer is shortened to the same double. False where the text is not JSON; OUT is then as
 * it was.
 */
bool json_normalize(struct buf *out, const char *text, size_t n);

/* Appends the string as a JSON string, quotes included; what is no UTF-8 becomes U+FFFD. */
void json_write_string(struct buf *out, const char *string, size_t n);

/*
 * Appends JSON.stringify(JSON.parse(text)): no spaces, the shortest digits, of duplicate keys the
 * last value at the first place, keys that are array indices in front, lone surrogates kept as
 * escapes. False where JSON.parse would throw or the text is over JSON_SCRIPT_DEPTH_MAX deep; OUT
 * is then as it was.
 */
#define JSON_SCRIPT_DEPTH_MAX 256
bool json_stringify(struct buf *out, const char *text, size_t n);

/* Appends JSON to be read by people: a line for each member and element, indented by two spaces,
 * tokens as they stand. The text may be cut off anywhere. */
void json_indent(struct buf *out, const char *text, size_t n);

/* Appends the number as JavaScript prints it; null where it is not finite. */
void json_write_number(struct buf *out, double number);

/* The double that the JSON number is read as, in every locale. */
double json_number(const char *text, size_t n);

/* A member of an object in the form of json_stringify(): keys with their quotes, inside the text.
 * A zeroed struct starts. */
struct json_member {
	const char *key, *value;
	size_t key_size, value_size;
};
bool json_next_member(const char *object, size_t n, struct json_member *);

#endif
