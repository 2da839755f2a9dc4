#include "client_keep.h"

#include <stdlib.h>

#include "client_command.h"
#include "client_configure.h"
#include "client_private.h"
#include "files.h"
#include "session_user.h"

/* What was in doubt when the last client died is told in line mode, and asked about on the screen
 * once we are in the room again. */
void client_open_journal(struct client *c)
{
	char *directory = client_reconnects(c) ? files_state_directory() : NULL;
	struct outbox *left = outbox_new();
	const struct outbox_item *item = NULL;
	struct error error = { 0 };

	journal_close(c->journal, session_outbox(c->session));
	c->journal = directory ? journal_open(directory, c->url.href, c->config->options->name,
					      &error)
			       : NULL;
	if (c->journal)
		journal_restore(c->journal, left);
	else if (error.code)
		session_failed(c->session, &error, client_now(c));
	while ((item = outbox_each(left, item)))
		session_restore(c->session, item, client_now(c));
	if (!c->config->interactive)
		session_report_doubt(c->session, client_now(c));
	outbox_free(left);
	free(directory);
}

bool client_open_log(struct client *c, struct error *error)
{
	const struct options *o = c->config->options;
	struct log *log = o->log ? log_open(o->log_file, &c->url, client_now(c).wall, error) : NULL;

	if (o->log && !log)
		return false;
	log_close(c->log);
	c->log = log;
	return true;
}

/* Once in the room again, what the cut left in doubt is the user's to decide. */
static void ask_about_doubt(struct client *c)
{
	size_t count = outbox_count(session_outbox(c->session), OUTBOX_IN_DOUBT);

	if (count && c->config->interactive)
		client_notice_count(c, EVENT_NOTICE_IN_DOUBT, count);
}

void client_note(struct client *c, const struct event *e)
{
	if (c->log)
		log_note(c->log, e);
	if (c->journal)
		journal_note(c->journal, e);
	if (event_is_lost(e))
		c->undelivered = true;
	if (e->type == EVENT_ID) {
		c->entered_at = client_now(c).mono;
		c->attempt = 0;
		ask_about_doubt(c);
	}
	if (e->type == EVENT_SENT || e->type == EVENT_DELIVERED)
		c->progress_at = client_now(c).mono;
}

void client_keep(struct client *c)
{
	struct error error;

	if (c->journal && !journal_sync(c->journal, &error))
		session_failed(c->session, &error, client_now(c));
	if (c->trace && !trace_flush(c->trace, &error))
		session_failed(c->session, &error, client_now(c));
	if (c->log && !log_flush(c->log, &error))
		session_failed(c->session, &error, client_now(c));
}

void client_settle(struct client *c)
{
	struct error error;

	if (c->journal && c->front.drained(c->front.self) &&
	    !journal_settle(c->journal, session_outbox(c->session), &error))
		session_failed(c->session, &error, client_now(c));
}
