#include "screen_help.h"

#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "intl.h"
#include "mem.h"
#include "text.h"
#include "text_wrap.h"
#include "words.h"

/* Cells of the column with keys and usages, where the pane has room for two columns. */
#define LEFT_CELLS 22
#define LEFT_FROM  56

/* Rows of one explanation. */
#define ROWS_MAX 8

static const struct {
	const char *key, *text;
} keys[] = {
	/* TRANSLATORS: Names of keys as they stand on your keyboards. */
	{ N_("Enter"), N_("send the line") },
	{ "Alt-Enter", N_("begin a new line") },
	{ "Tab", N_("complete a name, a command, an option or its value") },
	{ N_("Up, Down"), N_("lines typed before") },
	{ "Ctrl-R", N_("search in the lines typed before") },
	{ "Alt-S", N_("search the conversation; again: older matches") },
	{ "PgUp, PgDn", N_("scroll; Alt-< and Alt-> go to the ends") },
	{ "Alt-PgUp, Alt-PgDn", N_("scroll the users; Alt-Home and Alt-End go to the ends") },
	{ "F1", N_("show or leave this page") },
	{ "F2", N_("show or hide the users") },
	{ "Alt-M", N_("show the bare texts, to select with the mouse; any key leads back") },
	{ "F12", N_("show or leave the frames that went over the wire") },
	{ "Ctrl-W, Ctrl-U", N_("delete a word, or the line before the cursor") },
	{ "Ctrl-Y, Alt-Y", N_("insert what was deleted last, or earlier") },
	{ "Ctrl-_, Alt-_", N_("undo; redo") },
	{ "Ctrl-T, Alt-T", N_("swap two characters, or two words") },
	{ "Alt-U, Alt-L, Alt-C", N_("make a word upper case, lower case, capitalized") },
	{ "Ctrl-V", N_("insert the next key as it is") },
	{ "Ctrl-L", N_("redraw the screen") },
	{ "Ctrl-Z", N_("suspend the program") },
	{ "Ctrl-C", N_("clear the line; on an empty line, ask to quit") },
	{ "Ctrl-D", N_("on an empty line, quit") },
};

#define KEY_COUNT (sizeof keys / sizeof *keys)

struct page {
	struct grid *grid;
	struct grid_rect rect;
	int row; /* of the next text, counted from the top of the pane */
};

static void put(struct page *p, int row, int col, enum grid_style style, const char *s, size_t n)
{
	if (row >= 0 && row < p->rect.rows)
		grid_write(p->grid, p->rect, row, col, style, s, n);
}

/* The text, wrapped, from the column on; the row counts on behind it. */
static void put_wrapped(struct page *p, int col, enum grid_style style, const char *text)
{
	struct text_row rows[ROWS_MAX];
	int cells = p->rect.cols - col > 1 ? p->rect.cols - col : 1;
	size_t count = text_wrap(text, strlen(text), cells, cells, rows, ROWS_MAX);

	for (size_t i = 0; i < count && i < ROWS_MAX; i++)
		put(p, p->row++, col, style, text + rows[i].start, rows[i].end - rows[i].start);
}

static void put_entry(struct page *p, const char *left, const char *right)
{
	bool columns = p->rect.cols >= LEFT_FROM;

	put_wrapped(p, 0, GRID_PROMPT, left);
	if (columns && text_width(left, strlen(left)) < LEFT_CELLS)
		p->row--;
	put_wrapped(p, columns ? LEFT_CELLS : 2, GRID_TEXT, right);
}

static void put_heading(struct page *p, const char *heading)
{
	put(p, p->row++, 0, GRID_HEADING, heading, strlen(heading));
}

static void put_commands(struct page *p, const char *only)
{
	enum command_type type = only ? command_find(only, strlen(only)) : COMMAND_UNKNOWN;
	const char *name;

	for (size_t i = 0; (name = command_name(i)); i++)
		if (type == COMMAND_UNKNOWN || type == command_find(name, strlen(name)))
			put_entry(p, words_command_usage(name), words_command_help(name));
}

static void put_way_back(struct page *p)
{
	put_wrapped(p, 0, GRID_TEXT, _("F1 or Esc leads back to the conversation."));
}

static void put_one(struct page *p, const char *command)
{
	put_commands(p, command);
	p->row++;
	put_way_back(p);
}

static void put_all(struct page *p)
{
	put_way_back(p);
	p->row++;
	put_heading(p, _("Commands"));
	put_commands(p, NULL);
	p->row++;
	put_heading(p, _("Keys"));
	for (size_t i = 0; i < KEY_COUNT; i++)
		put_entry(p, _(keys[i].key), _(keys[i].text));
}

static void put_page(struct page *p, const char *command)
{
	if (command)
		put_one(p, command);
	else
		put_all(p);
}

void screen_help_open(struct screen_help *h, const char *command)
{
	screen_help_close(h);
	h->open = true;
	h->command = command ? mem_copy(command) : NULL;
}

void screen_help_close(struct screen_help *h)
{
	free(h->command);
	*h = (struct screen_help){ 0 };
}

void screen_help_scroll(struct screen_help *h, int rows)
{
	h->top += rows;
}

/* How long the page is shows only when it is laid out, at this width: first in vain. */
void screen_help_draw(struct screen_help *h, struct grid *grid, struct grid_rect rect)
{
	struct page page = { grid, { rect.row, rect.col, 0, rect.cols }, 0 };
	int most;

	put_page(&page, h->command);
	most = page.row > rect.rows ? page.row - rect.rows : 0;
	h->top = h->top < 0 ? 0 : h->top > most ? most : h->top;
	grid_fill(grid, rect, GRID_TEXT);
	page = (struct page){ grid, rect, -h->top };
	put_page(&page, h->command);
}
