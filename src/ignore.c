#include "ignore.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text_find.h"

struct entry {
	char *name, *folded;
};

struct ignore {
	struct entry *entries;
	size_t count, room;
};

struct ignore *ignore_new(void)
{
	return mem_new(1, sizeof(struct ignore));
}

static void entry_free(struct entry *e)
{
	free(e->name);
	free(e->folded);
}

void ignore_free(struct ignore *i)
{
	if (!i)
		return;
	for (size_t at = 0; at < i->count; at++)
		entry_free(&i->entries[at]);
	free(i->entries);
	free(i);
}

static size_t find(const struct ignore *i, const char *name)
{
	char *folded = text_fold(name);
	size_t at = 0;

	while (at < i->count && strcmp(i->entries[at].folded, folded) != 0)
		at++;
	free(folded);
	return at;
}

bool ignore_add(struct ignore *i, const char *name)
{
	if (ignore_has(i, name))
		return false;
	i->entries = mem_grow(i->entries, &i->room, i->count + 1, sizeof *i->entries);
	i->entries[i->count++] = (struct entry){ mem_copy(name), text_fold(name) };
	return true;
}

bool ignore_remove(struct ignore *i, const char *name)
{
	size_t at = find(i, name);

	if (at == i->count)
		return false;
	entry_free(&i->entries[at]);
	memmove(i->entries + at, i->entries + at + 1, (--i->count - at) * sizeof *i->entries);
	return true;
}

bool ignore_has(const struct ignore *i, const char *name)
{
	return i->count && find(i, name) < i->count;
}

const char *ignore_name(const struct ignore *i, size_t at)
{
	return at < i->count ? i->entries[at].name : NULL;
}
