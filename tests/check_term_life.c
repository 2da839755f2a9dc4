#include "term_testing.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "mem.h"
#include "term_beside.h"

static void assert_cooked(const struct console *c, bool cooked)
{
	const tcflag_t flags = ICANON | ECHO | ISIG | IEXTEN;
	struct termios modes;

	ck_assert_int_eq(tcgetattr(c->slave, &modes), 0);
	ck_assert_uint_eq(modes.c_lflag & flags, cooked ? flags : 0);
	ck_assert_int_eq((modes.c_iflag & IXON) != 0, cooked);
}

static void assert_left(struct console *c)
{
	console_pump(c);
	ck_assert(console_got(c, "\x1b[?2004l"));
	ck_assert(console_got(c, "\x1b[?1049l"));
	ck_assert(console_got(c, "\x1b[?1l"));
	assert_cooked(c, true);
}

START_TEST(the_terminal_is_left_as_it_was)
{
	struct console c;
	struct term *t;
	struct grid g = { 0 };

	t = open_in(&c, "xterm-256color", 4, 20);
	grid_resize(&g, 4, 20);
	show(t, &c, &g);
	ck_assert(console_got(&c, "\x1b[?1049h"));
	ck_assert(console_got(&c, "\x1b[?2004h"));
	assert_cooked(&c, false);
	buf_clear(&c.raw);
	term_suspend(t);
	assert_left(&c);
	buf_clear(&c.raw);
	show(t, &c, &g);
	term_bell(t);
	term_suspend(t);
	ck_assert_uint_eq(buf_size(&c.raw), 0);
	write_row(&g, 1, 1, GRID_TEXT, "back");
	term_resume(t);
	show(t, &c, &g);
	assert_cooked(&c, false);
	ck_assert(console_got(&c, "\x1b[?1049h"));
	assert_shown(&c, &g);
	buf_clear(&c.raw);
	term_close(t);
	assert_left(&c);
	grid_free(&g);
	console_close(&c);
}
END_TEST

/* It comes while we leave: nothing is left for the shell to read. */
START_TEST(an_answer_is_not_left_to_the_shell)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 4, 20);
	pid_t pid = fork();
	int status;

	if (!pid) {
		usleep(20000);
		_exit(write(c.master, "\x1b[?2026;2$y", 11) != 11);
	}
	term_close(t);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(left_over(&c), 0);
	console_close(&c);
}
END_TEST

static char overflow_stack(unsigned depth)
{
	volatile char here[4096];

	here[depth % sizeof here] = (char)depth;
	return (char)(depth ? overflow_stack(depth - 1) + here[depth % sizeof here] : 0);
}

static void raise_own(int number)
{
	raise(number);
}

static void die_of_memory(int number)
{
	(void)number;
	free(mem_resize(NULL, SIZE_MAX / 2, 16));
}

static void die_of_stack(int number)
{
	_exit(overflow_stack(1u << 31) + number);
}

static const struct {
	int number;
	void (*die)(int number);
} deaths[] = {
	{ SIGSEGV, raise_own },    { SIGABRT, raise_own }, { SIGBUS, raise_own },
	{ SIGFPE, raise_own },     { SIGILL, raise_own },  { SIGABRT, die_of_memory },
	{ SIGSEGV, die_of_stack },
};

/* Sanitizers put their own report, and exit, where the signal's default was. */
START_TEST(whoever_dies_puts_the_terminal_back)
{
	struct console c = console_open("xterm-256color", 4, 20);
	int status;
	pid_t pid = fork();

	if (!pid) {
		struct term *t;

		for (size_t i = 0; i < COUNT(deaths); i++)
			signal(deaths[i].number, SIG_DFL);
		setlocale(LC_CTYPE, "C.UTF-8");
		t = term_open(&usual, NULL);
		term_bell(t);
		deaths[_i].die(deaths[_i].number);
		_exit(0);
	}
	while (waitpid(pid, &status, WNOHANG) == 0)
		console_wait(&c, 10);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), deaths[_i].number);
	assert_left(&c);
	console_close(&c);
}
END_TEST

START_TEST(a_terminal_that_goes_is_told_once)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 4, 20);
	struct grid g = { 0 };
	struct term_event e;

	console_pump(&c);
	close(c.master);
	ck_assert(term_next(t, &e));
	ck_assert_int_eq((int)e.type, TERM_EOF);
	ck_assert(!term_next(t, &e));
	grid_resize(&g, 4, 20);
	term_draw(t, &g);
	term_bell(t);
	term_suspend(t);
	term_resume(t);
	grid_free(&g);
	term_close(t);
	vterm_free(c.vterm);
	buf_free(&c.raw);
}
END_TEST

/* Nobody reads: no draw waits, and what is left out is made good by a later one. */
START_TEST(a_slow_terminal_is_not_waited_for)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 40, 200);
	struct grid g = { 0 };
	int drawn = 0;

	grid_resize(&g, 40, 200);
	for (; term_writable(t); drawn++) {
		for (int i = 0; i < 40 * 200; i++)
			g.cells[i].base = (uint32_t)('a' + (i * 7 + drawn) % 26);
		term_draw(t, &g);
		ck_assert_int_lt(drawn, 10000);
	}
	for (int i = 0; i < 10; i++)
		term_draw(t, &g);
	for (int i = 0; i < 40 * 200; i++)
		g.cells[i].base = 'z';
	term_draw(t, &g);
	for (; !term_writable(t); console_pump(&c))
		term_flush(t);
	show(t, &c, &g);
	assert_shown(&c, &g);
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

/* It stays so, and the program must end all the same. */
START_TEST(a_stuck_terminal_does_not_keep_the_program)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 40, 200);
	struct grid g = { 0 };
	struct timespec start, end;

	grid_resize(&g, 40, 200);
	for (int drawn = 0; term_writable(t); drawn++) {
		for (int i = 0; i < 40 * 200; i++)
			g.cells[i].base = (uint32_t)('a' + (i * 7 + drawn) % 26);
		term_draw(t, &g);
	}
	clock_gettime(CLOCK_MONOTONIC, &start);
	term_close(t);
	clock_gettime(CLOCK_MONOTONIC, &end);
	ck_assert_int_lt(end.tv_sec - start.tv_sec, 5);
	assert_cooked(&c, true);
	grid_free(&g);
	console_close(&c);
}
END_TEST

static const struct {
	const char *type, *fallback;
} unknown[] = {
	{ "no-such-terminal", "xterm-256color" },
	{ "xterm-256color", NULL },
	{ "", "vt100" },
};

START_TEST(an_unknown_terminal_is_taken_for_a_known_one)
{
	struct console c;
	struct term *t = open_in(&c, unknown[_i].type, 4, 20);
	struct grid g = { 0 };

	if (unknown[_i].fallback)
		ck_assert_str_eq(term_fallback(t), unknown[_i].fallback);
	else
		ck_assert_ptr_null(term_fallback(t));
	grid_resize(&g, 4, 20);
	write_row(&g, 2, 2, GRID_TEXT, "usable");
	show(t, &c, &g);
	assert_shown(&c, &g);
	grid_free(&g);
	close_both(t, &c);
}
END_TEST

START_TEST(what_is_no_terminal_is_refused)
{
	struct console c = console_open("dumb", 4, 20);
	struct error error = { 0 };

	ck_assert_ptr_null(term_open(&usual, &error));
	ck_assert_int_eq((int)error.code, ERROR_TERMINAL);
	assert_cooked(&c, true);
	ck_assert(!console_pump(&c));
	ck_assert_int_ge(dup2(open("/dev/null", O_RDWR), STDOUT_FILENO), 0);
	ck_assert_int_eq(setenv("TERM", "xterm", 1), 0);
	error.code = ERROR_NONE;
	ck_assert_ptr_null(term_open(&usual, &error));
	ck_assert_int_eq((int)error.code, ERROR_TERMINAL);
	console_close(&c);
}
END_TEST

START_TEST(signals_keep_their_handlers)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH, SIGSEGV };
	struct sigaction before[COUNT(numbers)], after;
	struct console c;
	struct term *t;
	struct grid g = { 0 };

	for (size_t i = 0; i < COUNT(numbers); i++)
		sigaction(numbers[i], NULL, &before[i]);
	t = open_in(&c, "xterm-256color", 4, 20);
	grid_resize(&g, 4, 20);
	show(t, &c, &g);
	for (size_t i = 0; i < 4; i++) {
		sigaction(numbers[i], NULL, &after);
		ck_assert_ptr_eq(after.sa_handler, before[i].sa_handler);
	}
	grid_free(&g);
	close_both(t, &c);
	for (size_t i = 0; i < COUNT(numbers); i++) {
		sigaction(numbers[i], NULL, &after);
		ck_assert_ptr_eq(after.sa_handler, before[i].sa_handler);
	}
}
END_TEST

START_TEST(a_second_terminal_comes_after_the_first)
{
	for (int i = 0; i < 3; i++) {
		struct console c;
		struct term *t = open_in(&c, "xterm-256color", 4, 20);
		struct grid g = { 0 };

		grid_resize(&g, 4, 20);
		write_row(&g, 1, i, GRID_TEXT, "again");
		show(t, &c, &g);
		assert_shown(&c, &g);
		grid_free(&g);
		close_both(t, &c);
	}
}
END_TEST

TESTING_MAIN("term_life", TESTING(the_terminal_is_left_as_it_was),
	     TESTING(an_answer_is_not_left_to_the_shell),
	     TESTING_LOOP(whoever_dies_puts_the_terminal_back, COUNT(deaths)),
	     TESTING(a_terminal_that_goes_is_told_once), TESTING(a_slow_terminal_is_not_waited_for),
	     TESTING(a_stuck_terminal_does_not_keep_the_program),
	     TESTING_LOOP(an_unknown_terminal_is_taken_for_a_known_one, COUNT(unknown)),
	     TESTING(what_is_no_terminal_is_refused), TESTING(signals_keep_their_handlers),
	     TESTING(a_second_terminal_comes_after_the_first))
