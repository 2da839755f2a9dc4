#include <stdlib.h>
#include <string.h>

#include "edit_private.h"
#include "mem.h"

#define MAX_CHANGES 500

void edit_piece_free(struct edit_piece *p)
{
	free(p->s);
	*p = (struct edit_piece){ 0 };
}

void edit_piece_splice(struct edit_piece *p, size_t from, size_t to, const char *s, size_t n)
{
	size_t behind = p->n - to, size = from + n + behind;

	if (size > p->n || !p->s)
		p->s = mem_resize(p->s, size + 1, 1);
	memmove(p->s + from + n, p->s + to, behind);
	if (n)
		memcpy(p->s + from, s, n);
	p->s[size] = 0;
	p->n = size;
}

void edit_piece_insert(struct edit_piece *p, size_t at, const char *s, size_t n)
{
	edit_piece_splice(p, at, at, s, n);
}

static void change_free(struct edit_change *c)
{
	edit_piece_free(&c->removed);
	edit_piece_free(&c->added);
}

void edit_changes_cut(struct edit_changes *changes, size_t n)
{
	while (changes->count > n)
		change_free(&changes->list[--changes->count]);
	if (changes->done > n)
		changes->done = n;
}

static void drop_oldest(struct edit_changes *changes)
{
	change_free(&changes->list[0]);
	changes->count--;
	memmove(changes->list, changes->list + 1, changes->count * sizeof *changes->list);
}

struct edit_change *edit_changes_add(struct edit_changes *changes)
{
	struct edit_change *c;

	edit_changes_cut(changes, changes->done);
	if (changes->count == MAX_CHANGES)
		drop_oldest(changes);
	changes->list = mem_grow(changes->list, &changes->room, changes->count + 1,
				 sizeof *changes->list);
	c = &changes->list[changes->count++];
	*c = (struct edit_change){ 0 };
	changes->done = changes->count;
	return c;
}
