#include "testing.h"

#include <string.h>

#include "base64.h"

/* RFC 4648, section 10. */
static const struct {
	const char *bytes, *coded;
} vectors[] = {
	{ "", "" },
	{ "f", "Zg==" },
	{ "fo", "Zm8=" },
	{ "foo", "Zm9v" },
	{ "foob", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE=" },
	{ "foobar", "Zm9vYmFy" },
	{ "\xfb\xef\xff", "++//" },
};

START_TEST(bytes_are_appended)
{
	struct buf out = { 0 };

	buf_append_byte(&out, '>');
	base64_append(&out, vectors[_i].bytes, strlen(vectors[_i].bytes));
	ck_assert_str_eq(buf_string(&out) + 1, vectors[_i].coded);
	buf_free(&out);
}
END_TEST

TESTING_MAIN("base64", TESTING_LOOP(bytes_are_appended, COUNT(vectors)))
