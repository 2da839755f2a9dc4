#include "screen_attention.h"

#include <string.h>

#include "intl.h"
#include "message.h"
#include "screen_private.h"
#include "term_beside.h"

/* A title that changes with each line of a flood would be seen by nobody, ms. */
#define TITLE_PAUSE 500

/* Bytes of a text from which a notification is made. */
#define TEXT_MOST 1000

static uint64_t now(const struct screen *s)
{
	return loop_moment(s->loop).mono;
}

void screen_attention_free(struct screen_attention *a)
{
	buf_free(&a->name);
	buf_free(&a->text);
	buf_free(&a->title);
}

void screen_attention_focus(struct screen *s, bool focused)
{
	attention_focus(&s->attention.attention, focused);
	if (focused)
		chatview_return(&s->chat);
	else
		chatview_leave(&s->chat, session_transcript(s->session));
	s->dirty |= SCREEN_CHAT;
}

/* Of the name and text of the last mention; what it was about is told by the first line. */
static void remember(struct screen *s, const struct event *e)
{
	const char *action = message_action(e->text), *text = action ? action : e->text;
	size_t n = strcspn(text, "\n");

	buf_clear(&s->attention.name);
	buf_append_string(&s->attention.name, e->name && *e->name ? e->name : _("nameless"));
	buf_clear(&s->attention.text);
	buf_append(&s->attention.text, text, n > TEXT_MOST ? text_prev(text, n, TEXT_MOST) : n);
}

void screen_attention_hear(struct screen *s, const struct event *e)
{
	enum options_bell bell = s->options->bell;
	bool rings = bell == OPTIONS_BELL_ALL || (bell == OPTIONS_BELL_MENTION && e->mention);

	if (e->mention)
		remember(s, e);
	attention_message(&s->attention.attention, e->mention, rings, now(s));
}

/* The room as people call it: the URL may hold a password before the host, and a secret in its
 * query. */
static void append_room(struct buf *out, const char *url)
{
	const char *host = strstr(url, "://");
	size_t n, authority;

	host = host ? host + 3 : url;
	n = strcspn(host, "?#");
	authority = strcspn(host, "/?#");
	for (size_t i = authority; i > 0; i--) {
		if (host[i - 1] == '@') {
			host += i;
			n -= i;
			break;
		}
	}
	while (n && host[n - 1] == '/')
		n--;
	buf_append(out, host, n);
}

/* "(5 @2) chat.example.org - wschat": five messages, in two of which we are named. */
static void word_title(struct buf *out, const struct screen *s)
{
	const struct attention *a = &s->attention.attention;

	if (a->mentions)
		buf_format(out, "(%u @%u) ", a->unread, a->mentions);
	else if (a->unread)
		buf_format(out, "(%u) ", a->unread);
	append_room(out, session_url(s->session));
	buf_append_string(out, buf_size(out) ? " - wschat" : "wschat");
}

/* Returns when it will be shown, where that is later. */
static uint64_t show_title(struct screen *s)
{
	bool early = buf_size(&s->attention.title) && now(s) - s->attention.titled_at < TITLE_PAUSE;
	struct buf title = { 0 };
	bool changed;

	if (s->options->title)
		word_title(&title, s);
	changed = strcmp(buf_string(&title), buf_string(&s->attention.title)) != 0;
	if (changed && !early) {
		buf_clear(&s->attention.title);
		buf_append_string(&s->attention.title, buf_string(&title));
		s->attention.titled_at = now(s);
		term_title(s->term, buf_size(&title) ? buf_string(&title) : NULL);
	}
	buf_free(&title);
	return changed && early ? s->attention.titled_at + TITLE_PAUSE : MOMENT_NEVER;
}

static void notify(struct screen *s, unsigned count)
{
	static const enum term_notify hows[] = {
		[OPTIONS_NOTIFY_AUTO] = TERM_NOTIFY_AUTO,
		[OPTIONS_NOTIFY_OSC9] = TERM_NOTIFY_OSC9,
		[OPTIONS_NOTIFY_OSC777] = TERM_NOTIFY_OSC777,
		[OPTIONS_NOTIFY_OSC99] = TERM_NOTIFY_OSC99,
	};
	struct buf title = { 0 }, body = { 0 };

	if (count == 1) {
		buf_append_string(&title, buf_string(&s->attention.name));
	} else {
		buf_format(&title, ngettext("%u mention", "%u mentions", count), count);
		buf_format(&body, "%s: ", buf_string(&s->attention.name));
	}
	buf_append_string(&body, buf_string(&s->attention.text));
	term_notify(s->term, hows[s->options->notify], buf_string(&title), buf_string(&body));
	buf_free(&title);
	buf_free(&body);
}

void screen_attention_call(struct screen *s)
{
	uint64_t title_due, due;
	unsigned count;

	if (!term_writable(s->term))
		return;
	if (attention_ring(&s->attention.attention, now(s)))
		term_bell(s->term);
	count = attention_tell(&s->attention.attention, now(s));
	if (count && s->options->notify != OPTIONS_NOTIFY_NEVER)
		notify(s, count);
	title_due = show_title(s);
	due = attention_due(&s->attention.attention);
	loop_timer_set(s->attention.timer, due < title_due ? due : title_due);
}
