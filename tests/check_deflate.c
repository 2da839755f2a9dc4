#include "testing.h"

#include <string.h>

#include "deflate.h"
#include "mem.h"

#define NAME  "permessage-deflate"
#define NOSRV "server_no_context_takeover"
#define NOCLI "client_no_context_takeover"
#define SRV   "server_max_window_bits"
#define CLI   "client_max_window_bits"

#define LIMIT (1 << 20)

static const struct deflate_params plain = { .server_max_window_bits = 15,
					     .client_max_window_bits = 15 };

/* RFC 7692, section 7.1; for a bad answer params is all zero. */
static const struct {
	const char *answer;
	bool fine, agreed;
	struct deflate_params params;
} answers[] = {
	{ "", true, false, { 0 } },
	{ " , ,", true, false, { 0 } },
	{ NAME, true, true, { false, false, 15, 15 } },
	{ "Permessage-DEFLATE", true, true, { false, false, 15, 15 } },
	{ ", " NAME " ,", true, true, { false, false, 15, 15 } },
	{ NAME "; " NOSRV, true, true, { true, false, 15, 15 } },
	{ NAME "; " NOCLI, true, true, { false, true, 15, 15 } },
	{ NAME ";" NOCLI ";" NOSRV ";" SRV "=9;" CLI "=12", true, true, { true, true, 9, 12 } },
	{ NAME " ; " SRV " = 8 ;\t" CLI "=8", true, true, { false, false, 8, 8 } },
	{ NAME "; " CLI "=\"10\"", true, true, { false, false, 15, 10 } },
	{ NAME "; SERVER_MAX_WINDOW_BITS=15", true, true, { false, false, 15, 15 } },
	/* another extension, a second one, what is no list */
	{ "x-webkit-deflate-frame", false, false, { 0 } },
	{ "permessage-deflate2", false, false, { 0 } },
	{ NAME ", " NAME, false, false, { 0 } },
	{ NAME ", x", false, false, { 0 } },
	{ "x, " NAME, false, false, { 0 } },
	{ NAME " x", false, false, { 0 } },
	{ NAME ";", false, false, { 0 } },
	{ NAME "; ;", false, false, { 0 } },
	{ NAME "; " NOSRV " x", false, false, { 0 } },
	{ NAME "; " CLI "=\"10", false, false, { 0 } },
	{ NAME "; " CLI "=\"\"", false, false, { 0 } },
	{ NAME "; " CLI "=\"1 0\"", false, false, { 0 } },
	{ NAME "; " CLI "=", false, false, { 0 } },
	{ "; " NOSRV, false, false, { 0 } },
	{ "=", false, false, { 0 } },
	/* unknown, repeated and impossible parameters */
	{ NAME "; foo", false, false, { 0 } },
	{ NAME "; foo=1", false, false, { 0 } },
	{ NAME "; " NOSRV "; " NOSRV, false, false, { 0 } },
	{ NAME "; " SRV "=10; " SRV "=10", false, false, { 0 } },
	{ NAME "; " NOSRV "=1", false, false, { 0 } },
	{ NAME "; " NOCLI "=true", false, false, { 0 } },
	{ NAME "; " SRV, false, false, { 0 } },
	{ NAME "; " CLI, false, false, { 0 } },
	{ NAME "; " SRV "=7", false, false, { 0 } },
	{ NAME "; " SRV "=16", false, false, { 0 } },
	{ NAME "; " SRV "=010", false, false, { 0 } },
	{ NAME "; " SRV "=08", false, false, { 0 } },
	{ NAME "; " SRV "=1a", false, false, { 0 } },
	{ NAME "; " SRV "=+9", false, false, { 0 } },
	{ NAME "; " SRV "=-9", false, false, { 0 } },
	{ NAME "; " SRV "=100", false, false, { 0 } },
	{ NAME "; " CLI "=4294967304", false, false, { 0 } },
	{ NAME "; " CLI "=9.0", false, false, { 0 } },
	{ NAME "; aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	  false,
	  false,
	  { 0 } },
};

static void same_params(const struct deflate_params *a, const struct deflate_params *b)
{
	ck_assert_int_eq(a->server_no_context_takeover, b->server_no_context_takeover);
	ck_assert_int_eq(a->client_no_context_takeover, b->client_no_context_takeover);
	ck_assert_int_eq(a->server_max_window_bits, b->server_max_window_bits);
	ck_assert_int_eq(a->client_max_window_bits, b->client_max_window_bits);
}

START_TEST(answers_are_checked)
{
	struct deflate_params params = { 0 };
	struct error error = { 0 };
	bool agreed;

	ck_assert_int_eq(deflate_read_answer(answers[_i].answer, &agreed, &params, &error),
			 answers[_i].fine);
	ck_assert_int_eq(agreed, answers[_i].agreed);
	ck_assert_int_eq(error.code, answers[_i].fine ? ERROR_NONE : ERROR_HANDSHAKE_EXTENSION);
	same_params(&params, &answers[_i].params);
}
END_TEST

static const struct {
	const char *offers, *answer; /* "": declined */
	struct deflate_params params;
} offers[] = {
	{ "", "", { 0 } },
	{ "x-foo; bar=1", "", { 0 } },
	{ NAME, NAME, { false, false, 15, 15 } },
	{ NAME "; " CLI, NAME, { false, false, 15, 15 } },
	{ NAME "; " CLI "=10", NAME, { false, false, 15, 15 } },
	{ NAME "; " CLI "=8", NAME, { false, false, 15, 15 } },
	{ NAME "; " NOCLI "; " NOSRV, NAME "; " NOSRV "; " NOCLI, { true, true, 15, 15 } },
	{ NAME "; " SRV "=11", NAME "; " SRV "=11", { false, false, 11, 15 } },
	{ NAME "; " NOSRV "; " SRV "=9", NAME "; " NOSRV "; " SRV "=9", { true, false, 9, 15 } },
	/* zlib cannot: declined, the next one is taken */
	{ NAME "; " SRV "=8", "", { 0 } },
	{ NAME "; " SRV "=8, " NAME "; " SRV "=12, " NAME,
	  NAME "; " SRV "=12",
	  { false, false, 12, 15 } },
	{ "x-foo; bar=\"1\", " NAME, NAME, { false, false, 15, 15 } },
	{ NAME "; foo, " NAME "; " NOSRV, NAME "; " NOSRV, { true, false, 15, 15 } },
	{ NAME "; " SRV ", " NAME "; " CLI "=16," NAME "; " NOSRV "=1", "", { 0 } },
	{ NAME "; " NOSRV "; " NOSRV, "", { 0 } },
	{ ";;;", "", { 0 } },
	{ NAME "; \"", "", { 0 } },
};

START_TEST(offers_are_answered)
{
	struct deflate_params params = { 0 };
	struct buf answer = { 0 };

	ck_assert_int_eq(deflate_answer(offers[_i].offers, &params, &answer),
			 offers[_i].answer[0] != 0);
	ck_assert_str_eq(buf_string(&answer), offers[_i].answer);
	same_params(&params, &offers[_i].params);
	buf_free(&answer);
}
END_TEST

START_TEST(our_offer_is_one_that_we_accept)
{
	struct deflate_params params, again;
	struct buf answer = { 0 };
	bool agreed;

	ck_assert(deflate_answer(deflate_offer, &params, &answer));
	ck_assert(deflate_read_answer(buf_string(&answer), &agreed, &again, NULL));
	ck_assert(agreed);
	same_params(&params, &again);
	buf_free(&answer);
}
END_TEST

/* RFC 7692, section 7.2.3, and what a strict reading makes of other ends. */
static const struct {
	const char *bytes;
	size_t n;
	enum deflate_status status;
	const char *text;
} streams[] = {
	/* 7.2.3.1: one block; 7.2.3.2: the same out of the window is in the test below */
	{ "\xf2\x48\xcd\xc9\xc9\x07\x00", 7, DEFLATE_OK, "Hello" },
	/* 7.2.3.3: without compression */
	{ "\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00", 11, DEFLATE_OK, "Hello" },
	/* 7.2.3.4: a final block, and an empty one after it */
	{ "\xf3\x48\xcd\xc9\xc9\x07\x00\x00", 8, DEFLATE_OK, "Hello" },
	/* 7.2.3.5: two blocks */
	{ "\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00", 13, DEFLATE_OK, "Hello" },
	/* 7.2.3.6: the empty message; and one without a byte */
	{ "\x00", 1, DEFLATE_OK, "" },
	{ "", 0, DEFLATE_OK, "" },
	/* a final block and nothing behind it */
	{ "\xf3\x48\xcd\xc9\xc9\x07\x00", 7, DEFLATE_OK, "Hello" },
	/* two final blocks */
	{ "\xf3\x48\xcd\xc9\xc9\x07\x00\xf3\x48\xcd\xc9\xc9\x07\x00\x00", 15, DEFLATE_OK,
	  "HelloHello" },
	/* the tail left in */
	{ "\xf2\x48\xcd\xc9\xc9\x07\x00\x00\x00\xff\xff\x00", 12, DEFLATE_OK, "Hello" },
	/* cut, reserved block type, lengths that contradict, too far back */
	{ "\xf2\x48\xcd\xc9", 4, DEFLATE_BROKEN, NULL },
	{ "\x00\x05\x00\xfa\xff\x48\x65", 7, DEFLATE_BROKEN, NULL },
	{ "\x07", 1, DEFLATE_BROKEN, NULL },
	{ "\x00\x05\x00\xfa\xfe\x48\x65\x6c\x6c\x6f\x00", 11, DEFLATE_BROKEN, NULL },
	{ "\xf2\x00\x11\x00\x00", 5, DEFLATE_BROKEN, NULL },
	{ "\xff\xff\xff\xff", 4, DEFLATE_BROKEN, NULL },
};

static enum deflate_status inflate_in_pieces(struct deflate *d, struct buf *out, const void *bytes,
					     size_t n, size_t piece, size_t max)
{
	enum deflate_status status = DEFLATE_OK;
	const uint8_t *at = bytes;
	size_t step;

	for (; n && status == DEFLATE_OK; at += step, n -= step) {
		step = piece < n ? piece : n;
		status = deflate_inflate(d, out, at, step, false, max);
	}
	return status == DEFLATE_OK ? deflate_inflate(d, out, "", 0, true, max) : status;
}

static void check_stream(int row, size_t piece)
{
	struct deflate *d = deflate_new(&plain, false);
	struct buf out = { 0 };

	ck_assert_int_eq(
		inflate_in_pieces(d, &out, streams[row].bytes, streams[row].n, piece, LIMIT),
		streams[row].status);
	if (streams[row].text) {
		ck_assert_str_eq(buf_string(&out), streams[row].text);
		/* and the next message is read rightly */
		ck_assert_int_eq(
			deflate_inflate(d, &out, "\xf2\x48\xcd\xc9\xc9\x07\x00", 7, true, LIMIT),
			DEFLATE_OK);
		ck_assert_str_eq(buf_string(&out) + strlen(streams[row].text), "Hello");
	}
	buf_free(&out);
	deflate_free(d);
}

START_TEST(streams_of_the_rfc_cut_everywhere)
{
	for (size_t piece = 1; piece <= 16; piece++)
		check_stream(_i, piece);
}
END_TEST

/* Section 7.2.3.2: "Hello" again, out of the window. */
START_TEST(the_window_lasts_unless_agreed_otherwise)
{
	struct deflate_params params = plain;

	for (int resets = 0; resets < 2; resets++) {
		struct deflate *d;
		struct buf out = { 0 };

		params.server_no_context_takeover = resets;
		d = deflate_new(&params, false);
		ck_assert_int_eq(
			deflate_inflate(d, &out, "\xf2\x48\xcd\xc9\xc9\x07\x00", 7, true, LIMIT),
			DEFLATE_OK);
		ck_assert_int_eq(deflate_inflate(d, &out, "\xf2\x00\x11\x00\x00", 5, true, LIMIT),
				 resets ? DEFLATE_BROKEN : DEFLATE_OK);
		if (!resets)
			ck_assert_str_eq(buf_string(&out), "HelloHello");
		buf_free(&out);
		deflate_free(d);
	}
}
END_TEST

START_TEST(the_window_outlives_a_final_block)
{
	struct deflate *d = deflate_new(&plain, false);
	struct buf out = { 0 };

	ck_assert_int_eq(
		deflate_inflate(d, &out, "\xf3\x48\xcd\xc9\xc9\x07\x00\x00", 8, true, LIMIT),
		DEFLATE_OK);
	ck_assert_int_eq(deflate_inflate(d, &out, "\xf2\x00\x11\x00\x00", 5, true, LIMIT),
			 DEFLATE_OK);
	ck_assert_str_eq(buf_string(&out), "HelloHello");
	buf_free(&out);
	deflate_free(d);
}
END_TEST

/* Half noise and half what came before, so that every distance is tried. */
static void make_message(uint8_t *bytes, size_t n, unsigned *random)
{
	for (size_t i = 0; i < n; i++) {
		*random = *random * 1103515245 + 12345;
		bytes[i] = *random & 0x400 && i > 40 ? bytes[i - 40]
						     : (uint8_t) "etaoinsr"[*random >> 29];
	}
}

static const size_t message_sizes[] = { 0, 1, 7, 8, 20, 60, 200, 1000, 40000, 5000, 200, 64, 300 };

static void talk(struct deflate *from, struct deflate *to, unsigned *random, bool can)
{
	static uint8_t bytes[40000];
	struct buf wire = { 0 }, out = { 0 };
	int compressed = 0;

	for (size_t i = 0; i < COUNT(message_sizes); i++) {
		size_t n = message_sizes[i];

		make_message(bytes, n, random);
		buf_clear(&wire);
		buf_clear(&out);
		if (!deflate_message(from, &wire, bytes, n)) {
			ck_assert_uint_eq(buf_size(&wire), 0);
			continue;
		}
		compressed++;
		ck_assert_uint_lt(buf_size(&wire), n);
		ck_assert_int_eq(inflate_in_pieces(to, &out, buf_bytes(&wire), buf_size(&wire),
						   1 + *random % 5000, LIMIT),
				 DEFLATE_OK);
		ck_assert_uint_eq(buf_size(&out), n);
		ck_assert_mem_eq(buf_bytes(&out), bytes, n);
	}
	if (can)
		ck_assert_int_ge(compressed, 7);
	else
		ck_assert_int_eq(compressed, 0);
	buf_free(&wire);
	buf_free(&out);
}

/* Each of the 2 x 2 x 8 x 8 agreements, both directions. */
START_TEST(every_agreement_is_kept)
{
	const struct deflate_params params = { .server_no_context_takeover = _i & 1,
					       .client_no_context_takeover = _i >> 1 & 1,
					       .server_max_window_bits = 8 + (_i >> 2),
					       .client_max_window_bits = 8 };
	unsigned random = (unsigned)_i;

	for (int bits = 8; bits <= 15; bits++) {
		struct deflate_params p = params;
		struct deflate *server, *client;

		p.client_max_window_bits = bits;
		server = deflate_new(&p, true);
		client = deflate_new(&p, false);
		talk(server, client, &random, p.server_max_window_bits > 8);
		talk(client, server, &random, p.client_max_window_bits > 8);
		deflate_free(server);
		deflate_free(client);
	}
}
END_TEST

/* Distances over the agreed window would be refused by a peer that took us at our word. */
START_TEST(the_agreed_window_is_not_exceeded)
{
	struct deflate_params params = plain;
	uint8_t bytes[4096];
	struct buf small = { 0 }, large = { 0 };
	unsigned random = 7;
	struct deflate *d;

	for (size_t i = 0; i < 2048; i++) {
		random = random * 1103515245 + 12345;
		bytes[i] = bytes[i + 2048] = (uint8_t)(random >> 24);
	}
	d = deflate_new(&params, false);
	ck_assert(deflate_message(d, &large, bytes, sizeof bytes));
	deflate_free(d);
	ck_assert_uint_lt(buf_size(&large), 2200);
	params.client_max_window_bits = 11; /* 2048 bytes, less what zlib looks ahead */
	d = deflate_new(&params, false);
	ck_assert(!deflate_message(d, &small, bytes, sizeof bytes));
	deflate_free(d);
	buf_free(&small);
	buf_free(&large);
}
END_TEST

/* What was left uncompressed is in nobody's window: the second message must not refer to the first,
 * whose part it is, twice. */
START_TEST(uncompressed_messages_leave_the_contexts_right)
{
	struct deflate *from = deflate_new(&plain, false), *to = deflate_new(&plain, true);
	struct buf wire = { 0 }, out = { 0 };
	unsigned random = 3;
	uint8_t noise[3000];

	for (int round = 0; round < 50; round++) {
		buf_clear(&wire);
		buf_clear(&out);
		for (size_t i = 0; i < sizeof noise; i++) {
			random = random * 1103515245 + 12345;
			noise[i] = (uint8_t)(random >> 24);
		}
		ck_assert(!deflate_message(from, &wire, noise, sizeof noise));
		ck_assert_uint_eq(buf_size(&wire), 0);
		memcpy(noise + 200, noise + 100, 100);
		ck_assert(deflate_message(from, &wire, noise + 100, 200));
		ck_assert_int_eq(
			deflate_inflate(to, &out, buf_bytes(&wire), buf_size(&wire), true, LIMIT),
			DEFLATE_OK);
		ck_assert_uint_eq(buf_size(&out), 200);
		ck_assert_mem_eq(buf_bytes(&out), noise + 100, 200);
	}
	buf_free(&wire);
	buf_free(&out);
	deflate_free(from);
	deflate_free(to);
}
END_TEST

/* A chat's lines are like each other: that is what the window is for. */
START_TEST(the_window_serves_small_messages)
{
	const char *text = "{\"text\":\"hi\",\"id\":1732848200123,\"date\":1732848205555}";
	struct deflate *d = deflate_new(&plain, false);
	struct buf wire = { 0 };

	ck_assert(deflate_message(d, &wire, text, strlen(text)));
	buf_clear(&wire);
	ck_assert(deflate_message(d, &wire, text, strlen(text)));
	ck_assert_uint_lt(buf_size(&wire), 12);
	buf_free(&wire);
	deflate_free(d);
}
END_TEST

static const struct {
	size_t n, max;
	enum deflate_status status;
} caps[] = {
	{ 1000, 1000, DEFLATE_OK },   { 1001, 1000, DEFLATE_TOO_BIG },
	{ 16384, 16384, DEFLATE_OK }, { 16385, 16384, DEFLATE_TOO_BIG },
	{ 1, 0, DEFLATE_TOO_BIG },    { 10000000, 1 << 20, DEFLATE_TOO_BIG },
};

START_TEST(output_is_capped)
{
	struct deflate *from = deflate_new(&plain, false);
	struct buf wire = { 0 }, out = { 0 };
	uint8_t *zeros = mem_new(caps[_i].n + 8, 1);
	const size_t pieces[] = { 1, 3, 100000 };

	/* too small for us to compress: "a" */
	if (!deflate_message(from, &wire, zeros, caps[_i].n))
		buf_append(&wire, "\x4a\x04\x00", 3);
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct deflate *to = deflate_new(&plain, true);

		buf_clear(&out);
		ck_assert_int_eq(inflate_in_pieces(to, &out, buf_bytes(&wire), buf_size(&wire),
						   pieces[i], caps[_i].max),
				 caps[_i].status);
		ck_assert_uint_le(buf_size(&out), caps[_i].max);
		ck_assert_uint_le(out.room, 2 * caps[_i].max + 64);
		deflate_free(to);
	}
	free(zeros);
	buf_free(&wire);
	buf_free(&out);
	deflate_free(from);
}
END_TEST

/* Whatever comes, it ends, within the cap. */
START_TEST(noise_breaks_nothing)
{
	unsigned random = 11;
	struct buf out = { 0 };
	uint8_t bytes[64];

	for (int round = 0; round < 3000; round++) {
		struct deflate *d = deflate_new(&plain, round & 1);

		for (int message = 0; message < 3; message++) {
			for (size_t i = 0; i < sizeof bytes; i++) {
				random = random * 1103515245 + 12345;
				bytes[i] = (uint8_t)(random >> 24);
			}
			buf_clear(&out);
			if (inflate_in_pieces(d, &out, bytes, sizeof bytes, 1 + random % 64,
					      4096) != DEFLATE_OK)
				break;
			ck_assert_uint_le(buf_size(&out), 4096);
		}
		deflate_free(d);
	}
	buf_free(&out);
}
END_TEST

TESTING_MAIN("deflate", TESTING_LOOP(answers_are_checked, COUNT(answers)),
	     TESTING_LOOP(offers_are_answered, COUNT(offers)),
	     TESTING(our_offer_is_one_that_we_accept),
	     TESTING_LOOP(streams_of_the_rfc_cut_everywhere, COUNT(streams)),
	     TESTING(the_window_lasts_unless_agreed_otherwise),
	     TESTING(the_window_outlives_a_final_block), TESTING_LOOP(every_agreement_is_kept, 32),
	     TESTING(the_agreed_window_is_not_exceeded),
	     TESTING(uncompressed_messages_leave_the_contexts_right),
	     TESTING(the_window_serves_small_messages), TESTING_LOOP(output_is_capped, COUNT(caps)),
	     TESTING(noise_breaks_nothing))
