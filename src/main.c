#include <config.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client.h"
#include "files.h"
#include "frames.h"
#include "help.h"
#include "intl.h"
#include "lines.h"
#include "loop.h"
#include "options.h"
#include "screen.h"
#include "session.h"
#include "settings.h"
#include "words.h"

/* The JSON of a longer text is over what the sample server takes. */
#define TEXT_MAX (1u << 20)

/* What the end waits for echoes, ms: at the end of a script's input, and when a user quits. */
#define ECHO_WAIT_SCRIPT 10000
#define ECHO_WAIT_USER   2000

/* What the inspector keeps of what went over the wire. */
#define FRAMES_COUNT   2000
#define FRAMES_BYTES   (4u << 20)
#define FRAMES_PAYLOAD (64u << 10)

struct program {
	struct options options;
	struct client_config config;
	struct loop *loop;
	struct session *session;
	struct frames *frames;
	struct screen *screen;
	struct lines *lines;
	struct client *client;
};

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
	p->screen = screen_new(p->loop, p->session, p->frames, &p->options, error);
	if (!p->screen)
		return false;
	*front = screen_front(p->screen);
	return true;
}

static bool compose(struct program *p, struct error *error)
{
	struct options *o = &p->options;
	struct frames_limits frames = { FRAMES_COUNT, FRAMES_BYTES, FRAMES_PAYLOAD };
	bool lines = wants_lines(o);
	struct session_config session = { o->name, o->scrollback, TEXT_MAX, lines };
	struct front front;

	p->config.options = o;
	p->config.reconnect = !lines;
	p->config.interactive = !lines;
	p->config.echo_wait = lines ? ECHO_WAIT_SCRIPT : ECHO_WAIT_USER;
	p->frames = p->config.frames = frames_new(&frames);
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
	frames_free(p->frames);
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

	files_hold_streams();
	intl_start();
	signal(SIGPIPE, SIG_IGN);
	if (!settings_load(&p.options, argc, argv, &error))
		return fail(&p, &error);
	if (p.options.help || p.options.version) {
		if (p.options.help)
			help_print_usage();
		else
			help_print_version(PACKAGE);
		options_free(&p.options);
		return leave(0);
	}
	if (!compose(&p, &error))
		return fail(&p, &error);
	status = loop_run(p.loop);
	dispose(&p);
	return leave(status);
}
