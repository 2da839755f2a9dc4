#include "screen_complete.h"

#include <string.h>

#include "options_change.h"
#include "popupview.h"
#include "screen_private.h"
#include "session_user.h"
#include "themes.h"

/* Who spoke in so many lines is thought of before the others. */
#define RECENT 100

/* Who else spoke so many lines back, and is still here; NULL for nobody. */
static const char *find_speaker(const struct screen *s, size_t back)
{
	const struct transcript *transcript = session_transcript(s->session);
	uint64_t first = transcript_first(transcript), end = transcript_end(transcript);
	const struct transcript_line *line;

	if (back >= end - first)
		return NULL;
	line = transcript_at(transcript, end - 1 - back);
	if (line->type != EVENT_MESSAGE || line->own ||
	    !roster_has(session_roster(s->session), transcript_name(line)))
		return NULL;
	return transcript_name(line);
}

/* Users may have no name. */
static const char *next_user(struct screen *s, size_t *at)
{
	const struct roster *roster = session_roster(s->session);
	const char *name = NULL;

	while (!name && *at < RECENT)
		name = find_speaker(s, (*at)++);
	while (!name && *at - RECENT < roster_count(roster))
		name = roster_name(roster, (*at)++ - RECENT);
	return name;
}

/* With a slash only where one was typed. */
static const char *next_topic(const char *word, size_t *at)
{
	const char *name = command_name((*at)++);

	return name && *word != '/' ? name + 1 : name;
}

static const char *once(const char *candidate, size_t *at)
{
	return (*at)++ ? NULL : candidate;
}

/* Which there are, is to be looked up: users have some of their own. */
static const char *next_theme(struct screen *s, size_t *at)
{
	struct themes_list list = { 0 };
	bool found;

	themes_list_fill(&list);
	found = *at < list.count;
	buf_clear(&s->candidate);
	if (found)
		buf_append_string(&s->candidate, list.names[(*at)++]);
	themes_list_free(&list);
	return found ? buf_string(&s->candidate) : NULL;
}

/* HEAD is "/set ", or "/set NAME ". */
static const char *next_setting(struct screen *s, const char *head, size_t *at)
{
	const char *option = head + strcspn(head, " ");
	char name[64];
	size_t n;

	option += strspn(option, " ");
	n = strcspn(option, " ");
	if (!n)
		return options_name((*at)++);
	if (n >= sizeof name || option[n + strspn(option + n, " ")])
		return NULL;
	memcpy(name, option, n);
	name[n] = 0;
	return strcmp(name, "theme") ? options_choice(name, (*at)++) : next_theme(s, at);
}

static const char *next_argument(struct screen *s, const struct complete_place *place, size_t *at)
{
	size_t n = strcspn(place->head, " \t\n");
	bool first = !place->head[n + strspn(place->head + n, " ")];

	switch (command_find(place->head, n)) {
	case COMMAND_SET:
		return next_setting(s, place->head, at);
	case COMMAND_HELP:
		return first ? next_topic(place->word, at) : NULL;
	case COMMAND_NICK:
		return first ? once(session_name(s->session), at) : NULL;
	case COMMAND_CONNECT:
		return first ? once(session_url(s->session), at) : NULL;
	case COMMAND_COPY:
		return first ? once("url", at) : NULL;
	case COMMAND_UNIGNORE:
		return first ? session_ignored(s->session, (*at)++) : NULL;
	case COMMAND_SAY:
		return next_user(s, at);
	case COMMAND_IGNORE:
	case COMMAND_SEARCH:
	case COMMAND_LASTLOG:
		return first || *place->word ? next_user(s, at) : NULL;
	default:
		return NULL;
	}
}

const char *screen_complete_source(void *self, const struct complete_place *place, size_t *at)
{
	switch (place->kind) {
	case COMPLETE_COMMAND:
		return command_name((*at)++);
	case COMPLETE_ARGUMENT:
		return next_argument(self, place, at);
	default:
		return next_user(self, at);
	}
}

static void put(struct screen *s, const struct complete_result *r)
{
	edit_replace(s->edit, r->from, r->to, r->text, strlen(r->text));
	s->dirty = SCREEN_ALL;
}

static void step(struct screen *s, bool back)
{
	struct complete_result r;

	if (complete_step(s->complete, edit_text(s->edit), edit_size(s->edit), edit_cursor(s->edit),
			  back, &r))
		put(s, &r);
}

static void cancel(struct screen *s)
{
	struct complete_result r;

	if (complete_cancel(s->complete, edit_text(s->edit), edit_cursor(s->edit), &r))
		put(s, &r);
}

static bool is_open(const struct screen *s)
{
	return complete_count(s->complete) > 1 && popupview_fits(s->layout.chat);
}

bool screen_complete_key(struct screen *s, enum keymap_action action)
{
	if (action == KEYMAP_COMPLETE || (is_open(s) && action == KEYMAP_NEWER))
		step(s, false);
	else if (action == KEYMAP_COMPLETE_BACK || (is_open(s) && action == KEYMAP_OLDER))
		step(s, true);
	else if (is_open(s) && action == KEYMAP_ESCAPE)
		cancel(s);
	else
		return false;
	return true;
}

void screen_complete_end(struct screen *s)
{
	if (is_open(s))
		s->dirty = SCREEN_ALL;
	complete_reset(s->complete);
}

static const char *candidate(void *arg, size_t at)
{
	return complete_candidate(arg, at);
}

/* The box begins where the word does, as far as that is in the cursor's row. */
void screen_complete_draw(struct screen *s)
{
	struct grid_rect pane = { 0, 0, s->layout.chat.rows, s->grid.cols };
	size_t chosen = complete_chosen(s->complete), count = complete_count(s->complete);
	struct buf title = { 0 };
	struct popupview view = {
		.count = count, .row = candidate, .arg = s->complete, .chosen = chosen
	};

	if (!is_open(s))
		return;
	view.col = s->grid.cursor_col - 3 -
		   text_width(candidate(s->complete, chosen),
			      strlen(candidate(s->complete, chosen)));
	buf_format(&title, "%zu/%zu", chosen + 1, count);
	view.title = buf_string(&title);
	popupview_draw(&s->grid, pane, &view);
	buf_free(&title);
}
