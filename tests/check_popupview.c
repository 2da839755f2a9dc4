#include "testing.h"

#include <locale.h>
#include <string.h>

#include "mem.h"
#include "popupview.h"

#define ROWS 8
#define COLS 24

static const char *const names[] = { "ann",  "Борис", "小明",
				     "dora", "emil",  "fred",
				     "gina", "hugo",  "a very long name, longer than this" };

static const char *name_at(void *arg, size_t at)
{
	size_t first = *(size_t *)arg;

	return names[first + at];
}

static const struct {
	struct popupview view;
	size_t first;
	const char *rows[ROWS];
	int chosen; /* the highlighted row; -1: none */
} boxes[] = {
	{ { .title = "", .count = 3, .chosen = 1 },
	  0,
	  { "", "", "", "", "┌───────┐", "│ ann   │", "│ Борис │", "│ 小明  │" },
	  6 },
	{ { .title = "", .count = 3, .chosen = 0, .col = 5 },
	  0,
	  { "", "", "", "", "     ┌───────┐", "     │ ann   │", "     │ Борис │",
	    "     │ 小明  │" },
	  5 },
	/* what does not fit to the right moves to the left */
	{ { .title = "2/9", .count = 2, .chosen = 2, .col = 22 },
	  0,
	  { "", "", "", "", "", "               ┌─2/9───┐", "               │ ann   │",
	    "               │ Борис │" },
	  -1 },
	/* more than fit: the chosen one is shown, one row of the pane stays */
	{ { .title = "", .count = 8, .chosen = 0 },
	  0,
	  { "", "┌───────┐", "│ ann   │", "│ Борис │", "│ 小明  │", "│ dora  │", "│ emil  │",
	    "│ fred  │" },
	  2 },
	{ { .title = "", .count = 8, .chosen = 7 },
	  0,
	  { "", "┌───────┐", "│ 小明  │", "│ dora  │", "│ emil  │", "│ fred  │", "│ gina  │",
	    "│ hugo  │" },
	  7 },
	{ { .title = "8 lines", .count = 8, .chosen = 8 },
	  0,
	  { "", "┌─8 lines─┐", "│ ann     │", "│ Борис   │", "│ 小明    │", "│ dora    │",
	    "│ emil    │", "│ …       │" },
	  -1 },
	/* too wide */
	{ { .title = "a title that is too long for it", .count = 1, .chosen = 0, .col = 3 },
	  8,
	  { "", "", "", "", "", "", "┌─a title that is too…─┐", "│ a very long name, l… │" },
	  7 },
};

START_TEST(boxes_stand_at_the_lower_end)
{
	struct popupview view = boxes[_i].view;
	size_t first = boxes[_i].first;
	struct grid grid = { 0 };

	ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
	grid_resize(&grid, ROWS + 1, COLS + 1);
	view.row = name_at;
	view.arg = &first;
	popupview_draw(&grid, (struct grid_rect){ 0, 0, ROWS, COLS }, &view);
	for (int row = 0; row < ROWS; row++) {
		char *text = grid_row_text(&grid, row);
		size_t start = strspn(boxes[_i].rows[row], " ");
		bool chosen = grid_at(&grid, row, (int)start + 1)->style == GRID_SELECTED;

		ck_assert_str_eq(text, boxes[_i].rows[row]);
		ck_assert_int_eq(chosen, row == boxes[_i].chosen);
		ck_assert_int_eq(grid_at(&grid, row, COLS)->style, GRID_TEXT);
		free(text);
	}
	grid_free(&grid);
}
END_TEST

START_TEST(a_pane_must_have_room)
{
	ck_assert(popupview_fits((struct grid_rect){ 0, 0, 8, 40 }));
	ck_assert(popupview_fits((struct grid_rect){ 0, 0, 4, 20 }));
	ck_assert(!popupview_fits((struct grid_rect){ 0, 0, 3, 40 }));
	ck_assert(!popupview_fits((struct grid_rect){ 0, 0, 8, 10 }));
}
END_TEST

TESTING_MAIN("popupview", TESTING_LOOP(boxes_stand_at_the_lower_end, COUNT(boxes)),
	     TESTING(a_pane_must_have_room))
