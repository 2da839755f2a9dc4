#include "testing.h"

#include <signal.h>

#include "complete.h"
#include "hostile_talk.h"
#include "options_change.h"
#include "screen_private.h"
#include "stage.h"

/*
 * Walks at random over the whole screen: keys, pastes, the mouse, what the terminal tells, other
 * sizes, what happens in the room, and options. After each step the terminal shows what it would if
 * all of it were drawn anew.
 */

#define WALKS 8
#define STEPS 400

struct walk {
	struct stage *stage;
	uint32_t random;
	int step; /* for messages */
};

static uint32_t roll(struct walk *w, size_t sides)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 17;
	w->random ^= w->random << 5;
	return w->random % (uint32_t)sides;
}

#define PICK(w, table) ((table)[roll((w), COUNT(table))])

static void type(struct walk *w, const char *bytes)
{
	stage_type(w->stage, bytes);
}

/* What is done. */

static const char *const keys[] = {
	"\r",       "\r",       "\x1b\r",   "\t",        "\t",        "\x1b[Z",    "\x1b[A",
	"\x1b[A",   "\x1b[B",   "\x1b[B",   "\x1b[C",    "\x1b[D",    "\x1b[5~",   "\x1b[5~",
	"\x1b[6~",  "\x1b<",    "\x1b>",    "\x1bs",     "\x1bs",     "\x1b",      "\x1b",
	"\x07",     "\x12",     "\x12",     "\x03",      "n",         "\x04",      "\x0c",
	"\x16",     "\x15",     "\x17",     "\x19",      "\x1by",     "\x1f",      "\x1b_",
	"\x14",     "\x01",     "\x05",     "\x7f",      "\x7f",      "\x1bm",     "\x1bOP",
	"\x1b[12~", "\x1b[12~", "\x1b[24~", "\x1b[24~",  "q",         "/",         "s",
	"r",        "a",        "c",        "1",         "an",        "/set ",     "/he",
	"\x1b[3~",  "\x1b[H",   "\x1b[F",   "\x1b[5;3~", "\x1b[6;3~", "\x1b[1;3H", "\x1b[1;3F",
};

static void press(struct walk *w)
{
	type(w, PICK(w, keys));
}

static const char *const words[] = {
	"l",        "line",
	"ann ",     "漢字",
	"שלום",     "e\u0301",
	"👍🏽", "https://example.com/a?b=c",
	"привет",   "a long text that goes on behind the end of the row, and then some more of it",
};

static void write_words(struct walk *w)
{
	type(w, PICK(w, words));
}

static void paste(struct walk *w)
{
	type(w, "\x1b[200~");
	for (uint32_t i = roll(w, 6); i; i--) {
		write_words(w);
		if (roll(w, 2))
			type(w, "\r");
	}
	type(w, "\x1b[201~");
}

static void use_mouse(struct walk *w)
{
	static const int buttons[] = { 0, 0, 0, 64, 65, 64, 2, 35 };
	const struct grid *grid = &w->stage->screen->grid;
	int button = PICK(w, buttons), row = (int)roll(w, (size_t)grid->rows + 2);
	int col = (int)roll(w, (size_t)grid->cols + 2);
	char *bytes = mem_format("\x1b[<%d;%d;%dM\x1b[<%d;%d;%dm", button, col, row, button, col,
				 row);

	type(w, bytes);
	free(bytes);
}

static void tell(struct walk *w)
{
	static const char *const told[] = {
		"\x1b[I",
		"\x1b[O",
		"\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
		"\x1b]11;rgb:0000/0000/0000\x1b\\",
		"\x1b[?2026;2$y",
		"\x1b[?2026;0$y",
	};

	type(w, PICK(w, told));
}

static void resize(struct walk *w)
{
	static const struct {
		int rows, cols;
	} sizes[] = {
		{ 24, 80 }, { 24, 80 }, { 12, 60 }, { 10, 40 }, { 3, 10 }, { 30, 100 },
		{ 1, 2 },   { 2, 7 },   { 5, 200 }, { 8, 56 },  { 4, 3 },  { 24, 79 },
	};
	uint32_t i = roll(w, COUNT(sizes));

	console_set_size(&w->stage->console, sizes[i].rows, sizes[i].cols);
	raise(SIGWINCH);
}

static void hear(struct walk *w)
{
	static const char *const names[] = {
		"bob", "bob", "小明", "Борис", "ann", "שרה", "a name that is longer than most"
	};
	struct buf json = { 0 };

	for (uint32_t i = 1 + roll(w, 4); i; i--) {
		if (roll(w, 3))
			buf_append_string(&json, PICK(w, words));
		else
			hostile_case(&json, roll(w, HOSTILE_TEXTS));
		stage_hears(w->stage, PICK(w, names), buf_string(&json));
		buf_clear(&json);
	}
	buf_free(&json);
}

static void come_and_go(struct walk *w)
{
	struct buf json = { 0 };

	buf_append_string(&json, "{\"type\":\"userlist\",\"users\":[\"ann\"");
	for (uint32_t i = roll(w, 3) ? roll(w, 5) : roll(w, 300); i; i--)
		buf_format(&json, ",\"user %u%s\"", roll(w, 1000),
			   roll(w, 9) ? "" : " 漢字漢字漢字漢字");
	buf_append_string(&json, "]}");
	stage_receive(w->stage, buf_string(&json));
	buf_free(&json);
}

static void hear_hostile(struct walk *w)
{
	struct buf json = { 0 };

	hostile_case(&json, roll(w, HOSTILE_TEXTS));
	hostile_everywhere(w->stage->session, buf_string(&json), loop_moment(w->stage->loop));
	buf_free(&json);
}

static void lose_connection(struct walk *w)
{
	struct session *session = w->stage->session;
	struct moment now = loop_moment(w->stage->loop);

	session_closed(session, 1006, "", false, 0, now);
	session_waiting(session, 1000 + roll(w, 5000), 1, now);
	if (!roll(w, 3))
		return;
	session_connecting(session, "ws://localhost:6502/", 2, now);
	if (!roll(w, 3))
		return;
	session_opened(session, "json", "", now);
	stage_receive(w->stage, "{\"type\":\"id\",\"id\":" STAGE_ID "}");
}

static void see_frames(struct walk *w)
{
	struct websocket_event e = { .event = WEBSOCKET_EVENT_FRAME };

	for (uint32_t i = roll(w, 40); i; i--) {
		const char *bytes = roll(w, 4) ? PICK(w, words)
					       : "{\"type\":\"message\",\"id\":[1,2]}";

		e.bytes = (const uint8_t *)bytes;
		e.n = strlen(bytes);
		e.frame = (struct websocket_frame){ .outgoing = roll(w, 2),
						    .fin = true,
						    .opcode = roll(w, 5) ? 1 : 9,
						    .length = e.n };
		frames_add(w->stage->frames, loop_moment(w->stage->loop).wall, &e);
	}
}

/* As the client does it. */
static void configure(struct walk *w)
{
	static const char *const names[] = { "theme", "color", "hyperlinks", "mouse",
					     "mouse", "bell",  "notify",     "title",
					     "emoji", "bidi",  "sort-users", "history" };
	static const char *const values[] = { "yes",  "no",   "auto", "always", "never",   "light",
					      "dark", "mono", "all",  "osc9",   "contrast" };
	struct stage *s = w->stage;
	enum options_effect effect;
	struct error error;

	if (options_change(&s->options, PICK(w, names), PICK(w, values), &effect, &error))
		s->front.configure(s->front.self, &error);
}

static void command(struct walk *w)
{
	static const char *const lines[] = {
		"/search l", "/search",   "/help",     "/help nick", "/users",  "/clear",
		"/frames",   "/url",      "/url 1",    "/copy",      "/copy 2", "/copy url",
		"/nonsense", "/me waves", "/nick eve", "hi",
	};

	type(w, PICK(w, lines));
	type(w, "\r");
}

static void wait(struct walk *w)
{
	stage_clock += roll(w, 4) ? roll(w, 120) : roll(w, 5000);
}

static const struct {
	void (*act)(struct walk *);
	int weight;
} deeds[] = {
	{ press, 30 },          { write_words, 4 }, { paste, 4 },
	{ use_mouse, 10 },      { tell, 4 },        { resize, 6 },
	{ hear, 12 },           { come_and_go, 3 }, { hear_hostile, 1 },
	{ lose_connection, 1 }, { see_frames, 2 },  { configure, 4 },
	{ command, 6 },         { wait, 4 },
};

static void act(struct walk *w)
{
	int left = 0;
	size_t at = 0;

	for (size_t i = 0; i < COUNT(deeds); i++)
		left += deeds[i].weight;
	for (left = (int)roll(w, (size_t)left); left >= deeds[at].weight; at++)
		left -= deeds[at].weight;
	deeds[at].act(w);
}

/* What must be. */

struct picture {
	int rows, cols;
	VTermScreenCell *cells;
	VTermPos cursor;
};

static struct picture take_picture(const struct stage *s)
{
	struct picture p = { 0 };
	int count;

	vterm_get_size(s->console.vterm, &p.rows, &p.cols);
	count = p.rows * p.cols;
	p.cells = mem_new((size_t)count, sizeof *p.cells);
	for (int i = 0; i < count; i++)
		vterm_screen_get_cell(s->console.screen, (VTermPos){ i / p.cols, i % p.cols },
				      &p.cells[i]);
	p.cursor = console_cursor(&s->console);
	return p;
}

static bool has_input(const struct stage *s)
{
	struct pollfd p = { s->console.slave, POLLIN, 0 };

	return poll(&p, 1, 0) == 1 || term_timeout(s->screen->term) >= 0;
}

static bool has_output(struct stage *s)
{
	return console_pump(&s->console) || (s->screen->dirty && !s->screen->bare) ||
	       !term_writable(s->screen->term);
}

/* All that is there to be done and drawn, is. */
static void settle(struct walk *w, unsigned pace)
{
	struct stage *s = w->stage;

	do {
		stage_clock += pace;
		stage_run(s, 0);
	} while (has_output(s) || has_input(s));
	buf_clear(&s->console.raw);
}

static void draw_anew(struct walk *w)
{
	struct screen *s = w->stage->screen;

	grid_resize(&s->grid, s->grid.rows, s->grid.cols);
	term_redraw(s->term);
	s->dirty = SCREEN_ALL;
	s->urgent = true;
	settle(w, 0);
}

static bool is_same_cell(VTermScreenCell a, VTermScreenCell b)
{
	if (a.chars[0] == (uint32_t)-1 || b.chars[0] == (uint32_t)-1)
		return a.chars[0] == b.chars[0]; /* the second half of a wide character */
	a.chars[0] = a.chars[0] ? a.chars[0] : ' ';
	b.chars[0] = b.chars[0] ? b.chars[0] : ' ';
	return !memcmp(a.chars, b.chars, sizeof a.chars) && a.width == b.width &&
	       !memcmp(&a.attrs, &b.attrs, sizeof a.attrs) && vterm_color_is_equal(&a.fg, &b.fg) &&
	       vterm_color_is_equal(&a.bg, &b.bg);
}

static void assert_same(const struct walk *w, const struct picture *was, const struct picture *is)
{
	ck_assert_int_eq(was->cursor.row, is->cursor.row);
	ck_assert_int_eq(was->cursor.col, is->cursor.col);
	for (int i = 0; i < is->rows * is->cols; i++)
		if (!is_same_cell(was->cells[i], is->cells[i]))
			ck_abort_msg("step %d, row %d column %d: U+%04X, not U+%04X", w->step,
				     i / is->cols, i % is->cols, was->cells[i].chars[0],
				     is->cells[i].chars[0]);
}

static bool is_covered(const struct screen *s)
{
	return s->mode == SCREEN_INSPECTING || s->mode == SCREEN_PASTING ||
	       complete_count(s->complete) > 1;
}

static void assert_border(const struct screen *s, const struct picture *p)
{
	struct grid_rect r = s->layout.border;

	for (int row = r.row; row < r.row + r.rows * r.cols && !is_covered(s); row++)
		ck_assert_uint_eq(p->cells[row * p->cols + r.col].chars[0], 0x2502);
}

static void assert_cursor(const struct screen *s, const struct picture *p)
{
	ck_assert_int_eq(p->cursor.row, s->grid.cursor_row);
	ck_assert_int_eq(p->cursor.col, s->grid.cursor_col);
}

static void check(struct walk *w)
{
	struct picture was, is;

	settle(w, 20);              /* the next frame is due */
	if (w->stage->screen->bare) /* what came since is not shown */
		return;
	was = take_picture(w->stage);
	ck_assert_int_eq(was.rows, term_rows(w->stage->screen->term));
	assert_border(w->stage->screen, &was);
	assert_cursor(w->stage->screen, &was);
	draw_anew(w);
	is = take_picture(w->stage);
	assert_same(w, &was, &is);
	free(was.cells);
	free(is.cells);
}

static void open_walk(struct walk *w, const char *type)
{
	unsetenv("DISPLAY");
	unsetenv("WAYLAND_DISPLAY");
	unsetenv("TMUX");
	setenv("BROWSER", "true", 1);
	stage_clock = 1000000;
	w->stage = stage_open(type, 24, 80);
}

/* Not with the descriptions of tmux and screen, which have no way to write into the last place of
 * all: where a wide character stands before it, curses moves half of that. */
START_TEST(a_random_walk_leaves_the_screen_whole)
{
	static const char *const types[] = { "xterm-256color", "linux", "vt100", "xterm-direct" };
	struct walk w = { .random = 31337u + (uint32_t)_i * 7919 };

	open_walk(&w, types[(size_t)_i % COUNT(types)]);
	for (w.step = 0; w.step < STEPS; w.step++) {
		for (uint32_t i = 1 + (roll(&w, 3) ? 0 : roll(&w, 4)); i; i--)
			act(&w);
		check(&w);
	}
	stage_close(w.stage);
	stage_clock = 0;
}
END_TEST

TESTING_MAIN("screen_walk", TESTING_LOOP(a_random_walk_leaves_the_screen_whole, WALKS))
