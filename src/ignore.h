/*
 * ignore - names whose words the user does not want to see, compared without regard to case.
 */
#ifndef IGNORE_H
#define IGNORE_H

#include <stdbool.h>
#include <stddef.h>

struct ignore;

struct ignore *ignore_new(void);
void ignore_free(struct ignore *);

/* False where the name was there already, or was not. */
bool ignore_add(struct ignore *, const char *name);
bool ignore_remove(struct ignore *, const char *name);

bool ignore_has(const struct ignore *, const char *name);

/* The names as they were given, in order; NULL at the end. */
const char *ignore_name(const struct ignore *, size_t at);

#endif
