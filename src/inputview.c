#include "inputview.h"

#include <limits.h>
#include <string.h>

#include "bidi.h"
#include "buf.h"
#include "text.h"

/* What is left of a prompt that does not leave two thirds of the row to the text. */
#define SHORT_PROMPT "> "

/* Below this many columns there is no prompt at all. */
#define PROMPT_FROM 6

/* In a single row everything stands in one, and scrolls sideways. */
#define SIDEWAYS INT_MAX

/*
 * A walk over the graphemes of the text, which gives each its place. The last column stays free
 * for the cursor behind a full row.
 */
struct walk {
	const char *s;
	size_t n, at, next; /* the grapheme at hand: [at, next) */
	int cols, indent;   /* rows begin behind the prompt */
	int row, col;       /* of the grapheme at hand; in the end, where the text ends */
	int width;
	const char *shown; /* the grapheme as it is shown */
	size_t shown_n;
	struct buf clean;
};

struct place {
	int row, col;
};

static int width_of(const char *s)
{
	return text_width(s, strlen(s));
}

static const char *fit_prompt(const char *prompt, int cols)
{
	if (width_of(prompt) <= cols / 3)
		return prompt;
	return cols >= PROMPT_FROM ? SHORT_PROMPT : "";
}

static void walk_start(struct walk *w, const struct edit *edit, int indent, int cols)
{
	*w = (struct walk){ .s = edit_text(edit),
			    .n = edit_size(edit),
			    .cols = cols,
			    .indent = indent,
			    .col = indent };
}

static void walk_to_next_row(struct walk *w)
{
	w->row++;
	w->col = w->indent;
}

static bool ends_row(const struct walk *w)
{
	return w->cols != SIDEWAYS && w->s[w->at] == '\n';
}

static bool is_plain(char c)
{
	return c >= ' ' && c <= '~';
}

/* Control characters, which may come in a line of the history, are shown as "^A". */
static void clean(struct walk *w)
{
	char c = w->s[w->at];

	buf_clear(&w->clean);
	if ((uint8_t)c >= 0x20 && c != 0x7f)
		text_clean(&w->clean, w->s + w->at, w->next - w->at, TEXT_ONE_LINE);
	else if (!ends_row(w))
		buf_format(&w->clean, "^%c", c ^ 0x40);
	w->shown = buf_string(&w->clean);
	w->shown_n = buf_size(&w->clean);
	w->width = text_width(w->shown, w->shown_n);
}

/* A pasted megabyte is mostly ASCII, of which each byte before another is a grapheme. */
static void look(struct walk *w)
{
	const char *s = w->s + w->at;

	if (is_plain(*s) && (w->at + 1 == w->n || (uint8_t)s[1] < 0x80)) {
		w->next = w->at + 1;
		w->shown = s;
		w->shown_n = 1;
		w->width = 1;
	} else {
		w->next = text_next(w->s, w->n, w->at);
		clean(w);
	}
}

/* False at the end. */
static bool walk_step(struct walk *w)
{
	w->col += w->width;
	w->width = 0;
	if (w->next > w->at && ends_row(w))
		walk_to_next_row(w);
	w->at = w->next;
	if (w->at == w->n)
		return false;
	look(w);
	if (w->width >= w->cols - w->col && w->col > w->indent)
		walk_to_next_row(w);
	return true;
}

static void find_places(const struct edit *edit, int indent, int cols, struct place *cursor,
			struct place *end)
{
	struct walk w;

	walk_start(&w, edit, indent, cols);
	while (walk_step(&w))
		if (w.at == edit_cursor(edit))
			*cursor = (struct place){ w.row, w.col };
	*end = (struct place){ w.row, w.col };
	if (edit_cursor(edit) == w.n)
		*cursor = *end;
	buf_free(&w.clean);
}

int inputview_rows(const struct edit *edit, const char *prompt, int cols)
{
	struct place cursor, end;

	find_places(edit, width_of(fit_prompt(prompt, cols)), cols, &cursor, &end);
	return end.row + 1;
}

/* How far the text is scrolled so that the cursor is seen: up, or, in a single row, sideways by
 * a quarter of a row at a time, so that it does not move with each key. */
static struct place find_scroll(struct grid_rect rect, int indent, struct place cursor)
{
	int step = (rect.cols - indent) / 4, beyond = cursor.col - (rect.cols - 1);
	struct place scroll = { 0 };

	if (step < 1)
		step = 1;
	if (rect.rows > 1 && cursor.row >= rect.rows)
		scroll.row = cursor.row - (rect.rows - 1);
	if (rect.rows == 1 && beyond > 0)
		scroll.col = (beyond + step - 1) / step * step;
	return scroll;
}

static void draw_text(struct grid *g, struct grid_rect rect, struct walk *w, struct place scroll)
{
	struct grid_rect clip = { rect.row, rect.col + w->indent, rect.rows,
				  rect.cols - w->indent };

	while (walk_step(w) && w->row - scroll.row < rect.rows)
		grid_write(g, clip, w->row - scroll.row, w->col - w->indent - scroll.col,
			   GRID_INPUT, w->shown, w->shown_n);
	buf_free(&w->clean);
}

static bool is_empty(const struct grid_cell *cell)
{
	return cell->base == ' ';
}

/* A text from right to left has the cursor's cell at its left when it is written at its end. */
static void order(struct grid *g, struct grid_rect rect, int indent, const struct edit *edit)
{
	int row = g->cursor_row - rect.row, col = g->cursor_col - rect.col;
	bool rtl = bidi_is_rtl(edit_text(edit), edit_size(edit));

	for (int i = 0; i < rect.rows; i++) {
		int end = rect.cols;

		while (end > indent && is_empty(grid_at(g, rect.row + i, rect.col + end - 1)))
			end--;
		grid_order(g, rect, i, indent, i == row && col >= end ? col + 1 : end, rtl);
	}
}

void inputview_draw(struct grid *g, struct grid_rect rect, const struct edit *edit,
		    const char *prompt)
{
	const char *fit = fit_prompt(prompt, rect.cols);
	int indent = width_of(fit), cols = rect.rows > 1 ? rect.cols : SIDEWAYS;
	struct place cursor, end, scroll;
	struct walk w;

	if (rect.rows < 1 || rect.cols < 1)
		return;
	find_places(edit, indent, cols, &cursor, &end);
	scroll = find_scroll(rect, indent, cursor);
	grid_fill(g, rect, GRID_INPUT);
	if (!scroll.row)
		grid_write_cut(g, rect, 0, 0, GRID_PROMPT, fit, strlen(fit));
	walk_start(&w, edit, indent, cols);
	draw_text(g, rect, &w, scroll);
	g->cursor_row = rect.row + cursor.row - scroll.row;
	g->cursor_col = rect.col + cursor.col - scroll.col;
	if (g->cursor_col >= rect.col + rect.cols)
		g->cursor_col = rect.col + rect.cols - 1;
	if (g->ordered)
		order(g, rect, indent, edit);
}
