#include "event.h"

static const char *const type_names[] = {
	[EVENT_CONNECTING] = "connecting",
	[EVENT_OPEN] = "open",
	[EVENT_ID] = "id",
	[EVENT_USERNAME] = "username",
	[EVENT_REJECTUSERNAME] = "rejectusername",
	[EVENT_USERLIST] = "userlist",
	[EVENT_JOIN] = "join",
	[EVENT_LEAVE] = "leave",
	[EVENT_RENAME] = "rename",
	[EVENT_MESSAGE] = "message",
	[EVENT_QUEUED] = "queued",
	[EVENT_SENT] = "sent",
	[EVENT_DELIVERED] = "delivered",
	[EVENT_UNDELIVERED] = "undelivered",
	[EVENT_FORGED] = "forged",
	[EVENT_DROPPED] = "dropped",
	[EVENT_PONG] = "pong",
	[EVENT_ERROR] = "error",
	[EVENT_CLOSE] = "close",
	[EVENT_RECONNECTING] = "reconnecting",
	[EVENT_INFO] = "info",
	[EVENT_NOTICE] = "notice",
	[EVENT_LOOKALIKE] = "lookalike",
	[EVENT_GAP] = "gap",
};

static const char *const reason_names[] = {
	[EVENT_REASON_NONE] = "",
	[EVENT_NOT_JSON] = "not-json",
	[EVENT_UNKNOWN_TYPE] = "unknown-type",
	[EVENT_SECOND_ID] = "second-id",
	[EVENT_NOT_OURS] = "not-ours",
	[EVENT_BINARY] = "binary",
	[EVENT_COPY] = "copy",
	[EVENT_TOO_LONG] = "too-long",
	[EVENT_NOT_SENT] = "not-sent",
	[EVENT_IN_DOUBT] = "in-doubt",
	[EVENT_DISCARDED] = "discarded",
	[EVENT_NO_ECHO] = "no-echo",
};

const char *event_type_name(enum event_type type)
{
	return type_names[type];
}

const char *event_reason_name(enum event_reason reason)
{
	return reason_names[reason];
}

bool event_is_lost(const struct event *e)
{
	return e->type == EVENT_UNDELIVERED && e->reason != EVENT_IN_DOUBT &&
	       e->reason != EVENT_NO_ECHO;
}
