#include "framesview_private.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "text.h"
#include "text_wrap.h"

/* Columns from which there is room for the time. */
#define CLOCK_FROM 30

/* Of a message in many frames no more is shown. */
#define SHOWN_MOST 65536

/* Cells of a hex dump but for its bytes: the place in 4 digits, spaces. A byte takes 3 cells in the
 * one column and 1 in the other. */
#define DUMP_CELLS 8
#define BYTE_CELLS 4
#define DUMP_BYTES 16

struct page {
	struct grid *grid;
	struct grid_rect rect;
	int row; /* of the next text, counted from the top of the pane */
};

/* The message to which the frame belongs, as far as it is kept. */
struct whole {
	const struct frames *frames;
	uint64_t number, first, end;
	struct buf bytes;
	uint64_t size; /* of all of it */
	bool text;
};

static const struct frame *part(const struct whole *w, uint64_t number)
{
	const struct frame *frame = frames_at(w->frames, number);
	const struct frame *own = frames_at(w->frames, w->number);

	if (number == w->number)
		return own;
	return frame->outgoing == own->outgoing && !frame->head && !frames_is_control(frame) ? frame
											     : NULL;
}

static void gather(struct whole *w)
{
	frames_message(w->frames, w->number, &w->first, &w->end);
	w->text = frames_is_text(frames_at(w->frames, w->first));
	for (uint64_t i = w->first; i < w->end; i++) {
		const struct frame *frame = part(w, i);

		if (!frame)
			continue;
		if (w->size == buf_size(&w->bytes)) /* no gap before it */
			buf_append(&w->bytes, frame->bytes, frame->kept);
		w->size += frame->size;
	}
	buf_truncate(&w->bytes, SHOWN_MOST);
}

/* Which of its message's frames it is. */
static void put_place(struct buf *out, const struct whole *w, const struct framesview_words *words)
{
	unsigned number = 0, of = 0;

	for (uint64_t i = w->first; i < w->end; i++) {
		of += part(w, i) != NULL;
		if (i == w->number)
			number = of;
	}
	if (of < 2)
		return;
	buf_append_byte(out, '\n');
	words->fragment(out, number, of);
}

static void put_head(struct buf *out, struct whole *w, const struct framesview_words *words,
		     bool clock)
{
	const struct frame *frame = frames_at(w->frames, w->number);

	buf_append_string(out, frame->outgoing ? FRAMESVIEW_SENT_ARROW : FRAMESVIEW_RECEIVED_ARROW);
	buf_append_byte(out, ' ');
	if (clock) {
		words->clock(out, frame->time);
		buf_append_string(out, "  ");
	}
	words->header(out, frame);
	put_place(out, w, words);
	if (buf_size(&w->bytes) < w->size) {
		buf_append_byte(out, '\n');
		words->cut(out, buf_size(&w->bytes), w->size);
	}
}

static bool is_json(const char *s, size_t n, bool cut)
{
	size_t blank = strspn(s, " \t\r\n");

	if (blank == n || (s[blank] != '{' && s[blank] != '['))
		return false;
	return cut || json_check(s, n) != JSON_BROKEN;
}

static void put_text(struct buf *out, struct whole *w)
{
	const char *s = buf_string(&w->bytes);
	size_t n = buf_size(&w->bytes);
	struct buf indented = { 0 };

	while (n && (s[n - 1] == '\n' || s[n - 1] == '\r'))
		n--;
	if (is_json(s, n, n < w->size))
		json_indent(&indented, s, n);
	else
		buf_append(&indented, s, n);
	text_clean(out, buf_bytes(&indented), buf_size(&indented), TEXT_LINES);
	buf_free(&indented);
}

static void put_dump_row(struct buf *out, const uint8_t *bytes, size_t n, size_t at, size_t per_row)
{
	buf_format(out, "%04zx ", at);
	for (size_t i = 0; i < per_row; i++) {
		if (i < n)
			buf_format(out, " %02x", bytes[i]);
		else
			buf_append_string(out, "   ");
	}
	buf_append_string(out, "  ");
	for (size_t i = 0; i < n; i++)
		buf_append_byte(out, bytes[i] < ' ' || bytes[i] > '~' ? '.' : bytes[i]);
}

static void put_dump(struct buf *out, struct whole *w, int cols)
{
	const uint8_t *bytes = buf_bytes(&w->bytes);
	size_t n = buf_size(&w->bytes), per_row = DUMP_BYTES;

	while (per_row > 1 && (int)per_row * BYTE_CELLS + DUMP_CELLS > cols)
		per_row /= 2;
	for (size_t at = 0; at < n; at += per_row) {
		if (at)
			buf_append_byte(out, '\n');
		put_dump_row(out, bytes + at, n - at < per_row ? n - at : per_row, at, per_row);
	}
}

static void put_payload(struct buf *out, struct whole *w, int cols)
{
	const struct frame *frame = frames_at(w->frames, w->number);

	if (frames_close_code(frame))
		frames_summary(out, frame);
	else if (w->text)
		put_text(out, w);
	else
		put_dump(out, w, cols);
}

/* A line of the text, wrapped. */
static void draw_line(struct page *p, enum grid_style style, const char *s, size_t n)
{
	int cols = p->rect.cols;
	size_t count = text_wrap(s, n, cols, cols, NULL, 0);
	struct text_row *rows;

	if (p->row + (int)count <= 0) {
		p->row += (int)count;
		return;
	}
	rows = mem_new(count, sizeof *rows);
	text_wrap(s, n, cols, cols, rows, count);
	for (size_t i = 0; i < count && p->row < p->rect.rows; i++, p->row++)
		if (p->row >= 0)
			grid_write(p->grid, p->rect, p->row, 0, style, s + rows[i].start,
				   rows[i].end - rows[i].start);
	free(rows);
}

/* As far as the pane goes: a long text costs what is seen of it. */
static void draw_lines(struct page *p, enum grid_style style, struct buf *text)
{
	const char *line = buf_string(text), *end;

	if (!buf_size(text))
		return;
	for (; (end = strchr(line, '\n')) && p->row < p->rect.rows; line = end + 1)
		draw_line(p, style, line, (size_t)(end - line));
	if (p->row < p->rect.rows)
		draw_line(p, style, line, strlen(line));
}

/* Returns how many rows of the pane are left over. */
static int draw(struct grid *g, struct grid_rect rect, struct buf *head, struct buf *payload,
		int scrolled)
{
	struct page page = { g, rect, -scrolled };

	grid_fill(g, rect, GRID_TEXT);
	draw_lines(&page, GRID_HEADING, head);
	draw_lines(&page, GRID_TEXT, payload);
	return rect.rows - page.row;
}

void framesview_draw_whole(struct grid *g, struct grid_rect rect, const struct frames *frames,
			   uint64_t number, const struct framesview_words *words, int *scrolled)
{
	struct whole whole = { .frames = frames, .number = number };
	struct buf head = { 0 }, payload = { 0 };
	int left;

	if (rect.rows < 1 || rect.cols < 1)
		return;
	gather(&whole);
	put_head(&head, &whole, words, rect.cols >= CLOCK_FROM);
	put_payload(&payload, &whole, rect.cols);
	left = draw(g, rect, &head, &payload, *scrolled);
	if (left > 0 && *scrolled) {
		*scrolled = *scrolled > left ? *scrolled - left : 0;
		draw(g, rect, &head, &payload, *scrolled);
	}
	buf_free(&whole.bytes);
	buf_free(&head);
	buf_free(&payload);
}
