/*
 * log_private - the log's state, shared by log.c, which writes, and log_find.c, which reads.
 */
#ifndef LOG_PRIVATE_H
#define LOG_PRIVATE_H

#include "log.h"

struct log {
	char *named; /* --log=FILE; or NULL */
	char *room;  /* the directory's name for the room */
	char *path;  /* of the open file */
	int fd;      /* -1: not open */
	bool failed; /* told already */
	struct buf out;
	char day[11]; /* of the open file */
};

/* Where the files of the room are; the caller frees it. NULL and errno where it cannot be made. */
char *log_directory(const struct log *);

#endif
