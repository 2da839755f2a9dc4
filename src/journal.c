#include "journal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
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

/* Records: "Q DATE TEXT" queued, "S DATE ID" sent, "D DATE" done. */
static void put_queued(struct buf *out, int64_t date, const char *text)
{
	buf_format(out, "Q %" PRId64 " ", date);
	files_put_line(out, text);
}

static void put_sent(struct buf *out, int64_t date, int64_t id)
{
	buf_format(out, "S %" PRId64 " %" PRId64 "\n", date, id);
}

static void put_done(struct buf *out, int64_t date)
{
	buf_format(out, "D %" PRId64 "\n", date);
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
		files_unescape(at);
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
	char *line;
	size_t n;

	if (lseek(j->fd, 0, SEEK_SET) == 0)
		files_read(j->fd, &text);
	j->size = buf_size(&text);
	while ((line = files_next_line(&text, &n)))
		restore_line(outbox, line);
	drop_rest(j, buf_size(&text));
	buf_free(&text);
}

struct journal *journal_open(const char *directory, const char *url, const char *name,
			     struct error *error)
{
	char *path = files_room_path(directory, "outbox", url, name);
	struct journal *j;
	int fd = files_open_locked(path);

	*error = (struct error){ 0 };
	if (fd < 0) {
		if (errno != EWOULDBLOCK)
			error_set(error, ERROR_JOURNAL, errno, "%s: %s", path, files_reason());
		free(path);
		return NULL;
	}
	j = mem_new(1, sizeof *j);
	j->path = path;
	j->fd = fd;
	return j;
}

void journal_note(struct journal *j, const struct event *e)
{
	if (e->type == EVENT_QUEUED)
		put_queued(&j->out, e->date, e->text);
	else if (e->type == EVENT_SENT)
		put_sent(&j->out, e->date, e->id);
	else if (e->type == EVENT_DELIVERED || (e->has_date && event_is_lost(e)))
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

static void rewrite(struct journal *j, const struct buf *all)
{
	int fd = files_replace_locked(j->path, buf_bytes(all), buf_size(all), true);

	if (fd < 0)
		return;
	close(j->fd);
	j->fd = fd;
	j->size = buf_size(all);
}

static bool write_out(struct journal *j, struct buf *out, bool safely, struct error *error)
{
	if (j->broken || !buf_size(out))
		return true;
	if (!files_write(j->fd, buf_bytes(out), buf_size(out)) || (safely && fdatasync(j->fd))) {
		j->broken = true;
		return error_set(error, ERROR_JOURNAL, errno, "%s: %s", j->path, files_reason());
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
