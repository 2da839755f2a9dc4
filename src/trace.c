#include "trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "files.h"
#include "mem.h"
#include "trace_private.h"

struct trace {
	char *path;
	int fd; /* -1: not open */
	bool is_har;
	bool failed;         /* told already */
	unsigned connection; /* the last one */
	struct buf out;      /* noted, and not written */
	struct trace_lines lines;
	struct trace_har har, written; /* as noted, and as it stands in the file */
	struct trace_message messages[2];
	off_t at;     /* where the HAR goes on: what ends it stands behind, */
	bool unended; /* but for a disk that takes nothing at all */
};

static bool has_suffix(const char *path, const char *suffix)
{
	size_t n = strlen(path), size = strlen(suffix);

	return n > size && !strcasecmp(path + n - size, suffix);
}

static bool complain(struct trace *t, struct error *error)
{
	bool first = !t->failed;

	t->failed = true;
	if (!first)
		return true;
	return error_set(error, ERROR_TRACE, errno, "%s: %s", t->path, files_reason());
}

static void close_file(struct trace *t)
{
	if (t->fd >= 0)
		close(t->fd);
	t->fd = -1;
}

/* Lines go behind those of the run before. */
static bool write_lines(struct trace *t)
{
	if (t->fd < 0)
		t->fd = files_open_lines(t->path);
	if (t->fd >= 0 && files_write(t->fd, buf_bytes(&t->out), buf_size(&t->out)))
		return true;
	close_file(t);
	return false;
}

/* Puts the bytes in the place of what ended the HAR, and its new end behind them. */
static bool put_har(struct trace *t, struct buf *bytes, const struct trace_har *har)
{
	size_t n = buf_size(bytes);

	trace_har_end(har, bytes);
	if (lseek(t->fd, t->at, SEEK_SET) < 0 ||
	    !files_write(t->fd, buf_bytes(bytes), buf_size(bytes)) ||
	    ftruncate(t->fd, t->at + (off_t)buf_size(bytes)))
		return false;
	t->at += (off_t)n;
	return true;
}

/* What does not fit is as if it had never been: the file ends as it did before. */
static bool write_har(struct trace *t)
{
	struct buf nothing = { 0 };
	int why;

	t->unended = !put_har(t, &t->out, &t->har);
	if (!t->unended) {
		t->written = t->har;
		return true;
	}
	why = errno;
	t->har = t->written;
	if (!ftruncate(t->fd, t->at))
		t->unended = !put_har(t, &nothing, &t->har);
	buf_free(&nothing);
	errno = why;
	return false;
}

bool trace_flush(struct trace *t, struct error *error)
{
	bool any = buf_size(&t->out), ok;

	if (!any && !t->unended)
		return true;
	ok = t->is_har ? write_har(t) : write_lines(t);
	buf_clear(&t->out);
	if (!ok)
		return complain(t, error);
	t->failed = t->failed && !any;
	return true;
}

static bool begin_har(struct trace *t)
{
	t->fd = files_open_private(t->path);
	if (t->fd < 0 || fcntl(t->fd, F_SETFL, 0) < 0 || ftruncate(t->fd, 0))
		return false;
	trace_har_begin(&t->out);
	return write_har(t);
}

static bool begin_lines(struct trace *t)
{
	t->fd = files_open_lines(t->path);
	return t->fd >= 0;
}

struct trace *trace_open(const char *file, struct error *error)
{
	struct trace *t = mem_new(1, sizeof *t);
	bool ok;

	t->path = mem_copy(file);
	t->fd = -1;
	t->is_har = has_suffix(file, ".har");
	ok = t->is_har ? begin_har(t) : begin_lines(t);
	buf_clear(&t->out);
	if (ok)
		return t;
	complain(t, error);
	trace_close(t);
	return NULL;
}

void trace_close(struct trace *t)
{
	if (!t)
		return;
	trace_flush(t, NULL);
	close_file(t);
	for (int i = 0; i < 2; i++)
		buf_free(&t->messages[i].bytes);
	buf_free(&t->out);
	free(t->path);
	free(t);
}

void trace_note(struct trace *t, const char *url, int64_t wall, const struct websocket_event *event)
{
	struct trace_frame frame = { 0, url, wall, event };

	t->connection += event->frame.head && event->frame.outgoing;
	frame.connection = t->connection;
	if (t->is_har)
		trace_har_note(&t->har, t->messages, &t->out, &frame);
	else
		trace_lines_note(&t->lines, &t->out, &frame);
}
