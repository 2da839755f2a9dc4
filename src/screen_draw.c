#include "screen_draw.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "inputview.h"
#include "intl.h"
#include "screen_complete.h"
#include "screen_private.h"
#include "session_user.h"
#include "statusview.h"
#include "words.h"

/* Cells of a name in the prompt. */
#define PROMPT_NAME 20

static void notice(struct buf *out, const struct transcript_line *line)
{
	if (line->type == EVENT_USERLIST)
		buf_format(out, ngettext("%u here: %s", "%u here: %s", line->number), line->number,
			   transcript_text(line));
	else
		words_notice(out, line);
}

struct chatview_words screen_words(void)
{
	struct chatview_words words = words_chatview();

	words.notice = notice;
	return words;
}

static void append_clean(struct buf *out, const char *s)
{
	text_clean(out, s, strlen(s), TEXT_ONE_LINE);
}

static void word_prompt(struct buf *out, const struct screen *s)
{
	if (s->find.open) {
		/* TRANSLATORS: What is searched in the conversation is typed behind it. */
		buf_append_string(out, _("Find: "));
		return;
	}
	append_clean(out, session_name(s->session));
	buf_truncate(out, text_fit(buf_string(out), buf_size(out), PROMPT_NAME, NULL));
	buf_append_string(out, "> ");
}

static const struct edit *line_of(const struct screen *s)
{
	if (s->find.open)
		return s->find.needle;
	return s->mode == SCREEN_SEARCHING ? s->search.found : s->edit;
}

/* Questions and messages stand before the state of the connection. */
static void word_left(struct buf *out, struct screen *s)
{
	if (s->mode == SCREEN_ASKING) {
		/* TRANSLATORS: At most 10 columns. The letter for yes is translated apart. */
		buf_append_string(out, _("Quit? y/n"));
	} else if (s->mode == SCREEN_SEARCHING) {
		screen_search_word(out, s);
	} else if (s->find.open) {
		screen_find_word(out, s);
	} else if (s->mode == SCREEN_PASTING) {
		screen_paste_word(out, s);
	} else if (buf_size(&s->message)) {
		buf_append(out, buf_bytes(&s->message), buf_size(&s->message));
	} else {
		words_state(out, s->session, loop_moment(s->loop).mono);
		buf_append_string(out, "  ");
		append_clean(out, session_url(s->session));
	}
}

/* How long the line may yet become. */
static void word_left_bytes(struct buf *out, long left)
{
	unsigned long bytes = (unsigned long)labs(left);

	if (left < 0)
		buf_format(out, ngettext("%lu byte too long", "%lu bytes too long", bytes), bytes);
	else
		buf_format(out, ngettext("%lu byte left", "%lu bytes left", bytes), bytes);
}

static bool is_trouble(const struct screen *s)
{
	enum session_state state = session_state(s->session);

	return s->mode == SCREEN_ASKING || state == SESSION_OFFLINE || state == SESSION_WAITING;
}

/* What was found is worth more than what is searched. */
static bool is_asking(const struct screen *s)
{
	if (s->mode == SCREEN_SEARCHING)
		return s->search.missed || !edit_size(s->search.found);
	if (s->find.open)
		return s->find.result != SCREEN_FIND_FOUND;
	return s->mode != SCREEN_TYPING || buf_size(&s->message);
}

/* What matters most stands alone where there is little room. */
static void word_right(struct buf *out, const struct screen *s)
{
	unsigned long below = (unsigned long)s->chat.below;
	long left = session_text_left(s->session, edit_text(s->edit));

	if (is_asking(s) || screen_find_is_short(s))
		return;
	if (left != LONG_MAX) {
		word_left_bytes(out, left);
		return;
	}
	if (screen_users_cover(s))
		return;
	if (s->chat.scrolled && !s->help.open)
		buf_format(out, ngettext("%lu line below", "%lu lines below", below), below);
	else if (!s->layout.users.cols && !is_trouble(s))
		screen_users_word(out, s);
}

/* What is typed goes to the question, and so does the cursor, which screen readers follow. */
static void place_cursor(struct screen *s, struct grid_rect rect, int col)
{
	if (s->mode == SCREEN_TYPING)
		return;
	s->grid.cursor_row = rect.row;
	s->grid.cursor_col = rect.col + (col < rect.cols ? col : rect.cols - 1);
}

/* For who sees the program for the first time; it takes no room from anything. */
static void word_hint(struct buf *out, const struct screen *s, struct buf *left)
{
	const char *hint = _("F1: help");

	if (s->mode == SCREEN_TYPING && !s->find.open && !s->help.open && !is_asking(s) &&
	    text_width(buf_string(left), buf_size(left)) + text_width(hint, strlen(hint)) + 2 <=
		    s->layout.status.cols)
		buf_append_string(out, hint);
}

/* In the smallest terminals a question takes the place of the input line. */
static void draw_status(struct screen *s)
{
	struct grid_rect rect = s->layout.status;
	struct buf left = { 0 }, right = { 0 };
	int col;

	if (!rect.rows && is_asking(s))
		rect = s->layout.input;
	if (rect.rows) {
		word_left(&left, s);
		word_right(&right, s);
		if (!buf_size(&right))
			word_hint(&right, s, &left);
		col = statusview_draw(&s->grid, rect,
				      &(struct statusview){ buf_string(&left), buf_string(&right),
							    is_trouble(s) });
		place_cursor(s, rect, col);
	}
	buf_free(&left);
	buf_free(&right);
}

static void draw_chat(struct screen *s)
{
	const struct chatview_words words = screen_words();

	if (s->help.open)
		screen_help_draw(&s->help, &s->grid, s->layout.chat);
	else if (!screen_users_cover(s))
		chatview_draw(&s->chat, &s->grid, s->layout.chat, session_transcript(s->session),
			      &words);
}

/* A pane that has another place makes all of them to be drawn anew. */
static void lay_out(struct screen *s, const char *prompt)
{
	struct layout layout = { 0 };
	int rows = term_rows(s->term), cols = term_cols(s->term);
	bool resized = rows != s->grid.rows || cols != s->grid.cols;

	if (s->dirty & SCREEN_USERS)
		screen_users_measure(s, cols);
	layout_compute(&layout, rows, cols, inputview_rows(line_of(s), prompt, cols),
		       s->users.width, s->users.wanted);
	if (!resized && !memcmp(&layout, &s->layout, sizeof layout))
		return;
	s->layout = layout;
	s->dirty = SCREEN_ALL;
	grid_resize(&s->grid, rows, cols);
	if (resized)
		screen_find_show(s);
}

/* Without a status line the prompt tells trouble. */
static void draw_input(struct screen *s, const char *prompt)
{
	inputview_draw(&s->grid, s->layout.input, line_of(s), prompt);
	if (!s->layout.status.rows && is_trouble(s))
		grid_restyle(&s->grid, s->layout.input, 0, 0, 1, GRID_STATUS_WARN);
}

static void draw_panes(struct screen *s, const char *prompt)
{
	if (s->dirty & SCREEN_CHAT)
		draw_chat(s);
	if (s->dirty & SCREEN_USERS)
		screen_users_draw(s);
	if (s->dirty & (SCREEN_INPUT | SCREEN_STATUS)) /* one of the two has the cursor */
		s->dirty |= SCREEN_INPUT | SCREEN_STATUS;
	if (s->dirty & SCREEN_INPUT || !s->layout.status.rows)
		draw_input(s, prompt);
	if (s->dirty & SCREEN_STATUS || !s->layout.status.rows)
		draw_status(s);
	screen_complete_draw(s);
	screen_paste_draw(s);
}

void screen_draw(struct screen *s)
{
	struct buf prompt = { 0 };

	word_prompt(&prompt, s);
	lay_out(s, buf_string(&prompt));
	if (s->mode == SCREEN_INSPECTING)
		screen_frames_draw(s);
	else
		draw_panes(s, buf_string(&prompt));
	term_draw(s->term, &s->grid);
	s->dirty = 0;
	buf_free(&prompt);
}
