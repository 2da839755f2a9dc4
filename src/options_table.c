#include "options_private.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "mem.h"
#include "proxy.h"
#include "text.h"
#include "url.h"

static void *field(struct options *o, const struct options_row *row)
{
	return (char *)o + row->offset;
}

static const void *value_of(const struct options *o, const struct options_row *row)
{
	return (const char *)o + row->offset;
}

static bool parse_switch(const char *value, bool *on)
{
	static const char *const words[] = { "no", "yes", "off", "on", "false", "true", "0", "1" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!strcmp(value, words[i])) {
			*on = i % 2;
			return true;
		}
	}
	return false;
}

static bool set_switch(struct options *o, const struct options_row *row, const char *value)
{
	return parse_switch(value, field(o, row));
}

static void put_switch(struct buf *out, bool on)
{
	buf_append_string(out, on ? "yes" : "no");
}

static void get_switch(struct buf *out, const struct options *o, const struct options_row *row)
{
	put_switch(out, *(const bool *)value_of(o, row));
}

/* A switch with a third state, -1, before it is set. */
static bool set_reconnect(struct options *o, const struct options_row *row, const char *value)
{
	bool on;

	(void)row;
	if (!parse_switch(value, &on))
		return false;
	o->reconnect = on;
	return true;
}

static void get_reconnect(struct buf *out, const struct options *o, const struct options_row *row)
{
	(void)row;
	if (o->reconnect >= 0)
		put_switch(out, o->reconnect);
}

/* -4 and -6: the family is the row's least; no other is asked for by turning it off. */
static bool set_family(struct options *o, const struct options_row *row, const char *value)
{
	int family = (int)row->least;
	bool on;

	if (!parse_switch(value, &on))
		return false;
	if (on)
		o->family = family;
	else if (o->family == family)
		o->family = 0;
	return true;
}

static void get_family(struct buf *out, const struct options *o, const struct options_row *row)
{
	put_switch(out, o->family == (int)row->least);
}

static void replace(char **string, char *by)
{
	free(*string);
	*string = by;
}

/* An empty value takes a string back. */
static bool set_string(struct options *o, const struct options_row *row, const char *value)
{
	replace(field(o, row), *value ? mem_copy(value) : NULL);
	return true;
}

static void get_string(struct buf *out, const struct options *o, const struct options_row *row)
{
	const char *string = *(char *const *)value_of(o, row);

	buf_append_string(out, string ? string : "");
}

static bool set_name(struct options *o, const struct options_row *row, const char *value)
{
	for (const char *s = value; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	return text_valid(value, strlen(value)) && set_string(o, row, value);
}

static bool set_proxy(struct options *o, const struct options_row *row, const char *value)
{
	struct proxy_config config;

	if (*value && !proxy_parse(&config, value, NULL))
		return false;
	if (*value)
		proxy_config_free(&config);
	replace(field(o, row), mem_copy(value));
	return true;
}

/* Without its user and password. */
static void get_proxy(struct buf *out, const struct options *o, const struct options_row *row)
{
	const char *at = o->proxy ? strrchr(o->proxy, '@') : NULL;
	const char *host = o->proxy ? strstr(o->proxy, "://") : NULL;

	if (at && host)
		buf_format(out, "%.*s%s", (int)(host + 3 - o->proxy), o->proxy, at + 1);
	else
		get_string(out, o, row);
}

static bool set_connect(struct options *o, const struct options_row *row, const char *value)
{
	char *host;
	bool ipv6, ok;
	int port;

	if (!*value)
		return set_string(o, row, value);
	ok = url_parse_authority(value, strlen(value), &host, &ipv6, &port, NULL) && port != 0;
	free(host);
	return ok && set_string(o, row, value);
}

/* "sha256:" and 32 bytes in hexadecimal, with or without colons between them. */
static bool set_pin(struct options *o, const struct options_row *row, const char *value)
{
	static const char prefix[] = "sha256:";
	char pin[65] = "";
	size_t n = 0;

	if (!*value)
		return set_string(o, row, value);
	if (strncmp(value, prefix, sizeof prefix - 1) != 0)
		return false;
	for (const char *s = value + sizeof prefix - 1; *s; s++) {
		if (*s == ':' && n && n % 2 == 0 && s[-1] != ':' && s[1])
			continue;
		if (n == 64 || ascii_hex(*s) < 0)
			return false;
		pin[n++] = ascii_lower(*s);
	}
	return n == 64 && set_string(o, row, pin);
}

static void get_pin(struct buf *out, const struct options *o, const struct options_row *row)
{
	(void)row;
	if (o->pin)
		buf_format(out, "sha256:%s", o->pin);
}

static bool parse_number(const struct options_row *row, const char *value, uint64_t *number)
{
	*number = 0;
	for (const char *s = value; *s; s++) {
		if (*s < '0' || *s > '9')
			return false;
		*number = *number * 10 + (uint64_t)(*s - '0');
		if (*number > row->most)
			return false;
	}
	return *value && *number >= row->least;
}

static bool set_unsigned(struct options *o, const struct options_row *row, const char *value)
{
	uint64_t number;

	if (!parse_number(row, value, &number))
		return false;
	*(unsigned *)field(o, row) = (unsigned)number;
	return true;
}

static void get_unsigned(struct buf *out, const struct options *o, const struct options_row *row)
{
	buf_format(out, "%u", *(const unsigned *)value_of(o, row));
}

static bool set_size(struct options *o, const struct options_row *row, const char *value)
{
	uint64_t number;

	if (!parse_number(row, value, &number))
		return false;
	*(size_t *)field(o, row) = (size_t)number;
	return true;
}

static void get_size(struct buf *out, const struct options *o, const struct options_row *row)
{
	buf_format(out, "%zu", *(const size_t *)value_of(o, row));
}

/* Seconds with a fraction, or "inf". strtod() would want the comma of the user's language. */
static bool set_linger(struct options *o, const struct options_row *row, const char *value)
{
	double number = 0, unit = 1;
	const char *s = value;

	if (!strcmp(value, "inf")) {
		o->linger = (double)INFINITY;
		return true;
	}
	for (; *s >= '0' && *s <= '9'; s++)
		number = number * 10 + (*s - '0');
	if (s > value && *s == '.' && s[1])
		for (s++; *s >= '0' && *s <= '9'; s++)
			number += (*s - '0') * (unit /= 10);
	if (s == value || *s || number > (double)row->most)
		return false;
	o->linger = number;
	return true;
}

/* Not printf(): the user's language may have a comma for the point. */
static void get_linger(struct buf *out, const struct options *o, const struct options_row *row)
{
	uint64_t ms;

	if (o->linger < 0)
		return;
	ms = o->linger < (double)row->most ? (uint64_t)(o->linger * 1000 + 0.5) : 0;
	if (isinf(o->linger))
		buf_append_string(out, "inf");
	else if (ms % 1000)
		buf_format(out, "%" PRIu64 ".%03" PRIu64, ms / 1000, ms % 1000);
	else
		buf_format(out, "%" PRIu64, ms / 1000);
}

/* A name and not a path. */
static bool set_theme(struct options *o, const struct options_row *row, const char *value)
{
	return *value != '.' && !strchr(value, '/') && set_string(o, row, value);
}

static void get_theme(struct buf *out, const struct options *o, const struct options_row *row)
{
	(void)row;
	buf_append_string(out, o->theme ? o->theme : "auto");
}

static const char *const color_words[] = {
	[OPTIONS_COLOR_AUTO] = "auto",
	[OPTIONS_COLOR_ALWAYS] = "always",
	[OPTIONS_COLOR_NEVER] = "never",
	NULL,
};

static const char *const bell_words[] = {
	[OPTIONS_BELL_MENTION] = "mention",
	[OPTIONS_BELL_ALL] = "all",
	[OPTIONS_BELL_NEVER] = "never",
	NULL,
};

static const char *const bidi_words[] = {
	[OPTIONS_BIDI_AUTO] = "auto",
	[OPTIONS_BIDI_YES] = "yes",
	[OPTIONS_BIDI_NO] = "no",
	NULL,
};

static const char *const notify_words[] = {
	[OPTIONS_NOTIFY_AUTO] = "auto",     [OPTIONS_NOTIFY_OSC9] = "osc9",
	[OPTIONS_NOTIFY_OSC777] = "osc777", [OPTIONS_NOTIFY_OSC99] = "osc99",
	[OPTIONS_NOTIFY_NEVER] = "never",   NULL,
};

static bool set_choice(struct options *o, const struct options_row *row, const char *value)
{
	for (unsigned i = 0; row->words[i]; i++) {
		if (!strcmp(value, row->words[i])) {
			*(unsigned *)field(o, row) = i;
			return true;
		}
	}
	return false;
}

static void get_choice(struct buf *out, const struct options *o, const struct options_row *row)
{
	buf_append_string(out, row->words[*(const unsigned *)value_of(o, row)]);
}

/* Without a value, or with a switch's word, into the files that the log names itself. */
static bool set_log(struct options *o, const struct options_row *row, const char *value)
{
	if (parse_switch(value, &o->log)) {
		replace(&o->log_file, NULL);
		return true;
	}
	o->log = *value;
	return set_string(o, row, value);
}

static void get_log(struct buf *out, const struct options *o, const struct options_row *row)
{
	if (o->log && o->log_file)
		get_string(out, o, row);
	else
		put_switch(out, o->log);
}

void options_list_clear(char ***list, size_t *count)
{
	for (size_t i = 0; i < *count; i++)
		free((*list)[i]);
	free(*list);
	*list = NULL;
	*count = 0;
}

void options_list_add(char ***list, size_t *count, const char *value)
{
	*list = mem_resize(*list, *count + 1, sizeof **list);
	(*list)[(*count)++] = mem_copy(value);
}

/* The first value in a pass begins the list anew, an empty one leaves it empty. */
static void add_to_list(struct options *o, struct options_pass *pass, const struct options_row *row,
			const char *value)
{
	char ***list = field(o, row);
	size_t *count = (size_t *)(void *)((char *)o + row->count_offset);
	bool *begun = &pass->begun[row - options_table];

	if (!*begun || !*value)
		options_list_clear(list, count);
	*begun = true;
	if (*value)
		options_list_add(list, count, value);
}

bool options_set(struct options *o, struct options_pass *pass, const struct options_row *row,
		 const char *value)
{
	if (row->set)
		return row->set(o, row, value);
	add_to_list(o, pass, row, value);
	return true;
}

#define AT(member)    .offset = offsetof(struct options, member)
#define COUNT(member) .count_offset = offsetof(struct options, member)
#define BY(kind)      .set = set_##kind, .get = get_##kind
#define CHOICE        BY(choice), .words
#define SWITCH        .is_switch = true
#define ARGUMENT      .only_arguments = true
#define CONNECTION    .effect = OPTIONS_NEXT_CONNECTION
#define START         .effect = OPTIONS_NEXT_START

const struct options_row options_table[] = {
	{ "name", 'n', .set = set_name, .get = get_string, START, AT(name) },
	{ "plain", 'p', SWITCH, BY(switch), START, AT(plain) },
	{ "json", 'j', SWITCH, BY(switch), START, AT(json) },
	{ "protocol", 'P', CONNECTION, AT(protocols), COUNT(protocol_count) },
	{ "origin", 'O', BY(string), CONNECTION, AT(origin) },
	{ "header", 'H', CONNECTION, AT(headers), COUNT(header_count) },
	{ "proxy", 'x', BY(proxy), CONNECTION, AT(proxy) },
	{ "ipv4", '4', SWITCH, BY(family), CONNECTION, .least = 4 },
	{ "ipv6", '6', SWITCH, BY(family), CONNECTION, .least = 6 },
	{ "connect", 0, .set = set_connect, .get = get_string, CONNECTION, AT(connect) },
	{ "compress", 0, SWITCH, BY(switch), CONNECTION, AT(compress) },
	{ "ca-file", 0, BY(string), CONNECTION, AT(ca_file) },
	{ "cert", 0, BY(string), CONNECTION, AT(cert) },
	{ "key", 0, BY(string), CONNECTION, AT(key) },
	{ "pin", 0, BY(pin), CONNECTION, AT(pin) },
	{ "require-tls", 0, SWITCH, BY(switch), CONNECTION, AT(require_tls) },
	{ "ping-interval", 0, BY(unsigned), CONNECTION, AT(ping_interval), .most = 86400 },
	{ "reconnect", 0, SWITCH, BY(reconnect) },
	/* The least that holds a control frame's payload; the most that fits wslay and zlib. */
	{ "max-message", 0, BY(size), CONNECTION, AT(max_message), .least = 125,
	  .most = INT32_MAX },
	{ "scrollback", 0, BY(size), START, AT(scrollback), .least = 1, .most = 10000000 },
	{ "history", 0, SWITCH, BY(switch), AT(history) },
	{ "linger", 0, BY(linger), .most = 1000000000 },
	{ "theme", 0, BY(theme), AT(theme) },
	{ "color", 0, CHOICE = color_words, AT(color) },
	{ "hyperlinks", 0, CHOICE = color_words, AT(hyperlinks) },
	{ "mouse", 0, SWITCH, BY(switch), AT(mouse) },
	{ "bell", 0, CHOICE = bell_words, AT(bell) },
	{ "notify", 0, CHOICE = notify_words, AT(notify) },
	{ "title", 0, SWITCH, BY(switch), AT(title) },
	{ "bidi", 0, CHOICE = bidi_words, AT(bidi) },
	{ "emoji", 0, SWITCH, BY(switch), AT(emoji) },
	{ "sort-users", 0, SWITCH, BY(switch), AT(sort_users) },
	{ "log", 0, SWITCH, BY(log), AT(log_file) },
	{ "trace", 0, BY(string), AT(trace) },
	{ "config", 0, ARGUMENT, BY(string), AT(config) },
	{ "help", 'h', SWITCH, ARGUMENT, BY(switch), AT(help) },
	{ "version", 'V', SWITCH, ARGUMENT, BY(switch), AT(version) },
	{ 0 },
};
