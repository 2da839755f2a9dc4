#include "peers.h"

#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define TIMEOUT 20000 /* ms */

struct wait {
	struct loop *loop;
	bool (*done)(void *arg);
	void *arg;
};

static void look(void *arg)
{
	struct wait *w = arg;

	if (w->done(w->arg))
		loop_stop(w->loop, 0);
}

static void give_up(void *arg)
{
	(void)arg;
	ck_abort_msg("nothing happened for 20 seconds");
}

void peers_run_until(struct loop *loop, bool (*done)(void *arg), void *arg)
{
	struct wait w = { loop, done, arg };
	struct loop_hook *hook = loop_on_turn(loop, look, &w);
	struct loop_timer *timer = loop_timer(loop, give_up, NULL);

	loop_timer_set(timer, loop_moment(loop).mono + TIMEOUT);
	loop_run(loop);
	loop_timer_free(timer);
	loop_off_turn(hook);
}

static void on_accept(void *arg, short revents)
{
	struct listener *l = arg;
	int fd = accept4(l->fd, NULL, NULL, SOCK_CLOEXEC);

	(void)revents;
	ck_assert_int_ge(fd, 0);
	l->accept(l->arg, fd);
}

static bool listen_at(struct listener *l, struct loop *loop, const void *address, socklen_t size)
{
	int on = 1, family = ((const struct sockaddr *)address)->sa_family;

	l->loop = loop;
	l->watch = NULL;
	l->fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (family == AF_INET6)
		setsockopt(l->fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
	if (l->fd >= 0 && bind(l->fd, address, size) == 0 && listen(l->fd, 8) == 0) {
		l->watch = loop_watch(loop, l->fd, POLLIN, on_accept, l);
		return true;
	}
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
	return false;
}

bool listener_open(struct listener *l, struct loop *loop, const char *host, uint16_t port,
		   void (*accept)(void *arg, int fd), void *arg)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
	bool is_v4 = inet_pton(AF_INET, host, &v4.sin_addr) == 1;
	struct sockaddr_in6 got;
	socklen_t size = sizeof got;

	l->accept = accept;
	l->arg = arg;
	inet_pton(AF_INET6, host, &v6.sin6_addr);
	if (!listen_at(l, loop, is_v4 ? (void *)&v4 : (void *)&v6, is_v4 ? sizeof v4 : sizeof v6))
		return false;
	ck_assert_int_eq(getsockname(l->fd, (struct sockaddr *)&got, &size), 0);
	l->port = ntohs(got.sin6_port); /* at the same place in both */
	return true;
}

void listener_open_unix(struct listener *l, struct loop *loop, const char *path,
			void (*accept)(void *arg, int fd), void *arg)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	l->accept = accept;
	l->arg = arg;
	ck_assert_uint_lt(strlen(path), sizeof address.sun_path);
	strcpy(address.sun_path, path);
	ck_assert(listen_at(l, loop, &address, sizeof address));
}

void listener_close(struct listener *l)
{
	loop_unwatch(l->watch);
	l->watch = NULL;
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
}

static void side_on_open(void *arg)
{
	struct side *s = arg;

	ck_assert(!s->opened && !s->closed);
	s->opened = true;
	if (buf_size(&s->out))
		transport_write(s->transport, &s->out);
}

static void side_on_data(void *arg, const uint8_t *bytes, size_t n)
{
	struct side *s = arg;

	ck_assert(s->opened && !s->closed);
	buf_append(&s->in, bytes, n);
	if (s->echo)
		side_send(s, bytes, n);
	if (s->heard)
		s->heard(s);
}

static void side_on_writable(void *arg)
{
	struct side *s = arg;

	s->writables++;
	transport_write(s->transport, &s->out);
}

static void side_on_closed(void *arg, const struct error *error)
{
	struct side *s = arg;

	ck_assert(!s->closed);
	s->closed = true;
	if (error)
		s->error = *error;
}

const struct transport_ops side_ops = {
	.open = side_on_open,
	.data = side_on_data,
	.writable = side_on_writable,
	.closed = side_on_closed,
};

void side_send(struct side *s, const void *bytes, size_t n)
{
	buf_append(&s->out, bytes, n);
	if (s->opened)
		transport_write(s->transport, &s->out);
}

void side_free(struct side *s)
{
	transport_free(s->transport);
	s->transport = NULL;
	buf_free(&s->in);
	buf_free(&s->out);
}

/* The proxy. */

static void relay(struct side *from, struct side *to)
{
	side_send(to, buf_bytes(&from->in), buf_size(&from->in));
	buf_clear(&from->in);
}

static void heard_behind(struct side *back)
{
	struct test_proxy *p = back->owner;

	relay(back, &p->front);
}

static void lead_on(struct test_proxy *p)
{
	char text[64];
	struct error error;

	p->stage = -1;
	snprintf(text, sizeof text, "ws://127.0.0.1:%u/", (unsigned)p->target);
	ck_assert(url_parse(&p->url, text, &error));
	p->back = (struct side){ .loop = p->listener.loop, .owner = p, .heard = heard_behind };
	p->back.transport = transport_connect(p->listener.loop,
					      &(struct transport_config){ .url = &p->url },
					      &side_ops, &p->back);
}

static void hear_http(struct test_proxy *p)
{
	if (!strstr(buf_string(&p->front.in), "\r\n\r\n"))
		return;
	buf_append(&p->asked, buf_bytes(&p->front.in), buf_size(&p->front.in));
	buf_clear(&p->front.in);
	if (!p->answer) {
		side_send(&p->front, "HTTP/1.1 200 OK\r\n\r\n", 19);
		lead_on(p);
		return;
	}
	side_send(&p->front, p->answer, strlen(p->answer));
	transport_shutdown(p->front.transport);
}

/* What the stage waits for is that long, 0: not all of it is there. */
static size_t socks_length(const struct test_proxy *p)
{
	const uint8_t *in = buf_bytes(&p->front.in);
	size_t n = buf_size(&p->front.in), need;

	if (n < 5)
		return p->stage == 0 && n >= 3 && n >= 2u + in[1] ? 2u + in[1] : 0;
	if (p->stage == 0)
		need = 2u + in[1];
	else if (p->stage == 1)
		need = 3u + in[1] + in[2 + in[1]];
	else
		need = in[3] == 3 ? 7u + in[4] : in[3] == 1 ? 10 : 22;
	return n >= need ? need : 0;
}

static void hear_socks(struct test_proxy *p)
{
	static const uint8_t method[] = { 5, 0 }, wants_password[] = { 5, 2 }, welcome[] = { 1, 0 },
			     reply[] = { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 };

	for (size_t n; p->stage >= 0 && (n = socks_length(p));) {
		buf_append(&p->asked, buf_bytes(&p->front.in), n);
		buf_consume(&p->front.in, n);
		if (p->stage == 0 && p->manner == PROXY_MANNER_SOCKS_PASSWORD) {
			side_send(&p->front, wants_password, sizeof wants_password);
			p->stage = 1;
		} else if (p->stage < 2) {
			side_send(&p->front, p->stage ? welcome : method, 2);
			p->stage = 2;
		} else {
			side_send(&p->front, reply, sizeof reply);
			lead_on(p);
		}
	}
}

static void heard_in_front(struct side *front)
{
	struct test_proxy *p = front->owner;

	if (p->stage < 0)
		relay(front, &p->back);
	else if (p->manner == PROXY_MANNER_HTTP)
		hear_http(p);
	else
		hear_socks(p);
}

static void accept_client(void *arg, int fd)
{
	struct test_proxy *p = arg;

	ck_assert_ptr_null(p->front.transport);
	p->front = (struct side){ .loop = p->listener.loop, .owner = p, .heard = heard_in_front };
	p->front.transport = transport_accept(p->listener.loop, fd, p->tls, &side_ops, &p->front);
}

void test_proxy_open(struct test_proxy *p, struct loop *loop, uint16_t target)
{
	p->target = target;
	ck_assert(listener_open(&p->listener, loop, "127.0.0.1", 0, accept_client, p));
}

void test_proxy_close(struct test_proxy *p)
{
	listener_close(&p->listener);
	side_free(&p->front);
	side_free(&p->back);
	buf_free(&p->asked);
	url_free(&p->url);
}
