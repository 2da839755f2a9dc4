#include "screen.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "screen_bare.h"
#include "screen_complete.h"
#include "screen_mouse.h"
#include "screen_private.h"
#include "screen_theme.h"
#include "term_beside.h"
#include "words.h"

/* Draws come at most once in so many ms, but for what a key does. */
#define FRAME 17

#define HISTORY_LINES 1000

static uint64_t now(const struct screen *s)
{
	return loop_moment(s->loop).mono;
}

/* Events of the room. */

static void on_event(void *self, const struct event *e)
{
	struct screen *s = self;

	if (e->type == EVENT_MESSAGE && !e->own)
		screen_attention_hear(s, e);
	if (e->type != EVENT_MESSAGE && e->type != EVENT_SENT && e->type != EVENT_DELIVERED)
		s->dirty |= SCREEN_STATUS;
}

/* Input. */

/* The terminal is gone: there is nobody left. */
static void hang_up(struct screen *s)
{
	loop_unwatch(s->watch);
	s->watch = NULL;
	screen_wish(s, "/quit");
}

static void take(struct screen *s, const struct term_event *e)
{
	switch (e->type) {
	case TERM_KEY:
		attention_typed(&s->attention.attention, now(s));
		screen_key(s, e->key);
		break;
	case TERM_PASTE:
		screen_bare_leave(s);
		screen_paste(s, e->text, e->n);
		break;
	case TERM_RESIZE:
		s->dirty = SCREEN_ALL;
		if (s->bare)
			screen_bare_show(s);
		break;
	case TERM_FOCUS_IN:
	case TERM_FOCUS_OUT:
		screen_attention_focus(s, e->type == TERM_FOCUS_IN);
		return;
	case TERM_CLICK:
		screen_mouse_click(s, e->row, e->col);
		break;
	case TERM_WHEEL:
		screen_mouse_wheel(s, e->row, e->col, e->rows);
		break;
	case TERM_BACKGROUND:
		screen_theme_background(s);
		break;
	case TERM_EOF:
		hang_up(s);
		return;
	}
	s->urgent = true;
}

static void read_terminal(struct screen *s)
{
	struct term_event event;
	int timeout;

	if (!s->term)
		return;
	while (term_next(s->term, &event))
		take(s, &event);
	timeout = term_timeout(s->term);
	loop_timer_set(s->key_timer, timeout < 0 ? MOMENT_NEVER : now(s) + (uint64_t)timeout);
}

static void on_terminal(void *arg, short revents)
{
	struct screen *s = arg;

	if (revents & POLLOUT && s->term)
		term_flush(s->term);
	read_terminal(s);
}

static void on_key_timer(void *arg)
{
	read_terminal(arg);
}

/* What is due is done in the turn that the timer makes. */
static void on_turn_timer(void *arg)
{
	(void)arg;
}

static void on_second(void *arg)
{
	((struct screen *)arg)->dirty |= SCREEN_STATUS;
}

static void on_signal(void *arg, int number)
{
	struct screen *s = arg;

	if (!s->term)
		return;
	if (number == SIGTSTP)
		screen_suspend(s, false);
	else if (number == SIGCONT)
		term_resume(s->term);
	else
		term_resized(s->term);
	read_terminal(s);
}

struct buf *screen_message(struct screen *s)
{
	buf_clear(&s->message);
	s->dirty |= SCREEN_STATUS;
	return &s->message;
}

/* What the client is told. */

void screen_wish(struct screen *s, const char *line)
{
	s->wishes = mem_grow(s->wishes, &s->wish_room, s->wish_count + 1, sizeof *s->wishes);
	s->wishes[s->wish_count++] = mem_copy(line);
}

static bool on_next(void *self, struct command *command)
{
	struct screen *s = self;

	if (!s->wish_count)
		return false;
	free(s->given);
	s->given = s->wishes[0];
	memmove(s->wishes, s->wishes + 1, --s->wish_count * sizeof *s->wishes);
	command_parse(command, s->given, strlen(s->given));
	return true;
}

static bool is_drained(void *self)
{
	(void)self;
	return true;
}

static bool is_busy(void *self)
{
	(void)self;
	return false;
}

/* Drawing. */

static void look_at_name(struct screen *s)
{
	const char *name = session_name(s->session);

	if (s->seen.name && !strcmp(s->seen.name, name))
		return;
	mem_replace(&s->seen.name, name);
	s->dirty |= SCREEN_INPUT | SCREEN_USERS;
}

static void look_for_changes(struct screen *s)
{
	unsigned transcript = transcript_version(session_transcript(s->session));
	unsigned roster = roster_version(session_roster(s->session));
	enum session_state state = session_state(s->session);

	if (transcript != s->seen.transcript)
		s->dirty |= SCREEN_CHAT | (s->chat.scrolled ? SCREEN_STATUS : 0);
	if (roster != s->seen.roster)
		s->dirty |= SCREEN_USERS | SCREEN_STATUS;
	if (state != s->seen.state)
		s->dirty |= SCREEN_STATUS;
	if (s->mode == SCREEN_INSPECTING && s->frames.drawn != frames_end(s->frames.all))
		s->dirty |= SCREEN_CHAT;
	s->seen.transcript = transcript;
	s->seen.roster = roster;
	s->seen.state = state;
	look_at_name(s);
}

/* The countdown to the next try goes on at each of its full seconds. */
static void set_second_timer(struct screen *s)
{
	uint64_t until = session_retry_at(s->session), left = until - now(s);

	if (session_state(s->session) != SESSION_WAITING || until <= now(s))
		loop_timer_set(s->second_timer, MOMENT_NEVER);
	else
		loop_timer_set(s->second_timer, until - (left - 1) / 1000 * 1000);
}

static void draw_in_time(struct screen *s)
{
	uint64_t due = s->drawn_at + FRAME;

	if (!s->dirty || s->bare || !term_writable(s->term))
		return;
	if (!s->urgent && now(s) < due) {
		loop_timer_set(s->frame_timer, due);
		return;
	}
	screen_draw(s);
	s->drawn_at = now(s);
	s->urgent = false;
}

static void on_flush(void *self)
{
	struct screen *s = self;

	if (!s->term)
		return;
	look_for_changes(s);
	screen_keep_draft(s);
	draw_in_time(s);
	screen_attention_call(s);
	set_second_timer(s);
	if (s->watch)
		loop_watch_events(s->watch, term_writable(s->term) ? POLLIN : POLLIN | POLLOUT);
}

/* The end and the beginning. */

static void put_back(struct screen *s)
{
	loop_unwatch(s->watch);
	s->watch = NULL;
	term_close(s->term);
	s->term = NULL;
}

static void on_end(void *self, const struct error *error)
{
	put_back(self);
	if (error && error->code)
		words_complain("wschat", error);
}

static void tell_fallback(struct screen *s)
{
	const char *type = term_fallback(s->term);

	if (type)
		session_notice(s->session, EVENT_NOTICE_TERMINAL, type, loop_moment(s->loop));
}

static void watch_loop(struct screen *s)
{
	s->watch = loop_watch(s->loop, term_fd(s->term), POLLIN, on_terminal, s);
	s->key_timer = loop_timer(s->loop, on_key_timer, s);
	s->frame_timer = loop_timer(s->loop, on_turn_timer, s);
	s->second_timer = loop_timer(s->loop, on_second, s);
	s->attention.timer = loop_timer(s->loop, on_turn_timer, s);
	loop_on_signal(s->loop, SIGWINCH, on_signal, s);
	loop_on_signal(s->loop, SIGTSTP, on_signal, s);
	loop_on_signal(s->loop, SIGCONT, on_signal, s);
}

static void choose_order(struct screen *s)
{
	enum options_bidi bidi = s->options->bidi;

	if (!s->term)
		return;
	s->grid.ordered = bidi == OPTIONS_BIDI_YES ||
			  (bidi == OPTIONS_BIDI_AUTO && !term_reorders(s->term));
	term_order(s->term, s->grid.ordered);
}

static void choose_links(struct screen *s)
{
	enum options_color when = s->options->hyperlinks;

	term_set_links(s->term, when == OPTIONS_COLOR_AUTO     ? 0
				: when == OPTIONS_COLOR_ALWAYS ? 1
							       : -1);
	term_set_mouse(s->term, s->options->mouse);
}

/* Does what the options say, at the start and when the user has set one. */
static bool on_configure(void *self, struct error *error)
{
	struct screen *s = self;

	choose_order(s);
	s->grid.spelled = s->chat.spelled = !s->options->emoji;
	screen_keep_configure(s);
	if (s->term)
		choose_links(s);
	s->dirty = SCREEN_ALL;
	return screen_theme_apply(s, error);
}

struct screen *screen_new(struct loop *loop, struct session *session, const struct frames *frames,
			  const struct options *options, struct error *error)
{
	struct term *term = NULL;
	struct screen *s;

	if (screen_theme_check(options, error))
		term = term_open(&(struct term_config){ .color = -1 }, error);
	if (!term)
		return NULL;
	s = mem_new(1, sizeof *s);
	s->loop = loop;
	s->session = session;
	s->frames.all = frames;
	s->options = options;
	s->term = term;
	s->users.wanted = true;
	s->urgent = true;
	s->edit = edit_new();
	s->history = history_new(HISTORY_LINES);
	s->complete = complete_new(screen_complete_source, s);
	attention_typed(&s->attention.attention, now(s));
	watch_loop(s);
	screen_keep_open(s);
	tell_fallback(s);
	on_configure(s, NULL);
	return s;
}

static void free_wishes(struct screen *s)
{
	while (s->wish_count)
		free(s->wishes[--s->wish_count]);
	free(s->wishes);
	free(s->given);
}

void screen_free(struct screen *s)
{
	if (!s)
		return;
	put_back(s);
	screen_keep_close(s);
	loop_timer_free(s->key_timer);
	loop_timer_free(s->frame_timer);
	loop_timer_free(s->second_timer);
	loop_timer_free(s->attention.timer);
	screen_attention_free(&s->attention);
	screen_find_free(&s->find);
	screen_help_close(&s->help);
	screen_paste_free(&s->paste);
	screen_search_free(&s->search);
	framesview_free(&s->frames.view);
	chatview_free(&s->chat);
	usersview_free(&s->users.view);
	edit_free(s->edit);
	history_free(s->history);
	complete_free(s->complete);
	buf_free(&s->candidate);
	grid_free(&s->grid);
	buf_free(&s->message);
	free(s->seen.name);
	free_wishes(s);
	free(s);
}

struct front screen_front(struct screen *s)
{
	return (struct front){ s,          on_event, on_next, is_busy,
			       is_drained, on_flush, on_end,  on_configure };
}
