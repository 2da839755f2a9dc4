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
#include "term_links.h"
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
	bool links;    /* are shown as such */
	bool *changed; /* of each row whether it is to be painted */
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

static bool is_unsure(const struct term_paint *p, const struct grid_cell *cell)
{
	return p->utf8 && term_unsure(cell);
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

		if (is_unsure(p, cell))
			n += blank_out(p, cell, &p->line[n]);
		else if (cell->width)
			n += convert(p, cell, &p->line[n]);
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

static bool has_links(const struct term_paint *p, const struct grid *grid)
{
	return p->links && term_links_any(grid);
}

static bool has_extras(const struct term_paint *p, const struct grid *grid)
{
	return has_links(p, grid) || (p->utf8 && term_unsure_any(grid));
}

static void forget_links(struct term_paint *p, int row)
{
	for (int col = 0, end; term_links_next(&p->shown, row, p->shown.cols, &col, &end);
	     col = end)
		term_links_forget(row, col, end);
}

/* Where several rows differ curses may move some by scrolling, and what it does not know of with
 * them; and it moves the cursor by writing again what it knows to stand before its place. */
static void begin_extras(struct term_paint *p, const struct grid *grid, int rows, int changed)
{
	bool any = has_extras(p, &p->shown) || has_extras(p, grid);
	bool moves = changed > 1;

	idlok(stdscr, !any || moves);
	if (any && moves)
		memset(p->changed, true, (size_t)rows);
	if (any)
		p->changed[least(grid->cursor_row, rows - 1)] = true;
	for (int row = 0; any && p->links && row < rows; row++)
		if (p->changed[row])
			forget_links(p, row);
}

/* vid_puts() gives its function no context. */
static struct buf *sink;

static int sink_byte(int byte)
{
	buf_append_byte(sink, (uint8_t)byte);
	return byte;
}

/* curses knows of this, as it does not of what is appended elsewhere. */
static void put_attributes(struct term_paint *p, attr_t attributes, short pair, struct buf *out)
{
	buf_clear(&p->written);
	sink = &p->written;
	vid_puts(attributes, pair, NULL, sink_byte);
	term_color_widen(out, buf_string(&p->written), buf_size(&p->written), p->pairs.palette);
}

static void go_to(int row, int col, struct buf *out)
{
	append_string(out, tiparm(string_of("cup"), row, col));
}

static void put_character(struct term_paint *p, const cchar_t *character, struct buf *out)
{
	wchar_t wide[CCHARW_MAX + 1] = { 0 };
	char bytes[sizeof wide / sizeof *wide * MB_LEN_MAX];
	attr_t attributes;
	short pair;

	getcchar(character, wide, &attributes, &pair, NULL);
	put_attributes(p, attributes, pair, out);
	if (wcstombs(bytes, wide, sizeof bytes) != (size_t)-1)
		buf_append_string(out, bytes);
}

static void put_cell(struct term_paint *p, const struct grid *grid, int row, int col,
		     struct buf *out)
{
	const struct grid_cell *cell = grid_at(grid, row, col);
	cchar_t converted[2];
	int n = cell->width ? convert(p, cell, converted) : 0;

	for (int i = 0; i < n; i++)
		put_character(p, &converted[i], out);
	if (is_unsure(p, cell) && col + cell->width < grid->cols)
		go_to(row, col + cell->width, out);
}

/* The same cells once more, where curses has put them: only a link is added. */
static void add_links(struct term_paint *p, const struct grid *grid, int row, int cols,
		      struct buf *out)
{
	for (int col = 0, end; term_links_next(grid, row, cols, &col, &end); col = end) {
		if (!term_links_open(out, grid, grid_at(grid, row, col)->target))
			continue;
		go_to(row, col, out);
		for (int at = col; at < end; at++)
			put_cell(p, grid, row, at, out);
		put_attributes(p, A_NORMAL, 0, out);
		buf_append_string(out, TERM_LINKS_CLOSE);
	}
}

/* And what stands behind it, which the terminal may have covered. */
static void add_unsure(struct term_paint *p, const struct grid *grid, int row, int cols,
		       struct buf *out)
{
	for (int col = 0; p->utf8 && col < cols; col++) {
		const struct grid_cell *cell = grid_at(grid, row, col);
		int next = col + cell->width;

		if (!term_unsure(cell))
			continue;
		go_to(row, col, out);
		put_cell(p, grid, row, col, out);
		if (next < cols && !is_unsure(p, grid_at(grid, row, next)))
			put_cell(p, grid, row, next, out);
	}
}

/* A character in the last place of all would scroll some terminals, and one that the terminal takes
 * for wide would go on to the next row. */
static void add_extras(struct term_paint *p, const struct grid *grid, int rows, int cols,
		       struct buf *out)
{
	if (!has_extras(p, grid))
		return;
	append_string(out, string_of("rmam"));
	for (int row = 0; row < rows; row++) {
		int end = row < rows - 1 ? cols : cols - 1;

		if (!p->changed[row])
			continue;
		add_unsure(p, grid, row, end, out);
		if (p->links)
			add_links(p, grid, row, end, out);
	}
	put_attributes(p, A_NORMAL, 0, out);
	append_string(out, string_of("smam"));
	go_to(getcury(stdscr), getcurx(stdscr), out);
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
	begin_extras(p, grid, rows, changed);
	paint_changed(p, grid, rows, cols);
	p->redraw = false;
	p->shown.cursor_row = grid->cursor_row;
	p->shown.cursor_col = grid->cursor_col;
	wmove(stdscr, least(grid->cursor_row, rows - 1), least(grid->cursor_col, cols - 1));
	wnoutrefresh(stdscr);
	doupdate();
	collect(p, out);
	add_extras(p, grid, rows, cols, out);
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

	append_string(out, string_of("clear"));
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
