#include "testing.h"

#include <signal.h>

#include "frames_testing.h"
#include "stage.h"

/* The inspector of frames on the screen. Times are those of 1970, in UTC. */

static struct stage *open_stage(int rows, int cols)
{
	struct stage *s;

	setenv("TZ", "UTC", 1);
	s = stage_open("xterm-256color", rows, cols);
	add_head(s->frames, true, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
	add_head(s->frames, false, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
	add_frame(s->frames, false, 0xC1, "{\"type\":\"id\",\"id\":17000000000}");
	add_frame(s->frames, true, 0xC1, "{\"type\":\"message\",\"text\":\"привет 漢字\"}");
	add_frame(s->frames, true, 0x89, "beat");
	return s;
}

static const char *const wide[] = {
	"↑ 2 frames, 27→51 (53%)  ↓ 1 frame, 15→30 (50%)",
	"↑ 00:00:00.000 HTTP      27       GET / HTTP/1.1",
	"↓ 00:00:00.000 HTTP      36       HTTP/1.1 101 Switching Protocols",
	"↓ 00:00:01.002 text      15→30    {\"type\":\"id\",\"id\":17000000000}",
	"↑ 00:00:01.003 text      23→47    {\"type\":\"message\",\"text\":\"привет 漢字\"}",
	"↑ 00:00:01.004 ping       4       beat",
	"",
	"",
	"",
	"",
	"",
	"",
	"────────────────────────────────────────────────────────────────────────────────",
	"↑ 00:00:01.004  ping (9)  FIN  MASK  4 bytes",
	"beat",
	"",
	"",
	"",
	"",
	"",
	"",
	"",
	"",
	"Enter open  Esc close  / filter  a all  s sent  r received  c control        5/5",
	NULL,
};

static const char *const middle[] = {
	"↑ 27→51 (53%)  ↓ 15→30 (50%)",
	"↑ HTTP      27 GET / HTTP/1.1",
	"↓ HTTP      36 HTTP/1.1 101 Switching P…",
	"↓ text      15 {\"type\":\"id\",\"id\":170000…",
	"↑ text      23 {\"type\":\"message\",\"text\"…",
	"↑ ping       4 beat",
	"",
	"",
	"",
	"Enter open  Esc close  / filter  a…  5/5",
	NULL,
};

static const char *const small[] = {
	"↓ {\"type\"…",
	"↑ {\"type\"…",
	"↑ ping be…",
	NULL,
};

static const struct {
	int rows, cols;
	const char *const *screen;
} sizes[] = { { 24, 80, wide }, { 10, 40, middle }, { 3, 10, small } };

START_TEST(the_inspector_fits_each_size)
{
	struct stage *s = open_stage(sizes[_i].rows, sizes[_i].cols);

	stage_type(s, "\x1b[24~");
	stage_run(s, 60);
	stage_assert_rows(s, sizes[_i].screen);
	stage_close(s);
}
END_TEST

START_TEST(resizing_keeps_it)
{
	struct stage *s = open_stage(30, 100);

	stage_type(s, "/frames\r");
	stage_sees(s, "beat");
	for (size_t round = 0; round < 2; round++)
		for (size_t i = 0; i < COUNT(sizes); i++) {
			console_set_size(&s->console, sizes[i].rows, sizes[i].cols);
			raise(SIGWINCH);
			stage_run(s, 100);
			stage_assert_rows(s, sizes[i].screen);
		}
	stage_close(s);
}
END_TEST

static const char *const leaves[] = { "\x1b[24~", "\x1b", "\x03", "q", "\xd0\xb9" };

START_TEST(it_comes_and_goes)
{
	struct stage *s = open_stage(10, 80);

	stage_hears(s, "bob", "in the conversation");
	stage_type(s, "draft");
	stage_sees(s, "in the conversation");
	stage_type(s, "\x1b[24~");
	stage_loses(s, "in the conversation");
	stage_sees(s, "GET / HTTP/1.1");
	stage_hears(s, "bob", "meanwhile");
	stage_type(s, leaves[_i]);
	stage_sees(s, "in the conversation");
	stage_sees(s, "meanwhile");
	stage_sees(s, "ann> draft");
	ck_assert(!console_has(&s->console, "GET"));
	ck_assert_int_eq(s->quits, 0);
	stage_close(s);
}
END_TEST

START_TEST(it_follows_what_comes)
{
	struct stage *s = open_stage(10, 80);

	stage_type(s, "\x1b[24~");
	stage_sees(s, "5/5");
	for (int i = 0; i < 20; i++)
		add_frame(s->frames, false, 0x82, "bytes");
	add_frame(s->frames, false, 0xC1, "the last one");
	stage_sees(s, "the last one");
	stage_sees(s, "26/26");
	stage_type(s, "\x1b[A");
	stage_sees(s, "25/26");
	add_frame(s->frames, false, 0xC1, "another one");
	stage_sees(s, "25/27");
	stage_type(s, "\x1b[H");
	stage_sees(s, "1/27");
	stage_sees(s, "GET / HTTP/1.1");
	stage_type(s, "\x1b[F");
	stage_sees(s, "another one");
	stage_close(s);
}
END_TEST

START_TEST(a_frame_is_opened)
{
	struct stage *s = open_stage(10, 80);

	stage_type(s, "\x1b[24~\x1b[A\r");
	stage_sees(s, "text (1)  FIN  RSV1  MASK  23 bytes, inflated 47");
	console_assert_row(&s->console, 2, "{");
	console_assert_row(&s->console, 3, "  \"type\": \"message\",");
	console_assert_row(&s->console, 4, "  \"text\": \"привет 漢字\"");
	console_assert_row(&s->console, 5, "}");
	stage_type(s, "\x1b[D");
	stage_sees(s, "17000000000");
	stage_type(s, "\x1b");
	stage_sees(s, "beat");
	stage_type(s, "\x1b");
	stage_sees(s, "ann>");
	stage_close(s);
}
END_TEST

static const struct {
	const char *keys, *bottom;
} filters[] = {
	{ "s", "sent 3/3" },
	{ "r", "received 2/2" },
	{ "c", "control 1/1" },
	{ "ca", "5/5" },
	{ "\xd1\x8b", "sent 3/3" },
	{ "/http\r", "/http 2/2" },
	{ "s/http\r", "sent /http 1/1" },
	{ ".БЕ\x7f\x7f\rх", "5/5" },
	{ "/привет\r", "/привет 1/1" },
	{ "/\x1b[200~beat\x1b[201~\r", "/beat 1/1" },
	{ "/nothing\r", "/nothing 0/0" },
	{ "/q\x1b", "5/5" },
};

START_TEST(frames_are_filtered)
{
	struct stage *s = open_stage(10, 80);

	stage_type(s, "\x1b[24~");
	stage_sees(s, "5/5");
	stage_type(s, filters[_i].keys);
	stage_sees(s, filters[_i].bottom);
	stage_close(s);
}
END_TEST

START_TEST(other_keys_still_work_or_do_nothing)
{
	struct stage *s = open_stage(10, 80);

	stage_type(s, "\x1b[24~");
	stage_sees(s, "5/5");
	stage_type(s, "\x1b[200~pasted\x1b[201~xyz\t\x04\x12\x0c\x1bOQ");
	stage_run(s, 60);
	ck_assert_int_eq(s->quits, 0);
	ck_assert(console_has(&s->console, "5/5"));
	stage_type(s, "\x1bOP");
	stage_sees(s, "/clear");
	stage_type(s, "\x1b");
	stage_sees(s, "ann>");
	console_assert_row(&s->console, 9, "ann>");
	stage_close(s);
}
END_TEST

START_TEST(nothing_yet_is_told)
{
	struct stage *s = stage_open("xterm-256color", 10, 80);

	stage_type(s, "/frames\r");
	stage_sees(s, "Nothing has gone over the wire yet");
	stage_type(s, "\r\x1b[A\x1b[B");
	add_frame(s->frames, true, 0xC1, "first");
	stage_sees(s, "first");
	stage_close(s);
}
END_TEST

TESTING_MAIN("screen_frames", TESTING_LOOP(the_inspector_fits_each_size, COUNT(sizes)),
	     TESTING(resizing_keeps_it), TESTING_LOOP(it_comes_and_goes, COUNT(leaves)),
	     TESTING(it_follows_what_comes), TESTING(a_frame_is_opened),
	     TESTING_LOOP(frames_are_filtered, COUNT(filters)),
	     TESTING(other_keys_still_work_or_do_nothing), TESTING(nothing_yet_is_told))
