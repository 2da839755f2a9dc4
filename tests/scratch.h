/*
 * scratch - a directory for a test's files, which is removed behind it.
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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
	ck_assert_uint_eq(fwrite(text, 1, n, file), n);
	ck_assert_int_eq(fclose(file), 0);
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
