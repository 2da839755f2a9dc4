#include "base64.h"

#include <gnutls/gnutls.h>
#include <stdlib.h>

void base64_append(struct buf *out, const void *bytes, size_t n)
{
	const gnutls_datum_t plain = { (unsigned char *)(uintptr_t)bytes, (unsigned)n };
	gnutls_datum_t coded;

	/* It fails only where memory is out. */
	if (gnutls_base64_encode2(&plain, &coded) < 0)
		abort();
	buf_append(out, coded.data, coded.size);
	gnutls_free(coded.data);
}
