/*
 * faults - a disk that fails: write() and fdatasync() of the program that includes this, once, give
 * the error that is set here; a directory that may not be written to.
 */
#ifndef FAULTS_H
#define FAULTS_H

#include <check.h>
#include <errno.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int write_fault, sync_fault; /* an errno; 0: it works */

static long answer(int fault, long result)
{
	if (!fault)
		return result;
	errno = fault;
	return -1;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	return answer(write_fault, write_fault ? 0 : syscall(SYS_write, fd, bytes, n));
}

int fdatasync(int fd)
{
	return (int)answer(sync_fault, sync_fault ? 0 : syscall(SYS_fdatasync, fd));
}

/* Permissions are nothing to root, who becomes nobody for the rest of the test: the caller ends
 * with faults_writable(). */
static inline void faults_read_only(const char *directory)
{
	ck_assert_int_eq(chmod(directory, 0555), 0);
	if (!geteuid())
		ck_assert_int_eq(seteuid(65534), 0);
}

static inline void faults_writable(const char *directory)
{
	if (!getuid())
		ck_assert_int_eq(seteuid(0), 0);
	ck_assert_int_eq(chmod(directory, 0700), 0);
}

#endif
