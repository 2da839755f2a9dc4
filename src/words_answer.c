#include "words_answer.h"

#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "intl.h"
#include "words.h"

static void in_doubt(struct buf *out, enum event_notice notice, const char *text)
{
	unsigned long count = strtoul(text, NULL, 10);

	switch (notice) {
	case EVENT_NOTICE_IN_DOUBT:
		buf_format(out,
			   ngettext("%lu message may not have arrived; /resend sends it again, "
				    "/discard forgets it",
				    "%lu messages may not have arrived; /resend sends them again, "
				    "/discard forgets them",
				    count),
			   count);
		break;
	case EVENT_NOTICE_RESENT:
		buf_format(
			out,
			ngettext("%lu message is sent again", "%lu messages are sent again", count),
			count);
		break;
	default: /* EVENT_NOTICE_DISCARDED */
		buf_format(
			out,
			ngettext("%lu message is discarded", "%lu messages are discarded", count),
			count);
	}
}

static void options(struct buf *out, enum event_notice notice, const char *text)
{
	switch (notice) {
	case EVENT_NOTICE_OPTION_CONNECTION:
		/* TRANSLATORS: %s is "OPTION = VALUE". */
		buf_format(out,
			   _("%s takes effect with the next connection; /reconnect makes one now"),
			   text);
		break;
	case EVENT_NOTICE_OPTION_START:
		/* TRANSLATORS: %s is "OPTION = VALUE". */
		buf_format(out, _("%s takes effect at the next start; /save keeps it until then"),
			   text);
		break;
	case EVENT_NOTICE_SAVED:
		buf_format(out, _("What was set is saved to %s"), text);
		break;
	case EVENT_NOTICE_NOTHING_SET:
		buf_append_string(
			out,
			_("Nothing was set, so there is nothing to save; /set changes an option"));
		break;
	default: /* EVENT_NOTICE_OPTION */
		buf_append_string(out, text);
	}
}

static void ignoring(struct buf *out, enum event_notice notice, const char *text)
{
	switch (notice) {
	case EVENT_NOTICE_IGNORED:
		buf_format(out, _("What %s says is not shown any more"), text);
		break;
	case EVENT_NOTICE_UNIGNORED:
		buf_format(out, _("What %s says is shown again"), text);
		break;
	case EVENT_NOTICE_NOT_IGNORED:
		buf_format(out, _("%s was not ignored"), text);
		break;
	default: /* EVENT_NOTICE_IGNORING */
		if (*text)
			buf_format(out, _("You ignore %s"), text);
		else
			buf_append_string(out, _("You ignore nobody"));
	}
}

static void linking(struct buf *out, enum event_notice notice, const char *text)
{
	switch (notice) {
	case EVENT_NOTICE_NO_LINKS:
		buf_append_string(out, _("There are no links yet"));
		break;
	case EVENT_NOTICE_NO_LINK:
		buf_format(out, _("There is no link %s; /url lists the links"), text);
		break;
	case EVENT_NOTICE_NO_LINE:
		if (*text)
			buf_format(out, _("There is no message %s; the newest is number 1"), text);
		else
			buf_append_string(out, _("Nothing has been said yet"));
		break;
	case EVENT_NOTICE_NO_CLIPBOARD:
		buf_append_string(out, _("Only the screen can copy, and this is line mode"));
		break;
	default: /* EVENT_NOTICE_LINK */
		buf_append_string(out, text);
	}
}

/* The command may stand there in capitals. */
static const char *usage(const char *command)
{
	enum command_type type = command_find(command, strlen(command));
	const char *name;

	for (size_t i = 0; (name = command_name(i)); i++)
		if (command_find(name, strlen(name)) == type)
			return words_command_usage(name);
	return command;
}

/* What was looked for, or is not there. */
static void finding(struct buf *out, enum event_notice notice, const char *text)
{
	switch (notice) {
	case EVENT_NOTICE_NO_MATCH:
		buf_format(out, _("Nothing found for '%s'"), text);
		break;
	case EVENT_NOTICE_NO_LOG:
		buf_append_string(out, _("There is no log; /set log yes starts one"));
		break;
	case EVENT_NOTICE_NO_FRAMES:
		buf_append_string(out, _("Nothing has gone over the wire yet"));
		break;
	default: /* EVENT_NOTICE_LOG, EVENT_NOTICE_FRAME */
		buf_append_string(out, text);
	}
}

/* Commands that can do nothing. */
static void refusing(struct buf *out, enum event_notice notice, const char *text)
{
	switch (notice) {
	case EVENT_NOTICE_UNKNOWN_COMMAND:
		buf_format(out, _("There is no command %s; /help lists them all"), text);
		break;
	case EVENT_NOTICE_NEEDS_ARGUMENT:
		/* TRANSLATORS: How to write the command follows, such as "/nick NAME". */
		buf_format(out, _("An argument is missing: %s"), usage(text));
		break;
	case EVENT_NOTICE_SAME_NAME:
		buf_format(out, _("You are %s already"), text);
		break;
	case EVENT_NOTICE_NOT_CONNECTED:
		buf_append_string(out, _("There is no connection; /connect makes one"));
		break;
	default: /* EVENT_NOTICE_CONNECTED_ALREADY */
		buf_append_string(out, _("There is a connection already; /disconnect ends it"));
	}
}

void words_answer(struct buf *out, enum event_notice notice, const char *text)
{
	switch (notice) {
	case EVENT_NOTICE_UNKNOWN_COMMAND:
	case EVENT_NOTICE_NEEDS_ARGUMENT:
	case EVENT_NOTICE_SAME_NAME:
	case EVENT_NOTICE_NOT_CONNECTED:
	case EVENT_NOTICE_CONNECTED_ALREADY:
		refusing(out, notice, text);
		break;
	case EVENT_NOTICE_IN_DOUBT:
	case EVENT_NOTICE_RESENT:
	case EVENT_NOTICE_DISCARDED:
		in_doubt(out, notice, text);
		break;
	case EVENT_NOTICE_IGNORED:
	case EVENT_NOTICE_UNIGNORED:
	case EVENT_NOTICE_NOT_IGNORED:
	case EVENT_NOTICE_IGNORING:
		ignoring(out, notice, text);
		break;
	case EVENT_NOTICE_LOG:
	case EVENT_NOTICE_NO_LOG:
	case EVENT_NOTICE_NO_MATCH:
	case EVENT_NOTICE_FRAME:
	case EVENT_NOTICE_NO_FRAMES:
		finding(out, notice, text);
		break;
	case EVENT_NOTICE_OPTION:
	case EVENT_NOTICE_OPTION_CONNECTION:
	case EVENT_NOTICE_OPTION_START:
	case EVENT_NOTICE_SAVED:
	case EVENT_NOTICE_NOTHING_SET:
		options(out, notice, text);
		break;
	case EVENT_NOTICE_LINK:
	case EVENT_NOTICE_NO_LINKS:
	case EVENT_NOTICE_NO_LINK:
	case EVENT_NOTICE_NO_LINE:
	case EVENT_NOTICE_NO_CLIPBOARD:
		linking(out, notice, text);
		break;
	case EVENT_NOTICE_TERMINAL:
		/* TRANSLATORS: %s is the name of a kind of terminal, such as xterm. */
		buf_format(out,
			   _("This system does not know your terminal (TERM); taking it for %s"),
			   text);
		break;
	case EVENT_NOTICE_COUNT:
		break;
	}
}
