#include "term_testing.h"

#include <sys/wait.h>

#include "mem.h"
#include "term_background.h"
#include "term_keys.h"

static const struct {
	const char *answer;
	int light; /* -1: it is no answer */
} answers[] = {
	{ "\x1b]11;rgb:ffff/ffff/ffff\a", 1 },
	{ "\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\", 1 },
	{ "\x1b]11;rgb:0000/0000/0000\a", 0 },
	{ "\x1b]11;rgb:1e/1E/1e\x1b\\", 0 },
	{ "\x1b]11;rgb:f/f/f\a", 1 },
	{ "\x1b]11;rgb:0/0/0\a", 0 },
	{ "\x1b]11;rgb:800/800/800\a", 1 },
	{ "\x1b]11;rgb:6666/6666/6666\a", 0 },
	{ "\x1b]11;rgba:ffff/ffff/ffff/8000\a", 1 },
	{ "\x1b]11;rgb:00/2b/36\a", 0 },
	{ "\x1b]11;rgb:ff/ff\a", -1 },
	{ "\x1b]11;rgb:ff/ff/\a", -1 },
	{ "\x1b]11;rgb:ff/fg/ff\a", -1 },
	{ "\x1b]11;rgb:\a", -1 },
	{ "\x1b]11;rgb\a", -1 },
	{ "\x1b]11;?\a", -1 },
	{ "\x1b]10;rgb:ffff/ffff/ffff\a", -1 },
	{ "\x1b]11;rgb:fffff/ff/ff\a", -1 },
	{ "\x1b]11;rgb:ff:ff:ff\a", -1 },
	{ "\x1b]11;white\a", -1 },
};

/* Wherever it is cut, among keys, which stay what they are. */
START_TEST(the_terminals_answer_is_no_key)
{
	char *bytes = mem_format("a%sb", answers[_i].answer);
	size_t n = strlen(bytes);

	for (size_t cut = 0; cut <= n; cut++) {
		struct term_keys k = { .parser.utf8 = true };
		struct term_event e;
		char seen[8] = "";

		term_keys_feed(&k, bytes, cut, 1000);
		for (int half = 0; half < 2; half++) {
			while (term_keys_next(&k, 1000, &e))
				strcat(seen, (char[]){ (char)e.key.code, 0 });
			term_keys_feed(&k, bytes + cut, half ? 0 : n - cut, 1030);
		}
		ck_assert_str_eq(seen, "ab");
		ck_assert_int_eq(k.replies.has_background, answers[_i].light >= 0);
		ck_assert_int_eq(k.replies.light, answers[_i].light == 1);
		term_keys_free(&k);
	}
	free(bytes);
}
END_TEST

static const struct {
	const char *value;
	bool light;
} guesses[] = {
	{ NULL, false },
	{ "", false },
	{ "15;0", false },
	{ "0;15", true },
	{ "0;7", true },
	{ "7;8", false },
	{ "0;default;15", true },
	{ "0;default", false },
	{ "0;15x", false },
	{ "0;", false },
	{ "15", false },
	{ "0;-1", false },
	{ "0;99999999999999999999", false },
	{ "12;11", true },
};

START_TEST(a_variable_lets_one_guess)
{
	ck_assert_int_eq(term_background_guess(guesses[_i].value), guesses[_i].light);
}
END_TEST

/* The terminal. */

static const struct {
	const char *type;
	bool asked;
} asked[] = {
	{ "xterm-256color", true }, { "tmux-256color", true }, { "screen", true },
	{ "rxvt", true },           { "linux", false },        { "vt100", false },
	{ "vt220", false },         { "ansi", false },         { "no-such-terminal", true },
};

START_TEST(only_who_passes_over_it_is_asked)
{
	struct console c;
	struct term *t = open_in(&c, asked[_i].type, 4, 40);

	console_pump(&c);
	ck_assert_int_eq(console_got(&c, TERM_ASK_BACKGROUND), asked[_i].asked);
	ck_assert_int_eq(console_got(&c, "]11"), asked[_i].asked);
	close_both(t, &c);
}
END_TEST

START_TEST(the_answer_is_known)
{
	struct console c;
	struct term_event e;
	struct term *t;

	setenv("COLORFGBG", "0;15", 1);
	t = open_in(&c, "xterm-256color", 4, 40);
	ck_assert(term_is_light(t));
	console_type(&c, "a\x1b]11;rgb:0000/0000/0000\x1b\\b");
	ck_assert(term_next(t, &e));
	ck_assert_uint_eq(e.key.code, 'a');
	ck_assert(term_next(t, &e));
	ck_assert_uint_eq(e.key.code, 'b');
	ck_assert(term_next(t, &e));
	ck_assert_int_eq((int)e.type, TERM_BACKGROUND);
	ck_assert(!term_is_light(t));
	ck_assert(!term_next(t, &e));
	close_both(t, &c);
}
END_TEST

START_TEST(the_shell_does_not_get_the_answer)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 4, 40);
	int status;
	pid_t pid = fork();

	if (!pid) {
		poll(NULL, 0, 30);
		console_type(&c, "a\x1b]11;rgb:0000/0000/0000\x1b\\");
		_exit(0);
	}
	term_close(t);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(left_over(&c), 0);
	console_close(&c);
}
END_TEST

/* Who comes back may have turned the light on. */
START_TEST(the_question_is_asked_again_after_a_stop)
{
	struct console c;
	struct term_event e;
	struct term *t = open_in(&c, "xterm-256color", 4, 40);

	console_type(&c, "\x1b]11;rgb:0000/0000/0000\x1b\\");
	ck_assert(term_next(t, &e));
	term_suspend(t);
	console_pump(&c);
	buf_clear(&c.raw);
	term_resume(t);
	console_pump(&c);
	ck_assert(console_got(&c, TERM_ASK_BACKGROUND));
	close_both(t, &c);
}
END_TEST

TESTING_MAIN("term_background", TESTING_LOOP(the_terminals_answer_is_no_key, COUNT(answers)),
	     TESTING_LOOP(a_variable_lets_one_guess, COUNT(guesses)),
	     TESTING_LOOP(only_who_passes_over_it_is_asked, COUNT(asked)),
	     TESTING(the_answer_is_known), TESTING(the_shell_does_not_get_the_answer),
	     TESTING(the_question_is_asked_again_after_a_stop))
