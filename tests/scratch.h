/*
 * scratch - a directory for a test's files, which is removed behind it.
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "mem.h"

static inline char *scratch_new(void)
{
	char *path = mem_copy("/tmp/wschat-check-XXXXXX");

	ck_assert_ptr_nonnull(mkdtemp(path));
	return path;
}

static inline void scratch_free(char *path)
{
	char *command = mem_format("rm -rf '%s'", path);

	ck_assert_int_eq(system(command), 0);
	free(command);
	free(path);
}

static inline void scratch_write(const char *path, const char *text, size_t n)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(fchmod(fileno(file), 0600), 0);
	ck_assert_uint_eq(fwrite(text, 1, n, file), n);
	ck_assert_int_eq(fclose(file), 0);
}

/* That it has just this, and is for us alone. */
static inline void scratch_assert(const char *path, const char *want)
{
	struct buf text = { 0 };
	int fd = files_open_private(path);
	struct stat st;

	ck_assert_int_ge(fd, 0);
	ck_assert(files_read(fd, &text));
	ck_assert_int_eq(fstat(fd, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	close(fd);
	ck_assert_str_eq(buf_string(&text), want);
	buf_free(&text);
}

static inline char *scratch_read(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(getdelim(&text, &room, 0, file), 0);
	ck_assert_int_eq(fclose(file), 0);
	return text;
}

#endif
