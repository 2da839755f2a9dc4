#include "testing.h"

#include <string.h>

#include "buf.h"
#include "room.h"

#define FIRST_ID 1700000000000

/* Members are letters; what is sent to them is written down as "A:text", a line each. */
struct log {
	struct room *room;
	struct room_member *members[26];
	struct buf sent;
};

static void on_send(void *arg, void *peer, const char *text, size_t n)
{
	struct log *l = arg;

	buf_format(&l->sent, "%c:%.*s\n", *(const char *)peer, (int)n, text);
}

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const struct room_ops ops = { on_send };

static void join(struct log *l, char who)
{
	int at = who - 'A';

	l->members[at] = room_join(l->room, (void *)(uintptr_t)&letters[at]);
}

static void leave(struct log *l, char who)
{
	room_leave(l->room, l->members[who - 'A']);
}

/* "#A" in the text stands for the id of A, who is the first, B the second. */
static unsigned receive(struct log *l, const char *text)
{
	struct buf out = { 0 };
	unsigned code;

	for (const char *s = text; *s; s++) {
		if (*s == '#')
			buf_format(&out, "%lld", (long long)FIRST_ID + (*++s - 'A'));
		else
			buf_append_byte(&out, (uint8_t)*s);
	}
	code = room_receive(l->room, (const char *)buf_bytes(&out), buf_size(&out));
	buf_free(&out);
	return code;
}

static void assert_sent(struct log *l, const char *expected)
{
	struct buf out = { 0 };

	for (const char *s = expected; *s; s++) {
		if (*s == '#')
			buf_format(&out, "%lld", (long long)FIRST_ID + (*++s - 'A'));
		else
			buf_append_byte(&out, (uint8_t)*s);
	}
	ck_assert_str_eq(buf_string(&l->sent), buf_string(&out));
	buf_free(&out);
	buf_clear(&l->sent);
}

static void enter(struct log *l, char who, const char *name)
{
	struct buf text = { 0 };

	join(l, who);
	buf_format(&text, "{\"type\":\"username\",\"name\":%s,\"id\":#%c}", name, who);
	ck_assert_uint_eq(receive(l, buf_string(&text)), 0);
	buf_free(&text);
}

static void open_room(struct log *l)
{
	*l = (struct log){ 0 };
	l->room = room_new(&ops, l, FIRST_ID);
}

static void close_room(struct log *l)
{
	room_free(l->room);
	buf_free(&l->sent);
}

START_TEST(members_log_in)
{
	struct log l;

	open_room(&l);
	ck_assert_uint_eq(room_count(l.room), 0);
	join(&l, 'A');
	assert_sent(&l, "A:{\"type\":\"id\",\"id\":#A}\n");
	ck_assert_uint_eq(
		receive(&l, "{\"name\":\"ann\",\"date\":5,\"id\":#A,\"type\":\"username\"}"), 0);
	assert_sent(&l, "A:{\"type\":\"userlist\",\"users\":[\"ann\"]}\n"
			"A:{\"name\":\"ann\",\"date\":5,\"id\":#A,\"type\":\"username\"}\n");
	join(&l, 'B');
	ck_assert_uint_eq(receive(&l,
				  "{ \"type\": \"username\", \"id\": #B, \"x\": [1.0, \"\\u0041\"],"
				  " \"name\": \"ann\" }"),
			  0);
	assert_sent(&l, "B:{\"type\":\"id\",\"id\":#B}\n"
			"B:{\"id\":#B,\"type\":\"rejectusername\",\"name\":\"ann1\"}\n"
			"A:{\"type\":\"userlist\",\"users\":[\"ann\",\"ann1\"]}\n"
			"B:{\"type\":\"userlist\",\"users\":[\"ann\",\"ann1\"]}\n"
			"A:{\"type\":\"username\",\"id\":#B,\"x\":[1,\"A\"],\"name\":\"ann1\"}\n"
			"B:{\"type\":\"username\",\"id\":#B,\"x\":[1,\"A\"],\"name\":\"ann1\"}\n");
	ck_assert_uint_eq(room_count(l.room), 2);
	close_room(&l);
}
END_TEST

START_TEST(members_leave)
{
	struct log l;

	open_room(&l);
	enter(&l, 'A', "\"ann\"");
	join(&l, 'B');
	enter(&l, 'C', "\"cid\"");
	buf_clear(&l.sent);
	leave(&l, 'A');
	room_settle(l.room);
	assert_sent(&l, "B:{\"type\":\"userlist\",\"users\":[null,\"cid\"]}\n"
			"C:{\"type\":\"userlist\",\"users\":[null,\"cid\"]}\n");
	ck_assert_uint_eq(receive(&l, "{\"type\":\"message\",\"id\":#A,\"text\":\"x\"}"), 1008);
	leave(&l, 'C');
	room_settle(l.room);
	leave(&l, 'B');
	room_settle(l.room);
	assert_sent(&l, "B:{\"type\":\"userlist\",\"users\":[null]}\n");
	join(&l, 'D');
	assert_sent(&l, "D:{\"type\":\"id\",\"id\":#D}\n");
	close_room(&l);
}
END_TEST

/* And that before anything else that comes later. */
START_TEST(who_leaves_together_is_told_together)
{
	struct log l;

	open_room(&l);
	for (char who = 'A'; who <= 'D'; who++)
		enter(&l, who, (const char *[]){ "\"a\"", "\"b\"", "\"c\"", "\"d\"" }[who - 'A']);
	buf_clear(&l.sent);
	leave(&l, 'A');
	leave(&l, 'C');
	assert_sent(&l, "");
	room_settle(l.room);
	assert_sent(&l, "B:{\"type\":\"userlist\",\"users\":[\"b\",\"d\"]}\n"
			"D:{\"type\":\"userlist\",\"users\":[\"b\",\"d\"]}\n");
	room_settle(l.room);
	assert_sent(&l, "");
	leave(&l, 'B');
	join(&l, 'E');
	assert_sent(&l, "D:{\"type\":\"userlist\",\"users\":[\"d\"]}\n"
			"E:{\"type\":\"id\",\"id\":#E}\n");
	leave(&l, 'E');
	ck_assert_uint_eq(receive(&l, "{\"type\":\"other\",\"id\":#D}"), 0);
	assert_sent(&l, "D:{\"type\":\"userlist\",\"users\":[\"d\"]}\n"
			"D:{\"type\":\"other\",\"id\":#D}\n");
	close_room(&l);
}
END_TEST

/* One counter for the suffixes of all names. */
START_TEST(suffixes_are_counted_for_all)
{
	struct log l;

	open_room(&l);
	enter(&l, 'A', "\"alice\"");
	enter(&l, 'B', "\"alice\"");
	enter(&l, 'C', "\"alice\"");
	enter(&l, 'D', "\"bob\"");
	enter(&l, 'E', "\"bob\"");
	enter(&l, 'F', "\"alice3\"");
	enter(&l, 'G', "\"a\\\"\"");
	enter(&l, 'H', "\"a\\\"\"");
	buf_clear(&l.sent);
	leave(&l, 'A');
	room_settle(l.room);
	buf_truncate(&l.sent, strcspn(buf_string(&l.sent), "\n") + 1);
	assert_sent(&l,
		    "B:{\"type\":\"userlist\",\"users\":[\"alice1\",\"alice2\",\"bob\",\"bob3\","
		    "\"alice3\",\"a\\\"\",\"a\\\"4\"]}\n");
	/* Asking for the name that one has is answered with another one. */
	ck_assert_uint_eq(receive(&l, "{\"type\":\"username\",\"name\":\"bob\",\"id\":#D}"), 0);
	ck_assert_ptr_nonnull(strstr(buf_string(&l.sent), "\"bob5\""));
	close_room(&l);
}
END_TEST

/* What B, who has the name "bob", sends, and what comes back to it, or the code. */
static const struct {
	const char *text, *back;
	unsigned code;
} messages[] = {
	{ "{\"type\":\"message\",\"text\":\"hi\",\"id\":#B,\"date\":5}",
	  "{\"type\":\"message\",\"text\":\"hi\",\"id\":#B,\"date\":5,\"name\":\"bob\"}", 0 },
	{ "{\"name\":\"liar\",\"type\":\"message\",\"text\":\"hi\",\"id\":#B,\"resent\":1e3}",
	  "{\"name\":\"bob\",\"type\":\"message\",\"text\":\"hi\",\"id\":#B,\"resent\":1000}", 0 },
	{ "{\"type\":\"message\",\"text\":\"as another\",\"id\":#A}",
	  "{\"type\":\"message\",\"text\":\"as another\",\"id\":#A}", 0 },
	{ "{\"name\":\"liar\",\"type\":\"message\",\"text\":\"x\",\"id\":#A}",
	  "{\"type\":\"message\",\"text\":\"x\",\"id\":#A}", 0 },
	{ "{\"type\":\"message\",\"text\":\"x\",\"id\":#A,\"name\":null}",
	  "{\"type\":\"message\",\"text\":\"x\",\"id\":#A}", 0 },
	{ "{\"type\":\"message\",\"text\":\"\",\"id\":#B}",
	  "{\"type\":\"message\",\"text\":\"\",\"id\":#B,\"name\":\"bob\"}", 0 },
	{ "{\"type\":\"message\",\"text\":\"x < y and z > w\",\"id\":#B}",
	  "{\"type\":\"message\",\"text\":\"x  w\",\"id\":#B,\"name\":\"bob\"}", 0 },
	{ "{\"type\":\"message\",\"text\":\"<b>a</b><><<>>><c\",\"id\":#B}",
	  "{\"type\":\"message\",\"text\":\"a<>>><c\",\"id\":#B,\"name\":\"bob\"}", 0 },
	{ "{\"type\":\"message\",\"text\":\"&lt;<\\n\\\"\\u003e\\u003Cx\",\"id\":#B}",
	  "{\"type\":\"message\",\"text\":\"&lt;<x\",\"id\":#B,\"name\":\"bob\"}", 0 },
	{ "{\"type\":\"message\",\"text\":\"\\ud83d<b>\\ude00\\ud800\\u0000\\u001b\",\"id\":#B}",
	  "{\"type\":\"message\",\"text\":\"\xf0\x9f\x98\x80\\ud800\\u0000\\u001b\",\"id\":#B,"
	  "\"name\":\"bob\"}",
	  0 },
	{ "{\"type\":\"message\",\"text\":1,\"text\":\"last\",\"id\":#A,\"id\":#B}",
	  "{\"type\":\"message\",\"text\":\"last\",\"id\":#B,\"name\":\"bob\"}", 0 },
	{ "{\"type\":\"userlist\",\"users\":[\"forged\"]}",
	  "{\"type\":\"userlist\",\"users\":[\"forged\"]}", 0 },
	{ "{\"type\":\"id\",\"id\":0.5}", "{\"type\":\"id\",\"id\":0.5}", 0 },
	{ "{\"type\":\"rejectusername\",\"name\":\"<b>\",\"id\":#B}",
	  "{\"type\":\"rejectusername\",\"name\":\"<b>\",\"id\":#B}", 0 },
	{ "{\"type\":\"x\", \"target\":\"ann\"}", "{\"type\":\"x\",\"target\":\"ann\"}", 0 },
	{ "{\"type\":[\"message\"]}", "{\"type\":[\"message\"]}", 0 },
	{ "{\"Type\":\"message\"}", "{\"Type\":\"message\"}", 0 },
	{ "{}", "{}", 0 },
	{ " [ ] ", "[]", 0 },
	{ "5", "5", 0 },
	{ "\"null\"", "\"null\"", 0 },
	{ "true", "true", 0 },
	{ "null", NULL, 1008 },
	{ "", NULL, 1007 },
	{ "{", NULL, 1007 },
	{ "{\"type\":\"message\",}", NULL, 1007 },
	{ "\xef\xbb\xbf{}", NULL, 1007 },
	{ "undefined", NULL, 1007 },
	{ "{\"type\":\"message\",\"text\":\"x\"}", NULL, 1008 },
	{ "{\"type\":\"message\",\"text\":\"x\",\"id\":null}", NULL, 1008 },
	{ "{\"type\":\"message\",\"text\":\"x\",\"id\":\"#B\"}", NULL, 1008 },
	{ "{\"type\":\"message\",\"text\":\"x\",\"id\":1}", NULL, 1008 },
	{ "{\"type\":\"message\",\"text\":\"x\",\"id\":[#B]}", NULL, 1008 },
	{ "{\"type\":\"message\",\"id\":#B}", NULL, 1008 },
	{ "{\"type\":\"message\",\"text\":5,\"id\":#B}", NULL, 1008 },
	{ "{\"type\":\"message\",\"text\":null,\"id\":#B}", NULL, 1008 },
	{ "{\"type\":\"message\",\"text\":[\"x\"],\"id\":#B}", NULL, 1008 },
	{ "{\"type\":\"username\",\"name\":\"x\"}", NULL, 1008 },
	{ "{\"type\":\"username\",\"name\":\"x\",\"id\":\"#B\"}", NULL, 1008 },
	{ "{\"type\":\"username\",\"name\":\"bob\",\"id\":1}", NULL, 1008 },
};

START_TEST(messages_are_broadcast)
{
	struct log l;
	struct buf back = { 0 };

	open_room(&l);
	join(&l, 'A');
	enter(&l, 'B', "\"bob\"");
	buf_clear(&l.sent);
	ck_assert_uint_eq(receive(&l, messages[_i].text), messages[_i].code);
	if (messages[_i].back)
		buf_format(&back, "A:%s\nB:%s\n", messages[_i].back, messages[_i].back);
	assert_sent(&l, buf_string(&back));
	buf_free(&back);
	close_room(&l);
}
END_TEST

/* What the room says when B, who comes after A, asks for a name that is no string, or none. */
static const struct {
	const char *a, *b;
	const char *list; /* NULL: refused */
} names[] = {
	{ "\"name\":\"\"", "\"name\":\"\"", "[\"\",\"1\"]" },
	{ "\"name\":5", "\"name\":\"5\"", "[5,\"5\"]" },
	{ "\"name\":5", "\"name\":5.0", "[5,6]" },
	{ "\"name\":0.5", "\"name\":0.5", "[0.5,1.5]" },
	{ "\"name\":-0", "\"name\":0", "[0,1]" },
	{ "\"name\":true", "\"name\":true", "[true,2]" },
	{ "\"name\":false", "\"name\":false", "[false,1]" },
	{ "\"name\":null", "\"name\":null", "[null,1]" },
	{ "\"name\":{}", "\"name\":{}", "[{},{}]" },
	{ "\"name\":[1]", "\"name\":[1]", "[[1],[1]]" },
	{ "\"name\":\"<b>\\u001b\\ud800\"", "\"name\":\"<b>\\u001B\\ud800\"",
	  "[\"<b>\\u001b\\ud800\",\"<b>\\u001b\\ud8001\"]" },
	/* Undefined is the name of whoever has none yet, A itself too. */
	{ "\"x\":1", "\"x\":1", "[null,null]" },
	{ "\"x\":1", "\"name\":null", "[null,null]" },
	{ "\"name\":1e300", "\"name\":1e300", NULL },
};

START_TEST(names_may_be_anything)
{
	struct log l;
	struct buf text = { 0 }, list = { 0 };
	unsigned code;

	open_room(&l);
	join(&l, 'A');
	buf_format(&text, "{\"type\":\"username\",\"id\":#A,%s}", names[_i].a);
	ck_assert_uint_eq(receive(&l, buf_string(&text)), 0);
	join(&l, 'B');
	buf_clear(&l.sent);
	buf_clear(&text);
	buf_format(&text, "{\"type\":\"username\",\"id\":#B,%s}", names[_i].b);
	code = receive(&l, buf_string(&text));
	ck_assert_uint_eq(code, names[_i].list ? 0 : 1008);
	buf_format(&list, "B:{\"type\":\"userlist\",\"users\":%s}\n",
		   names[_i].list ? names[_i].list : "");
	if (names[_i].list)
		ck_assert_ptr_nonnull(strstr(buf_string(&l.sent), buf_string(&list)));
	buf_free(&text);
	buf_free(&list);
	close_room(&l);
}
END_TEST

START_TEST(a_name_that_is_missing_becomes_nan)
{
	struct log l;

	open_room(&l);
	join(&l, 'A');
	buf_clear(&l.sent);
	ck_assert_uint_eq(receive(&l, "{\"type\":\"username\",\"id\":#A}"), 0);
	assert_sent(&l, "A:{\"id\":#A,\"type\":\"rejectusername\",\"name\":null}\n"
			"A:{\"type\":\"userlist\",\"users\":[null]}\n"
			"A:{\"type\":\"username\",\"id\":#A,\"name\":null}\n");
	/* Nobody is undefined any more. */
	ck_assert_uint_eq(receive(&l, "{\"type\":\"username\",\"id\":#A}"), 0);
	assert_sent(&l, "A:{\"type\":\"userlist\",\"users\":[null]}\n"
			"A:{\"type\":\"username\",\"id\":#A}\n");
	close_room(&l);
}
END_TEST

START_TEST(no_changed_byte_breaks_the_room)
{
	static const char text[] =
		"{\"type\":\"username\",\"name\":\"a<\\ud83d>\",\"id\":1700000000000,"
		"\"text\":\"<b>\",\"n\":-1.5e3,\"1\":[null]}";
	char bytes[sizeof text - 1];
	struct log l;

	open_room(&l);
	join(&l, 'A');
	for (size_t at = 0; at < sizeof bytes; at++) {
		for (int c = 0; c < 256; c++) {
			memcpy(bytes, text, sizeof bytes);
			bytes[at] = (char)c;
			room_receive(l.room, bytes, sizeof bytes);
			buf_clear(&l.sent);
		}
		ck_assert_uint_eq(room_receive(l.room, text, at), 1007);
	}
	close_room(&l);
}
END_TEST

TESTING_MAIN("room", TESTING(members_log_in), TESTING(members_leave),
	     TESTING(who_leaves_together_is_told_together), TESTING(suffixes_are_counted_for_all),
	     TESTING_LOOP(messages_are_broadcast, COUNT(messages)),
	     TESTING_LOOP(names_may_be_anything, COUNT(names)),
	     TESTING(a_name_that_is_missing_becomes_nan), TESTING(no_changed_byte_breaks_the_room))
