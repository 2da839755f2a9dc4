#include "testing.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>

#include "resolve.h"

struct fixture {
	struct loop *loop;
	struct resolve *resolve;
	char addresses[256]; /* a space behind each */
	struct error error;
	int calls;
	bool cancel_inside;
};

static void append(struct fixture *f, const struct resolve_address *a)
{
	char text[INET6_ADDRSTRLEN] = "?";
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)&a->address;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)&a->address;

	if (a->address.ss_family == AF_INET) {
		ck_assert_uint_eq(a->size, sizeof *v4);
		ck_assert_uint_eq(ntohs(v4->sin_port), 6502);
		inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
	} else {
		ck_assert_uint_eq(a->size, sizeof *v6);
		ck_assert_uint_eq(ntohs(v6->sin6_port), 6502);
		inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text);
	}
	strcat(strcat(f->addresses, text), " ");
}

static void on_answer(void *arg, const struct resolve_address *addresses, size_t n,
		      const struct error *error)
{
	struct fixture *f = arg;

	ck_assert(n ? !error : error != NULL);
	f->calls++;
	for (size_t i = 0; i < n && i < 4; i++)
		append(f, &addresses[i]);
	if (error)
		f->error = *error;
	if (f->cancel_inside)
		resolve_cancel(f->resolve);
	loop_stop(f->loop, 0);
}

static void look_up(struct fixture *f, const char *host, int family)
{
	*f = (struct fixture){ .loop = loop_new() };
	f->resolve = resolve_start(f->loop, host, 6502, family, on_answer, f);
	ck_assert_int_eq(f->calls, 0);
	loop_run(f->loop);
	ck_assert_int_eq(f->calls, 1);
	resolve_cancel(f->resolve);
	loop_free(f->loop);
}

static const struct {
	const char *host;
	int family;
	const char *addresses;
} found[] = {
	{ "127.0.0.1", AF_UNSPEC, "127.0.0.1 " },
	{ "127.0.0.1", AF_INET, "127.0.0.1 " },
	{ "::1", AF_UNSPEC, "::1 " },
	{ "2001:db8::7", AF_INET6, "2001:db8::7 " },
	{ "localhost", AF_INET, "127.0.0.1 " },
	{ "localhost", AF_INET6, "::1 " },
	{ "LocalHost.", AF_INET, "127.0.0.1 " },
	{ "a.b.localhost", AF_INET, "127.0.0.1 " },
	{ "chat.localhost.", AF_INET6, "::1 " },
};

START_TEST(numbers_and_localhost_are_known_without_asking)
{
	struct fixture f;

	look_up(&f, found[_i].host, found[_i].family);
	ck_assert_str_eq(f.addresses, found[_i].addresses);
}
END_TEST

START_TEST(both_loopbacks_are_localhost)
{
	struct fixture f;

	look_up(&f, "localhost", AF_UNSPEC);
	ck_assert_ptr_nonnull(strstr(f.addresses, "127.0.0.1 "));
	ck_assert_ptr_nonnull(strstr(f.addresses, "::1 "));
}
END_TEST

/* Names that no resolver asks the network about: the answer is certain everywhere. */
static const struct {
	const char *host;
	int family;
} unknown[] = {
	{ "127.0.0.1", AF_INET6 },
	{ "::1", AF_INET },
	{ "a..b", AF_UNSPEC },
	{ "xx localhost", AF_INET },
};

START_TEST(what_is_no_name_is_not_found)
{
	struct fixture f;

	look_up(&f, unknown[_i].host, unknown[_i].family);
	ck_assert_str_eq(f.addresses, "");
	ck_assert(f.error.code == ERROR_HOST_NOT_FOUND || f.error.code == ERROR_HOST_TEMPORARY);
	ck_assert_str_eq(f.error.detail, unknown[_i].host);
}
END_TEST

START_TEST(it_may_be_cancelled_inside_the_answer)
{
	struct fixture f = { .loop = loop_new(), .cancel_inside = true };

	f.resolve = resolve_start(f.loop, _i ? "127.0.0.1" : "a..b", 6502, AF_INET, on_answer, &f);
	loop_run(f.loop);
	ck_assert_int_eq(f.calls, 1);
	loop_free(f.loop);
}
END_TEST

static void stop(void *arg)
{
	struct fixture *f = arg;

	loop_stop(f->loop, 0);
}

START_TEST(once_cancelled_no_answer_comes)
{
	struct fixture f = { .loop = loop_new() };
	struct loop_timer *timer = loop_timer(f.loop, stop, &f);

	for (int i = 0; i < 8; i++)
		resolve_cancel(
			resolve_start(f.loop, i % 2 ? "a..b" : "::1", 1, AF_UNSPEC, on_answer, &f));
	resolve_cancel(NULL);
	loop_timer_set(timer, loop_moment(f.loop).mono + 20);
	loop_run(f.loop);
	ck_assert_int_eq(f.calls, 0);
	loop_timer_free(timer);
	loop_free(f.loop);
}
END_TEST

TESTING_MAIN("resolve", TESTING_LOOP(numbers_and_localhost_are_known_without_asking, COUNT(found)),
	     TESTING(both_loopbacks_are_localhost),
	     TESTING_LOOP(what_is_no_name_is_not_found, COUNT(unknown)),
	     TESTING_LOOP(it_may_be_cancelled_inside_the_answer, 2),
	     TESTING(once_cancelled_no_answer_comes))
