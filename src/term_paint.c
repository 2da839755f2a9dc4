#include "term_paint.h"

#include <fcntl.h>
#include <langinfo.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

#include "mem.h"
#include "term_caps.h"
#include "term_color.h"
#include "term_paint_private.h"
#include "text.h"

const char *term_paint_type(const struct term_paint *p)
{
	return p->type;
}

/* The bytes that curses wrote since the last time. */
static void collect(struct term_paint *p, struct buf *out)
{
	off_t size = lseek(p->fd, 0, SEEK_CUR);
	ssize_t n;

	lseek(p->fd, 0, SEEK_SET);
	if (size <= 0 || !out)
		return;
	buf_clear(&p->written);
	n = pread(p->fd, buf_reserve(&p->written, (size_t)size), (size_t)size, 0);
	if (n > 0)
		term_color_widen(out, (const char *)buf_bytes(&p->written), (size_t)n,
				 p->pairs.palette);
}

/* Opening. */

static int open_memory(void)
{
	int fd = memfd_create("wschat", MFD_CLOEXEC);
	FILE *file;

	if (fd >= 0)
		return fd;
	file = tmpfile();
	if (!file)
		return -1;
	fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
	fclose(file);
	return fd;
}

static void no_handler(int signal)
{
	(void)signal;
}

/* curses installs handlers of its own where a signal still has its default. */
static SCREEN *open_screen(const char *type, FILE *file)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH };
	struct sigaction ours = { .sa_handler = no_handler }, old[4];
	sigset_t all, mask;
	SCREEN *screen;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &mask);
	for (int i = 0; i < 4; i++)
		sigaction(signals[i], &ours, &old[i]);
	screen = newterm(type, file, file);
	for (int i = 0; i < 4; i++)
		sigaction(signals[i], &old[i], NULL);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	return screen;
}

/* TERM; where its description is not installed, as that of a new terminal on an old host, one that
 * nearly all are compatible with. A terminal known to have no cursor addressing is of no use. */
static bool open_type(struct term_paint *p, struct error *error)
{
	const char *own = getenv("TERM");
	const char *const types[] = { own && *own ? own : "vt100", "xterm-256color", "xterm",
				      "vt100" };

	for (size_t i = 0; i < sizeof types / sizeof *types && !p->screen; i++) {
		p->screen = open_screen(types[i], p->file);
		p->type = p->screen ? mem_copy(types[i]) : NULL;
	}
	return (p->screen && term_caps_string("cup")) ||
	       error_set(error, ERROR_TERMINAL, 0, "%s", types[0]);
}

void term_paint_configure(struct term_paint *p, const struct term_config *config)
{
	if (term_pairs_choose(&p->pairs, config))
		p->redraw = true;
}

/* ncurses 6.4 writes each cursor movement by itself until it has once come back from endwin(). */
static void start_curses(struct term_paint *p)
{
	typeahead(-1);
	endwin();
	refresh();
	fflush(p->file);
	collect(p, NULL);
	idlok(stdscr, TRUE);
}

struct term_paint *term_paint_open(const struct term_config *config, struct error *error)
{
	struct term_paint *p = mem_new(1, sizeof *p);

	p->fd = open_memory();
	p->file = p->fd < 0 ? NULL : fdopen(p->fd, "r+");
	if (!p->file) {
		error_set(error, ERROR_TERMINAL, 0, "memory file");
		term_paint_free(p);
		return NULL;
	}
	if (!open_type(p, error)) {
		term_paint_free(p);
		return NULL;
	}
	p->utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	start_curses(p);
	term_paint_configure(p, config);
	term_paint_resize(p, LINES, COLS);
	return p;
}

void term_paint_free(struct term_paint *p)
{
	if (!p)
		return;
	if (p->screen)
		delscreen(p->screen);
	if (p->file)
		fclose(p->file);
	else if (p->fd >= 0)
		close(p->fd);
	grid_free(&p->shown);
	buf_free(&p->written);
	free(p->line);
	free(p->changed);
	free(p->type);
	free(p);
}

/* Drawing. */

void term_paint_resize(struct term_paint *p, int rows, int cols)
{
	if (rows != LINES || cols != COLS)
		resize_term(rows, cols);
	grid_resize(&p->shown, rows, cols);
	p->line = mem_resize(p->line, (size_t)cols, sizeof *p->line);
	p->changed = mem_resize(p->changed, (size_t)rows, sizeof *p->changed);
	p->redraw = true;
}

void term_paint_redraw(struct term_paint *p)
{
	p->redraw = true;
}

void term_paint_links(struct term_paint *p, bool on)
{
	p->redraw = p->redraw || p->links != on;
	p->links = on;
}

/* What stands for a character that the locale's encoding does not have: lines come from the
 * alternate character set. */
static wchar_t replace(uint32_t c, attr_t *attributes)
{
	switch (c) {
	case 0x2500:
		*attributes |= A_ALTCHARSET;
		return L'q';
	case 0x2502:
		*attributes |= A_ALTCHARSET;
		return L'x';
	case 0x250c:
		*attributes |= A_ALTCHARSET;
		return L'l';
	case 0x2510:
		*attributes |= A_ALTCHARSET;
		return L'k';
	case 0x2026:
		return L'~';
	case 0xa0:
		return L' ';
	default:
		return L'?';
	}
}

static bool is_encodable(const struct term_paint *p, const struct grid_cell *cell)
{
	mbstate_t state = { 0 };
	char bytes[MB_LEN_MAX];

	if (cell->base >= ' ' && cell->base < 0x7f)
		return true;
	if (wcwidth((wchar_t)cell->base) != cell->width)
		return false;
	return p->utf8 || wcrtomb(bytes, (wchar_t)cell->base, &state) != (size_t)-1;
}

/* The second half of a wide character that is replaced. */
static void pad(const struct term_paint *p, const struct grid_cell *cell, cchar_t *out)
{
	static const wchar_t space[] = { L' ', 0 };

	setcchar(out, space, (attr_t)p->pairs.attributes[cell->style],
		 p->pairs.numbers[cell->style], NULL);
}

int term_paint_convert(const struct term_paint *p, const struct grid_cell *cell, cchar_t *out)
{
	attr_t attributes = (attr_t)p->pairs.attributes[cell->style];
	wchar_t wide[TEXT_MARKS_MAX + 2] = { (wchar_t)cell->base };
	bool encodable = is_encodable(p, cell);

	if (!encodable)
		wide[0] = replace(cell->base, &attributes);
	for (int i = 0; encodable && p->utf8 && i < TEXT_MARKS_MAX && cell->marks[i]; i++)
		wide[i + 1] = (wchar_t)cell->marks[i];
	setcchar(out, wide, attributes, p->pairs.numbers[cell->style], NULL);
	if (encodable || cell->width != 2)
		return 1;
	pad(p, cell, out + 1);
	return 2;
}

/* Blanks as nothing else is, so that curses paints over them what comes in their place. */
static int blank_out(const struct term_paint *p, const struct grid_cell *cell, cchar_t *out)
{
	static const wchar_t space[] = { L' ', 0 };
	attr_t attributes = (attr_t)p->pairs.attributes[cell->style] | A_PROTECT;

	for (int i = 0; i < cell->width; i++)
		setcchar(&out[i], space, attributes, p->pairs.numbers[cell->style], NULL);
	return cell->width;
}

static void paint_row(struct term_paint *p, const struct grid *grid, int row, int cols)
{
	int n = 0;

	for (int col = 0; col < cols; col++) {
		const struct grid_cell *cell = grid_at(grid, row, col);

		if (term_paint_is_unsure(p, cell))
			n += blank_out(p, cell, &p->line[n]);
		else if (cell->width)
			n += term_paint_convert(p, cell, &p->line[n]);
	}
	mvwadd_wchnstr(stdscr, row, 0, p->line, n);
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

static struct grid_cell *shown_row(struct term_paint *p, int row)
{
	return &p->shown.cells[(ptrdiff_t)row * p->shown.cols];
}

/* Returns how many rows are to be painted. */
static int compare(struct term_paint *p, const struct grid *grid, int rows, int cols)
{
	size_t size = (size_t)cols * sizeof *grid->cells;
	int count = 0;

	for (int row = 0; row < rows; row++) {
		p->changed[row] = p->redraw ||
				  memcmp(shown_row(p, row), grid_at(grid, row, 0), size) != 0;
		count += p->changed[row];
	}
	return count;
}

static void paint_changed(struct term_paint *p, const struct grid *grid, int rows, int cols)
{
	for (int row = 0; row < rows; row++) {
		if (!p->changed[row])
			continue;
		paint_row(p, grid, row, cols);
		memcpy(shown_row(p, row), grid_at(grid, row, 0),
		       (size_t)cols * sizeof *grid->cells);
	}
}

void term_paint_draw(struct term_paint *p, const struct grid *grid, struct buf *out)
{
	int rows = least(grid->rows, p->shown.rows), cols = least(grid->cols, p->shown.cols);
	int changed = compare(p, grid, rows, cols);

	if (!changed && p->shown.cursor_row == grid->cursor_row &&
	    p->shown.cursor_col == grid->cursor_col)
		return;
	if (p->redraw) {
		erase();
		clearok(curscr, TRUE);
	}
	term_paint_begin_extras(p, grid, rows, changed);
	paint_changed(p, grid, rows, cols);
	p->redraw = false;
	p->shown.cursor_row = grid->cursor_row;
	p->shown.cursor_col = grid->cursor_col;
	wmove(stdscr, least(grid->cursor_row, rows - 1), least(grid->cursor_col, cols - 1));
	wnoutrefresh(stdscr);
	doupdate();
	collect(p, out);
	term_paint_add_extras(p, grid, rows, cols, out);
}

static void put_text_character(const struct term_paint *p, uint32_t character, struct buf *out)
{
	mbstate_t state = { 0 };
	char bytes[MB_LEN_MAX];
	size_t n;

	if (character == '\n') {
		buf_append_string(out, "\r\n");
		return;
	}
	n = p->utf8 ? text_encode(bytes, character) : wcrtomb(bytes, (wchar_t)character, &state);
	if (text_cells(character) < 0 || n > sizeof bytes)
		buf_append_byte(out, '?');
	else
		buf_append(out, bytes, n);
}

void term_paint_text(const struct term_paint *p, const char *text, size_t n, struct buf *out)
{
	uint32_t character;

	term_caps_append(out, "clear");
	for (size_t at = 0; at < n;) {
		at += text_decode(text + at, n - at, &character);
		put_text_character(p, character, out);
	}
}

void term_paint_bell(struct term_paint *p, struct buf *out)
{
	beep();
	collect(p, out);
}
