#include "proxy.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "proxy_private.h"

#define LOGIN_MAX 255 /* RFC 1929; no HTTP proxy has longer ones either */

static const struct kind {
	const char *scheme;
	enum proxy_kind kind;
	uint16_t port;
} kinds[] = {
	{ "http://", PROXY_HTTP, 80 },
	{ "https://", PROXY_HTTPS, 443 },
	{ "socks5h://", PROXY_SOCKS5, 1080 },
	{ "socks5://", PROXY_SOCKS5, 1080 },
};

/* Steps *URL over the scheme. */
static const struct kind *find_kind(const char **url)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t n = strlen(kinds[i].scheme);

		if (!strncasecmp(*url, kinds[i].scheme, n)) {
			*url += n;
			return &kinds[i];
		}
	}
	return strstr(*url, "://") ? NULL : &kinds[0];
}

/* NULL where it is too long, or has a NUL, which a string cannot hold. */
static char *decode(const char *s, size_t n)
{
	struct buf out = { 0 };

	url_percent_decode(&out, s, n);
	if (buf_size(&out) <= LOGIN_MAX && !memchr(buf_bytes(&out), 0, buf_size(&out)))
		return buf_take(&out);
	buf_free(&out);
	return NULL;
}

/* RFC 7617, section 2: a user with a colon would be read as a shorter one with a password. */
static bool parse_login(struct proxy_config *config, const char *s, size_t n)
{
	const char *colon = memchr(s, ':', n);
	size_t user = colon ? (size_t)(colon - s) : n;

	config->user = decode(s, user);
	if (colon)
		config->password = decode(colon + 1, n - user - 1);
	return config->user && (!colon || config->password) &&
	       (config->kind == PROXY_SOCKS5 || !strchr(config->user, ':'));
}

static bool parse_server(struct proxy_config *config, const char *s, size_t n,
			 uint16_t default_port)
{
	bool ipv6;
	int port;

	if (!url_parse_authority(s, n, &config->host, &ipv6, &port, NULL) || !port)
		return false;
	config->port = port < 0 ? default_port : (uint16_t)port;
	return true;
}

bool proxy_parse(struct proxy_config *config, const char *url, struct error *error)
{
	const char *s = url, *at, *rest;
	const struct kind *kind = find_kind(&s);
	size_t n = strcspn(s, "/\\?#");

	*config = (struct proxy_config){ 0 };
	if (!kind)
		return error_set(error, ERROR_PROXY_URL, 0, "%.*s", (int)strcspn(url, ":"), url);
	config->kind = kind->kind;
	at = memrchr(s, '@', n);
	rest = at ? at + 1 : s;
	if ((s[n] && strcmp(s + n, "/") != 0) ||
	    (at && !parse_login(config, s, (size_t)(at - s))) ||
	    !parse_server(config, rest, n - (size_t)(rest - s), kind->port)) {
		proxy_config_free(config);
		return error_set(error, ERROR_PROXY_URL, 0, "%s%s", kind->scheme, rest);
	}
	return true;
}

void proxy_config_free(struct proxy_config *config)
{
	free(config->host);
	free(config->user);
	free(config->password);
	*config = (struct proxy_config){ 0 };
}

struct proxy *proxy_new(const struct proxy_config *config, const char *host, uint16_t port)
{
	struct proxy *p = mem_new(1, sizeof *p);

	p->config = *config;
	p->config.host = mem_copy(config->host);
	p->config.user = config->user ? mem_copy(config->user) : NULL;
	p->config.password = config->password ? mem_copy(config->password) : NULL;
	p->host = mem_copy(host);
	p->port = port;
	if (config->kind == PROXY_SOCKS5)
		proxy_socks_start(p);
	else
		proxy_http_start(p);
	return p;
}

void proxy_free(struct proxy *p)
{
	if (!p)
		return;
	buf_free(&p->output);
	buf_free(&p->input);
	proxy_config_free(&p->config);
	free(p->host);
	free(p);
}

enum proxy_state proxy_state(const struct proxy *p)
{
	return p->state;
}

struct buf *proxy_output(struct proxy *p)
{
	return &p->output;
}

size_t proxy_feed(struct proxy *p, const uint8_t *bytes, size_t n, struct error *error)
{
	size_t taken = 0;

	while (taken < n && p->state == PROXY_BUSY) {
		buf_append_byte(&p->input, bytes[taken++]);
		p->step(p, error);
	}
	return taken;
}

void proxy_eof(struct proxy *p, struct error *error)
{
	proxy_fail(p, error, ERROR_PROXY_ANSWER, 0, "it hung up");
}

void proxy_fail(struct proxy *p, struct error *error, enum error_code code, int number,
		const char *detail)
{
	p->state = PROXY_FAILED;
	error_set(error, code, number, "%s", detail);
}
