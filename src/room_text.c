#include <string.h>

#include "json.h"
#include "mem.h"
#include "room_private.h"

bool room_value_is_number(struct room_value value)
{
	return value.bytes && (*value.bytes == '-' || (*value.bytes >= '0' && *value.bytes <= '9'));
}

char *room_name_new(struct room_value value)
{
	return value.bytes ? mem_copy_n(value.bytes, value.n) : NULL;
}

bool room_name_is_same(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	return strcmp(a, b) == 0 && *a != '{' && *a != '[' && strcmp(a, ROOM_NAN) != 0;
}

static char *add_number(double a, double b)
{
	struct buf out = { 0 };

	json_write_number(&out, a + b);
	return buf_take(&out);
}

char *room_name_add(const char *name, double number)
{
	size_t n = name ? strlen(name) : 0;

	if (!name)
		return mem_copy(ROOM_NAN);
	if (*name == '"')
		return mem_format("%.*s%.0f\"", (int)(n - 1), name, number);
	if (strcmp(name, "true") == 0)
		return add_number(1, number);
	if (room_value_is_number((struct room_value){ name, n }))
		return add_number(json_number(name, n), number);
	return add_number(0, number); /* false and null */
}

void room_name_write(struct buf *out, const char *name)
{
	buf_append_string(out, name && strcmp(name, ROOM_NAN) != 0 ? name : "null");
}

static struct room_value *member_of(struct room_text *t, const struct json_member *m)
{
	static const char *const keys[] = { "\"type\"", "\"id\"", "\"name\"", "\"text\"" };
	struct room_value *values[] = { &t->type, &t->id, &t->name, &t->text };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (m->key_size == strlen(keys[i]) && memcmp(m->key, keys[i], m->key_size) == 0)
			return values[i];
	return NULL;
}

static bool is_object(const struct room_text *t)
{
	return *buf_bytes(&t->json) == '{';
}

static bool next_member(const struct room_text *t, struct json_member *m)
{
	return json_next_member((const char *)buf_bytes(&t->json), buf_size(&t->json), m);
}

bool room_text_read(struct room_text *t, const char *text, size_t n)
{
	struct json_member m = { 0 };

	*t = (struct room_text){ 0 };
	if (!json_stringify(&t->json, text, n))
		return false;
	while (is_object(t) && next_member(t, &m)) {
		struct room_value *value = member_of(t, &m);

		if (value)
			*value = (struct room_value){ m.value, m.value_size };
	}
	return true;
}

void room_text_free(struct room_text *t)
{
	buf_free(&t->json);
	buf_free(&t->stripped);
	buf_free(&t->out);
}

bool room_text_is_null(const struct room_text *t)
{
	return *buf_bytes(&t->json) == 'n';
}

bool room_text_has_type(const struct room_text *t, const char *type)
{
	return t->type.n == strlen(type) && memcmp(t->type.bytes, type, t->type.n) == 0;
}

/* text.replace(/(<([^>]+)>)/ig, ""): in the JSON string "<" and ">" stand for themselves, and
 * whatever stands between them is at least one character. */
static void strip(struct buf *out, struct room_value text)
{
	const char *end = text.bytes + text.n;

	for (const char *s = text.bytes, *close; s < end;) {
		const char *open = memchr(s, '<', (size_t)(end - s));

		buf_append(out, s, (size_t)((open ? open : end) - s));
		if (!open)
			return;
		close = memchr(open, '>', (size_t)(end - open));
		if (!close) {
			buf_append(out, open, (size_t)(end - open));
			return;
		}
		if (close == open + 1)
			buf_append(out, open, 2);
		s = close + 1;
	}
}

bool room_text_strip(struct room_text *t)
{
	struct buf raw = { 0 };

	if (!t->text.bytes || *t->text.bytes != '"')
		return false;
	strip(&raw, t->text);
	/* Two halves of a character may have come together. */
	json_stringify(&t->stripped, (const char *)buf_bytes(&raw), buf_size(&raw));
	t->is_stripped = true;
	buf_free(&raw);
	return true;
}

void room_text_set_name(struct room_text *t, const char *name)
{
	t->new_name = name;
	t->has_new_name = true;
}

static void write_name(struct room_text *t)
{
	if (!t->new_name)
		return;
	buf_append_string(&t->out, "\"name\":");
	room_name_write(&t->out, t->new_name);
	buf_append_byte(&t->out, ',');
}

static void write_member(struct room_text *t, const struct json_member *m)
{
	const struct room_value *value = member_of(t, m);

	if (value == &t->name && t->has_new_name) {
		write_name(t);
		return;
	}
	buf_append(&t->out, m->key, m->key_size);
	buf_append_byte(&t->out, ':');
	if (value == &t->text && t->is_stripped)
		buf_append(&t->out, buf_bytes(&t->stripped), buf_size(&t->stripped));
	else
		buf_append(&t->out, m->value, m->value_size);
	buf_append_byte(&t->out, ',');
}

/* What was there stays in its place, what was not comes last. */
const struct buf *room_text_finish(struct room_text *t)
{
	struct json_member m = { 0 };

	if (!t->has_new_name && !t->is_stripped)
		return &t->json;
	buf_append_byte(&t->out, '{');
	while (next_member(t, &m))
		write_member(t, &m);
	if (!t->name.bytes && t->has_new_name)
		write_name(t);
	buf_truncate(&t->out, buf_size(&t->out) - 1);
	buf_append_byte(&t->out, '}');
	return &t->out;
}
