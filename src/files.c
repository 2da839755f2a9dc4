#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ascii.h"
#include "mem.h"

void files_hold_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

#define SAFE_NAME_MAX 100

static char *base_directory(const char *variable, const char *under_home)
{
	const char *base = getenv(variable), *home = getenv("HOME");

	/* The XDG specification: a relative path is to be ignored. */
	if (base && *base == '/')
		return mem_format("%s/wschat", base);
	return mem_format("%s/%s/wschat", home ? home : "", under_home);
}

char *files_state_directory(void)
{
	char *path = base_directory("XDG_STATE_HOME", ".local/state");

	if (files_make_directory(path))
		return path;
	free(path);
	return NULL;
}

char *files_config_directory(void)
{
	return base_directory("XDG_CONFIG_HOME", ".config");
}

char *files_config_path(void)
{
	char *directory = files_config_directory();
	char *path = mem_format("%s/config", directory);

	free(directory);
	return path;
}

bool files_make_directory(const char *path)
{
	char *part = mem_copy(path);
	bool ok = true;

	for (char *at = part + 1; ok && (at = strchr(at, '/')); at++) {
		*at = 0;
		ok = !mkdir(part, 0700) || errno == EEXIST;
		*at = '/';
	}
	ok = ok && (!mkdir(part, 0700) || errno == EEXIST);
	free(part);
	return ok;
}

int files_open_private(const char *path)
{
	/* O_NONBLOCK so that a FIFO in the file's place does not hang us. */
	int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
		      0600);
	struct stat st;

	if (fd < 0)
		return -1;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_uid == geteuid())
		return fd;
	close(fd);
	errno = S_ISREG(st.st_mode) ? EPERM : EINVAL;
	return -1;
}

void files_end_line(int fd)
{
	struct stat st;
	char last = '\n';

	if (!fstat(fd, &st) && st.st_size && pread(fd, &last, 1, st.st_size - 1) == 1 &&
	    last != '\n')
		files_write(fd, "\n", 1);
}

int files_open_lines(const char *path)
{
	int fd = files_open_private(path);

	if (fd >= 0)
		files_end_line(fd);
	return fd;
}

/* Whether the path still names the file that we have locked: its last owner may have removed it, or
 * put another in its place. */
static bool is_same_file(int fd, const char *path)
{
	struct stat ours, named;

	return !fstat(fd, &ours) && !lstat(path, &named) && ours.st_ino == named.st_ino &&
	       ours.st_dev == named.st_dev;
}

int files_open_locked(const char *path)
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

const char *files_reason(void)
{
	return errno == ELOOP ? "symbolic link" : strerror(errno);
}

bool files_read(int fd, struct buf *out)
{
	ssize_t n;

	while ((n = read(fd, buf_reserve(out, 65536), 65536)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			buf_extend(out, (size_t)n);
	return n == 0;
}

bool files_write(int fd, const void *bytes, size_t n)
{
	const char *at = bytes;

	while (n) {
		ssize_t written = write(fd, at, n);

		if (written < 0 && errno != EINTR)
			return false;
		at += written > 0 ? written : 0;
		n -= written > 0 ? (size_t)written : 0;
	}
	return true;
}

/* The file that stands beside the path takes the place of the one there, or is removed. */
static bool put_in_place(int fd, const char *beside, const char *path, const void *bytes, size_t n,
			 bool safely)
{
	bool ok = fd >= 0 && files_write(fd, bytes, n) && !(safely && fsync(fd)) &&
		  !rename(beside, path);
	int reason = errno;

	if (!ok && fd >= 0) {
		unlink(beside);
		close(fd);
	}
	errno = reason;
	return ok;
}

/* The one that a program which was killed has left is in nobody's use. */
int files_replace_locked(const char *path, const void *bytes, size_t n, bool safely)
{
	char *beside = mem_format("%s.new", path);
	int fd;
	bool ok;

	unlink(beside);
	fd = files_open_locked(beside);
	ok = put_in_place(fd, beside, path, bytes, n, safely);
	free(beside);
	return ok ? fd : -1;
}

bool files_replace(const char *path, const void *bytes, size_t n)
{
	char *beside = mem_format("%s.XXXXXX", path);
	int fd = mkostemp(beside, O_CLOEXEC);
	struct stat st;
	bool ok;

	if (fd >= 0 && !stat(path, &st))
		fchmod(fd, st.st_mode & 0777);
	ok = put_in_place(fd, beside, path, bytes, n, true);
	free(beside);
	return ok && !close(fd);
}

static bool is_safe(char c)
{
	return ascii_is_alnum(c) || c == '-' || c == '_' || c == '.';
}

void files_safe_name(struct buf *out, const char *string)
{
	size_t limit = buf_size(out) + SAFE_NAME_MAX;

	for (size_t i = 0; string[i] && buf_size(out) + 3 <= limit; i++) {
		unsigned char c = (unsigned char)string[i];

		if (is_safe(string[i]) && !(i == 0 && c == '.'))
			buf_append_byte(out, c);
		else
			buf_format(out, "%%%02X", c);
	}
}

char *files_room_path(const char *directory, const char *kind, const char *url, const char *name)
{
	char *key = mem_format("%s\n%s", url, name);
	struct buf path = { 0 };
	uint8_t digest[32];

	gnutls_hash_fast(GNUTLS_DIG_SHA256, key, strlen(key), digest);
	buf_format(&path, "%s/%s-", directory, kind);
	for (size_t i = 0; i < 8; i++)
		buf_format(&path, "%02x", digest[i]);
	free(key);
	return buf_take(&path);
}

void files_put_line(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\\' || *text == '\n')
			buf_append_byte(out, '\\');
		buf_append_byte(out, *text == '\n' ? 'n' : (uint8_t)*text);
	}
	buf_append_byte(out, '\n');
}

char *files_next_line(struct buf *text, size_t *n)
{
	char *line = (char *)buf_bytes(text), *end = memchr(line, '\n', buf_size(text));

	if (!end)
		return NULL;
	*end = 0;
	*n = (size_t)(end - line);
	buf_consume(text, *n + 1);
	return line;
}

void files_unescape(char *text)
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
