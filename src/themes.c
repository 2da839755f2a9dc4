#include "themes.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "mem.h"

#define SUFFIX ".theme"

/* The directories, from the one that is looked into first; the caller frees each. */
static void find_directories(char *directories[2])
{
	const char *data = getenv("WSCHAT_DATADIR");
	char *config = files_config_directory();

	directories[0] = mem_format("%s/themes", config);
	directories[1] = mem_format("%s/themes", data ? data : PKGDATADIR);
	free(config);
}

/* -1: it is not there; else whether it is a theme. */
static int load_file(struct theme *theme, const char *path, struct error *error)
{
	struct buf text = { 0 };
	int fd, ok;

	if (access(path, F_OK))
		return -1;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || !files_read(fd, &text))
		ok = error_set(error, ERROR_THEME_FILE, errno, "%s: %s", path, files_reason());
	else
		ok = theme_read(theme, path, buf_string(&text), buf_size(&text), error);
	buf_free(&text);
	if (fd >= 0)
		close(fd);
	return ok;
}

static void add(struct themes_list *list, const char *name, size_t n)
{
	list->names = mem_grow(list->names, &list->room, list->count + 1, sizeof *list->names);
	list->names[list->count++] = mem_copy_n(name, n);
}

static void add_files(struct themes_list *list, const char *path)
{
	DIR *directory = opendir(path);
	const struct dirent *entry;

	while (directory && (entry = readdir(directory))) {
		size_t n = strlen(entry->d_name), suffix = sizeof SUFFIX - 1;

		if (*entry->d_name != '.' && n > suffix &&
		    !strcmp(entry->d_name + n - suffix, SUFFIX))
			add(list, entry->d_name, n - suffix);
	}
	if (directory)
		closedir(directory);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void remove_repeated(struct themes_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		if (kept && !strcmp(list->names[kept - 1], list->names[i]))
			free(list->names[i]);
		else
			list->names[kept++] = list->names[i];
	}
	list->count = kept;
}

void themes_list_fill(struct themes_list *list)
{
	char *directories[2];
	const char *name;

	add(list, "auto", 4);
	for (size_t i = 0; (name = theme_builtin_name(i)); i++)
		add(list, name, strlen(name));
	find_directories(directories);
	for (int i = 0; i < 2; i++) {
		add_files(list, directories[i]);
		free(directories[i]);
	}
	qsort(list->names, list->count, sizeof *list->names, compare);
	remove_repeated(list);
}

void themes_list_free(struct themes_list *list)
{
	while (list->count)
		free(list->names[--list->count]);
	free(list->names);
}

static bool refuse(const char *name, struct error *error)
{
	struct themes_list list = { 0 };
	struct buf names = { 0 };

	themes_list_fill(&list);
	for (size_t i = 0; i < list.count; i++)
		buf_format(&names, "%s%s", i ? ", " : "", list.names[i]);
	error_set(error, ERROR_THEME_UNKNOWN, 0, "%s (%s)", name, buf_string(&names));
	themes_list_free(&list);
	buf_free(&names);
	return false;
}

bool themes_load(struct theme *theme, const char *name, struct error *error)
{
	char *directories[2];
	int found = -1;

	find_directories(directories);
	for (int i = 0; i < 2; i++) {
		char *path = mem_format("%s/%s" SUFFIX, directories[i], name);

		if (found < 0)
			found = load_file(theme, path, error);
		free(path);
		free(directories[i]);
	}
	if (found < 0)
		return theme_builtin(theme, name) || refuse(name, error);
	return found;
}
