#include "json_private.h"

#include <math.h>
#include <string.h>

#include "ascii.h"
#include "json.h"

/* cJSON copies a number into 64 bytes and takes what is left over for garbage. */
#define NUMBER_MAX 63

/* A hundred zeros behind 63 digits still make a double: only a longer exponent can overflow. */
#define EXPONENT_SAFE 2

void json_skip_space(struct json_reader *r)
{
	while (r->at < r->end &&
	       (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t'))
		r->at++;
}

bool json_skip_byte(struct json_reader *r, uint8_t byte)
{
	if (r->at == r->end || *r->at != byte)
		return false;
	r->at++;
	return true;
}

bool json_skip_word(struct json_reader *r)
{
	static const char *const words[] = { "true", "false", "null" };
	size_t left = (size_t)(r->end - r->at);

	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(words[i]);

		if (left >= n && memcmp(r->at, words[i], n) == 0) {
			r->at += n;
			return true;
		}
	}
	return false;
}

static size_t skip_digits(struct json_reader *r)
{
	const uint8_t *from = r->at;

	while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
		r->at++;
	return (size_t)(r->at - from);
}

/* What is put right never becomes longer: spaces fill the place. */
static void put_number(struct json_reader *r, const uint8_t *from)
{
	size_t n = (size_t)(r->at - from);
	double number = json_number((const char *)from, n);
	struct buf out = { 0 };

	if (n <= NUMBER_MAX && isfinite(number))
		return;
	r->unusual = true;
	if (!r->copy)
		return;
	json_write_number(&out, number);
	memset(r->copy + (from - r->start), ' ', n);
	memcpy(r->copy + (from - r->start), buf_bytes(&out), buf_size(&out));
	buf_free(&out);
}

bool json_skip_number(struct json_reader *r)
{
	const uint8_t *from = r->at;
	size_t exponent = 0;

	json_skip_byte(r, '-');
	if (!json_skip_byte(r, '0') && !skip_digits(r))
		return false;
	if (json_skip_byte(r, '.') && !skip_digits(r))
		return false;
	if (json_skip_byte(r, 'e') || json_skip_byte(r, 'E')) {
		if (!json_skip_byte(r, '-'))
			json_skip_byte(r, '+');
		exponent = skip_digits(r);
		if (!exponent)
			return false;
	}
	if (exponent > EXPONENT_SAFE || r->at - from > NUMBER_MAX)
		put_number(r, from);
	return true;
}

int json_hex4(const uint8_t *digits)
{
	int value = 0;

	for (int i = 0; i < 4; i++) {
		int digit = ascii_hex((char)digits[i]);

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

static void put_replacement(struct json_reader *r)
{
	r->unusual = true;
	if (r->copy)
		memcpy(r->copy + (r->at - r->start), "\\ufffd", 6);
}

/* At the backslash of "\uXXXX". */
static bool skip_unicode(struct json_reader *r)
{
	int unit = r->end - r->at < 6 ? -1 : json_hex4(r->at + 2);
	int next = r->end - r->at < 12 || r->at[6] != '\\' || r->at[7] != 'u'
			   ? -1
			   : json_hex4(r->at + 8);

	if (unit < 0)
		return false;
	if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
		r->at += 12;
		return true;
	}
	if (unit == 0 || (unit >= 0xd800 && unit < 0xe000))
		put_replacement(r);
	r->at += 6;
	return true;
}

static bool skip_escape(struct json_reader *r)
{
	if (r->end - r->at < 2)
		return false;
	if (r->at[1] == 'u')
		return skip_unicode(r);
	if (!r->at[1] || !strchr("\"\\/bfnrt", r->at[1]))
		return false;
	r->at += 2;
	return true;
}

/* RFC 3629, section 4. */
bool json_skip_multibyte(struct json_reader *r)
{
	uint8_t first = *r->at;
	ptrdiff_t n = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

	if (first < 0xc2 || first > 0xf4 || r->end - r->at < n)
		return false;
	if ((first == 0xe0 && r->at[1] < 0xa0) || (first == 0xed && r->at[1] > 0x9f) ||
	    (first == 0xf0 && r->at[1] < 0x90) || (first == 0xf4 && r->at[1] > 0x8f))
		return false;
	for (ptrdiff_t i = 1; i < n; i++)
		if ((r->at[i] & 0xc0) != 0x80)
			return false;
	r->at += n;
	return true;
}

#define ALL(byte) ((byte) * (UINT64_MAX / 255))

/* The high bit of a byte is set where the byte is zero; a false alarm stands only above a zero. */
static uint64_t zeros(uint64_t v)
{
	return (v - ALL(0x01)) & ~v & ALL(0x80);
}

/* Eight bytes at a time while all are ASCII that stands for itself in a string. */
static void skip_plain(struct json_reader *r)
{
	uint64_t v;

	for (; r->end - r->at >= 8; r->at += 8) {
		memcpy(&v, r->at, 8);
		if ((v & ALL(0x80)) | ((v - ALL(0x20)) & ~v & ALL(0x80)) | zeros(v ^ ALL(0x22)) |
		    zeros(v ^ ALL(0x5c)))
			return;
	}
}

/* Behind a word of letters beyond ASCII mostly another one follows. */
static bool skip_foreign(struct json_reader *r)
{
	do {
		if (r->end - r->at >= 2 && *r->at >= 0xc2 && *r->at < 0xe0 &&
		    (r->at[1] & 0xc0) == 0x80)
			r->at += 2;
		else if (!json_skip_multibyte(r))
			return false;
	} while (r->at < r->end && *r->at >= 0x80);
	return true;
}

bool json_skip_string(struct json_reader *r)
{
	if (!json_skip_byte(r, '"'))
		return false;
	for (;;) {
		skip_plain(r);
		while (r->at < r->end && *r->at >= 0x20 && *r->at < 0x80 && *r->at != '"' &&
		       *r->at != '\\')
			r->at++;
		if (r->at == r->end || *r->at < 0x20)
			return false;
		if (*r->at == '"')
			return json_skip_byte(r, '"');
		if (!(*r->at == '\\' ? skip_escape(r) : skip_foreign(r)))
			return false;
	}
}
