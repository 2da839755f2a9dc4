#include "screen_keep.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "mem.h"
#include "screen_private.h"

/* A change of the line is on the disk after this many ms at the latest. */
#define DRAFT_PAUSE 1000

/* One trouble is told once, though it hinders the lines and the draft alike. */
static void tell(struct screen *s, const struct error *error)
{
	if (!s->keep.told && error->code)
		session_failed(s->session, error, loop_moment(s->loop));
	s->keep.told = s->keep.told || error->code;
}

/* Commands that may hold a password: /set header, /set proxy, and a URL with more than a path. */
static bool is_secret(const char *line)
{
	struct command command;

	command_parse(&command, line, strlen(line));
	if (command.type == COMMAND_CONNECT)
		return strpbrk(command.argument, "?@");
	return command.type == COMMAND_SET &&
	       options_is_secret(command.argument, strcspn(command.argument, " \t\n"));
}

/* As in shells: a line that begins with a blank is nobody else's. */
static bool is_private(const char *line)
{
	return *line == ' ' || *line == '\t' || is_secret(line);
}

void screen_keep_line(struct screen *s, const char *line)
{
	struct error error = { 0 };

	if (history_add(s->history, line) && s->keep.histfile && !is_private(line))
		histfile_add(s->keep.histfile, line, &error);
	tell(s, &error);
}

static void keep_draft(struct screen *s)
{
	const char *text = history_draft(s->history, edit_text(s->edit));
	struct error error = { 0 };

	if (s->keep.draft)
		draft_keep(s->keep.draft, is_secret(text) ? "" : text, &error);
	tell(s, &error);
}

static void on_draft_timer(void *arg)
{
	struct screen *s = arg;

	s->keep.pending = false;
	keep_draft(s);
}

/* What was written for one room is not for another. */
static void follow_room(struct screen *s)
{
	const char *url = session_url(s->session);
	struct screen_keep *k = &s->keep;
	struct error error = { 0 };

	if (!k->directory || (k->room ? !strcmp(k->room, url) : !*url))
		return;
	mem_replace(&k->room, url);
	draft_close(k->draft);
	k->draft = draft_open(k->directory, url, s->options->name, &error);
	if (k->draft && !edit_size(s->edit)) {
		edit_insert(s->edit, draft_text(k->draft), strlen(draft_text(k->draft)));
		s->dirty |= SCREEN_INPUT;
	}
	tell(s, &error);
}

/* A line that was sent is safe in the journal by now, and no draft any longer. */
void screen_keep_draft(struct screen *s)
{
	struct screen_keep *k = &s->keep;

	follow_room(s);
	if (!edit_size(s->edit) && k->draft && *draft_text(k->draft))
		keep_draft(s);
	if (k->draft && s->dirty & SCREEN_INPUT && !k->pending) {
		k->pending = true;
		loop_timer_set(k->timer, loop_moment(s->loop).mono + DRAFT_PAUSE);
	}
}

static void open_files(struct screen *s)
{
	struct screen_keep *k = &s->keep;
	struct error error = { 0 };

	k->directory = files_state_directory();
	if (!k->directory) {
		error_set(&error, ERROR_HISTORY, errno, "%s", files_reason());
	} else {
		k->histfile = histfile_new(k->directory);
		if (!history_count(s->history))
			histfile_load(k->histfile, s->history, &error);
	}
	tell(s, &error);
}

static void close_files(struct screen *s)
{
	struct screen_keep *k = &s->keep;

	draft_close(k->draft);
	histfile_free(k->histfile);
	free(k->directory);
	free(k->room);
	k->draft = NULL;
	k->histfile = NULL;
	k->directory = k->room = NULL;
}

/* What was kept of the line is gone with the wish to keep it. */
void screen_keep_configure(struct screen *s)
{
	struct screen_keep *k = &s->keep;
	struct error ignored;

	if (s->options->history && !k->directory) {
		open_files(s);
	} else if (!s->options->history && k->directory) {
		if (k->draft)
			draft_keep(k->draft, "", &ignored);
		close_files(s);
	}
}

void screen_keep_open(struct screen *s)
{
	s->keep.timer = loop_timer(s->loop, on_draft_timer, s);
}

void screen_keep_close(struct screen *s)
{
	keep_draft(s);
	close_files(s);
	loop_timer_free(s->keep.timer);
}
