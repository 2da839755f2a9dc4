#include "term_fatal.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"

/* A terminal that takes nothing for so long, ms, is not worth waiting for. */
#define WRITE_WAIT 200

static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

#define SIGNALS (sizeof signals / sizeof *signals)

/* A signal's handler is given no context: there is one terminal, and this is how to put it back. */
static struct {
	volatile sig_atomic_t armed;
	int fd;
	struct termios modes;
	char bytes[512];
	size_t n;
	struct sigaction old[SIGNALS];
	bool handling;
	char *stack;
} fatal;

/* Only what may be called in a signal's handler. */
static void put_back(void)
{
	struct pollfd p = { fatal.fd, POLLOUT, 0 };
	size_t at = 0;

	if (!fatal.armed)
		return;
	fatal.armed = 0;
	while (at < fatal.n) {
		ssize_t n = write(fatal.fd, fatal.bytes + at, fatal.n - at);

		if (n > 0)
			at += (size_t)n;
		else if (poll(&p, 1, WRITE_WAIT) != 1)
			break;
	}
	tcsetattr(fatal.fd, TCSANOW, &fatal.modes);
}

static void on_fatal(int number)
{
	put_back();
	for (size_t i = 0; i < SIGNALS; i++)
		if (signals[i] == number)
			sigaction(number, &fatal.old[i], NULL);
	raise(number); /* comes when the handler returns */
}

/* On a stack of their own, for the stack may be what overflowed. */
static void handle_signals(void)
{
	struct sigaction action = { .sa_handler = on_fatal, .sa_flags = SA_ONSTACK };
	size_t size = (size_t)SIGSTKSZ + 16384;

	if (fatal.handling)
		return;
	fatal.handling = true;
	fatal.stack = mem_new(size, 1);
	sigaltstack(&(stack_t){ .ss_sp = fatal.stack, .ss_size = size }, NULL);
	sigfillset(&action.sa_mask);
	for (size_t i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &action, &fatal.old[i]);
	mem_on_die(put_back);
}

void term_fatal_arm(int fd, const struct termios *modes, const void *bytes, size_t n)
{
	fatal.armed = 0;
	fatal.fd = fd;
	fatal.modes = *modes;
	fatal.n = n < sizeof fatal.bytes ? n : 0;
	memcpy(fatal.bytes, bytes, fatal.n);
	handle_signals();
	fatal.armed = 1;
}

void term_fatal_disarm(void)
{
	fatal.armed = 0;
	if (!fatal.handling)
		return;
	mem_on_die(NULL);
	for (size_t i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &fatal.old[i], NULL);
	sigaltstack(&(stack_t){ .ss_flags = SS_DISABLE }, NULL);
	free(fatal.stack);
	fatal.handling = false;
}
