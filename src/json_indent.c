#include "json.h"

#include <string.h>

/* Deeper lines stand where those of this depth do: a cut-off text of brackets alone would become a
 * square of spaces. */
#define DEPTH_SHOWN JSON_DEPTH_MAX

static size_t skip_space(const char *text, size_t n, size_t at)
{
	while (at < n && text[at] && strchr(" \t\r\n", text[at]))
		at++;
	return at;
}

/* The end of the string that begins at AT, or of the text. */
static size_t string_end(const char *text, size_t n, size_t at)
{
	for (at++; at < n && text[at] != '"'; at++)
		at += text[at] == '\\';
	return at < n ? at + 1 : n;
}

static void new_line(struct buf *out, int depth)
{
	buf_append_byte(out, '\n');
	for (int i = 0; i < depth && i < DEPTH_SHOWN; i++)
		buf_append_string(out, "  ");
}

/* Writes the punctuation at AT; returns where the text goes on. What is empty stays on its line. */
static size_t put_mark(struct buf *out, const char *text, size_t n, size_t at, int *depth)
{
	char mark = text[at];
	size_t next = skip_space(text, n, at + 1);
	bool opens = mark == '{' || mark == '[', closes = mark == '}' || mark == ']';

	if (closes && *depth > 0)
		new_line(out, --*depth);
	buf_append_byte(out, (uint8_t)mark);
	if (opens && next < n && (text[next] == '}' || text[next] == ']'))
		buf_append_byte(out, (uint8_t)text[next++]);
	else if (opens)
		new_line(out, ++*depth);
	else if (mark == ',')
		new_line(out, *depth);
	else if (mark == ':')
		buf_append_byte(out, ' ');
	return next;
}

void json_indent(struct buf *out, const char *text, size_t n)
{
	int depth = 0;

	for (size_t at = skip_space(text, n, 0), end; at < n; at = end) {
		if (text[at] && strchr("{}[],:", text[at])) {
			end = put_mark(out, text, n, at, &depth);
			continue;
		}
		end = text[at] == '"' ? string_end(text, n, at) : at + 1;
		buf_append(out, text + at, end - at);
		end = skip_space(text, n, end);
	}
}
