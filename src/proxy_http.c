#include "proxy_private.h"

#include <stdlib.h>
#include <string.h>

#include "base64.h"

#define ANSWER_MAX 16384

/* RFC 7617. */
static void write_authorization(struct buf *out, const struct proxy_config *config)
{
	struct buf login = { 0 };

	buf_format(&login, "%s:%s", config->user, config->password ? config->password : "");
	buf_append_string(out, "Proxy-Authorization: Basic ");
	base64_append(out, buf_bytes(&login), buf_size(&login));
	buf_append_string(out, "\r\n");
	buf_free(&login);
}

/* "HTTP/1.1 200": the status, 0 where the line is none. */
static int read_status(const char *line)
{
	const char *s = line;

	if (strncmp(s, "HTTP/1.", 7) != 0 || (s[7] != '0' && s[7] != '1') || s[8] != ' ')
		return 0;
	s += 9;
	if (strspn(s, "0123456789") != 3 || *s == '0' || !strchr(" \r\n", s[3]))
		return 0;
	return atoi(s);
}

static void judge(struct proxy *p, struct error *error)
{
	const char *head = buf_string(&p->input);
	int status = read_status(head);

	if (!status) {
		proxy_fail(p, error, ERROR_PROXY_ANSWER, 0, "its answer is no HTTP");
	} else if (status < 200) {
		buf_clear(&p->input); /* an interim answer, RFC 9110, section 15.2 */
	} else if (status < 300) {
		p->state = PROXY_OPEN;
	} else {
		p->state = PROXY_FAILED;
		error_set(error, status == 407 ? ERROR_PROXY_AUTH : ERROR_PROXY_ANSWER, status,
			  "%.*s", (int)strcspn(head + 9, "\r\n"), head + 9);
	}
}

/* The empty line ends the head; a lone LF ends a line as well, RFC 9112, section 2.2. */
static bool is_whole(const struct buf *input)
{
	size_t n = buf_size(input);
	const uint8_t *end = buf_bytes(input) + n;

	return (n >= 2 && !memcmp(end - 2, "\n\n", 2)) || (n >= 3 && !memcmp(end - 3, "\n\r\n", 3));
}

/* What is no HTTP is told by its first bytes: such a peer may wait for us and never end a line. */
static void step(struct proxy *p, struct error *error)
{
	static const char start[] = "HTTP/1.";
	size_t n = buf_size(&p->input);

	if (memcmp(buf_bytes(&p->input), start, n < 7 ? n : 7) != 0)
		proxy_fail(p, error, ERROR_PROXY_ANSWER, 0, "its answer is no HTTP");
	else if (is_whole(&p->input))
		judge(p, error);
	else if (n >= ANSWER_MAX)
		proxy_fail(p, error, ERROR_PROXY_ANSWER, 0, "its answer is too long");
}

void proxy_http_start(struct proxy *p)
{
	bool ipv6 = strchr(p->host, ':');
	struct buf to = { 0 };

	buf_format(&to, ipv6 ? "[%s]:%u" : "%s:%u", p->host, p->port);
	buf_format(&p->output, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n", buf_string(&to),
		   buf_string(&to));
	if (p->config.user)
		write_authorization(&p->output, &p->config);
	buf_append_string(&p->output, "\r\n");
	buf_free(&to);
	p->step = step;
}
