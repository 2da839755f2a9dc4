/*
 * moment - the time, as it is handed to the core, which reads no clock.
 */
#ifndef MOMENT_H
#define MOMENT_H

#include <stdint.h>

struct moment {
	uint64_t mono; /* ms on a clock that never goes back, for deadlines */
	int64_t wall;  /* ms since 1970 UTC, for dates */
};

/* A deadline that never comes. */
#define MOMENT_NEVER UINT64_MAX

#endif
