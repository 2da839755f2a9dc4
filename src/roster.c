#include "roster.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "lookalike.h"
#include "mem.h"
#include "text.h"
#include "text_find.h"

/* Names that are alike for so many bytes are ordered by themselves. */
#define KEY_BYTES 256

struct names {
	char **at; /* NULL: no name; else that of a person */
	size_t count;
};

struct roster {
	struct names now;
	struct names gone; /* what the changes still speak of */
	struct roster_change *changes;
	size_t change_count, change_room, change_at;
	bool known; /* a list has come */
	unsigned version;
};

struct roster *roster_new(void)
{
	return mem_new(1, sizeof(struct roster));
}

struct person {
	uint32_t look;
	char name[]; /* behind its NUL stands the key */
};

static struct person *person_of(const char *name)
{
	return (struct person *)(uintptr_t)(name - offsetof(struct person, name));
}

/* The name as it is shown, and without regard to case. */
static char *key_new(const char *name)
{
	struct buf shown = { 0 };
	char *key;

	text_clean(&shown, name, strnlen(name, KEY_BYTES), TEXT_ONE_LINE);
	key = text_fold(buf_string(&shown));
	buf_free(&shown);
	return key;
}

static char *name_new(const char *name)
{
	char *key = key_new(name);
	size_t size = strlen(name) + 1, key_size = strlen(key) + 1;
	struct person *p = mem_new(1, sizeof *p + size + key_size);

	p->look = lookalike_hash(name);
	memcpy(p->name, name, size);
	memcpy(p->name + size, key, key_size);
	free(key);
	return p->name;
}

static void name_free(char *name)
{
	if (name)
		free(person_of(name));
}

static void free_names(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		name_free(names->at[i]);
	free(names->at);
	*names = (struct names){ 0 };
}

void roster_free(struct roster *r)
{
	if (!r)
		return;
	free_names(&r->now);
	free_names(&r->gone);
	free(r->changes);
	free(r);
}

static void add_change(struct roster *r, enum roster_change_type type, const char *name,
		       const char *to)
{
	if (!name)
		return;
	r->changes = mem_grow(r->changes, &r->change_room, r->change_count + 1, sizeof *r->changes);
	r->changes[r->change_count++] = (struct roster_change){ type, name, to };
}

/* A slot that changed; one without a name is nobody yet. */
static void change_slot(struct roster *r, const char *from, const char *to)
{
	if (from && to)
		add_change(r, ROSTER_RENAME, from, to);
	else if (from)
		add_change(r, ROSTER_LEAVE, from, NULL);
	else
		add_change(r, ROSTER_JOIN, to, NULL);
}

/* The part of both lists between what they have in common at the start and at the end. */
struct span {
	char *const *old, *const *new;
	size_t old_count, new_count;
	bool at_end; /* nothing in common stands behind */
};

/* One slot has another name, and new ones may stand behind. */
static bool compare_slots(struct roster *r, const struct span *s)
{
	size_t changed = 0;

	if (s->new_count < s->old_count || (s->new_count > s->old_count && !s->at_end))
		return false;
	for (size_t i = 0, differ = 0; i < s->old_count; i++) {
		if (mem_same(s->old[i], s->new[i]))
			continue;
		if (differ++)
			return false;
		changed = i;
	}
	if (s->old_count)
		change_slot(r, s->old[changed], s->new[changed]);
	for (size_t i = s->old_count; i < s->new_count; i++)
		add_change(r, ROSTER_JOIN, s->new[i], NULL);
	return true;
}

/* A list as a bag: its slots sorted by name, those without a name left out. */
struct bag {
	char *const *list;
	char *const **slots;
	size_t count;
};

static int compare_names(const void *a, const void *b)
{
	char *const *x = *(char *const *const *)a, *const *y = *(char *const *const *)b;
	int by_name = strcmp(*x, *y);

	return by_name ? by_name : x < y ? -1 : 1;
}

static struct bag bag_new(char *const *list, size_t count)
{
	struct bag bag = { list, mem_new(count, sizeof *bag.slots), 0 };

	for (size_t i = 0; i < count; i++)
		if (list[i])
			bag.slots[bag.count++] = &list[i];
	qsort(bag.slots, bag.count, sizeof *bag.slots, compare_names);
	return bag;
}

/* Reports the names of the N slots of one bag that are not in the other, in the list's order. */
static void report_missing(struct roster *r, const struct bag *of, size_t n, const struct bag *in,
			   enum roster_change_type type)
{
	bool *missing = mem_new(n, sizeof *missing);
	size_t j = 0;

	for (size_t i = 0; i < of->count; i++) {
		while (j < in->count && strcmp(*in->slots[j], *of->slots[i]) < 0)
			j++;
		if (j < in->count && strcmp(*in->slots[j], *of->slots[i]) == 0)
			j++;
		else
			missing[of->slots[i] - of->list] = true;
	}
	for (size_t i = 0; i < n; i++)
		if (missing[i])
			add_change(r, type, of->list[i], NULL);
	free(missing);
}

static void compare_bags(struct roster *r, const struct span *s)
{
	struct bag old = bag_new(s->old, s->old_count), new = bag_new(s->new, s->new_count);

	report_missing(r, &old, s->old_count, &new, ROSTER_LEAVE);
	report_missing(r, &new, s->new_count, &old, ROSTER_JOIN);
	free(old.slots);
	free(new.slots);
}

static size_t common_start(const struct names *old, const char *const *users, size_t n)
{
	size_t i = 0;

	while (i < n && i < old->count && mem_same(old->at[i], users[i]))
		i++;
	return i;
}

/* As far as the common start leaves names to compare. */
static size_t common_end(const struct names *old, const char *const *users, size_t n, size_t start)
{
	size_t i = 0;

	while (i < n - start && i < old->count - start &&
	       mem_same(old->at[old->count - 1 - i], users[n - 1 - i]))
		i++;
	return i;
}

/* Takes the new list; names in common are moved to it, not copied. The old ones of the part that
 * differs go to r->gone. */
static void replace(struct roster *r, const char *const *users, size_t n, struct span *s)
{
	size_t start = common_start(&r->now, users, n);
	size_t end = common_end(&r->now, users, n, start);
	struct names new = { mem_new(n, sizeof *new.at), n };

	for (size_t i = 0; i < start; i++)
		new.at[i] = r->now.at[i];
	for (size_t i = start; i < n - end; i++)
		new.at[i] = users[i] ? name_new(users[i]) : NULL;
	for (size_t i = 1; i <= end; i++)
		new.at[n - i] = r->now.at[r->now.count - i];
	r->gone.count = r->now.count - start - end;
	r->gone.at = mem_new(r->gone.count, sizeof *r->gone.at);
	for (size_t i = 0; i < r->gone.count; i++)
		r->gone.at[i] = r->now.at[start + i];
	free(r->now.at);
	r->now = new;
	*s = (struct span){ r->gone.at, new.at + start, r->gone.count, n - start - end, end == 0 };
}

static void forget_changes(struct roster *r)
{
	free_names(&r->gone);
	r->change_count = r->change_at = 0;
}

void roster_update(struct roster *r, const char *const *users, size_t n)
{
	struct span span;

	forget_changes(r);
	replace(r, users, n, &span);
	if (r->known && !compare_slots(r, &span))
		compare_bags(r, &span);
	if (!r->known || span.old_count || span.new_count)
		r->version++;
	r->known = true;
}

bool roster_next(struct roster *r, struct roster_change *change)
{
	if (r->change_at == r->change_count)
		return false;
	*change = r->changes[r->change_at++];
	return true;
}

void roster_clear(struct roster *r)
{
	forget_changes(r);
	free_names(&r->now);
	r->known = false;
	r->version++;
}

size_t roster_count(const struct roster *r)
{
	return r->now.count;
}

const char *roster_name(const struct roster *r, size_t at)
{
	return r->now.at[at];
}

const char *roster_key(const struct roster *r, size_t at)
{
	const char *name = r->now.at[at];

	return name ? name + strlen(name) + 1 : NULL;
}

uint32_t roster_look(const struct roster *r, size_t at)
{
	const char *name = r->now.at[at];

	return name ? person_of(name)->look : 0;
}

bool roster_has(const struct roster *r, const char *name)
{
	for (size_t i = 0; i < r->now.count; i++)
		if (mem_same(r->now.at[i], name))
			return true;
	return false;
}

unsigned roster_version(const struct roster *r)
{
	return r->version;
}
