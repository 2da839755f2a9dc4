#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "text.h"

/* Where a character begins that does not end before the last byte of a detail. */
static size_t cut_size(const uint8_t *bytes)
{
	size_t n = ERROR_DETAIL_SIZE - 1;

	while ((bytes[n] & 0xC0) == 0x80)
		n--;
	return n;
}

bool error_set(struct error *error, enum error_code code, int number, const char *detail_format,
	       ...)
{
	char raw[4 * ERROR_DETAIL_SIZE];
	struct buf clean = { 0 };
	va_list args;
	size_t n;

	if (!error)
		return false;
	va_start(args, detail_format);
	vsnprintf(raw, sizeof raw, detail_format, args);
	va_end(args);
	text_clean(&clean, raw, strlen(raw), TEXT_ONE_LINE);
	n = buf_size(&clean);
	if (n >= ERROR_DETAIL_SIZE)
		n = cut_size(buf_bytes(&clean));
	*error = (struct error){ .code = code, .number = number };
	memcpy(error->detail, buf_bytes(&clean), n);
	buf_free(&clean);
	return false;
}
