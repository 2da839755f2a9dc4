#include "testing.h"

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "loop.h"

/* What happened, a letter each. */
struct fixture {
	struct loop *loop;
	struct loop_watch *watches[2];
	struct loop_timer *timers[3];
	struct loop_hook *hook;
	int ends[2][2];
	char log[64];
	int count;
};

static void note(struct fixture *f, char letter)
{
	size_t n = strlen(f->log);

	ck_assert_uint_lt(n, sizeof f->log - 1);
	f->log[n] = letter;
}

static void begin(struct fixture *f)
{
	memset(f, 0, sizeof *f);
	f->loop = loop_new();
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, f->ends[i]), 0);
}

static void finish(struct fixture *f)
{
	for (int i = 0; i < 3; i++)
		loop_timer_free(f->timers[i]);
	loop_free(f->loop);
	for (int i = 0; i < 2; i++) {
		close(f->ends[i][0]);
		close(f->ends[i][1]);
	}
}

static void write_byte(int fd)
{
	ck_assert_int_eq(write(fd, "x", 1), 1);
}

static void stop(void *arg)
{
	struct fixture *f = arg;

	loop_stop(f->loop, 7);
}

static void note_a(void *arg)
{
	note(arg, 'a');
}

static void note_b(void *arg)
{
	note(arg, 'b');
}

static void note_c(void *arg)
{
	note(arg, 'c');
}

START_TEST(timers_come_by_deadline_then_by_the_order_they_were_set)
{
	struct fixture f;
	struct loop_timer *last;
	uint64_t now;

	begin(&f);
	now = loop_moment(f.loop).mono;
	f.timers[0] = loop_timer(f.loop, note_a, &f);
	f.timers[1] = loop_timer(f.loop, note_b, &f);
	f.timers[2] = loop_timer(f.loop, note_c, &f);
	last = loop_timer(f.loop, stop, &f);
	loop_timer_set(last, now + 4);
	loop_timer_set(f.timers[0], now + 3);
	loop_timer_set(f.timers[1], now + 2);
	loop_timer_set(f.timers[2], now + 2);
	ck_assert_int_eq(loop_run(f.loop), 7);
	ck_assert_str_eq(f.log, "bca");
	ck_assert_uint_ge(loop_moment(f.loop).mono, now + 4);
	loop_timer_free(last);
	finish(&f);
}
END_TEST

#define MANY 500

struct many {
	struct loop *loop;
	struct loop_timer *timers[MANY];
	uint64_t last;
	int come;
};

struct one {
	struct many *many;
	int at;
	uint64_t deadline;
};

static void come(void *arg)
{
	struct one *one = arg;

	ck_assert_uint_ge(one->deadline, one->many->last);
	ck_assert_uint_le(one->deadline, loop_moment(one->many->loop).mono);
	one->many->last = one->deadline;
	if (++one->many->come == MANY - MANY / 5)
		loop_stop(one->many->loop, 0);
}

START_TEST(many_timers_set_again_and_dropped_keep_their_order)
{
	static struct one ones[MANY];
	struct many many = { .loop = loop_new() };
	uint64_t now = loop_moment(many.loop).mono;
	uint32_t random = 1;

	for (int i = 0; i < MANY; i++) {
		ones[i] = (struct one){ .many = &many, .at = i };
		many.timers[i] = loop_timer(many.loop, come, &ones[i]);
	}
	for (int i = 0; i < 3 * MANY; i++) {
		struct one *one = &ones[i % MANY];

		random = random * 1664525 + 1013904223;
		one->deadline = now + (random >> 16) % 30;
		loop_timer_set(many.timers[i % MANY], one->deadline);
	}
	for (int i = 0; i < MANY; i += 5)
		loop_timer_set(many.timers[i], MOMENT_NEVER);
	loop_run(many.loop);
	ck_assert_int_eq(many.come, MANY - MANY / 5);
	for (int i = 0; i < MANY; i++)
		loop_timer_free(many.timers[i]);
	loop_free(many.loop);
}
END_TEST

static void always_due(void *arg)
{
	struct fixture *f = arg;

	note(f, 'a');
	loop_timer_set(f->timers[0], 0);
}

START_TEST(a_timer_that_is_always_due_starves_nobody)
{
	struct fixture f;

	begin(&f);
	f.timers[0] = loop_timer(f.loop, always_due, &f);
	f.timers[1] = loop_timer(f.loop, note_b, &f);
	f.timers[2] = loop_timer(f.loop, stop, &f);
	loop_timer_set(f.timers[0], 0);
	loop_timer_set(f.timers[1], 0);
	loop_timer_set(f.timers[2], 0);
	loop_run(f.loop);
	ck_assert_str_eq(f.log, "ab");
	finish(&f);
}
END_TEST

static void drop_both(void *arg, short revents)
{
	struct fixture *f = arg;

	ck_assert_int_eq(revents, POLLIN);
	note(f, 'w');
	loop_unwatch(f->watches[0]);
	loop_unwatch(f->watches[1]);
	loop_stop(f->loop, 0);
}

START_TEST(a_watch_dropped_by_another_is_not_called)
{
	struct fixture f;

	begin(&f);
	for (int i = 0; i < 2; i++) {
		f.watches[i] = loop_watch(f.loop, f.ends[i][0], POLLIN, drop_both, &f);
		write_byte(f.ends[i][1]);
	}
	loop_run(f.loop);
	ck_assert_str_eq(f.log, "w");
	finish(&f);
}
END_TEST

static void never(void *arg, short revents)
{
	(void)arg;
	ck_abort_msg("called with %d", revents);
}

/* The descriptor of a dropped watch is often given out again at once. */
static void replace(void *arg, short revents)
{
	struct fixture *f = arg;

	(void)revents;
	loop_unwatch(f->watches[0]);
	loop_unwatch(f->watches[1]);
	f->watches[1] = loop_watch(f->loop, f->ends[1][0], POLLIN, never, f);
	loop_watch_events(f->watches[1], 0);
	note(f, 'r');
	loop_timer_set(f->timers[0], loop_moment(f->loop).mono + 5);
}

START_TEST(a_watch_made_anew_is_not_given_the_old_ones_events)
{
	struct fixture f;

	begin(&f);
	f.timers[0] = loop_timer(f.loop, stop, &f);
	for (int i = 0; i < 2; i++) {
		f.watches[i] = loop_watch(f.loop, f.ends[i][0], POLLIN, i ? never : replace, &f);
		write_byte(f.ends[i][1]);
	}
	loop_run(f.loop);
	ck_assert_str_eq(f.log, "r");
	loop_unwatch(f.watches[1]);
	finish(&f);
}
END_TEST

START_TEST(a_hang_up_is_quiet_where_nothing_is_asked)
{
	struct fixture f;

	begin(&f);
	f.watches[0] = loop_watch(f.loop, f.ends[0][0], POLLIN, never, &f);
	loop_watch_events(f.watches[0], 0);
	shutdown(f.ends[0][1], SHUT_RDWR);
	write_byte(f.ends[1][1]);
	f.timers[0] = loop_timer(f.loop, stop, &f);
	loop_timer_set(f.timers[0], loop_moment(f.loop).mono + 5);
	loop_run(f.loop);
	loop_unwatch(f.watches[0]);
	finish(&f);
}
END_TEST

static void wake(void *arg, short revents)
{
	struct fixture *f = arg;
	char byte;

	ck_assert_int_eq(revents & POLLIN, POLLIN);
	ck_assert_int_eq(read(f->ends[0][0], &byte, 1), 1);
	note(f, 'w');
	if (++f->count == 2)
		loop_stop(f->loop, 0);
	else
		write_byte(f->ends[0][1]);
}

START_TEST(hooks_run_first_then_after_the_handlers_of_each_turn)
{
	struct fixture f;

	begin(&f);
	f.watches[0] = loop_watch(f.loop, f.ends[0][0], POLLIN, wake, &f);
	loop_on_turn(f.loop, note_a, &f);
	loop_on_turn(f.loop, note_b, &f);
	write_byte(f.ends[0][1]);
	loop_run(f.loop);
	ck_assert_str_eq(f.log, "abwabwab");
	loop_unwatch(f.watches[0]);
	finish(&f);
}
END_TEST

static void ask_again(void *arg)
{
	struct fixture *f = arg;

	note(f, 'h');
	if (++f->count == 3)
		loop_stop(f->loop, 0);
	loop_again(f->loop);
}

START_TEST(a_hook_can_ask_for_another_turn)
{
	struct fixture f;

	begin(&f);
	loop_on_turn(f.loop, note_a, &f);
	loop_on_turn(f.loop, ask_again, &f);
	loop_run(f.loop);
	ck_assert_str_eq(f.log, "ahahah");
	finish(&f);
}
END_TEST

static void arm(void *arg)
{
	struct fixture *f = arg;

	note(f, 'h');
	if (!f->count++)
		loop_timer_set(f->timers[0], 0);
}

START_TEST(what_a_hook_arms_is_not_lost)
{
	struct fixture f;

	begin(&f);
	f.timers[0] = loop_timer(f.loop, stop, &f);
	loop_on_turn(f.loop, arm, &f);
	loop_run(f.loop);
	ck_assert_str_eq(f.log, "hh");
	finish(&f);
}
END_TEST

static void leave(void *arg)
{
	struct fixture *f = arg;

	note(f, 'l');
	loop_off_turn(f->hook);
	loop_again(f->loop);
	if (f->count++)
		loop_stop(f->loop, 0);
	else
		f->hook = loop_on_turn(f->loop, leave, f);
}

START_TEST(a_hook_drops_itself_and_adds_another)
{
	struct fixture f;

	begin(&f);
	f.hook = loop_on_turn(f.loop, leave, &f);
	loop_on_turn(f.loop, note_b, &f);
	loop_run(f.loop);
	ck_assert_str_eq(f.log, "lbl");
	finish(&f);
}
END_TEST

static void free_itself(void *arg)
{
	struct fixture *f = arg;

	note(f, 'f');
	loop_timer_free(f->timers[0]);
	loop_timer_free(f->timers[1]);
	f->timers[0] = f->timers[1] = NULL;
	loop_stop(f->loop, 0);
}

START_TEST(a_timer_frees_itself_and_one_that_is_due_too)
{
	struct fixture f;

	begin(&f);
	f.timers[0] = loop_timer(f.loop, free_itself, &f);
	f.timers[1] = loop_timer(f.loop, note_b, &f);
	loop_timer_set(f.timers[0], 0);
	loop_timer_set(f.timers[1], 0);
	loop_run(f.loop);
	ck_assert_str_eq(f.log, "f");
	finish(&f);
}
END_TEST

static void on_signal(void *arg, int number)
{
	struct fixture *f = arg;

	note(f, number == SIGUSR1 ? '1' : '2');
	if (++f->count == 2)
		loop_stop(f->loop, 0);
}

static void raise_both(void *arg)
{
	(void)arg;
	raise(SIGUSR1);
	raise(SIGUSR2);
}

static volatile sig_atomic_t old_handler_ran;

static void old_handler(int number)
{
	old_handler_ran = number;
}

START_TEST(signals_come_in_the_loop_and_the_old_handler_comes_back)
{
	struct fixture f;

	signal(SIGUSR1, old_handler);
	begin(&f);
	loop_on_signal(f.loop, SIGUSR1, on_signal, &f);
	loop_on_signal(f.loop, SIGUSR2, on_signal, &f);
	f.timers[0] = loop_timer(f.loop, raise_both, &f);
	loop_timer_set(f.timers[0], 0);
	loop_run(f.loop);
	ck_assert_str_eq(f.log, "12");
	finish(&f);
	ck_assert_int_eq(old_handler_ran, 0);
	raise(SIGUSR1);
	ck_assert_int_eq(old_handler_ran, SIGUSR1);
}
END_TEST

START_TEST(a_signal_before_the_start_is_not_lost)
{
	struct fixture f;

	begin(&f);
	loop_on_signal(f.loop, SIGUSR1, on_signal, &f);
	f.count = 1;
	raise(SIGUSR1);
	loop_run(f.loop);
	ck_assert_str_eq(f.log, "1");
	finish(&f);
}
END_TEST

START_TEST(stopped_before_the_start_only_the_hooks_run)
{
	struct fixture f;

	begin(&f);
	loop_on_turn(f.loop, note_a, &f);
	loop_stop(f.loop, 3);
	ck_assert_int_eq(loop_run(f.loop), 3);
	ck_assert_str_eq(f.log, "a");
	finish(&f);
}
END_TEST

static void count_turn(void *arg)
{
	struct fixture *f = arg;

	f->count++;
}

START_TEST(an_idle_loop_does_not_turn)
{
	struct fixture f;

	begin(&f);
	loop_on_turn(f.loop, count_turn, &f);
	f.watches[0] = loop_watch(f.loop, f.ends[0][0], POLLIN, never, &f);
	f.timers[0] = loop_timer(f.loop, stop, &f);
	loop_timer_set(f.timers[0], loop_moment(f.loop).mono + 60);
	loop_run(f.loop);
	ck_assert_int_le(f.count, 3);
	loop_unwatch(f.watches[0]);
	finish(&f);
}
END_TEST

TESTING_MAIN("loop", TESTING(timers_come_by_deadline_then_by_the_order_they_were_set),
	     TESTING(many_timers_set_again_and_dropped_keep_their_order),
	     TESTING(a_timer_that_is_always_due_starves_nobody),
	     TESTING(a_watch_dropped_by_another_is_not_called),
	     TESTING(a_watch_made_anew_is_not_given_the_old_ones_events),
	     TESTING(a_hang_up_is_quiet_where_nothing_is_asked),
	     TESTING(hooks_run_first_then_after_the_handlers_of_each_turn),
	     TESTING(a_hook_can_ask_for_another_turn), TESTING(what_a_hook_arms_is_not_lost),
	     TESTING(a_hook_drops_itself_and_adds_another),
	     TESTING(a_timer_frees_itself_and_one_that_is_due_too),
	     TESTING(signals_come_in_the_loop_and_the_old_handler_comes_back),
	     TESTING(a_signal_before_the_start_is_not_lost),
	     TESTING(stopped_before_the_start_only_the_hooks_run),
	     TESTING(an_idle_loop_does_not_turn))
