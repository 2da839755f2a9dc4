#include <stdlib.h>

#include "lines_private.h"
#include "links.h"
#include "mem.h"

/* Links that /url tells. */
#define TOLD_MOST 20

size_t lines_links(const struct transcript *transcript, size_t number,
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
