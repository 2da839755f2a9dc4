/*
 * log - the conversation in a file: a line for each message and notice, appended, mode 0600.
 *
 * Without a file named, one for each room and day under the state directory:
 * log/HOST_PORT_PATH/YYYY-MM-DD.log. A log that cannot be written is told once, and tried again
 * with the next line.
 */
#ifndef LOG_H
#define LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "event.h"
#include "url.h"

struct log;

/* FILE NULL: the files of the room. NULL where the file cannot be opened: ERROR_LOG. */
struct log *log_open(const char *file, const struct url *, int64_t wall, struct error *error);
void log_close(struct log *); /* NULL is allowed */

/* Another room: its files from now on, unless a file was named. */
void log_set_room(struct log *, const struct url *);

/* Takes down what is worth keeping. */
void log_note(struct log *, const struct event *);

/* Writes what was noted. False and ERROR_LOG when it fails first. */
bool log_flush(struct log *, struct error *error);

/* The last N lines of the file, or of the days of the room, that hold NEEDLE (without regard to
 * case; "" is all), oldest first; each is given to EACH, NUL-terminated and clean for a terminal.
 * Returns how many. */
size_t log_find(struct log *, const char *needle, size_t n,
		void (*each)(void *arg, const char *line), void *arg);

#endif
