#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "log_private.h"
#include "mem.h"
#include "text.h"
#include "text_find.h"

/* The last lines that were found: found[left] to found[n - 1], oldest first. */
struct search {
	const char *needle; /* folded */
	char **found;
	size_t left, n;
};

static char *clean_line(const char *line, size_t n)
{
	struct buf clean = { 0 };

	text_clean(&clean, line, n, TEXT_ONE_LINE);
	return buf_take(&clean);
}

/* From the newest line of a text to the oldest, as long as there is room. */
static void search_text(struct search *s, const char *text, size_t n)
{
	while (n && text[n - 1] != '\n')
		n--;
	while (n && s->left) {
		const char *start = --n ? memrchr(text, '\n', n) : NULL;
		size_t from = start ? (size_t)(start + 1 - text) : 0;
		char *line = clean_line(text + from, n - from);

		if (text_has(line, s->needle))
			s->found[--s->left] = line;
		else
			free(line);
		n = from;
	}
}

static void search_fd(struct search *s, int fd)
{
	struct buf text = { 0 };

	if (lseek(fd, 0, SEEK_SET) == 0 && files_read(fd, &text))
		search_text(s, buf_string(&text), buf_size(&text));
	buf_free(&text);
}

static void search_file(struct search *s, const char *directory, const char *name)
{
	char *path = mem_format("%s/%s", directory, name);
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;

	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode))
		search_fd(s, fd);
	if (fd >= 0)
		close(fd);
	free(path);
}

/* YYYY-MM-DD.log */
static int is_day(const struct dirent *entry)
{
	static const char form[] = "0000-00-00.log";
	const char *name = entry->d_name;

	if (strlen(name) != sizeof form - 1)
		return 0;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == '0' ? name[i] < '0' || name[i] > '9' : name[i] != form[i])
			return 0;
	return 1;
}

static int newest_first(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*b)->d_name, (*a)->d_name);
}

static void search_days(struct search *s, const struct log *log)
{
	char *directory = log_directory(log);
	struct dirent **days = NULL;
	int count = directory ? scandir(directory, &days, is_day, newest_first) : 0;

	for (int i = 0; i < count; i++) {
		if (s->left && strncmp(days[i]->d_name, log->day, sizeof log->day - 1) < 0)
			search_file(s, directory, days[i]->d_name);
		free(days[i]);
	}
	free(days);
	free(directory);
}

size_t log_find(struct log *log, const char *needle, size_t n,
		void (*each)(void *arg, const char *line), void *arg)
{
	char *folded = text_fold(needle);
	struct search search = { folded, mem_new(n, sizeof *search.found), n, n };

	if (log->fd >= 0)
		search_fd(&search, log->fd);
	if (!log->named)
		search_days(&search, log);
	for (size_t i = search.left; i < n; i++) {
		each(arg, search.found[i]);
		free(search.found[i]);
	}
	free(search.found);
	free(folded);
	return n - search.left;
}
