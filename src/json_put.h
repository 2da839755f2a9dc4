/*
 * json_put - the members of an object, as they are written one by one. A comma stands before each,
 * so that the first is not written by these.
 */
#ifndef JSON_PUT_H
#define JSON_PUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

void json_put_key(struct buf *out, const char *key); /* the value is to follow */
void json_put_string(struct buf *out, const char *key, const void *value, size_t n);
void json_put_integer(struct buf *out, const char *key, int64_t value);
void json_put_boolean(struct buf *out, const char *key, bool value);

#endif
