#include "chatview.h"

#include <stdlib.h>

#include "chatview_private.h"

/* Lines of our own that may be delivered between two looks without the place being lost. */
#define MOVED_MOST 64

/* What all functions here work on. */
struct pane {
	const struct transcript *transcript;
	struct grid_rect rect;
	struct chatview_line line;
};

static struct pane pane_of(struct chatview *v, const struct transcript *transcript,
			   const struct chatview_words *words, struct grid_rect rect)
{
	return (struct pane){
		.transcript = transcript,
		.rect = rect,
		.line = { .transcript = transcript,
			  .words = words,
			  .kept = &v->kept,
			  .cols = rect.cols },
	};
}

static bool is_empty(const struct pane *p)
{
	return p->rect.rows < 1 || p->rect.cols < 1 ||
	       transcript_first(p->transcript) == transcript_end(p->transcript);
}

static size_t rows_of(struct pane *p, uint64_t number)
{
	chatview_lay_out(&p->line, number);
	return p->line.count;
}

static bool is_last(const struct pane *p, uint64_t number)
{
	return number + 1 == transcript_end(p->transcript);
}

void chatview_bottom(struct chatview *v)
{
	v->scrolled = false;
	v->below = 0;
}

/* From the newest line. */
static void begin_scroll(struct chatview *v, struct pane *p)
{
	if (v->scrolled)
		return;
	v->scrolled = true;
	v->bottom = transcript_end(p->transcript) - 1;
	v->bottom_row = rows_of(p, v->bottom);
	v->cols = p->rect.cols;
	v->line = p->line.line;
}

static void move_down(struct chatview *v, struct pane *p, size_t rows)
{
	size_t count = rows_of(p, v->bottom);
	size_t left = count > v->bottom_row ? count - v->bottom_row : 0;

	while (left < rows && !is_last(p, v->bottom)) {
		rows -= left;
		left = rows_of(p, ++v->bottom);
		v->bottom_row = 0;
	}
	v->bottom_row += left < rows ? left : rows;
	if (left <= rows && is_last(p, v->bottom))
		chatview_bottom(v);
}

static void move_up(struct chatview *v, struct pane *p, size_t rows)
{
	while (v->bottom_row <= rows && v->bottom > transcript_first(p->transcript)) {
		rows -= v->bottom_row;
		v->bottom_row = rows_of(p, --v->bottom);
	}
	v->bottom_row = v->bottom_row > rows ? v->bottom_row - rows : 1;
}

/* Above the first line there is nothing to show: the pane begins with it. */
static void fill(struct chatview *v, struct pane *p)
{
	size_t wanted = (size_t)p->rect.rows, shown = rows_of(p, v->bottom);

	if (v->bottom_row > shown)
		v->bottom_row = shown;
	shown = v->bottom_row;
	for (uint64_t number = v->bottom;
	     shown < wanted && number > transcript_first(p->transcript);)
		shown += rows_of(p, --number);
	if (shown < wanted)
		move_down(v, p, wanted - shown);
}

/* After a resize the text that was in the lowest row is there again. */
static void reflow(struct chatview *v, struct pane *p)
{
	if (v->cols == p->rect.cols)
		return;
	v->cols = p->rect.cols;
	if (rows_of(p, v->bottom))
		v->bottom_row = chatview_byte_row(&p->line, v->byte) + 1;
}

/* A line of our own that is delivered moves to the end, and those behind it move up. */
static void find_again(struct chatview *v, struct pane *p)
{
	uint64_t number = v->bottom;

	for (int i = 0; i < MOVED_MOST && number >= transcript_first(p->transcript); i++) {
		if (transcript_at(p->transcript, number) == v->line) {
			v->bottom = number;
			return;
		}
		if (!number--)
			return;
	}
}

/* Brings the place up to date with what has happened to transcript and pane. */
static void settle(struct chatview *v, struct pane *p)
{
	if (!v->scrolled)
		return;
	if (v->bottom >= transcript_end(p->transcript)) {
		chatview_bottom(v); /* the transcript was cleared */
		return;
	}
	if (v->bottom < transcript_first(p->transcript)) {
		v->bottom = transcript_first(p->transcript);
		v->bottom_row = 1;
	} else {
		find_again(v, p);
	}
	reflow(v, p);
	fill(v, p);
}

/* To be called after each change of the place. */
static void remember(struct chatview *v, struct pane *p)
{
	if (!v->scrolled)
		return;
	chatview_lay_out(&p->line, v->bottom);
	v->line = p->line.line;
	if (v->bottom_row && chatview_byte_row(&p->line, v->byte) + 1 != v->bottom_row)
		v->byte = chatview_row_byte(&p->line, v->bottom_row - 1);
}

static uint64_t lines_below(const struct chatview *v, struct pane *p)
{
	if (!v->scrolled)
		return 0;
	return transcript_end(p->transcript) - 1 - v->bottom +
	       (rows_of(p, v->bottom) > v->bottom_row);
}

static void draw_lines(const struct chatview *v, struct pane *p, struct grid *g)
{
	uint64_t number = v->scrolled ? v->bottom + 1 : transcript_end(p->transcript);
	int at = p->rect.rows;

	while (at > 0 && number > transcript_first(p->transcript)) {
		size_t rows = rows_of(p, --number);

		if (v->scrolled && number == v->bottom && v->bottom_row < rows)
			rows = v->bottom_row;
		while (at > 0 && rows > 0)
			chatview_draw_row(&p->line, --rows, g, p->rect, --at);
	}
}

void chatview_draw(struct chatview *v, struct grid *g, struct grid_rect rect,
		   const struct transcript *transcript, const struct chatview_words *words)
{
	struct pane p = pane_of(v, transcript, words, rect);

	grid_fill(g, rect, GRID_TEXT);
	if (is_empty(&p)) {
		v->below = 0;
		return;
	}
	settle(v, &p);
	remember(v, &p);
	v->below = lines_below(v, &p);
	draw_lines(v, &p, g);
	chatview_line_free(&p.line);
}

void chatview_scroll(struct chatview *v, struct grid_rect rect, const struct transcript *transcript,
		     const struct chatview_words *words, int rows)
{
	struct pane p = pane_of(v, transcript, words, rect);

	if (is_empty(&p) || (rows >= 0 && !v->scrolled))
		return;
	begin_scroll(v, &p);
	settle(v, &p);
	if (rows < 0 && v->scrolled) {
		move_up(v, &p, (size_t)-rows);
		fill(v, &p);
	} else if (v->scrolled) {
		move_down(v, &p, (size_t)rows);
	}
	remember(v, &p);
	chatview_line_free(&p.line);
}

void chatview_top(struct chatview *v, struct grid_rect rect, const struct transcript *transcript,
		  const struct chatview_words *words)
{
	struct pane p = pane_of(v, transcript, words, rect);

	if (is_empty(&p))
		return;
	v->scrolled = true;
	v->bottom = transcript_first(transcript);
	v->bottom_row = 1;
	v->cols = rect.cols;
	fill(v, &p);
	remember(v, &p);
	chatview_line_free(&p.line);
}

void chatview_free(struct chatview *v)
{
	if (v->kept)
		free(v->kept->rows);
	free(v->kept);
	*v = (struct chatview){ 0 };
}
