#include "json_put.h"

#include <inttypes.h>

#include "json.h"

void json_put_key(struct buf *out, const char *key)
{
	buf_format(out, ",\"%s\":", key);
}

void json_put_string(struct buf *out, const char *key, const void *value, size_t n)
{
	json_put_key(out, key);
	json_write_string(out, value, n);
}

void json_put_integer(struct buf *out, const char *key, int64_t value)
{
	json_put_key(out, key);
	buf_format(out, "%" PRId64, value);
}

void json_put_boolean(struct buf *out, const char *key, bool value)
{
	json_put_key(out, key);
	buf_append_string(out, value ? "true" : "false");
}
