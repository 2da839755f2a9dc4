#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

void buf_free(struct buf *b)
{
	free(b->store);
	*b = (struct buf){ 0 };
}

size_t buf_size(const struct buf *b)
{
	return b->end - b->start;
}

const uint8_t *buf_bytes(const struct buf *b)
{
	return b->store ? b->store + b->start : (const uint8_t *)"";
}

const char *buf_string(struct buf *b)
{
	*buf_reserve(b, 1) = 0;
	return (const char *)buf_bytes(b);
}

void buf_append(struct buf *b, const void *bytes, size_t n)
{
	if (!n)
		return;
	memcpy(buf_reserve(b, n), bytes, n);
	buf_extend(b, n);
}

void buf_append_byte(struct buf *b, uint8_t byte)
{
	*buf_reserve(b, 1) = byte;
	buf_extend(b, 1);
}

void buf_append_string(struct buf *b, const char *string)
{
	buf_append(b, string, strlen(string));
}

void buf_format(struct buf *b, const char *format, ...)
{
	va_list args, again;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n > 0) {
		vsnprintf((char *)buf_reserve(b, (size_t)n + 1), (size_t)n + 1, format, again);
		buf_extend(b, (size_t)n);
	}
	va_end(again);
}

/* The front's free space is taken back only where it is at least half, so that a byte moves at
 * most once for each byte consumed. */
uint8_t *buf_reserve(struct buf *b, size_t n)
{
	if (b->room - b->end >= n && b->store)
		return b->store + b->end;
	if (b->start && b->start >= b->end - b->start) {
		memmove(b->store, b->store + b->start, b->end - b->start);
		b->end -= b->start;
		b->start = 0;
	}
	b->store = mem_grow(b->store, &b->room, b->end + n, 1);
	return b->store + b->end;
}

void buf_extend(struct buf *b, size_t n)
{
	b->end += n;
}

void buf_consume(struct buf *b, size_t n)
{
	if (n >= buf_size(b))
		buf_clear(b);
	else
		b->start += n;
}

void buf_truncate(struct buf *b, size_t n)
{
	if (n < buf_size(b))
		b->end = b->start + n;
}

void buf_clear(struct buf *b)
{
	b->start = b->end = 0;
}

char *buf_take(struct buf *b)
{
	char *string = mem_copy_n((const char *)buf_bytes(b), buf_size(b));

	buf_free(b);
	return string;
}
