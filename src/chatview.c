#include "chatview.h"

#include <stdlib.h>

#include "chatview_private.h"

/* What all functions here work on. */
struct pane {
	const struct transcript *transcript;
	struct grid_rect rect;
	uint64_t bottom; /* where the view is scrolled: the number of its lowest line, */
	size_t row;      /* and how many of that one's rows are shown */
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
	v->scrolled = true;
	p->bottom = transcript_end(p->transcript) - 1;
	p->row = rows_of(p, p->bottom);
}

static void move_down(struct chatview *v, struct pane *p, size_t rows)
{
	size_t count = rows_of(p, p->bottom);
	size_t left = count > p->row ? count - p->row : 0;

	while (left < rows && !is_last(p, p->bottom)) {
		rows -= left;
		left = rows_of(p, ++p->bottom);
		p->row = 0;
	}
	p->row += left < rows ? left : rows;
	if (left <= rows && is_last(p, p->bottom))
		chatview_bottom(v);
}

static void move_up(struct pane *p, size_t rows)
{
	while (p->row <= rows && p->bottom > transcript_first(p->transcript)) {
		rows -= p->row;
		p->row = rows_of(p, --p->bottom);
	}
	p->row = p->row > rows ? p->row - rows : 1;
}

/* Above the first line there is nothing to show: the pane begins with it. */
static void fill(struct chatview *v, struct pane *p)
{
	size_t wanted = (size_t)p->rect.rows, shown = rows_of(p, p->bottom);

	if (p->row > shown)
		p->row = shown;
	shown = p->row;
	for (uint64_t number = p->bottom;
	     shown < wanted && number > transcript_first(p->transcript);)
		shown += rows_of(p, --number);
	if (shown < wanted)
		move_down(v, p, wanted - shown);
}

/* Finds the place again, in whatever has become of transcript and pane: what was in the lowest row
 * is there. */
static void settle(struct chatview *v, struct pane *p)
{
	const struct chatview_place *place = &v->bottom;

	if (!v->scrolled)
		return;
	p->bottom = transcript_find(p->transcript, place->serial);
	if (p->bottom == transcript_end(p->transcript)) {
		chatview_bottom(v); /* the transcript was cleared */
		return;
	}
	p->row = place->row;
	if (rows_of(p, p->bottom) && p->line.line->serial != place->serial)
		p->row = 1;
	else if (place->cols != p->rect.cols || place->above != p->line.above)
		p->row = chatview_byte_row(&p->line, place->byte) + 1;
	fill(v, p);
}

/* To be called after each change of the place. A byte that is in the lowest row stays what the
 * place is known by. */
static void remember(struct chatview *v, struct pane *p)
{
	struct chatview_place *place = &v->bottom;

	if (!v->scrolled)
		return;
	chatview_lay_out(&p->line, p->bottom);
	if (p->row && (place->serial != p->line.line->serial ||
		       chatview_byte_row(&p->line, place->byte) + 1 != p->row))
		place->byte = chatview_row_byte(&p->line, p->row - 1);
	place->serial = p->line.line->serial;
	place->row = p->row;
	place->cols = p->rect.cols;
	place->above = p->line.above;
}

static uint64_t lines_below(const struct chatview *v, struct pane *p)
{
	if (!v->scrolled)
		return 0;
	return transcript_end(p->transcript) - 1 - p->bottom + (rows_of(p, p->bottom) > p->row);
}

static void draw_lines(const struct chatview *v, struct pane *p, struct grid *g)
{
	uint64_t number = v->scrolled ? p->bottom + 1 : transcript_end(p->transcript);
	int at = p->rect.rows;

	while (at > 0 && number > transcript_first(p->transcript)) {
		size_t rows = rows_of(p, --number);

		if (v->scrolled && number == p->bottom && p->row < rows)
			rows = p->row;
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
	if (v->scrolled)
		settle(v, &p);
	else
		begin_scroll(v, &p);
	if (rows < 0 && v->scrolled) {
		move_up(&p, (size_t)-rows);
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
	p.bottom = transcript_first(transcript);
	p.row = 1;
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
