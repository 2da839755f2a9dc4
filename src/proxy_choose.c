#include "proxy.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"

#define SEPARATORS ", \t"

/* NAME in lower case, then in upper. */
static const char *look_up(proxy_getter *get, void *arg, const char *name)
{
	const char *value = get(arg, name);
	char upper[16];
	size_t i;

	if (value)
		return value;
	for (i = 0; name[i] && i < sizeof upper - 1; i++)
		upper[i] = (char)(name[i] == '_' ? '_' : name[i] - 'a' + 'A');
	upper[i] = 0;
	/* A CGI program finds the header "Proxy:" of a stranger's request in HTTP_PROXY. */
	if (!strcmp(upper, "HTTP_PROXY") && get(arg, "REQUEST_METHOD"))
		return NULL;
	return get(arg, upper);
}

static bool same_bits(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;

	return !memcmp(a, b, whole) && !(rest && (a[whole] ^ b[whole]) >> (8 - rest));
}

/* ADDRESS or ADDRESS/BITS; *IS_BLOCK tells whether it is one. */
static bool is_in_block(const char *host, const char *entry, bool *is_block)
{
	const char *slash = strchr(entry, '/');
	int family = strchr(entry, ':') ? AF_INET6 : AF_INET;
	unsigned most = family == AF_INET ? 32 : 128, bits = most;
	char *address = mem_copy_n(entry, slash ? (size_t)(slash - entry) : strlen(entry));
	uint8_t ours[16], theirs[16];

	*is_block = inet_pton(family, address, theirs) == 1;
	free(address);
	if (slash) {
		size_t digits = strspn(slash + 1, "0123456789");

		*is_block = *is_block && digits && digits < 4 && !slash[1 + digits];
		bits = *is_block ? (unsigned)atoi(slash + 1) : 0;
	}
	return *is_block && bits <= most && inet_pton(family, host, ours) == 1 &&
	       same_bits(ours, theirs, bits);
}

/* The host itself, or what is under it; a dot at the end means the same host. */
static bool is_under(const char *host, const char *domain)
{
	size_t n = strlen(host), size = strlen(domain);

	if (n && host[n - 1] == '.')
		n--;
	if (size && domain[size - 1] == '.')
		size--;
	return size && n >= size && !strncasecmp(host + n - size, domain, size) &&
	       (n == size || host[n - size - 1] == '.');
}

/* HOST[:PORT], spelled as in URLs; ".HOST" and "*.HOST" mean the same. */
static bool is_server(const struct url *url, const char *entry)
{
	char *host;
	bool ipv6, ok;
	int port;

	if (*entry == '*')
		entry++;
	if (*entry == '.')
		entry++;
	if (!url_parse_authority(entry, strlen(entry), &host, &ipv6, &port, NULL))
		return false;
	ok = is_under(url->host, host) && (port < 0 || port == url->port);
	free(host);
	return ok;
}

static bool is_excepted(const struct url *url, const char *entry)
{
	bool is_block, is_inside = is_in_block(url->host, entry, &is_block);

	return !strcmp(entry, "*") || is_inside || (!is_block && is_server(url, entry));
}

static bool is_direct(const struct url *url, const char *list)
{
	bool found = false;

	while (*list && !found) {
		size_t n;
		char *entry;

		list += strspn(list, SEPARATORS);
		n = strcspn(list, SEPARATORS);
		entry = mem_copy_n(list, n);
		found = n && is_excepted(url, entry);
		free(entry);
		list += n;
	}
	return found;
}

const char *proxy_choose(proxy_getter *get, void *arg, const struct url *url)
{
	static const char *const secure[] = { "wss_proxy", "https_proxy", "all_proxy" };
	static const char *const plain[] = { "ws_proxy", "http_proxy", "all_proxy" };
	const char *value = NULL, *list = look_up(get, arg, "no_proxy");

	if (url_is_loopback(url) || (list && is_direct(url, list)))
		return NULL;
	for (size_t i = 0; i < 3 && !value; i++)
		value = look_up(get, arg, (url->secure ? secure : plain)[i]);
	return value && *value ? value : NULL;
}
