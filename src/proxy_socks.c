#include "proxy_private.h"

#include <arpa/inet.h>
#include <string.h>

/* RFC 1928. */
#define VERSION         5
#define METHOD_OPEN     0
#define METHOD_LOGIN    2
#define METHOD_NONE     0xff
#define COMMAND_CONNECT 1
#define ADDRESS_IPV4    1
#define ADDRESS_NAME    3
#define ADDRESS_IPV6    4

#define NAME_MAX_SIZE 255

/* Section 6: the reply field. */
static const char *const replies[] = {
	[1] = "general SOCKS server failure", [2] = "connection not allowed by ruleset",
	[3] = "network unreachable",          [4] = "host unreachable",
	[5] = "connection refused",           [6] = "TTL expired",
	[7] = "command not supported",        [8] = "address type not supported",
};

static void append_counted(struct buf *out, const char *string)
{
	size_t n = strlen(string);

	buf_append_byte(out, (uint8_t)n);
	buf_append(out, string, n);
}

static void write_request(struct proxy *p)
{
	struct buf *out = &p->output;
	uint8_t address[16];

	buf_append(out, (uint8_t[]){ VERSION, COMMAND_CONNECT, 0 }, 3);
	if (inet_pton(AF_INET, p->host, address) == 1) {
		buf_append_byte(out, ADDRESS_IPV4);
		buf_append(out, address, 4);
	} else if (inet_pton(AF_INET6, p->host, address) == 1) {
		buf_append_byte(out, ADDRESS_IPV6);
		buf_append(out, address, 16);
	} else {
		buf_append_byte(out, ADDRESS_NAME);
		append_counted(out, p->host);
	}
	buf_append(out, (uint8_t[]){ (uint8_t)(p->port >> 8), (uint8_t)p->port }, 2);
	p->stage = PROXY_REPLY;
}

/* RFC 1929. */
static void write_login(struct proxy *p)
{
	buf_append_byte(&p->output, 1);
	append_counted(&p->output, p->config.user);
	append_counted(&p->output, p->config.password ? p->config.password : "");
	p->stage = PROXY_LOGIN;
}

static void read_method(struct proxy *p, uint8_t method, struct error *error)
{
	if (method == METHOD_LOGIN && p->config.user)
		write_login(p);
	else if (method == METHOD_NONE || method == METHOD_LOGIN)
		proxy_fail(p, error, ERROR_PROXY_AUTH, method, p->config.host);
	else if (method != METHOD_OPEN)
		proxy_fail(p, error, ERROR_PROXY_ANSWER, 0, "a SOCKS method that we lack");
	else if (strlen(p->host) > NAME_MAX_SIZE)
		proxy_fail(p, error, ERROR_HOST_NOT_FOUND, 0, p->host);
	else
		write_request(p);
}

static void read_login(struct proxy *p, uint8_t status, struct error *error)
{
	if (status)
		proxy_fail(p, error, ERROR_PROXY_AUTH, status, p->config.host);
	else
		write_request(p);
}

static void refuse(struct proxy *p, uint8_t reply, struct error *error)
{
	bool known = reply < sizeof replies / sizeof *replies;

	p->state = PROXY_FAILED;
	error_set(error, ERROR_PROXY_ANSWER, reply, "SOCKS reply %u: %s", reply,
		  known ? replies[reply] : "unassigned");
}

/* The length of a reply whose first five bytes are there; 0 for an address type that is none. */
static size_t reply_size(const uint8_t *bytes)
{
	switch (bytes[3]) {
	case ADDRESS_IPV4:
		return 10;
	case ADDRESS_IPV6:
		return 22;
	case ADDRESS_NAME:
		return 7u + bytes[4];
	default:
		return 0;
	}
}

/* A refusal is told from its second byte on: some servers hang up behind it. */
static void read_reply(struct proxy *p, const uint8_t *bytes, size_t n, struct error *error)
{
	if (bytes[1])
		refuse(p, bytes[1], error);
	else if (n >= 5 && !reply_size(bytes))
		proxy_fail(p, error, ERROR_PROXY_ANSWER, 0, "its answer is no SOCKS5");
	else if (n >= 5 && n == reply_size(bytes))
		p->state = PROXY_OPEN;
}

/* The version of the login's answer is not looked at: some servers write 5 there. */
static void step(struct proxy *p, struct error *error)
{
	const uint8_t *bytes = buf_bytes(&p->input);
	size_t n = buf_size(&p->input);
	enum proxy_stage stage = p->stage;

	if (stage != PROXY_LOGIN && bytes[0] != VERSION)
		proxy_fail(p, error, ERROR_PROXY_ANSWER, 0, "its answer is no SOCKS5");
	else if (stage == PROXY_REPLY && n >= 2)
		read_reply(p, bytes, n, error);
	else if (stage == PROXY_METHOD && n == 2)
		read_method(p, bytes[1], error);
	else if (stage == PROXY_LOGIN && n == 2)
		read_login(p, bytes[1], error);
	if (p->stage != stage)
		buf_clear(&p->input);
}

void proxy_socks_start(struct proxy *p)
{
	const uint8_t with_login[] = { VERSION, 2, METHOD_OPEN, METHOD_LOGIN };
	const uint8_t without[] = { VERSION, 1, METHOD_OPEN };

	if (p->config.user)
		buf_append(&p->output, with_login, sizeof with_login);
	else
		buf_append(&p->output, without, sizeof without);
	p->stage = PROXY_METHOD;
	p->step = step;
}
