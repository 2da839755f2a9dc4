#include "resolve.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "url.h"

/* What the thread works on; the last of the two that holds it frees it. */
struct job {
	atomic_int holders;
	char *host;
	char service[6];
	int family;
	struct addrinfo *found;
	atomic_int failure; /* of getaddrinfo(), 0: none; written after found */
	int done_pipe;      /* closed when the answer is there */
};

struct resolve {
	struct loop *loop;
	resolve_handler *handler;
	void *arg;
	struct job *job;
	struct loop_watch *watch; /* on the thread's answer, */
	struct loop_timer *timer; /* or on the next turn, where there is one already */
	int pipe;
};

static void job_release(struct job *job)
{
	if (atomic_fetch_sub(&job->holders, 1) > 1)
		return;
	if (job->found)
		freeaddrinfo(job->found);
	free(job->host);
	free(job);
}

static int job_look_up(struct job *job, const char *host, int flags)
{
	const struct addrinfo hints = { .ai_family = job->family,
					.ai_socktype = SOCK_STREAM,
					.ai_flags = AI_NUMERICSERV | flags };

	return getaddrinfo(host, job->service, &hints, &job->found);
}

/* A null host without AI_PASSIVE is the loopback. False: it takes the thread. */
static bool job_answer_at_once(struct job *job)
{
	if (url_is_localhost(job->host)) {
		job->failure = job_look_up(job, NULL, 0);
		return true;
	}
	return job_look_up(job, job->host, AI_NUMERICHOST) == 0;
}

static void *job_run(void *arg)
{
	struct job *job = arg;

	atomic_store(&job->failure, job_look_up(job, job->host, 0));
	close(job->done_pipe);
	job_release(job);
	return NULL;
}

/* Signals are the main thread's. */
static int start_thread(struct job *job)
{
	pthread_attr_t attributes;
	sigset_t all, old;
	pthread_t thread;
	int failure;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	failure = pthread_create(&thread, &attributes, job_run, job);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	pthread_attr_destroy(&attributes);
	return failure;
}

static size_t copy_addresses(struct resolve_address **addresses, const struct addrinfo *found)
{
	size_t n = 0, room = 0;

	for (const struct addrinfo *a = found; a; a = a->ai_next) {
		if (a->ai_addrlen > sizeof(*addresses)->address)
			continue;
		*addresses = mem_grow(*addresses, &room, n + 1, sizeof **addresses);
		memcpy(&(*addresses)[n].address, a->ai_addr, a->ai_addrlen);
		(*addresses)[n++].size = a->ai_addrlen;
	}
	return n;
}

static enum error_code error_of(int failure)
{
	switch (failure) {
	case EAI_AGAIN:
	case EAI_FAIL:
	case EAI_MEMORY:
	case EAI_SYSTEM:
		return ERROR_HOST_TEMPORARY;
	default:
		return ERROR_HOST_NOT_FOUND;
	}
}

static void answer(struct resolve *r)
{
	struct resolve_address *addresses = NULL;
	int failure = atomic_load(&r->job->failure);
	struct error error;
	size_t n = 0;

	if (!failure)
		n = copy_addresses(&addresses, r->job->found);
	if (!n)
		error_set(&error, error_of(failure), 0, "%s", r->job->host);
	r->handler(r->arg, addresses, n, n ? NULL : &error);
	free(addresses);
}

static void on_turn(void *arg)
{
	answer(arg);
}

static void on_done(void *arg, short revents)
{
	struct resolve *r = arg;

	(void)revents;
	loop_watch_events(r->watch, 0);
	answer(r);
}

static void answer_next_turn(struct resolve *r)
{
	r->timer = loop_timer(r->loop, on_turn, r);
	loop_timer_set(r->timer, 0);
}

static bool answer_from_thread(struct resolve *r)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return false;
	r->job->done_pipe = ends[1];
	atomic_store(&r->job->holders, 2);
	if (start_thread(r->job)) {
		atomic_store(&r->job->holders, 1);
		close(ends[0]);
		close(ends[1]);
		return false;
	}
	r->pipe = ends[0];
	r->watch = loop_watch(r->loop, r->pipe, POLLIN, on_done, r);
	return true;
}

struct resolve *resolve_start(struct loop *loop, const char *host, uint16_t port, int family,
			      resolve_handler *handler, void *arg)
{
	struct resolve *r = mem_new(1, sizeof *r);
	struct job *job = mem_new(1, sizeof *job);

	*r = (struct resolve){
		.loop = loop, .handler = handler, .arg = arg, .job = job, .pipe = -1
	};
	job->host = mem_copy(host);
	job->family = family;
	atomic_init(&job->holders, 1);
	snprintf(job->service, sizeof job->service, "%u", (unsigned)port);
	if (job_answer_at_once(job)) {
		answer_next_turn(r);
	} else if (!answer_from_thread(r)) {
		job->failure = EAI_MEMORY;
		answer_next_turn(r);
	}
	return r;
}

void resolve_cancel(struct resolve *r)
{
	if (!r)
		return;
	loop_unwatch(r->watch);
	loop_timer_free(r->timer);
	if (r->pipe >= 0)
		close(r->pipe);
	job_release(r->job);
	free(r);
}
