#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "mem.h"
#include "resolve.h"
#include "transport_private.h"

#define ATTEMPT_DELAY    250 /* ms, RFC 8305, section 5 */
#define RESOLUTION_DELAY 50  /* ms, section 3 */

enum { FIRST, SECOND, FAMILIES }; /* IPv6, IPv4 */

struct family {
	struct dial *dial;
	struct resolve *resolve; /* NULL: answered */
	struct resolve_address *addresses;
	size_t count, next;
};

struct attempt {
	struct dial *dial;
	int fd;
	struct loop_watch *watch;
};

struct dial {
	struct loop *loop;
	dial_handler *handler;
	void *arg;
	char *name; /* for errors */
	struct family families[FAMILIES];
	int last; /* the family that was tried last */
	struct attempt **attempts;
	size_t attempt_count, attempt_room;
	bool started;
	uint64_t not_before; /* when the next attempt may start */
	struct loop_timer *timer;
	struct error failure;
};

char *dial_name(const char *host, uint16_t port)
{
	return mem_format(strchr(host, ':') ? "[%s]:%u" : "%s:%u", host, (unsigned)port);
}

static char *name_of(const struct sockaddr_storage *address, socklen_t size)
{
	char host[NI_MAXHOST], port[NI_MAXSERV];

	if (getnameinfo((const struct sockaddr *)address, size, host, sizeof host, port,
			sizeof port, NI_NUMERICHOST | NI_NUMERICSERV))
		return mem_copy("");
	return mem_format(strchr(host, ':') ? "[%s]:%s" : "%s:%s", host, port);
}

char *dial_peer(int fd)
{
	struct sockaddr_storage address = { 0 };
	socklen_t size = sizeof address;

	if (getpeername(fd, (struct sockaddr *)&address, &size) < 0)
		return mem_copy("");
	if (address.ss_family == AF_UNIX)
		return mem_copy(((const struct sockaddr_un *)&address)->sun_path);
	return name_of(&address, size);
}

void dial_lost(struct error *error, int number)
{
	bool reset = number == ECONNRESET || number == EPIPE;

	error_set(error, reset ? ERROR_CONNECTION_RESET : ERROR_CONNECTION_LOST, number, "%s",
		  strerror(number));
}

static enum error_code code_of(int number)
{
	switch (number) {
	case ECONNREFUSED:
	case ENOENT: /* of a Unix socket */
		return ERROR_CONNECT_REFUSED;
	case ENETUNREACH:
	case EHOSTUNREACH:
	case ENETDOWN:
	case EADDRNOTAVAIL:
	case EAFNOSUPPORT:
		return ERROR_CONNECT_UNREACHABLE;
	case ETIMEDOUT:
		return ERROR_CONNECT_TIMEOUT;
	default:
		return ERROR_CONNECT_OTHER;
	}
}

/* An address that cannot be reached from here at all tells least: the other family's word counts
 * more. */
static void note_failure(struct dial *d, const struct error *failure)
{
	bool weak = d->failure.code == ERROR_NONE || d->failure.code == ERROR_HOST_NOT_FOUND ||
		    d->failure.code == ERROR_CONNECT_UNREACHABLE;

	if (weak && failure->code != ERROR_HOST_NOT_FOUND)
		d->failure = *failure;
	else if (d->failure.code == ERROR_NONE)
		d->failure = *failure;
}

static void note_errno(struct dial *d, int number)
{
	struct error failure;

	error_set(&failure, code_of(number), number, "%s", d->name);
	note_failure(d, &failure);
}

static void attempt_free(struct attempt *a)
{
	loop_unwatch(a->watch);
	if (a->fd >= 0)
		close(a->fd);
	free(a);
}

static void stop(struct dial *d)
{
	while (d->attempt_count)
		attempt_free(d->attempts[--d->attempt_count]);
	for (int i = 0; i < FAMILIES; i++) {
		resolve_cancel(d->families[i].resolve);
		d->families[i].resolve = NULL;
	}
	loop_timer_set(d->timer, MOMENT_NEVER);
}

static void win(struct dial *d, int fd)
{
	stop(d);
	d->handler(d->arg, fd, NULL);
}

static void proceed(struct dial *d);

static void drop_attempt(struct dial *d, struct attempt *a)
{
	size_t i = 0;

	while (d->attempts[i] != a)
		i++;
	d->attempts[i] = d->attempts[--d->attempt_count];
	attempt_free(a);
}

static void on_connected(void *arg, short revents)
{
	struct attempt *a = arg;
	struct dial *d = a->dial;
	int number = 0, fd = a->fd;
	socklen_t size = sizeof number;

	(void)revents;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &number, &size) < 0)
		number = errno;
	if (!number) {
		a->fd = -1;
		win(d, fd);
		return;
	}
	drop_attempt(d, a);
	note_errno(d, number);
	d->not_before = 0;
	proceed(d);
}

static int open_socket(int family)
{
	int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;

	if (fd >= 0 && family != AF_UNIX)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

static void watch_attempt(struct dial *d, int fd)
{
	struct attempt *a = mem_new(1, sizeof *a);

	*a = (struct attempt){ .dial = d, .fd = fd };
	a->watch = loop_watch(d->loop, fd, POLLOUT, on_connected, a);
	d->attempts = mem_grow(d->attempts, &d->attempt_room, d->attempt_count + 1,
			       sizeof *d->attempts);
	d->attempts[d->attempt_count++] = a;
}

/* A connection that is there at once, as on a Unix socket, is reported by the watch as well. */
static bool start_attempt(struct dial *d, const struct resolve_address *address)
{
	int fd = open_socket(address->address.ss_family);

	d->started = true;
	if (fd >= 0 &&
	    (connect(fd, (const struct sockaddr *)&address->address, address->size) == 0 ||
	     errno == EINPROGRESS || errno == EINTR)) {
		watch_attempt(d, fd);
		return true;
	}
	note_errno(d, errno);
	if (fd >= 0)
		close(fd);
	return false;
}

/* The families alternate, as long as both have addresses. */
static const struct resolve_address *next_address(struct dial *d)
{
	for (int i = 1; i <= FAMILIES; i++) {
		int at = (d->last + i) % FAMILIES;
		struct family *f = &d->families[at];

		if (f->next < f->count) {
			d->last = at;
			return &f->addresses[f->next++];
		}
	}
	return NULL;
}

static bool has_address(const struct dial *d)
{
	return d->families[FIRST].next < d->families[FIRST].count ||
	       d->families[SECOND].next < d->families[SECOND].count;
}

static bool is_resolving(const struct dial *d)
{
	return d->families[FIRST].resolve || d->families[SECOND].resolve;
}

static void fail(struct dial *d)
{
	struct error failure = d->failure; /* outlives the dial */

	stop(d);
	d->handler(d->arg, -1, &failure);
}

/* Starts what may start now, sets the time for what may start later, or gives up. */
static void proceed(struct dial *d)
{
	uint64_t now = loop_moment(d->loop).mono;

	while (has_address(d)) {
		if (now < d->not_before) {
			loop_timer_set(d->timer, d->not_before);
			return;
		}
		if (start_attempt(d, next_address(d)))
			d->not_before = now + ATTEMPT_DELAY;
	}
	if (!d->attempt_count && !is_resolving(d))
		fail(d);
}

static void on_timer(void *arg)
{
	proceed(arg);
}

static void on_resolved(void *arg, const struct resolve_address *addresses, size_t n,
			const struct error *error)
{
	struct family *f = arg;
	struct dial *d = f->dial;

	resolve_cancel(f->resolve);
	f->resolve = NULL;
	if (error)
		note_failure(d, error);
	if (n)
		f->addresses = mem_new(n, sizeof *addresses);
	for (size_t i = 0; i < n; i++)
		f->addresses[f->count++] = addresses[i];
	if (!d->started)
		d->not_before = d->families[FIRST].resolve
					? loop_moment(d->loop).mono + RESOLUTION_DELAY
					: 0;
	proceed(d);
}

static struct dial *dial_new(struct loop *loop, char *name, dial_handler *handler, void *arg)
{
	struct dial *d = mem_new(1, sizeof *d);

	*d = (struct dial){
		.loop = loop, .handler = handler, .arg = arg, .name = name, .last = SECOND
	};
	d->timer = loop_timer(loop, on_timer, d);
	for (int i = 0; i < FAMILIES; i++)
		d->families[i].dial = d;
	return d;
}

struct dial *dial_host(struct loop *loop, const char *host, uint16_t port, int family,
		       dial_handler *handler, void *arg)
{
	struct dial *d = dial_new(loop, dial_name(host, port), handler, arg);

	if (family != AF_INET)
		d->families[FIRST].resolve = resolve_start(loop, host, port, AF_INET6, on_resolved,
							   &d->families[FIRST]);
	if (family != AF_INET6)
		d->families[SECOND].resolve = resolve_start(loop, host, port, AF_INET, on_resolved,
							    &d->families[SECOND]);
	return d;
}

struct dial *dial_unix(struct loop *loop, const char *path, dial_handler *handler, void *arg)
{
	struct dial *d = dial_new(loop, mem_copy(path), handler, arg);
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct family *f = &d->families[FIRST];
	size_t n = strlen(path);

	if (n >= sizeof address.sun_path) {
		note_errno(d, ENAMETOOLONG);
	} else {
		memcpy(address.sun_path, path, n);
		f->addresses = mem_new(1, sizeof *f->addresses);
		memcpy(&f->addresses->address, &address, sizeof address);
		f->addresses->size = sizeof address;
		f->count = 1;
	}
	loop_timer_set(d->timer, 0);
	return d;
}

void dial_free(struct dial *d)
{
	if (!d)
		return;
	stop(d);
	loop_timer_free(d->timer);
	for (int i = 0; i < FAMILIES; i++)
		free(d->families[i].addresses);
	free(d->attempts);
	free(d->name);
	free(d);
}
