/*
 * url_private - what the parts of the url module share.
 */
#ifndef URL_PRIVATE_H
#define URL_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/*
 * The host parser of the URL standard (section 3.5) for special schemes: brackets stand around
 * IPv6. The serialised host is appended to OUT without brackets. False where it is no host; what is
 * in OUT is then worthless.
 */
bool url_host_parse(struct buf *out, const char *bytes, size_t n, bool *ipv6);

/* The domain parser (section 3.3, not strict) up to its check for forbidden code points. The domain
 * is valid UTF-8. */
bool url_idna_map(struct buf *out, const char *domain);

#endif
