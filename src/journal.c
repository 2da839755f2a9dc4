#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "files.h"
#include "mem.h"
#include "text.h"

/* A file of this size is written anew when most of it is done with. */
#define COMPACT_FROM (256 << 10)

/* What JSON's readers take for a whole number. */
#define DATE_MOST ((INT64_C(1) << 53) - 1)

struct journal {
	char *path;
	int fd;
	size_t size;          /* bytes in the file */
	bool broken;          /* it could not be written: out of use */
	struct buf out, done; /* not yet in the file: what is to come back, and what is not */
};

/* Records: "Q DATE TEXT" queued, "S DATE ID" sent, "D DATE" done. In a text \ is \\ and LF is \n.
 */
static void put_queued(struct buf *out, int64_t date, const char *text)
{
	buf_format(out, "Q %" PRId64 " ", date);
	for (; *text; text++) {
		if (*text == '\\' || *text == '\n')
			buf_append_byte(out, '\\');
		buf_append_byte(out, *text == '\n' ? 'n' : (uint8_t)*text);
	}
	buf_append_byte(out, '\n');
}

static void put_sent(struct buf *out, int64_t date, int64_t id)
{
	buf_format(out, "S %" PRId64 " %" PRId64 "\n", date, id);
}

static void put_done(struct buf *out, int64_t date)
{
	buf_format(out, "D %" PRId64 "\n", date);
}

static void unescape(char *text)
{
	char *to = text;

	for (; *text; text++) {
		if (*text == '\\' && text[1])
			*to++ = *++text == 'n' ? '\n' : *text;
		else
			*to++ = *text;
	}
	*to = 0;
}

static void restore_line(struct outbox *outbox, char *line)
{
	char kind = *line, *at;
	int64_t date;

	if (!kind || line[1] != ' ')
		return;
	date = strtoll(line + 2, &at, 10);
	if (date <= 0 || date > DATE_MOST)
		return;
	if (*at == ' ')
		at++;
	if (kind == 'Q' && text_valid(at, strlen(at))) {
		unescape(at);
		outbox_restore(outbox, &(struct outbox_item){ .date = date, .text = at });
	} else if (kind == 'S') {
		outbox_sent(outbox, date, strtoll(at, NULL, 10), 0);
	} else if (kind == 'D') {
		outbox_item_free(outbox_remove(outbox, date));
	}
}

/* Half a line at the end would swallow the next record. */
static void drop_rest(struct journal *j, size_t n)
{
	if (n && !ftruncate(j->fd, (off_t)(j->size - n)))
		j->size -= n;
}

void journal_restore(struct journal *j, struct outbox *outbox)
{
	struct buf text = { 0 };
	char *line, *end;
	size_t left;

	if (lseek(j->fd, 0, SEEK_SET) == 0)
		files_read(j->fd, &text);
	j->size = left = buf_size(&text);
	line = (char *)buf_bytes(&text);
	for (; left && (end = memchr(line, '\n', left)); line = end + 1) {
		*end = 0;
		restore_line(outbox, line);
		left -= (size_t)(end + 1 - line);
	}
	drop_rest(j, left);
	buf_free(&text);
}

static char *journal_path(const char *directory, const char *url, const char *name)
{
	char *key = mem_format("%s\n%s", url, name);
	struct buf path = { 0 };
	uint8_t digest[32];

	gnutls_hash_fast(GNUTLS_DIG_SHA256, key, strlen(key), digest);
	buf_format(&path, "%s/outbox-", directory);
	for (size_t i = 0; i < 8; i++)
		buf_format(&path, "%02x", digest[i]);
	free(key);
	return buf_take(&path);
}

/* Whether the path still names the file that we have locked: its last owner may have removed it. */
static bool is_same_file(int fd, const char *path)
{
	struct stat ours, named;

	return !fstat(fd, &ours) && !lstat(path, &named) && ours.st_ino == named.st_ino &&
	       ours.st_dev == named.st_dev;
}

/* The descriptor, or -1: errno is EWOULDBLOCK where another process has the lock. */
static int open_locked(const char *path)
{
	for (;;) {
		int fd = files_open_private(path);

		if (fd < 0)
			return -1;
		errno = 0;
		if (!flock(fd, LOCK_EX | LOCK_NB) && is_same_file(fd, path))
			return fd;
		int reason = errno;

		close(fd);
		errno = reason;
		if (reason == EWOULDBLOCK)
			return -1;
	}
}

struct journal *journal_open(const char *directory, const char *url, const char *name,
			     struct error *error)
{
	char *path = journal_path(directory, url, name);
	struct journal *j;
	int fd = open_locked(path);

	*error = (struct error){ 0 };
	if (fd < 0) {
		if (errno != EWOULDBLOCK)
			error_set(error, ERROR_JOURNAL, errno, "%s: %s", path, strerror(errno));
		free(path);
		return NULL;
	}
	j = mem_new(1, sizeof *j);
	j->path = path;
	j->fd = fd;
	return j;
}

/* What is in doubt, or without its echo, is still the user's to decide about. */
static bool is_done(const struct event *e)
{
	return e->type == EVENT_DELIVERED ||
	       (e->type == EVENT_UNDELIVERED && e->has_date && e->reason != EVENT_IN_DOUBT &&
		e->reason != EVENT_NO_ECHO);
}

void journal_note(struct journal *j, const struct event *e)
{
	if (e->type == EVENT_QUEUED)
		put_queued(&j->out, e->date, e->text);
	else if (e->type == EVENT_SENT)
		put_sent(&j->out, e->date, e->id);
	else if (is_done(e))
		put_done(&j->done, e->date);
}

static bool is_empty(const struct outbox *outbox)
{
	return !outbox_each(outbox, NULL);
}

static void put_all(struct buf *out, const struct outbox *outbox)
{
	const struct outbox_item *item = NULL;

	while ((item = outbox_each(outbox, item))) {
		put_queued(out, item->date, item->text);
		if (item->was_sent)
			put_sent(out, item->date, item->sent_as);
	}
}

/* Another file takes the place of the old one, locked before it has the name. */
static bool rewrite(struct journal *j, const struct buf *all)
{
	char *fresh = mem_format("%s.new", j->path);
	int fd;
	bool ok;

	unlink(fresh);
	fd = open_locked(fresh);
	ok = fd >= 0 && files_write(fd, buf_bytes(all), buf_size(all)) && !fdatasync(fd) &&
	     !rename(fresh, j->path);
	free(fresh);
	if (!ok) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	close(j->fd);
	j->fd = fd;
	j->size = buf_size(all);
	return true;
}

static bool write_out(struct journal *j, struct buf *out, bool safely, struct error *error)
{
	if (j->broken || !buf_size(out))
		return true;
	if (!files_write(j->fd, buf_bytes(out), buf_size(out)) || (safely && fdatasync(j->fd))) {
		j->broken = true;
		return error_set(error, ERROR_JOURNAL, errno, "%s: %s", j->path, strerror(errno));
	}
	j->size += buf_size(out);
	buf_clear(out);
	return true;
}

bool journal_sync(struct journal *j, struct error *error)
{
	return write_out(j, &j->out, true, error);
}

static bool empty(struct journal *j)
{
	if (ftruncate(j->fd, 0))
		return false;
	j->size = 0;
	buf_clear(&j->done);
	return true;
}

/* A file that cannot be written anew stays as it is, and grows. */
static void compact(struct journal *j, const struct outbox *outbox)
{
	struct buf all = { 0 };

	put_all(&all, outbox);
	if (buf_size(&all) < j->size / 4)
		rewrite(j, &all);
	buf_free(&all);
}

bool journal_settle(struct journal *j, const struct outbox *outbox, struct error *error)
{
	if (j->broken || !buf_size(&j->done))
		return true;
	if (is_empty(outbox) && !buf_size(&j->out) && empty(j))
		return true;
	if (!write_out(j, &j->done, false, error))
		return false;
	if (j->size > COMPACT_FROM && !buf_size(&j->out))
		compact(j, outbox);
	return true;
}

/* What was given up was told to one who was then content to end. */
static bool put_given_up(struct buf *out, const struct outbox *outbox)
{
	const struct outbox_item *item = NULL;
	bool all = true;

	while ((item = outbox_each(outbox, item))) {
		if (item->given_up)
			put_done(out, item->date);
		all = all && item->given_up;
	}
	return all;
}

void journal_close(struct journal *j, const struct outbox *outbox)
{
	struct error ignored;

	if (!j)
		return;
	if (put_given_up(&j->done, outbox))
		unlink(j->path);
	else if (journal_sync(j, &ignored))
		journal_settle(j, outbox, &ignored);
	close(j->fd);
	buf_free(&j->out);
	buf_free(&j->done);
	free(j->path);
	free(j);
}
