#include "text_case.h"

#include <stdlib.h>
#include <unicase.h>

#include "mem.h"
#include "text_private.h"

/* Without a language: the letters are those of whoever is spoken to, not of the locale. */
static uint8_t *map(const char *s, size_t n, enum text_case to, size_t *size)
{
	switch (to) {
	case TEXT_UPPER:
		return u8_toupper(text_bytes(s), n, NULL, NULL, NULL, size);
	case TEXT_LOWER:
		return u8_tolower(text_bytes(s), n, NULL, NULL, NULL, size);
	default:
		return u8_totitle(text_bytes(s), n, NULL, NULL, NULL, size);
	}
}

char *text_case(const char *s, size_t n, enum text_case to)
{
	size_t size = 0;
	uint8_t *mapped = n ? map(s, n, to, &size) : NULL;
	char *string = mapped ? mem_copy_n((char *)mapped, size) : mem_copy_n(s, n);

	free(mapped);
	return string;
}
