#include "layout.h"

/* The pane grows by steps, so that the chat is not wrapped anew whenever somebody comes. */
#define USERS_LEAST 8
#define USERS_STEP  4
#define USERS_MOST  20 /* and in terminals wider than usual a share of them: */
#define USERS_SHARE 6
#define USERS_LIMIT 40

/* With fewer rows the status line gives its row to the chat. */
#define STATUS_FROM 4

static int at_least(int value, int least)
{
	return value < least ? least : value;
}

static int at_most(int value, int most)
{
	return value > most ? most : value;
}

int layout_users_most(int cols)
{
	return at_most(at_least(cols / USERS_SHARE, USERS_MOST), USERS_LIMIT) / USERS_STEP *
	       USERS_STEP;
}

static int users_cols(int name_width, int cols)
{
	int wanted = (name_width + USERS_STEP - 1) / USERS_STEP * USERS_STEP;

	return at_least(at_most(wanted, layout_users_most(cols)), USERS_LEAST);
}

/* The input line takes at most a third of the rows from the chat. */
static int input_rows_of(int rows, int wanted)
{
	return at_most(rows, at_least(at_most(wanted, rows / 3), 1));
}

void layout_compute(struct layout *l, int rows, int cols, int input_rows, int name_width,
		    bool users)
{
	int input = input_rows_of(rows, input_rows);
	int status = rows >= STATUS_FROM;
	int chat = rows - input - status;
	int side = users && chat > 0 && cols >= LAYOUT_USERS_FROM ? users_cols(name_width, cols)
								  : 0;
	int border = side > 0;
	int text = cols - side - border;

	l->chat = (struct grid_rect){ 0, 0, chat, text };
	l->border = (struct grid_rect){ 0, text, chat, border };
	l->users = (struct grid_rect){ 0, text + border, chat, side };
	l->status = (struct grid_rect){ chat, 0, status, cols };
	l->input = (struct grid_rect){ chat + status, 0, input, cols };
}
