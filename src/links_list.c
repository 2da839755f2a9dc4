#include <stdlib.h>
#include <string.h>

#include "links.h"
#include "mem.h"

/* Links that are told at once. */
#define TOLD_MOST 20

static bool has(const struct links_list *l, const char *s, size_t n)
{
	for (size_t i = 0; i < l->count; i++)
		if (strlen(l->links[i]) == n && !memcmp(l->links[i], s, n))
			return true;
	return false;
}

static void add(struct links_list *l, const char *s, size_t n)
{
	l->links = mem_grow(l->links, &l->room, l->count + 1, sizeof *l->links);
	l->links[l->count++] = mem_copy_n(s, n);
}

/* Of the links of one text the last is the newest. */
static void add_line(struct links_list *l, const char *text, const struct links *found, size_t most)
{
	for (size_t i = found->count; i-- && l->count < most;) {
		const struct link *link = &found->all[i];

		if (!has(l, text + link->start, link->end - link->start))
			add(l, text + link->start, link->end - link->start);
	}
}

void links_list_fill(struct links_list *l, const struct transcript *transcript, size_t most)
{
	uint64_t number = transcript_end(transcript);
	struct links found = { 0 };

	while (number > transcript_first(transcript) && l->count < most) {
		const struct transcript_line *line = transcript_at(transcript, --number);
		const char *text = transcript_text(line);

		if (line->type != EVENT_MESSAGE)
			continue;
		links_find(&found, text, strlen(text));
		add_line(l, text, &found, most);
	}
	free(found.all);
}

void links_list_free(struct links_list *l)
{
	while (l->count)
		free(l->links[--l->count]);
	free(l->links);
	*l = (struct links_list){ 0 };
}

size_t links_tell(const struct transcript *transcript, size_t number,
		  void (*tell)(void *arg, const char *line), void *arg)
{
	struct links_list list = { 0 };
	size_t told = 0;

	links_list_fill(&list, transcript, number ? number : TOLD_MOST);
	for (size_t i = list.count; i--;) {
		char *line = mem_format("%zu  %s", i + 1, list.links[i]);

		if (!number || i + 1 == number) {
			tell(arg, line);
			told++;
		}
		free(line);
	}
	links_list_free(&list);
	return told;
}
