#include "meeting.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void meeting_accept(void *arg, int fd)
{
	struct meeting *m = arg;

	if (m->raw) {
		m->fd = fd;
		return;
	}
	m->server.transport = transport_accept(m->loop, fd, m->secure ? m->serving : NULL,
					       &side_ops, &m->server);
}

static void make_trust(struct meeting *m)
{
	static const struct certificate_form authority = { .name = "Test Authority",
							   .authority = true };
	static const struct certificate_form leaf = { .name = "leaf",
						      .dns = "chat.example",
						      .ip = "127.0.0.1" };
	struct tls_config config = { 0 };
	struct error error;

	certificate_make(&m->authority, m->directory, &authority, NULL, false);
	certificate_make(&m->leaf, m->directory, &leaf, &m->authority, false);
	config.ca_file = m->authority.cert_file;
	m->trusting = tls_client_context(&config, &error);
	m->serving = tls_server_context(m->leaf.cert_file, m->leaf.key_file, &error);
	ck_assert(m->trusting && m->serving);
}

void meeting_begin(struct meeting *m, bool secure)
{
	memset(m, 0, sizeof *m);
	m->directory = certificates_begin();
	m->secure = secure;
	m->fd = m->listener.fd = -1;
	m->loop = loop_new();
	m->client.loop = m->server.loop = m->loop;
	m->client.owner = m->server.owner = m;
	make_trust(m);
}

void meeting_listen(struct meeting *m)
{
	ck_assert(listener_open(&m->listener, m->loop, "127.0.0.1", 0, meeting_accept, m));
}

void meeting_finish(struct meeting *m)
{
	side_free(&m->client);
	side_free(&m->server);
	listener_close(&m->listener);
	loop_timer_free(m->timer);
	loop_free(m->loop);
	if (m->fd >= 0)
		close(m->fd);
	url_free(&m->url);
	tls_context_free(m->trusting);
	tls_context_free(m->serving);
	certificate_free(&m->authority);
	certificate_free(&m->leaf);
	certificates_end(m->directory);
}

void meeting_connect_url(struct meeting *m, const struct url *url,
			 const struct transport_config *config)
{
	struct transport_config full = config ? *config : (struct transport_config){ 0 };

	full.url = url;
	full.tls = m->trusting;
	m->client.transport = transport_connect(m->loop, &full, &side_ops, &m->client);
	ck_assert(!m->client.opened && !m->client.closed);
}

void meeting_connect(struct meeting *m, const char *host, const struct transport_config *config)
{
	char text[300];
	struct error error;

	snprintf(text, sizeof text, "%s://%s:%u/", m->secure ? "wss" : "ws", host,
		 (unsigned)m->listener.port);
	ck_assert_msg(url_parse(&m->url, text, &error), "%s", text);
	meeting_connect_url(m, &m->url, config);
}

bool meeting_is_settled(void *arg)
{
	struct meeting *m = arg;

	return m->client.opened || m->client.closed;
}

bool meeting_is_closed(void *arg)
{
	struct meeting *m = arg;

	return m->client.closed;
}

bool meeting_both_closed(void *arg)
{
	struct meeting *m = arg;

	return m->client.closed && m->server.closed;
}

bool meeting_both_open(void *arg)
{
	struct meeting *m = arg;

	return m->client.opened && m->server.opened;
}

bool meeting_is_accepted(void *arg)
{
	struct meeting *m = arg;

	return m->fd >= 0;
}

bool meeting_has_bytes(void *arg)
{
	struct meeting *m = arg;

	return buf_size(&m->client.in) >= m->expected || m->client.closed;
}

void meeting_expect_open(struct meeting *m)
{
	peers_run_until(m->loop, meeting_both_open, m);
}

void meeting_expect_failure(struct meeting *m, enum error_code code, const char *detail)
{
	peers_run_until(m->loop, meeting_is_settled, m);
	ck_assert(!m->client.opened);
	ck_assert_int_eq(m->client.error.code, code);
	ck_assert_msg(strstr(m->client.error.detail, detail) != NULL, "%s", m->client.error.detail);
}

void meeting_fill(struct buf *bytes, size_t n)
{
	uint32_t seed = (uint32_t)n;

	for (size_t i = 0; i < n; i++) {
		seed = seed * 1664525 + 1013904223;
		buf_append_byte(bytes, (uint8_t)(seed >> 24));
	}
}

void meeting_expect_echo(struct meeting *m, size_t n)
{
	struct buf bytes = { 0 };

	meeting_fill(&bytes, n);
	m->expected = n;
	m->server.echo = true;
	side_send(&m->client, buf_bytes(&bytes), n);
	peers_run_until(m->loop, meeting_has_bytes, m);
	ck_assert_uint_eq(buf_size(&m->client.in), n);
	ck_assert(!memcmp(buf_bytes(&m->client.in), buf_bytes(&bytes), n));
	buf_clear(&m->client.in);
	buf_free(&bytes);
}
