#include "links.h"

#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "mem.h"
#include "text.h"
#include "url.h"

enum kind {
	HOST, /* behind it stands a host */
	WWW,  /* it is the beginning of one */
	MAIL,
};

static const struct start {
	const char *bytes;
	enum kind kind;
} starts[] = {
	{ "http://", HOST }, { "https://", HOST }, { "ftp://", HOST }, { "ws://", HOST },
	{ "wss://", HOST },  { "mailto:", MAIL },  { "www.", WWW },
};

static bool has_prefix(const char *s, size_t n, const char *prefix)
{
	size_t i = 0;

	while (i < n && prefix[i] && ascii_lower(s[i]) == prefix[i])
		i++;
	return !prefix[i];
}

static const struct start *find_start(const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (has_prefix(s, n, starts[i].bytes))
			return &starts[i];
	return NULL;
}

static bool may_start(const char *s, size_t at, enum kind kind)
{
	return !at || (!ascii_is_alnum(s[at - 1]) && (kind != WWW || !strchr("./@-_", s[at - 1])));
}

/* A link on its way. */
struct run {
	int round, square; /* brackets that are open */
	enum text_letter letter;
};

static bool close_bracket(int *open)
{
	return (*open)-- > 0;
}

static bool takes_ascii(struct run *r, char c)
{
	r->letter = ascii_is_alnum(c) ? TEXT_LETTER : TEXT_NO_LETTER;
	r->round += c == '(';
	r->square += c == '[';
	if (c == ')')
		return close_bracket(&r->round);
	if (c == ']')
		return close_bracket(&r->square);
	return c > ' ' && c < 0x7f && !strchr("\"<>\\^`{}", c);
}

static bool takes(struct run *r, uint32_t c)
{
	enum text_letter last = r->letter;

	if (c < 0x80)
		return takes_ascii(r, (char)c);
	r->letter = text_letter(c);
	return r->letter == TEXT_LETTER ||
	       (r->letter == TEXT_UNSPACED_LETTER && last != TEXT_LETTER);
}

static size_t find_end(const char *s, size_t n, size_t at)
{
	struct run run = { 0 };
	uint32_t c;

	for (size_t used; at < n; at += used) {
		used = text_decode(s + at, n - at, &c);
		if (!takes(&run, c))
			break;
	}
	return at;
}

static size_t trim(const char *s, size_t start, size_t end)
{
	while (end > start && strchr(".,;:!?'*~|([", s[end - 1]))
		end--;
	return end;
}

static bool is_host_start(const char *s, size_t n)
{
	uint32_t c;

	if (!n)
		return false;
	if (*s == '[')
		return n > 1 && (ascii_is_alnum(s[1]) || s[1] == ':');
	text_decode(s, n, &c);
	return c < 0x80 ? ascii_is_alnum((char)c) : text_letter(c) != TEXT_NO_LETTER;
}

/* Whether "www." has a domain behind it. */
static bool is_domain(const char *s, size_t n)
{
	const char *dot = is_host_start(s, n) ? memchr(s, '.', n) : NULL;
	const char *path = memchr(s, '/', n);

	return dot && (!path || dot < path) && dot + 1 < s + n;
}

static bool is_address(const char *s, size_t n)
{
	const char *at = memchr(s, '@', n);

	return at && at > s && at + 1 < s + n;
}

static bool is_whole(enum kind kind, const char *s, size_t n)
{
	switch (kind) {
	case HOST:
		return is_host_start(s, n);
	case WWW:
		return is_domain(s, n);
	default:
		return is_address(s, n);
	}
}

static bool is_short(const char *s, size_t n)
{
	struct buf uri = { 0 };
	bool fits = n <= LINKS_URI_MAX;

	if (fits && n > LINKS_URI_MAX / 3) {
		links_uri(&uri, s, n);
		fits = buf_size(&uri) <= LINKS_URI_MAX;
	}
	buf_free(&uri);
	return fits;
}

static void add(struct links *l, size_t start, size_t end)
{
	l->all = mem_grow(l->all, &l->room, l->count + 1, sizeof *l->all);
	l->all[l->count++] = (struct link){ start, end };
}

/* Adds the link that begins at AT, where there is one. Returns where to look on, which is behind
 * all that was looked at. */
static size_t look(struct links *l, const char *s, size_t n, size_t at)
{
	const struct start *start = find_start(s + at, n - at);
	size_t body, run, end;

	if (!start || !may_start(s, at, start->kind))
		return at + 1;
	body = at + strlen(start->bytes);
	run = find_end(s, n, body);
	end = trim(s, body, run);
	if (is_whole(start->kind, s + body, end - body) && is_short(s + at, end - at))
		add(l, at, end);
	return run;
}

void links_find(struct links *l, const char *s, size_t n)
{
	l->count = 0;
	for (size_t at = 0; at < n;)
		at = look(l, s, n, at);
}

/* As URIs. */

static void encode(struct buf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] > ' ' && s[i] < 0x7f && !strchr("\"<>\\^`{|}", s[i]))
			buf_append_byte(out, (uint8_t)s[i]);
		else
			buf_format(out, "%%%02X", (unsigned)(uint8_t)s[i]);
	}
}

static bool is_ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] & 0x80)
			return false;
	return true;
}

/* A host of other letters is what IDNA makes of it, for those who are given it and know no IDNA. */
static void encode_host(struct buf *out, const char *s, size_t n)
{
	char *host = NULL;
	bool ipv6;
	int port;

	if (is_ascii(s, n) || !url_parse_authority(s, n, &host, &ipv6, &port, NULL)) {
		encode(out, s, n);
		return;
	}
	buf_append_string(out, host);
	if (port >= 0)
		buf_format(out, ":%d", port);
	free(host);
}

static void encode_authority(struct buf *out, const char *s, size_t n)
{
	const char *at = memrchr(s, '@', n);
	size_t user = at ? (size_t)(at - s) + 1 : 0;

	encode(out, s, user);
	encode_host(out, s + user, n - user);
}

void links_uri(struct buf *out, const char *s, size_t n)
{
	const struct start *start = find_start(s, n);
	size_t host = start && start->kind == HOST ? strlen(start->bytes) : 0, end = host;

	if (start && start->kind == WWW)
		buf_append_string(out, "http://");
	encode(out, s, host);
	if (start && start->kind != MAIL)
		while (end < n && !strchr("/?#", s[end]))
			end++;
	encode_authority(out, s + host, end - host);
	encode(out, s + end, n - end);
}

bool links_is_browsable(const char *uri)
{
	static const char *const schemes[] = { "http://", "https://", "ftp://", "mailto:" };

	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (has_prefix(uri, strlen(uri), schemes[i]))
			return true;
	return false;
}
