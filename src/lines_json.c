#include <stdbool.h>
#include <string.h>

#include "json.h"
#include "json_put.h"
#include "lines_private.h"
#include "words.h"

static void write_string(struct buf *out, const char *value)
{
	if (value)
		json_write_string(out, value, strlen(value));
	else
		buf_append_string(out, "null");
}

static void string(struct buf *out, const char *name, const char *value)
{
	json_put_key(out, name);
	write_string(out, value);
}

static void number(struct buf *out, const char *name, bool has, int64_t value)
{
	if (has) {
		json_put_integer(out, name, value);
		return;
	}
	json_put_key(out, name);
	buf_append_string(out, "null");
}

static void put_connecting(struct buf *out, const struct event *e)
{
	string(out, "url", e->url);
	json_put_integer(out, "attempt", e->attempt);
}

static void put_open(struct buf *out, const struct event *e)
{
	string(out, "protocol", e->protocol);
	string(out, "extensions", e->extensions);
}

static void put_id(struct buf *out, const struct event *e)
{
	number(out, "id", e->has_id, e->id);
}

static void put_username(struct buf *out, const struct event *e)
{
	string(out, "name", e->name);
	put_id(out, e);
	json_put_boolean(out, "own", e->own);
}

static void put_name(struct buf *out, const struct event *e)
{
	string(out, "name", e->name);
}

static void put_userlist(struct buf *out, const struct event *e)
{
	json_put_key(out, "users");
	buf_append_byte(out, '[');
	for (size_t i = 0; i < e->user_count; i++) {
		if (i)
			buf_append_byte(out, ',');
		write_string(out, e->users[i]);
	}
	buf_append_byte(out, ']');
}

static void put_rename(struct buf *out, const struct event *e)
{
	string(out, "from", e->name);
	string(out, "to", e->to);
}

static void put_message(struct buf *out, const struct event *e)
{
	string(out, "name", e->name);
	string(out, "text", e->text);
	number(out, "date", e->has_date, e->date);
	number(out, "id", e->has_id, e->id);
	json_put_boolean(out, "own", e->own);
}

static void put_sent(struct buf *out, const struct event *e)
{
	number(out, "date", e->has_date, e->date);
	string(out, "text", e->text);
}

static void put_undelivered(struct buf *out, const struct event *e)
{
	string(out, "text", e->text);
	string(out, "reason", event_reason_name(e->reason));
}

static void put_forged(struct buf *out, const struct event *e)
{
	string(out, "type", e->forged);
	string(out, "name", e->name);
	string(out, "text", e->text);
}

static void put_dropped(struct buf *out, const struct event *e)
{
	string(out, "reason", event_reason_name(e->reason));
}

static void put_pong(struct buf *out, const struct event *e)
{
	json_put_integer(out, "rtt", e->number);
}

static void put_sentence(struct buf *out, const struct event *e)
{
	struct buf sentence = { 0 };

	words_event(&sentence, e);
	string(out, "message", buf_string(&sentence));
	buf_free(&sentence);
}

static void put_close(struct buf *out, const struct event *e)
{
	json_put_integer(out, "code", e->code);
	string(out, "reason", e->text ? e->text : "");
	json_put_boolean(out, "wasClean", e->was_clean);
	if (e->sent_code)
		json_put_integer(out, "sent", e->sent_code);
}

static void put_reconnecting(struct buf *out, const struct event *e)
{
	json_put_key(out, "delay");
	buf_format(out, "%u.%03u", e->number / 1000, e->number % 1000);
	json_put_integer(out, "attempt", e->attempt);
}

static void put_info(struct buf *out, const struct event *e)
{
	static const char *const names[EVENT_INFO_COUNT] = {
		[EVENT_INFO_URL] = "url",
		[EVENT_INFO_STATE] = "readyState",
		[EVENT_INFO_PROTOCOL] = "protocol",
		[EVENT_INFO_EXTENSIONS] = "extensions",
		[EVENT_INFO_ADDRESS] = "address",
		[EVENT_INFO_TLS] = "tls",
		[EVENT_INFO_CERTIFICATE] = "certificate",
		[EVENT_INFO_BUFFERED] = "bufferedAmount",
		[EVENT_INFO_LATENCY] = "latency",
		[EVENT_INFO_NAME] = "name",
		[EVENT_INFO_ID] = "id",
	};

	string(out, "key", names[e->info]);
	string(out, "value", e->text);
}

void lines_write_json(struct buf *out, const struct event *e)
{
	/* What the interface does not know is not told. */
	static void (*const writers[EVENT_GAP + 1])(struct buf *, const struct event *) = {
		[EVENT_CONNECTING] = put_connecting,
		[EVENT_OPEN] = put_open,
		[EVENT_ID] = put_id,
		[EVENT_USERNAME] = put_username,
		[EVENT_REJECTUSERNAME] = put_name,
		[EVENT_USERLIST] = put_userlist,
		[EVENT_JOIN] = put_name,
		[EVENT_LEAVE] = put_name,
		[EVENT_RENAME] = put_rename,
		[EVENT_MESSAGE] = put_message,
		[EVENT_SENT] = put_sent,
		[EVENT_DELIVERED] = put_sent,
		[EVENT_UNDELIVERED] = put_undelivered,
		[EVENT_FORGED] = put_forged,
		[EVENT_DROPPED] = put_dropped,
		[EVENT_PONG] = put_pong,
		[EVENT_ERROR] = put_sentence,
		[EVENT_CLOSE] = put_close,
		[EVENT_RECONNECTING] = put_reconnecting,
		[EVENT_INFO] = put_info,
		[EVENT_NOTICE] = put_sentence,
	};

	if (!writers[e->type])
		return;
	buf_append_string(out, "{\"event\":");
	write_string(out, event_type_name(e->type));
	json_put_integer(out, "time", e->time);
	writers[e->type](out, e);
	buf_append_string(out, "}\n");
}

static void write_usage(struct buf *out, const char *name)
{
	buf_format(out, "%s  %s\n", words_command_usage(name), words_command_help(name));
}

void lines_write_help(struct buf *out, const struct command *c)
{
	const char *name;

	for (size_t i = 0; (name = command_name(i)); i++)
		if (!c->n || command_find(c->argument, c->n) == command_find(name, strlen(name)))
			write_usage(out, name);
}
