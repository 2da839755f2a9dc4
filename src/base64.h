/*
 * base64 - RFC 4648, section 4.
 */
#ifndef BASE64_H
#define BASE64_H

#include <stddef.h>

#include "buf.h"

void base64_append(struct buf *out, const void *bytes, size_t n);

#endif
