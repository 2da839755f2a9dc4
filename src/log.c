#include "log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "log_private.h"
#include "mem.h"
#include "message.h"
#include "text.h"
#include "words.h"

static void day_of(char day[11], int64_t wall)
{
	struct tm tm = words_local_time(wall);

	strftime(day, 11, "%Y-%m-%d", &tm);
}

static char *room_name(const struct url *url)
{
	char *key = url->unix_socket ? mem_copy(url->socket)
				     : mem_format("%s_%u%s", url->host, url->port, url->resource);
	size_t n = strlen(key);
	struct buf name = { 0 };

	if (n && key[n - 1] == '/')
		key[n - 1] = 0;
	files_safe_name(&name, key);
	free(key);
	return buf_take(&name);
}

char *log_directory(const struct log *log)
{
	char *state = files_state_directory(), *directory;

	if (!state)
		return NULL;
	directory = mem_format("%s/log/%s", state, log->room);
	free(state);
	if (files_make_directory(directory))
		return directory;
	free(directory);
	return NULL;
}

/* The file for today; NULL and errno as of log_directory(). */
static char *daily_path(const struct log *log)
{
	char *directory = log_directory(log);
	char *path = directory ? mem_format("%s/%s.log", directory, log->day) : NULL;

	free(directory);
	return path;
}

static void close_file(struct log *log)
{
	if (log->fd >= 0)
		close(log->fd);
	log->fd = -1;
}

static bool open_file(struct log *log)
{
	free(log->path);
	log->path = log->named ? mem_copy(log->named) : daily_path(log);
	if (log->path)
		log->fd = files_open_lines(log->path);
	return log->fd >= 0;
}

static bool complain(struct log *log, struct error *error)
{
	bool first = !log->failed;

	log->failed = true;
	if (!first)
		return true;
	return error_set(error, ERROR_LOG, errno, "%s: %s", log->path ? log->path : log->room,
			 files_reason());
}

struct log *log_open(const char *file, const struct url *url, int64_t wall, struct error *error)
{
	struct log *log = mem_new(1, sizeof *log);

	log->fd = -1;
	log->named = file ? mem_copy(file) : NULL;
	log->room = room_name(url);
	day_of(log->day, wall);
	if (open_file(log))
		return log;
	complain(log, error);
	log_close(log);
	return NULL;
}

void log_close(struct log *log)
{
	struct error error;

	if (!log)
		return;
	log_flush(log, &error);
	close_file(log);
	buf_free(&log->out);
	free(log->named);
	free(log->room);
	free(log->path);
	free(log);
}

void log_set_room(struct log *log, const struct url *url)
{
	struct error error;

	log_flush(log, &error);
	free(log->room);
	log->room = room_name(url);
	if (!log->named)
		close_file(log);
}

static void put_time(struct log *log, int64_t wall)
{
	struct tm tm = words_local_time(wall);
	char text[32];

	buf_append(&log->out, text, strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S ", &tm));
}

static void put_clean(struct log *log, const char *text)
{
	text_clean(&log->out, text, strlen(text), TEXT_ONE_LINE);
}

static void put_message(struct log *log, const struct event *e)
{
	const char *action = message_action(e->text);

	put_time(log, e->time);
	buf_append_string(&log->out, action ? "* " : "<");
	put_clean(log, e->name ? e->name : "");
	buf_append_string(&log->out, action ? " " : "> ");
	put_clean(log, action ? action : e->text);
	buf_append_byte(&log->out, '\n');
}

static void put_notice(struct log *log, const struct event *e)
{
	struct buf sentence = { 0 };

	words_event(&sentence, e);
	if (buf_size(&sentence)) {
		put_time(log, e->time);
		buf_format(&log->out, "-!- %s\n", buf_string(&sentence));
	}
	buf_free(&sentence);
}

/* Answers to a command are no part of the conversation. */
static bool is_kept(const struct event *e)
{
	return e->type != EVENT_INFO && e->type != EVENT_NOTICE && e->type != EVENT_CONNECTING &&
	       e->type != EVENT_RECONNECTING && e->type != EVENT_DROPPED;
}

void log_note(struct log *log, const struct event *e)
{
	struct error ignored;
	char day[11];

	if (!is_kept(e))
		return;
	day_of(day, e->time);
	if (!log->named && strcmp(day, log->day)) {
		log_flush(log, &ignored);
		close_file(log);
		memcpy(log->day, day, sizeof day);
	}
	if (e->type == EVENT_MESSAGE)
		put_message(log, e);
	else
		put_notice(log, e);
}

/* What cannot be written is let go: a full disk must not fill the memory too. */
bool log_flush(struct log *log, struct error *error)
{
	bool ok = true;

	if (!buf_size(&log->out))
		return true;
	if ((log->fd < 0 && !open_file(log)) ||
	    !files_write(log->fd, buf_bytes(&log->out), buf_size(&log->out))) {
		ok = complain(log, error);
		close_file(log);
	} else {
		log->failed = false;
	}
	buf_clear(&log->out);
	return ok;
}
