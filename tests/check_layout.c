#include "testing.h"

#include "layout.h"

static struct layout layout_of(int rows, int cols, int input_rows, int name_width, bool users)
{
	struct layout l;

	layout_compute(&l, rows, cols, input_rows, name_width, users);
	return l;
}

static bool is_in(struct grid_rect r, int row, int col)
{
	return row >= r.row && row < r.row + r.rows && col >= r.col && col < r.col + r.cols;
}

static void assert_tiled(const struct layout *l, int rows, int cols)
{
	for (int row = 0; row < rows; row++)
		for (int col = 0; col < cols; col++)
			ck_assert_int_eq(is_in(l->status, row, col) + is_in(l->chat, row, col) +
						 is_in(l->border, row, col) +
						 is_in(l->users, row, col) +
						 is_in(l->input, row, col),
					 1);
}

START_TEST(every_cell_belongs_to_one_pane)
{
	static const int widths[] = { 1, 2, 10, 39, 40, 59, 60, 61, 80, 131, 300 };

	for (int rows = 1; rows < 40; rows++) {
		for (size_t i = 0; i < COUNT(widths); i++) {
			for (int input = 0; input < 12; input += 3) {
				struct layout l = layout_of(rows, widths[i], input, rows % 30,
							    rows % 5);

				assert_tiled(&l, rows, widths[i]);
				ck_assert_int_ge(l.input.rows, 1);
				ck_assert_int_ge(l.chat.rows, rows > 1);
				ck_assert_int_ge(l.chat.cols, 1);
				ck_assert_int_eq(l.input.cols, widths[i]);
			}
		}
	}
}
END_TEST

static const struct {
	int rows, cols, input_rows, name_width;
	bool users;
	int chat_rows, chat_cols, users_cols, status_rows, input;
} layouts[] = {
	{ 24, 80, 1, 5, true, 22, 71, 8, 1, 1 },     { 24, 80, 1, 8, true, 22, 71, 8, 1, 1 },
	{ 24, 80, 1, 9, true, 22, 67, 12, 1, 1 },    { 24, 80, 1, 13, true, 22, 63, 16, 1, 1 },
	{ 24, 80, 1, 1000, true, 22, 59, 20, 1, 1 }, { 24, 80, 1, 5, false, 22, 80, 0, 1, 1 },
	{ 24, 60, 1, 5, true, 22, 51, 8, 1, 1 },     { 24, 59, 1, 5, true, 22, 59, 0, 1, 1 },
	{ 24, 80, 3, 5, true, 20, 71, 8, 1, 3 },     { 24, 80, 99, 5, true, 15, 71, 8, 1, 8 },
	{ 10, 40, 1, 5, true, 8, 40, 0, 1, 1 },      { 10, 40, 9, 5, true, 6, 40, 0, 1, 3 },
	{ 4, 10, 2, 5, true, 2, 10, 0, 1, 1 },       { 3, 10, 2, 5, true, 2, 10, 0, 0, 1 },
	{ 2, 10, 2, 5, true, 1, 10, 0, 0, 1 },       { 1, 80, 2, 5, true, 0, 80, 0, 0, 1 },
	{ 0, 0, 1, 5, true, 0, 0, 0, 0, 0 },         { 50, 130, 1, 30, true, 48, 109, 20, 1, 1 },
	{ 50, 150, 1, 30, true, 48, 125, 24, 1, 1 }, { 100, 300, 1, 99, true, 98, 259, 40, 1, 1 },
};

START_TEST(panes_have_their_sizes)
{
	struct layout l = layout_of(layouts[_i].rows, layouts[_i].cols, layouts[_i].input_rows,
				    layouts[_i].name_width, layouts[_i].users);

	ck_assert_int_eq(l.chat.rows, layouts[_i].chat_rows);
	ck_assert_int_eq(l.chat.cols, layouts[_i].chat_cols);
	ck_assert_int_eq(l.users.cols, layouts[_i].users_cols);
	ck_assert_int_eq(l.border.cols, layouts[_i].users_cols > 0);
	ck_assert_int_eq(l.status.rows, layouts[_i].status_rows);
	ck_assert_int_eq(l.input.rows, layouts[_i].input);
}
END_TEST

/* What a width shows depends on the width alone, not on what was shown before. */
START_TEST(the_users_pane_comes_once_and_stays)
{
	int shown = 0, changes = 0;

	for (int cols = 1; cols < 200; cols++) {
		struct layout l = layout_of(24, cols, 1, 12, true);

		changes += shown != (l.users.cols > 0);
		shown = l.users.cols > 0;
		ck_assert_int_eq(shown, cols >= LAYOUT_USERS_FROM);
	}
	ck_assert_int_eq(changes, 1);
}
END_TEST

TESTING_MAIN("layout", TESTING(every_cell_belongs_to_one_pane),
	     TESTING_LOOP(panes_have_their_sizes, COUNT(layouts)),
	     TESTING(the_users_pane_comes_once_and_stays))
