/*
 * hostile - names and texts that a malicious peer would send: each begins a control sequence, turns
 * the writing around, joins or splits what the terminal counts as cells, or is merely enormous.
 *
 * The cases are the texts, what is repeated, the bytes, and each character of the ranges between
 * two letters.
 */
#ifndef HOSTILE_H
#define HOSTILE_H

#include <string.h>

#include "buf.h"
#include "json.h"
#include "text.h"

#define ESC "\\u001b"
#define ST  ESC "\\\\"
#define BEL "\\u0007"

/* The insides of JSON strings. */
static const char *const hostile_texts[] = {
	/* CSI: colours, movement, erasing, modes, margins, reports, the window */
	ESC "[31mred",
	ESC "[2J" ESC "[H",
	ESC "[3J",
	ESC "[1;1Hgotcha",
	ESC "[999;999Hgotcha",
	ESC "[10A" ESC "[10D",
	ESC "[K" ESC "[1K" ESC "[2K",
	ESC "[100L" ESC "[100M",
	ESC "[50@" ESC "[50P" ESC "[50X",
	ESC "[9S" ESC "[9T",
	ESC "[2;5r",
	ESC "[?1049l" ESC "[?1047l" ESC "[?47l",
	ESC "[?1049h",
	ESC "[?25l",
	ESC "[?1000h" ESC "[?1002h" ESC "[?1003h" ESC "[?1006h",
	ESC "[?1004h",
	ESC "[?2004l",
	ESC "[200~pasted" ESC "[201~",
	ESC "[?2026h",
	ESC "[?5h",
	ESC "[?3h",
	ESC "[?6h" ESC "[?7l",
	ESC "[4h" ESC "[20h",
	ESC "[5n" ESC "[6n" ESC "[c" ESC "[>c" ESC "[=c" ESC "[>q",
	ESC "[18t" ESC "[21t",
	ESC "[8;1;1t" ESC "[2t" ESC "[3;0;0t",
	ESC "[22;0t" ESC "[23;0t",
	ESC "[!p",
	ESC "[1\\\"q",
	ESC "[ q" ESC "[5 q",
	ESC "[99b",
	ESC "[s" ESC "[u",
	ESC "[>4;2m" ESC "[>1u" ESC "[=31;1u",
	ESC "[0;1;4;5;7;8;38;5;196;48;2;1;2;3m",
	ESC "[38:2::255:0:0m",
	ESC "[",
	ESC "[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20",
	ESC "[?",
	ESC "[\\u0018A",
	/* single escapes */
	ESC "c",
	ESC "7" ESC "8",
	ESC "D" ESC "M" ESC "E",
	ESC "#8",
	ESC "#3" ESC "#6",
	ESC "(0" ESC ")0qqq",
	ESC "%@" ESC "%G",
	ESC "=" ESC ">",
	ESC "n" ESC "o" ESC "|" ESC "}" ESC "~",
	ESC "Z",
	ESC "l" ESC "m",
	ESC,
	ESC ESC ESC ESC,
	"\\u000e"
	"qqq"
	"\\u000f",
	/* OSC */
	ESC "]0;title" BEL,
	ESC "]2;title" ST,
	ESC "]1;icon" BEL,
	ESC "]0;never ended",
	ESC "]4;1;rgb:ff/00/00" BEL,
	ESC "]4;1;?" BEL,
	ESC "]10;?" BEL ESC "]11;?" BEL,
	ESC "]11;#ff0000" BEL,
	ESC "]104" BEL ESC "]110" BEL,
	ESC "]7;file://host/tmp" BEL,
	ESC "]8;;https://evil.example/" ST "click" ESC "]8;;" ST,
	ESC "]9;notify" BEL,
	ESC "]99;i=1;notify" ST,
	ESC "]777;notify;title;body" BEL,
	ESC "]52;c;cm0gLXJmIH4=" BEL,
	ESC "]52;c;?" BEL,
	ESC "]50;xterm*font" BEL,
	ESC "]133;A" ST,
	ESC "]1337;File=inline=1:AAAA" BEL,
	ESC "]P1ff0000",
	ESC "]R",
	/* DCS, APC, PM, SOS, and what tmux and screen make of them */
	ESC "P1$r0m" ST,
	ESC "P$qm" ST,
	ESC "P+q544e" ST,
	ESC "Pq#0;2;0;0;0#0~~" ST,
	ESC "Ptmux;" ESC ESC "]0;title" BEL ST,
	ESC "P" ESC "]0;title" BEL ST,
	ESC "P",
	ESC "_Gf=24,s=1,v=1;AAAA" ST,
	ESC "_tmux" ST,
	ESC "^private" ST,
	ESC "Xstring" ST,
	ESC "ktitle" ST,
	ESC "!message" ST,
	/* C1 */
	"\\u009b31m",
	"\\u009b2J\\u009bH",
	"\\u009d0;title\\u0007",
	"\\u009d0;title\\u009c",
	"\\u0090q\\u009c",
	"\\u009ex\\u009c\\u009fx\\u009c\\u0098x\\u009c",
	"\\u008e\\u008f\\u0084\\u0085\\u008d",
	/* surrogates without their other half */
	"\\ud800",
	"\\udfff\\ud800",
	"\\ud83dx\\ude00",
	"\\ud800\\u001b[31m",
	"\\u0000nul\\u0000",
	/* other controls in company */
	"a\\tb\\tc",
	"a\\nb\\r\\nc\\rd",
	"\\r12:00 <bob> I said this",
	"\\n12:00 <bob> I said this",
	"\\b\\b\\b\\b\\b\\b\\b\\bover",
	"\\u007f\\u007f\\u007f",
	"\\u000b\\u000c\\u0085\\u2028\\u2029x",
	"\\u0005\\u0011\\u0013\\u001a\\u001c",
	/* HTML, which texts are decoded from */
	"&#27;[31m&#x1b;[2J",
	"&#155;31m&#x9b;2J&#x9B;",
	"&#7;&#0;&#x0;&#xD800;&#x110000;&#99999999999;",
	"&#x202e;reversed&#8238;",
	"&amp;#27;[31m&amp;amp;#27;",
	"&lt;b&gt;bold&lt;/b&gt;&nbsp;&quot;",
	"&Tab;&NewLine;&zwj;&shy;&lrm;&rlm;",
	"&#x200b;&#xfeff;&#xe0041;",
	"&#10;12:00 &lt;bob&gt; I said this",
	"<script>alert(1)</script>",
	/* bidirectional */
	"\\u202egnp.exe",
	"\\u2066\\u202e\\u2069\\u202c",
	"\\u2067right to left\\u2069",
	"\\u200f!\\u200e!",
	"שלום עולם",
	"שלום abc 123 עולם!",
	"مرحبا بالعالم ١٢٣",
	"ܫܠܡܐ ދިވެހި ߒߞߏ 𞤀𞤣𞤤𞤢𞤥",
	"א│ב",
	"\\u061cا\\u0600123\\u0601\\u0602\\u0603\\u0604\\u0605\\u06dd",
	"\\u070fܫ\\ud804\\udcbd",
	/* zero-width, tags, variation selectors, joiners */
	"\\u200b",
	"a\\u200d\\u200db\\u2060c\\ufeffd",
	"\\u3164\\uffa0\\u115f\\u1160",
	"\\udb40\\udc01\\udb40\\udc68\\udb40\\udc69\\udb40\\udc7f",
	"🏴\\udb40\\udc67\\udb40\\udc62\\udb40\\udc65\\udb40\\udc6e\\udb40\\udc67\\udb40\\udc7"
	"f",
	"a\\ufe00b\\ufe0fc\\ufe0e\\udb40\\udd00",
	"❤\\ufe0f☺\\ufe0f☎\\ufe0e",
	"1\\ufe0f\\u20e3#\\ufe0f\\u20e3",
	/* marks */
	"\\u0301",
	"a\\u0301\\u0302\\u0303\\u0304\\u0305\\u0306\\u0307",
	"o\\u20dd\\u20de\\u20e3\\u20e0",
	" \\u0301 \\u0327",
	"\\u093f\\u0902\\u0903",
	"กำ\\u0e33\\u0e33\\u0e4d",
	"བསྒྲུབས\\u0f71\\u0f72\\u0f74",
	"ខ្មែរ\\u17d2\\u17d2",
	"\\ud834\\udd58\\ud834\\udd65\\ud834\\udd73",
	"\\u302a\\u3099か\\u3099",
	/* emoji */
	"👨‍👩‍👧‍👦",
	"👍🏽👍🏿🏽🏽",
	"🏳️‍🌈🏳️‍⚧️",
	"🇩🇪🇷🇺🇨🇳",
	"🇩",
	"👩🏻‍❤️‍💋‍👨🏿",
	"🫨🫠🪿🐦‍🔥",
	"☺♥♀⚠✂✈☕⌚",
	"©®™‼⁉〰〽㊗㊙🅰🈁",
	/* wide, and of widths in dispute */
	"漢",
	"ＷＩＤＥ",
	"ｱｲｳｴｵﾞﾟ",
	"\\ufdfd\\u2e3b\\ua9c5",
	"𒐫𒈙𒁏",
	"§°±¶×÷—…①☺αЖ",
	"│─┼█▓▒░",
	"\\u1100\\u1161\\u11a8",
	"\\u1161\\u11a8",
	"가\\u11a8\\u11a8\\u11a8",
	"\\ud7b0\\ud7cb\\ua960",
	/* unassigned, private, no characters */
	"\\u0378\\u0379\\u2065\\u2fe0",
	"\\ue000\\uf8ff\\udb80\\udc00\\udbff\\udffd",
	"\\ufffe\\uffff\\ufdd0\\ufdef",
	"\\ud83f\\udffe\\udbff\\udfff",
	"\\ufff9a\\ufffab\\ufffb\\ufffc\\ufffd",
	"\\ud82f\\udca0\\ud82f\\udca3",
	/* what looks like the screen itself */
	"-!- The connection is closed",
	"connected  ws://localhost:6502/",
	"bob> ",
	"%s%n%d%%",
	"/quit",
	"'\\\"\\\\`$(id)",
	"https://evil.example/\\u202e\\u009bx?\\u0007\\u001b\\\\y\\tz",
	"https://evil.example/" ESC "]8;;" BEL "\\u202e/\\u009b31m",
	"",
};

/* The same, so many times. */
static const struct {
	const char *text;
	unsigned times;
} hostile_repeats[] = {
	{ "\\t", 40 },
	{ "\\n", 100 },
	{ BEL, 50 },
	{ "&", 1000 },
	{ "\\u202e", 200 },
	{ "\\u200b", 1000 },
	{ "\\u00ad", 100 },
	{ "\\ufe0f", 1000 },
	{ "\\u0301", 10000 },
	{ "Z\\u0324\\u0351\\u036b\\u0343\\u036a\\u0302a\\u0324\\u0351\\u036b", 100 },
	{ "\\u0489", 1000 },
	{ "क्षत्रिय", 20 },
	{ "👨‍", 2000 },
	{ "🏽", 100 },
	{ "🇩", 1001 },
	{ "漢字", 100 },
	{ "a漢", 60 },
	{ "│", 200 },
	{ "\\u1100", 1000 },
	{ "x", 1 << 20 },
	{ "漢", 40000 },
	{ "\\u0301", 100000 },
	{ "\\u202e", 40000 },
	{ "x y ", 40000 },
	{ "👨‍", 20000 },
	{ ESC "[31m", 40000 },
	{ "\\n", 20000 },
	{ "https://evil.example/a", 3000 },
	{ " ", 100 },
};

/* Bytes that are no UTF-8: C1 controls, overlong forms, surrogates, what is too large, cut or out
 * of place. */
static const char *const hostile_bytes[] = {
	"\x9b"
	"31m\x9b"
	"2J",
	"\x9d"
	"0;title\x9c",
	"\x90q\x9c",
	"\xc0\x9b"
	"31m\xc0\x80",
	"\xe0\x80\x9b[2J\xe0\x82\x9b"
	"2J",
	"\xf0\x80\x80\x9b[2J",
	"\xed\xa0\x80\xed\xbf\xbf",
	"\xf4\x90\x80\x80\xf8\x88\x80\x80\x80",
	"\xe2\x82",
	"\xf0\x9f\x98",
	"\x80\xbf\xfe\xff",
	"\xc2\x1b[31m",
	"\xe2\x80\x1b]0;title\a",
	"\xff",
};

/* Characters that no terminal is to get. */
static const struct {
	uint32_t first, last;
} hostile_ranges[] = {
	{ 0x01, 0x1f },       { 0x7f, 0x9f },       { 0xad, 0xad },       { 0x34f, 0x34f },
	{ 0x61c, 0x61c },     { 0x180b, 0x180f },   { 0x200b, 0x200f },   { 0x2028, 0x202e },
	{ 0x2060, 0x206f },   { 0xfe00, 0xfe0f },   { 0xfeff, 0xfeff },   { 0xfff9, 0xfffb },
	{ 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a }, { 0xe0001, 0xe0001 }, { 0xe0020, 0xe0022 },
	{ 0xe0100, 0xe0101 },
};

#define HOSTILE_TEXTS   (sizeof hostile_texts / sizeof *hostile_texts)
#define HOSTILE_REPEATS (sizeof hostile_repeats / sizeof *hostile_repeats)
#define HOSTILE_BYTES   (sizeof hostile_bytes / sizeof *hostile_bytes)
#define HOSTILE_RANGES  (sizeof hostile_ranges / sizeof *hostile_ranges)

/* As the inside of a JSON string. */
static inline void hostile_quote(struct buf *out, const char *bytes)
{
	json_write_string(out, bytes, strlen(bytes));
	buf_consume(out, 1);
	buf_truncate(out, buf_size(out) - 1);
}

static inline bool hostile_is(uint32_t c)
{
	for (size_t i = 0; i < HOSTILE_RANGES; i++)
		if (c >= hostile_ranges[i].first && c <= hostile_ranges[i].last)
			return true;
	return false;
}

static inline bool hostile_between(struct buf *out, size_t at)
{
	for (size_t i = 0; i < HOSTILE_RANGES; i++) {
		size_t count = hostile_ranges[i].last - hostile_ranges[i].first + 1;
		char bytes[8] = "x";
		size_t n;

		if (at >= count) {
			at -= count;
			continue;
		}
		n = text_encode(bytes + 1, hostile_ranges[i].first + (uint32_t)at);
		bytes[1 + n] = 'y';
		hostile_quote(out, bytes);
		return true;
	}
	return false;
}

/* Writes the inside of a JSON string; false behind the last case. */
static inline bool hostile_case(struct buf *out, size_t at)
{
	buf_clear(out);
	if (at < HOSTILE_TEXTS) {
		buf_append_string(out, hostile_texts[at]);
		return true;
	}
	at -= HOSTILE_TEXTS;
	if (at < HOSTILE_REPEATS) {
		for (unsigned i = 0; i < hostile_repeats[at].times; i++)
			buf_append_string(out, hostile_repeats[at].text);
		return true;
	}
	at -= HOSTILE_REPEATS;
	if (at < HOSTILE_BYTES) {
		hostile_quote(out, hostile_bytes[at]);
		return true;
	}
	return hostile_between(out, at - HOSTILE_BYTES);
}

#endif
