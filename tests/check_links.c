#include "testing.h"

#include <locale.h>
#include <string.h>

#include "links.h"
#include "mem.h"

/* The links of a text, parted by blanks. */
static const struct {
	const char *text, *links;
} texts[] = {
	{ "", "" },
	{ "no link, not even http: or www", "" },
	{ "http://a", "http://a" },
	{ "see https://example.com/a?b=c#d here", "https://example.com/a?b=c#d" },
	{ "HTTPS://Example.COM/", "HTTPS://Example.COM/" },
	{ "ftp://f/x ws://w/ wss://w:6502/", "ftp://f/x ws://w/ wss://w:6502/" },
	{ "http://a http://b\nhttp://c", "http://a http://b http://c" },
	{ "http://user:pw@host:80/", "http://user:pw@host:80/" },
	{ "http://[::1]:6502/x", "http://[::1]:6502/x" },
	{ "http://127.0.0.1", "http://127.0.0.1" },
	/* what is none */
	{ "http:// http:///x http://?q http://.", "" },
	{ "xhttp://a 1https://a", "" },
	{ "javascript://a file:///etc/passwd data:text/html,x", "" },
	{ "http:/a http:a", "" },
	/* www and mail */
	{ "www.example.com", "www.example.com" },
	{ "see www.example.com/a, or", "www.example.com/a" },
	{ "www. www.x www.x. www.x/a.b awww.x.y .www.x.y a@www.x.y", "" },
	{ "mailto:ann@example.com?subject=x", "mailto:ann@example.com?subject=x" },
	{ "mailto:ann mailto:@b mailto:a@ ann@example.com", "" },
	/* the punctuation of the sentence */
	{ "http://a/b.", "http://a/b" },
	{ "http://a/b, http://a/c; http://a/d! http://a/e? http://a/f:",
	  "http://a/b http://a/c http://a/d http://a/e http://a/f" },
	{ "http://a/b...", "http://a/b" },
	{ "http://a/b…", "http://a/b" },
	{ "http://a/b.c,d;e!f?g:h", "http://a/b.c,d;e!f?g:h" },
	{ "http://a/?", "http://a/" },
	{ "'http://a/b'", "http://a/b" },
	{ "\"http://a/b\"", "http://a/b" },
	{ "<http://a/b>", "http://a/b" },
	{ "`http://a/b`", "http://a/b" },
	{ "**http://a/b**", "http://a/b" },
	{ "“http://a/b”", "http://a/b" },
	{ "«http://a/b»", "http://a/b" },
	{ "|http://a/b|", "http://a/b" },
	{ "{http://a/b}", "http://a/b" },
	/* brackets */
	{ "(http://a/b)", "http://a/b" },
	{ "(see http://a/b.)", "http://a/b" },
	{ "http://a/b_(c)", "http://a/b_(c)" },
	{ "(http://a/b_(c))", "http://a/b_(c)" },
	{ "(http://a/b_(c).)", "http://a/b_(c)" },
	{ "[http://a/b]", "http://a/b" },
	{ "[text](http://a/b)", "http://a/b" },
	{ "[http://a/b](http://a/c)", "http://a/b http://a/c" },
	{ "http://a/?b[0]=1", "http://a/?b[0]=1" },
	{ "http://a/b(", "http://a/b" },
	/* other scripts */
	{ "https://ru.wikipedia.org/wiki/Чат", "https://ru.wikipedia.org/wiki/Чат" },
	{ "https://пример.рф/путь?ключ=да", "https://пример.рф/путь?ключ=да" },
	{ "www.пример.рф", "www.пример.рф" },
	{ "сайтhttp://a/b", "http://a/b" },
	{ "请看http://a/b，谢谢", "http://a/b" },
	{ "请看http://a/b谢谢", "http://a/b" },
	{ "请看http://a/b。http://a/c", "http://a/b http://a/c" },
	{ "（http://a/b）", "http://a/b" },
	{ "「http://a/b」", "http://a/b" },
	{ "https://zh.wikipedia.org/wiki/聊天", "https://zh.wikipedia.org/wiki/聊天" },
	{ "https://zh.wikipedia.org/wiki/聊天、", "https://zh.wikipedia.org/wiki/聊天" },
	{ "https://ja.wikipedia.org/wiki/チャット", "https://ja.wikipedia.org/wiki/チャット" },
	{ "http://例え.jp/", "http://例え.jp/" },
	{ "http://a/b를", "http://a/b를" },
	{ "http://a/bโปรด", "http://a/b" },
	{ "http://a/👋 http://👋/", "http://a/" },
	{ "http://a/e\u0301", "http://a/e\u0301" },
	{ "http://a\u00a0b http://c\ufffdd", "http://a http://c" },
};

static char *join_links(const char *text)
{
	struct links found = { 0 };
	struct buf out = { 0 };

	links_find(&found, text, strlen(text));
	for (size_t i = 0; i < found.count; i++) {
		buf_append_string(&out, i ? " " : "");
		buf_append(&out, text + found.all[i].start, found.all[i].end - found.all[i].start);
	}
	free(found.all);
	return buf_take(&out);
}

START_TEST(links_are_found)
{
	char *links = join_links(texts[_i].text);

	ck_assert_str_eq(links, texts[_i].links);
	free(links);
}
END_TEST

static const struct {
	const char *link, *uri;
} uris[] = {
	{ "http://a/b?c#d", "http://a/b?c#d" },
	{ "www.example.com/x", "http://www.example.com/x" },
	{ "WWW.пример.рф/ч", "http://www.xn--e1afmkfd.xn--p1ai/%D1%87" },
	{ "https://пример.рф", "https://xn--e1afmkfd.xn--p1ai" },
	{ "https://я@пример.рф:8080/?ч", "https://%D1%8F@xn--e1afmkfd.xn--p1ai:8080/?%D1%87" },
	{ "http://例え.jp#漢", "http://xn--r8jz45g.jp#%E6%BC%A2" },
	{ "http://user@[::1]:80/", "http://user@[::1]:80/" },
	{ "http://A%20b/\"<>\\^`{|}", "http://A%20b/%22%3C%3E%5C%5E%60%7B%7C%7D" },
	{ "http://a/\x1b]8;;\x07\x7f \n\x01", "http://a/%1B]8;;%07%7F%20%0A%01" },
	{ "http://a/\xc2\x9c\xff", "http://a/%C2%9C%FF" },
	{ "http://я\x1b/", "http://%D1%8F%1B/" },
	{ "mailto:я@b", "mailto:%D1%8F@b" },
};

START_TEST(links_become_uris)
{
	struct buf out = { 0 };

	links_uri(&out, uris[_i].link, strlen(uris[_i].link));
	ck_assert_str_eq(buf_string(&out), uris[_i].uri);
	for (size_t i = 0; i < buf_size(&out); i++)
		ck_assert(buf_bytes(&out)[i] > ' ' && buf_bytes(&out)[i] < 0x7f);
	buf_free(&out);
}
END_TEST

/* The letter takes SIZE bytes in a URI, and as many links of LENGTH as are just short enough. */
START_TEST(what_is_too_long_is_no_link)
{
	static const char *const letters[] = { "x", "я" };
	static const size_t sizes[] = { 1, 6 };

	for (size_t i = 0; i < COUNT(letters); i++) {
		size_t most = (LINKS_URI_MAX - 9) / sizes[i];
		struct links found = { 0 };
		struct buf text = { 0 };

		buf_append_string(&text, "http://a/");
		for (size_t j = 0; j < most; j++)
			buf_append_string(&text, letters[i]);
		links_find(&found, buf_string(&text), buf_size(&text));
		ck_assert_uint_eq(found.count, 1);
		buf_append_string(&text, letters[i]);
		buf_append_string(&text, "/http://b and http://c");
		links_find(&found, buf_string(&text), buf_size(&text));
		ck_assert_uint_eq(found.count, 1);
		ck_assert_uint_eq(buf_size(&text) - found.all[0].start, strlen("http://c"));
		free(found.all);
		buf_free(&text);
	}
}
END_TEST

/* Texts that are nothing but beginnings would take minutes if each were looked at to the end. */
START_TEST(a_text_made_to_be_slow_is_not)
{
	static const char *const parts[] = { "http://",      "www.", "mailto:", "http://a/(",
					     "http://a....", "h",    "www.x/" };

	for (size_t i = 0; i < COUNT(parts); i++) {
		struct links found = { 0 };
		struct buf text = { 0 };

		while (buf_size(&text) < 1 << 20)
			buf_append_string(&text, parts[i]);
		links_find(&found, buf_string(&text), buf_size(&text));
		ck_assert_uint_le(found.count, 1);
		free(found.all);
		buf_free(&text);
	}
}
END_TEST

static const struct {
	const char *uri;
	bool browsable;
} kinds[] = {
	{ "http://a", true },        { "HTTPS://a", true }, { "ftp://a", true },
	{ "mailto:a@b", true },      { "ws://a", false },   { "wss://a", false },
	{ "javascript://a", false }, { "", false },         { "--help", false },
	{ "file:///etc", false },    { "http:a", false },
};

START_TEST(some_kinds_are_for_browsers)
{
	ck_assert_int_eq(links_is_browsable(kinds[_i].uri), kinds[_i].browsable);
}
END_TEST

static char *list(const struct transcript *t, size_t most)
{
	struct links_list l = { 0 };
	struct buf out = { 0 };

	links_list_fill(&l, t, most);
	for (size_t i = 0; i < l.count; i++)
		buf_format(&out, "%s%s", i ? " " : "", l.links[i]);
	links_list_free(&l);
	return buf_take(&out);
}

START_TEST(the_newest_links_come_first)
{
	struct transcript *t = transcript_new(100);
	char *all, *two;

	transcript_add(t, 0, EVENT_MESSAGE, "ann", "http://a http://b");
	transcript_add(t, 0, EVENT_MESSAGE, "bob", "/me likes www.c.d, and http://a");
	transcript_add(t, 0, EVENT_NOTICE, NULL, "http://none");
	transcript_add(t, 0, EVENT_MESSAGE, "ann", "nothing");
	all = list(t, 10);
	two = list(t, 2);
	ck_assert_str_eq(all, "http://a www.c.d http://b");
	ck_assert_str_eq(two, "http://a www.c.d");
	free(all);
	free(two);
	transcript_clear(t);
	all = list(t, 10);
	ck_assert_str_eq(all, "");
	free(all);
	transcript_free(t);
}
END_TEST

TESTING_MAIN("links", TESTING_LOOP(links_are_found, COUNT(texts)),
	     TESTING_LOOP(links_become_uris, COUNT(uris)), TESTING(what_is_too_long_is_no_link),
	     TESTING(a_text_made_to_be_slow_is_not),
	     TESTING_LOOP(some_kinds_are_for_browsers, COUNT(kinds)),
	     TESTING(the_newest_links_come_first))
