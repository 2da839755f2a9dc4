#include "options_change.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "options_private.h"

const char *options_name(size_t at)
{
	for (const struct options_row *row = options_table; row->name; row++)
		if (!row->only_arguments && !at--)
			return row->name;
	return NULL;
}

const char *options_choice(const char *name, size_t at)
{
	static const char *const switched[] = { "yes", "no", NULL };
	const struct options_row *row = options_table;
	const char *const *choices;

	while (row->name && strcmp(row->name, name) != 0)
		row++;
	choices = row->is_switch ? switched : row->words;
	while (choices && *choices && at--)
		choices++;
	return choices ? *choices : NULL;
}

static const struct options_row *find_changeable(const char *name, struct error *error)
{
	const struct options_row *row = options_find(name, strlen(name), error);

	if (row && row->only_arguments) {
		error_set(error, ERROR_OPTION_UNKNOWN, 0, "%s", name);
		return NULL;
	}
	return row;
}

static bool is_header(const struct options_row *row)
{
	return row->offset == offsetof(struct options, headers);
}

/* Of a header, which may be a key to something, only the name. */
static void tell_list(struct buf *out, const struct options *o, const struct options_row *row)
{
	char **list = *(char ***)(void *)((char *)o + row->offset);
	size_t count = *(const size_t *)(const void *)((const char *)o + row->count_offset);

	for (size_t i = 0; i < count; i++) {
		size_t n = is_header(row) ? strcspn(list[i], ":") : strlen(list[i]);

		buf_append_string(out, i ? ", " : "");
		buf_append(out, list[i], n);
	}
}

bool options_tell(struct buf *out, const struct options *o, const char *name, struct error *error)
{
	const struct options_row *row = find_changeable(name, error);

	if (!row)
		return false;
	buf_format(out, "%s = ", row->name);
	if (row->get)
		row->get(out, o, row);
	else
		tell_list(out, o, row);
	return true;
}

static bool is_change_of(const char *change, const char *name)
{
	size_t n = strlen(name);

	return !strncmp(change, name, n) && change[n] == '=';
}

static void note(struct options *o, const char *name, const char *value)
{
	char *change = mem_format("%s=%s", name, value);

	for (size_t i = 0; i < o->change_count; i++) {
		if (is_change_of(o->changes[i], name)) {
			free(o->changes[i]);
			o->changes[i] = change;
			return;
		}
	}
	options_list_add(&o->changes, &o->change_count, change);
	free(change);
}

static bool is_allowed(const struct options_row *row, const char *value, struct error *error)
{
	return row->offset != offsetof(struct options, proxy) || options_check_proxy(value, error);
}

static bool refuse(const struct options_row *row, const char *value, struct error *error)
{
	char *choices = options_tell_choices(row);

	error_set(error, ERROR_OPTION_VALUE, 0, "%s = %s%s", row->name, value, choices);
	free(choices);
	return false;
}

bool options_change(struct options *o, const char *name, const char *value,
		    enum options_effect *effect, struct error *error)
{
	const struct options_row *row = find_changeable(name, error);
	struct options_pass pass = { { false } };
	char *plain = options_unquote(value, strlen(value));
	bool ok = row && plain && is_allowed(row, plain, error);

	if (ok && !strpbrk(plain, "\r\n") && options_set(o, &pass, row, plain)) {
		note(o, row->name, plain);
		*effect = row->effect;
	} else if (row && (ok || !plain)) {
		ok = refuse(row, value, error);
	}
	free(plain);
	return ok;
}

/* Writing. */

static bool needs_quotes(const char *value)
{
	size_t n = strlen(value);

	return !n || strchr(" \t\"", *value) || strchr(" \t", value[n - 1]) || strchr(value, '#');
}

static void write_change(struct buf *out, const char *change)
{
	const char *value = strchr(change, '=') + 1;

	buf_format(out, "%.*s = ", (int)(value - 1 - change), change);
	if (!needs_quotes(value)) {
		buf_append_string(out, value);
	} else {
		buf_append_byte(out, '"');
		for (; *value; value++)
			buf_format(out, *value == '"' || *value == '\\' ? "\\%c" : "%c", *value);
		buf_append_byte(out, '"');
	}
	buf_append_byte(out, '\n');
}

/* The change of the option that the line sets; o->change_count for none. */
static size_t find_change(const struct options *o, const char *line, size_t n)
{
	size_t from = 0, to, i = 0;

	while (from < n && strchr(" \t", line[from]))
		from++;
	to = from;
	while (to < n && !strchr(" \t=\r", line[to]))
		to++;
	while (i < o->change_count &&
	       !((size_t)(strchr(o->changes[i], '=') - o->changes[i]) == to - from &&
		 !memcmp(o->changes[i], line + from, to - from)))
		i++;
	return i;
}

void options_edit_text(struct buf *out, const struct options *o, const char *text, size_t n)
{
	bool *written = mem_new(o->change_count + 1, sizeof *written);

	for (size_t at = 0, end; at < n; at = end) {
		const char *newline = memchr(text + at, '\n', n - at);
		size_t i;

		end = newline ? (size_t)(newline + 1 - text) : n;
		i = find_change(o, text + at, end - at - (newline != NULL));
		if (i == o->change_count)
			buf_append(out, text + at, end - at);
		else if (!written[i])
			write_change(out, o->changes[i]);
		written[i] = true;
		if (!newline && i == o->change_count)
			buf_append_byte(out, '\n');
	}
	for (size_t i = 0; i < o->change_count; i++)
		if (!written[i])
			write_change(out, o->changes[i]);
	free(written);
}
