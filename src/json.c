#include "json.h"

#include <string.h>

#include "json_private.h"

static bool read_value(struct json_reader *r, int depth);

static bool read_array(struct json_reader *r, int depth)
{
	json_skip_space(r);
	if (json_skip_byte(r, ']'))
		return true;
	do {
		if (!read_value(r, depth))
			return false;
	} while (json_skip_byte(r, ','));
	return json_skip_byte(r, ']');
}

static bool read_object(struct json_reader *r, int depth)
{
	json_skip_space(r);
	if (json_skip_byte(r, '}'))
		return true;
	do {
		json_skip_space(r);
		if (!json_skip_string(r))
			return false;
		json_skip_space(r);
		if (!json_skip_byte(r, ':') || !read_value(r, depth))
			return false;
	} while (json_skip_byte(r, ','));
	return json_skip_byte(r, '}');
}

static bool read_token(struct json_reader *r, int depth)
{
	if (r->at == r->end)
		return false;
	switch (*r->at) {
	case '{':
		r->at++;
		return depth && read_object(r, depth - 1);
	case '[':
		r->at++;
		return depth && read_array(r, depth - 1);
	case '"':
		return json_skip_string(r);
	case 't':
	case 'f':
	case 'n':
		return json_skip_word(r);
	default:
		return json_skip_number(r);
	}
}

static bool read_value(struct json_reader *r, int depth)
{
	json_skip_space(r);
	if (!read_token(r, depth))
		return false;
	json_skip_space(r);
	return true;
}

static enum json_form check(const char *text, size_t n, uint8_t *copy)
{
	const uint8_t *bytes = (const uint8_t *)text;
	struct json_reader r = { .start = bytes, .at = bytes, .end = bytes + n, .copy = copy };

	if (!read_value(&r, JSON_DEPTH_MAX) || r.at != r.end)
		return JSON_BROKEN;
	return r.unusual ? JSON_UNUSUAL : JSON_PLAIN;
}

enum json_form json_check(const char *text, size_t n)
{
	return check(text, n, NULL);
}

bool json_normalize(struct buf *out, const char *text, size_t n)
{
	uint8_t *copy = buf_reserve(out, n);

	if (n)
		memcpy(copy, text, n);
	if (check(text, n, copy) == JSON_BROKEN)
		return false;
	buf_extend(out, n);
	return true;
}

void json_write_escape(struct buf *out, uint8_t byte)
{
	static const char values[] = "\b\f\n\r\t\"\\", names[] = "bfnrt\"\\";
	const char *value = byte ? strchr(values, byte) : NULL;

	if (value)
		buf_format(out, "\\%c", names[value - values]);
	else
		buf_format(out, "\\u%04x", byte);
}

/* C1 controls are escaped too: JSON Lines end up on terminals, of which some obey them. */
static bool is_c1(const struct json_reader *r)
{
	return r->end - r->at >= 2 && r->at[0] == 0xc2 && r->at[1] >= 0x80 && r->at[1] < 0xa0;
}

static void write_odd(struct buf *out, struct json_reader *r)
{
	const uint8_t *from = r->at;

	if (*from < 0x80) {
		json_write_escape(out, *from);
		r->at++;
	} else if (is_c1(r)) {
		json_write_escape(out, from[1]);
		r->at += 2;
	} else if (json_skip_multibyte(r)) {
		buf_append(out, from, (size_t)(r->at - from));
	} else {
		buf_append_string(out, "\xef\xbf\xbd");
		r->at++;
	}
}

void json_write_string(struct buf *out, const char *string, size_t n)
{
	const uint8_t *bytes = (const uint8_t *)string, *from;
	struct json_reader r = { .start = bytes, .at = bytes, .end = bytes + n };

	buf_append_byte(out, '"');
	while (r.at < r.end) {
		from = r.at;
		while (r.at < r.end && *r.at >= 0x20 && *r.at < 0x7f && *r.at != '"' &&
		       *r.at != '\\')
			r.at++;
		buf_append(out, from, (size_t)(r.at - from));
		if (r.at < r.end)
			write_odd(out, &r);
	}
	buf_append_byte(out, '"');
}
