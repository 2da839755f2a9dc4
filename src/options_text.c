#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "buf.h"
#include "mem.h"
#include "options_private.h"
#include "options_read.h"
#include "slice.h"

/* A file on its way. */
struct reader {
	struct options *options;
	struct options_pass pass;
	const char *path;
	size_t line;
	struct error *error;
};

static const struct options_row *find(const char *key)
{
	for (const struct options_row *row = options_table; row->name; row++)
		if (!row->only_arguments && !strcmp(row->name, key))
			return row;
	return NULL;
}

/* The bytes without the blanks around them; the caller frees. */
static char *trim(const char *s, size_t n)
{
	struct slice trimmed = slice_trim((struct slice){ s, n });

	return mem_copy_n(trimmed.s, trimmed.n);
}

/* How much of the text stands before the comment. */
static size_t find_comment(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] == '#' && (!i || ascii_is_blank(s[i - 1])))
			return i;
	return n;
}

/* How much of the value belongs to a string in quotes at its start; 0: there is none. */
static size_t find_quoted(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && ascii_is_blank(s[i]))
		i++;
	if (i == n || s[i] != '"')
		return 0;
	for (i++; i < n && s[i] != '"'; i++)
		i += s[i] == '\\';
	return i < n ? i + 1 : n;
}

char *options_unquote(const char *s, size_t n)
{
	struct buf out = { 0 };
	char *plain;
	size_t i = 1;

	if (!n || *s != '"')
		return mem_copy_n(s, n);
	for (; i < n && s[i] != '"'; i++) {
		i += s[i] == '\\' && i + 1 < n;
		buf_append_byte(&out, (unsigned char)s[i]);
	}
	plain = i + 1 == n ? mem_copy(buf_string(&out)) : NULL;
	buf_free(&out);
	return plain;
}

/* NULL for what is no value. The caller frees. */
static char *read_value(const char *s, size_t n)
{
	char *trimmed = trim(s, n), *value = options_unquote(trimmed, strlen(trimmed));

	free(trimmed);
	return value;
}

/* The value is not told: it may be a proxy's URL with a password. */
static bool fail(struct reader *r, const char *key)
{
	return error_set(r->error, ERROR_CONFIG_LINE, 0, "%s:%zu: %s", r->path, r->line, key);
}

static bool refuse(struct reader *r, const struct options_row *row)
{
	char *choices = options_tell_choices(row), *what = mem_format("%s%s", row->name, choices);

	fail(r, what);
	free(choices);
	free(what);
	return false;
}

static void note_unknown(struct reader *r, const char *key)
{
	char *note = mem_format("%s:%zu: %s", r->path, r->line, key);

	options_list_add(&r->options->unknown, &r->options->unknown_count, note);
	free(note);
}

static bool read_pair(struct reader *r, const char *key, const char *value)
{
	const struct options_row *row = find(key);

	if (!row) {
		note_unknown(r, key);
		return true;
	}
	return options_set(r->options, &r->pass, row, value) || refuse(r, row);
}

static bool read_assignment(struct reader *r, const char *s, size_t equals, size_t n)
{
	char *key = trim(s, equals), *value;
	size_t at = equals + 1, quoted = find_quoted(s + at, n - at);
	bool ok;

	n = quoted ? at + quoted + find_comment(s + at + quoted, n - at - quoted)
		   : find_comment(s, n);
	value = read_value(s + at, n - at);
	ok = *key && value ? read_pair(r, key, value) : fail(r, *key ? key : "=");
	free(key);
	free(value);
	return ok;
}

static bool read_line(struct reader *r, const char *s, size_t n)
{
	size_t comment = find_comment(s, n);
	const char *equals = memchr(s, '=', comment);
	char *key;
	bool ok;

	if (equals)
		return read_assignment(r, s, (size_t)(equals - s), n);
	key = trim(s, comment);
	ok = !*key || fail(r, key);
	free(key);
	return ok;
}

bool options_read_text(struct options *o, const char *path, const char *text, size_t n,
		       struct error *error)
{
	struct reader r = { .options = o, .path = path, .error = error };
	bool ok = true;

	for (size_t at = 0, end; ok && at < n; at = end + 1) {
		const char *newline = memchr(text + at, '\n', n - at);

		end = newline ? (size_t)(newline - text) : n;
		r.line++;
		if (memchr(text + at, 0, end - at))
			ok = fail(&r, "\\0");
		else
			ok = read_line(&r, text + at, end - at);
	}
	return ok;
}
