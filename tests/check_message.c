#include "testing.h"

#include <string.h>

#include "json.h"
#include "message.h"

/* What a string of a message is expected to be: NULL is NULL. */
static void assert_string(const char *is, const char *expected)
{
	ck_assert_int_eq(!is, !expected);
	if (expected)
		ck_assert_str_eq(is, expected);
}

#define ID     .has_id = true, .id
#define DATE   .has_date = true, .date
#define RESENT .has_resent = true, .resent

static const struct {
	const char *json;
	struct message m;
} parsed[] = {
	{ "{\"type\":\"id\",\"id\":1700000000123}", { .type = MESSAGE_ID, ID = 1700000000123 } },
	{ "{\"id\":1.7e12,\"type\":\"id\"}", { .type = MESSAGE_ID, ID = 1700000000000 } },
	{ "{\"type\":\"id\",\"id\":9007199254740992}",
	  { .type = MESSAGE_ID, ID = 9007199254740992 } },
	{ "{\"type\":\"id\",\"id\":-9007199254740992}",
	  { .type = MESSAGE_ID, ID = -9007199254740992 } },
	{ "{\"type\":\"id\",\"id\":9007199254740994}", { .type = MESSAGE_UNKNOWN } },
	{ "{\"type\":\"id\",\"id\":1.5}", { .type = MESSAGE_UNKNOWN } },
	{ "{\"type\":\"id\",\"id\":1e999}", { .type = MESSAGE_UNKNOWN } },
	{ "{\"type\":\"id\",\"id\":\"1\"}", { .type = MESSAGE_UNKNOWN } },
	{ "{\"type\":\"id\",\"id\":true}", { .type = MESSAGE_UNKNOWN } },
	{ "{\"type\":\"id\"}", { .type = MESSAGE_UNKNOWN } },
	{ "{\"type\":\"id\",\"id\":1,\"id\":2}", { .type = MESSAGE_ID, ID = 2 } },
	{ "{\"type\":\"id\",\"id\":1,\"id\":null}", { .type = MESSAGE_UNKNOWN } },
	{ "{\"type\":\"x\",\"typ\\u0065\":\"id\",\"id\":1}", { .type = MESSAGE_ID, ID = 1 } },
	{ "{\"TYPE\":\"id\",\"type\":\"ID\",\"Id\":1}", { .type = MESSAGE_UNKNOWN } },
	{ "{\"type\":\"username\",\"name\":\"ann\",\"date\":5,\"id\":7}",
	  { .type = MESSAGE_USERNAME, .name = "ann", DATE = 5, ID = 7 } },
	{ "{\"type\":\"username\"}", { .type = MESSAGE_USERNAME } },
	{ "{\"type\":\"username\",\"name\":null,\"date\":\"5\",\"id\":[]}",
	  { .type = MESSAGE_USERNAME } },
	{ "{\"type\":\"username\",\"name\":\"a\",\"name\":5}", { .type = MESSAGE_USERNAME } },
	{ "{\"type\":\"username\",\"name\":\"a\",\"name\":\"b\"}",
	  { .type = MESSAGE_USERNAME, .name = "b" } },
	{ "{\"type\":\"username\",\"name\":\"\"}", { .type = MESSAGE_USERNAME, .name = "" } },
	{ "{\"type\":\"message\",\"text\":\"a&lt;b\",\"date\":1700000012345,\"id\":7,\"resent\":6}",
	  { .type = MESSAGE_TEXT, .text = "a&lt;b", DATE = 1700000012345, ID = 7, RESENT = 6 } },
	{ "{\"type\":\"message\",\"text\":\"\",\"name\":{}}",
	  { .type = MESSAGE_TEXT, .text = "" } },
	{ "{\"type\":\"message\",\"text\":\"a\\u0000b\\ud800\\n\"}",
	  { .type = MESSAGE_TEXT,
	    .text = "a\xef\xbf\xbd"
		    "b\xef\xbf\xbd\n" } },
	{ "{\"type\":\"message\",\"text\":\"\\ud83d\\ude00\xf0\x9f\x98\x80\"}",
	  { .type = MESSAGE_TEXT, .text = "\xf0\x9f\x98\x80\xf0\x9f\x98\x80" } },
	{ "{\"type\":\"message\",\"text\":5,\"name\":\"a\",\"id\":1}",
	  { .type = MESSAGE_UNKNOWN, .name = "a", ID = 1 } },
	{ "{\"type\":\"message\",\"text\":\"a\",\"text\":null}", { .type = MESSAGE_UNKNOWN } },
	{ "{\"type\":\"message\"}", { .type = MESSAGE_UNKNOWN } },
	{ "{\"type\":\"rejectusername\",\"id\":7,\"name\":\"ann1\"}",
	  { .type = MESSAGE_REJECTUSERNAME, ID = 7, .name = "ann1" } },
	{ "{\"type\":\"userlist\",\"users\":[]}", { .type = MESSAGE_USERLIST } },
	{ "{\"type\":\"userlist\",\"users\":[\"a\",null,\"\",5,\"b\"]}",
	  { .type = MESSAGE_USERLIST,
	    .users = (char *[]){ "a", NULL, "", NULL, "b" },
	    .user_count = 5 } },
	{ "{\"type\":\"userlist\",\"users\":[\"a\"],\"users\":[\"b\",\"c\"]}",
	  { .type = MESSAGE_USERLIST, .users = (char *[]){ "b", "c" }, .user_count = 2 } },
	{ "{\"type\":\"userlist\",\"users\":[\"a\"],\"users\":{\"length\":1}}",
	  { .type = MESSAGE_UNKNOWN } },
	{ "{\"type\":\"userlist\"}", { .type = MESSAGE_UNKNOWN } },
	{ "{\"type\":\"video-offer\",\"name\":\"a\"}", { .type = MESSAGE_UNKNOWN, .name = "a" } },
	{ "{\"type\":5}", { .type = MESSAGE_UNKNOWN } },
	{ "{\"type\":null,\"id\":3}", { .type = MESSAGE_UNKNOWN, ID = 3 } },
	{ "{}", { .type = MESSAGE_UNKNOWN } },
	{ "[{\"type\":\"id\",\"id\":1}]", { .type = MESSAGE_UNKNOWN } },
	{ "5", { .type = MESSAGE_UNKNOWN } },
	{ "null", { .type = MESSAGE_UNKNOWN } },
	{ "\"id\"", { .type = MESSAGE_UNKNOWN } },
};

START_TEST(messages_are_read)
{
	const struct message *e = &parsed[_i].m;
	struct message m;

	ck_assert(message_parse(&m, parsed[_i].json, strlen(parsed[_i].json)));
	ck_assert_int_eq(m.type, e->type);
	ck_assert_int_eq(m.has_id, e->has_id);
	ck_assert_int_eq(m.id, e->id);
	ck_assert_int_eq(m.has_date, e->has_date);
	ck_assert_int_eq(m.date, e->date);
	ck_assert_int_eq(m.has_resent, e->has_resent);
	ck_assert_int_eq(m.resent, e->resent);
	assert_string(m.name, e->name);
	if (e->type == MESSAGE_TEXT)
		assert_string(m.text, e->text);
	ck_assert_uint_eq(m.user_count, e->user_count);
	for (size_t i = 0; i < m.user_count; i++)
		assert_string(m.users[i], e->users[i]);
	message_free(&m);
	ck_assert_uint_eq(m.user_count, 0);
	message_free(&m);
}
END_TEST

static const char *const broken[] = {
	"",
	"{",
	"{\"type\":\"id\",\"id\":1} x",
	"{\"type\":\"id\",\"id\":01}",
	"{'type':'id'}",
	"{\"type\":\"message\",\"text\":\"\xff\"}",
};

START_TEST(what_is_no_json_is_no_message)
{
	struct message m;

	memset(&m, 0xff, sizeof m);
	ck_assert(!message_parse(&m, broken[_i], strlen(broken[_i])));
	ck_assert_ptr_null(m.name);
	ck_assert_ptr_null(m.text);
	ck_assert_ptr_null(m.users);
	message_free(&m);
}
END_TEST

START_TEST(no_cut_or_changed_byte_makes_it_crash)
{
	static const char whole[] =
		"{\"type\":\"userlist\",\"users\":[\"\xc3\xa9\\ud83d\\ude00\",null,-1.5e3],"
		"\"users\":[\"a\"],\"text\":\"x\",\"id\":1}";
	char bytes[sizeof whole - 1];
	struct message m;

	for (size_t at = 0; at < sizeof bytes; at++) {
		for (int c = 0; c < 256; c++) {
			memcpy(bytes, whole, sizeof bytes);
			bytes[at] = (char)c;
			message_parse(&m, bytes, sizeof bytes);
			message_free(&m);
		}
		ck_assert(!message_parse(&m, whole, at));
	}
}
END_TEST

START_TEST(messages_are_written_and_read_again)
{
	struct buf out = { 0 };
	struct message m;

	message_write_text(&out, "a \"b\"\n\xc3\xa9", 1700000000123, 1700000012345, 0);
	ck_assert_str_eq(buf_string(&out),
			 "{\"type\":\"message\",\"text\":\"a \\\"b\\\"\\n\xc3\xa9\","
			 "\"id\":1700000000123,\"date\":1700000012345}");
	ck_assert(message_parse(&m, buf_string(&out), buf_size(&out)));
	ck_assert_str_eq(m.text, "a \"b\"\n\xc3\xa9");
	message_free(&m);
	buf_clear(&out);
	message_write_text(&out, "", 2, 3, 1);
	ck_assert_str_eq(buf_string(&out),
			 "{\"type\":\"message\",\"text\":\"\",\"id\":2,\"date\":3,"
			 "\"resent\":1}");
	buf_clear(&out);
	message_write_username(&out, "<\\>", 7, 8);
	ck_assert_str_eq(buf_string(&out),
			 "{\"type\":\"username\",\"name\":\"<\\\\>\",\"id\":7,\"date\":8}");
	buf_free(&out);
}
END_TEST

static const struct {
	const char *json, *text;
} inputs[] = {
	{ "{\"text\":\"a\\nb\"}", "a\nb" },
	{ "{\"text\":\"/quit\",\"type\":\"id\",\"name\":\"x\"}", "/quit" },
	{ "{\"text\":\"\"}", "" },
	{ "{\"text\":\"&lt;\"}", "&lt;" },
	{ "{\"text\":1}", NULL },
	{ "{\"text\":\"a\",\"text\":null}", NULL },
	{ "{}", NULL },
	{ "[\"text\"]", NULL },
	{ "{\"text\":\"a\"", NULL },
	{ "hello", NULL },
};

START_TEST(typed_objects_are_read)
{
	char *text = message_read_input(inputs[_i].json, strlen(inputs[_i].json));

	assert_string(text, inputs[_i].text);
	free(text);
}
END_TEST

static const struct {
	const char *text, *escaped;
} escapes[] = {
	{ "", "" },
	{ "plain", "plain" },
	{ "x < y", "x < y" },
	{ "x > y", "x > y" },
	{ "y > x < y", "y > x < y" },
	{ "x < y and z > w", "x &lt; y and z > w" },
	{ "<>", "<>" },
	{ "<>>", "<>>" },
	{ "<<>", "&lt;<>" },
	{ "<<>>", "&lt;<>>" },
	{ "<b>bold</b>", "&lt;b>bold&lt;/b>" },
	{ "<a\nb>", "&lt;a\nb>" },
	{ "<a> <", "&lt;a> <" },
	{ "AT&T", "AT&T" },
	{ "a & b; c", "a & b; c" },
	{ "a&b;c", "a&amp;b;c" },
	{ "&lt;", "&amp;lt;" },
	{ "&amp;lt;", "&amp;amp;lt;" },
	{ "&copy;", "&amp;copy;" },
	{ "&#60;&#x3C;", "&amp;#60;&amp;#x3C;" },
	{ "&#;&#x;&;&#60&lt", "&#;&#x;&;&#60&lt" },
	{ "&1;&-;", "&1;&-;" },
	{ "&<b>", "&&lt;b>" },
	{ "&l<t;>", "&l&lt;t;>" },
};

START_TEST(only_what_would_be_lost_is_escaped)
{
	struct buf out = { 0 };

	message_escape(&out, escapes[_i].text);
	ck_assert_str_eq(buf_string(&out), escapes[_i].escaped);
	buf_free(&out);
}
END_TEST

static const struct {
	const char *text, *shown;
} entities[] = {
	{ "&lt;&gt;&amp;&quot;&apos;&#39;", "<>&\"''" },
	{ "a&nbsp;b", "a\xc2\xa0"
		      "b" },
	{ "&amp;lt;", "&lt;" },
	{ "&amp;amp;amp;", "&amp;amp;" },
	{ "&#60;&#x3c;&#X3C;&#0060;", "<<<<" },
	{ "&#x1F600;&#233;", "\xf0\x9f\x98\x80\xc3\xa9" },
	{ "&#10;&#9;", "\n\t" },
	{ "&#0;&#27;&#x7f;&#155;", "&#0;&#27;&#x7f;&#155;" },
	{ "&#xD800;&#x110000;", "&#xD800;&#x110000;" },
	{ "&#99999999999999999999999;", "&#99999999999999999999999;" },
	{ "&#x10FFFF;", "\xf4\x8f\xbf\xbf" },
	{ "&copy;&LT;&Lt;", "&copy;&LT;&Lt;" },
	{ "&lt &l&t;; &&lt;;", "&lt &l&t;; &<;" },
	{ "&", "&" },
	{ "&#", "&#" },
	{ "&#x", "&#x" },
	{ "&#-5;&# 5;", "&#-5;&# 5;" },
};

START_TEST(entities_are_decoded_once)
{
	struct buf out = { 0 };

	message_unescape(&out, entities[_i].text);
	ck_assert_str_eq(buf_string(&out), entities[_i].shown);
	buf_free(&out);
}
END_TEST

/* The server's text.replace(/(<([^>]+)>)/ig, ""), as a model. */
static void strip(struct buf *out, const char *text)
{
	while (*text) {
		const char *end = *text == '<' && text[1] ? strchr(text + 1, '>') : NULL;

		if (end && end > text + 1)
			text = end + 1;
		else
			buf_append_byte(out, (uint8_t)*text++);
	}
}

static void assert_survives(const char *text)
{
	struct buf escaped = { 0 }, stripped = { 0 }, shown = { 0 };

	message_escape(&escaped, text);
	strip(&stripped, buf_string(&escaped));
	message_unescape(&shown, buf_string(&stripped));
	ck_assert_str_eq(buf_string(&shown), text);
	buf_free(&escaped);
	buf_free(&stripped);
	buf_free(&shown);
}

START_TEST(every_short_text_survives_the_server)
{
	static const char alphabet[] = "<>&lt;#";
	char text[7] = "";

	for (int left = 1, n = 0; left;) {
		assert_survives(text);
		if (n < 6) {
			text[n++] = alphabet[0];
			continue;
		}
		while (n && text[n - 1] == alphabet[sizeof alphabet - 2])
			text[--n] = 0;
		if (n)
			text[n - 1] = *(strchr(alphabet, text[n - 1]) + 1);
		left = n;
	}
}
END_TEST

START_TEST(random_texts_survive_the_server)
{
	static const char *const pieces[] = {
		"<",    ">",     "&",     ";",   "#",    "x",        "3", "amp", "lt",
		"&lt;", "&amp;", "&#60;", "<b>", "</b>", "\xc3\xa9", " ", "\n",  "&#x3c;"
	};
	uint32_t seed = 1;

	for (int round = 0; round < 20000; round++) {
		struct buf text = { 0 };

		for (int i = 0; i < 20; i++) {
			seed = seed * 1664525 + 1013904223;
			buf_append_string(&text, pieces[(seed >> 16) % COUNT(pieces)]);
		}
		assert_survives(buf_string(&text));
		buf_free(&text);
	}
}
END_TEST

static const struct {
	const char *text, *action;
} actions[] = {
	{ "/me waves", "waves" }, { "/me ", "" },    { "/me", NULL },
	{ "/ME waves", NULL },    { "/mean", NULL }, { " /me waves", NULL },
};

START_TEST(an_action_is_told_by_its_word)
{
	ck_assert_pstr_eq(message_action(actions[_i].text), actions[_i].action);
}
END_TEST

TESTING_MAIN("message", TESTING_LOOP(messages_are_read, COUNT(parsed)),
	     TESTING_LOOP(what_is_no_json_is_no_message, COUNT(broken)),
	     TESTING(no_cut_or_changed_byte_makes_it_crash),
	     TESTING(messages_are_written_and_read_again),
	     TESTING_LOOP(typed_objects_are_read, COUNT(inputs)),
	     TESTING_LOOP(only_what_would_be_lost_is_escaped, COUNT(escapes)),
	     TESTING_LOOP(entities_are_decoded_once, COUNT(entities)),
	     TESTING(every_short_text_survives_the_server),
	     TESTING(random_texts_survive_the_server),
	     TESTING_LOOP(an_action_is_told_by_its_word, COUNT(actions)))
