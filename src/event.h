/*
 * event - what happens in a room and on its connection, for the front ends: the events of line mode
 * (interface.md), as data. They are worded by words.h.
 */
#ifndef EVENT_H
#define EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

enum event_type {
	EVENT_CONNECTING,     /* url, attempt */
	EVENT_OPEN,           /* protocol, extensions */
	EVENT_ID,             /* id */
	EVENT_USERNAME,       /* name, id, own */
	EVENT_REJECTUSERNAME, /* name: the one that we got */
	EVENT_USERLIST,       /* users, user_count */
	EVENT_JOIN,           /* name */
	EVENT_LEAVE,          /* name */
	EVENT_RENAME,         /* name: the old one, to */
	EVENT_MESSAGE,        /* name, text, date, id, own */
	EVENT_QUEUED,         /* date, text; no front end tells it: the journal wants it */
	EVENT_SENT,           /* id, date, text */
	EVENT_DELIVERED,      /* date, text */
	EVENT_UNDELIVERED,    /* text, reason, date */
	EVENT_FORGED,         /* forged: the type of message, name, text */
	EVENT_DROPPED,        /* reason */
	EVENT_PONG,           /* number: ms */
	EVENT_ERROR,          /* error */
	EVENT_CLOSE,          /* code, text: the reason, was_clean, sent_code */
	EVENT_RECONNECTING,   /* number: ms until then, attempt */
	EVENT_INFO,           /* info, text: a row of /info */
	EVENT_NOTICE,         /* notice, text: an answer to a command */
	EVENT_LOOKALIKE,      /* name, to: the one that it looks like */
	EVENT_GAP,            /* number: seconds until now in which we were away */
};

enum event_reason {
	EVENT_REASON_NONE,
	EVENT_NOT_JSON,     /* dropped: "not-json" */
	EVENT_UNKNOWN_TYPE, /* "unknown-type" */
	EVENT_SECOND_ID,    /* "second-id": only the first id of a connection counts */
	EVENT_NOT_OURS,     /* "not-ours": a rejectusername for another id */
	EVENT_BINARY,       /* "binary" */
	EVENT_COPY,         /* "copy": a resent message that was shown already */
	EVENT_TOO_LONG,     /* undelivered: "too-long" */
	EVENT_NOT_SENT,     /* "not-sent": never written */
	EVENT_IN_DOUBT,     /* "in-doubt": written, and no echo */
	EVENT_DISCARDED,    /* "discarded": the user let it go */
	EVENT_NO_ECHO,      /* "no-echo": 10 s without one, on a living connection */
};

enum event_info {
	EVENT_INFO_URL,
	EVENT_INFO_STATE,
	EVENT_INFO_PROTOCOL,
	EVENT_INFO_EXTENSIONS,
	EVENT_INFO_ADDRESS,
	EVENT_INFO_TLS,
	EVENT_INFO_CERTIFICATE,
	EVENT_INFO_BUFFERED,
	EVENT_INFO_LATENCY,
	EVENT_INFO_NAME,
	EVENT_INFO_ID,
	EVENT_INFO_COUNT,
};

enum event_notice {
	EVENT_NOTICE_UNKNOWN_COMMAND, /* text: its name */
	EVENT_NOTICE_NEEDS_ARGUMENT,  /* text: the command */
	EVENT_NOTICE_SAME_NAME,       /* text: the name that we have already */
	EVENT_NOTICE_NOT_CONNECTED,
	EVENT_NOTICE_CONNECTED_ALREADY,
	EVENT_NOTICE_IN_DOUBT, /* text: how many messages are in doubt; for this and the next two */
	EVENT_NOTICE_RESENT,
	EVENT_NOTICE_DISCARDED,
	EVENT_NOTICE_IGNORED, /* text: the name; for this and the next two */
	EVENT_NOTICE_UNIGNORED,
	EVENT_NOTICE_NOT_IGNORED,
	EVENT_NOTICE_IGNORING, /* text: the names, or "" */
	EVENT_NOTICE_LOG,      /* text: a line of the log */
	EVENT_NOTICE_NO_LOG,
	EVENT_NOTICE_NO_MATCH, /* text: what was searched */
	EVENT_NOTICE_OPTION,   /* text: "OPTION = VALUE"; for this and the next two */
	EVENT_NOTICE_OPTION_CONNECTION,
	EVENT_NOTICE_OPTION_START,
	EVENT_NOTICE_SAVED, /* text: the file */
	EVENT_NOTICE_NOTHING_SET,
	EVENT_NOTICE_FRAME, /* text: a frame in a line */
	EVENT_NOTICE_NO_FRAMES,
	EVENT_NOTICE_LINK, /* text: its number, two blanks, the link as it was written */
	EVENT_NOTICE_NO_LINKS,
	EVENT_NOTICE_NO_LINK, /* text: what is no number of one */
	EVENT_NOTICE_NO_LINE, /* text: what is no number of a message */
	EVENT_NOTICE_NO_CLIPBOARD,
	EVENT_NOTICE_TERMINAL, /* text: the kind of terminal that an unknown one is taken for */
	EVENT_NOTICE_COUNT,
};

/* The order of user-visible strings: all are UTF-8 as the peer sent them (entities decoded), and
 * live until the next call on whoever gave the event. */
struct event {
	enum event_type type;
	int64_t time; /* ms since 1970, our clock */
	bool has_id, has_date, own, was_clean;
	bool mention; /* our name is in the text */
	int64_t id, date;
	const char *name, *to, *text;
	const char *const *users;
	size_t user_count;
	const char *url, *protocol, *extensions;
	const char *forged;
	enum event_reason reason;
	enum event_info info;
	enum event_notice notice;
	unsigned number, attempt;
	uint16_t code, sent_code;
	struct error error;
};

/* The words of the JSON interface, not translated: "join", "in-doubt". */
const char *event_type_name(enum event_type);
const char *event_reason_name(enum event_reason);

/* Whether a message is given up for good: what is in doubt, or without its echo, is still the
 * user's to decide about, and the echo may yet come. */
bool event_is_lost(const struct event *);

#endif
