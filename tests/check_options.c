#include "testing.h"

#include <string.h>

#include "buf.h"
#include "mem.h"
#include "options.h"
#include "options_read.h"

#define HEX32 "0123456789abcdef0123456789abcdef"
#define HEX64 HEX32 HEX32
#define HEX_COLONS                                                                \
	"01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF" \
	":01:23:45:67:89:AB:CD:EF"

static void write_string(struct buf *out, const char *key, const char *value)
{
	if (value)
		buf_format(out, "%s=%s ", key, value);
}

static void write_list(struct buf *out, const char *key, char **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		write_string(out, key, list[i]);
}

static void write_number(struct buf *out, const char *key, long value, long usual)
{
	if (value != usual)
		buf_format(out, "%s=%ld ", key, value);
}

/* All that is not as options_init() leaves it, "json" among the protocols included. */
static char *describe(const struct options *o)
{
	struct buf out = { 0 };

	write_string(&out, "url", o->url);
	write_string(&out, "name", o->name);
	write_number(&out, "plain", o->plain, false);
	write_number(&out, "json", o->json, false);
	if (o->protocol_count != 1 || strcmp(o->protocols[0], "json") != 0)
		write_list(&out, "protocol", o->protocols, o->protocol_count);
	write_number(&out, "protocols", (long)o->protocol_count, 1);
	write_string(&out, "origin", o->origin);
	write_list(&out, "header", o->headers, o->header_count);
	write_string(&out, "proxy", o->proxy);
	write_number(&out, "family", o->family, 0);
	write_string(&out, "connect", o->connect);
	write_number(&out, "compress", o->compress, true);
	write_string(&out, "ca-file", o->ca_file);
	write_string(&out, "cert", o->cert);
	write_string(&out, "key", o->key);
	write_string(&out, "pin", o->pin);
	write_number(&out, "require-tls", o->require_tls, false);
	write_number(&out, "ping-interval", o->ping_interval, 20);
	write_number(&out, "reconnect", o->reconnect, -1);
	write_number(&out, "max-message", (long)o->max_message, 1 << 20);
	write_number(&out, "scrollback", (long)o->scrollback, 10000);
	write_number(&out, "history", o->history, true);
	if (o->linger >= 0)
		buf_format(&out, "linger=%g ", o->linger);
	write_string(&out, "theme", o->theme);
	write_number(&out, "color", o->color, OPTIONS_COLOR_AUTO);
	write_number(&out, "hyperlinks", o->hyperlinks, OPTIONS_COLOR_AUTO);
	write_number(&out, "mouse", o->mouse, false);
	write_string(&out, "trace", o->trace);
	write_number(&out, "bell", o->bell, OPTIONS_BELL_MENTION);
	write_number(&out, "notify", o->notify, OPTIONS_NOTIFY_AUTO);
	write_number(&out, "bidi", o->bidi, OPTIONS_BIDI_AUTO);
	write_number(&out, "emoji", o->emoji, true);
	write_number(&out, "title", o->title, true);
	write_number(&out, "sort-users", o->sort_users, false);
	write_string(&out, "config", o->config);
	write_number(&out, "help", o->help, false);
	write_number(&out, "version", o->version, false);
	write_list(&out, "unknown", o->unknown, o->unknown_count);
	buf_truncate(&out, buf_size(&out) ? buf_size(&out) - 1 : 0);
	return buf_take(&out);
}

#define ARGUMENTS_MAX 8

struct command_line {
	const char *argument[ARGUMENTS_MAX];
	const char *expected; /* accepted: as described; refused: the detail */
	enum error_code code;
};

static bool read_command_line(struct options *o, const struct command_line *line,
			      struct error *error)
{
	char *argv[ARGUMENTS_MAX + 2] = { (char[]){ "wschat" } };
	int argc = 1;
	bool ok;

	for (; line->argument[argc - 1]; argc++)
		argv[argc] = mem_copy(line->argument[argc - 1]);
	ok = options_read_arguments(o, argc, argv, error);
	while (--argc)
		free(argv[argc]);
	return ok;
}

static const struct command_line accepted[] = {
	{ { NULL }, "", 0 },
	{ { "ws://h" }, "url=ws://h", 0 },
	{ { "" }, "url=", 0 },
	{ { "-" }, "url=-", 0 },
	{ { "h-p" }, "url=h-p", 0 },
	{ { "--", "--" }, "url=--", 0 },
	/* how long options are written */
	{ { "--name=ann" }, "name=ann", 0 },
	{ { "--name", "ann" }, "name=ann", 0 },
	{ { "--name", "-p" }, "name=-p", 0 },
	{ { "--name", "--" }, "name=--", 0 },
	{ { "--name=a=b" }, "name=a=b", 0 },
	{ { "--name=ann", "--name=bob" }, "name=bob", 0 },
	{ { "--name=ann", "--name=" }, "", 0 },
	{ { "--name=Анна 😀" }, "name=Анна 😀", 0 },
	{ { "--na=ann", "--nam", "bob" }, "name=bob", 0 },
	{ { "--ca", "ca.pem" }, "ca-file=ca.pem", 0 },
	{ { "--key=a", "--ke=b" }, "key=b", 0 },
	{ { "--pl", "--j", "--o=x", "--hea=A: b" }, "plain=1 json=1 origin=x header=A: b", 0 },
	/* and short ones */
	{ { "-nann" }, "name=ann", 0 },
	{ { "-n", "ann" }, "name=ann", 0 },
	{ { "-n=ann" }, "name==ann", 0 },
	{ { "-pj" }, "plain=1 json=1", 0 },
	{ { "-pjn", "ann" }, "name=ann plain=1 json=1", 0 },
	{ { "-pnj" }, "name=j plain=1", 0 },
	{ { "-h", "-V" }, "help=1 version=1", 0 },
	{ { "-Oo", "-HA: b", "-PP", "-xh" }, "protocol=P origin=o header=A: b proxy=h", 0 },
	/* and what stands between them */
	{ { "ws://h", "-p" }, "url=ws://h plain=1", 0 },
	{ { "-p", "ws://h", "--json" }, "url=ws://h plain=1 json=1", 0 },
	{ { "--", "-p" }, "url=-p", 0 },
	{ { "-p", "--", "--json" }, "url=--json plain=1", 0 },
	{ { "ws://h", "--" }, "url=ws://h", 0 },
	/* switches */
	{ { "--compress" }, "", 0 },
	{ { "--compress=no" }, "compress=0", 0 },
	{ { "--compress=off" }, "compress=0", 0 },
	{ { "--compress=false" }, "compress=0", 0 },
	{ { "--compress=0" }, "compress=0", 0 },
	{ { "--compress=no", "--compress=yes" }, "", 0 },
	{ { "--compress", "no" }, "url=no", 0 },
	{ { "--require-tls=on" }, "require-tls=1", 0 },
	{ { "--require-tls=true" }, "require-tls=1", 0 },
	{ { "--require-tls=1" }, "require-tls=1", 0 },
	{ { "--require" }, "require-tls=1", 0 },
	{ { "--plain", "--plain=no" }, "", 0 },
	{ { "--reconnect" }, "reconnect=1", 0 },
	{ { "--reconnect=no" }, "reconnect=0", 0 },
	{ { "-4" }, "family=4", 0 },
	{ { "-4", "-6" }, "family=6", 0 },
	{ { "-46" }, "family=6", 0 },
	{ { "--ipv6", "--ipv4" }, "family=4", 0 },
	{ { "-4", "--ipv6=no" }, "family=4", 0 },
	{ { "-4", "--ipv4=no" }, "", 0 },
	/* lists */
	{ { "-P", "a", "--protocol=b" }, "protocol=a protocol=b protocols=2", 0 },
	{ { "--protocol=json" }, "", 0 },
	{ { "--protocol=" }, "protocols=0", 0 },
	{ { "-Pa", "-P", "", "-Pb" }, "protocol=b", 0 },
	{ { "-HA: b", "-H@file", "-HC:" }, "header=A: b header=@file header=C:", 0 },
	{ { "-HA: b", "--header=" }, "", 0 },
	/* strings that have a form */
	{ { "--proxy=http://p:1" }, "proxy=http://p:1", 0 },
	{ { "--proxy=socks5h://ann@p" }, "proxy=socks5h://ann@p", 0 },
	{ { "--proxy=" }, "proxy=", 0 },
	{ { "--connect=h" }, "connect=h", 0 },
	{ { "--connect=[::1]:6667" }, "connect=[::1]:6667", 0 },
	{ { "--connect=" }, "", 0 },
	{ { "--pin=sha256:" HEX64 }, "pin=" HEX64, 0 },
	{ { "--pin=sha256:" HEX_COLONS }, "pin=" HEX64, 0 },
	{ { "--pin=" }, "", 0 },
	{ { "--cert=c", "--key=k", "--ca-file=a" }, "ca-file=a cert=c key=k", 0 },
	{ { "--trace=/t.har" }, "trace=/t.har", 0 },
	{ { "--trace=/t", "--trace=" }, "", 0 },
	{ { "--config=/c" }, "config=/c", 0 },
	{ { "--theme=paper" }, "theme=paper", 0 },
	{ { "--theme=paper", "--theme=" }, "", 0 },
	{ { "--color=never" }, "color=2", 0 },
	{ { "--color=always", "--color=auto" }, "", 0 },
	{ { "--hyperlinks=always" }, "hyperlinks=1", 0 },
	{ { "--hyperlinks=never", "--mouse" }, "hyperlinks=2 mouse=1", 0 },
	{ { "--mouse=yes", "--mouse=no" }, "", 0 },
	{ { "--bell=all", "--notify=osc99", "--title=no" }, "bell=1 notify=3 title=0", 0 },
	{ { "--bell=never", "--notify=never" }, "bell=2 notify=4", 0 },
	{ { "--bidi=no" }, "bidi=2", 0 },
	{ { "--bidi=yes" }, "bidi=1", 0 },
	{ { "--emoji=no" }, "emoji=0", 0 },
	{ { "--emoji=no", "--emoji" }, "", 0 },
	{ { "--notify=osc9" }, "notify=1", 0 },
	{ { "--notify=osc777" }, "notify=2", 0 },
	{ { "--bell=mention", "--notify=auto", "--title" }, "", 0 },
	{ { "--sort-users" }, "sort-users=1", 0 },
	{ { "--sort-users=yes", "--sort-users=no" }, "", 0 },
	/* numbers, at their limits */
	{ { "--ping-interval=0" }, "ping-interval=0", 0 },
	{ { "--ping-interval=86400" }, "ping-interval=86400", 0 },
	{ { "--ping-interval=007" }, "ping-interval=7", 0 },
	{ { "--max-message=125" }, "max-message=125", 0 },
	{ { "--max-message=2147483647" }, "max-message=2147483647", 0 },
	{ { "--scrollback=1" }, "scrollback=1", 0 },
	{ { "--scrollback=10000000" }, "scrollback=10000000", 0 },
	{ { "--history=no" }, "history=0", 0 },
	{ { "--linger=0" }, "linger=0", 0 },
	{ { "--linger=2.5" }, "linger=2.5", 0 },
	{ { "--linger", "0.0625" }, "linger=0.0625", 0 },
	{ { "--linger=inf" }, "linger=inf", 0 },
};

START_TEST(a_command_line_is_read_as_gnu_programs_do)
{
	struct error error = { 0 };
	struct options o;
	char *got;

	options_init(&o);
	ck_assert_msg(read_command_line(&o, &accepted[_i], &error), "'%s': error %d, %s",
		      accepted[_i].argument[0], error.code, error.detail);
	got = describe(&o);
	ck_assert_str_eq(got, accepted[_i].expected);
	free(got);
	options_free(&o);
}
END_TEST

static const struct command_line refused[] = {
	{ { "--nome=x" }, "--nome", ERROR_OPTION_UNKNOWN },
	{ { "--names=x" }, "--names", ERROR_OPTION_UNKNOWN },
	{ { "---name=x" }, "---name", ERROR_OPTION_UNKNOWN },
	{ { "--Name=x" }, "--Name", ERROR_OPTION_UNKNOWN },
	{ { "--themes=x" }, "--themes", ERROR_OPTION_UNKNOWN },
	{ { "-q" }, "-q", ERROR_OPTION_UNKNOWN },
	{ { "-pqj" }, "-q", ERROR_OPTION_UNKNOWN },
	{ { "-pé" }, "-é", ERROR_OPTION_UNKNOWN },
	{ { "-p\xff" }, "-\xef\xbf\xbd", ERROR_OPTION_UNKNOWN },
	{ { "-p-" }, "--", ERROR_OPTION_UNKNOWN },
	{ { "--co=x" }, "--co (--connect, --compress, --color, --config)", ERROR_OPTION_UNKNOWN },
	{ { "--ip" }, "--ip (--ipv4, --ipv6)", ERROR_OPTION_UNKNOWN },
	{ { "--c" },
	  "--c (--connect, --compress, --ca-file, --cert, --color, --config)",
	  ERROR_OPTION_UNKNOWN },
	{ { "--name" }, "--name", ERROR_OPTION_INCOMPLETE },
	{ { "-n" }, "--name", ERROR_OPTION_INCOMPLETE },
	{ { "-pn" }, "--name", ERROR_OPTION_INCOMPLETE },
	{ { "ws://a", "ws://b" }, "ws://b", ERROR_ARGUMENT_SURPLUS },
	{ { "ws://a", "--", "ws://b" }, "ws://b", ERROR_ARGUMENT_SURPLUS },
	{ { "-na\tb" }, "--name=a b", ERROR_OPTION_VALUE },
	{ { "-na\033[31m" }, "--name=a[31m", ERROR_OPTION_VALUE },
	{ { "-n\xff" }, "--name=\xef\xbf\xbd", ERROR_OPTION_VALUE },
	{ { "--compress=maybe" }, "--compress=maybe (yes, no)", ERROR_OPTION_VALUE },
	{ { "--compress=" }, "--compress= (yes, no)", ERROR_OPTION_VALUE },
	{ { "--compress=YES" }, "--compress=YES (yes, no)", ERROR_OPTION_VALUE },
	{ { "--help=x" }, "--help=x (yes, no)", ERROR_OPTION_VALUE },
	{ { "--reconnect=2" }, "--reconnect=2 (yes, no)", ERROR_OPTION_VALUE },
	{ { "--ipv4=x" }, "--ipv4=x (yes, no)", ERROR_OPTION_VALUE },
	{ { "--proxy=ftp://p" }, "ftp", ERROR_PROXY_URL },
	{ { "-xhttp://ann:secret@p/" }, "p", ERROR_PROXY_PASSWORD },
	{ { "-xhttp://ann:@p/" }, "p", ERROR_PROXY_PASSWORD },
	{ { "--proxy=http://ann:secret@p:x" }, "http://p:x", ERROR_PROXY_URL },
	{ { "--connect=h:0" }, "--connect=h:0", ERROR_OPTION_VALUE },
	{ { "--connect=::1" }, "--connect=::1", ERROR_OPTION_VALUE },
	{ { "--connect=ws://h" }, "--connect=ws://h", ERROR_OPTION_VALUE },
	{ { "--pin=" HEX64 }, "--pin=" HEX64, ERROR_OPTION_VALUE },
	{ { "--pin=sha256:" HEX32 }, "--pin=sha256:" HEX32, ERROR_OPTION_VALUE },
	{ { "--pin=sha256:" HEX64 "0" }, "--pin=sha256:" HEX64 "0", ERROR_OPTION_VALUE },
	{ { "--pin=sha256:" HEX64 ":" }, "--pin=sha256:" HEX64 ":", ERROR_OPTION_VALUE },
	{ { "--pin=sha256::" HEX64 }, "--pin=sha256::" HEX64, ERROR_OPTION_VALUE },
	{ { "--pin=sha256:01::" HEX64 }, "--pin=sha256:01::" HEX64, ERROR_OPTION_VALUE },
	{ { "--pin=sha256:0:1" }, "--pin=sha256:0:1", ERROR_OPTION_VALUE },
	{ { "--pin=sha256:g" }, "--pin=sha256:g", ERROR_OPTION_VALUE },
	{ { "--theme=a/b" }, "--theme=a/b", ERROR_OPTION_VALUE },
	{ { "--theme=.x" }, "--theme=.x", ERROR_OPTION_VALUE },
	{ { "--hyperlinks=yes" }, "--hyperlinks=yes (auto, always, never)", ERROR_OPTION_VALUE },
	{ { "--color=blue" }, "--color=blue (auto, always, never)", ERROR_OPTION_VALUE },
	{ { "--bell=loud" }, "--bell=loud (mention, all, never)", ERROR_OPTION_VALUE },
	{ { "--notify=yes" },
	  "--notify=yes (auto, osc9, osc777, osc99, never)",
	  ERROR_OPTION_VALUE },
	{ { "--ping-interval=86401" }, "--ping-interval=86401 (0-86400)", ERROR_OPTION_VALUE },
	{ { "--ping-interval=-1" }, "--ping-interval=-1 (0-86400)", ERROR_OPTION_VALUE },
	{ { "--ping-interval=+1" }, "--ping-interval=+1 (0-86400)", ERROR_OPTION_VALUE },
	{ { "--ping-interval= 1" }, "--ping-interval= 1 (0-86400)", ERROR_OPTION_VALUE },
	{ { "--ping-interval=1s" }, "--ping-interval=1s (0-86400)", ERROR_OPTION_VALUE },
	{ { "--ping-interval=1.5" }, "--ping-interval=1.5 (0-86400)", ERROR_OPTION_VALUE },
	{ { "--ping-interval=0x10" }, "--ping-interval=0x10 (0-86400)", ERROR_OPTION_VALUE },
	{ { "--ping-interval=" }, "--ping-interval= (0-86400)", ERROR_OPTION_VALUE },
	{ { "--max-message=124" }, "--max-message=124 (125-2147483647)", ERROR_OPTION_VALUE },
	{ { "--max-message=2147483648" },
	  "--max-message=2147483648 (125-2147483647)",
	  ERROR_OPTION_VALUE },
	{ { "--max-message=18446744073709551741" },
	  "--max-message=18446744073709551741 (125-2147483647)",
	  ERROR_OPTION_VALUE },
	{ { "--scrollback=0" }, "--scrollback=0 (1-10000000)", ERROR_OPTION_VALUE },
	{ { "--scrollback=10000001" }, "--scrollback=10000001 (1-10000000)", ERROR_OPTION_VALUE },
	{ { "--linger=-1" }, "--linger=-1 (0-1000000000)", ERROR_OPTION_VALUE },
	{ { "--linger=1." }, "--linger=1. (0-1000000000)", ERROR_OPTION_VALUE },
	{ { "--linger=.5" }, "--linger=.5 (0-1000000000)", ERROR_OPTION_VALUE },
	{ { "--linger=1,5" }, "--linger=1,5 (0-1000000000)", ERROR_OPTION_VALUE },
	{ { "--linger=1.2.3" }, "--linger=1.2.3 (0-1000000000)", ERROR_OPTION_VALUE },
	{ { "--linger=nan" }, "--linger=nan (0-1000000000)", ERROR_OPTION_VALUE },
	{ { "--linger=1e3" }, "--linger=1e3 (0-1000000000)", ERROR_OPTION_VALUE },
	{ { "--linger=99999999999" }, "--linger=99999999999 (0-1000000000)", ERROR_OPTION_VALUE },
	{ { "--linger=" }, "--linger= (0-1000000000)", ERROR_OPTION_VALUE },
};

START_TEST(a_wrong_command_line_is_refused_with_the_culprit)
{
	struct error error = { 0 };
	struct options o;

	options_init(&o);
	ck_assert(!read_command_line(&o, &refused[_i], &error));
	ck_assert_int_eq(error.code, refused[_i].code);
	ck_assert_str_eq(error.detail, refused[_i].expected);
	ck_assert(!read_command_line(&o, &refused[_i], NULL));
	options_free(&o);
}
END_TEST

static const struct {
	const char *text, *expected; /* accepted: as described; refused: the detail */
	bool ok;
} files[] = {
	{ "", "", true },
	{ "\n\n  \t\r\n", "", true },
	{ "name = ann", "name=ann", true },
	{ "name=ann\r\nplain=yes\r\n", "name=ann plain=1", true },
	{ "\t name\t=  ann b  \n", "name=ann b", true },
	{ "# a comment = x\n   # another\nname = ann # and more\n", "name=ann", true },
	{ "origin = http://h/#x\n", "origin=http://h/#x", true },
	/* quotes */
	{ "name = \"ann # b\" # c\n", "name=ann # b", true },
	{ "name = \"\"\n", "", true },
	{ "name =\"a \\\"b\\\" \\\\\"\n", "name=a \"b\" \\", true },
	{ "name = a\"b\"\n", "name=a\"b\"", true },
	{ "name = \"a\n", "f:1: name", false },
	{ "name = \"a\\\n", "f:1: name", false },
	{ "name = \"a\" b\n", "f:1: name", false },
	{ "name = a=b\n", "name=a=b", true },
	{ "name = ann\nname =\n", "", true },
	{ "protocol = a\nprotocol = b\n", "protocol=a protocol=b protocols=2", true },
	{ "protocol =\n", "protocols=0", true },
	{ "header = A: b\nheader = @f\n", "header=A: b header=@f", true },
	{ "ipv4 = yes\nreconnect = no\n", "family=4 reconnect=0", true },
	{ "proxy = http://ann:secret@p\n", "proxy=http://ann:secret@p", true },
	{ "linger = inf\nscrollback=5", "scrollback=5 linger=inf", true },
	{ "pin = sha256:" HEX64 "\n", "pin=" HEX64, true },
	{ "\nnome = x\nname = ann\n", "name=ann unknown=f:2: nome", true },
	{ "nam = x\nName = y\n", "unknown=f:1: nam unknown=f:2: Name", true },
	{ "url = x\nconfig = x\nhelp = no\nversion = no",
	  "unknown=f:1: url unknown=f:2: config unknown=f:3: help unknown=f:4: version", true },
	{ "name = ann\ncompress = maybe\n", "f:2: compress (yes, no)", false },
	{ "proxy = ftp://ann:secret@p\n", "f:1: proxy", false },
	{ "compress =\n", "f:1: compress (yes, no)", false },
	{ "name\n", "f:1: name", false },
	{ "\n= x\n", "f:2: =", false },
	{ "name = a\033b\n", "f:1: name", false },
	{ "max-message = 1 000\n", "f:1: max-message (125-2147483647)", false },
};

START_TEST(a_file_is_read_line_by_line)
{
	struct error error = { 0 };
	struct options o;
	char *got;

	options_init(&o);
	ck_assert_int_eq(options_read_text(&o, "f", files[_i].text, strlen(files[_i].text), &error),
			 files[_i].ok);
	got = files[_i].ok ? describe(&o) : mem_copy(error.detail);
	ck_assert_str_eq(got, files[_i].expected);
	ck_assert_int_eq(error.code, files[_i].ok ? ERROR_NONE : ERROR_CONFIG_LINE);
	free(got);
	options_free(&o);
}
END_TEST

START_TEST(a_nul_in_a_file_is_refused)
{
	static const char text[] = "name = ann\nname = b\0b\n";
	struct error error = { 0 };
	struct options o;

	options_init(&o);
	ck_assert(!options_read_text(&o, "f", text, sizeof text - 1, &error));
	ck_assert_int_eq(error.code, ERROR_CONFIG_LINE);
	ck_assert_str_eq(error.detail, "f:2: \\0");
	options_free(&o);
}
END_TEST

/* As main does it: the file first, then the command line over it. */
START_TEST(the_command_line_wins_over_the_file)
{
	static const char text[] = "name = ann\nplain = yes\nprotocol = a\nprotocol = b\n"
				   "header = A: b\nproxy = http://p\nipv4 = yes\n";
	static const struct command_line line = {
		{ "-nbob", "--plain=no", "-Pc", "-Pd", "--proxy=", "-6" }, NULL, 0
	};
	struct options o;
	char *got;

	options_init(&o);
	ck_assert(options_read_text(&o, "f", text, sizeof text - 1, NULL));
	ck_assert(read_command_line(&o, &line, NULL));
	got = describe(&o);
	ck_assert_str_eq(got, "name=bob protocol=c protocol=d protocols=2 header=A: b proxy= "
			      "family=6");
	free(got);
	options_free(&o);
}
END_TEST

/* Any text, cut anywhere, ends without a wrong step (the sanitizers look). */
START_TEST(a_file_of_any_bytes_is_survived)
{
	static const char bytes[] = "=#\n\r \tname proxy@:/header\0\377pin=sha256:01:";
	uint32_t seed = 5;
	char text[64];

	for (int round = 0; round < 50000; round++) {
		struct options o;
		size_t n;

		for (n = 0; n < sizeof text; n++) {
			seed = seed * 1664525 + 1013904223;
			text[n] = bytes[(seed >> 16) % sizeof bytes];
		}
		options_init(&o);
		options_read_text(&o, "f", text, (seed >> 20) % sizeof text, NULL);
		options_free(&o);
	}
}
END_TEST

START_TEST(secrets_are_known)
{
	ck_assert(options_is_secret("header", 6));
	ck_assert(options_is_secret("proxy x", 5));
	ck_assert(options_is_secret("head", 4));
	ck_assert(!options_is_secret("headers", 7));
	ck_assert(!options_is_secret("protocol", 8));
	ck_assert(!options_is_secret("", 0));
}
END_TEST

TESTING_MAIN("options", TESTING_LOOP(a_command_line_is_read_as_gnu_programs_do, COUNT(accepted)),
	     TESTING_LOOP(a_wrong_command_line_is_refused_with_the_culprit, COUNT(refused)),
	     TESTING_LOOP(a_file_is_read_line_by_line, COUNT(files)),
	     TESTING(a_nul_in_a_file_is_refused), TESTING(the_command_line_wins_over_the_file),
	     TESTING(a_file_of_any_bytes_is_survived), TESTING(secrets_are_known))
