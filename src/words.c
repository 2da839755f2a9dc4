#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "intl.h"
#include "text.h"
#include "words_answer.h"

/* What an event and a line of the transcript have in common. */
struct told {
	enum event_type type;
	int64_t time;
	const char *name, *text;
	unsigned
		reason; /* enum event_reason, event_info, event_notice or error_code, by the type */
	unsigned number;
};

static void undelivered(struct buf *out, const struct told *t)
{
	switch ((enum event_reason)t->reason) {
	case EVENT_TOO_LONG:
		buf_format(out, _("Not sent, as it is too long for the server: %s"), t->text);
		break;
	case EVENT_IN_DOUBT:
		buf_format(out, _("It is not known whether this arrived: %s"), t->text);
		break;
	case EVENT_DISCARDED:
		buf_format(out, _("Discarded, and it is not known whether it arrived: %s"),
			   t->text);
		break;
	case EVENT_NO_ECHO:
		buf_format(out, _("The server did not confirm this in time: %s"), t->text);
		break;
	default:
		buf_format(out, _("Not sent: %s"), t->text);
	}
}

static void dropped(struct buf *out, const struct told *t)
{
	switch ((enum event_reason)t->reason) {
	case EVENT_NOT_JSON:
		buf_append_string(out, _("Dropped a message that is not JSON"));
		break;
	case EVENT_UNKNOWN_TYPE:
		buf_append_string(out, _("Dropped a message of an unknown kind"));
		break;
	case EVENT_SECOND_ID:
		buf_append_string(out, _("Dropped a second id, which only a forger would send"));
		break;
	case EVENT_NOT_OURS:
		buf_append_string(out, _("Dropped the rejection of somebody else's name"));
		break;
	case EVENT_BINARY:
		buf_append_string(out, _("Dropped a binary message"));
		break;
	default:
		break; /* a copy of what was shown: nothing to tell */
	}
}

static void closed(struct buf *out, const struct told *t)
{
	if (t->number == 1006 || t->number == 1015)
		return; /* an error came before and told it */
	if (t->number == 1000 || t->number == 1005)
		buf_append_string(out, _("The connection is closed"));
	else
		/* TRANSLATORS: %u is a WebSocket close code, such as 1001. */
		buf_format(out, _("The connection is closed with code %u"), t->number);
	if (*t->text)
		buf_format(out, ": %s", t->text);
}

static void info(struct buf *out, const struct told *t)
{
	static const char *const formats[EVENT_INFO_COUNT] = {
		[EVENT_INFO_URL] = N_("URL: "),
		[EVENT_INFO_STATE] = N_("State: "),
		[EVENT_INFO_PROTOCOL] = N_("Subprotocol: "),
		[EVENT_INFO_EXTENSIONS] = N_("Extensions: "),
		[EVENT_INFO_ADDRESS] = N_("Address: "),
		[EVENT_INFO_TLS] = N_("Encryption: "),
		[EVENT_INFO_CERTIFICATE] = N_("Certificate: "),
		[EVENT_INFO_BUFFERED] = N_("Bytes not sent yet: "),
		[EVENT_INFO_LATENCY] = N_("Latency: "),
		[EVENT_INFO_NAME] = N_("Name: "),
		[EVENT_INFO_ID] = N_("Id: "),
	};

	buf_append_string(out, _(formats[t->reason]));
	/* TRANSLATORS: What /info shows where there is nothing to show. */
	buf_append_string(out, *t->text ? t->text : _("none"));
}

static void notice(struct buf *out, const struct told *t)
{
	words_answer(out, (enum event_notice)t->reason, t->text);
}

static void reconnecting(struct buf *out, const struct told *t)
{
	unsigned seconds = (t->number + 999) / 1000;

	buf_format(out,
		   ngettext("Connecting again in %u second", "Connecting again in %u seconds",
			    seconds),
		   seconds);
}

static void forged(struct buf *out, const struct told *t)
{
	if (!*t->text)
		buf_format(out, _("Somebody else renamed you to %s"), t->name);
	else
		buf_format(out, _("Somebody else said this under your id: %s"), t->text);
}

static void error(struct buf *out, const struct told *t)
{
	struct error e = { .code = (enum error_code)t->reason, .number = (int)t->number };
	size_t n = strlen(t->text);

	memcpy(e.detail, t->text, n < sizeof e.detail ? n : sizeof e.detail - 1);
	words_error(out, &e);
}

static void people(struct buf *out, const struct told *t)
{
	switch (t->type) {
	case EVENT_JOIN:
		buf_format(out, _("%s is here"), t->name);
		break;
	case EVENT_LEAVE:
		buf_format(out, _("%s has left"), t->name);
		break;
	case EVENT_RENAME:
		buf_format(out, _("%s is now %s"), t->name, t->text);
		break;
	case EVENT_USERNAME:
		buf_format(out, _("You are %s"), t->name);
		break;
	default: /* EVENT_REJECTUSERNAME */
		buf_format(out, _("That name is taken; you are %s"), t->name);
	}
}

static void gap(struct buf *out, const struct told *t)
{
	struct buf from = { 0 }, to = { 0 };

	words_clock(&from, t->time - (int64_t)t->number * 1000);
	words_clock(&to, t->time);
	if (!strcmp(buf_string(&from), buf_string(&to)))
		buf_append_string(out,
				  _("You were away for a moment and did not get what was said"));
	else
		/* TRANSLATORS: Two times of day. */
		buf_format(out, _("You were away from %s to %s and did not get what was said"),
			   buf_string(&from), buf_string(&to));
	buf_free(&from);
	buf_free(&to);
}

static void lookalikes(struct buf *out, const struct told *t)
{
	buf_format(out, _("Take care: %s is not %s, but looks like it"), t->name, t->text);
}

static void tell(struct buf *out, const struct told *t)
{
	static void (*const tellers[])(struct buf *, const struct told *) = {
		[EVENT_USERNAME] = people,
		[EVENT_REJECTUSERNAME] = people,
		[EVENT_JOIN] = people,
		[EVENT_LEAVE] = people,
		[EVENT_RENAME] = people,
		[EVENT_UNDELIVERED] = undelivered,
		[EVENT_FORGED] = forged,
		[EVENT_DROPPED] = dropped,
		[EVENT_ERROR] = error,
		[EVENT_CLOSE] = closed,
		[EVENT_RECONNECTING] = reconnecting,
		[EVENT_INFO] = info,
		[EVENT_NOTICE] = notice,
		[EVENT_GAP] = gap,
		[EVENT_LOOKALIKE] = lookalikes,
	};

	if (t->type == EVENT_CONNECTING)
		buf_format(out, _("Connecting to %s"), t->text);
	else if (t->type == EVENT_OPEN)
		buf_append_string(out, _("Connected"));
	else if (tellers[t->type])
		tellers[t->type](out, t);
}

void words_notice(struct buf *out, const struct transcript_line *line)
{
	struct told t = { .type = line->forged ? EVENT_FORGED : (enum event_type)line->type,
			  .time = line->time,
			  .name = transcript_name(line),
			  .text = transcript_text(line),
			  .reason = line->reason,
			  .number = line->number };

	tell(out, &t);
}

static unsigned reason_of(const struct event *e)
{
	switch (e->type) {
	case EVENT_INFO:
		return e->info;
	case EVENT_NOTICE:
		return e->notice;
	case EVENT_ERROR:
		return e->error.code;
	default:
		return e->reason;
	}
}

static const char *text_of(const struct event *e)
{
	const char *text = e->text;

	if (e->type == EVENT_CONNECTING)
		text = e->url;
	else if (e->type == EVENT_RENAME || e->type == EVENT_LOOKALIKE)
		text = e->to;
	else if (e->type == EVENT_ERROR)
		text = e->error.detail;
	return text ? text : "";
}

static char *clean(const char *text)
{
	struct buf out = { 0 };

	text_clean(&out, text, strlen(text), TEXT_ONE_LINE);
	return buf_take(&out);
}

static bool is_told(const struct event *e)
{
	return e->type != EVENT_USERNAME || e->own;
}

void words_event(struct buf *out, const struct event *e)
{
	char *name = clean(e->name ? e->name : ""), *text = clean(text_of(e));
	struct told t = { e->type, e->time, name, text, reason_of(e), e->number };

	if (e->type == EVENT_CLOSE)
		t.number = e->code;
	else if (e->type == EVENT_ERROR)
		t.number = (unsigned)e->error.number;
	if (is_told(e))
		tell(out, &t);
	free(name);
	free(text);
}

struct tm words_local_time(int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm = { 0 };

	localtime_r(&seconds, &tm);
	return tm;
}

void words_clock(struct buf *out, int64_t time)
{
	struct tm tm = words_local_time(time);
	char text[16];

	buf_append(out, text, strftime(text, sizeof text, "%H:%M", &tm));
}

void words_day(struct buf *out, int64_t time)
{
	struct tm tm = words_local_time(time);
	char text[200];

	/* TRANSLATORS: The line between two days, for strftime(). */
	buf_append(out, text, strftime(text, sizeof text, _("%A, %e %B %Y"), &tm));
}

struct chatview_words words_chatview(void)
{
	return (struct chatview_words){
		.clock = words_clock,
		.day = words_day,
		.notice = words_notice,
		.presence = words_presence,
		/* TRANSLATORS: Stands for the name of somebody who has not given one. */
		.nameless = _("nameless"),
		/* TRANSLATORS: On the line above what came while nobody looked. */
		.unread = _("new messages"),
	};
}

static void waiting(struct buf *out, uint64_t until, uint64_t now)
{
	unsigned long seconds = until > now ? (unsigned long)((until - now + 999) / 1000) : 0;

	buf_format(out, ngettext("next try in %lu second", "next try in %lu seconds", seconds),
		   seconds);
}

void words_state(struct buf *out, const struct session *session, uint64_t mono)
{
	switch (session_state(session)) {
	case SESSION_OFFLINE:
		/* TRANSLATORS: These are states of the connection, in the status line. */
		buf_append_string(out, _("not connected: /connect"));
		break;
	case SESSION_CONNECTING:
		buf_append_string(out, _("connecting"));
		break;
	case SESSION_LOGIN:
		buf_append_string(out, _("logging in"));
		break;
	case SESSION_READY:
		buf_append_string(out, _("connected"));
		break;
	case SESSION_CLOSING:
		buf_append_string(out, _("closing"));
		break;
	case SESSION_WAITING:
		waiting(out, session_retry_at(session), mono);
		break;
	}
}
