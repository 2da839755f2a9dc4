/*
 * files - the user's own files: where they are, and how they are opened so that nobody else reads
 * them or puts another file in their place.
 */
#ifndef FILES_H
#define FILES_H

#include <stdbool.h>

#include "buf.h"

/* Holds the place of each standard stream that is closed, or the next file opened would be it: what
 * is there can be neither read nor written. To be called first. */
void files_hold_streams(void);

/* $XDG_STATE_HOME/wschat, or ~/.local/state/wschat, made with mode 0700 where it is not there; the
 * caller frees it. NULL and errno where it cannot be made. */
char *files_state_directory(void);

/* $XDG_CONFIG_HOME/wschat, or ~/.config/wschat; the caller frees it. */
char *files_config_directory(void);

/* $XDG_CONFIG_HOME/wschat/config, or ~/.config/wschat/config; the caller frees it. */
char *files_config_path(void);

/* mkdir -p with mode 0700; false and errno. */
bool files_make_directory(const char *path);

/* Opens a regular file of ours for reading and appending, made with mode 0600, never through a
 * symbolic link. -1 and errno: ELOOP for a link, EPERM for a file of somebody else, EINVAL for what
 * is no file. */
int files_open_private(const char *path);

/* The same for a file of lines: half a line, of a disk that was full or a program that was killed,
 * is ended. */
int files_open_lines(const char *path);
void files_end_line(int fd);

/* The same with a lock on it, which a process has until it closes the file or dies. -1 and errno:
 * EWOULDBLOCK where another process has it. */
int files_open_locked(const char *path);

/* Another file takes the place of the one at the path, all at once, and locked before it has the
 * name; SAFELY: it is on the disk by then. -1 and errno: the old one stays. */
int files_replace_locked(const char *path, const void *bytes, size_t n, bool safely);

/* Why it could not be opened or written, from errno. */
const char *files_reason(void);

/* Appends all that can be read; false and errno. */
bool files_read(int fd, struct buf *out);

/* Writes all; false and errno, a part may then be written. */
bool files_write(int fd, const void *bytes, size_t n);

/* Puts a file with these bytes in the place of PATH, whole or not at all: it has the mode of the
 * old one, or 0600. False and errno. */
bool files_replace(const char *path, const void *bytes, size_t n);

/* Appends the string as a part of a file name: what is neither an ASCII letter, a digit, nor one of
 * "-_." becomes %XX, a leading dot too; cut at 100 bytes. */
void files_safe_name(struct buf *out, const char *string);

/* DIRECTORY/KIND-DIGEST: the file of a room and a user name; the caller frees it. */
char *files_room_path(const char *directory, const char *kind, const char *url, const char *name);

/* Appends a text as one line, in which \ is \\ and LF is \n. Unescaping is done in place, of a line
 * without its end. */
void files_put_line(struct buf *out, const char *text);
void files_unescape(char *text);
/* Takes a whole line off the front, a NUL being in place of its end; NULL where there is none. It
 * lives until the next call that appends. */
char *files_next_line(struct buf *text, size_t *n);

#endif
