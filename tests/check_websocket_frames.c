#include "websocket_testing.h"

/* What the peer sends, what we tell, what we answer. For both roles, cut everywhere. */
struct row {
	const char *script, *events, *sent;
};

#define BAD(code, error) "error:" error " close:1006!," code ":"

static const struct row rows[] = {
	/* RFC 6455, section 5.7 */
	{ "81:Hello", "text:Hello", "" },
	{ "01:Hel 80:lo", "text:Hello", "" },
	{ "89:Hello", "", "8a:Hello" },
	{ "82*256:x", "binary:(256)", "" },
	{ "82*65536:x", "binary:(65536)", "" },
	/* lengths: each form's edges */
	{ "81: 82:", "text: binary:", "" },
	{ "81*125:a 81*126:a 81*127:a", NULL, "" },
	{ "82*65535:x", "binary:(65535)", "" },
	{ "82*100000:x", "binary:(100000)", "" },
	{ "81:%00 82:%00%ff", "text:%00 binary:%00%ff", "" },
	/* fragments: many, empty, control frames between */
	{ "01: 00: 80:", "text:", "" },
	{ "01:a 00: 00:b 00: 80:", "text:ab", "" },
	{ "02:%ff 00:%00 80:%fe", "binary:%ff%00%fe", "" },
	{ "01:a 89:p 00:b 8a: 89:q 80:c", "text:abc", "8a:p 8a:q" },
	{ "01:a 80:b 02:c 80:d 81:e", "text:ab binary:cd text:e", "" },
	/* pings: empty, of 125 bytes, ten at once; pongs that nobody asked for */
	{ "89: 89*125:x", "", NULL },
	{ "89:0 89:1 89:2 89:3 89:4 89:5 89:6 89:7 89:8 89:9", "",
	  "8a:0 8a:1 8a:2 8a:3 8a:4 8a:5 8a:6 8a:7 8a:8 8a:9" },
	{ "89:%00%ff%fe", "", "8a:%00%ff%fe" },
	{ "8a: 8a:abc 8a:%00%00%00%01 81:x", "text:x", "" },
	/* UTF-8 across fragments and after them: Autobahn's section 6 */
	{ "81:%ce%ba%e1%bd%b9%cf%83%ce%bc%ce%b5", "text:%ce%ba%e1%bd%b9%cf%83%ce%bc%ce%b5", "" },
	{ "01:%ce 00:%ba%e1 00:%bd 80:%b9", "text:%ce%ba%e1%bd%b9", "" },
	{ "01:%f0 00:%9f 00:%98 80:%80", "text:%f0%9f%98%80", "" },
	{ "81:%ef%bf%bf 81:%ef%bb%bf 81:%f4%8f%bf%bf",
	  "text:%ef%bf%bf text:%ef%bb%bf text:%f4%8f%bf%bf", "" },
	{ "81:%ff", BAD("1007", "utf8"), "88:1007" },
	{ "81:%ce", BAD("1007", "utf8"), "88:1007" },
	{ "81:%ed%a0%80", BAD("1007", "utf8"), "88:1007" },
	{ "81:%c0%80", BAD("1007", "utf8"), "88:1007" },
	{ "81:%f4%90%80%80", BAD("1007", "utf8"), "88:1007" },
	{ "81:%f8%88%80%80%80", BAD("1007", "utf8"), "88:1007" },
	{ "01:abc%ff 80:d", BAD("1007", "utf8"), "88:1007" },
	{ "01:%ce 80:", BAD("1007", "utf8"), "88:1007" },
	{ "01:%ce 80:a", BAD("1007", "utf8"), "88:1007" },
	{ "81:ok 81:%80 81:never", "text:ok " BAD("1007", "utf8"), "88:1007" },
	/* reserved bits, without an extension that has them */
	{ "c1:x", BAD("1002", "protocol"), "88:1002" },
	{ "a1:x", BAD("1002", "protocol"), "88:1002" },
	{ "91:x", BAD("1002", "protocol"), "88:1002" },
	{ "f2:x", BAD("1002", "protocol"), "88:1002" },
	{ "81:a c9:b", "text:a " BAD("1002", "protocol"), "88:1002" },
	{ "98:", BAD("1002", "protocol"), "88:1002" },
	{ "01:a c0:b", BAD("1002", "protocol"), "88:1002" },
	/* reserved opcodes */
	{ "83:", BAD("1002", "protocol"), "88:1002" },
	{ "84:x", BAD("1002", "protocol"), "88:1002" },
	{ "85:", BAD("1002", "protocol"), "88:1002" },
	{ "86:", BAD("1002", "protocol"), "88:1002" },
	{ "81:a 87:", "text:a " BAD("1002", "protocol"), "88:1002" },
	{ "8b:", BAD("1002", "protocol"), "88:1002" },
	{ "8c:x", BAD("1002", "protocol"), "88:1002" },
	{ "8d:", BAD("1002", "protocol"), "88:1002" },
	{ "8e:", BAD("1002", "protocol"), "88:1002" },
	{ "8f:", BAD("1002", "protocol"), "88:1002" },
	/* fragmentation */
	{ "80:x", BAD("1002", "protocol"), "88:1002" },
	{ "00:x", BAD("1002", "protocol"), "88:1002" },
	{ "81:a 80:b", "text:a " BAD("1002", "protocol"), "88:1002" },
	{ "01:a 81:b", BAD("1002", "protocol"), "88:1002" },
	{ "01:a 02:b", BAD("1002", "protocol"), "88:1002" },
	{ "02:a 01:b 80:c", BAD("1002", "protocol"), "88:1002" },
	/* masking in the wrong direction */
	{ "m81:x", BAD("1002", "protocol"), "88:1002" },
	{ "m89:", BAD("1002", "protocol"), "88:1002" },
	{ "m88:%03%e8", BAD("1002", "protocol"), "88:1002" },
	/* control frames: fragmented, too long */
	{ "09:x 80:y", BAD("1002", "protocol"), "88:1002" },
	{ "0a:", BAD("1002", "protocol"), "88:1002" },
	{ "08:", BAD("1002", "protocol"), "88:1002" },
	{ "89*126:x", BAD("1002", "protocol"), "88:1002" },
	{ "8a*126:x", BAD("1002", "protocol"), "88:1002" },
	{ "88*70000:x", BAD("1002", "protocol"), "88:1002" },
	{ "01:a 89*126:x", BAD("1002", "protocol"), "88:1002" },
	/* too big: by the header of one frame, by the sum */
	{ "82*100001:x", BAD("1009", "big"), "88:1009" },
	{ "02*60000:x 00*40000:y 80:", "binary:(100000)", "" },
	{ "02*60000:x 80*40001:y", BAD("1009", "big"), "88:1009" },
	{ "01*100000:x 00: 80:y", BAD("1009", "big"), "88:1009" },
	/* the closing handshake */
	{ "88:", "close:1005,0:", "88:" },
	{ "88:%03%e8", "close:1000,1000:", "88:1000" },
	{ "88:%03%e8bye", "close:1000,1000:bye", "88:1000" },
	{ "88:%03%e8%ce%ba%00", "close:1000,1000:%ce%ba%00", "88:1000" },
	{ "88:%03%e9 81:late 89:late", "close:1001,1001:", "88:1001" },
	{ "81:a 89:b 88:%03%e8", "text:a close:1000,1000:", "8a:b 88:1000" },
	{ "01:a 88:%03%e8 80:b", "close:1000,1000:", "88:1000" },
	{ "88:%03%eb", "close:1003,1003:", "88:1003" },
	{ "88:%03%ef", "close:1007,1007:", "88:1007" },
	{ "88:%03%f0", "close:1008,1008:", "88:1008" },
	{ "88:%03%f3", "close:1011,1011:", "88:1011" },
	{ "88:%03%f4", "close:1012,1012:", "88:1012" },
	{ "88:%03%f5", "close:1013,1013:", "88:1013" },
	{ "88:%03%f6", "close:1014,1014:", "88:1014" },
	{ "88:%0b%b8", "close:3000,3000:", "88:3000" },
	{ "88:%13%87", "close:4999,4999:", "88:4999" },
	/* closes that are none */
	{ "88:x", BAD("1002", "protocol"), "88:1002" },
	{ "88:%00%00", BAD("1002", "protocol"), "88:1002" },
	{ "88:%03%e7", BAD("1002", "protocol"), "88:1002" },
	{ "88:%03%ec", BAD("1002", "protocol"), "88:1002" },
	{ "88:%03%ed", BAD("1002", "protocol"), "88:1002" },
	{ "88:%03%ee", BAD("1002", "protocol"), "88:1002" },
	{ "88:%03%f7", BAD("1002", "protocol"), "88:1002" },
	{ "88:%03%f8", BAD("1002", "protocol"), "88:1002" },
	{ "88:%07%cf", BAD("1002", "protocol"), "88:1002" },
	{ "88:%0b%b7", BAD("1002", "protocol"), "88:1002" },
	{ "88:%13%88", BAD("1002", "protocol"), "88:1002" },
	{ "88:%ff%ff", BAD("1002", "protocol"), "88:1002" },
	{ "88:%03%e8%ff", BAD("1007", "utf8"), "88:1007" },
	{ "88:%03%e8ok%ce", BAD("1007", "utf8"), "88:1007" },
};

static void check_row(const struct row *row, bool server, const char *extensions, size_t piece)
{
	struct rig rig;

	rig_open_usual(&rig, server, extensions);
	rig_play(&rig, row->script, piece);
	if (row->events)
		ck_assert_str_eq(buf_string(&rig.events), row->events);
	if (row->sent)
		ck_assert_str_eq(buf_string(&rig.sent), row->sent);
	rig_close(&rig);
}

/* Long streams are cut in fewer places. */
static void check_cuts(const struct row *row, const char *extensions)
{
	static const size_t pieces[] = { 0, 1, 2, 3, 5, 7, 13, 64, 127, 1000, 4096, 16384 };
	bool longer = strchr(row->script, '*');

	for (int server = 0; server < 2; server++)
		for (size_t i = 0; i < COUNT(pieces); i++)
			if (!longer || !pieces[i] || pieces[i] > 50)
				check_row(row, server, extensions, pieces[i]);
}

START_TEST(frames_mean_the_same_however_they_are_cut)
{
	check_cuts(&rows[_i], "");
}
END_TEST

/* With RSV1 agreed on. "Hello" is f2 48 cd c9 c9 07 00: RFC 7692, section 7.2.3. */
#define HELLO "%f2%48%cd%c9%c9%07%00"

static const struct row compressed_rows[] = {
	{ "c1:" HELLO, "text:Hello", "" },
	{ "41:%f2%48%cd 80:%c9%c9%07%00", "text:Hello", "" },
	{ "41:%f2 00:%48 89:p 00:%cd%c9 00: 80:%c9%07%00", "text:Hello", "8a:p" },
	{ "c1:" HELLO " c1:%f2%00%11%00%00", "text:Hello text:Hello", "" },
	{ "c2:" HELLO " 81:Plain c1:%f2%00%11%00%00", "binary:Hello text:Plain text:Hello", "" },
	{ "c1:%00%05%00%fa%ff%48%65%6c%6c%6f%00", "text:Hello", "" },
	{ "c1:%f3%48%cd%c9%c9%07%00%00", "text:Hello", "" },
	{ "c1:%f2%48%05%00%00%00%ff%ff%ca%c9%c9%07%00", "text:Hello", "" },
	{ "c1:%00 c2:%00 c1: 41: 80:", "text: binary: text: text:", "" },
	/* RSV1 where it has no meaning */
	{ "c9:x", BAD("1002", "protocol"), "88:1002" },
	{ "c8:", BAD("1002", "protocol"), "88:1002" },
	{ "01:a c0:b", BAD("1002", "protocol"), "88:1002" },
	{ "41:%f2%48 c0:%cd", BAD("1002", "protocol"), "88:1002" },
	{ "e1:x", BAD("1002", "protocol"), "88:1002" },
	{ "d1:x", BAD("1002", "protocol"), "88:1002" },
	{ "c3:x", BAD("1002", "protocol"), "88:1002" },
	/* what cannot be inflated */
	{ "c1:%ff%ff%ff%ff", BAD("1007", "deflate"), "88:1007" },
	{ "c1:%f2%48%cd", BAD("1007", "deflate"), "88:1007" },
	{ "c2:%f2%00%11%00%00", BAD("1007", "deflate"), "88:1007" },
	/* UTF-8 after inflating: 00 01 00 fe ff XX 00 is one byte, stored */
	{ "c1:%00%01%00%fe%ff%ff%00", BAD("1007", "utf8"), "88:1007" },
	{ "c1:%00%01%00%fe%ff%ce%00", BAD("1007", "utf8"), "88:1007" },
	{ "c2:%00%01%00%fe%ff%ff%00", "binary:%ff", "" },
	{ "41:%00%01%00%fe%ff%ce 80:%00%01%00%fe%ff%ba%00", "text:%ce%ba", "" },
};

START_TEST(compressed_frames_mean_the_same_however_they_are_cut)
{
	check_cuts(&compressed_rows[_i], "permessage-deflate");
}
END_TEST

/* Raw headers: lengths not minimal, the top bit set, as a server would send them to us. */
static const struct row raw_rows[] = {
	{ "#817e0005 #48656c6c6f", BAD("1002", "protocol"), "88:1002" },
	{ "#827e007d", BAD("1002", "protocol"), "88:1002" },
	{ "#827f000000000000ffff", BAD("1002", "protocol"), "88:1002" },
	{ "#827f0000000000000005", BAD("1002", "protocol"), "88:1002" },
	{ "#827f8000000000000000", BAD("1002", "protocol"), "88:1002" },
	{ "#827fffffffffffffffff", BAD("1002", "protocol"), "88:1002" },
	{ "#827f7fffffffffffffff #00", BAD("1009", "big"), "88:1009" },
	{ "#827f00000000000186a1 #00", BAD("1009", "big"), "88:1009" },
	{ "#897e007d", BAD("1002", "protocol"), "88:1002" },
	{ "#897f", BAD("1002", "protocol"), "88:1002" },
	{ "#0905", BAD("1002", "protocol"), "88:1002" },
};

START_TEST(headers_are_judged_before_their_payload)
{
	for (size_t piece = 0; piece < 4; piece++)
		check_row(&raw_rows[_i], false, "", piece);
}
END_TEST

/* Autobahn 6.4: the error is told before the message is whole. */
START_TEST(invalid_text_is_refused_at_its_first_bad_byte)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	rig_play(&rig, "01:%ce%ba%e1%bd%b9%cf%83%ce%bc%ce%b5 #0004 #f4", 0);
	rig_expect(&rig, "", "");
	rig_feed(&rig, "\x90", 1, 0);
	rig_expect(&rig, BAD("1007", "utf8"), "88:1007");
	rig_close(&rig);
}
END_TEST

/* A header's word for 2^40 bytes, or a limit that is met byte by byte, costs no memory. */
START_TEST(memory_follows_what_came)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	for (int i = 0; i < 90000; i++)
		rig_feed(&rig, i ? "\x00\x01x" : "\x01\x01x", 3, 0);
	rig_feed(&rig, "\x80\x00", 2, 0);
	rig_expect(&rig, "text:(90000)", "");
	rig_close(&rig);
}
END_TEST

/* Fragments that bring nothing, compressed or not, come to an end. */
START_TEST(nothing_is_not_received_for_ever)
{
	static const char *const scripts[] = { "00:", "40:", "00:%00%00%00%ff%ff" };
	struct rig rig;
	int i = 0;

	rig_open_usual(&rig, false, "permessage-deflate");
	rig_play(&rig, _i ? "41:" : "01:", 0);
	rig.stuck = true;
	while (websocket_ready_state(rig.ws) == WEBSOCKET_OPEN && i++ < 1000000) {
		struct buf bytes = { 0 };

		rig_write(&bytes, scripts[_i == 1 ? 0 : _i], false);
		rig_feed(&rig, buf_bytes(&bytes), buf_size(&bytes), 0);
		buf_free(&bytes);
	}
	rig.stuck = false;
	rig_pull(&rig);
	ck_assert_int_gt(i, 50000);
	ck_assert_int_lt(i, 1000000);
	rig_expect(&rig, BAD("1009", "big"), "88:1009");
	rig_close(&rig);
}
END_TEST

/* 100000 zeros and one more; and a message that would be 100 MB. */
START_TEST(inflated_messages_are_capped)
{
	const struct deflate_params_for_peer {
		size_t n;
		const char *events, *sent;
	} cases[] = {
		{ 100000, "binary:(100000)", "" },
		{ 100001, BAD("1009", "big"), "88:1009" },
		{ 100000000, BAD("1009", "big"), "88:1009" },
	};
	struct rig sender, rig;
	uint8_t *zeros = mem_new(cases[_i].n, 1);
	size_t n = 0;

	rig_open_usual(&rig, false, "permessage-deflate");
	rig_open_usual(&sender, true, "permessage-deflate");
	ck_assert(websocket_send(sender.ws, WEBSOCKET_BINARY, zeros, cases[_i].n, 0, NULL));
	n = buf_size(websocket_output(sender.ws));
	ck_assert_uint_lt(n, cases[_i].n / 500);
	rig_feed(&rig, buf_bytes(websocket_output(sender.ws)), n, 0);
	rig_expect(&rig, cases[_i].events, cases[_i].sent);
	free(zeros);
	rig_close(&sender);
	rig_close(&rig);
}
END_TEST

/* After a failure nothing that comes counts, and nothing more is told. */
START_TEST(after_the_end_there_is_silence)
{
	struct rig rig;

	rig_open_usual(&rig, false, "");
	rig_play(&rig, "83:", 0);
	rig_expect(&rig, BAD("1002", "protocol"), "88:1002");
	ck_assert(websocket_wants_close(rig.ws));
	ck_assert(websocket_wants_input(rig.ws));
	rig_play(&rig, "81:x 89:y 88:", 0);
	websocket_eof(rig.ws, NULL, 2000);
	rig_pull(&rig);
	rig_expect(&rig, "", "");
	ck_assert_uint_eq(websocket_tick(rig.ws, 100000), MOMENT_NEVER);
	rig_close(&rig);
}
END_TEST

TESTING_MAIN("websocket_frames",
	     TESTING_LOOP(frames_mean_the_same_however_they_are_cut, COUNT(rows)),
	     TESTING_LOOP(compressed_frames_mean_the_same_however_they_are_cut,
			  COUNT(compressed_rows)),
	     TESTING_LOOP(headers_are_judged_before_their_payload, COUNT(raw_rows)),
	     TESTING(invalid_text_is_refused_at_its_first_bad_byte),
	     TESTING(memory_follows_what_came), TESTING_LOOP(nothing_is_not_received_for_ever, 3),
	     TESTING_LOOP(inflated_messages_are_capped, 3), TESTING(after_the_end_there_is_silence))
