/*
 * words - events and errors as translated sentences, and as exit statuses. The one place where the
 * core's data becomes language.
 */
#ifndef WORDS_H
#define WORDS_H

#include <stdint.h>
#include <time.h>

#include "buf.h"
#include "chatview.h"
#include "error.h"
#include "event.h"
#include "framesview.h"
#include "presence.h"
#include "session.h"
#include "transcript.h"

/* One sentence that says what happened, why, and what to do next; appended, clean for a terminal.
 */
void words_error(struct buf *out, const struct error *);

/* "PROGRAM: SENTENCE" on standard error. */
void words_complain(const char *program, const struct error *);

/* The exit status of interface.md for what ended the connection for good. */
int words_exit_status(const struct error *);

/* The sentence of a notice; nothing for a message, and for events that are not told. */
void words_notice(struct buf *out, const struct transcript_line *);
void words_event(struct buf *out, const struct event *);

/* What several comings and goings in a row come to. */
void words_presence(struct buf *out, const struct presence *);

/* In the local time zone, of ms since 1970. */
struct tm words_local_time(int64_t ms);
/* HH:MM and the day in the local time zone and language. */
void words_clock(struct buf *out, int64_t time);
void words_day(struct buf *out, int64_t time);
/* To be asked for after the locale is set. */
struct chatview_words words_chatview(void);

/* A frame in one line, and what the inspector says; the latter to be asked for after the locale is
 * set. */
void words_frame(struct buf *out, const struct frame *);
struct framesview_words words_framesview(void);

/* The state of the connection for the status line. */
void words_state(struct buf *out, const struct session *, uint64_t mono);

/* What a command does: "/nick NAME", and one sentence. NULL for COMMAND_UNKNOWN. */
const char *words_command_usage(const char *name);
const char *words_command_help(const char *name);

#endif
