#include "testing.h"

#include "hostile_talk.h"
#include "screen_private.h"
#include "stage.h"
#include "term.h"
#include "term_beside.h"

/* The number of the case that is tried, for messages. */
static size_t tried;

/* What the screen asked the terminal when it began, and was answered, is done. */
static struct stage *open_stage(int rows, int cols)
{
	struct stage *s = stage_open("xterm-256color", rows, cols);
	char answers[100];

	term_set_links(s->screen->term, 1);
	while (vterm_output_read(s->console.vterm, answers, sizeof answers))
		continue;
	return s;
}

/* Draws at once, without the pause between two frames, until the terminal has it all. */
static void settle(struct stage *s)
{
	do {
		s->screen->urgent = true;
		stage_serve(s);
		term_flush(s->screen->term);
	} while (console_pump(&s->console) || s->screen->dirty || !term_writable(s->screen->term));
}

/* What the terminal was sent. */

static bool is_drawing(char final)
{
	return strchr("ABCDGHJKLMPSTX@dhlmr", final);
}

/* The modes of the cursor, of the last column, and of drawing in one go. */
static bool is_mode(const char *parameters)
{
	static const char *const modes[] = { "?25", "?12", "?12;25", "?7", "?2026" };

	for (size_t i = 0; i < COUNT(modes); i++)
		if (!strcmp(parameters, modes[i]))
			return true;
	return false;
}

static const char *audit_csi(const char *at, const char *end)
{
	const char *from = at;
	char *parameters;

	while (at < end && *at >= 0x20 && *at < 0x40)
		at++;
	ck_assert_msg(at < end && is_drawing(*at), "case %zu: CSI %.*s", tried,
		      (int)(at - from + 1), from);
	parameters = mem_copy_n(from, (size_t)(at - from));
	if (*at == 'h' || *at == 'l')
		ck_assert_msg(is_mode(parameters), "case %zu: mode %s%c", tried, parameters, *at);
	else
		ck_assert_msg(!strpbrk(parameters, "<=>?"), "case %zu: CSI %s%c", tried, parameters,
			      *at);
	free(parameters);
	return at + 1;
}

/* A link, of which every byte is a letter: what a peer wrote does not end it. */
static const char *audit_link(const char *at, const char *end)
{
	const char *from = at;

	while (at<end && * at> 0x20 && *at < 0x7f)
		at++;
	ck_assert_msg(!strncmp(from, "8;", 2) && end - at > 1 && at[0] == 0x1b && at[1] == '\\',
		      "case %zu: OSC %.*s", tried, (int)(at - from), from);
	return at + 2;
}

static const char *audit_escape(const char *at, const char *end)
{
	ck_assert(at < end);
	if (*at == '[')
		return audit_csi(at + 1, end);
	if (*at == ']')
		return audit_link(at + 1, end);
	if (*at == 'M')
		return at + 1; /* scrolls down */
	ck_assert_msg(*at == '(' && end - at > 1 && (at[1] == 'B' || at[1] == '0'),
		      "case %zu: ESC %c", tried, *at);
	return at + 2;
}

/* Letters, and how curses moves: nothing that any terminal could take for anything else. */
static void audit(struct stage *s)
{
	const char *at = buf_string(&s->console.raw), *end = at + buf_size(&s->console.raw);

	ck_assert(text_valid(at, (size_t)(end - at)));
	while (at < end) {
		uint32_t c;

		at += text_decode(at, (size_t)(end - at), &c);
		if (c == 0x1b)
			at = audit_escape(at, end);
		else if (hostile_is(c) && c != '\r' && c != '\n' && c != '\b')
			ck_abort_msg("case %zu: U+%04X", tried, c);
	}
	ck_assert_uint_eq(vterm_output_get_buffer_current(s->console.vterm), 0);
	buf_clear(&s->console.raw);
}

/* What the terminal shows. */

#define CELLS_MOST (24 * 80)

struct picture {
	int rows, cols;
	VTermScreenCell cells[CELLS_MOST];
	VTermPos cursor;
	struct layout layout;
};

static void take_picture(struct picture *p, const struct stage *s)
{
	memset(p, 0, sizeof *p);
	vterm_get_size(s->console.vterm, &p->rows, &p->cols);
	for (int i = 0; i < p->rows * p->cols; i++)
		vterm_screen_get_cell(s->console.screen, (VTermPos){ i / p->cols, i % p->cols },
				      &p->cells[i]);
	p->cursor = console_cursor(&s->console);
	p->layout = s->screen->layout;
}

static bool is_of_clock(uint32_t c)
{
	return !c || c == ' ' || c == ':' || (c >= '0' && c <= '9');
}

#define CLOCK_COLS 5

/* The clock may have gone on, and is told once a minute; what is erased is as good as a space. */
static bool is_same_cell(const struct picture *want, int i, const struct picture *got, int at)
{
	VTermScreenCell a = want->cells[i], b = got->cells[at];

	if (at % got->cols < CLOCK_COLS && is_of_clock(a.chars[0]) && is_of_clock(b.chars[0]))
		return true;
	a.chars[0] = a.chars[0] ? a.chars[0] : ' ';
	b.chars[0] = b.chars[0] ? b.chars[0] : ' ';
	return !memcmp(a.chars, b.chars, sizeof a.chars) && a.width == b.width &&
	       !memcmp(&a.attrs, &b.attrs, sizeof a.attrs) && vterm_color_is_equal(&a.fg, &b.fg) &&
	       vterm_color_is_equal(&a.bg, &b.bg);
}

static bool is_in(struct grid_rect r, int row, int col)
{
	return row >= r.row && row < r.row + r.rows && col >= r.col && col < r.col + r.cols;
}

/* Where the peer's own text stands, and nothing else. */
struct mask {
	struct grid_rect chat, name;
};

static void assert_same(const struct picture *want, const struct picture *got,
			const struct mask *mask)
{
	ck_assert_mem_eq(&got->layout, &want->layout, sizeof want->layout);
	ck_assert_int_eq(got->cursor.row, want->cursor.row);
	ck_assert_int_eq(got->cursor.col, want->cursor.col);
	for (int i = 0; i < want->rows * want->cols; i++) {
		int row = i / want->cols, col = i % want->cols;

		if (!is_in(mask->chat, row, col) && !is_in(mask->name, row, col) &&
		    !is_same_cell(want, i, got, i))
			ck_abort_msg("case %zu, row %d column %d: U+%04X, not U+%04X", tried, row,
				     col, got->cells[i].chars[0], want->cells[i].chars[0]);
	}
}

static const struct {
	int rows, cols;
} sizes[] = { { 24, 80 }, { 10, 40 }, { 3, 10 } };

/* Every place that a peer's words get to. */

static void show_everywhere(struct stage *s, const char *json, struct picture *p)
{
	transcript_clear(session_transcript(s->session));
	hostile_everywhere(s->session, json, loop_moment(s->loop));
	stage_hears(s, "bob", "the end");
	settle(s);
	take_picture(p, s);
}

/* All but the last line of the conversation, and of the users the second. */
static struct mask mask_everywhere(const struct layout *l)
{
	struct mask mask = { l->chat, l->users };

	mask.chat.rows--;
	mask.name.row += 2;
	mask.name.rows = 1;
	return mask;
}

START_TEST(no_case_changes_a_cell_of_another)
{
	struct stage *s = open_stage(sizes[_i].rows, sizes[_i].cols);
	static struct picture want, got;
	struct buf json = { 0 };
	struct mask mask;

	show_everywhere(s, "harmless", &want);
	mask = mask_everywhere(&want.layout);
	buf_clear(&s->console.raw);
	for (size_t at = 0; hostile_case(&json, at); at++) {
		tried = at;
		show_everywhere(s, buf_string(&json), &got);
		assert_same(&want, &got, &mask);
		audit(s);
	}
	ck_assert_uint_ge(tried, 200);
	buf_free(&json);
	stage_close(s);
}
END_TEST

/* A text stands in its column, between the lines before and after it. */

static void show_between(struct stage *s, const char *json, struct picture *p)
{
	transcript_clear(session_transcript(s->session));
	stage_hears(s, "bob", "before");
	stage_hears(s, "bob", json);
	stage_hears(s, "bob", "after");
	settle(s);
	take_picture(p, s);
}

static bool is_same_row(const struct picture *want, int row, const struct picture *got, int at,
			int cols)
{
	for (int col = 0; col < cols; col++)
		if (!is_same_cell(want, row * want->cols + col, got, at * got->cols + col))
			return false;
	return true;
}

/* Where the rows of a text begin that follow its first. */
static int column_of_text(struct stage *s)
{
	static struct picture p;
	int col = 0;

	show_between(s,
		     "a text that is too long for one row of any terminal that is tried here, "
		     "eighty columns included",
		     &p);
	while (p.cells[(p.layout.chat.rows - 2) * p.cols + col].chars[0] <= ' ')
		col++;
	return col;
}

/* The columns before the text of a row. */
static int column_behind_name(const struct picture *p, int row)
{
	int col = 0;

	while (p->cells[row * p->cols + col].chars[0] != '>')
		col++;
	return col + 1;
}

/* From below: rows that go on begin blank, then the first, and above it what was there before. */
static void assert_between(const struct picture *want, const struct picture *got, int column)
{
	int cols = want->layout.chat.cols, last = want->layout.chat.rows - 1, row = last - 1;
	int head = column_behind_name(want, row);

	ck_assert_msg(is_same_row(want, last, got, last, cols), "case %zu: after", tried);
	while (row > 0 && !is_same_row(want, last - 1, got, row, head)) {
		ck_assert_msg(is_same_row(want, 0, got, row, column), "case %zu: row %d", tried,
			      row);
		row--;
	}
	if (row > 0)
		ck_assert_msg(is_same_row(want, last - 2, got, row - 1, cols), "case %zu: before",
			      tried);
}

START_TEST(a_text_stays_in_its_column)
{
	struct stage *s = open_stage(sizes[_i].rows, sizes[_i].cols);
	static struct picture want, got;
	struct buf json = { 0 };
	int column = column_of_text(s);

	show_between(s, "x", &want);
	for (tried = 0; hostile_case(&json, tried); tried++) {
		show_between(s, buf_string(&json), &got);
		assert_between(&want, &got, column);
	}
	buf_free(&json);
	stage_close(s);
}
END_TEST

/* Our own name, as a server may give it to us. */

static void be_called(struct stage *s, const char *json)
{
	char *name = mem_format("{\"type\":\"username\",\"id\":" STAGE_ID ",\"name\":\"%s\"}",
				json);

	stage_receive(s, name);
	free(name);
	transcript_clear(session_transcript(s->session));
	settle(s);
}

static uint32_t character_at(const struct stage *s, int row, int col)
{
	VTermScreenCell cell;

	vterm_screen_get_cell(s->console.screen, (VTermPos){ row, col }, &cell);
	return cell.chars[0];
}

START_TEST(the_cursor_stands_behind_any_name)
{
	struct stage *s = open_stage(sizes[_i].rows, sizes[_i].cols);
	int last = sizes[_i].rows - 1;
	static struct picture want, got;
	struct buf json = { 0 };
	struct mask mask;

	be_called(s, "harmless");
	take_picture(&want, s);
	mask = (struct mask){ want.layout.input, want.layout.users };
	buf_clear(&s->console.raw);
	for (tried = 0; hostile_case(&json, tried); tried++) {
		be_called(s, buf_string(&json));
		take_picture(&got, s);
		ck_assert_int_eq(got.cursor.row, last);
		ck_assert_int_ge(got.cursor.col, 2);
		ck_assert_msg(character_at(s, last, got.cursor.col - 2) == '>', "case %zu", tried);
		want.cursor = got.cursor;
		assert_same(&want, &got, &mask);
		audit(s);
	}
	buf_free(&json);
	stage_close(s);
}
END_TEST

/* What somebody pasted without having looked at it: several lines are shown and asked about before
 * they come into the line. */

static void look_at_paste(struct stage *s)
{
	settle(s);
	audit(s);
	ck_assert_int_ge(console_cursor(&s->console).row, s->screen->layout.chat.rows);
}

START_TEST(a_paste_stays_in_the_input_line)
{
	struct stage *s = open_stage(sizes[_i].rows, sizes[_i].cols);
	struct buf json = { 0 };

	buf_clear(&s->console.raw);
	for (tried = 0; hostile_case(&json, tried); tried++) {
		char *bytes = hostile_decode(buf_string(&json));

		screen_paste(s->screen, bytes, strlen(bytes));
		look_at_paste(s);
		if (s->screen->mode != SCREEN_TYPING) {
			screen_key(s->screen, (struct key){ .code = KEY_NAME_TAB });
			ck_assert_int_eq(s->screen->mode, SCREEN_TYPING);
			look_at_paste(s);
		}
		edit_reset(s->screen->edit);
		free(bytes);
	}
	buf_free(&json);
	stage_close(s);
}
END_TEST

TESTING_MAIN("hostile", TESTING_LOOP(no_case_changes_a_cell_of_another, COUNT(sizes)),
	     TESTING_LOOP(a_text_stays_in_its_column, 2),
	     TESTING_LOOP(the_cursor_stands_behind_any_name, COUNT(sizes)),
	     TESTING_LOOP(a_paste_stays_in_the_input_line, COUNT(sizes)))
