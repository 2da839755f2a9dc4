#include "testing.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>

#include "stage.h"

/* The screen over time: floods, waits, slow and lost terminals, signals, the end. */

static void assert_cooked(const struct console *c)
{
	struct termios modes;

	ck_assert_int_eq(tcgetattr(c->slave, &modes), 0);
	ck_assert_uint_eq(modes.c_lflag & (ICANON | ECHO | ISIG), ICANON | ECHO | ISIG);
}

START_TEST(an_idle_screen_sleeps)
{
	struct stage *s = stage_open("xterm-256color", 24, 80);

	stage_run(s, 30);
	buf_clear(&s->console.raw);
	s->turns = 0;
	stage_run(s, 400);
	ck_assert_uint_le(s->turns, 2); /* the start, and the end of the wait */
	ck_assert_uint_eq(buf_size(&s->console.raw), 0);
	stage_close(s);
}
END_TEST

/* 200 turns with 50 lines each take a moment; drawn are but a few of them, and the last. */
START_TEST(a_flood_is_drawn_frame_by_frame)
{
	struct stage *s = stage_open("xterm-256color", 24, 80);

	stage_run(s, 30);
	buf_clear(&s->console.raw);
	for (int i = 0; i < 200; i++) {
		stage_hears_lines(s, i * 50, i * 50 + 50);
		stage_run(s, 0);
	}
	stage_sees(s, "line 9999.");
	ck_assert_uint_lt(buf_size(&s->console.raw), 200000);
	stage_close(s);
}
END_TEST

/* Within the time of a frame the room waits, and the key does not. */
START_TEST(a_key_does_not_wait_for_the_next_frame)
{
	struct stage *s = stage_open("xterm-256color", 24, 80);
	unsigned turns;

	for (int i = 0; i < 20; i++) {
		stage_hears_lines(s, i, i + 1);
		stage_run(s, 0);
		stage_type(s, "x");
		turns = s->turns;
		s->want = NULL;
		while (!console_has(&s->console, "ann> x") && s->turns < turns + 5)
			stage_run(s, 0);
		ck_assert(console_has(&s->console, "ann> x"));
		stage_type(s, "\x15");
		stage_loses(s, "ann> x");
	}
	stage_close(s);
}
END_TEST

START_TEST(a_slow_terminal_sees_the_end)
{
	struct stage *s = stage_open("xterm-256color", 50, 200);

	s->blind = true;
	for (int i = 0; i < 300; i++) {
		char *text = mem_format("%d %0150d", i, i * 7919);

		for (int j = 0; j < 50; j++)
			stage_hears(s, "bob", text);
		free(text);
		stage_run(s, 0);
	}
	stage_hears(s, "bob", "the very end");
	stage_type(s, "typed meanwhile");
	stage_run(s, 100);
	s->blind = false;
	stage_sees(s, "the very end");
	stage_sees(s, "ann> typed meanwhile");
	stage_close(s);
}
END_TEST

START_TEST(the_next_try_is_counted_down)
{
	struct stage *s = stage_open("xterm-256color", 24, 80);
	struct moment now = loop_moment(s->loop);

	session_closed(s->session, 1006, "", false, 0, now);
	session_waiting(s->session, 2500, 2, now);
	stage_sees(s, "in 3 seconds");
	stage_sees(s, "in 2 seconds");
	stage_sees(s, "in 1 second");
	session_connecting(s->session, "ws://localhost:6502/", 2, loop_moment(s->loop));
	stage_sees(s, "connecting");
	s->turns = 0;
	stage_run(s, 1200);
	ck_assert_uint_le(s->turns, 3);
	stage_close(s);
}
END_TEST

START_TEST(the_state_is_always_told)
{
	struct stage *s = stage_open("xterm-256color", 24, 80);

	session_closing(s->session);
	stage_sees(s, "closing");
	session_closed(s->session, 1000, "", true, 1000, loop_moment(s->loop));
	session_offline(s->session);
	stage_sees(s, "not connected: /connect");
	stage_close(s);
}
END_TEST

START_TEST(a_mention_rings)
{
	struct stage *s = stage_open("xterm-256color", 24, 80);

	stage_hears(s, "bob", "planners");
	stage_sees(s, "planners");
	ck_assert(!console_got(&s->console, "\a"));
	stage_hears(s, "bob", "Ann, hello");
	stage_hears(s, "bob", "ann?");
	stage_sees(s, "ann?");
	stage_run(s, 20);
	ck_assert(console_got(&s->console, "\a"));
	buf_clear(&s->console.raw);
	stage_hears(s, "bob", "ann ann ann");
	stage_sees(s, "ann ann");
	ck_assert(!console_got(&s->console, "\a"));
	stage_close(s);
}
END_TEST

START_TEST(a_terminal_that_goes_ends_the_program)
{
	struct stage *s = stage_open("xterm-256color", 24, 80);

	loop_watch_events(s->watch, 0);
	s->blind = true;
	ck_assert_int_ge(dup2(open("/dev/null", O_RDWR), s->console.master), 0);
	s->turns = 0;
	stage_run(s, 200);
	ck_assert_int_eq(s->quits, 1);
	ck_assert_uint_le(s->turns, 10);
	stage_close(s);
}
END_TEST

START_TEST(the_end_puts_the_terminal_back_and_says_why)
{
	struct stage *s = stage_open("xterm-256color", 24, 80);
	struct error error;
	char said[512] = { 0 };
	int pipe_fds[2], saved = dup(STDERR_FILENO);

	ck_assert_int_eq(pipe(pipe_fds), 0);
	error_set(&error, ERROR_CONNECT_REFUSED, 0, "localhost");
	ck_assert_int_ge(dup2(pipe_fds[1], STDERR_FILENO), 0);
	s->front.end(s->front.self, &error);
	s->front.flush(s->front.self);
	ck_assert_int_ge(dup2(saved, STDERR_FILENO), 0);
	ck_assert_int_gt(read(pipe_fds[0], said, sizeof said - 1), 0);
	ck_assert_ptr_eq(strstr(said, "wschat: "), said);
	ck_assert_ptr_nonnull(strstr(said, "localhost"));
	console_pump(&s->console);
	ck_assert(console_got(&s->console, "\x1b[?1049l"));
	assert_cooked(&s->console);
	raise(SIGWINCH);
	stage_run(s, 20);
	stage_close(s);
}
END_TEST

START_TEST(no_colour_is_honoured)
{
	struct stage *s;

	ck_assert_int_eq(setenv("NO_COLOR", "1", 1), 0);
	s = stage_open("xterm-256color", 24, 80);
	stage_hears(s, "bob", "hello");
	stage_sees(s, "hello");
	ck_assert(!console_got(&s->console, "[38;5;"));
	ck_assert(!console_got(&s->console, "[31m"));
	stage_close(s);
}
END_TEST

START_TEST(an_unknown_terminal_is_told)
{
	struct stage *s = stage_open("xterm-256color", 24, 100);

	stage_close(s);
	s = mem_new(1, sizeof *s);
	stage_use_scratch(s);
	s->console = console_open("newfangled", 24, 100);
	s->loop = loop_new();
	s->session = session_new(
		&(struct session_config){ .name = "ann", .scrollback = 10, .max_text = 1000 });
	options_init(&s->options);
	s->screen = screen_new(s->loop, s->session, s->frames, &s->options, NULL);
	ck_assert_ptr_nonnull(s->screen);
	s->front = screen_front(s->screen);
	s->watch = loop_watch(s->loop, s->console.master, POLLIN, stage_see, s);
	s->limit = loop_timer(s->loop, stage_time_out, s);
	loop_on_turn(s->loop, stage_turn, s);
	stage_sees(s, "xterm-256color");
	stage_close(s);
}
END_TEST

/* A child with the screen; the test is the shell that sees it stop. */
static pid_t fork_screen(struct console *c)
{
	pid_t pid;

	*c = console_open("xterm-256color", 10, 60);
	pid = fork();
	if (!pid) {
		struct console own = *c;
		struct stage *s = mem_new(1, sizeof *s);

		setpgid(0, 0);
		setlocale(LC_ALL, "C.UTF-8");
		s->console = own;
		stage_use_scratch(s);
		s->blind = true;
		s->loop = loop_new();
		s->session = session_new(&(struct session_config){
			.name = "ann", .scrollback = 10, .max_text = 1000 });
		options_init(&s->options);
		s->screen = screen_new(s->loop, s->session, s->frames, &s->options, NULL);
		s->front = screen_front(s->screen);
		loop_on_turn(s->loop, stage_turn, s);
		while (!s->quits) {
			s->limit = loop_timer(s->loop, stage_time_out, s);
			stage_run(s, 20);
			loop_timer_free(s->limit);
		}
		scratch_free(s->scratch);
		_exit(7);
	}
	setpgid(pid, pid);
	return pid;
}

static void await(struct console *c, const char *want)
{
	for (int i = 0; i < 1000 && !console_has(c, want); i++)
		console_wait(c, 20);
	ck_assert_msg(console_has(c, want), "not seen: %s", want);
}

static void await_stop(struct console *c, pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, WNOHANG | WUNTRACED) == 0)
		console_wait(c, 10);
	ck_assert(WIFSTOPPED(status));
	ck_assert_int_eq(WSTOPSIG(status), SIGTSTP);
	console_pump(c);
	ck_assert(console_got(c, "\x1b[?1049l"));
	assert_cooked(c);
	buf_clear(&c->raw);
}

/* By the key (0), and by the signal. */
START_TEST(a_suspended_screen_comes_back)
{
	struct console c;
	pid_t pid = fork_screen(&c);
	int status;

	await(&c, "ann>");
	console_type(&c, "draft");
	await(&c, "ann> draft");
	for (int i = 0; i < 2; i++) {
		if (_i == 0)
			console_type(&c, "\x1a");
		else
			kill(pid, SIGTSTP);
		await_stop(&c, pid);
		kill(pid, SIGCONT);
		await(&c, "ann> draft");
		ck_assert(console_got(&c, "\x1b[?1049h"));
	}
	console_type(&c, "\x03\x04");
	while (waitpid(pid, &status, WNOHANG) == 0)
		console_wait(&c, 10);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 7);
	console_close(&c);
}
END_TEST

/* Stopped without being asked, the program finds other modes and another screen. */
START_TEST(a_stopped_screen_takes_the_terminal_again)
{
	struct console c;
	pid_t pid = fork_screen(&c);
	struct termios modes;
	int status;

	await(&c, "ann>");
	kill(pid, SIGSTOP);
	ck_assert_int_eq(waitpid(pid, &status, WUNTRACED), pid);
	ck_assert_int_eq(tcgetattr(c.slave, &modes), 0);
	modes.c_lflag |= ICANON | ECHO | ISIG;
	ck_assert_int_eq(tcsetattr(c.slave, TCSANOW, &modes), 0);
	ck_assert_int_gt(write(c.slave, "\x1b[1;1Hshell prompt", 18), 0);
	await(&c, "shell prompt");
	kill(pid, SIGCONT);
	for (int i = 0; i < 1000 && console_has(&c, "shell prompt"); i++)
		console_wait(&c, 20);
	ck_assert(!console_has(&c, "shell prompt"));
	console_type(&c, "x");
	await(&c, "ann> x");
	ck_assert_int_eq(tcgetattr(c.slave, &modes), 0);
	ck_assert_uint_eq(modes.c_lflag & (ICANON | ECHO | ISIG), 0);
	console_type(&c, "\x15\x04");
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	console_close(&c);
}
END_TEST

TESTING_MAIN("screen_life", TESTING(an_idle_screen_sleeps),
	     TESTING(a_flood_is_drawn_frame_by_frame),
	     TESTING(a_key_does_not_wait_for_the_next_frame), TESTING(a_slow_terminal_sees_the_end),
	     TESTING(the_next_try_is_counted_down), TESTING(the_state_is_always_told),
	     TESTING(a_mention_rings), TESTING(a_terminal_that_goes_ends_the_program),
	     TESTING(the_end_puts_the_terminal_back_and_says_why), TESTING(no_colour_is_honoured),
	     TESTING(an_unknown_terminal_is_told), TESTING_LOOP(a_suspended_screen_comes_back, 2),
	     TESTING(a_stopped_screen_takes_the_terminal_again))
