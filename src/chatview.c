#include "chatview.h"

#include <stdlib.h>

#include "chatview_find.h"
#include "chatview_line.h"
#include "chatview_mark.h"
#include "chatview_private.h"

#define MINUTE 60000

/* The rows of the newest lines while the pane is scrolled: a part of it, up to a most, and none in
 * a small one. */
#define NEWEST_MOST 5
#define NEWEST_PART 4
#define NEWEST_FROM 12

/* What all functions here work on. */
struct pane {
	const struct transcript *transcript;
	struct grid_rect rect;
	size_t covered;  /* rows that the newest lines and their rule take while it is scrolled */
	uint64_t bottom; /* where the view is scrolled: the number of its lowest line, */
	size_t row;      /* and how many of that one's rows are shown */
	struct chatview_line line;
};

/* With the rule above them. */
static int rows_of_newest(struct grid_rect rect)
{
	int rows = rect.rows / NEWEST_PART;

	if (rect.rows < NEWEST_FROM)
		return 0;
	return (rows < NEWEST_MOST ? rows : NEWEST_MOST) + 1;
}

int chatview_page(struct grid_rect rect)
{
	int rows = rect.rows - rows_of_newest(rect);

	return rows > 2 ? rows - 1 : 1;
}

static struct pane pane_of(struct chatview *v, const struct transcript *transcript,
			   const struct chatview_words *words, struct grid_rect rect)
{
	return (struct pane){
		.transcript = transcript,
		.rect = rect,
		.covered = (size_t)rows_of_newest(rect),
		.line = { .transcript = transcript, .words = words, .view = v, .cols = rect.cols },
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

/* Of what was laid out last. */
static bool is_last(const struct pane *p)
{
	return p->line.last + 1 == transcript_end(p->transcript);
}

/* Makes the line the lowest one; returns how many rows it has. */
static size_t go_to(struct pane *p, uint64_t number)
{
	size_t rows = rows_of(p, number);

	p->bottom = p->line.first;
	return rows;
}

static uint32_t serial_of(const struct pane *p, uint64_t number)
{
	return transcript_at(p->transcript, number)->serial;
}

void chatview_bottom(struct chatview *v)
{
	v->scrolled = false;
	v->unread = 0;
	v->below = 0;
}

static void move_down(struct pane *p, size_t rows)
{
	size_t count = rows_of(p, p->bottom);
	size_t left = count > p->row ? count - p->row : 0;

	while (left < rows && !is_last(p)) {
		rows -= left;
		left = go_to(p, p->line.last + 1);
		p->row = 0;
	}
	p->row += left < rows ? left : rows;
}

static void move_up(struct pane *p, size_t rows)
{
	while (p->row <= rows && p->bottom > transcript_first(p->transcript)) {
		rows -= p->row;
		p->row = go_to(p, p->bottom - 1);
	}
	p->row = p->row > rows ? p->row - rows : 1;
}

/* From the newest line: those above stay where they are. */
static void begin_scroll(struct chatview *v, struct pane *p)
{
	chatview_begin_unread(v, p->transcript);
	v->scrolled = true;
	p->row = go_to(p, transcript_end(p->transcript) - 1);
	move_up(p, p->covered);
}

/* Above the first line there is nothing to show: the pane begins with it. */
static void fill(struct pane *p)
{
	size_t wanted = (size_t)p->rect.rows - p->covered, shown = rows_of(p, p->bottom);

	if (p->row > shown)
		p->row = shown;
	shown = p->row;
	for (uint64_t number = p->bottom;
	     shown < wanted && number > transcript_first(p->transcript); number = p->line.first)
		shown += rows_of(p, number - 1);
	if (shown < wanted)
		move_down(p, wanted - shown);
}

/* Whether no more is below than would be seen without scrolling. */
static bool is_at_end(struct pane *p)
{
	size_t below = rows_of(p, p->bottom) - p->row;

	while (below <= p->covered && !is_last(p))
		below += rows_of(p, p->line.last + 1);
	return below <= p->covered;
}

/* To be called after each change of the place. */
static void arrive(struct chatview *v, struct pane *p)
{
	fill(p);
	if (is_at_end(p))
		chatview_bottom(v);
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
	go_to(p, p->bottom);
	if (serial_of(p, p->bottom) != place->serial)
		p->row = 1;
	else if (place->cols != p->rect.cols || place->names != v->names ||
		 place->above != p->line.above)
		p->row = chatview_byte_row(&p->line, place->byte) + 1;
	arrive(v, p);
}

/* To be called when all changes of the place are done that the reader wanted: what a pane of
 * another size makes of it is forgotten with that size. A byte that is in the lowest row stays what
 * the place is known by. */
static void remember(struct chatview *v, struct pane *p)
{
	struct chatview_place *place = &v->bottom;

	if (!v->scrolled)
		return;
	chatview_lay_out(&p->line, p->bottom);
	if (p->row && (place->serial != serial_of(p, p->bottom) ||
		       chatview_byte_row(&p->line, place->byte) + 1 != p->row))
		place->byte = chatview_row_byte(&p->line, p->row - 1);
	place->serial = serial_of(p, p->bottom);
	place->row = p->row;
	place->cols = p->rect.cols;
	place->names = v->names;
	place->above = p->line.above;
}

static uint64_t lines_below(const struct chatview *v, struct pane *p)
{
	if (!v->scrolled)
		return 0;
	chatview_lay_out(&p->line, p->bottom);
	return transcript_end(p->transcript) - 1 - p->line.last + (p->line.count > p->row);
}

/* Lines are drawn from the lowest up. */
struct drawing {
	struct grid *grid;
	struct grid_rect rect;
	int at;       /* the row of the pane that was drawn last */
	int head;     /* the row that may have to tell its time yet, or -1, */
	int64_t time; /* and the time */
};

static void draw_time(struct drawing *d, struct chatview_line *l)
{
	if (d->head >= 0)
		chatview_draw_time(l, d->time, d->grid, d->rect, d->head);
	d->head = -1;
}

/* Draws the line down to a row of it. Its time stands for the lines below it too that are of the
 * same minute, as long as it is seen itself. */
static void draw_line(struct drawing *d, struct chatview_line *l, size_t rows)
{
	size_t top = rows > (size_t)d->at ? rows - (size_t)d->at : 0;
	bool headed = rows > l->head && top <= l->head;

	if (!rows)
		return;
	if (!headed || l->line->time / MINUTE != d->time / MINUTE)
		draw_time(d, l);
	while (rows > top) {
		chatview_draw_row(l, --rows, d->grid, d->rect, --d->at);
		if (rows != l->head)
			continue;
		d->head = d->at;
		d->time = l->line->time;
	}
	if (headed && l->head)
		draw_time(d, l);
}

/* Draws the lines down to a row of one of them. */
static void draw_lines(struct pane *p, struct grid *g, struct grid_rect rect, uint64_t number,
		       size_t rows)
{
	struct drawing d = { .grid = g, .rect = rect, .at = rect.rows, .head = -1 };

	for (; d.at > 0; number = p->line.first - 1, rows = SIZE_MAX) {
		rows_of(p, number);
		draw_line(&d, &p->line, rows < p->line.count ? rows : p->line.count);
		if (p->line.first == transcript_first(p->transcript))
			break;
	}
	draw_time(&d, &p->line);
}

static void draw(const struct chatview *v, struct pane *p, struct grid *g)
{
	struct grid_rect upper = p->rect, lower = p->rect;
	uint64_t newest = transcript_end(p->transcript) - 1;

	if (!v->scrolled) {
		draw_lines(p, g, p->rect, newest, SIZE_MAX);
		return;
	}
	upper.rows -= (int)p->covered;
	draw_lines(p, g, upper, p->bottom, p->row);
	if (!p->covered)
		return;
	chatview_draw_rule(g, p->rect, upper.rows, "", GRID_BORDER);
	lower.row += upper.rows + 1;
	lower.rows -= upper.rows + 1;
	draw_lines(p, g, lower, newest, SIZE_MAX);
}

void chatview_draw(struct chatview *v, struct grid *g, struct grid_rect rect,
		   const struct transcript *transcript, const struct chatview_words *words)
{
	struct pane p = pane_of(v, transcript, words, rect);

	grid_fill(g, rect, GRID_TEXT);
	chatview_look_for_unread(v, transcript);
	if (is_empty(&p)) {
		v->below = 0;
		return;
	}
	settle(v, &p);
	v->below = lines_below(v, &p);
	draw(v, &p, g);
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
	if (!v->scrolled)
		begin_scroll(v, &p);
	if (rows < 0)
		move_up(&p, (size_t)-rows);
	else
		move_down(&p, (size_t)rows);
	arrive(v, &p);
	remember(v, &p);
	chatview_line_free(&p.line);
}

void chatview_top(struct chatview *v, struct grid_rect rect, const struct transcript *transcript,
		  const struct chatview_words *words)
{
	struct pane p = pane_of(v, transcript, words, rect);

	if (is_empty(&p))
		return;
	if (!v->scrolled)
		chatview_begin_unread(v, transcript);
	v->scrolled = true;
	p.bottom = transcript_first(transcript);
	p.row = 1;
	arrive(v, &p);
	remember(v, &p);
	chatview_line_free(&p.line);
}

/* Looks from a line on; the one that has it is then the one that was worded last. */
static bool seek(struct pane *p, uint64_t number, bool newer, size_t *byte)
{
	for (;;) {
		chatview_word(&p->line, number);
		if (chatview_has_needle(&p->line, byte))
			return true;
		if (newer ? is_last(p) : p->line.first == transcript_first(p->transcript))
			return false;
		number = newer ? p->line.last + 1 : p->line.first - 1;
	}
}

/* Where a search begins; false where there is nothing on that side. */
static bool find_start(const struct chatview *v, struct pane *p, bool newer, bool again,
		       uint64_t *number)
{
	uint64_t end = transcript_end(p->transcript);

	*number = v->scrolled ? p->bottom : end - 1;
	if (v->found && transcript_find(p->transcript, v->found) < end)
		*number = transcript_find(p->transcript, v->found);
	if (!again)
		return true;
	chatview_word(&p->line, *number);
	if (newer ? is_last(p) : p->line.first == transcript_first(p->transcript))
		return false;
	*number = newer ? p->line.last + 1 : p->line.first - 1;
	return true;
}

/* Whether the row of a line is above the pane's lower edge, or the rule, and in the pane. */
static bool is_shown(const struct chatview *v, struct pane *p, uint64_t number, size_t row)
{
	size_t height = (size_t)p->rect.rows - (v->scrolled ? p->covered : 0), below = 0;
	size_t rows = rows_of(p, v->scrolled ? p->bottom : transcript_end(p->transcript) - 1);

	if (v->scrolled)
		rows = p->row;
	while (p->line.first > number && below < height) {
		below += rows;
		rows = rows_of(p, p->line.first - 1);
	}
	return p->line.first == number && row < rows && below + rows - row <= height;
}

/* Brings the line that was worded last into the middle of the pane, if it is not there anyway. */
static void show(struct chatview *v, struct pane *p, size_t byte)
{
	uint64_t number = p->line.first;
	size_t row;

	v->found = serial_of(p, number);
	chatview_lay_out(&p->line, number);
	row = byte ? chatview_byte_row(&p->line, byte) : p->line.head;
	if (is_shown(v, p, number, row))
		return;
	if (!v->scrolled)
		chatview_begin_unread(v, p->transcript);
	v->scrolled = true;
	go_to(p, number);
	p->row = row + 1;
	move_down(p, ((size_t)p->rect.rows - p->covered) / 2);
	arrive(v, p);
}

bool chatview_find(struct chatview *v, struct grid_rect rect, const struct transcript *transcript,
		   const struct chatview_words *words, bool newer, bool again)
{
	struct pane p = pane_of(v, transcript, words, rect);
	uint64_t number;
	size_t byte;
	bool found;

	if (is_empty(&p))
		return false;
	settle(v, &p);
	found = find_start(v, &p, newer, again, &number) && seek(&p, number, newer, &byte);
	if (found)
		show(v, &p, byte);
	remember(v, &p);
	chatview_line_free(&p.line);
	return found;
}

void chatview_free(struct chatview *v)
{
	if (v->kept) {
		free(v->kept->rows);
		free(v->kept->links.all);
	}
	free(v->kept);
	*v = (struct chatview){ 0 };
}
