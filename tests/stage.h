/*
 * stage - a whole screen in a terminal of libvterm's, with a session that is fed by hand. The
 * client's part is played by a hook of the loop.
 */
#ifndef STAGE_H
#define STAGE_H

#include <locale.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "console.h"
#include "loop.h"
#include "mem.h"
#include "scratch.h"
#include "screen.h"
#include "session_user.h"

#define STAGE_ID "1700000000001"

/* Where this is set, the monotonic clock stands still too, at so many ms. */
static uint64_t stage_clock;

/* The wall's clock stands still: all that happens, happens in one minute, which the screen tells
 * once. */
int clock_gettime(clockid_t clock, struct timespec *t)
{
	*t = (struct timespec){ .tv_sec = 1700000000 };
	if (clock == CLOCK_REALTIME)
		return 0;
	if (!stage_clock)
		return (int)syscall(SYS_clock_gettime, clock, t);
	*t = (struct timespec){ .tv_sec = (time_t)(stage_clock / 1000),
				.tv_nsec = (long)(stage_clock % 1000 * 1000000) };
	return 0;
}

struct stage {
	struct console console;
	struct loop *loop;
	struct loop_watch *watch;
	struct loop_timer *limit;
	struct session *session;
	struct frames *frames;
	struct options options;
	struct screen *screen;
	struct front front;
	struct buf sent;  /* what the session sent, a line each */
	int quits;        /* times that the user wanted to quit */
	unsigned turns;   /* of the loop */
	char *scratch;    /* where it keeps its state; NULL: in another's directory */
	bool blind;       /* nobody reads the terminal */
	const char *want; /* stop when this is seen, */
	bool gone;        /* or no longer seen */
};

static inline void stage_obey(struct stage *s, const struct command *c)
{
	char *argument = mem_copy_n(c->argument ? c->argument : "", c->n);

	if (c->type == COMMAND_SAY)
		session_say(s->session, argument, c->n, loop_moment(s->loop));
	else if (c->type == COMMAND_UNKNOWN)
		session_notice(s->session, EVENT_NOTICE_UNKNOWN_COMMAND, argument,
			       loop_moment(s->loop));
	s->quits += c->type == COMMAND_QUIT;
	free(argument);
}

static inline void stage_serve(struct stage *s)
{
	struct command command;
	struct event event;

	while (s->front.next(s->front.self, &command))
		stage_obey(s, &command);
	while (session_output(s->session, &s->sent, loop_moment(s->loop)))
		buf_append_byte(&s->sent, '\n');
	while (session_next(s->session, &event))
		s->front.event(s->front.self, &event);
	s->front.flush(s->front.self);
}

static inline void stage_turn(void *arg)
{
	struct stage *s = arg;

	s->turns++;
	stage_serve(s);
	if (!s->blind)
		console_pump(&s->console);
	if (s->want && console_has(&s->console, s->want) != s->gone)
		loop_stop(s->loop, 0);
}

static inline void stage_see(void *arg, short revents)
{
	struct stage *s = arg;

	(void)revents;
	if (!s->blind)
		console_pump(&s->console);
}

static inline void stage_time_out(void *arg)
{
	loop_stop(((struct stage *)arg)->loop, 1);
}

/* Runs for so many ms. */
static inline void stage_run(struct stage *s, unsigned ms)
{
	s->want = NULL;
	loop_timer_set(s->limit, loop_moment(s->loop).mono + ms);
	loop_run(s->loop);
}

static inline void stage_await(struct stage *s, const char *want, bool gone)
{
	int rows, cols;

	s->want = want;
	s->gone = gone;
	loop_timer_set(s->limit, loop_moment(s->loop).mono + 20000);
	if (!loop_run(s->loop)) {
		loop_timer_set(s->limit, MOMENT_NEVER);
		return;
	}
	vterm_get_size(s->console.vterm, &rows, &cols);
	for (int row = 0; row < rows; row++) {
		char *text = console_row(&s->console, row);

		fprintf(stderr, "|%s\n", text);
		free(text);
	}
	ck_abort_msg("%s: %s", gone ? "still there" : "not seen", want);
}

/* Waits until the text is on the screen, or no longer. */
static inline void stage_sees(struct stage *s, const char *want)
{
	stage_await(s, want, false);
}

static inline void stage_loses(struct stage *s, const char *unwanted)
{
	stage_await(s, unwanted, true);
}

static inline void stage_receive(struct stage *s, const char *json)
{
	session_receive(s->session, json, strlen(json), loop_moment(s->loop));
}

static inline void stage_hears(struct stage *s, const char *name, const char *text)
{
	char *json = mem_format("{\"type\":\"message\",\"id\":77,\"date\":1,\"name\":\"%s\","
				"\"text\":\"%s\"}",
				name, text);

	stage_receive(s, json);
	free(json);
}

/* That of what was sent last. */
static inline const char *stage_date(struct stage *s)
{
	const char *date = NULL, *at = buf_string(&s->sent);

	while ((at = strstr(at, "\"date\":")))
		date = at += strlen("\"date\":");
	ck_assert_ptr_nonnull(date);
	return date;
}

/* "line 7." and so on, by bob. */
static inline void stage_hears_lines(struct stage *s, int from, int to)
{
	for (int i = from; i < to; i++) {
		char *text = mem_format("line %d.", i);

		stage_hears(s, "bob", text);
		free(text);
	}
}

/* The conversation is empty then, but where the screen had something to tell at its start. */
static inline void stage_login(struct stage *s)
{
	struct transcript *transcript = session_transcript(s->session);
	bool told = transcript_end(transcript) > 0;
	char *username;

	session_connecting(s->session, "ws://localhost:6502/", 1, loop_moment(s->loop));
	session_opened(s->session, "json", "", loop_moment(s->loop));
	stage_receive(s, "{\"type\":\"id\",\"id\":" STAGE_ID "}");
	stage_serve(s);
	stage_receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\"]}");
	username = mem_format("{\"type\":\"username\",\"name\":\"ann\",\"id\":" STAGE_ID
			      ",\"date\":%.13s}",
			      stage_date(s));
	stage_receive(s, username);
	free(username);
	stage_serve(s);
	buf_clear(&s->sent);
	if (!told)
		transcript_clear(transcript);
}

/* Nothing of the user's own is read or written. */
static inline void stage_use_scratch(struct stage *s)
{
	s->scratch = scratch_new();
	ck_assert_int_eq(setenv("XDG_STATE_HOME", s->scratch, 1), 0);
}

/* With the state that an earlier stage left in a directory; nothing is drawn yet. */
static inline struct stage *stage_set_up(const char *state, const char *type, int rows, int cols)
{
	const struct session_config config = { .name = "ann",
					       .scrollback = 1000,
					       .max_text = 1 << 20 };
	struct stage *s = mem_new(1, sizeof *s);
	struct error error;

	ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
	ck_assert_int_eq(setenv("XDG_STATE_HOME", state, 1), 0);
	s->console = console_open(type, rows, cols);
	s->loop = loop_new();
	s->session = session_new(&config);
	s->frames = frames_new(&(struct frames_limits){ 2000, 1 << 20, 65536 });
	options_init(&s->options);
	s->options.name = mem_copy("ann");
	s->screen = screen_new(s->loop, s->session, s->frames, &s->options, &error);
	ck_assert_msg(s->screen, "%s", error.detail);
	s->front = screen_front(s->screen);
	s->watch = loop_watch(s->loop, s->console.master, POLLIN, stage_see, s);
	s->limit = loop_timer(s->loop, stage_time_out, s);
	loop_on_turn(s->loop, stage_turn, s);
	stage_login(s);
	return s;
}

static inline struct stage *stage_open_in(const char *state, const char *type, int rows, int cols)
{
	struct stage *s = stage_set_up(state, type, rows, cols);

	stage_sees(s, rows > 3 ? "ws://" : ">");
	return s;
}

static inline struct stage *stage_open(const char *type, int rows, int cols)
{
	char *scratch = scratch_new();
	struct stage *s = stage_open_in(scratch, type, rows, cols);

	s->scratch = scratch;
	return s;
}

static inline void stage_close(struct stage *s)
{
	screen_free(s->screen);
	session_free(s->session);
	frames_free(s->frames);
	loop_unwatch(s->watch);
	loop_timer_free(s->limit);
	loop_free(s->loop);
	options_free(&s->options);
	buf_free(&s->sent);
	console_close(&s->console);
	if (s->scratch)
		scratch_free(s->scratch);
	free(s);
}

/* Options were set. */
static inline void stage_configure(struct stage *s)
{
	struct error error = { 0 };

	ck_assert_msg(s->front.configure(s->front.self, &error), "%s", error.detail);
}

static inline void stage_type(struct stage *s, const char *bytes)
{
	console_type(&s->console, bytes);
}

/* The screen row by row, times of the day as HH:MM; NULL ends the rows that are told. */
static inline void stage_assert_rows(const struct stage *s, const char *const *want)
{
	for (int row = 0; want[row]; row++) {
		char *text = console_row(&s->console, row);

		for (char *p = text; (p = strchr(p, ':')); p++)
			if (p - text == 2 && p[-1] <= '9' && p[1] <= '9')
				memcpy(text, "HH:MM", 5);
		ck_assert_msg(!strcmp(text, want[row]), "row %d: \"%s\", not \"%s\"", row, text,
			      want[row]);
		free(text);
	}
}

#endif
