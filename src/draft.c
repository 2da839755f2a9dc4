#include "draft.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "files.h"
#include "mem.h"
#include "text.h"

struct draft {
	char *path;
	int fd; /* locked */
	char *text;
	bool broken;
};

static bool fail(const char *path, struct error *error)
{
	return error_set(error, ERROR_JOURNAL, errno, "%s: %s", path, files_reason());
}

static char *read_text(int fd)
{
	struct buf text = { 0 };
	bool ok = files_read(fd, &text) && text_valid(buf_bytes(&text), buf_size(&text));
	char *string = ok ? mem_copy(buf_string(&text)) : mem_copy("");

	buf_free(&text);
	return string;
}

struct draft *draft_open(const char *directory, const char *url, const char *name,
			 struct error *error)
{
	char *path = files_room_path(directory, "draft", url, name);
	int fd = files_open_locked(path);
	struct draft *d;

	*error = (struct error){ 0 };
	if (fd < 0) {
		if (errno != EWOULDBLOCK)
			fail(path, error);
		free(path);
		return NULL;
	}
	d = mem_new(1, sizeof *d);
	d->path = path;
	d->fd = fd;
	d->text = read_text(fd);
	return d;
}

void draft_close(struct draft *d)
{
	if (!d)
		return;
	if (!*d->text)
		unlink(d->path);
	close(d->fd);
	free(d->text);
	free(d->path);
	free(d);
}

const char *draft_text(const struct draft *d)
{
	return d->text;
}

static bool replace(struct draft *d, const char *text)
{
	int fd = files_replace_locked(d->path, text, strlen(text), false);

	if (fd < 0)
		return false;
	close(d->fd);
	d->fd = fd;
	return true;
}

bool draft_keep(struct draft *d, const char *text, struct error *error)
{
	if (d->broken || !strcmp(d->text, text))
		return true;
	if (*text ? !replace(d, text) : ftruncate(d->fd, 0)) {
		d->broken = true;
		return fail(d->path, error);
	}
	mem_replace(&d->text, text);
	return true;
}
