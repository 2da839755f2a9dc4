/*
 * gallery_file - what a terminal shows, as a text for people:
 *
 *     80x24, the cursor in row 24, column 6
 *     |22:13 <bob> hello          the rows, each behind a bar
 *     looks                       where they are asked for: row, columns, look, text
 *       1  1-5   fg 246  22:13
 *     links                       the same: what is sent as OSC 8, in the order of the cells
 *       w1 https://example.com/  example.com/
 */
#ifndef GALLERY_FILE_H
#define GALLERY_FILE_H

#include "console.h"
#include "mem.h"

static inline VTermScreenCell file_cell(const struct console *c, int row, int col)
{
	VTermScreenCell cell;

	vterm_screen_get_cell(c->screen, (VTermPos){ row, col }, &cell);
	return cell;
}

static inline void file_put_color(struct buf *out, const char *what, VTermColor color)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(&color) || VTERM_COLOR_IS_DEFAULT_BG(&color))
		return;
	if (VTERM_COLOR_IS_INDEXED(&color))
		buf_format(out, " %s %d", what, color.indexed.idx);
	else
		buf_format(out, " %s #%02x%02x%02x", what, color.rgb.red, color.rgb.green,
			   color.rgb.blue);
}

/* "" for what is plain. */
static inline char *file_look(const VTermScreenCell *cell)
{
	struct buf out = { 0 };

	if (cell->attrs.bold)
		buf_append_string(&out, " bold");
	if (cell->attrs.italic)
		buf_append_string(&out, " italic");
	if (cell->attrs.underline)
		buf_append_string(&out, " underline");
	if (cell->attrs.reverse)
		buf_append_string(&out, " reverse");
	file_put_color(&out, "fg", cell->fg);
	file_put_color(&out, "bg", cell->bg);
	return buf_take(&out);
}

static inline void file_put_text(struct buf *out, const struct console *c, int row, int from,
				 int to)
{
	for (int col = from; col < to; col++) {
		VTermScreenCell cell = file_cell(c, row, col);
		char bytes[4];

		if (cell.chars[0] == (uint32_t)-1)
			continue; /* the second half of a wide character */
		if (!cell.chars[0])
			buf_append_byte(out, ' ');
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			buf_append(out, bytes, text_encode(bytes, cell.chars[i]));
	}
}

static inline void file_trim(struct buf *b)
{
	while (buf_size(b) && buf_bytes(b)[buf_size(b) - 1] == ' ')
		buf_truncate(b, buf_size(b) - 1);
}

/* What most cells look like: the others are told. The caller frees it. */
static inline char *file_plain_look(const struct console *c, int rows, int cols)
{
	struct {
		char *look;
		int count;
	} looks[100] = { 0 };
	char *plain;
	int most = 0;

	for (int at = 0; at < rows * cols; at++) {
		VTermScreenCell cell = file_cell(c, at / cols, at % cols);
		char *look = file_look(&cell);
		int i = 0;

		while (looks[i].look && strcmp(looks[i].look, look) != 0)
			ck_assert_int_lt(++i, 99);
		if (looks[i].look)
			free(look);
		else
			looks[i].look = look;
		most = ++looks[i].count > looks[most].count ? i : most;
	}
	plain = mem_copy(looks[most].look);
	for (int i = 0; looks[i].look; i++)
		free(looks[i].look);
	return plain;
}

/* The border beside the users looks alike in each row: it would be told in vain; as would be how
 * blanks look of which nothing can be seen. */
static inline void file_put_run(struct buf *out, const struct console *c, int row, int from, int to,
				const char *look)
{
	bool seen = strstr(look, "bg") || strstr(look, "reverse") || strstr(look, "underline");
	struct buf text = { 0 };

	file_put_text(&text, c, row, from, to);
	file_trim(&text);
	if (strcmp(buf_string(&text), "│") != 0 && (seen || buf_size(&text)))
		buf_format(out, "  %2d  %d-%d %s%s%s\n", row + 1, from + 1, to,
			   *look ? look : " plain", buf_size(&text) ? "  " : "", buf_string(&text));
	buf_free(&text);
}

/* The second half of a wide character looks like the first. */
static inline void file_put_looks(struct buf *out, const struct console *c, int row, int cols,
				  const char *plain)
{
	char *look = NULL;
	int from = 0;

	for (int col = 0; col <= cols; col++) {
		VTermScreenCell cell = file_cell(c, row, col < cols ? col : 0);
		char *next;

		if (col < cols && cell.chars[0] == (uint32_t)-1)
			continue;
		next = col < cols ? file_look(&cell) : NULL;
		if (look && next && !strcmp(look, next)) {
			free(next);
			continue;
		}
		if (look && strcmp(look, plain) != 0)
			file_put_run(out, c, row, from, col, look);
		free(look);
		look = next;
		from = col;
	}
}

static inline void file_put_all_looks(struct buf *out, const struct console *c, int rows, int cols)
{
	char *plain = file_plain_look(c, rows, cols);

	buf_format(out, "looks%s%s\n", *plain ? ", where they are not" : "", plain);
	for (int row = 0; row < rows; row++)
		file_put_looks(out, c, row, cols, plain);
	free(plain);
}

static inline void file_put_plain(struct buf *out, const char *s, const char *end)
{
	while (s < end) {
		if (*s != '\x1b')
			buf_append(out, s, 1);
		else
			while (s < end && !strchr("mHCGKd", *s))
				s++;
		s++;
	}
}

#define FILE_LINK "\x1b]8;id="
#define FILE_ST   "\x1b\\"

/* RAW is a screen that was drawn whole. */
static inline void file_put_links(struct buf *out, const char *raw)
{
	while ((raw = strstr(raw, FILE_LINK))) {
		const char *id = raw + strlen(FILE_LINK), *uri = strchr(id, ';') + 1;
		const char *text = strstr(uri, FILE_ST) + strlen(FILE_ST);
		const char *end = strstr(text, "\x1b]8;;" FILE_ST);

		buf_format(out, "  %.*s %.*s  ", (int)(uri - 1 - id), id,
			   (int)(text - strlen(FILE_ST) - uri), uri);
		file_put_plain(out, text, end);
		buf_append_byte(out, '\n');
		raw = end;
	}
}

static inline void file_put_rows(struct buf *out, const struct console *c, int rows, int cols)
{
	VTermPos cursor = console_cursor(c);

	buf_format(out, "\n%dx%d, the cursor in row %d, column %d\n", cols, rows, cursor.row + 1,
		   cursor.col + 1);
	for (int row = 0; row < rows; row++) {
		char *text = console_row(c, row);

		buf_format(out, "|%s\n", text);
		free(text);
	}
}

#endif
