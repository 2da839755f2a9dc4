#include "framesview.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "framesview_private.h"
#include "mem.h"
#include "statusview.h"
#include "text.h"
#include "text_find.h"

/* Rows from which totals and keys have theirs, and from which list and frame both fit. */
#define BARS_FROM  5
#define SPLIT_FROM 24

/* Columns from which there is room for the time, and for kind and length. */
#define TIME_FROM 60
#define KIND_FROM 30

#define TIME_CELLS   12
#define KIND_CELLS   6
#define LENGTH_CELLS 5
#define ARROW        "\xe2\x86\x92" /* to the right */
#define BORDER       "\xe2\x94\x80" /* a horizontal line */

/* What is looked for is not longer than a line. */
#define NEEDLE_MOST 200

/* Beyond every end. */
#define END (INT_MAX / 4)

struct panes {
	struct grid_rect title, list, border, whole, bottom;
};

void framesview_free(struct framesview *v)
{
	buf_free(&v->needle);
	free(v->found);
	*v = (struct framesview){ 0 };
}

static struct grid_rect slice(struct grid_rect *rect, int rows)
{
	struct grid_rect top = *rect;

	top.rows = rows;
	rect->row += rows;
	rect->rows -= rows;
	return top;
}

static struct panes lay_out(const struct framesview *v, struct grid_rect rect)
{
	bool bars = rect.rows >= BARS_FROM, split = rect.rows >= SPLIT_FROM && !v->whole;
	bool bottom = bars || v->typing;
	struct panes p;

	p.title = slice(&rect, bars);
	p.list = slice(&rect, v->whole ? 0 : split ? rect.rows / 2 : rect.rows - bottom);
	p.border = slice(&rect, split);
	p.whole = slice(&rect, rect.rows - bottom);
	p.bottom = rect;
	return p;
}

/* The frames in the list. */

static bool is_shown(const struct framesview *v, const struct frame *frame)
{
	switch (v->show) {
	case FRAMESVIEW_SENT:
		return frame->outgoing;
	case FRAMESVIEW_RECEIVED:
		return !frame->outgoing;
	case FRAMESVIEW_CONTROL:
		return frames_is_control(frame);
	default:
		return true;
	}
}

/* In its kind and in what can be read of the payload. */
static bool holds(const struct frame *frame, const char *needle)
{
	const char *kind = frames_kind(frame);
	struct buf text = { 0 };
	bool found;

	if (text_holds(kind, strlen(kind), needle))
		return true;
	if (frames_is_text(frame))
		return text_holds(frame->bytes, frame->kept, needle);
	frames_summary(&text, frame);
	found = text_holds(buf_bytes(&text), buf_size(&text), needle);
	buf_free(&text);
	return found;
}

static void drop_gone(struct framesview *v, uint64_t first)
{
	size_t gone = 0;

	while (gone < v->count && v->found[gone] < first)
		gone++;
	if (gone)
		memmove(v->found, v->found + gone, (v->count - gone) * sizeof *v->found);
	v->count -= gone;
	v->top -= v->top > gone ? gone : v->top;
	if (v->looked < first)
		v->looked = first;
}

/* Each frame is looked at once: the list is kept. */
static void look(struct framesview *v, const struct frames *frames)
{
	const char *needle = buf_string(&v->needle);

	drop_gone(v, frames_first(frames));
	for (; v->looked < frames_end(frames); v->looked++) {
		const struct frame *frame = frames_at(frames, v->looked);

		if (!is_shown(v, frame) || (*needle && !holds(frame, needle)))
			continue;
		v->found = mem_grow(v->found, &v->room, v->count + 1, sizeof *v->found);
		v->found[v->count++] = v->looked;
	}
}

static void look_anew(struct framesview *v)
{
	v->count = 0;
	v->looked = 0;
	v->scrolled = 0;
}

/* The place of the selected frame in the list, or of the next one where it is gone. */
static size_t place(const struct framesview *v)
{
	size_t i = 0, last = v->count ? v->count - 1 : 0;

	if (!v->moved)
		return last;
	while (i < last && v->found[i] < v->selected)
		i++;
	return i;
}

/* Drawing. */

static void put_length(struct buf *out, const struct frame *frame)
{
	frames_size(out, frame->head ? frame->size : frame->length);
}

/* Of a message that we compressed all is told with its first frame. */
static bool is_inflated(const struct frame *frame)
{
	return !frame->head && frame->size != frame->length && (frame->rsv || frame->size);
}

static enum grid_style style_of(const struct frame *frame)
{
	if (frame->head)
		return GRID_HEADING;
	return frames_is_control(frame) ? GRID_NOTICE : GRID_TEXT;
}

static int draw_right(struct grid *g, struct grid_rect row, int col, int cells,
		      enum grid_style style, struct buf *text)
{
	int width = text_width(buf_string(text), buf_size(text));

	grid_write(g, row, 0, col + (width < cells ? cells - width : 0), style, buf_string(text),
		   buf_size(text));
	buf_clear(text);
	return col + cells;
}

static int draw_columns(struct grid *g, struct grid_rect row, int col, enum grid_style style,
			const struct frame *frame, const struct framesview_words *words)
{
	struct grid_rect kind = row;
	struct buf text = { 0 };

	if (row.cols >= TIME_FROM) {
		words->clock(&text, frame->time);
		grid_write(g, row, 0, col, style, buf_string(&text), buf_size(&text));
		buf_clear(&text);
		col += TIME_CELLS + 1;
	}
	kind.cols = col + KIND_CELLS;
	grid_write_cut(g, kind, 0, col, style, frames_kind(frame), strlen(frames_kind(frame)));
	put_length(&text, frame);
	col = draw_right(g, row, kind.cols + 1, LENGTH_CELLS, style, &text);
	if (row.cols >= TIME_FROM) {
		if (is_inflated(frame)) {
			buf_append_string(&text, ARROW);
			frames_size(&text, frame->size);
		}
		grid_write(g, row, 0, col, style, buf_string(&text), buf_size(&text));
		col += LENGTH_CELLS + 1;
	}
	buf_free(&text);
	return col + 1;
}

static void draw_frame(struct grid *g, struct grid_rect row, const struct frame *frame,
		       const struct framesview_words *words, bool selected)
{
	enum grid_style style = selected ? GRID_SELECTED : style_of(frame);
	struct buf text = { 0 };
	int col = 2;

	grid_fill(g, row, selected ? GRID_SELECTED : GRID_TEXT);
	grid_write(g, row, 0, 0,
		   selected          ? style
		   : frame->outgoing ? GRID_OWN
				     : GRID_TIME,
		   frame->outgoing ? FRAMESVIEW_SENT_ARROW : FRAMESVIEW_RECEIVED_ARROW, 3);
	if (row.cols >= KIND_FROM)
		col = draw_columns(g, row, col, style, frame, words);
	else if (frames_is_control(frame))
		buf_format(&text, "%s ", frames_kind(frame));
	frames_summary(&text, frame);
	grid_write_cut(g, row, 0, col, style, buf_string(&text), buf_size(&text));
	buf_free(&text);
}

static void draw_list(struct framesview *v, struct grid *g, struct grid_rect rect,
		      const struct frames *frames, const struct framesview_words *words)
{
	size_t rows = (size_t)rect.rows, selected = place(v);
	size_t most = v->count > rows ? v->count - rows : 0;
	const char *empty = frames_first(frames) < frames_end(frames) ? words->no_match
								      : words->none;

	grid_fill(g, rect, GRID_TEXT);
	if (!v->count && rect.rows)
		grid_write_cut(g, rect, 0, 0, GRID_NOTICE, empty, strlen(empty));
	if (v->top > selected)
		v->top = selected;
	if (v->top + rows <= selected)
		v->top = selected - rows + 1;
	if (v->top > most || !v->moved)
		v->top = most;
	for (size_t i = v->top; i < v->count && i < v->top + rows; i++)
		draw_frame(g, slice(&rect, 1), frames_at(frames, v->found[i]), words,
			   i == selected);
}

static void draw_border(struct grid *g, struct grid_rect rect)
{
	for (int col = 0; col < rect.cols && rect.rows; col++)
		grid_write(g, rect, 0, col, GRID_BORDER, BORDER, sizeof BORDER - 1);
}

static void draw_title(struct grid *g, struct grid_rect rect, const struct frames *frames,
		       const struct framesview_words *words)
{
	struct buf totals = { 0 };

	if (!rect.rows)
		return;
	words->totals(&totals, frames, false);
	if (text_width(buf_string(&totals), buf_size(&totals)) > rect.cols) {
		buf_clear(&totals);
		words->totals(&totals, frames, true);
	}
	statusview_draw(g, rect, &(struct statusview){ buf_string(&totals), "", false });
	buf_free(&totals);
}

static void append_needle(struct buf *out, const struct framesview *v)
{
	text_clean(out, buf_bytes(&v->needle), buf_size(&v->needle), TEXT_ONE_LINE);
}

/* What is looked for, its end in view; where not all fits, a slash stands for the word before it.
 */
static void draw_filter(const struct framesview *v, struct grid *g, struct grid_rect rect,
			const struct framesview_words *words)
{
	struct buf text = { 0 };
	int width;

	buf_append_string(&text, words->filter);
	append_needle(&text, v);
	width = text_width(buf_string(&text), buf_size(&text));
	if (width >= rect.cols) {
		buf_clear(&text);
		buf_append_byte(&text, '/');
		append_needle(&text, v);
		width = text_width(buf_string(&text), buf_size(&text));
	}
	grid_fill(g, rect, GRID_STATUS);
	g->cursor_row = rect.row;
	g->cursor_col = rect.col + grid_write(g, rect, 0,
					      width < rect.cols ? 0 : rect.cols - 1 - width,
					      GRID_STATUS, buf_string(&text), buf_size(&text));
	buf_free(&text);
}

/* The filter and the place in the list: "sent /text 12/340". */
static void word_place(struct buf *out, const struct framesview *v,
		       const struct framesview_words *words)
{
	buf_append_string(out, words->shows[v->show]);
	if (buf_size(&v->needle)) {
		buf_append_string(out, buf_size(out) ? " /" : "/");
		append_needle(out, v);
	}
	buf_format(out, buf_size(out) ? " %zu/%zu" : "%zu/%zu", v->count ? place(v) + 1 : 0,
		   v->count);
}

static void draw_keys(const struct framesview *v, struct grid *g, struct grid_rect rect,
		      const struct framesview_words *words)
{
	const char *keys = v->whole ? words->whole_keys : words->keys;
	struct buf right = { 0 };

	word_place(&right, v, words);
	statusview_draw(g, rect, &(struct statusview){ keys, buf_string(&right), false });
	buf_free(&right);
}

void framesview_draw(struct framesview *v, struct grid *g, struct grid_rect rect,
		     const struct frames *frames, const struct framesview_words *words)
{
	struct panes p = lay_out(v, rect);

	look(v, frames);
	g->cursor_row = rect.row + rect.rows - 1;
	g->cursor_col = rect.col + rect.cols - 1;
	draw_title(g, p.title, frames, words);
	draw_list(v, g, p.list, frames, words);
	draw_border(g, p.border);
	grid_fill(g, p.whole, GRID_TEXT);
	if (v->count)
		framesview_draw_whole(g, p.whole, frames, v->found[place(v)], words, &v->scrolled);
	if (p.bottom.rows && v->typing)
		draw_filter(v, g, p.bottom, words);
	else if (p.bottom.rows)
		draw_keys(v, g, p.bottom, words);
}

/* What keys do. */

static size_t add(size_t at, int64_t steps, size_t count)
{
	int64_t to = (int64_t)at + steps;

	if (to < 0 || !count)
		return 0;
	return (size_t)to < count ? (size_t)to : count - 1;
}

/* At the newest frame it follows again. */
static void move(struct framesview *v, int64_t steps)
{
	size_t to = add(place(v), steps, v->count);

	v->moved = v->whole || to + 1 < v->count;
	v->selected = v->count ? v->found[to] : 0;
	v->scrolled = 0;
}

static void scroll(struct framesview *v, int rows)
{
	int to = v->scrolled < END ? v->scrolled + rows : END;

	v->scrolled = to > 0 ? to : 0;
}

static void go(struct framesview *v, int rows)
{
	if (v->whole)
		scroll(v, rows);
	else
		move(v, rows);
}

/* The frame that is read stays; one that is left to the list may be followed on. */
static void enter(struct framesview *v)
{
	if (v->typing) {
		v->typing = false;
		return;
	}
	v->whole = !v->whole && v->count;
	move(v, 0);
}

static bool back(struct framesview *v)
{
	if (v->typing) {
		v->typing = false;
		buf_clear(&v->needle);
		look_anew(v);
	} else if (v->whole) {
		enter(v);
	} else {
		return false;
	}
	return true;
}

static void erase(struct framesview *v)
{
	const char *needle = buf_string(&v->needle);
	size_t n = buf_size(&v->needle);

	buf_truncate(&v->needle, text_prev(needle, n, n));
	look_anew(v);
}

bool framesview_do(struct framesview *v, struct grid_rect rect, const struct frames *frames,
		   enum framesview_verb verb)
{
	struct panes p = lay_out(v, rect);
	int page = (v->whole ? p.whole.rows : p.list.rows) - 1;

	look(v, frames);
	if (page < 1)
		page = 1;
	switch (verb) {
	case FRAMESVIEW_UP:
	case FRAMESVIEW_DOWN:
		go(v, verb == FRAMESVIEW_UP ? -1 : 1);
		break;
	case FRAMESVIEW_PAGE_UP:
	case FRAMESVIEW_PAGE_DOWN:
		go(v, verb == FRAMESVIEW_PAGE_UP ? -page : page);
		break;
	case FRAMESVIEW_FIRST:
	case FRAMESVIEW_LAST:
		go(v, verb == FRAMESVIEW_FIRST ? -END : END);
		break;
	case FRAMESVIEW_PREVIOUS:
	case FRAMESVIEW_NEXT:
		if (v->whole)
			move(v, verb == FRAMESVIEW_PREVIOUS ? -1 : 1);
		break;
	case FRAMESVIEW_ENTER:
		enter(v);
		break;
	case FRAMESVIEW_FILTER:
		v->typing = true;
		v->whole = false;
		break;
	case FRAMESVIEW_ERASE:
		erase(v);
		break;
	case FRAMESVIEW_BACK:
		return back(v);
	}
	return true;
}

void framesview_type(struct framesview *v, const char *text, size_t n)
{
	if (buf_size(&v->needle) + n > NEEDLE_MOST)
		return;
	buf_append(&v->needle, text, n);
	look_anew(v);
}

void framesview_choose(struct framesview *v, enum framesview_show show)
{
	v->show = show;
	v->whole = false;
	look_anew(v);
}
