#include "options.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "options_private.h"
#include "options_read.h"
#include "proxy.h"
#include "text.h"

void options_init(struct options *o)
{
	*o = (struct options){
		.compress = true,
		.ping_interval = 20,
		.reconnect = -1,
		.max_message = 1 << 20,
		.scrollback = 10000,
		.history = true,
		.linger = -1,
		.title = true,
		.emoji = true,
	};
	options_list_add(&o->protocols, &o->protocol_count, "json");
}

/* What an options_copy() copies and an options_free() frees. */

static const size_t strings[] = {
	offsetof(struct options, url),     offsetof(struct options, name),
	offsetof(struct options, origin),  offsetof(struct options, proxy),
	offsetof(struct options, connect), offsetof(struct options, ca_file),
	offsetof(struct options, cert),    offsetof(struct options, key),
	offsetof(struct options, pin),     offsetof(struct options, log_file),
	offsetof(struct options, config),  offsetof(struct options, theme),
	offsetof(struct options, trace),
};

static const struct {
	size_t list, count;
} lists[] = {
	{ offsetof(struct options, protocols), offsetof(struct options, protocol_count) },
	{ offsetof(struct options, headers), offsetof(struct options, header_count) },
	{ offsetof(struct options, unknown), offsetof(struct options, unknown_count) },
	{ offsetof(struct options, changes), offsetof(struct options, change_count) },
};

static char **string_at(struct options *o, size_t i)
{
	return (char **)(void *)((char *)o + strings[i]);
}

static char ***list_at(struct options *o, size_t i)
{
	return (char ***)(void *)((char *)o + lists[i].list);
}

static size_t *count_at(struct options *o, size_t i)
{
	return (size_t *)(void *)((char *)o + lists[i].count);
}

static void copy_list(struct options *to, size_t i)
{
	char **from = *list_at(to, i);
	size_t n = *count_at(to, i);

	*list_at(to, i) = NULL;
	*count_at(to, i) = 0;
	for (size_t k = 0; k < n; k++)
		options_list_add(list_at(to, i), count_at(to, i), from[k]);
}

void options_copy(struct options *to, const struct options *from)
{
	*to = *from;
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		if (*string_at(to, i))
			*string_at(to, i) = mem_copy(*string_at(to, i));
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		copy_list(to, i);
}

void options_free(struct options *o)
{
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		free(*string_at(o, i));
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		options_list_clear(list_at(o, i), count_at(o, i));
	*o = (struct options){ 0 };
}

/* A command line on its way. */
struct reader {
	struct options *options;
	struct options_pass pass;
	char **next; /* the argument to be read; NULL behind the last */
	bool has_url;
	struct error *error;
};

static bool refuse_ambiguous(const char *name, size_t n, struct error *error)
{
	struct buf list = { 0 };

	for (const struct options_row *row = options_table; row->name; row++)
		if (!strncmp(row->name, name, n))
			buf_format(&list, "%s--%s", buf_size(&list) ? ", " : "", row->name);
	error_set(error, ERROR_OPTION_UNKNOWN, 0, "--%.*s (%s)", (int)n, name, buf_string(&list));
	buf_free(&list);
	return false;
}

const struct options_row *options_find(const char *name, size_t n, struct error *error)
{
	const struct options_row *found = NULL;
	int count = 0;

	for (const struct options_row *row = options_table; row->name; row++) {
		if (strncmp(row->name, name, n) != 0)
			continue;
		if (!row->name[n])
			return row;
		found = row;
		count++;
	}
	if (count == 1)
		return found;
	if (count)
		refuse_ambiguous(name, n, error);
	else
		error_set(error, ERROR_OPTION_UNKNOWN, 0, "--%.*s", (int)n, name);
	return NULL;
}

static const struct options_row *find_short(char letter)
{
	for (const struct options_row *row = options_table; row->name; row++)
		if (row->letter && row->letter == letter)
			return row;
	return NULL;
}

bool options_check_proxy(const char *value, struct error *error)
{
	struct proxy_config config;
	bool has_password;

	if (!*value)
		return true;
	if (!proxy_parse(&config, value, error))
		return false;
	has_password = config.password;
	if (has_password)
		error_set(error, ERROR_PROXY_PASSWORD, 0, "%s", config.host);
	proxy_config_free(&config);
	return !has_password;
}

char *options_tell_choices(const struct options_row *row)
{
	struct buf out = { 0 };
	const char *choice;

	for (size_t i = 0; (choice = options_choice(row->name, i)); i++)
		buf_format(&out, "%s%s", i ? ", " : " (", choice);
	if (!buf_size(&out) && row->most)
		buf_format(&out, " (%" PRIu64 "-%" PRIu64, row->least, row->most);
	if (buf_size(&out))
		buf_append_byte(&out, ')');
	return buf_take(&out);
}

static bool refuse(struct reader *r, const struct options_row *row, const char *value)
{
	char *choices = options_tell_choices(row);

	error_set(r->error, ERROR_OPTION_VALUE, 0, "--%s=%s%s", row->name, value, choices);
	free(choices);
	return false;
}

static bool set(struct reader *r, const struct options_row *row, const char *value)
{
	if (!strcmp(row->name, "proxy") && !options_check_proxy(value, r->error))
		return false;
	return options_set(r->options, &r->pass, row, value) || refuse(r, row, value);
}

/* The value is the next argument. */
static bool set_from_next(struct reader *r, const struct options_row *row)
{
	if (!*r->next)
		return error_set(r->error, ERROR_OPTION_INCOMPLETE, 0, "--%s", row->name);
	return set(r, row, *r->next++);
}

static bool read_long(struct reader *r, const char *s)
{
	size_t n = strcspn(s, "=");
	const struct options_row *row = options_find(s, n, r->error);

	if (!row)
		return false;
	if (s[n])
		return set(r, row, s + n + 1);
	return row->is_switch ? set(r, row, "yes") : set_from_next(r, row);
}

/* Names the whole character. */
static bool refuse_letter(const char *s, struct error *error)
{
	uint32_t character;
	int n = (int)text_decode(s, strlen(s), &character);

	return error_set(error, ERROR_OPTION_UNKNOWN, 0, "-%.*s", n, s);
}

/* "-pj", "-nNAME", "-pn NAME". */
static bool read_short(struct reader *r, const char *s)
{
	for (; *s; s++) {
		const struct options_row *row = find_short(*s);

		if (!row)
			return refuse_letter(s, r->error);
		if (!row->is_switch)
			return s[1] ? set(r, row, s + 1) : set_from_next(r, row);
		if (!set(r, row, "yes"))
			return false;
	}
	return true;
}

static bool read_url(struct reader *r, const char *url)
{
	if (r->has_url)
		return error_set(r->error, ERROR_ARGUMENT_SURPLUS, 0, "%s", url);
	r->has_url = true;
	mem_replace(&r->options->url, url);
	return true;
}

bool options_read_arguments(struct options *o, int argc, char **argv, struct error *error)
{
	struct reader r = { .options = o, .next = argv + (argc > 0), .error = error };
	bool ended = false, ok = true;

	while (ok && *r.next) {
		const char *s = *r.next++;

		if (!ended && !strcmp(s, "--"))
			ended = true;
		else if (!ended && s[0] == '-' && s[1] == '-')
			ok = read_long(&r, s + 2);
		else if (!ended && s[0] == '-' && s[1])
			ok = read_short(&r, s + 1);
		else
			ok = read_url(&r, s);
	}
	return ok;
}

bool options_is_secret(const char *name, size_t n)
{
	return n && (!strncmp("header", name, n) || !strncmp("proxy", name, n));
}
