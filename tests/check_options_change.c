#include "testing.h"

#include <string.h>

#include "mem.h"
#include "options_change.h"
#include "options_read.h"

#define HEX32 "0123456789abcdef0123456789abcdef"
#define HEX64 HEX32 HEX32

static const struct {
	const char *name, *value, *told; /* NULL: refused */
	enum options_effect effect;
} changes[] = {
	{ "name", "bob", "name = bob", OPTIONS_NEXT_START },
	{ "name", "\"two words\"", "name = two words", OPTIONS_NEXT_START },
	{ "name", "\"#1\"", "name = #1", OPTIONS_NEXT_START },
	{ "name", "\"\"", "name = ", OPTIONS_NEXT_START },
	{ "name", "\"open", NULL, 0 },
	{ "name", "two\nlines", NULL, 0 },
	{ "plain", "yes", "plain = yes", OPTIONS_NEXT_START },
	{ "comp", "no", "compress = no", OPTIONS_NEXT_CONNECTION },
	{ "compress", "perhaps", NULL, 0 },
	{ "co", "no", NULL, 0 },
	{ "protocol", "chat", "protocol = chat", OPTIONS_NEXT_CONNECTION },
	{ "header", "Cookie: a=b", "header = Cookie", OPTIONS_NEXT_CONNECTION },
	{ "proxy", "socks5h://h:1080", "proxy = socks5h://h:1080", OPTIONS_NEXT_CONNECTION },
	{ "proxy", "http://ann:secret@h:1", NULL, 0 },
	{ "ipv6", "yes", "ipv6 = yes", OPTIONS_NEXT_CONNECTION },
	{ "connect", "h:1", "connect = h:1", OPTIONS_NEXT_CONNECTION },
	{ "pin", "sha256:" HEX64, "pin = sha256:" HEX64, OPTIONS_NEXT_CONNECTION },
	{ "ping-interval", "7", "ping-interval = 7", OPTIONS_NEXT_CONNECTION },
	{ "ping-interval", "-7", NULL, 0 },
	{ "max-message", "65536", "max-message = 65536", OPTIONS_NEXT_CONNECTION },
	{ "theme", "paper", "theme = paper", OPTIONS_AT_ONCE },
	{ "theme", "", "theme = auto", OPTIONS_AT_ONCE },
	{ "theme", "../x", NULL, 0 },
	{ "color", "never", "color = never", OPTIONS_AT_ONCE },
	{ "reconnect", "no", "reconnect = no", OPTIONS_AT_ONCE },
	{ "linger", "1.25", "linger = 1.250", OPTIONS_AT_ONCE },
	{ "linger", "inf", "linger = inf", OPTIONS_AT_ONCE },
	{ "log", "yes", "log = yes", OPTIONS_AT_ONCE },
	{ "log", "/tmp/x", "log = /tmp/x", OPTIONS_AT_ONCE },
	{ "config", "x", NULL, 0 },
	{ "nothing", "x", NULL, 0 },
};

START_TEST(a_change_is_told_and_noted_or_refused)
{
	struct options o;
	struct buf told = { 0 };
	struct error error = { 0 };
	enum options_effect effect;
	bool ok;

	options_init(&o);
	ok = options_change(&o, changes[_i].name, changes[_i].value, &effect, &error);
	ck_assert_int_eq(ok, changes[_i].told != NULL);
	if (ok) {
		ck_assert_int_eq(effect, changes[_i].effect);
		ck_assert(options_tell(&told, &o, changes[_i].name, &error));
		ck_assert_str_eq(buf_string(&told), changes[_i].told);
	} else {
		ck_assert_int_ne(error.code, ERROR_NONE);
	}
	ck_assert_uint_eq(o.change_count, ok);
	buf_free(&told);
	options_free(&o);
}
END_TEST

START_TEST(every_option_has_a_value_to_tell)
{
	struct options o;
	struct error error;
	const char *name;
	size_t count = 0;

	options_init(&o);
	for (; (name = options_name(count)); count++) {
		struct buf told = { 0 };
		size_t n = strlen(name);

		ck_assert(options_tell(&told, &o, name, &error));
		ck_assert_msg(!strncmp(buf_string(&told), name, n), "%s", buf_string(&told));
		buf_free(&told);
	}
	ck_assert_uint_gt(count, 20);
	options_free(&o);
}
END_TEST

START_TEST(a_password_in_the_file_is_not_told)
{
	static const char text[] = "proxy = http://ann:secret@h:3128\n";
	struct options o;
	struct buf told = { 0 };
	struct error error;

	options_init(&o);
	ck_assert(options_read_text(&o, "config", text, strlen(text), &error));
	ck_assert(options_tell(&told, &o, "proxy", &error));
	ck_assert_str_eq(buf_string(&told), "proxy = http://h:3128");
	buf_free(&told);
	options_free(&o);
}
END_TEST

START_TEST(a_copy_has_all_and_is_its_own)
{
	struct options o, copy;
	struct buf told = { 0 };
	enum options_effect effect;
	struct error error;

	options_init(&o);
	ck_assert(options_change(&o, "name", "ann", &effect, &error));
	ck_assert(options_change(&o, "header", "A: b", &effect, &error));
	options_copy(&copy, &o);
	options_free(&o);
	ck_assert_str_eq(copy.name, "ann");
	ck_assert_uint_eq(copy.header_count, 1);
	ck_assert_str_eq(copy.headers[0], "A: b");
	ck_assert_str_eq(copy.protocols[0], "json");
	ck_assert_uint_eq(copy.change_count, 2);
	options_free(&copy);
	buf_free(&told);
}
END_TEST

static const struct {
	const char *text, *name, *value, *other, *edited;
} edits[] = {
	{ "", "name", "ann", NULL, "name = ann\n" },
	{ "# mine\n\n", "name", "ann", NULL, "# mine\n\nname = ann\n" },
	{ "name=bob # me\ncolor = auto\n", "name", "ann", NULL, "name = ann\ncolor = auto\n" },
	{ "\tname = a\n#name = b\nname = c\n", "name", "ann", NULL, "name = ann\n#name = b\n" },
	{ "color = auto", "name", "ann", NULL, "color = auto\nname = ann\n" },
	{ "name = bob", "name", "ann", NULL, "name = ann\n" },
	{ "protocol = a\nprotocol = b\n", "protocol", "c", NULL, "protocol = c\n" },
	{ "names = x\nnam = y\n", "name", "ann", NULL, "names = x\nnam = y\nname = ann\n" },
	{ "", "name", "\"#1 \\\"A\\\"\"", NULL, "name = \"#1 \\\"A\\\"\"\n" },
	{ "", "name", "\"\"", NULL, "name = \"\"\n" },
	{ "name = x\r\ny\r\n", "name", "ann", NULL, "name = ann\ny\r\n" },
	{ "color = auto\n", "name", "ann", "bob", "color = auto\nname = bob\n" },
};

START_TEST(changes_are_written_into_the_text)
{
	struct options o;
	struct buf out = { 0 };
	struct error error;
	enum options_effect effect;

	options_init(&o);
	ck_assert(options_change(&o, edits[_i].name, edits[_i].value, &effect, &error));
	if (edits[_i].other)
		ck_assert(options_change(&o, edits[_i].name, edits[_i].other, &effect, &error));
	options_edit_text(&out, &o, edits[_i].text, strlen(edits[_i].text));
	ck_assert_str_eq(buf_string(&out), edits[_i].edited);
	buf_free(&out);
	options_free(&o);
}
END_TEST

static const char *const names[] = {
	"ann", "#1", " x ", "\"", "\\", "a # b", "a\"b", "Анна", "a\\"
};

START_TEST(what_is_written_is_read_as_it_was)
{
	struct options o, read;
	struct buf quoted = { 0 }, out = { 0 };
	struct error error;
	enum options_effect effect;

	buf_append_byte(&quoted, '"');
	for (const char *s = names[_i]; *s; s++)
		buf_format(&quoted, *s == '"' || *s == '\\' ? "\\%c" : "%c", *s);
	buf_append_byte(&quoted, '"');
	options_init(&o);
	options_init(&read);
	ck_assert(options_change(&o, "name", buf_string(&quoted), &effect, &error));
	options_edit_text(&out, &o, "", 0);
	ck_assert(options_read_text(&read, "config", buf_string(&out), buf_size(&out), &error));
	ck_assert_str_eq(read.name, names[_i]);
	buf_free(&quoted);
	buf_free(&out);
	options_free(&o);
	options_free(&read);
}
END_TEST

static const struct {
	const char *name;
	size_t at;
	const char *choice;
} choices[] = {
	{ "color", 0, "auto" },       { "color", 1, "always" }, { "color", 2, "never" },
	{ "color", 3, NULL },         { "color", 9, NULL },     { "compress", 0, "yes" },
	{ "compress", 1, "no" },      { "compress", 2, NULL },  { "scrollback", 0, NULL },
	{ "no-such-thing", 0, NULL },
};

START_TEST(choices_are_told)
{
	const char *choice = options_choice(choices[_i].name, choices[_i].at);

	ck_assert_pstr_eq(choice, choices[_i].choice);
}
END_TEST

TESTING_MAIN("options_change", TESTING_LOOP(a_change_is_told_and_noted_or_refused, COUNT(changes)),
	     TESTING(every_option_has_a_value_to_tell), TESTING(a_password_in_the_file_is_not_told),
	     TESTING(a_copy_has_all_and_is_its_own),
	     TESTING_LOOP(changes_are_written_into_the_text, COUNT(edits)),
	     TESTING_LOOP(what_is_written_is_read_as_it_was, COUNT(names)),
	     TESTING_LOOP(choices_are_told, COUNT(choices)))
