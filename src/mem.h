/*
 * mem - allocation that cannot return NULL.
 *
 * Out of memory ends the process: the die hook, where one is set, runs first (the terminal is put
 * back there), then abort(). Memory is freed with free(), and owned by the caller unless said
 * otherwise.
 */
#ifndef MEM_H
#define MEM_H

#include <stdbool.h>
#include <stddef.h>

/* Zeroed memory for COUNT objects of SIZE bytes; an overflow of the product is out of memory. */
void *mem_new(size_t count, size_t size);

void *mem_resize(void *old, size_t count, size_t size);

/*
 * Makes room for at least NEED objects of SIZE bytes in an array that has room for *ROOM, growing
 * by half again at the least; returns the array and updates *ROOM.
 */
void *mem_grow(void *old, size_t *room, size_t need, size_t size);

char *mem_copy(const char *string);

/* Puts a copy, or NULL for NULL, in the place of a string that we own; it may be that one. */
void mem_replace(char **string, const char *with);

/* Whether two strings are equal, or both are NULL. */
bool mem_same(const char *a, const char *b);

/* The N bytes at BYTES and a NUL after them. */
char *mem_copy_n(const char *bytes, size_t n);

char *mem_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The hook is the one global of the core: nobody can hand a context to a failing malloc. */
void mem_on_die(void (*hook)(void));

#endif
