#include "loop.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"

struct loop_watch {
	struct loop *loop;
	loop_watch_handler *handler; /* NULL: dropped, to be swept */
	void *arg;
	int fd;
	size_t at; /* in watches and polls */
};

struct loop_timer {
	struct loop *loop;
	loop_timer_handler *handler;
	void *arg;
	uint64_t deadline;
	uint64_t number; /* of the setting: equal deadlines come in the order that they were set */
	size_t at;       /* in the heap, when armed */
	bool armed;
};

struct loop_hook {
	struct loop *loop;
	loop_turn_handler *handler; /* NULL: dropped, to be swept */
	void *arg;
};

struct signal_watch {
	int signal;
	loop_signal_handler *handler;
	void *arg;
	struct sigaction old;
};

struct loop {
	struct moment now;
	bool stopped, again;
	int status;

	struct loop_watch **watches;
	struct pollfd *polls; /* one for each watch */
	size_t watch_count, watch_room, poll_room;
	bool watches_dropped;

	struct loop_timer **heap; /* the earliest first */
	size_t timer_count, timer_room;
	uint64_t timer_number;

	struct loop_hook **hooks;
	size_t hook_count, hook_room;
	bool hooks_dropped;

	struct signal_watch *signals;
	size_t signal_count, signal_room;
	int signal_pipe[2]; /* -1 before the first signal is asked for */
};

/* Where each signal is reported: a signal's handler is given no context, so this cannot be in the
 * loop. */
static volatile sig_atomic_t signal_pipes[NSIG];

static int64_t milliseconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct moment read_clock(void)
{
	return (struct moment){ .mono = (uint64_t)milliseconds(CLOCK_MONOTONIC),
				.wall = milliseconds(CLOCK_REALTIME) };
}

struct loop *loop_new(void)
{
	struct loop *l = mem_new(1, sizeof *l);

	l->now = read_clock();
	l->signal_pipe[0] = l->signal_pipe[1] = -1;
	return l;
}

void loop_stop(struct loop *l, int status)
{
	l->stopped = true;
	l->status = status;
}

struct moment loop_moment(const struct loop *l)
{
	return l->now;
}

void loop_again(struct loop *l)
{
	l->again = true;
}

/* Watches. A dropped one keeps its place until the turn is over, so that indices stay. */

struct loop_watch *loop_watch(struct loop *l, int fd, short events, loop_watch_handler *handler,
			      void *arg)
{
	struct loop_watch *w = mem_new(1, sizeof *w);

	*w = (struct loop_watch){ l, handler, arg, fd, l->watch_count };
	l->watches = mem_grow(l->watches, &l->watch_room, l->watch_count + 1, sizeof w);
	l->polls = mem_grow(l->polls, &l->poll_room, l->watch_count + 1, sizeof *l->polls);
	l->watches[l->watch_count] = w;
	l->polls[l->watch_count++] = (struct pollfd){ 0 };
	loop_watch_events(w, events);
	return w;
}

/* poll reports a hang-up even where nothing was asked for; only a negative descriptor is quiet. */
void loop_watch_events(struct loop_watch *w, short events)
{
	struct pollfd *p = &w->loop->polls[w->at];

	p->events = events;
	p->fd = events ? w->fd : -1;
}

void loop_unwatch(struct loop_watch *w)
{
	if (!w)
		return;
	loop_watch_events(w, 0);
	w->handler = NULL;
	w->loop->watches_dropped = true;
}

static void sweep_watches(struct loop *l)
{
	size_t kept = 0;

	if (!l->watches_dropped)
		return;
	for (size_t i = 0; i < l->watch_count; i++) {
		if (!l->watches[i]->handler) {
			free(l->watches[i]);
			continue;
		}
		l->watches[i]->at = kept;
		l->polls[kept] = l->polls[i];
		l->watches[kept++] = l->watches[i];
	}
	l->watch_count = kept;
	l->watches_dropped = false;
}

static void run_watches(struct loop *l)
{
	size_t count = l->watch_count; /* those added by handlers were not polled */

	for (size_t i = 0; i < count; i++) {
		struct loop_watch *w = l->watches[i];
		short asked = (short)(l->polls[i].events | POLLERR | POLLHUP | POLLNVAL);
		short revents = (short)(l->polls[i].revents & asked);

		if (revents && l->polls[i].events)
			w->handler(w->arg, revents);
	}
}

/* Timers: a binary heap. */

static bool is_before(const struct loop_timer *a, const struct loop_timer *b)
{
	return a->deadline < b->deadline || (a->deadline == b->deadline && a->number < b->number);
}

static void heap_put(struct loop *l, size_t at, struct loop_timer *t)
{
	l->heap[at] = t;
	t->at = at;
}

static void heap_settle(struct loop *l, size_t at, struct loop_timer *t)
{
	for (; at && is_before(t, l->heap[(at - 1) / 2]); at = (at - 1) / 2)
		heap_put(l, at, l->heap[(at - 1) / 2]);
	for (size_t child; (child = 2 * at + 1) < l->timer_count; at = child) {
		if (child + 1 < l->timer_count && is_before(l->heap[child + 1], l->heap[child]))
			child++;
		if (!is_before(l->heap[child], t))
			break;
		heap_put(l, at, l->heap[child]);
	}
	heap_put(l, at, t);
}

static void disarm(struct loop_timer *t)
{
	struct loop *l = t->loop;
	struct loop_timer *last;

	if (!t->armed)
		return;
	t->armed = false;
	last = l->heap[--l->timer_count];
	if (last != t)
		heap_settle(l, t->at, last);
}

struct loop_timer *loop_timer(struct loop *l, loop_timer_handler *handler, void *arg)
{
	struct loop_timer *t = mem_new(1, sizeof *t);

	t->loop = l;
	t->handler = handler;
	t->arg = arg;
	return t;
}

/* No deadline lies before this turn, so that a timer that is always due cannot starve another. */
void loop_timer_set(struct loop_timer *t, uint64_t deadline)
{
	struct loop *l = t->loop;

	if (t->armed && deadline != MOMENT_NEVER && t->deadline == deadline)
		return;
	disarm(t);
	if (deadline == MOMENT_NEVER)
		return;
	t->deadline = deadline > l->now.mono ? deadline : l->now.mono;
	t->number = ++l->timer_number;
	t->armed = true;
	l->heap = mem_grow(l->heap, &l->timer_room, l->timer_count + 1, sizeof t);
	heap_settle(l, l->timer_count++, t);
}

void loop_timer_free(struct loop_timer *t)
{
	if (!t)
		return;
	disarm(t);
	free(t);
}

static void run_timers(struct loop *l)
{
	uint64_t number = l->timer_number;

	while (l->timer_count && l->heap[0]->deadline <= l->now.mono &&
	       l->heap[0]->number <= number) {
		struct loop_timer *t = l->heap[0];

		disarm(t);
		t->handler(t->arg);
	}
}

/* Signals: the handler writes the number into a pipe, which the loop polls. */

static void report_signal(int number)
{
	int saved = errno;
	unsigned char byte = (unsigned char)number;

	/* A full pipe holds a report that will wake the loop all the same. */
	if (write(signal_pipes[number], &byte, 1) < 0)
		errno = saved;
	errno = saved;
}

static void run_signal(struct loop *l, int number)
{
	for (size_t i = 0; i < l->signal_count; i++) {
		if (l->signals[i].signal == number)
			l->signals[i].handler(l->signals[i].arg, number);
	}
}

static void read_signals(void *arg, short revents)
{
	struct loop *l = arg;
	unsigned char bytes[64];
	ssize_t n = read(l->signal_pipe[0], bytes, sizeof bytes);

	(void)revents;
	for (ssize_t i = 0; i < n; i++)
		run_signal(l, bytes[i]);
}

static void open_signal_pipe(struct loop *l)
{
	if (pipe2(l->signal_pipe, O_CLOEXEC | O_NONBLOCK) < 0)
		abort();
	loop_watch(l, l->signal_pipe[0], POLLIN, read_signals, l);
}

void loop_on_signal(struct loop *l, int number, loop_signal_handler *handler, void *arg)
{
	struct sigaction action = { .sa_handler = report_signal, .sa_flags = SA_RESTART };
	struct signal_watch *s;

	if (l->signal_pipe[0] < 0)
		open_signal_pipe(l);
	l->signals = mem_grow(l->signals, &l->signal_room, l->signal_count + 1, sizeof *s);
	s = &l->signals[l->signal_count++];
	*s = (struct signal_watch){ .signal = number, .handler = handler, .arg = arg };
	sigfillset(&action.sa_mask);
	signal_pipes[number] = l->signal_pipe[1];
	sigaction(number, &action, &s->old);
}

static void restore_signals(struct loop *l)
{
	while (l->signal_count) {
		const struct signal_watch *s = &l->signals[--l->signal_count];

		sigaction(s->signal, &s->old, NULL);
	}
	free(l->signals);
	if (l->signal_pipe[0] >= 0) {
		close(l->signal_pipe[0]);
		close(l->signal_pipe[1]);
	}
}

/* Hooks. */

struct loop_hook *loop_on_turn(struct loop *l, loop_turn_handler *handler, void *arg)
{
	struct loop_hook *h = mem_new(1, sizeof *h);

	*h = (struct loop_hook){ l, handler, arg };
	l->hooks = mem_grow(l->hooks, &l->hook_room, l->hook_count + 1, sizeof h);
	l->hooks[l->hook_count++] = h;
	return h;
}

void loop_off_turn(struct loop_hook *h)
{
	if (!h)
		return;
	h->handler = NULL;
	h->loop->hooks_dropped = true;
}

static void sweep_hooks(struct loop *l)
{
	size_t kept = 0;

	if (!l->hooks_dropped)
		return;
	for (size_t i = 0; i < l->hook_count; i++) {
		if (l->hooks[i]->handler)
			l->hooks[kept++] = l->hooks[i];
		else
			free(l->hooks[i]);
	}
	l->hook_count = kept;
	l->hooks_dropped = false;
}

/* One that a hook adds runs in this turn too. */
static void run_hooks(struct loop *l)
{
	for (size_t i = 0; i < l->hook_count; i++) {
		if (l->hooks[i]->handler)
			l->hooks[i]->handler(l->hooks[i]->arg);
	}
	sweep_hooks(l);
}

/* The turn. */

static int poll_timeout(const struct loop *l)
{
	uint64_t now;

	if (l->again)
		return 0;
	if (!l->timer_count)
		return -1;
	now = read_clock().mono;
	if (l->heap[0]->deadline <= now)
		return 0;
	if (l->heap[0]->deadline - now > INT_MAX)
		return INT_MAX;
	return (int)(l->heap[0]->deadline - now);
}

static void turn(struct loop *l)
{
	int ready;

	sweep_watches(l);
	ready = poll(l->polls, l->watch_count, poll_timeout(l));
	l->again = false;
	l->now = read_clock();
	if (ready > 0)
		run_watches(l);
	run_timers(l);
}

int loop_run(struct loop *l)
{
	for (;;) {
		run_hooks(l);
		if (l->stopped)
			break;
		turn(l);
	}
	l->stopped = false;
	return l->status;
}

void loop_free(struct loop *l)
{
	if (!l)
		return;
	restore_signals(l);
	for (size_t i = 0; i < l->watch_count; i++)
		free(l->watches[i]);
	for (size_t i = 0; i < l->hook_count; i++)
		free(l->hooks[i]);
	free(l->watches);
	free(l->polls);
	free(l->heap);
	free(l->hooks);
	free(l);
}
