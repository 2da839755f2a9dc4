/*
 * buf - a byte queue: append at the end, consume at the front.
 *
 * A zeroed struct is an empty queue. Bytes keep their place until the next call that appends.
 */
#ifndef BUF_H
#define BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
	uint8_t *store;
	size_t start, end, room;
};

/* Frees the bytes; the struct is an empty queue again. */
void buf_free(struct buf *);

size_t buf_size(const struct buf *);

/* The first byte; the next buf_size() bytes are the queue's. Never NULL. */
const uint8_t *buf_bytes(const struct buf *);

/* The bytes as a C string: a NUL is kept behind the last byte, and not counted. */
const char *buf_string(struct buf *);

void buf_append(struct buf *, const void *bytes, size_t n);
void buf_append_byte(struct buf *, uint8_t byte);
void buf_append_string(struct buf *, const char *string);
void buf_format(struct buf *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Room for N bytes behind the end, to be written and then counted in by buf_extend(). */
uint8_t *buf_reserve(struct buf *, size_t n);
void buf_extend(struct buf *, size_t n);

/* Drops the first N bytes, or all where there are fewer. */
void buf_consume(struct buf *, size_t n);

/* Drops the bytes behind the first N. */
void buf_truncate(struct buf *, size_t n);

/* Drops all bytes and keeps the memory, for use again. */
void buf_clear(struct buf *);

/* The bytes as a C string that the caller frees; the queue is empty afterwards. */
char *buf_take(struct buf *);

#endif
