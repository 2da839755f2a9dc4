#include "histfile.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "buf.h"
#include "files.h"
#include "mem.h"
#include "text.h"

/* Bytes: a file over FILE_MOST is cut down to its newest FILE_KEPT. */
#define FILE_MOST (1 << 20)
#define FILE_KEPT (FILE_MOST / 2)
#define LINE_MOST (64u << 10)

/* Another client has the lock for as long as a write takes. Who is at work waits no more than this
 * for it, ms, and writes with the next line; who ends has more time. */
#define WAIT     10
#define WAIT_END 1000

struct histfile {
	char *path;
	struct buf out; /* not yet in the file */
	bool broken;
};

struct histfile *histfile_new(const char *directory)
{
	struct histfile *h = mem_new(1, sizeof *h);

	h->path = mem_format("%s/history", directory);
	return h;
}

static bool fail(struct histfile *h, struct error *error)
{
	h->broken = true;
	buf_free(&h->out);
	return error_set(error, ERROR_HISTORY, errno, "%s: %s", h->path, files_reason());
}

/* Appends the file from AT on; what stands there before the next line begins is passed over. */
static bool read_from(int fd, off_t at, struct buf *out)
{
	const uint8_t *s, *end;

	if (lseek(fd, at ? at - 1 : 0, SEEK_SET) < 0 || !files_read(fd, out))
		return false;
	s = buf_bytes(out);
	end = memchr(s, '\n', buf_size(out));
	if (at)
		buf_consume(out, end ? (size_t)(end + 1 - s) : buf_size(out));
	return true;
}

/* The newest lines, at the most FILE_KEPT bytes of them. */
static bool read_newest(int fd, struct buf *out)
{
	off_t size = lseek(fd, 0, SEEK_END);

	return size >= 0 && read_from(fd, size > FILE_KEPT ? size - FILE_KEPT : 0, out);
}

/* A line without its end is being written. */
static void add_lines(struct history *history, struct buf *text)
{
	char *line;
	size_t n;

	while ((line = files_next_line(text, &n))) {
		if (strlen(line) != n || !text_valid(line, n))
			continue;
		files_unescape(line);
		history_add(history, line);
	}
}

bool histfile_load(struct histfile *h, struct history *history, struct error *error)
{
	struct buf text = { 0 };
	int fd = files_open_private(h->path);
	bool ok = fd >= 0 && read_newest(fd, &text);

	if (ok)
		add_lines(history, &text);
	else
		fail(h, error);
	if (fd >= 0)
		close(fd);
	buf_free(&text);
	return ok;
}

/* -1 where the lock is not to be had in so many ms: errno is EWOULDBLOCK. */
static int open_waiting(const char *path, int ms)
{
	int fd;

	while ((fd = files_open_locked(path)) < 0 && errno == EWOULDBLOCK && ms-- > 0)
		poll(NULL, 0, 1);
	return fd;
}

static void cut_down(const char *path, int fd)
{
	struct buf newest = { 0 };
	int fresh = -1;

	if (read_newest(fd, &newest))
		fresh = files_replace_locked(path, buf_bytes(&newest), buf_size(&newest), false);
	if (fresh >= 0)
		close(fresh);
	buf_free(&newest);
}

static bool append(struct histfile *h, int fd)
{
	off_t size;

	files_end_line(fd);
	size = lseek(fd, 0, SEEK_END);
	if (size < 0)
		return false;
	if (!files_write(fd, buf_bytes(&h->out), buf_size(&h->out))) {
		int reason = errno;

		if (ftruncate(fd, size))
			errno = reason;
		errno = reason;
		return false;
	}
	if (size + (off_t)buf_size(&h->out) > FILE_MOST)
		cut_down(h->path, fd);
	buf_clear(&h->out);
	return true;
}

static bool write_out(struct histfile *h, int ms, struct error *error)
{
	int fd = open_waiting(h->path, ms);
	bool ok;

	if (fd < 0)
		return errno == EWOULDBLOCK || fail(h, error);
	ok = append(h, fd) || fail(h, error);
	close(fd);
	return ok;
}

bool histfile_add(struct histfile *h, const char *line, struct error *error)
{
	if (h->broken || strlen(line) > LINE_MOST)
		return true;
	files_put_line(&h->out, line);
	return write_out(h, WAIT, error);
}

void histfile_free(struct histfile *h)
{
	struct error ignored;

	if (!h)
		return;
	if (buf_size(&h->out))
		write_out(h, WAIT_END, &ignored);
	buf_free(&h->out);
	free(h->path);
	free(h);
}
