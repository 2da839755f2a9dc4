#include "client_command.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client_configure.h"
#include "client_frames.h"
#include "client_keep.h"
#include "client_private.h"
#include "client_set.h"
#include "mem.h"
#include "session_user.h"
#include "text.h"

/* What /lastlog shows at the most. */
#define LASTLOG_LINES 20

/* Seconds; what is longer, "inf" too, is for ever. */
#define LINGER_MOST 1e9

static void inform(struct client *c, enum event_info info, const char *text)
{
	session_info(c->session, info, text, client_now(c));
}

static void inform_number(struct client *c, enum event_info info, int64_t number)
{
	char text[32];

	snprintf(text, sizeof text, "%" PRId64, number);
	inform(c, info, text);
}

static void inform_owned(struct client *c, enum event_info info, char *text)
{
	inform(c, info, text);
	free(text);
}

static void tell_socket(struct client *c, struct websocket *ws)
{
	/* The names that the standard gives to readyState. */
	static const char *const states[] = { "CONNECTING", "OPEN", "CLOSING", "CLOSED" };

	inform(c, EVENT_INFO_STATE,
	       ws ? states[websocket_ready_state(ws)]
		  : states[c->connection ? WEBSOCKET_CONNECTING : WEBSOCKET_CLOSED]);
	if (!ws)
		return;
	inform(c, EVENT_INFO_PROTOCOL, websocket_protocol(ws));
	inform(c, EVENT_INFO_EXTENSIONS, websocket_extensions(ws));
	inform_number(c, EVENT_INFO_BUFFERED, (int64_t)websocket_buffered_amount(ws));
}

static void tell_transport(struct client *c, const struct transport *transport)
{
	const struct tls *tls = transport_tls(transport);

	inform(c, EVENT_INFO_ADDRESS, transport_address(transport));
	if (!tls) {
		inform(c, EVENT_INFO_TLS, "");
		return;
	}
	inform_owned(c, EVENT_INFO_TLS, tls_describe(tls));
	inform_owned(c, EVENT_INFO_CERTIFICATE, tls_describe_peer(tls));
}

static void tell_info(struct client *c)
{
	const struct transport *transport = c->connection ? connection_transport(c->connection)
							  : NULL;
	unsigned rtt = session_rtt(c->session);
	int64_t id;

	inform(c, EVENT_INFO_URL, c->url.href);
	tell_socket(c, c->connection ? connection_websocket(c->connection) : NULL);
	if (transport)
		tell_transport(c, transport);
	if (rtt)
		inform_owned(c, EVENT_INFO_LATENCY, mem_format("%u ms", rtt));
	inform(c, EVENT_INFO_NAME, session_name(c->session));
	if (session_id(c->session, &id))
		inform_number(c, EVENT_INFO_ID, id);
}

static void fail(struct client *c, const struct error *error)
{
	session_failed(c->session, error, client_now(c));
}

/* What was typed for one room is not for another. */
static bool move(struct client *c, const char *url, struct error *error)
{
	char *old = mem_copy(c->url.href);
	bool ok = client_set_url(c, url, error);

	if (ok && strcmp(old, c->url.href) != 0) {
		session_give_up(c->session, EVENT_IN_DOUBT, client_now(c));
		session_discard(c->session, client_now(c));
		client_open_journal(c);
		if (c->log)
			log_set_room(c->log, &c->url);
	}
	free(old);
	return ok;
}

static void obey_connect(struct client *c, const char *url)
{
	struct error error;

	if (!*url && c->connection)
		session_notice(c->session, EVENT_NOTICE_CONNECTED_ALREADY, "", client_now(c));
	else if (*url && !move(c, url, &error))
		fail(c, &error);
	else
		client_reconnect(c);
}

static void obey_disconnect(struct client *c, const char *argument)
{
	(void)argument;
	if (c->connection) {
		client_close(c, CLIENT_HOLD);
	} else if (c->retry_at != MOMENT_NEVER) {
		c->retry_at = MOMENT_NEVER;
		c->goal = CLIENT_HOLD;
		session_offline(c->session);
	} else {
		session_notice(c->session, EVENT_NOTICE_NOT_CONNECTED, "", client_now(c));
	}
}

static void end_after(struct client *c, double linger)
{
	uint64_t now = client_now(c).mono;

	c->goal = c->connection || c->retry_at != MOMENT_NEVER ? CLIENT_END : CLIENT_LEAVE;
	c->progress_at = now;
	c->linger_until = linger < LINGER_MOST ? now + (uint64_t)(linger * 1000) : MOMENT_NEVER;
}

static void obey_quit(struct client *c, const char *reason)
{
	size_t end = 0, next;

	/* RFC 6455, section 5.5: a close frame has room for 123 bytes of reason. */
	while ((next = text_next(reason, strlen(reason), end)) <= 123 && next > end)
		end = next;
	free(c->reason);
	c->reason = mem_copy_n(reason, end);
	if (c->goal == CLIENT_LEAVE || session_state(c->session) != SESSION_READY)
		client_close(c, CLIENT_LEAVE);
	else
		end_after(c, 0);
}

void client_notice_count(struct client *c, enum event_notice notice, size_t count)
{
	char text[32];

	snprintf(text, sizeof text, "%zu", count);
	session_notice(c->session, notice, text, client_now(c));
}

static void tell_log_line(void *arg, const char *line)
{
	struct client *c = arg;

	session_notice(c->session, EVENT_NOTICE_LOG, line, client_now(c));
}

static void obey_lastlog(struct client *c, const char *needle)
{
	if (!c->log)
		session_notice(c->session, EVENT_NOTICE_NO_LOG, "", client_now(c));
	else if (!log_find(c->log, needle, LASTLOG_LINES, tell_log_line, c))
		session_notice(c->session, EVENT_NOTICE_NO_MATCH, needle, client_now(c));
}

static void obey_nick(struct client *c, const char *name)
{
	session_rename(c->session, name, client_now(c));
}

static void obey_reconnect(struct client *c, const char *argument)
{
	(void)argument;
	client_reconnect(c);
}

static void obey_info(struct client *c, const char *argument)
{
	(void)argument;
	tell_info(c);
}

static void obey_frames(struct client *c, const char *argument)
{
	(void)argument;
	client_tell_frames(c);
}

static void obey_resend(struct client *c, const char *argument)
{
	(void)argument;
	client_notice_count(c, EVENT_NOTICE_RESENT, session_resend(c->session));
}

static void obey_discard(struct client *c, const char *argument)
{
	(void)argument;
	client_notice_count(c, EVENT_NOTICE_DISCARDED, session_discard(c->session, client_now(c)));
}

static void obey_ignore(struct client *c, const char *name)
{
	session_ignore(c->session, name, client_now(c));
}

static void obey_unignore(struct client *c, const char *name)
{
	session_unignore(c->session, name, client_now(c));
}

static void obey_end(struct client *c, const char *argument)
{
	double linger = c->config->options->linger;

	(void)argument;
	end_after(c, linger < 0 ? 0 : linger);
}

static void tell_unknown(struct client *c, const char *name)
{
	session_notice(c->session, EVENT_NOTICE_UNKNOWN_COMMAND, name, client_now(c));
}

static void tell_incomplete(struct client *c, const char *name)
{
	session_notice(c->session, EVENT_NOTICE_NEEDS_ARGUMENT, name, client_now(c));
}

/* The others are answered by the front end. */
static void (*const table[])(struct client *, const char *argument) = {
	[COMMAND_NICK] = obey_nick,
	[COMMAND_CONNECT] = obey_connect,
	[COMMAND_RECONNECT] = obey_reconnect,
	[COMMAND_DISCONNECT] = obey_disconnect,
	[COMMAND_INFO] = obey_info,
	[COMMAND_RESEND] = obey_resend,
	[COMMAND_DISCARD] = obey_discard,
	[COMMAND_LASTLOG] = obey_lastlog,
	[COMMAND_IGNORE] = obey_ignore,
	[COMMAND_UNIGNORE] = obey_unignore,
	[COMMAND_FRAMES] = obey_frames,
	[COMMAND_QUIT] = obey_quit,
	[COMMAND_END] = obey_end,
	[COMMAND_SET] = client_set,
	[COMMAND_SAVE] = client_save,
	[COMMAND_UNKNOWN] = tell_unknown,
	[COMMAND_NEEDS_ARGUMENT] = tell_incomplete,
};

void client_obey(struct client *c, const struct command *command)
{
	char *argument = mem_copy_n(command->argument ? command->argument : "", command->n);
	size_t type = command->type;

	if (command->type == COMMAND_SAY)
		session_say(c->session, argument, command->n, client_now(c));
	else if (type < sizeof table / sizeof *table && table[type])
		table[type](c, argument);
	free(argument);
}
