#include "settings.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "files.h"
#include "intl.h"
#include "mem.h"
#include "options_read.h"
#include "proxy.h"
#include "text.h"
#include "themes.h"
#include "url.h"

static bool fail(struct error *error, const char *path)
{
	return error_set(error, ERROR_CONFIG_FILE, errno, "%s: %s", path, files_reason());
}

static bool is_trusted(const char *path, int fd, struct error *error)
{
	struct stat st;

	if (fstat(fd, &st))
		return fail(error, path);
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return error_set(error, ERROR_CONFIG_FOREIGN, 0, "%s", path);
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return error_set(error, ERROR_CONFIG_OPEN_TO_ALL, 0, "%s", path);
	return true;
}

static bool read_file(const char *path, bool trusted, struct buf *text, struct error *error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return fail(error, path);
	ok = (!trusted || is_trusted(path, fd, error)) &&
	     (files_read(fd, text) || fail(error, path));
	close(fd);
	return ok;
}

static bool read_config(struct options *o, const char *path, bool must_exist, struct error *error)
{
	struct buf text = { 0 };
	bool ok;

	if (!must_exist && access(path, F_OK))
		return true;
	ok = read_file(path, true, &text, error) &&
	     options_read_text(o, path, buf_string(&text), buf_size(&text), error);
	buf_free(&text);
	return ok;
}

static void tell_unknown(const struct options *o)
{
	for (size_t i = 0; i < o->unknown_count; i++) {
		/* TRANSLATORS: %s is FILE:LINE: KEY, of a configuration file. */
		fprintf(stderr, _("%s: there is no such option; --help lists them all"),
			o->unknown[i]);
		fputc('\n', stderr);
	}
}

static void add_header(struct options *o, size_t *room, const char *line, size_t n)
{
	o->headers = mem_grow(o->headers, room, o->header_count + 1, sizeof *o->headers);
	o->headers[o->header_count++] = mem_copy_n(line, n);
}

/* One header a line; empty lines are passed over. */
static void add_header_lines(struct options *o, size_t *room, const char *text)
{
	for (size_t n; *text; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		size_t end = n && text[n - 1] == '\r' ? n - 1 : n;

		if (end)
			add_header(o, room, text, end);
	}
}

/* Puts the lines of each @FILE in its place. */
static bool load_headers(struct options *o, struct error *error)
{
	char **given = o->headers;
	size_t count = o->header_count, room = 0;
	bool ok = true;

	o->headers = NULL;
	o->header_count = 0;
	for (size_t i = 0; i < count; i++) {
		struct buf text = { 0 };

		if (*given[i] != '@')
			add_header(o, &room, given[i], strlen(given[i]));
		else if ((ok = ok && read_file(given[i] + 1, false, &text, error)))
			add_header_lines(o, &room, buf_string(&text));
		buf_free(&text);
		free(given[i]);
	}
	free(given);
	return ok;
}

static const char *login_name(void)
{
	const char *name = getenv("LOGNAME");
	const struct passwd *entry;

	if (name && *name && text_valid(name, strlen(name)))
		return name;
	entry = getpwuid(geteuid());
	return entry ? entry->pw_name : "guest";
}

static void complete(struct options *o)
{
	if (!o->url)
		o->url = mem_copy("ws://localhost:6502/");
	if (!o->name)
		o->name = mem_copy(login_name());
}

/* The command line is read twice: first for the name of the file, then over what the file says. */
bool settings_load(struct options *o, int argc, char **argv, struct error *error)
{
	struct options arguments;
	char *path;
	bool ok;

	options_init(&arguments);
	options_init(o);
	ok = options_read_arguments(&arguments, argc, argv, error);
	path = arguments.config ? mem_copy(arguments.config) : files_config_path();
	if (ok && !arguments.help && !arguments.version)
		ok = read_config(o, path, arguments.config, error);
	options_free(&arguments);
	free(path);
	ok = ok && options_read_arguments(o, argc, argv, error) && load_headers(o, error);
	if (ok) {
		tell_unknown(o);
		complete(o);
	}
	return ok;
}

/* Line mode shows none, but may save one for the screen. */
static bool has_theme(const struct options *o, struct error *error)
{
	struct theme unused;

	return !o->theme || !strcmp(o->theme, "auto") || themes_load(&unused, o->theme, error);
}

bool settings_change(struct options *o, const char *name, const char *value,
		     enum options_effect *effect, struct error *error)
{
	char *theme = o->theme ? mem_copy(o->theme) : NULL;
	bool ok = options_change(o, name, value, effect, error) && load_headers(o, error) &&
		  (mem_same(theme, o->theme) || has_theme(o, error));

	free(theme);
	return ok;
}

static bool fail_to_save(struct error *error, const char *path)
{
	return error_set(error, ERROR_CONFIG_SAVE, errno, "%s: %s", path, files_reason());
}

/* The file that is meant: a link is followed, so that it stays one. */
static char *find_config(const struct options *o)
{
	char *path = o->config ? mem_copy(o->config) : files_config_path();
	char *resolved = realpath(path, NULL);

	if (!resolved)
		return path;
	free(path);
	return resolved;
}

static bool make_directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *directory = slash && slash != path ? mem_copy_n(path, (size_t)(slash - path)) : NULL;
	bool ok = !directory || files_make_directory(directory);

	free(directory);
	return ok;
}

static bool rewrite(const struct options *o, const char *path, struct error *error)
{
	struct buf old = { 0 }, new = { 0 };
	bool ok = access(path, F_OK) || read_file(path, true, &old, error);

	if (ok) {
		options_edit_text(&new, o, buf_string(&old), buf_size(&old));
		ok = (make_directory_of(path) &&
		      files_replace(path, buf_bytes(&new), buf_size(&new))) ||
		     fail_to_save(error, path);
	}
	buf_free(&old);
	buf_free(&new);
	return ok;
}

bool settings_save(const struct options *o, char **path, struct error *error)
{
	*path = find_config(o);
	if (rewrite(o, *path, error))
		return true;
	free(*path);
	return false;
}

static const char *environment(void *arg, const char *name)
{
	(void)arg;
	return getenv(name);
}

const char *settings_proxy(const struct options *o, const struct url *url)
{
	if (o->proxy)
		return *o->proxy ? o->proxy : NULL;
	return proxy_choose(environment, NULL, url);
}
