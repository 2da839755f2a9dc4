#include "client_set.h"

#include <stdlib.h>
#include <string.h>

#include "client_configure.h"
#include "client_frames.h"
#include "client_keep.h"
#include "client_private.h"
#include "mem.h"
#include "settings.h"

static bool tell(struct client *c, enum event_notice notice, const char *name, struct error *error)
{
	struct buf text = { 0 };
	bool ok = options_tell(&text, c->config->options, name, error);

	if (ok)
		session_notice(c->session, notice, buf_string(&text), client_now(c));
	buf_free(&text);
	return ok;
}

static void tell_all(struct client *c)
{
	const char *name;

	for (size_t i = 0; (name = options_name(i)); i++)
		tell(c, EVENT_NOTICE_OPTION, name, NULL);
}

static bool apply(struct client *c, const struct options *old, enum options_effect effect,
		  struct error *error)
{
	const struct options *o = c->config->options;

	if (effect == OPTIONS_NEXT_CONNECTION)
		return client_configure(c, error);
	if (o->log != old->log || !mem_same(o->log_file, old->log_file))
		return client_open_log(c, error);
	if (!mem_same(o->trace, old->trace))
		return client_open_trace(c, error);
	if (o->reconnect != old->reconnect && client_reconnects(c) && !c->journal)
		client_open_journal(c);
	return !c->front.configure || c->front.configure(c->front.self, error);
}

/* What cannot be done leaves the option as it was. */
static bool change(struct client *c, const char *name, const char *value, struct error *error)
{
	static const enum event_notice notices[] = {
		[OPTIONS_AT_ONCE] = EVENT_NOTICE_OPTION,
		[OPTIONS_NEXT_CONNECTION] = EVENT_NOTICE_OPTION_CONNECTION,
		[OPTIONS_NEXT_START] = EVENT_NOTICE_OPTION_START,
	};
	struct options *o = c->config->options, old;
	enum options_effect effect;

	options_copy(&old, o);
	if (!settings_change(o, name, value, &effect, error) || !apply(c, &old, effect, error)) {
		options_free(o);
		*o = old;
		return false;
	}
	options_free(&old);
	return tell(c, notices[effect], name, error);
}

void client_set(struct client *c, const char *argument)
{
	size_t n = strcspn(argument, " \t");
	char *name = mem_copy_n(argument, n);
	const char *value = argument + n + strspn(argument + n, " \t");
	struct error error;

	if (!*name)
		tell_all(c);
	else if (!(*value ? change(c, name, value, &error)
			  : tell(c, EVENT_NOTICE_OPTION, name, &error)))
		session_failed(c->session, &error, client_now(c));
	free(name);
}

void client_save(struct client *c, const char *argument)
{
	struct options *o = c->config->options;
	struct error error;
	char *path;

	(void)argument;
	if (!o->change_count) {
		session_notice(c->session, EVENT_NOTICE_NOTHING_SET, "", client_now(c));
	} else if (settings_save(o, &path, &error)) {
		session_notice(c->session, EVENT_NOTICE_SAVED, path, client_now(c));
		free(path);
	} else {
		session_failed(c->session, &error, client_now(c));
	}
}
