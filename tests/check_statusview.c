#include "testing.h"

#include <locale.h>

#include "statusview.h"

static const struct {
	const char *left, *right;
	int cols;
	const char *row;
} rows[] = {
	{ "connected", "3 users", 40, "connected                        3 users" },
	{ "connected", "", 12, "connected" },
	{ "", "3 users", 40, "                                 3 users" },
	{ "connected", "3 users", 18, "connected  3 users" },
	{ "connected to here", "3 users", 18, "connecte…  3 users" },
	{ "connected", "3 users", 17, "connected" },
	{ "connected", "3 users", 8, "connect…" },
	{ "подключено", "трое", 20, "подключено      трое" },
	{ "已连接", "三人", 12, "已连接  三人" },
	{ "已连接到", "三人", 12, "已连…   三人" },
	{ "connected", "3 users", 1, "…" },
	{ "connected", "3 users", 0, "" },
};

START_TEST(left_comes_before_right)
{
	struct grid g = { 0 };
	struct statusview view = { rows[_i].left, rows[_i].right, false };
	char *text;

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	grid_resize(&g, 1, 50);
	statusview_draw(&g, (struct grid_rect){ 0, 0, 1, rows[_i].cols }, &view);
	text = grid_row_text(&g, 0);
	ck_assert_str_eq(text, rows[_i].row);
	free(text);
	grid_free(&g);
}
END_TEST

START_TEST(the_whole_row_has_the_style)
{
	struct grid g = { 0 };
	struct statusview view = { "gone", "", true };

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	grid_resize(&g, 2, 20);
	statusview_draw(&g, (struct grid_rect){ 1, 0, 1, 20 }, &view);
	for (int col = 0; col < 20; col++) {
		ck_assert_uint_eq(grid_at(&g, 0, col)->style, GRID_TEXT);
		ck_assert_uint_eq(grid_at(&g, 1, col)->style, GRID_STATUS_WARN);
	}
	view.warn = false;
	statusview_draw(&g, (struct grid_rect){ 1, 0, 1, 20 }, &view);
	ck_assert_uint_eq(grid_at(&g, 1, 19)->style, GRID_STATUS);
	statusview_draw(&g, (struct grid_rect){ 1, 0, 0, 20 }, &view);
	grid_free(&g);
}
END_TEST

TESTING_MAIN("statusview", TESTING_LOOP(left_comes_before_right, COUNT(rows)),
	     TESTING(the_whole_row_has_the_style))
