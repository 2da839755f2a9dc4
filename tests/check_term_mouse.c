#include "term_testing.h"

#include <signal.h>
#include <sys/wait.h>

#include "term_beside.h"
#include "term_keys.h"

/* Bytes with an x behind them: C ROW COL is a click, W ROW COL ROWS the wheel, and K the x. */
static const struct {
	const char *bytes, *events;
} reports[] = {
	{ "\x1b[<0;10;5M\x1b[<0;10;5mx", "C 4 9,K" },
	{ "\x1b[<0;1;1M\x1b[<0;1;1mx", "C 0 0,K" },
	{ "\x1b[<0;300;200M\x1b[<0;300;200mx", "C 199 299,K" },
	{ "\x1b[<64;10;5Mx", "W 4 9 -3,K" },
	{ "\x1b[<65;10;5Mx", "W 4 9 3,K" },
	{ "\x1b[<16;10;5M\x1b[<16;10;5mx", "C 4 9,K" },
	{ "\x1b[<69;10;5Mx", "W 4 9 3,K" },
	/* let go elsewhere, other buttons, motion, sideways, nowhere */
	{ "\x1b[<0;10;5M\x1b[<0;11;5mx", "K" },
	{ "\x1b[<0;10;5mx", "K" },
	{ "\x1b[<2;10;5M\x1b[<2;10;5mx", "K" },
	{ "\x1b[<0;10;5M\x1b[<32;11;5M\x1b[<0;10;5mx", "K" },
	{ "\x1b[<66;10;5Mx", "K" },
	{ "\x1b[<0;0;5M\x1b[<0;0;5mx", "K" },
	{ "\x1b[<Mx", "K" },
	/* as bytes */
	{ "\x1b[M *%\x1b[M#*%x", "C 4 9,K" },
	{ "\x1b[M`*%x", "W 4 9 -3,K" },
	{ "\x1b[Ma\xff\xffx", "W 222 222 3,K" },
};

static void read_all(struct term_keys *k, struct buf *out)
{
	struct term_event e;

	while (term_keys_next(k, 0, &e)) {
		if (buf_size(out))
			buf_append_byte(out, ',');
		if (e.type == TERM_CLICK)
			buf_format(out, "C %d %d", e.row, e.col);
		else if (e.type == TERM_WHEEL)
			buf_format(out, "W %d %d %d", e.row, e.col, e.rows);
		else
			buf_append_byte(out, e.key.code == 'x' ? 'K' : '?');
	}
}

/* Wherever the bytes are cut. */
START_TEST(reports_are_clicks_and_the_wheel)
{
	const char *bytes = reports[_i].bytes;
	size_t n = strlen(bytes);

	for (size_t cut = 0; cut <= n; cut++) {
		struct term_keys k = { .parser = { .utf8 = true, .mouse = true } };
		struct buf events = { 0 };

		term_keys_feed(&k, bytes, cut, 0);
		read_all(&k, &events);
		term_keys_feed(&k, bytes + cut, n - cut, 0);
		read_all(&k, &events);
		ck_assert_str_eq(buf_string(&events), reports[_i].events);
		buf_free(&events);
		term_keys_free(&k);
	}
}
END_TEST

START_TEST(a_mouse_that_is_not_ours_is_not_told)
{
	struct term_keys k = { .parser.utf8 = true };
	struct buf events = { 0 };
	const char *bytes = "\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<64;10;5Mx";

	term_keys_feed(&k, bytes, strlen(bytes), 0);
	read_all(&k, &events);
	ck_assert_str_eq(buf_string(&events), "K");
	buf_free(&events);
	term_keys_free(&k);
}
END_TEST

static bool comes(struct console *c, const char *bytes)
{
	bool came;

	console_pump(c);
	came = console_got(c, bytes);
	buf_clear(&c->raw);
	return came;
}

#define ON  "\x1b[?1000h\x1b[?1006h"
#define OFF "\x1b[?1006l\x1b[?1000l"

START_TEST(the_mouse_is_taken_and_given_back)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 4, 20);

	ck_assert(!comes(&c, ON));
	term_set_mouse(t, true);
	ck_assert(comes(&c, ON));
	term_set_mouse(t, true);
	ck_assert(!comes(&c, ON));
	term_suspend(t);
	ck_assert(comes(&c, OFF));
	term_resume(t);
	ck_assert(comes(&c, ON));
	term_set_mouse(t, false);
	ck_assert(comes(&c, OFF));
	term_set_mouse(t, true);
	term_close(t);
	ck_assert(comes(&c, OFF));
	console_close(&c);
}
END_TEST

/* Sanitizers put their own report, and exit, where the signal's default was. */
START_TEST(whoever_dies_gives_the_mouse_back)
{
	struct console c = console_open("xterm-256color", 4, 20);
	struct term *t;
	pid_t pid;
	int status;

	signal(SIGSEGV, SIG_DFL);
	pid = fork();
	if (!pid) {
		t = term_open(&usual, NULL);
		term_set_mouse(t, true);
		raise(SIGSEGV);
		_exit(0);
	}
	while (waitpid(pid, &status, WNOHANG) == 0)
		console_wait(&c, 10);
	ck_assert(WIFSIGNALED(status));
	ck_assert(comes(&c, OFF));
	console_close(&c);
}
END_TEST

TESTING_MAIN("term_mouse", TESTING_LOOP(reports_are_clicks_and_the_wheel, COUNT(reports)),
	     TESTING(a_mouse_that_is_not_ours_is_not_told),
	     TESTING(the_mouse_is_taken_and_given_back), TESTING(whoever_dies_gives_the_mouse_back))
