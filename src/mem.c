#include "mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void (*die_hook)(void);

static _Noreturn void die(void)
{
	void (*hook)(void) = die_hook;

	die_hook = NULL;
	if (hook)
		hook();
	abort();
}

void *mem_new(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p)
		die();
	return p;
}

void *mem_resize(void *old, size_t count, size_t size)
{
	void *p;

	if (size && count > SIZE_MAX / size)
		die();
	p = realloc(old, count && size ? count * size : 1);
	if (!p)
		die();
	return p;
}

void *mem_grow(void *old, size_t *room, size_t need, size_t size)
{
	size_t more = *room + *room / 2 + 8;

	if (need <= *room)
		return old;
	*room = more > need ? more : need;
	return mem_resize(old, *room, size);
}

char *mem_copy(const char *string)
{
	return mem_copy_n(string, strlen(string));
}

void mem_replace(char **string, const char *with)
{
	char *copy = with ? mem_copy(with) : NULL;

	free(*string);
	*string = copy;
}

bool mem_same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

char *mem_copy_n(const char *bytes, size_t n)
{
	char *p = mem_new(n + 1, 1);

	if (n)
		memcpy(p, bytes, n);
	return p;
}

char *mem_format(const char *format, ...)
{
	va_list args;
	char *p;
	int n;

	va_start(args, format);
	n = vasprintf(&p, format, args);
	va_end(args);
	if (n < 0)
		die();
	return p;
}

void mem_on_die(void (*hook)(void))
{
	die_hook = hook;
}
