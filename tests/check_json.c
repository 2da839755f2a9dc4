#include "testing.h"

#include <math.h>
#include <string.h>

#include "json.h"
#include "json_put.h"

#define REPLACED "\\ufffd"

/* Text as a case: its length is the literal's, so that a NUL may stand inside. */
#define TEXT(literal) literal, sizeof(literal) - 1

static const struct {
	const char *text;
	size_t n;
	const char *normal; /* NULL: as it is */
} good[] = {
	{ TEXT("null"), NULL },
	{ TEXT(" \t\r\n true \n"), NULL },
	{ TEXT("[]"), NULL },
	{ TEXT("[ ]"), NULL },
	{ TEXT("{}"), NULL },
	{ TEXT("{ }"), NULL },
	{ TEXT("[1, 2 ,3]"), NULL },
	{ TEXT("{\"a\" : [ {\"b\":null} , false ] }"), NULL },
	{ TEXT("{\"a\":1,\"a\":2}"), NULL },
	{ TEXT("0"), NULL },
	{ TEXT("-0"), NULL },
	{ TEXT("-0.0e-0"), NULL },
	{ TEXT("10.01E+2"), NULL },
	{ TEXT("1e308"), NULL },
	{ TEXT("1e-999"), NULL },
	{ TEXT("0e999"), NULL },
	{ TEXT("1e0000000000001"), NULL },
	{ TEXT("1e309"), "null " },
	{ TEXT("[-1e999,1]"), "[null  ,1]" },
	{ TEXT("1.7976931348623157e308"), NULL },
	{ TEXT("1.7976931348623159e308"), "null                  " },
	{ TEXT("0.0000000000000000000000000000000000000000000000000000000000001"), NULL },
	{ TEXT("0.00000000000000000000000000000000000000000000000000000000000001"),
	  "1e-62                                                           " },
	{ TEXT("1000000000000000000000000000000000000000000000000000000000000000"),
	  "1e+63                                                           " },
	{ TEXT("123456789012345678901234567890123456789012345678901234567890.125"),
	  "1.2345678901234567e+59                                          " },
	{ TEXT("\"\""), NULL },
	{ TEXT("\"plain text that is longer than a word of the machine\""), NULL },
	{ TEXT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), NULL },
	{ TEXT("\"\x7f\""), NULL },
	{ TEXT("\"\\u0041\\u00e9\\uFFFF\""), NULL },
	{ TEXT("\"\\ud83d\\uDE00\""), NULL },
	{ TEXT("\"\xc3\xa9 \xe4\xbd\xa0 \xf0\x9f\x98\x80\""), NULL },
	{ TEXT("\"\xc2\x80 \xdf\xbf \xe0\xa0\x80 \xed\x9f\xbf \xee\x80\x80 \xef\xbf\xbf\""), NULL },
	{ TEXT("\"\xf0\x90\x80\x80 \xf4\x8f\xbf\xbf\""), NULL },
	{ TEXT("\"\\u0000\""), "\"" REPLACED "\"" },
	{ TEXT("\"a\\u0000b\\u0000\""), "\"a" REPLACED "b" REPLACED "\"" },
	{ TEXT("\"\\ud800\""), "\"" REPLACED "\"" },
	{ TEXT("\"\\udc00\""), "\"" REPLACED "\"" },
	{ TEXT("\"\\ud800\\ud800\""), "\"" REPLACED REPLACED "\"" },
	{ TEXT("\"\\ud800\\ud83d\\ude00\""), "\"" REPLACED "\\ud83d\\ude00\"" },
	{ TEXT("\"\\udc00\\ud800 \""), "\"" REPLACED REPLACED " \"" },
	{ TEXT("\"\\ud83d\\n\""), "\"" REPLACED "\\n\"" },
	{ TEXT("\"\\ud83dx\""), "\"" REPLACED "x\"" },
	{ TEXT("{\"\\u0000\":\"\\uD800\"}"), "{\"" REPLACED "\":\"" REPLACED "\"}" },
};

START_TEST(what_is_json_is_taken_and_put_right)
{
	struct buf out = { 0 };
	const char *normal = good[_i].normal ? good[_i].normal : good[_i].text;

	ck_assert_int_eq(json_check(good[_i].text, good[_i].n),
			 good[_i].normal ? JSON_UNUSUAL : JSON_PLAIN);
	buf_append_string(&out, "before");
	ck_assert(json_normalize(&out, good[_i].text, good[_i].n));
	buf_consume(&out, strlen("before"));
	ck_assert_str_eq(buf_string(&out), normal);
	ck_assert_uint_eq(buf_size(&out), good[_i].n);
	buf_free(&out);
}
END_TEST

static const struct {
	const char *text;
	size_t n;
} bad[] = {
	{ TEXT("") },
	{ TEXT(" ") },
	{ TEXT("\xef\xbb\xbf{}") },
	{ TEXT("{} x") },
	{ TEXT("1 2") },
	{ TEXT("null\0") },
	{ TEXT("\0null") },
	{ TEXT("\x0bnull") },
	{ TEXT("\xc2\xa0null") },
	{ TEXT("nul") },
	{ TEXT("True") },
	{ TEXT("NaN") },
	{ TEXT("Infinity") },
	{ TEXT("-Infinity") },
	{ TEXT("undefined") },
	{ TEXT("[") },
	{ TEXT("]") },
	{ TEXT("[1") },
	{ TEXT("[1,]") },
	{ TEXT("[,1]") },
	{ TEXT("[1 2]") },
	{ TEXT("[1}") },
	{ TEXT("{") },
	{ TEXT("{\"a\"") },
	{ TEXT("{\"a\":") },
	{ TEXT("{\"a\":1") },
	{ TEXT("{\"a\":1,}") },
	{ TEXT("{\"a\" 1}") },
	{ TEXT("{a:1}") },
	{ TEXT("{'a':1}") },
	{ TEXT("{1:1}") },
	{ TEXT("{,}") },
	{ TEXT("// x\n1") },
	{ TEXT("1 /* x */") },
	{ TEXT("+1") },
	{ TEXT("-") },
	{ TEXT("01") },
	{ TEXT("-01") },
	{ TEXT("1.") },
	{ TEXT(".1") },
	{ TEXT("1e") },
	{ TEXT("1e+") },
	{ TEXT("0x10") },
	{ TEXT("1,5") },
	{ TEXT("\"") },
	{ TEXT("\"abcdefghijklmnop") },
	{ TEXT("'a'") },
	{ TEXT("\"\\\"") },
	{ TEXT("\"\\") },
	{ TEXT("\"\\a\"") },
	{ TEXT("\"\\\0\"") },
	{ TEXT("\"\\x41\"") },
	{ TEXT("\"\\u\"") },
	{ TEXT("\"\\u12\"") },
	{ TEXT("\"\\u123g\"") },
	{ TEXT("\"\\u 123\"") },
	{ TEXT("\"\\U0041\"") },
	{ TEXT("\"a\nb\"") },
	{ TEXT("\"a\0b\"") },
	{ TEXT("\"1234567\x1f\"") },
	{ TEXT("\"\x80\"") },
	{ TEXT("\"\xc0\x80\"") },
	{ TEXT("\"\xc1\xbf\"") },
	{ TEXT("\"\xc3\"") },
	{ TEXT("\"\xe0\x9f\xbf\"") },
	{ TEXT("\"\xed\xa0\x80\"") },
	{ TEXT("\"\xe4\xbd\"") },
	{ TEXT("\"\xf0\x8f\xbf\xbf\"") },
	{ TEXT("\"\xf4\x90\x80\x80\"") },
	{ TEXT("\"\xf5\x80\x80\x80\"") },
	{ TEXT("\"\xff\"") },
	{ TEXT("\"\xf0\x9f\x98") },
};

START_TEST(what_is_no_json_is_refused_and_leaves_nothing)
{
	struct buf out = { 0 };
	/* Exactly the bytes, so that a sanitizer sees who reads behind them. */
	char *text = malloc(bad[_i].n + !bad[_i].n);

	memcpy(text, bad[_i].text, bad[_i].n);
	buf_append_string(&out, "before");
	ck_assert_int_eq(json_check(text, bad[_i].n), JSON_BROKEN);
	ck_assert(!json_normalize(&out, text, bad[_i].n));
	ck_assert_str_eq(buf_string(&out), "before");
	ck_assert(!json_stringify(&out, text, bad[_i].n));
	ck_assert_str_eq(buf_string(&out), "before");
	free(text);
	buf_free(&out);
}
END_TEST

START_TEST(no_beginning_of_a_text_is_a_text)
{
	static const char whole[] =
		"{\"type\":\"mess\\u0041ge\",\"\xc3\xa9\":[true,-1.5e3,\"\\ud83d"
		"\\ude00\",{\"a\":null}],\"date\":1700000000000}";

	for (size_t n = 0; n < sizeof whole - 1; n++) {
		char *cut = malloc(n + !n);

		memcpy(cut, whole, n);
		ck_assert_int_eq(json_check(cut, n), JSON_BROKEN);
		free(cut);
	}
	ck_assert_int_eq(json_check(whole, sizeof whole - 1), JSON_PLAIN);
}
END_TEST

/* A control character or a quote is seen at every place of a word of the machine. */
START_TEST(strings_end_and_fail_at_every_alignment)
{
	static const char bytes[] = "\x01\x1f\"\\\x80\xff";

	for (size_t at = 1; at < 40; at++) {
		for (size_t i = 0; i < sizeof bytes - 1; i++) {
			char text[48];

			memset(text, 'x', sizeof text);
			text[0] = text[sizeof text - 1] = '"';
			text[at] = bytes[i];
			ck_assert_int_eq(json_check(text, sizeof text), JSON_BROKEN);
			text[at] = ' ' + (char)i;
			text[at] = text[at] == '"' ? '~' : text[at];
			ck_assert_int_eq(json_check(text, sizeof text), JSON_PLAIN);
		}
	}
}
END_TEST

static char *nested(int depth, char open, char close)
{
	char *text = malloc(2 * (size_t)depth);

	memset(text, open, (size_t)depth);
	memset(text + depth, close, (size_t)depth);
	return text;
}

START_TEST(depth_is_limited)
{
	struct buf out = { 0 };
	char *text = nested(JSON_DEPTH_MAX, '[', ']');

	ck_assert_int_eq(json_check(text, 2 * JSON_DEPTH_MAX), JSON_PLAIN);
	free(text);
	text = nested(JSON_DEPTH_MAX + 1, '[', ']');
	ck_assert_int_eq(json_check(text, 2 * JSON_DEPTH_MAX + 2), JSON_BROKEN);
	ck_assert(json_stringify(&out, text, 2 * JSON_DEPTH_MAX + 2));
	free(text);
	text = nested(1000000, '[', ']');
	ck_assert_int_eq(json_check(text, 2000000), JSON_BROKEN);
	ck_assert(!json_stringify(&out, text, 2000000));
	free(text);
	buf_free(&out);
}
END_TEST

static const struct {
	const char *string;
	size_t n;
	const char *json;
} written[] = {
	{ TEXT(""), "\"\"" },
	{ TEXT("plain"), "\"plain\"" },
	{ TEXT("a\"b\\c/"), "\"a\\\"b\\\\c/\"" },
	{ TEXT("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"" },
	{ TEXT("\0\x01\x1b\x1f\x7f"), "\"\\u0000\\u0001\\u001b\\u001f\\u007f\"" },
	{ TEXT("\xc2\x9b"
	       "31m"),
	  "\"\\u009b31m\"" },
	{ TEXT("\xc2\xa0\xc3\xa9 \xf0\x9f\x98\x80"), "\"\xc2\xa0\xc3\xa9 \xf0\x9f\x98\x80\"" },
	{ TEXT("a\xff"
	       "b\xc3"),
	  "\"a\xef\xbf\xbd"
	  "b\xef\xbf\xbd\"" },
	{ TEXT("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
};

START_TEST(strings_are_written_as_json)
{
	struct buf out = { 0 };

	json_write_string(&out, written[_i].string, written[_i].n);
	ck_assert_str_eq(buf_string(&out), written[_i].json);
	ck_assert_int_ne(json_check(written[_i].json, strlen(written[_i].json)), JSON_BROKEN);
	buf_free(&out);
}
END_TEST

/* What node 18 prints for JSON.stringify(JSON.parse(text)). */
static const struct {
	const char *text, *script;
} scripted[] = {
	{ " [ 1 , { \"a\" : null } , true,false ] ", "[1,{\"a\":null},true,false]" },
	{ "{ }", "{}" },
	{ "[ ]", "[]" },
	{ "{\"b\":1,\"a\":2}", "{\"b\":1,\"a\":2}" },
	{ "{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":3,\"b\":2}" },
	{ "{\"a\":1,\"\\u0061\":{\"x\":[]},\"a\":[2]}", "{\"a\":[2]}" },
	{ "{\"b\":1,\"2\":2,\"1\":3,\"01\":4,\"-1\":5}",
	  "{\"1\":3,\"2\":2,\"b\":1,\"01\":4,\"-1\":5}" },
	{ "{\"4294967295\":1,\"4294967294\":2,\"0\":3}",
	  "{\"0\":3,\"4294967294\":2,\"4294967295\":1}" },
	{ "{\"10\":1,\"9\":2,\"10\":3}", "{\"9\":2,\"10\":3}" },
	{ "{\"x\":{\"1\":1,\"0\":{\"b\":1,\"b\":2}}}", "{\"x\":{\"0\":{\"b\":2},\"1\":1}}" },
	{ "{\"__proto__\":1,\"toJSON\":2}", "{\"__proto__\":1,\"toJSON\":2}" },
	{ "[0,-0,1.0,1e2,-1.50,1E400,-1e400]", "[0,0,1,100,-1.5,null,null]" },
	{ "[1e20,1e21,123456789012345680000,1e-6,1e-7,1.5e-7,0.1]",
	  "[100000000000000000000,1e+21,123456789012345680000,0.000001,1e-7,1.5e-7,0.1]" },
	{ "[5e-324,1.7976931348623157e308,9007199254740993,0.30000000000000004]",
	  "[5e-324,1.7976931348623157e+308,9007199254740992,0.30000000000000004]" },
	{ "[1234.5678,123456789.125,1e15,123456789012345678]",
	  "[1234.5678,123456789.125,1000000000000000,123456789012345680]" },
	{ "\"\\/\\b\\f\\n\\r\\t\\\"\\\\\"", "\"/\\b\\f\\n\\r\\t\\\"\\\\\"" },
	{ "\"\\u0000\\u001B\\u007f\\u0009\\u0022\\u005c\"", "\"\\u0000\\u001b\x7f\\t\\\"\\\\\"" },
	{ "\"\\u00e9\\u4F60\\ud83d\\ude00\"", "\"\xc3\xa9\xe4\xbd\xa0\xf0\x9f\x98\x80\"" },
	{ "\"\\uD800\\udc00\\uDBFF\\uDFFF\"", "\"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"" },
	{ "\"\\uD800\\uD83D\\uDE00\\uDC00x\\ud83d\\u0041\"",
	  "\"\\ud800\xf0\x9f\x98\x80\\udc00x\\ud83dA\"" },
	{ "\"\\ud83d\\n\\\"\"", "\"\\ud83d\\n\\\"\"" },
};

START_TEST(texts_are_rewritten_as_javascript_does)
{
	struct buf out = { 0 };

	buf_append_string(&out, "before");
	ck_assert(json_stringify(&out, scripted[_i].text, strlen(scripted[_i].text)));
	buf_consume(&out, strlen("before"));
	ck_assert_str_eq(buf_string(&out), scripted[_i].script);
	buf_free(&out);
}
END_TEST

START_TEST(rewriting_again_changes_nothing)
{
	struct buf out = { 0 };

	ck_assert(json_stringify(&out, scripted[_i].script, strlen(scripted[_i].script)));
	ck_assert_str_eq(buf_string(&out), scripted[_i].script);
	buf_free(&out);
}
END_TEST

START_TEST(members_are_walked)
{
	static const char object[] =
		"{\"a\":1,\"b\\\"}\":\"x,}\\\"\",\"c\":[1,{\"d\":\"]\"}],\"e\":{},"
		"\"f\":null}";
	static const char *const keys[] = { "\"a\"", "\"b\\\"}\"", "\"c\"", "\"e\"", "\"f\"" };
	static const char *const values[] = { "1", "\"x,}\\\"\"", "[1,{\"d\":\"]\"}]", "{}",
					      "null" };
	struct json_member m = { 0 };
	size_t i = 0;

	for (; json_next_member(object, sizeof object - 1, &m); i++) {
		ck_assert_uint_lt(i, COUNT(keys));
		ck_assert_uint_eq(m.key_size, strlen(keys[i]));
		ck_assert_mem_eq(m.key, keys[i], m.key_size);
		ck_assert_uint_eq(m.value_size, strlen(values[i]));
		ck_assert_mem_eq(m.value, values[i], m.value_size);
	}
	ck_assert_uint_eq(i, COUNT(keys));
	m = (struct json_member){ 0 };
	ck_assert(!json_next_member("{}", 2, &m));
}
END_TEST

START_TEST(many_keys_are_settled_in_good_time)
{
	struct buf text = { 0 }, out = { 0 };

	buf_append_byte(&text, '{');
	for (int i = 0; i < 100000; i++)
		buf_format(&text, "%s\"k%d\":%d", i ? "," : "", i % 50000, i);
	buf_append_byte(&text, '}');
	ck_assert(json_stringify(&out, buf_string(&text), buf_size(&text)));
	ck_assert_int_eq(strncmp(buf_string(&out), "{\"k0\":50000,\"k1\":50001,", 23), 0);
	buf_free(&text);
	buf_free(&out);
}
END_TEST

static const struct {
	const char *text;
	double number;
} numbers[] = {
	{ "0", 0 },
	{ "-1", -1 },
	{ "1.5", 1.5 },
	{ "-12.25e2", -1225 },
	{ "1700000000000", 1700000000000 },
	{ "0.1", 0.1 },
	{ "1e-400", 0 },
	{ "1e400", INFINITY },
	{ "1e99999999999999999999", INFINITY },
	{ "1e-99999999999999999999", 0 },
	{ "100e-2", 1 },
	{ "0.001E+3", 1 },
};

START_TEST(numbers_are_read_in_every_locale)
{
	ck_assert(json_number(numbers[_i].text, strlen(numbers[_i].text)) == numbers[_i].number);
}
END_TEST

static const struct {
	const char *text, *indented;
} indents[] = {
	{ "", "" },
	{ " 1 ", "1" },
	{ "{}", "{}" },
	{ "[ ]", "[]" },
	{ "[1,2]", "[\n  1,\n  2\n]" },
	{ "{\"a\":1}", "{\n  \"a\": 1\n}" },
	{ "{ \"a\" :[ {\"b\":{}} ,null]}",
	  "{\n  \"a\": [\n    {\n      \"b\": {}\n    },\n    null\n  ]\n}" },
	{ "{\"a:{,\\\"\":\"}\"}", "{\n  \"a:{,\\\"\": \"}\"\n}" },
	/* cut off */
	{ "{\"a", "{\n  \"a" },
	{ "{\"a\\", "{\n  \"a\\" },
	{ "[", "[\n  " },
	{ "{\"a\":", "{\n  \"a\": " },
	{ "[1,", "[\n  1,\n  " },
	/* none */
	{ "}]", "}]" },
};

START_TEST(texts_are_indented_for_people)
{
	struct buf out = { 0 };

	json_indent(&out, indents[_i].text, strlen(indents[_i].text));
	ck_assert_str_eq(buf_string(&out), indents[_i].indented);
	buf_free(&out);
}
END_TEST

START_TEST(deep_texts_are_not_indented_without_end)
{
	struct buf out = { 0 };
	char text[10000];

	memset(text, '[', sizeof text);
	json_indent(&out, text, sizeof text);
	ck_assert_uint_lt(buf_size(&out), sizeof text * (2 * JSON_DEPTH_MAX + 2));
	buf_free(&out);
}
END_TEST

START_TEST(members_are_written_one_by_one)
{
	struct buf out = { 0 };

	json_put_string(&out, "s", "a\"b", 3);
	json_put_integer(&out, "i", INT64_MIN);
	json_put_boolean(&out, "b", true);
	json_put_key(&out, "k");
	ck_assert_str_eq(buf_string(&out),
			 ",\"s\":\"a\\\"b\",\"i\":-9223372036854775808,\"b\":true,\"k\":");
	buf_free(&out);
}
END_TEST

TESTING_MAIN("json", TESTING_LOOP(what_is_json_is_taken_and_put_right, COUNT(good)),
	     TESTING_LOOP(what_is_no_json_is_refused_and_leaves_nothing, COUNT(bad)),
	     TESTING(no_beginning_of_a_text_is_a_text),
	     TESTING(strings_end_and_fail_at_every_alignment), TESTING(depth_is_limited),
	     TESTING_LOOP(strings_are_written_as_json, COUNT(written)),
	     TESTING_LOOP(texts_are_rewritten_as_javascript_does, COUNT(scripted)),
	     TESTING_LOOP(rewriting_again_changes_nothing, COUNT(scripted)),
	     TESTING_LOOP(texts_are_indented_for_people, COUNT(indents)),
	     TESTING(deep_texts_are_not_indented_without_end), TESTING(members_are_walked),
	     TESTING(many_keys_are_settled_in_good_time),
	     TESTING_LOOP(numbers_are_read_in_every_locale, COUNT(numbers)),
	     TESTING(members_are_written_one_by_one))
