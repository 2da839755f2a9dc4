#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "intl.h"
#include "mem.h"
#include "screen_bare.h"
#include "screen_complete.h"
#include "screen_links.h"
#include "screen_private.h"
#include "session_user.h"

static void set_line(struct screen *s, const char *line)
{
	if (line)
		edit_set(s->edit, line, strlen(line));
	s->dirty |= SCREEN_INPUT;
}

/* What the screen answers by itself. */

static void close_help(struct screen *s)
{
	screen_help_close(&s->help);
	s->users.over = false;
	s->dirty |= SCREEN_CHAT | SCREEN_STATUS;
}

static void open_help(struct screen *s, const char *argument, size_t n)
{
	char *command = n ? mem_copy_n(argument, n) : NULL;

	if (command && command_find(argument, n) == COMMAND_UNKNOWN)
		session_notice(s->session, EVENT_NOTICE_UNKNOWN_COMMAND, command,
			       loop_moment(s->loop));
	else
		screen_help_open(&s->help, command);
	s->users.over = false;
	free(command);
	s->dirty |= SCREEN_CHAT | SCREEN_STATUS;
}

static bool answer(struct screen *s, const struct command *c)
{
	switch (c->type) {
	case COMMAND_NOTHING:
		return true;
	case COMMAND_HELP:
		open_help(s, c->argument, c->n);
		return true;
	case COMMAND_USERS:
		screen_users_tell(s);
		return true;
	case COMMAND_FRAMES:
		screen_frames_open(s);
		return true;
	case COMMAND_URL:
		screen_links_url(s, c);
		return true;
	case COMMAND_COPY:
		screen_links_copy(s, c);
		return true;
	case COMMAND_SEARCH:
		screen_find_open(s, c->argument, c->n);
		return true;
	case COMMAND_CLEAR:
		transcript_clear(session_transcript(s->session));
		chatview_bottom(&s->chat);
		return true;
	default:
		return false;
	}
}

/* What is too long stays to be shortened. */
static bool refuse(struct screen *s, const struct command *c)
{
	long left = c->type == COMMAND_SAY ? session_text_left(s->session, c->argument) : 0;
	unsigned long over = left < 0 ? (unsigned long)-left : 0;

	if (!over)
		return false;
	buf_format(screen_message(s),
		   ngettext("%lu byte too long to be sent; shorten it, or send it in parts",
			    "%lu bytes too long to be sent; shorten it, or send it in parts", over),
		   over);
	s->dirty |= SCREEN_INPUT;
	return true;
}

void screen_send(struct screen *s)
{
	const char *line = edit_text(s->edit);
	struct command command;

	command_parse(&command, line, edit_size(s->edit));
	if (refuse(s, &command))
		return;
	if (command.type != COMMAND_NOTHING) {
		screen_keep_line(s, line);
		chatview_bottom(&s->chat);
		close_help(s);
	}
	if (command.type == COMMAND_SAY)
		chatview_answered(&s->chat);
	if (!answer(s, &command))
		screen_wish(s, line);
	edit_reset(s->edit);
	s->dirty |= SCREEN_INPUT | SCREEN_CHAT | SCREEN_STATUS;
}

/* Moving about. */

void screen_scroll(struct screen *s, int rows)
{
	struct chatview_words words = screen_words();

	if (s->help.open)
		screen_help_scroll(&s->help, rows);
	else if (screen_users_cover(s))
		screen_users_scroll(s, rows);
	else
		chatview_scroll(&s->chat, s->layout.chat, session_transcript(s->session), &words,
				rows);
	s->dirty |= SCREEN_CHAT | SCREEN_STATUS;
}

static int page(const struct screen *s)
{
	int rows = s->layout.chat.rows;

	if (screen_users_cover(s))
		return screen_users_page(s);
	if (!s->help.open)
		return chatview_page(s->layout.chat);
	return rows > 2 ? rows - 1 : 1;
}

static void scroll_to_end(struct screen *s, bool top)
{
	struct chatview_words words = screen_words();

	if (s->help.open)
		screen_help_scroll(&s->help, top ? -SCREEN_HELP_END : SCREEN_HELP_END);
	else if (screen_users_cover(s))
		screen_users_scroll(s, top ? -USERSVIEW_END : USERSVIEW_END);
	else if (top)
		chatview_top(&s->chat, s->layout.chat, session_transcript(s->session), &words);
	else
		chatview_bottom(&s->chat);
	s->dirty |= SCREEN_CHAT | SCREEN_STATUS;
}

/* Up and down move over a page in place of the conversation, within a text of several lines, and
 * beyond its edges through the history. */
static void recall(struct screen *s, bool older)
{
	if (s->help.open || screen_users_cover(s))
		screen_scroll(s, older ? -1 : 1);
	else if (edit_do(s->edit, older ? EDIT_UP : EDIT_DOWN))
		s->dirty |= SCREEN_INPUT;
	else
		set_line(s, older ? history_older(s->history, edit_text(s->edit))
				  : history_newer(s->history));
}

/* Leaving. */

static void ask_to_quit(struct screen *s)
{
	s->mode = SCREEN_ASKING;
	s->dirty |= SCREEN_STATUS;
}

/* The first letter of the word for yes in the user's language, or y. */
static bool is_yes(struct key key)
{
	/* TRANSLATORS: The lower-case letter that answers "Quit? y/n" with yes. */
	const char *yes = _("y");
	uint32_t letter;

	text_decode(yes, strlen(yes), &letter);
	return key.code == letter || key.code == 'y' || key.code == 'Y';
}

static void answer_quit(struct screen *s, struct key key, struct keymap_result r)
{
	s->mode = SCREEN_TYPING;
	if (is_yes(key) || r.action == KEYMAP_CANCEL || r.action == KEYMAP_DELETE_OR_QUIT)
		screen_wish(s, "/quit");
	s->dirty |= SCREEN_STATUS;
}

static void cancel(struct screen *s)
{
	if (edit_size(s->edit))
		edit_do(s->edit, EDIT_CLEAR);
	else if (s->help.open || screen_users_cover(s))
		close_help(s);
	else
		ask_to_quit(s);
	s->dirty |= SCREEN_INPUT;
}

void screen_suspend(struct screen *s, bool whole_group)
{
	struct sigaction old, stop = { .sa_handler = SIG_DFL };

	term_suspend(s->term);
	sigaction(SIGTSTP, &stop, &old);
	/* A shell that has no job control would leave us stopped for ever: then nothing stops. */
	if (whole_group)
		kill(0, SIGTSTP);
	else
		raise(SIGTSTP);
	sigaction(SIGTSTP, &old, NULL);
	term_resume(s->term);
	s->dirty |= SCREEN_ALL;
}

static void delete_or_quit(struct screen *s)
{
	if (!edit_size(s->edit))
		screen_wish(s, "/quit");
	else if (edit_do(s->edit, EDIT_DELETE_NEXT))
		s->dirty |= SCREEN_INPUT;
}

static void toggle_help(struct screen *s)
{
	if (s->help.open)
		close_help(s);
	else
		open_help(s, NULL, 0);
}

static void insert_key(struct screen *s, uint32_t character)
{
	char bytes[4];

	edit_insert(s->edit, bytes, text_encode(bytes, character));
	s->dirty |= SCREEN_INPUT;
}

/* What a key does, by its action. */

static void insert_newline(struct screen *s)
{
	insert_key(s, '\n');
}

static void recall_older(struct screen *s)
{
	recall(s, true);
}

static void recall_newer(struct screen *s)
{
	recall(s, false);
}

static void find(struct screen *s)
{
	screen_find_open(s, "", 0);
}

static void begin_quote(struct screen *s)
{
	s->quoting = true;
}

static void page_up(struct screen *s)
{
	screen_scroll(s, -page(s));
}

static void page_down(struct screen *s)
{
	screen_scroll(s, page(s));
}

static void go_to_top(struct screen *s)
{
	scroll_to_end(s, true);
}

static void go_to_bottom(struct screen *s)
{
	scroll_to_end(s, false);
}

static void users_up(struct screen *s)
{
	screen_users_scroll(s, -screen_users_page(s));
}

static void users_down(struct screen *s)
{
	screen_users_scroll(s, screen_users_page(s));
}

static void users_top(struct screen *s)
{
	screen_users_scroll(s, -USERSVIEW_END);
}

static void users_bottom(struct screen *s)
{
	screen_users_scroll(s, USERSVIEW_END);
}

static void redraw(struct screen *s)
{
	term_redraw(s->term);
	s->dirty |= SCREEN_ALL;
}

static void suspend(struct screen *s)
{
	screen_suspend(s, true);
}

static void (*const actions[])(struct screen *) = {
	[KEYMAP_SEND] = screen_send,
	[KEYMAP_NEWLINE] = insert_newline,
	[KEYMAP_OLDER] = recall_older,
	[KEYMAP_NEWER] = recall_newer,
	[KEYMAP_SEARCH_HISTORY] = screen_search_open,
	[KEYMAP_FIND] = find,
	[KEYMAP_QUOTE] = begin_quote,
	[KEYMAP_PAGE_UP] = page_up,
	[KEYMAP_PAGE_DOWN] = page_down,
	[KEYMAP_TOP] = go_to_top,
	[KEYMAP_BOTTOM] = go_to_bottom,
	[KEYMAP_HELP] = toggle_help,
	[KEYMAP_USERS] = screen_users_toggle,
	[KEYMAP_USERS_UP] = users_up,
	[KEYMAP_USERS_DOWN] = users_down,
	[KEYMAP_USERS_TOP] = users_top,
	[KEYMAP_USERS_BOTTOM] = users_bottom,
	[KEYMAP_FRAMES] = screen_frames_open,
	[KEYMAP_BARE] = screen_bare_show,
	[KEYMAP_REDRAW] = redraw,
	[KEYMAP_SUSPEND] = suspend,
	[KEYMAP_CANCEL] = cancel,
	[KEYMAP_ESCAPE] = close_help,
	[KEYMAP_DELETE_OR_QUIT] = delete_or_quit,
};

static void act(struct screen *s, struct key key, struct keymap_result r)
{
	if (r.action == KEYMAP_INSERT)
		insert_key(s, key.code);
	else if (r.action == KEYMAP_EDIT && edit_do(s->edit, r.verb))
		s->dirty |= SCREEN_INPUT;
	else if (actions[r.action])
		actions[r.action](s);
}

/* A control character is inserted as its picture: nobody would be shown itself. */
static void quote(struct screen *s, struct key key)
{
	s->quoting = false;
	if (key.code == KEY_NAME_ENTER || key.code == '\n')
		insert_key(s, '\n');
	else if (key.code == KEY_NAME_TAB)
		insert_key(s, '\t');
	else if (key.code < KEY_NAME_FIRST)
		insert_key(s, key.code < ' ' ? 0x2400 + key.code : key.code);
}

void screen_key(struct screen *s, struct key key)
{
	struct keymap_result r = keymap_find(key);

	if (screen_bare_key(s, r.action))
		return;
	if (buf_size(&s->message)) {
		buf_clear(&s->message);
		s->dirty |= SCREEN_STATUS;
	}
	if (s->quoting)
		quote(s, key);
	else if (s->mode == SCREEN_ASKING)
		answer_quit(s, key, r);
	else if (s->mode == SCREEN_INSPECTING && screen_frames_key(s, key, r))
		return;
	else if (screen_paste_key(s, r.action) || (s->find.open && screen_find_key(s, key, r)) ||
		 (s->mode == SCREEN_SEARCHING && screen_search_key(s, key, r)))
		;
	else if (screen_complete_key(s, r.action))
		return;
	else
		act(s, key, r);
	screen_complete_end(s);
}
