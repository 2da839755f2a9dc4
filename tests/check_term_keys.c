#include "term_testing.h"

#include "mem.h"
#include "moment.h"
#include "term_keys.h"

static struct term_keys keys_of(const char *bytes, size_t n, uint64_t now)
{
	struct term_keys k = { .parser.utf8 = true };

	term_keys_feed(&k, bytes, n, now);
	return k;
}

static const struct {
	const char *bytes;
	struct key key;
} sequences[] = {
	{ "a", { 'a', false, false, false } },
	{ "\x01", { 1, false, false, false } },
	{ "\n", { '\n', false, false, false } },
	{ "\b", { '\b', false, false, false } },
	{ "\r", { KEY_NAME_ENTER, false, false, false } },
	{ "\t", { KEY_NAME_TAB, false, false, false } },
	{ "\x7f", { KEY_NAME_BACKSPACE, false, false, false } },
	{ "я", { 0x44f, false, false, false } },
	{ "漢", { 0x6f22, false, false, false } },
	{ "🙂", { 0x1f642, false, false, false } },
	{ "\x1b\x66", { 'f', true, false, false } },
	{ "\x1bя", { 0x44f, true, false, false } },
	{ "\x1b\r", { KEY_NAME_ENTER, true, false, false } },
	{ "\x1b\x7f", { KEY_NAME_BACKSPACE, true, false, false } },
	{ "\x1b<", { '<', true, false, false } },
	{ "\x1b[A", { KEY_NAME_UP, false, false, false } },
	{ "\x1bOB", { KEY_NAME_DOWN, false, false, false } },
	{ "\x1b[C", { KEY_NAME_RIGHT, false, false, false } },
	{ "\x1bOD", { KEY_NAME_LEFT, false, false, false } },
	{ "\x1b[H", { KEY_NAME_HOME, false, false, false } },
	{ "\x1bOF", { KEY_NAME_END, false, false, false } },
	{ "\x1b[1~", { KEY_NAME_HOME, false, false, false } },
	{ "\x1b[8~", { KEY_NAME_END, false, false, false } },
	{ "\x1b[3~", { KEY_NAME_DELETE, false, false, false } },
	{ "\x1b[5~", { KEY_NAME_PAGE_UP, false, false, false } },
	{ "\x1b[6~", { KEY_NAME_PAGE_DOWN, false, false, false } },
	{ "\x1b[Z", { KEY_NAME_BACKTAB, false, false, false } },
	{ "\x1bOP", { KEY_NAME_F1, false, false, false } },
	{ "\x1b[11~", { KEY_NAME_F1, false, false, false } },
	{ "\x1b[[A", { KEY_NAME_F1, false, false, false } },
	{ "\x1b[[B", { KEY_NAME_F2, false, false, false } },
	{ "\x1b[12~", { KEY_NAME_F2, false, false, false } },
	{ "\x1b[24~", { KEY_NAME_F12, false, false, false } },
	{ "\x1b[1;5C", { KEY_NAME_RIGHT, false, true, false } },
	{ "\x1b[1;3D", { KEY_NAME_LEFT, true, false, false } },
	{ "\x1b[1;2A", { KEY_NAME_UP, false, false, true } },
	{ "\x1b[3;5~", { KEY_NAME_DELETE, false, true, false } },
	{ "\x1b[1;8H", { KEY_NAME_HOME, true, true, true } },
	{ "\x1b\x1b[D", { KEY_NAME_LEFT, true, false, false } },
	{ "\x1b\x1bOA", { KEY_NAME_UP, true, false, false } },
	{ "\x1bOc", { KEY_NAME_RIGHT, false, true, false } },
	{ "\x1bOM", { KEY_NAME_ENTER, false, false, false } },
	{ "\x1bOp", { '0', false, false, false } },
	{ "\x1bOk", { '+', false, false, false } },
	{ "\x1b[13;3u", { KEY_NAME_ENTER, true, false, false } },
	{ "\x1b[13;2u", { KEY_NAME_ENTER, false, false, true } },
	{ "\x1b[97;5u", { 1, false, false, false } },
	{ "\x1b[27;5;9~", { KEY_NAME_TAB, false, true, false } },
	{ "\x1b[27;3;102~", { 'f', true, false, false } },
	/* nothing: what follows is the key */
	{ "\x1b[<0;10;5Mx", { 'x', false, false, false } },
	{ "\x1b[?1;2cx", { 'x', false, false, false } },
	{ "\x1b[?2026;2$y\x1b[?1004;3$yx", { 'x', false, false, false } },
	{ "\x1b[99~x", { 'x', false, false, false } },
	{ "\x1b[201~x", { 'x', false, false, false } },
	{ "\x1b[1;\x01", { 1, false, false, false } },
	{ "\x1b]10;rgb:ffff/ffff/ffff\ax", { 'x', false, false, false } },
	{ "\x1b]11;?\x1b\\x", { 'x', false, false, false } },
	{ "\x1bP>|xterm(370)\x1b\\x", { 'x', false, false, false } },
	{ "\x1b]x", { ']', true, false, false } },
	{ "\xff", { 0xfffd, false, false, false } },
	{ "\xc3(", { 0xfffd, false, false, false } },
	{ "\xed\xa0\x80", { 0xfffd, false, false, false } },
};

static void assert_key(const struct term_event *e, struct key want)
{
	ck_assert_int_eq((int)e->type, TERM_KEY);
	ck_assert_uint_eq(e->key.code, want.code);
	ck_assert_int_eq(e->key.alt, want.alt);
	ck_assert_int_eq(e->key.ctrl, want.ctrl);
	ck_assert_int_eq(e->key.shift, want.shift);
}

/* Wherever the bytes are cut, as long as they come in time. */
START_TEST(bytes_are_keys)
{
	const char *bytes = sequences[_i].bytes;
	size_t n = strlen(bytes);

	for (size_t cut = 0; cut <= n; cut++) {
		struct term_keys k = keys_of(bytes, cut, 1000);
		struct term_event e;
		bool got = term_keys_next(&k, 1000, &e);

		term_keys_feed(&k, bytes + cut, n - cut, 1040);
		if (!got)
			ck_assert(term_keys_next(&k, 1040, &e));
		assert_key(&e, sequences[_i].key);
		term_keys_free(&k);
	}
}
END_TEST

START_TEST(a_lone_escape_is_a_key_in_time)
{
	struct term_keys k = keys_of("\x1b", 1, 1000);
	struct term_event e;

	ck_assert(!term_keys_next(&k, 1000, &e));
	ck_assert_uint_gt(term_keys_deadline(&k), 1000);
	ck_assert_uint_le(term_keys_deadline(&k), 1100);
	ck_assert(!term_keys_next(&k, term_keys_deadline(&k) - 1, &e));
	ck_assert(term_keys_next(&k, term_keys_deadline(&k), &e));
	ck_assert_uint_eq(e.key.code, KEY_NAME_ESCAPE);
	ck_assert_uint_eq(term_keys_deadline(&k), MOMENT_NEVER);
	term_keys_feed(&k, "\x1b\x1b", 2, 2000);
	ck_assert(!term_keys_next(&k, 2000, &e));
	ck_assert(term_keys_next(&k, 2100, &e));
	ck_assert_uint_eq(e.key.code, KEY_NAME_ESCAPE);
	ck_assert(term_keys_next(&k, 2200, &e));
	ck_assert_uint_eq(e.key.code, KEY_NAME_ESCAPE);
	term_keys_free(&k);
}
END_TEST

static const char *const unfinished[] = { "\x1b[",    "\x1b[1;", "\x1bO", "\x1b[[",
					  "\xe6\xbc", "\x1b]1",  "\x1bP", "\x1b]11;abc" };

START_TEST(what_never_ends_does_not_hold_up_the_keys)
{
	struct term_keys k = keys_of(unfinished[_i], strlen(unfinished[_i]), 1000);
	struct term_event e;
	uint64_t now;

	ck_assert(!term_keys_next(&k, 1000, &e));
	now = term_keys_deadline(&k);
	ck_assert_uint_le(now, 2000);
	while (term_keys_next(&k, now, &e))
		ck_assert_uint_ne(e.key.code, 'x');
	ck_assert_uint_eq(term_keys_deadline(&k), MOMENT_NEVER);
	term_keys_feed(&k, "x", 1, now);
	ck_assert(term_keys_next(&k, now, &e));
	ck_assert_uint_eq(e.key.code, 'x');
	term_keys_free(&k);
}
END_TEST

START_TEST(a_terminals_own_sequences_come_first)
{
	struct term_keys k = { .parser = { .utf8 = true, .named_count = 2 } };
	struct term_event e;

	k.parser.named[0].bytes = mem_copy("\x1b[M");
	k.parser.named[0].code = KEY_NAME_F1;
	k.parser.named[1].bytes = mem_copy("\x1b~A");
	k.parser.named[1].code = KEY_NAME_F2;
	for (const char *p = "\x1b[M\x1b~A"; *p; p++)
		term_keys_feed(&k, p, 1, 0);
	ck_assert(term_keys_next(&k, 0, &e));
	ck_assert_uint_eq(e.key.code, KEY_NAME_F1);
	ck_assert(term_keys_next(&k, 0, &e));
	ck_assert_uint_eq(e.key.code, KEY_NAME_F2);
	ck_assert(!term_keys_next(&k, 0, &e));
	term_keys_free(&k);
}
END_TEST

START_TEST(the_focus_is_no_key)
{
	static const char bytes[] = "\x1b[Oa\x1b[I";
	struct term_keys k = keys_of(bytes, sizeof bytes - 1, 0);
	struct term_event e;

	ck_assert(term_keys_next(&k, 0, &e));
	ck_assert_int_eq((int)e.type, TERM_FOCUS_OUT);
	ck_assert(term_keys_next(&k, 0, &e));
	assert_key(&e, (struct key){ 'a', false, false, false });
	ck_assert(term_keys_next(&k, 0, &e));
	ck_assert_int_eq((int)e.type, TERM_FOCUS_IN);
	ck_assert(!term_keys_next(&k, 0, &e));
	term_keys_free(&k);
}
END_TEST

/* However late it comes, and in however many pieces. */
START_TEST(an_answer_eats_no_keys)
{
	static const char answer[] = "\x1b[?2026;2$y";

	for (size_t cut = 1; cut < sizeof answer; cut++) {
		struct term_keys k = keys_of("a", 1, 0);
		struct term_event e;

		term_keys_feed(&k, answer, cut, 0);
		ck_assert(term_keys_next(&k, 0, &e));
		assert_key(&e, (struct key){ 'a', false, false, false });
		ck_assert(!term_keys_next(&k, 0, &e));
		term_keys_feed(&k, answer + cut, sizeof answer - 1 - cut, 40);
		term_keys_feed(&k, "b", 1, 40);
		ck_assert(term_keys_next(&k, 40, &e));
		assert_key(&e, (struct key){ 'b', false, false, false });
		ck_assert(k.replies.synchronises);
		term_keys_free(&k);
	}
}
END_TEST

#define PASTE(text) "\x1b[200~" text "\x1b[201~"

static const struct {
	const char *bytes, *text;
} pastes[] = {
	{ PASTE("one"), "one" },
	{ PASTE("one\rtwo\r\nthree\nfour\r\r"), "one\ntwo\nthree\nfour\n\n" },
	{ PASTE("tab\there"), "tab\there" },
	{ PASTE("\x1b[31mred\x1b[m \x07\x7f\xc2\x9b"), "[31mred[m " },
	{ PASTE("\x1b[200~nested"), "[200~nested" },
	{ PASTE("я漢🙂e\u0301\u200d"), "я漢🙂e\u0301\u200d" },
	{ PASTE("bad \xff\xc3"), "bad \ufffd\ufffd" },
	{ PASTE(""), "" },
};

START_TEST(a_paste_is_one_event)
{
	const char *bytes = pastes[_i].bytes;
	size_t n = strlen(bytes);

	for (size_t cut = 0; cut <= n; cut++) {
		struct term_keys k = keys_of(bytes, cut, 1000);
		struct term_event e;
		bool got = term_keys_next(&k, 1000, &e);

		ck_assert(!got || cut == n);
		term_keys_feed(&k, bytes + cut, n - cut, 1030);
		term_keys_feed(&k, "x", 1, 1030);
		if (!got)
			ck_assert(term_keys_next(&k, 1030, &e));
		ck_assert_int_eq((int)e.type, TERM_PASTE);
		ck_assert_str_eq(e.text, pastes[_i].text);
		ck_assert_uint_eq(e.n, strlen(pastes[_i].text));
		ck_assert(term_keys_next(&k, 1030, &e));
		assert_key(&e, (struct key){ 'x', false, false, false });
		term_keys_free(&k);
	}
}
END_TEST

START_TEST(a_paste_without_an_end_is_given_in_time)
{
	struct term_keys k = keys_of("\x1b[200~lost", 10, 1000);
	struct term_event e;
	uint64_t now;

	ck_assert(!term_keys_next(&k, 1000, &e));
	now = term_keys_deadline(&k);
	ck_assert_uint_le(now, 2000);
	ck_assert(term_keys_next(&k, now, &e));
	ck_assert_int_eq((int)e.type, TERM_PASTE);
	ck_assert_str_eq(e.text, "lost");
	term_keys_feed(&k, "\x1b[201~x\x1b[200~", 13, now);
	ck_assert(term_keys_next(&k, now, &e));
	assert_key(&e, (struct key){ 'x', false, false, false });
	ck_assert(!term_keys_next(&k, now, &e));
	ck_assert(!term_keys_next(&k, now + 5000, &e));
	ck_assert_uint_eq(term_keys_deadline(&k), MOMENT_NEVER);
	term_keys_free(&k);
}
END_TEST

/* Somebody types on, faster than the paste would end by itself. */
START_TEST(a_lost_end_of_a_paste_does_not_swallow_the_keys)
{
	struct term_keys k = keys_of("\x1b[200~lost", 10, 1000);
	struct term_event e;
	uint64_t now = 1000;

	while (!term_keys_next(&k, now, &e)) {
		now += 100;
		ck_assert_uint_le(now, 2100);
		term_keys_feed(&k, "x", 1, now);
	}
	ck_assert_int_eq((int)e.type, TERM_PASTE);
	ck_assert_str_eq(e.text, "lostxxxxxxxxxx");
	term_keys_feed(&k, "y", 1, now);
	ck_assert(term_keys_next(&k, now, &e));
	assert_key(&e, (struct key){ 'y', false, false, false });
	term_keys_free(&k);
}
END_TEST

/* A slow line brings it byte by byte, or with long pauses between larger pieces. */
START_TEST(a_slow_paste_is_one_paste)
{
	struct term_keys k = keys_of("\x1b[200~", 6, 0);
	struct term_event e;
	uint64_t now = 0;

	ck_assert(!term_keys_next(&k, now, &e));
	for (int i = 0; i < 1000; i++) {
		term_keys_feed(&k, "x", 1, now += 10);
		ck_assert(!term_keys_next(&k, now, &e));
	}
	for (int i = 0; i < 10; i++) {
		term_keys_feed(&k, "twenty bytes at once", 20, now += 900);
		ck_assert(!term_keys_next(&k, now, &e));
	}
	term_keys_feed(&k, "\x1b[201~", 6, now += 900);
	ck_assert(term_keys_next(&k, now, &e));
	ck_assert_uint_eq(e.n, 1200);
	term_keys_free(&k);
}
END_TEST

START_TEST(a_huge_paste_comes_in_pieces)
{
	struct term_keys k = keys_of("\x1b[200~", 6, 0);
	struct term_event e;
	size_t total = 0;

	for (int i = 0; i < 3 << 20; i += 4095 * 2) {
		struct buf piece = { 0 };

		for (int j = 0; j < 4095; j++)
			buf_append_string(&piece, "я");
		term_keys_feed(&k, buf_bytes(&piece), buf_size(&piece), 0);
		buf_free(&piece);
		while (term_keys_next(&k, 0, &e)) {
			ck_assert_int_eq((int)e.type, TERM_PASTE);
			ck_assert(!strstr(e.text, "\ufffd"));
			total += e.n;
		}
		ck_assert_uint_lt(buf_size(&k.in), 2 << 20);
	}
	ck_assert_uint_gt(total, 2 << 20);
	term_keys_free(&k);
}
END_TEST

START_TEST(any_bytes_are_read_to_their_end)
{
	static const char alphabet[] =
		"\x1b\x1b\x1b[[O0123456789;~ABMPu<?]P\\\a\r\nx\x01\xff\xe6\xbc\xa2";
	struct term_keys k = { .parser.utf8 = true };
	struct term_event e;
	unsigned random = (unsigned)_i + 1;
	uint64_t now = 0;

	for (int i = 0; i < 20000; i++) {
		random = random * 1103515245 + 12345;
		term_keys_feed(&k, &alphabet[(random >> 16) % (sizeof alphabet - 1)], 1, now);
		while (random & 1 << 30 && term_keys_next(&k, now, &e))
			if (e.type == TERM_PASTE)
				ck_assert(text_valid(e.text, e.n));
		now += random >> 20 & 1 ? 0 : 20;
	}
	while (term_keys_deadline(&k) != MOMENT_NEVER) {
		now = term_keys_deadline(&k);
		while (term_keys_next(&k, now, &e))
			;
	}
	ck_assert_uint_eq(buf_size(&k.in), 0);
	term_keys_free(&k);
}
END_TEST

START_TEST(keys_are_read_from_the_terminal)
{
	struct console c;
	struct term *t = open_in(&c, "xterm-256color", 4, 20);
	struct pollfd p = { term_fd(t), POLLIN, 0 };
	struct term_event e;

	ck_assert(!term_next(t, &e));
	ck_assert_int_eq(term_timeout(t), -1);
	console_type(&c, "я\x03\x1a\x11\x13\x1b[1;5C" PASTE("two\rlines") "\x1b");
	ck_assert_int_eq(poll(&p, 1, 1000), 1);
	ck_assert(term_next(t, &e));
	assert_key(&e, (struct key){ 0x44f, false, false, false });
	for (const char *control = "\x03\x1a\x11\x13"; *control; control++) {
		ck_assert(term_next(t, &e));
		assert_key(&e, (struct key){ (uint32_t)*control, false, false, false });
	}
	ck_assert(term_next(t, &e));
	assert_key(&e, (struct key){ KEY_NAME_RIGHT, false, true, false });
	ck_assert(term_next(t, &e));
	ck_assert_int_eq((int)e.type, TERM_PASTE);
	ck_assert_str_eq(e.text, "two\nlines");
	ck_assert(!term_next(t, &e));
	ck_assert_int_ge(term_timeout(t), 0);
	ck_assert_int_eq(poll(NULL, 0, term_timeout(t) + 1), 0);
	ck_assert(term_next(t, &e));
	assert_key(&e, (struct key){ KEY_NAME_ESCAPE, false, false, false });
	ck_assert_int_eq(term_timeout(t), -1);
	close_both(t, &c);
}
END_TEST

TESTING_MAIN("term_keys", TESTING_LOOP(bytes_are_keys, COUNT(sequences)),
	     TESTING(a_lone_escape_is_a_key_in_time),
	     TESTING_LOOP(what_never_ends_does_not_hold_up_the_keys, COUNT(unfinished)),
	     TESTING(a_terminals_own_sequences_come_first), TESTING(the_focus_is_no_key),
	     TESTING(an_answer_eats_no_keys), TESTING_LOOP(a_paste_is_one_event, COUNT(pastes)),
	     TESTING(a_paste_without_an_end_is_given_in_time),
	     TESTING(a_lost_end_of_a_paste_does_not_swallow_the_keys),
	     TESTING(a_slow_paste_is_one_paste), TESTING(a_huge_paste_comes_in_pieces),
	     TESTING_LOOP(any_bytes_are_read_to_their_end, 4),
	     TESTING(keys_are_read_from_the_terminal))
