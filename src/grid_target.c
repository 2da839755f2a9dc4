#include "grid_target.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* No screen shows more that anybody could choose from; beyond, cells lead nowhere. */
#define TARGETS_MOST 1000

/* The bit of an id by which cells that outlive their targets are still known. */
#define PERSON 0x8000

static struct grid_target *find(const struct grid *g, enum grid_target_kind kind, const char *text)
{
	uint32_t hash = text_hash(text);

	for (size_t i = 0; i < g->target_count; i++)
		if (g->targets[i].hash == hash && g->targets[i].kind == kind &&
		    !strcmp(g->targets[i].text, text))
			return &g->targets[i];
	return NULL;
}

const struct grid_target *grid_target(const struct grid *g, uint16_t id)
{
	for (size_t i = 0; id && i < g->target_count; i++)
		if (g->targets[i].id == id)
			return &g->targets[i];
	return NULL;
}

/* Drops those that no cell leads to any more. */
static void sweep(struct grid *g)
{
	uint8_t *used = mem_new(UINT16_MAX + 1, 1);
	size_t kept = 0;

	for (int i = 0; i < g->rows * g->cols; i++)
		used[g->cells[i].target] = 1;
	for (size_t i = 0; i < g->target_count; i++) {
		if (used[g->targets[i].id])
			g->targets[kept++] = g->targets[i];
		else
			free(g->targets[i].text);
	}
	g->target_count = kept;
	free(used);
}

static uint16_t next_id(struct grid *g, enum grid_target_kind kind)
{
	uint16_t id;

	do {
		g->last_target = g->last_target < PERSON - 1 ? g->last_target + 1 : 1;
		id = g->last_target | (kind == GRID_PERSON ? PERSON : 0);
	} while (grid_target(g, id));
	return id;
}

bool grid_is_link(const struct grid_cell *cell)
{
	return cell->target && !(cell->target & PERSON);
}

static struct grid_target *add(struct grid *g, enum grid_target_kind kind, const char *text)
{
	struct grid_target *target;

	if (g->target_count == TARGETS_MOST)
		sweep(g);
	if (g->target_count == TARGETS_MOST)
		return NULL;
	g->targets = mem_grow(g->targets, &g->target_room, g->target_count + 1, sizeof *target);
	target = &g->targets[g->target_count];
	*target = (struct grid_target){ next_id(g, kind), kind, text_hash(text), mem_copy(text) };
	g->target_count++;
	return target;
}

void grid_lead(struct grid *g, struct grid_rect clip, int row, int col, int cols,
	       enum grid_target_kind kind, const char *text)
{
	const struct grid_target *target = find(g, kind, text);
	int left = clip.col + (col > 0 ? col : 0), right = clip.col + col + cols;

	if (row < 0 || row >= clip.rows || clip.row + row < 0 || clip.row + row >= g->rows)
		return;
	if (right > clip.col + clip.cols)
		right = clip.col + clip.cols;
	if (!target)
		target = add(g, kind, text);
	for (int at = left > 0 ? left : 0; target && at < right && at < g->cols; at++)
		g->cells[(ptrdiff_t)(clip.row + row) * g->cols + at].target = target->id;
}
