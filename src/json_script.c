#include "json.h"

#include <stdlib.h>
#include <string.h>

#include "json_private.h"
#include "mem.h"
#include "text.h"

/* A member while its object is written: where in the output it stands. */
struct member {
	size_t at, key_size, size;
	const uint8_t *text; /* once the object is whole */
	int64_t index;       /* the key as an array index, -1 where it is none */
	size_t order;        /* its turn among the members */
	bool gone;           /* a later one has the same key */
};

struct members {
	struct member *at;
	size_t count, room;
};

struct script {
	struct json_reader in;
	struct buf *out;
};

static bool write_value(struct script *s, int depth);

/* A unit of a \u escape; the reader is behind it. A pair of surrogates is one character. */
static void write_unit(struct script *s, int unit)
{
	struct json_reader *in = &s->in;
	int low;

	if (unit >= 0xd800 && unit < 0xdc00 && in->end - in->at >= 6 && in->at[0] == '\\' &&
	    in->at[1] == 'u') {
		low = json_hex4(in->at + 2);
		if (low >= 0xdc00 && low < 0xe000) {
			in->at += 6;
			unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
		}
	}
	if (unit >= 0xd800 && unit < 0xe000)
		buf_format(s->out, "\\u%04x", (unsigned)unit);
	else if (unit < 0x20 || unit == '"' || unit == '\\')
		json_write_escape(s->out, (uint8_t)unit);
	else
		text_put(s->out, (uint32_t)unit);
}

static void write_escape(struct script *s)
{
	static const char names[] = "bfnrt/", values[] = "\b\f\n\r\t/";
	const char *name = strchr(names, s->in.at[1]);
	int unit;

	if (s->in.at[1] == 'u') {
		unit = json_hex4(s->in.at + 2);
		s->in.at += 6;
	} else {
		unit = name ? values[name - names] : s->in.at[1];
		s->in.at += 2;
	}
	write_unit(s, unit);
}

/* Checked first as a whole, then written from what is known to be right. */
static bool write_string(struct script *s)
{
	struct json_reader check = s->in;
	const uint8_t *from = s->in.at;

	if (!json_skip_string(&check))
		return false;
	if (!memchr(from, '\\', (size_t)(check.at - from))) {
		buf_append(s->out, from, (size_t)(check.at - from));
		s->in.at = check.at;
		return true;
	}
	do {
		if (*s->in.at == '\\')
			write_escape(s);
		else
			buf_append_byte(s->out, *s->in.at++);
	} while (s->in.at < check.at);
	return true;
}

static bool write_number(struct script *s)
{
	const uint8_t *from = s->in.at;

	if (!json_skip_number(&s->in))
		return false;
	json_write_number(s->out, json_number((const char *)from, (size_t)(s->in.at - from)));
	return true;
}

static bool write_word(struct script *s)
{
	const uint8_t *from = s->in.at;

	if (!json_skip_word(&s->in))
		return false;
	buf_append(s->out, from, (size_t)(s->in.at - from));
	return true;
}

static bool write_array(struct script *s, int depth)
{
	buf_append_byte(s->out, '[');
	json_skip_space(&s->in);
	if (!json_skip_byte(&s->in, ']')) {
		do {
			if (!write_value(s, depth))
				return false;
			buf_append_byte(s->out, ',');
		} while (json_skip_byte(&s->in, ','));
		buf_truncate(s->out, buf_size(s->out) - 1);
		if (!json_skip_byte(&s->in, ']'))
			return false;
	}
	buf_append_byte(s->out, ']');
	return true;
}

/* An array index of ECMAScript: 0 to 2^32 - 2, without leading zeros. */
static int64_t array_index(const uint8_t *key, size_t n)
{
	int64_t index = 0;

	if (n < 3 || n > 12 || (key[1] == '0' && n > 3))
		return -1;
	for (size_t i = 1; i < n - 1; i++) {
		if (key[i] < '0' || key[i] > '9')
			return -1;
		index = index * 10 + key[i] - '0';
	}
	return index < UINT32_MAX ? index : -1;
}

static bool write_member(struct script *s, struct members *all, int depth)
{
	struct member m = { .at = buf_size(s->out), .order = all->count };

	json_skip_space(&s->in);
	if (!write_string(s))
		return false;
	m.key_size = buf_size(s->out) - m.at;
	m.index = array_index(buf_bytes(s->out) + m.at, m.key_size);
	json_skip_space(&s->in);
	if (!json_skip_byte(&s->in, ':'))
		return false;
	buf_append_byte(s->out, ':');
	if (!write_value(s, depth))
		return false;
	m.size = buf_size(s->out) - m.at;
	buf_append_byte(s->out, ',');
	all->at = mem_grow(all->at, &all->room, all->count + 1, sizeof m);
	all->at[all->count++] = m;
	return true;
}

static int compare_keys(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	size_t n = x->key_size < y->key_size ? x->key_size : y->key_size;
	int by_bytes = memcmp(x->text, y->text, n);

	if (by_bytes)
		return by_bytes;
	if (x->key_size != y->key_size)
		return x->key_size < y->key_size ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

/* The order in which JavaScript walks through an object: indices by value, then the others as they
 * came. */
static int compare_turns(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->index != y->index && (x->index < 0 || y->index < 0))
		return x->index < 0 ? 1 : -1;
	if (x->index != y->index)
		return x->index < y->index ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

/* Of members with the same key the last stays, at the first's turn. Returns whether the members
 * stand otherwise than JavaScript would have them. */
static bool settle_members(struct members *all)
{
	bool moved = false;

	qsort(all->at, all->count, sizeof *all->at, compare_keys);
	for (size_t i = 0; i < all->count; i++) {
		struct member *m = &all->at[i], *before = i ? m - 1 : NULL;

		moved |= m->index >= 0;
		if (!before || m->key_size != before->key_size ||
		    memcmp(m->text, before->text, m->key_size) != 0)
			continue;
		m->order = before->order;
		before->gone = moved = true;
	}
	return moved;
}

static void order_members(struct script *s, struct members *all)
{
	struct buf ordered = { 0 };
	size_t start = all->at[0].at;

	for (size_t i = 0; i < all->count; i++)
		all->at[i].text = buf_bytes(s->out) + all->at[i].at;
	if (!settle_members(all))
		return;
	qsort(all->at, all->count, sizeof *all->at, compare_turns);
	for (size_t i = 0; i < all->count; i++) {
		if (all->at[i].gone)
			continue;
		buf_append(&ordered, all->at[i].text, all->at[i].size);
		buf_append_byte(&ordered, ',');
	}
	buf_truncate(s->out, start);
	buf_append(s->out, buf_bytes(&ordered), buf_size(&ordered));
	buf_free(&ordered);
}

static bool write_members(struct script *s, int depth)
{
	struct members all = { 0 };
	bool good;

	do
		good = write_member(s, &all, depth);
	while (good && json_skip_byte(&s->in, ','));
	if (good && all.count > 1)
		order_members(s, &all);
	free(all.at);
	return good;
}

static bool write_object(struct script *s, int depth)
{
	buf_append_byte(s->out, '{');
	json_skip_space(&s->in);
	if (!json_skip_byte(&s->in, '}')) {
		if (!write_members(s, depth) || !json_skip_byte(&s->in, '}'))
			return false;
		buf_truncate(s->out, buf_size(s->out) - 1);
	}
	buf_append_byte(s->out, '}');
	return true;
}

static bool write_token(struct script *s, int depth)
{
	if (s->in.at == s->in.end)
		return false;
	switch (*s->in.at) {
	case '{':
		s->in.at++;
		return depth && write_object(s, depth - 1);
	case '[':
		s->in.at++;
		return depth && write_array(s, depth - 1);
	case '"':
		return write_string(s);
	case 't':
	case 'f':
	case 'n':
		return write_word(s);
	default:
		return write_number(s);
	}
}

static bool write_value(struct script *s, int depth)
{
	json_skip_space(&s->in);
	if (!write_token(s, depth))
		return false;
	json_skip_space(&s->in);
	return true;
}

bool json_stringify(struct buf *out, const char *text, size_t n)
{
	const uint8_t *bytes = (const uint8_t *)text;
	struct script s = { .in = { .start = bytes, .at = bytes, .end = bytes + n }, .out = out };
	size_t before = buf_size(out);

	if (write_value(&s, JSON_SCRIPT_DEPTH_MAX) && s.in.at == s.in.end)
		return true;
	buf_truncate(out, before);
	return false;
}

static size_t string_size(const char *s)
{
	const char *at = s + 1;

	for (; *at != '"'; at++)
		at += *at == '\\';
	return (size_t)(at + 1 - s);
}

static size_t value_size(const char *s, const char *end)
{
	const char *at = s;
	int depth = 0;

	for (; at < end; at++) {
		if (*at == '"')
			at += string_size(at) - 1;
		else if (*at == '{' || *at == '[')
			depth++;
		else if (depth == 0 && (*at == ',' || *at == '}'))
			break;
		else if (*at == '}' || *at == ']')
			depth--;
	}
	return (size_t)(at - s);
}

bool json_next_member(const char *object, size_t n, struct json_member *m)
{
	const char *at = m->value ? m->value + m->value_size : object;

	if (*at == '}' || at[1] == '}')
		return false;
	m->key = at + 1;
	m->key_size = string_size(m->key);
	m->value = m->key + m->key_size + 1;
	m->value_size = value_size(m->value, object + n);
	return true;
}
