#include "url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "mem.h"
#include "text.h"
#include "url_private.h"

#define DEFAULT_PORT(secure) ((secure) ? 443 : 80)

/* Percent-encode sets of the URL standard, section 1.3, beside the C0 controls and all above
 * U+007E, which are in each set. The socket's is ours: what would be read back differently. */
static const char path_set[] = " \"#<>?^`{}";
static const char query_set[] = " \"#<>'";
static const char socket_set[] = " \"#%:<>?\\";

/* Fetch standard, section 2.9, "port blocking"; sorted. */
static const uint16_t blocked_ports[] = {
	0,    1,    7,    9,    11,   13,   15,   17,   19,   20,   21,   22,   23,    25,
	37,   42,   43,   53,   69,   77,   79,   87,   95,   101,  102,  103,  104,   109,
	110,  111,  113,  115,  117,  119,  123,  135,  137,  139,  143,  161,  179,   389,
	427,  465,  512,  513,  514,  515,  526,  530,  531,  532,  540,  548,  554,   556,
	563,  587,  601,  636,  989,  990,  993,  995,  1719, 1720, 1723, 2049, 3659,  4045,
	4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
};

static const struct scheme {
	const char *name;
	bool secure, unix_socket;
} schemes[] = {
	{ "ws:", false, false },   { "wss:", true, false },     { "http:", false, false },
	{ "https:", true, false }, { "ws+unix:", false, true },
};

static const struct scheme *find_scheme(const char *s)
{
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (!strncasecmp(s, schemes[i].name, strlen(schemes[i].name)))
			return &schemes[i];
	return NULL;
}

/* "ftp://host" is meant as a URL, though not as one of ours; as a bare host it would be "ftp". */
static bool has_foreign_scheme(const char *s)
{
	size_t n = strcspn(s, ":/\\?#[");

	return n && !strncmp(s + n, "://", 3);
}

static bool is_slash(char c)
{
	return c == '/' || c == '\\';
}

static void encode(struct buf *out, const char *s, size_t n, const char *set)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c < 0x20 || c > 0x7e || strchr(set, c))
			buf_format(out, "%%%02X", c);
		else
			buf_append_byte(out, c);
	}
}

/* 1 or 2 for a segment that is "." or ".." in any spelling, else 0. */
static int count_dots(const char *s, size_t n)
{
	int dots = 0;

	for (size_t i = 0; i < n; dots++) {
		if (s[i] == '.')
			i++;
		else if (n - i >= 3 && !strncasecmp(s + i, "%2e", 3))
			i += 3;
		else
			return 0;
	}
	return dots <= 2 ? dots : 0;
}

static void drop_last_segment(struct buf *path)
{
	const uint8_t *bytes = buf_bytes(path), *slash = memrchr(bytes, '/', buf_size(path));

	buf_truncate(path, slash ? (size_t)(slash - bytes) : 0);
}

/* The path state of section 4.4: OUT is empty before, and begins with "/" after. */
static void write_path(struct buf *out, const char *s, size_t n)
{
	size_t end;

	for (size_t at = n && is_slash(*s) ? 1 : 0; at <= n; at = end + 1) {
		int dots;

		for (end = at; end < n && !is_slash(s[end]);)
			end++;
		dots = count_dots(s + at, end - at);
		if (dots == 2)
			drop_last_segment(out);
		if (!dots || end == n)
			buf_append_byte(out, '/');
		if (!dots)
			encode(out, s + at, end - at, path_set);
	}
}

static char *make_resource(const char *s)
{
	struct buf out = { 0 };
	size_t n = strcspn(s, "?");

	write_path(&out, s, n);
	if (s[n]) {
		buf_append_byte(&out, '?');
		encode(&out, s + n + 1, strlen(s + n + 1), query_set);
	}
	return buf_take(&out);
}

static bool is_blocked(int port)
{
	for (size_t i = 0; i < sizeof blocked_ports / sizeof *blocked_ports; i++)
		if (port == blocked_ports[i])
			return true;
	return false;
}

/* The port state: *PORT is -1 where there are no digits. */
static bool parse_port(const char *s, size_t n, int *port)
{
	*port = -1;
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*port = (*port < 0 ? 0 : *port) * 10 + (s[i] - '0');
		if (*port > UINT16_MAX)
			return false;
	}
	return true;
}

/* Where the colon before the port is, N where there is none. */
static size_t find_port(const char *s, size_t n)
{
	bool inside = false;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == ':' && !inside)
			return i;
		if (s[i] == '[')
			inside = true;
		if (s[i] == ']')
			inside = false;
	}
	return n;
}

bool url_parse_authority(const char *bytes, size_t n, char **host, bool *ipv6, int *port,
			 struct error *error)
{
	struct buf out = { 0 };
	size_t colon = find_port(bytes, n);

	*host = NULL;
	if (!url_host_parse(&out, bytes, colon, ipv6)) {
		buf_free(&out);
		return error_set(error, ERROR_URL_HOST, 0, "%.*s", (int)colon, bytes);
	}
	if (colon < n && !parse_port(bytes + colon + 1, n - colon - 1, port)) {
		buf_free(&out);
		return error_set(error, ERROR_URL_PORT, 0, "%.*s", (int)(n - colon - 1),
				 bytes + colon + 1);
	}
	if (colon == n)
		*port = -1;
	*host = buf_take(&out);
	return true;
}

/* Names the user; a password is not to be shown. */
static bool refuse_login(const char *s, size_t n, struct error *error)
{
	const char *colon = memchr(s, ':', n);
	int user = (int)(colon ? colon - s : (ptrdiff_t)n);

	return error_set(error, ERROR_URL_USERINFO, 0, "%.*s%s@", user, s, colon ? ":..." : "");
}

static bool parse_server(struct url *url, const char *s, const struct scheme *scheme,
			 struct error *error)
{
	size_t n = strcspn(s, "/\\?");
	const char *at = memrchr(s, '@', n);
	int port;

	if (at)
		return refuse_login(s, (size_t)(at - s), error);
	if (!url_parse_authority(s, n, &url->host, &url->ipv6, &port, error))
		return false;
	if (is_blocked(port))
		return error_set(error, ERROR_URL_PORT_BLOCKED, port, "%d", port);
	url->secure = scheme ? scheme->secure : !url_is_loopback(url);
	url->port = (uint16_t)(port < 0 ? DEFAULT_PORT(url->secure) : port);
	url->resource = make_resource(s + n);
	return true;
}

/* The socket ends at the first ":/", so that it may have a colon in its name. */
static bool parse_unix(struct url *url, const char *s, struct error *error)
{
	struct buf socket = { 0 };
	const char *end;

	if (!strncmp(s, "//", 2))
		s += 2;
	if (*s != '/')
		return error_set(error, ERROR_URL_SYNTAX, 0, "%s", s);
	end = strstr(s, ":/");
	if (!end)
		end = s + strcspn(s, "?");
	url_percent_decode(&socket, s, (size_t)(end - s));
	if (memchr(buf_bytes(&socket), 0, buf_size(&socket))) {
		buf_free(&socket);
		return error_set(error, ERROR_URL_SYNTAX, 0, "%s", s);
	}
	url->unix_socket = true;
	url->socket = buf_take(&socket);
	url->host = mem_copy("localhost");
	url->port = DEFAULT_PORT(false);
	url->resource = make_resource(*end == ':' ? end + 1 : end);
	return true;
}

static char *make_href(const struct url *url)
{
	struct buf out = { 0 };
	char *authority = url_authority(url);

	if (url->unix_socket) {
		buf_append_string(&out, "ws+unix:");
		encode(&out, url->socket, strlen(url->socket), socket_set);
		buf_append_byte(&out, ':');
	} else {
		buf_format(&out, "%s://%s", url->secure ? "wss" : "ws", authority);
	}
	buf_append_string(&out, url->resource);
	free(authority);
	return buf_take(&out);
}

static bool parse(struct url *url, const char *s, struct error *error)
{
	const struct scheme *scheme = find_scheme(s);
	const char *fragment = strchr(s, '#');
	bool ok;

	if (!*s || !text_valid(s, strlen(s)))
		return error_set(error, ERROR_URL_SYNTAX, 0, "%s", s);
	if (!scheme && has_foreign_scheme(s))
		return error_set(error, ERROR_URL_SCHEME, 0, "%.*s", (int)strcspn(s, ":"), s);
	if (fragment)
		return error_set(error, ERROR_URL_FRAGMENT, 0, "%s", fragment);
	if (scheme)
		s += strlen(scheme->name);
	if (scheme && scheme->unix_socket)
		ok = parse_unix(url, s, error);
	else
		ok = parse_server(url, scheme ? s + strspn(s, "/\\") : s, scheme, error);
	if (ok)
		url->href = make_href(url);
	return ok;
}

/* The start of section 4.4: no C0 control or space around it, no tab or newline inside. */
static char *strip(const char *s)
{
	struct buf out = { 0 };
	size_t n = strlen(s);

	while (n && (unsigned char)s[n - 1] <= ' ')
		n--;
	while (n && (unsigned char)*s <= ' ')
		s++, n--;
	for (size_t i = 0; i < n; i++)
		if (s[i] != '\t' && s[i] != '\n' && s[i] != '\r')
			buf_append_byte(&out, (uint8_t)s[i]);
	return buf_take(&out);
}

bool url_parse(struct url *url, const char *string, struct error *error)
{
	char *s = strip(string);
	bool ok;

	*url = (struct url){ 0 };
	ok = parse(url, s, error);
	if (!ok)
		url_free(url);
	free(s);
	return ok;
}

void url_free(struct url *url)
{
	free(url->socket);
	free(url->host);
	free(url->resource);
	free(url->href);
	*url = (struct url){ 0 };
}

void url_copy(struct url *to, const struct url *from)
{
	*to = *from;
	to->socket = from->socket ? mem_copy(from->socket) : NULL;
	to->host = mem_copy(from->host);
	to->resource = mem_copy(from->resource);
	to->href = mem_copy(from->href);
}

/* Secure Contexts standard, section 3.1: names under "localhost", a dot at their end or not. */
bool url_is_localhost(const char *host)
{
	static const char name[] = "localhost";
	size_t n = strlen(host), size = sizeof name - 1;

	if (n && host[n - 1] == '.')
		n--;
	return n >= size && !strncasecmp(host + n - size, name, size) &&
	       (n == size || host[n - size - 1] == '.');
}

static bool is_ipv4(const char *host)
{
	size_t n = strspn(host, "0123456789.");

	return n && !host[n];
}

bool url_is_loopback(const struct url *url)
{
	if (url->unix_socket)
		return true;
	if (url->ipv6)
		return !strcmp(url->host, "::1");
	return url_is_localhost(url->host) ||
	       (is_ipv4(url->host) && !strncmp(url->host, "127.", 4));
}

char *url_authority(const struct url *url)
{
	struct buf out = { 0 };

	buf_format(&out, url->ipv6 ? "[%s]" : "%s", url->host);
	if (url->port != DEFAULT_PORT(url->secure))
		buf_format(&out, ":%u", url->port);
	return buf_take(&out);
}
