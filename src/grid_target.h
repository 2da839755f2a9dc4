/*
 * grid_target - where clicks on cells lead.
 */
#ifndef GRID_TARGET_H
#define GRID_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "grid.h"

enum grid_target_kind { GRID_LINK, GRID_PERSON };

/* An id stays with its target as long as a cell has it, and does not come again soon after. */
struct grid_target {
	uint16_t id;
	enum grid_target_kind kind;
	uint32_t hash;
	char *text; /* a URI (links.h), or a name */
};

/* Makes COLS cells, placed as for grid_write(), lead there; what is written over them later leads
 * nowhere. */
void grid_lead(struct grid *, struct grid_rect clip, int row, int col, int cols,
	       enum grid_target_kind, const char *text);
const struct grid_target *grid_target(const struct grid *, uint16_t id); /* NULL for 0 */
bool grid_is_link(const struct grid_cell *);

#endif
