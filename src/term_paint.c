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
#include "term_curses.h"
#include "term_private.h"

/*
 * curses writes into a file in memory, from where its bytes are taken: so the terminal's descriptor
 * need not block, a draw is one write, and nothing is written in between.
 */
struct term_paint {
	SCREEN *screen;
	FILE *file;
	int fd;
	char *type;
	bool utf8, ansi;
	struct term_pairs pairs;
	struct grid shown; /* what curses was given */
	bool redraw;
	cchar_t *line; /* room for a row */
	struct buf written;
};

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

/* A string of the terminal's description by its terminfo name; NULL where it has none. */
static const char *string_of(const char *name)
{
	const char *s = tigetstr(name);

	return s == (char *)-1 ? NULL : s;
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
	return (p->screen && string_of("cup")) ||
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
#ifdef repeat_char
	repeat_char = NULL; /* mosh does not know it */
#endif
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
	p->ansi = !strncmp(string_of("cup"), "\x1b[", 2);
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
	p->redraw = true;
}

void term_paint_redraw(struct term_paint *p)
{
	p->redraw = true;
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

/* Returns how many of curses' characters the cell became. */
static int convert(const struct term_paint *p, const struct grid_cell *cell, cchar_t *out)
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

static void paint_row(struct term_paint *p, const struct grid *grid, int row, int cols)
{
	int n = 0;

	for (int col = 0; col < cols; col++) {
		const struct grid_cell *cell = grid_at(grid, row, col);

		if (cell->width)
			n += convert(p, cell, &p->line[n]);
	}
	mvwadd_wchnstr(stdscr, row, 0, p->line, n);
}

static bool copy_row(struct term_paint *p, const struct grid *grid, int row, int cols)
{
	struct grid_cell *shown = &p->shown.cells[(ptrdiff_t)row * p->shown.cols];
	const struct grid_cell *wanted = grid_at(grid, row, 0);
	size_t size = (size_t)cols * sizeof *wanted;

	if (!p->redraw && !memcmp(shown, wanted, size))
		return false;
	memcpy(shown, wanted, size);
	return true;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

void term_paint_draw(struct term_paint *p, const struct grid *grid, struct buf *out)
{
	int rows = least(grid->rows, p->shown.rows), cols = least(grid->cols, p->shown.cols);
	bool changed = p->redraw || p->shown.cursor_row != grid->cursor_row ||
		       p->shown.cursor_col != grid->cursor_col;

	if (p->redraw) {
		erase();
		clearok(curscr, TRUE);
	}
	for (int row = 0; row < rows; row++) {
		if (!copy_row(p, grid, row, cols))
			continue;
		paint_row(p, grid, row, cols);
		changed = true;
	}
	if (!changed)
		return;
	p->redraw = false;
	p->shown.cursor_row = grid->cursor_row;
	p->shown.cursor_col = grid->cursor_col;
	wmove(stdscr, least(grid->cursor_row, rows - 1), least(grid->cursor_col, cols - 1));
	wnoutrefresh(stdscr);
	doupdate();
	collect(p, out);
}

void term_paint_bell(struct term_paint *p, struct buf *out)
{
	beep();
	collect(p, out);
}

/* Strings of the terminal's description. */

/* A capability without its padding, which no terminal of today needs at these places. */
static void append_string(struct buf *out, const char *s)
{
	while (s && *s) {
		const char *end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;

		if (end)
			s = end + 1;
		else
			buf_append_byte(out, (uint8_t)*s++);
	}
}

void term_paint_enter(const struct term_paint *p, bool screen, struct buf *out)
{
	if (screen)
		append_string(out, string_of("smcup"));
	append_string(out, string_of("smkx"));
	if (p->ansi)
		buf_append_string(out, "\x1b[?2004h");
}

void term_paint_leave(const struct term_paint *p, int rows, struct buf *out)
{
	if (p->ansi)
		buf_append_string(out, "\x1b[?2004l");
	append_string(out, string_of("rmacs"));
	append_string(out, string_of("sgr0"));
	append_string(out, string_of("op"));
	if (string_of("csr"))
		append_string(out, tiparm(string_of("csr"), 0, rows - 1));
	append_string(out, string_of("cnorm"));
	append_string(out, tiparm(string_of("cup"), rows - 1, 0));
	append_string(out, string_of("el"));
	append_string(out, string_of("rmcup"));
	append_string(out, string_of("rmkx"));
	buf_append_byte(out, '\r');
}

const char *term_paint_tsl(const struct term_paint *p)
{
	(void)p;
	return string_of("tsl");
}

void term_paint_name_keys(const struct term_paint *p, struct term_keys *keys)
{
	static const struct {
		const char *capability;
		uint32_t code;
	} named[] = {
		{ "kcuu1", KEY_NAME_UP },     { "kcud1", KEY_NAME_DOWN },
		{ "kcub1", KEY_NAME_LEFT },   { "kcuf1", KEY_NAME_RIGHT },
		{ "khome", KEY_NAME_HOME },   { "kend", KEY_NAME_END },
		{ "kpp", KEY_NAME_PAGE_UP },  { "knp", KEY_NAME_PAGE_DOWN },
		{ "kdch1", KEY_NAME_DELETE }, { "kcbt", KEY_NAME_BACKTAB },
		{ "kent", KEY_NAME_ENTER },   { "kf1", KEY_NAME_F1 },
		{ "kf2", KEY_NAME_F2 },       { "kf12", KEY_NAME_F12 },
	};

	(void)p;
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		const char *s = string_of(named[i].capability);

		if (!s || *s != '\x1b' || strlen(s) < 3)
			continue;
		keys->named[keys->named_count].bytes = mem_copy(s);
		keys->named[keys->named_count++].code = named[i].code;
	}
}
