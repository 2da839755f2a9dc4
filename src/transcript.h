/*
 * transcript - the lines of the conversation: a ring, where the oldest goes when a new one comes.
 *
 * A line is one allocation that holds its texts, which are clean (text.h) and valid UTF-8. Notices
 * are kept as data and worded when they are drawn, so that nothing is stored translated.
 */
#ifndef TRANSCRIPT_H
#define TRANSCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "event.h"

/* Of a line of our own. */
enum transcript_state {
	TRANSCRIPT_PLAIN, /* somebody else's, or a notice */
	TRANSCRIPT_QUEUED,
	TRANSCRIPT_SENT,
	TRANSCRIPT_DELIVERED,
	TRANSCRIPT_IN_DOUBT,
	TRANSCRIPT_FAILED,
};

struct transcript_line {
	int64_t time;     /* ms since 1970: when we saw it */
	int64_t date;     /* of a line of our own, its key; else 0 */
	uint32_t number;  /* close code, ms, errno, attempt: as the event's or its error's */
	uint32_t serial;  /* its place among the lines, never 0: see transcript_find() */
	uint32_t text_at; /* offset of the text in strings, behind the name's NUL */
	uint8_t type;     /* enum event_type */
	uint8_t state;    /* enum transcript_state */
	uint8_t reason;   /* enum event_reason, event_info, event_notice or error_code, by type */
	bool own, forged, action, mention;
	char strings[]; /* the name, a NUL, the text, a NUL */
};

struct transcript;

/* So many lines, and no more memory than this whatever stands in them. */
#define TRANSCRIPT_BYTES_MOST (64u << 20)
struct transcript *transcript_new(size_t max_lines);
void transcript_free(struct transcript *);

const char *transcript_name(const struct transcript_line *); /* "" for none */
const char *transcript_text(const struct transcript_line *);
/* Appends a line from an event; NAME and TEXT are cleaned on the way in, NULL is "". Returns the
 * line, whose small fields the caller may set. */
struct transcript_line *transcript_add(struct transcript *, int64_t time, enum event_type,
				       const char *name, const char *text);

/* Lines have numbers that never change: the first ever is 0. [first, end) are kept. */
uint64_t transcript_first(const struct transcript *);
uint64_t transcript_end(const struct transcript *);
const struct transcript_line *transcript_at(const struct transcript *, uint64_t number);

/* To keep a place while lines come, move and go. Serials grow from line to line (and wrap around);
 * a line that moves to the end gets a new one. The serial that the next line will have; the number
 * of the first line at this place or behind it, the end where there is none. */
uint32_t transcript_next_serial(const struct transcript *);
uint64_t transcript_find(const struct transcript *, uint32_t serial);

/* Marks a line just added as our own message with this date, on its way (QUEUED). Dates come in
 * growing order. */
void transcript_set_own(struct transcript *, struct transcript_line *, int64_t date);
/* Our own message by its date, as long as it is not DELIVERED; NULL where it is gone. */
struct transcript_line *transcript_find_own(struct transcript *, int64_t date);
/* The echo of our own line came: it is DELIVERED, gets the server's name and text, and stands where
 * the room has it, at the end. The numbers of the lines that stood behind it become one less. */
void transcript_deliver(struct transcript *, struct transcript_line *, int64_t time,
			const char *name, const char *text);
/* Drops all lines; numbers go on. */
void transcript_clear(struct transcript *);
/* Grows with every change, a state set by transcript_set_state() included. */
unsigned transcript_version(const struct transcript *);
void transcript_set_state(struct transcript *, struct transcript_line *, enum transcript_state);

#endif
