#include "transport.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mem.h"
#include "proxy.h"
#include "transport_private.h"

#define READ_SIZE 65536

/* In this order; without a proxy or TLS the steps are passed over. */
enum state {
	DIALLING,
	SHAKING_PROXY, /* TLS with the proxy */
	ASKING_PROXY,
	SHAKING, /* TLS with the peer */
	OPENING, /* ops.open() is to be called */
	OPEN,
	ENDED,
};

struct transport {
	struct loop *loop;
	struct transport_ops ops;
	void *arg;
	enum state state;
	bool inside; /* a handler of ours is at work: it frees, where freed is set */
	bool freed;

	bool secure;
	char *host; /* whom TLS is to prove, and the proxy to connect to */
	uint16_t port;
	struct tls_context *context;
	struct proxy_config proxy_config;
	struct proxy *proxy; /* NULL: no proxy */

	struct dial *dial;
	int fd;
	char *address;
	struct tls *proxy_tls, *tls;
	struct buf early; /* what came behind the proxy's answer */

	struct loop_watch *watch;
	struct loop_timer *soon; /* something is to be done that poll does not see */
	bool reading;
	bool blocked;         /* ops.writable() is owed */
	bool shutting, shut;  /* the end was asked for; is sent */
	struct error failure; /* before the start, or of writing: told with the end */
};

/* The bytes: over the innermost TLS, or plain. */

static struct tls *innermost(const struct transport *t)
{
	return t->tls ? t->tls : t->proxy_tls;
}

/* As tls_read(). */
static ssize_t receive(struct transport *t, void *bytes, size_t n, enum tls_status *status,
		       struct error *error)
{
	ssize_t got;

	if (innermost(t))
		return tls_read(innermost(t), bytes, n, status, error);
	got = recv(t->fd, bytes, n, 0);
	if (got >= 0)
		return got;
	*status = TLS_WANTS_READ;
	if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
		*status = TLS_FAILED;
		dial_lost(error, errno);
	}
	return -1;
}

/* As tls_write(). */
static ssize_t transmit(struct transport *t, const void *bytes, size_t n, enum tls_status *status,
			struct error *error)
{
	ssize_t sent;

	if (innermost(t))
		return tls_write(innermost(t), bytes, n, status, error);
	sent = send(t->fd, bytes, n, MSG_NOSIGNAL);
	if (sent >= 0)
		return sent;
	*status = TLS_WANTS_WRITE;
	if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
		*status = TLS_FAILED;
		dial_lost(error, errno);
	}
	return -1;
}

/* TLS_DONE: all is sent. */
static enum tls_status transmit_all(struct transport *t, struct buf *out, struct error *error)
{
	enum tls_status status = TLS_DONE;

	while (buf_size(out)) {
		ssize_t n = transmit(t, buf_bytes(out), buf_size(out), &status, error);

		if (n < 0)
			return status;
		if (n == 0)
			return TLS_WANTS_WRITE;
		buf_consume(out, (size_t)n);
	}
	return TLS_DONE;
}

static bool has_unsent(const struct transport *t)
{
	return innermost(t) && tls_unsent(innermost(t));
}

static bool has_pending(const struct transport *t)
{
	return innermost(t) && tls_pending(innermost(t));
}

static void update_watch(struct transport *t)
{
	bool read = t->state < OPEN || t->reading || t->failure.code;
	bool write = !t->failure.code && (t->blocked || has_unsent(t));

	if (t->state == ASKING_PROXY)
		write = write || buf_size(proxy_output(t->proxy));
	if (!t->watch)
		return;
	loop_watch_events(t->watch, (short)((read ? POLLIN : 0) | (write ? POLLOUT : 0)));
}

static void release(struct transport *t)
{
	dial_free(t->dial);
	t->dial = NULL;
	loop_unwatch(t->watch);
	t->watch = NULL;
	tls_free(t->tls);
	tls_free(t->proxy_tls);
	t->tls = t->proxy_tls = NULL;
	if (t->fd >= 0)
		close(t->fd);
	t->fd = -1;
	t->state = ENDED;
}

/* ERROR NULL is a clean end; what failed earlier, in writing, is then the reason. */
static void end(struct transport *t, const struct error *error)
{
	struct error copy = error ? *error : t->failure;

	release(t);
	loop_timer_set(t->soon, MOMENT_NEVER);
	t->ops.closed(t->arg, copy.code ? &copy : NULL);
}

/* The way to the open stream, a step at a time. */

static void start_tls(struct transport *t)
{
	if (!t->secure)
		t->state = OPENING;
	else if (t->proxy_tls)
		t->tls = tls_client_over(t->context, t->proxy_tls, t->host);
	else
		t->tls = tls_client(t->context, t->fd, t->host);
	if (t->secure)
		t->state = SHAKING;
}

static void start_stream(struct transport *t)
{
	if (t->proxy && t->proxy_config.kind == PROXY_HTTPS) {
		t->proxy_tls = tls_client(t->context, t->fd, t->proxy_config.host);
		tls_ignore_pin(t->proxy_tls);
		t->state = SHAKING_PROXY;
	} else if (t->proxy) {
		t->state = ASKING_PROXY;
	} else {
		start_tls(t);
	}
}

static void refine(const struct transport *t, struct error *error)
{
	char *name;

	if (error->code != ERROR_TLS_NOT_TLS || !t->host)
		return;
	if (t->state == SHAKING_PROXY) {
		error_set(error, ERROR_PROXY_ANSWER, 0, "its answer is no TLS");
		return;
	}
	name = dial_name(t->host, t->port);
	error_set(error, ERROR_TLS_NOT_TLS, 0, "%s", name);
	free(name);
}

/* A step returns whether the next one may follow. */
static bool shake_hands(struct transport *t)
{
	struct error error = { 0 };

	switch (tls_handshake(innermost(t), &error)) {
	case TLS_DONE:
		t->state = t->state == SHAKING_PROXY ? ASKING_PROXY : OPENING;
		return true;
	case TLS_FAILED:
		refine(t, &error);
		end(t, &error);
		return false;
	default:
		return false;
	}
}

static bool leave_proxy(struct transport *t)
{
	struct error error = { .code = ERROR_TLS_NOT_TLS };

	start_tls(t);
	if (!buf_size(&t->early) || !t->secure)
		return true;
	refine(t, &error);
	end(t, &error);
	return false;
}

static bool fail_proxy(struct transport *t, const struct error *error)
{
	end(t, error);
	return false;
}

static bool hear_proxy(struct transport *t)
{
	struct error error = { 0 };
	enum tls_status status;
	uint8_t bytes[4096];
	ssize_t n = receive(t, bytes, sizeof bytes, &status, &error);
	size_t used;

	if (n < 0)
		return status == TLS_FAILED ? fail_proxy(t, &error) : false;
	if (n == 0) {
		proxy_eof(t->proxy, &error);
		return fail_proxy(t, &error);
	}
	used = proxy_feed(t->proxy, bytes, (size_t)n, &error);
	if (proxy_state(t->proxy) == PROXY_FAILED)
		return fail_proxy(t, &error);
	buf_append(&t->early, bytes + used, (size_t)n - used);
	return true;
}

static bool ask_proxy(struct transport *t)
{
	struct error error = { 0 };

	if (transmit_all(t, proxy_output(t->proxy), &error) == TLS_FAILED)
		return fail_proxy(t, &error);
	if (proxy_state(t->proxy) == PROXY_OPEN)
		return leave_proxy(t);
	return hear_proxy(t);
}

static bool open_stream(struct transport *t)
{
	t->state = OPEN;
	t->ops.open(t->arg);
	if (!t->freed && t->state == OPEN && buf_size(&t->early))
		t->ops.data(t->arg, buf_bytes(&t->early), buf_size(&t->early));
	return false;
}

static bool step(struct transport *t)
{
	switch (t->state) {
	case SHAKING_PROXY:
	case SHAKING:
		return shake_hands(t);
	case ASKING_PROXY:
		return ask_proxy(t);
	case OPENING:
		return open_stream(t);
	default:
		return false;
	}
}

/* Once open. */

static void read_stream(struct transport *t)
{
	uint8_t bytes[READ_SIZE];
	struct error error = { 0 };
	enum tls_status status = TLS_DONE;
	ssize_t n;

	do {
		n = receive(t, bytes, sizeof bytes, &status, &error);
		if (n > 0)
			t->ops.data(t->arg, bytes, (size_t)n);
		else if (n == 0)
			end(t, NULL);
		else if (status == TLS_FAILED)
			end(t, &error);
	} while (n > 0 && !t->freed && t->state == OPEN && t->reading && has_pending(t));
}

static void finish_shutdown(struct transport *t)
{
	if (!t->shutting || t->shut || has_unsent(t))
		return;
	t->shut = true;
	shutdown(t->fd, SHUT_WR);
}

static void write_stream(struct transport *t)
{
	if (has_unsent(t) && tls_flush(innermost(t), &t->failure) != TLS_DONE)
		return;
	finish_shutdown(t);
	if (!t->blocked)
		return;
	t->blocked = false;
	t->ops.writable(t->arg);
}

static void destroy(struct transport *t)
{
	release(t);
	loop_timer_free(t->soon);
	proxy_free(t->proxy);
	proxy_config_free(&t->proxy_config);
	buf_free(&t->early);
	free(t->address);
	free(t->host);
	free(t);
}

static void run_soon(struct transport *t)
{
	loop_timer_set(t->soon, 0);
}

static void leave(struct transport *t)
{
	t->inside = false;
	if (t->freed) {
		destroy(t);
		return;
	}
	update_watch(t);
	if (t->state == OPEN && t->reading && has_pending(t))
		run_soon(t);
}

static void on_ready(void *arg, short revents)
{
	struct transport *t = arg;

	t->inside = true;
	if (t->state < OPEN) {
		while (!t->freed && step(t))
			;
		leave(t);
		return;
	}
	if (revents & POLLOUT)
		write_stream(t);
	if (!t->freed && t->state == OPEN && (t->reading || t->failure.code) &&
	    (revents & (POLLIN | POLLHUP | POLLERR)))
		read_stream(t);
	leave(t);
}

/* What poll does not see: a failure before the start, an accepted stream, bytes inside TLS. */
static void on_soon(void *arg)
{
	struct transport *t = arg;

	t->inside = true;
	if (t->state == DIALLING)
		end(t, &t->failure);
	while (!t->freed && t->state < OPEN && step(t))
		;
	if (!t->freed && t->state == OPEN && t->reading && has_pending(t))
		read_stream(t);
	leave(t);
}

static struct transport *transport_new(struct loop *loop, const struct transport_ops *ops,
				       void *arg)
{
	struct transport *t = mem_new(1, sizeof *t);

	*t = (struct transport){ .loop = loop, .ops = *ops, .arg = arg, .fd = -1, .reading = true };
	t->address = mem_copy("");
	t->soon = loop_timer(loop, on_soon, t);
	return t;
}

static void take_socket(struct transport *t, int fd)
{
	t->fd = fd;
	free(t->address);
	t->address = dial_peer(fd);
	t->watch = loop_watch(t->loop, fd, POLLIN, on_ready, t);
}

static void on_dialled(void *arg, int fd, const struct error *error)
{
	struct transport *t = arg;
	struct error reason = { 0 };

	t->inside = true;
	if (error)
		reason = *error; /* which is the dial's own */
	dial_free(t->dial);
	t->dial = NULL;
	if (fd < 0) {
		end(t, &reason);
	} else {
		take_socket(t, fd);
		start_stream(t);
		while (!t->freed && step(t))
			;
	}
	leave(t);
}

static void dial(struct transport *t, const struct transport_config *config)
{
	if (t->proxy)
		t->dial = dial_host(t->loop, t->proxy_config.host, t->proxy_config.port,
				    config->family, on_dialled, t);
	else if (config->url->unix_socket)
		t->dial = dial_unix(t->loop, config->url->socket, on_dialled, t);
	else
		t->dial = dial_host(t->loop, config->connect_host ? config->connect_host : t->host,
				    config->connect_port ? config->connect_port : t->port,
				    config->family, on_dialled, t);
}

static bool choose_proxy(struct transport *t, const struct transport_config *config)
{
	const char *host = config->connect_host ? config->connect_host : t->host;
	uint16_t port = config->connect_port ? config->connect_port : t->port;

	if (!config->proxy || config->url->unix_socket)
		return true;
	if (!proxy_parse(&t->proxy_config, config->proxy, &t->failure))
		return false;
	t->proxy = proxy_new(&t->proxy_config, host, port);
	return true;
}

struct transport *transport_connect(struct loop *loop, const struct transport_config *config,
				    const struct transport_ops *ops, void *arg)
{
	struct transport *t = transport_new(loop, ops, arg);

	t->secure = config->url->secure;
	t->host = mem_copy(config->url->host ? config->url->host : "");
	t->port = config->url->port;
	t->context = config->tls;
	if (!choose_proxy(t, config)) {
		run_soon(t);
		return t;
	}
	if (t->secure || (t->proxy && t->proxy_config.kind == PROXY_HTTPS))
		tls_context_prepare(t->context);
	dial(t, config);
	return t;
}

struct transport *transport_accept(struct loop *loop, int fd, struct tls_context *tls,
				   const struct transport_ops *ops, void *arg)
{
	struct transport *t = transport_new(loop, ops, arg);
	int on = 1;

	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	take_socket(t, fd);
	t->tls = tls ? tls_server(tls, fd) : NULL;
	t->state = tls ? SHAKING : OPENING;
	run_soon(t);
	return t;
}

/* Where writing fails, the peer may have said why before it went: what it sent is read to the end,
 * and the failure told then. */
void transport_write(struct transport *t, struct buf *out)
{
	if (t->state != OPEN || t->failure.code || t->shutting)
		return;
	t->blocked = transmit_all(t, out, &t->failure) == TLS_WANTS_WRITE;
	update_watch(t);
}

void transport_read_enable(struct transport *t, bool enable)
{
	if (enable && !t->reading && has_pending(t))
		run_soon(t);
	t->reading = enable;
	update_watch(t);
}

void transport_shutdown(struct transport *t)
{
	if (t->state != OPEN || t->shutting)
		return;
	t->shutting = true;
	if (t->tls)
		tls_bye(t->tls);
	if (t->proxy_tls)
		tls_bye(t->proxy_tls);
	finish_shutdown(t);
	update_watch(t);
}

void transport_free(struct transport *t)
{
	if (!t)
		return;
	t->freed = true;
	if (!t->inside)
		destroy(t);
}

const char *transport_address(const struct transport *t)
{
	return t->address;
}

const struct tls *transport_tls(const struct transport *t)
{
	return t->tls;
}
