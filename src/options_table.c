#include "options_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "proxy.h"
#include "text.h"
#include "url.h"

static void *field(struct options *o, const struct options_row *row)
{
	return (char *)o + row->offset;
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
	static const char prefix[] = "sha256:", digits[] = "0123456789abcdef";
	char pin[65] = "";
	size_t n = 0;

	if (!*value)
		return set_string(o, row, value);
	if (strncmp(value, prefix, sizeof prefix - 1) != 0)
		return false;
	for (const char *s = value + sizeof prefix - 1; *s; s++) {
		char c = (char)(*s >= 'A' && *s <= 'F' ? *s - 'A' + 'a' : *s);

		if (c == ':' && n && n % 2 == 0 && s[-1] != ':' && s[1])
			continue;
		if (n == 64 || !strchr(digits, c))
			return false;
		pin[n++] = c;
	}
	return n == 64 && set_string(o, row, pin);
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

static bool set_size(struct options *o, const struct options_row *row, const char *value)
{
	uint64_t number;

	if (!parse_number(row, value, &number))
		return false;
	*(size_t *)field(o, row) = (size_t)number;
	return true;
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

static bool set_color(struct options *o, const struct options_row *row, const char *value)
{
	static const char *const words[] = {
		[OPTIONS_COLOR_AUTO] = "auto",
		[OPTIONS_COLOR_ALWAYS] = "always",
		[OPTIONS_COLOR_NEVER] = "never",
	};

	(void)row;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!strcmp(value, words[i])) {
			o->color = (enum options_color)i;
			return true;
		}
	}
	return false;
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

#define AT(member) .offset = offsetof(struct options, member)
#define SWITCH     .is_switch = true

const struct options_row options_table[] = {
	{ "name", 'n', .set = set_name, AT(name) },
	{ "plain", 'p', SWITCH, .set = set_switch, AT(plain) },
	{ "json", 'j', SWITCH, .set = set_switch, AT(json) },
	{ "protocol", 'P', AT(protocols),
	  .count_offset = offsetof(struct options, protocol_count) },
	{ "origin", 'O', .set = set_string, AT(origin) },
	{ "header", 'H', AT(headers), .count_offset = offsetof(struct options, header_count) },
	{ "proxy", 'x', .set = set_proxy, AT(proxy) },
	{ "ipv4", '4', SWITCH, .set = set_family, .least = 4 },
	{ "ipv6", '6', SWITCH, .set = set_family, .least = 6 },
	{ "connect", 0, .set = set_connect, AT(connect) },
	{ "compress", 0, SWITCH, .set = set_switch, AT(compress) },
	{ "ca-file", 0, .set = set_string, AT(ca_file) },
	{ "cert", 0, .set = set_string, AT(cert) },
	{ "key", 0, .set = set_string, AT(key) },
	{ "pin", 0, .set = set_pin, AT(pin) },
	{ "require-tls", 0, SWITCH, .set = set_switch, AT(require_tls) },
	{ "ping-interval", 0, .set = set_unsigned, AT(ping_interval), .most = 86400 },
	{ "reconnect", 0, SWITCH, .set = set_reconnect },
	/* The least that holds a control frame's payload; the most that fits wslay and zlib. */
	{ "max-message", 0, .set = set_size, AT(max_message), .least = 125, .most = INT32_MAX },
	{ "scrollback", 0, .set = set_size, AT(scrollback), .least = 1, .most = 10000000 },
	{ "linger", 0, .set = set_linger, .most = 1000000000 },
	{ "color", 0, .set = set_color },
	{ "log", 0, SWITCH, .set = set_log, AT(log_file) },
	{ "config", 0, .only_arguments = true, .set = set_string, AT(config) },
	{ "help", 'h', SWITCH, .only_arguments = true, .set = set_switch, AT(help) },
	{ "version", 'V', SWITCH, .only_arguments = true, .set = set_switch, AT(version) },
	{ 0 },
};
