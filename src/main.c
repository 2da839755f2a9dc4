#include <config.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client.h"
#include "help.h"
#include "intl.h"
#include "lines.h"
#include "loop.h"
#include "mem.h"
#include "options.h"
#include "proxy.h"
#include "screen.h"
#include "session.h"
#include "words.h"

/* The JSON of a longer text is over what the sample server takes. */
#define TEXT_MAX (1u << 20)

/* What the end waits for echoes, ms: at the end of a script's input, and when a user quits. */
#define ECHO_WAIT_SCRIPT 10000
#define ECHO_WAIT_USER   2000

struct program {
	struct options options;
	struct client_config config;
	struct loop *loop;
	struct session *session;
	struct screen *screen;
	struct lines *lines;
	struct client *client;
};

static void set_locale(void)
{
	const char *directory = getenv("WSCHAT_LOCALEDIR");

	setlocale(LC_ALL, "");
	bindtextdomain(PACKAGE, directory ? directory : LOCALEDIR);
	textdomain(PACKAGE);
}

static bool read_all(int fd, struct buf *text)
{
	ssize_t n;

	while ((n = read(fd, buf_reserve(text, 4096), 4096)) > 0)
		buf_extend(text, (size_t)n);
	return n == 0;
}

/* What others may write would let them choose where we connect and what we trust. */
static bool is_trusted(const char *path, int fd, struct error *error)
{
	struct stat st;

	if (fstat(fd, &st))
		return error_set(error, ERROR_CONFIG_FILE, errno, "%s: %s", path, strerror(errno));
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return error_set(error, ERROR_CONFIG_FOREIGN, 0, "%s", path);
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return error_set(error, ERROR_CONFIG_OPEN_TO_ALL, 0, "%s", path);
	return true;
}

static bool read_trusted(const char *path, bool must_exist, struct buf *text, struct error *error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0) {
		if (errno == ENOENT && !must_exist)
			return true;
		return error_set(error, ERROR_CONFIG_FILE, errno, "%s: %s", path, strerror(errno));
	}
	ok = is_trusted(path, fd, error);
	if (ok && !read_all(fd, text))
		ok = error_set(error, ERROR_CONFIG_FILE, errno, "%s: %s", path, strerror(errno));
	close(fd);
	return ok;
}

static char *default_config_path(void)
{
	const char *base = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (base && *base == '/')
		return mem_format("%s/wschat/config", base);
	return mem_format("%s/.config/wschat/config", home ? home : "");
}

/* The file first, the command line over it; the command line may name the file. */
static bool read_options(struct options *o, int argc, char **argv, struct error *error)
{
	struct options arguments;
	struct buf text = { 0 };
	char *path;
	bool ok;

	options_init(&arguments);
	options_init(o);
	ok = options_read_arguments(&arguments, argc, argv, error);
	path = arguments.config ? mem_copy(arguments.config) : default_config_path();
	if (ok && !arguments.help && !arguments.version)
		ok = read_trusted(path, arguments.config, &text, error) &&
		     options_read_text(o, path, buf_string(&text), buf_size(&text), error);
	options_free(&arguments);
	buf_free(&text);
	free(path);
	return ok && options_read_arguments(o, argc, argv, error);
}

static const char *login_name(void)
{
	const char *name = getenv("LOGNAME");
	const struct passwd *entry;

	if (name && *name)
		return name;
	entry = getpwuid(geteuid());
	return entry ? entry->pw_name : "guest";
}

static const char *environment(void *arg, const char *name)
{
	(void)arg;
	return getenv(name);
}

static const char *choose_proxy(const struct options *o)
{
	const char *proxy = o->proxy;
	struct url url;

	if (proxy)
		return *proxy ? proxy : NULL;
	if (!url_parse(&url, o->url, NULL))
		return NULL;
	proxy = proxy_choose(environment, NULL, &url);
	url_free(&url);
	return proxy;
}

static void complete_options(struct options *o)
{
	if (!o->url)
		o->url = mem_copy("ws://localhost:6502/");
	if (!o->name)
		o->name = mem_copy(login_name());
	if (o->color == OPTIONS_COLOR_AUTO && getenv("NO_COLOR") && *getenv("NO_COLOR"))
		o->color = OPTIONS_COLOR_NEVER;
}

static bool wants_lines(const struct options *o)
{
	const char *term = getenv("TERM");

	return o->plain || o->json || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !term ||
	       !*term || !strcmp(term, "dumb");
}

static void on_signal(void *arg, int signal)
{
	struct program *p = arg;

	client_interrupt(p->client, signal);
}

static bool open_front(struct program *p, struct front *front, struct error *error)
{
	if (wants_lines(&p->options)) {
		p->lines = lines_new(p->loop, p->session, STDIN_FILENO, STDOUT_FILENO,
				     p->options.json);
		*front = lines_front(p->lines);
		return true;
	}
	p->screen = screen_new(p->loop, p->session, &p->options, error);
	if (!p->screen)
		return false;
	*front = screen_front(p->screen);
	return true;
}

static bool compose(struct program *p, struct error *error)
{
	const struct options *o = &p->options;
	struct session_config session = { o->name, o->scrollback, TEXT_MAX };
	bool lines = wants_lines(o);
	struct front front;

	p->config.options = o;
	p->config.proxy = choose_proxy(o);
	p->config.reconnect = o->reconnect < 0 ? !lines : o->reconnect;
	p->config.interactive = !lines;
	p->config.echo_wait = lines ? ECHO_WAIT_SCRIPT : ECHO_WAIT_USER;
	p->loop = loop_new();
	p->session = session_new(&session);
	if (!open_front(p, &front, error))
		return false;
	p->client = client_new(p->loop, &p->config, p->session, front, error);
	if (!p->client)
		return false;
	loop_on_signal(p->loop, SIGINT, on_signal, p);
	loop_on_signal(p->loop, SIGTERM, on_signal, p);
	loop_on_signal(p->loop, SIGHUP, on_signal, p);
	return true;
}

static void dispose(struct program *p)
{
	client_free(p->client);
	screen_free(p->screen);
	lines_free(p->lines);
	session_free(p->session);
	loop_free(p->loop);
	options_free(&p->options);
}

static int fail(struct program *p, const struct error *error)
{
	dispose(p);
	words_complain(PACKAGE, error);
	return words_exit_status(error);
}

static int leave(int status)
{
	if (fflush(stdout))
		return status ? status : 74;
	return status;
}

int main(int argc, char **argv)
{
	struct program p = { 0 };
	struct error error = { 0 };
	int status;

	set_locale();
	signal(SIGPIPE, SIG_IGN);
	if (!read_options(&p.options, argc, argv, &error))
		return fail(&p, &error);
	if (p.options.help || p.options.version) {
		if (p.options.help)
			help_print_usage();
		else
			help_print_version(PACKAGE);
		options_free(&p.options);
		return leave(0);
	}
	complete_options(&p.options);
	if (!compose(&p, &error))
		return fail(&p, &error);
	status = loop_run(p.loop);
	dispose(&p);
	return leave(status);
}
