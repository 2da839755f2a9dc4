/*
 * chatview_testing - a transcript and the pane that shows it, in the middle of a grid.
 */
#ifndef CHATVIEW_TESTING_H
#define CHATVIEW_TESTING_H

#include <locale.h>
#include <string.h>

#include "buf.h"
#include "chatview.h"

/* 1970-01-01 and the days after it, in UTC. */
static inline void clock_utc(struct buf *out, int64_t time)
{
	int64_t minutes = time / 60000;

	buf_format(out, "%02d:%02d", (int)(minutes / 60 % 24), (int)(minutes % 60));
}

static inline void day_utc(struct buf *out, int64_t time)
{
	buf_format(out, "day %d", (int)(time / 86400000));
}

static inline void notice(struct buf *out, const struct transcript_line *line)
{
	if (line->type != EVENT_SENT)
		buf_format(out, "%s %s", transcript_name(line), transcript_text(line));
}

/* "+name" joined, "-name" left, and so on; the last name only. */
static inline void presence(struct buf *out, const struct presence *p)
{
	static const char signs[] = "+->*=";

	for (size_t i = 0; i < p->count; i++) {
		const struct presence_person *person = &p->people[i];

		buf_format(out, "%s%c%s", i ? " " : "", signs[presence_kind(person)], person->last);
	}
}

static const struct chatview_words words = {
	clock_utc, day_utc, notice, presence, "nobody", "new"
};

#define MINUTE 60000
#define HOUR   (60 * (int64_t)MINUTE)
#define DAY    (24 * HOUR)

struct fixture {
	struct transcript *transcript;
	struct chatview view;
	struct grid grid;
	struct grid_rect rect;
};

static inline struct fixture fixture_new(int rows, int cols, size_t lines)
{
	struct fixture f = { .transcript = transcript_new(lines), .rect = { 1, 2, rows, cols } };

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	return f;
}

static inline void fixture_free(struct fixture *f)
{
	transcript_free(f->transcript);
	chatview_free(&f->view);
	grid_free(&f->grid);
}

static inline struct transcript_line *say(struct fixture *f, int64_t time, const char *name,
					  const char *text)
{
	return transcript_add(f->transcript, time, EVENT_MESSAGE, name, text);
}

static inline void say_numbers(struct fixture *f, int from, int to)
{
	for (int i = from; i < to; i++) {
		struct buf text = { 0 };

		buf_format(&text, "line %d", i);
		say(f, 0, "a", buf_string(&text));
		buf_free(&text);
	}
}

/* Around the pane nothing is written. */
static inline void draw(struct fixture *f)
{
	grid_resize(&f->grid, f->rect.rows + 2, f->rect.cols + 4);
	chatview_draw(&f->view, &f->grid, f->rect, f->transcript, &words);
	for (int row = 0; row < f->grid.rows; row++) {
		ck_assert_uint_eq(grid_at(&f->grid, row, 1)->base, ' ');
		ck_assert_uint_eq(grid_at(&f->grid, row, f->grid.cols - 2)->base, ' ');
		for (int col = 0; col < f->grid.cols && row % (f->rect.rows + 1) == 0; col++)
			ck_assert_uint_eq(grid_at(&f->grid, row, col)->base, ' ');
	}
}

static inline void assert_row(const struct fixture *f, int row, const char *want)
{
	char *text = grid_row_text(&f->grid, f->rect.row + row);

	ck_assert_str_eq(strlen(text) > 2 ? text + 2 : "", want);
	free(text);
}

static inline void assert_rows(const struct fixture *f, const char *const *want)
{
	for (int row = 0; row < f->rect.rows; row++)
		assert_row(f, row, want[row] ? want[row] : "");
}

static inline void scroll(struct fixture *f, int rows)
{
	chatview_scroll(&f->view, f->rect, f->transcript, &words, rows);
	draw(f);
}

#endif
