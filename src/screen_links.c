#include "screen_links.h"

#include <stdlib.h>
#include <string.h>

#include "intl.h"
#include "links.h"
#include "mem.h"
#include "message.h"
#include "outside.h"
#include "screen_private.h"
#include "term_beside.h"

/* By both ways, for neither tells whether it leads anywhere. */
static bool copy(struct screen *s, const char *text)
{
	bool tmux = outside_tmux_copy(text, strlen(text));

	return term_copy(s->term, text, strlen(text)) || tmux;
}

static void copy_and_tell(struct screen *s, const char *text)
{
	struct buf clean = { 0 };

	text_clean(&clean, text, strlen(text), TEXT_ONE_LINE);
	if (copy(s, text))
		/* TRANSLATORS: What was put into the clipboard follows. */
		buf_format(screen_message(s), _("Copied: %s"), buf_string(&clean));
	else
		buf_append_string(
			screen_message(s),
			_("This terminal lets no program copy; press Alt-M and select by mouse"));
	buf_free(&clean);
}

void screen_links_open(struct screen *s, const char *uri)
{
	if (links_is_browsable(uri) && outside_browse(uri))
		buf_format(screen_message(s), _("Opened in the browser: %s"), uri);
	else if (copy(s, uri))
		buf_format(screen_message(s), _("No browser here opens this; copied: %s"), uri);
	else
		buf_format(screen_message(s), _("No browser here opens this: %s"), uri);
}

static void tell_link(void *arg, const char *line)
{
	struct screen *s = arg;

	session_notice(s->session, EVENT_NOTICE_LINK, line, loop_moment(s->loop));
}

/* The newest stands lowest, next to where its number is typed. */
static void tell_links(struct screen *s)
{
	if (!links_tell(session_transcript(s->session), 0, tell_link, s))
		session_notice(s->session, EVENT_NOTICE_NO_LINKS, "", loop_moment(s->loop));
}

static void tell_none(struct screen *s, enum event_notice notice, const struct command *c)
{
	char *words = mem_copy_n(c->argument, c->n);

	session_notice(s->session, notice, words, loop_moment(s->loop));
	free(words);
}

/* Does it with the link that the command names. */
static void with_link(struct screen *s, const struct command *c,
		      void (*act)(struct screen *, const char *uri))
{
	size_t number = command_number(c);
	struct links_list list = { 0 };
	struct buf uri = { 0 };

	links_list_fill(&list, session_transcript(s->session), number);
	if (number && list.count == number) {
		links_uri(&uri, list.links[number - 1], strlen(list.links[number - 1]));
		act(s, buf_string(&uri));
	} else {
		tell_none(s, c->n ? EVENT_NOTICE_NO_LINK : EVENT_NOTICE_NO_LINKS, c);
	}
	buf_free(&uri);
	links_list_free(&list);
}

void screen_links_url(struct screen *s, const struct command *c)
{
	if (c->n)
		with_link(s, c, screen_links_open);
	else
		tell_links(s);
}

/* The message of this number, from the newest, 1; NULL: there are not so many. */
static const char *find_said(const struct screen *s, size_t number)
{
	const struct transcript *t = session_transcript(s->session);

	for (uint64_t i = transcript_end(t); number && i > transcript_first(t);) {
		const struct transcript_line *line = transcript_at(t, --i);

		if (line->type == EVENT_MESSAGE && !--number)
			return line->action ? message_action(transcript_text(line))
					    : transcript_text(line);
	}
	return NULL;
}

/* "url" before the number. */
static bool names_link(const struct command *c, struct command *rest)
{
	static const char word[] = "url ";
	size_t length = sizeof word - 1;

	*rest = *c;
	if (c->n < length - 1 || memcmp(c->argument, word, c->n < length ? c->n : length) != 0)
		return false;
	rest->argument += c->n < length ? c->n : length;
	rest->n -= c->n < length ? c->n : length;
	return true;
}

void screen_links_copy(struct screen *s, const struct command *c)
{
	struct command rest;
	const char *text;

	if (names_link(c, &rest)) {
		with_link(s, &rest, copy_and_tell);
		return;
	}
	text = find_said(s, command_number(c));
	if (text)
		copy_and_tell(s, text);
	else
		tell_none(s, EVENT_NOTICE_NO_LINE, c);
}
