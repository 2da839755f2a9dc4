#include "term_parse.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "text.h"

/* No sequence that we know is longer than a few bytes; one without an end must not swallow keys. */
#define SEQUENCE_MOST 256

#define ESC         0x1b
#define DELETE      0x7f
#define REPLACEMENT 0xfffd

/* Bytes as they stand at the front of the input. */
struct bytes {
	const char *s;
	size_t n;
};

static const struct term_parsed more = { 0 };

static struct term_parsed nothing(size_t used)
{
	return (struct term_parsed){ .used = used };
}

static struct term_parsed a_key(size_t used, uint32_t code)
{
	return (struct term_parsed){ .used = used, .has_key = true, .key = { .code = code } };
}

/* Characters. */

static size_t decode_locale(struct bytes b, uint32_t *c)
{
	mbstate_t state = { 0 };
	wchar_t wide;
	size_t n = mbrtowc(&wide, b.s, b.n, &state);

	if (n == (size_t)-2)
		return 0;
	if (n == (size_t)-1)
		return 1;
	*c = (uint32_t)wide;
	return n ? n : 1;
}

static size_t decode_utf8(struct bytes b, uint32_t *c)
{
	struct text_utf8 u = { 0 };

	for (size_t i = 0; i < b.n; i++) {
		if (!text_utf8_feed(&u, b.s + i, 1))
			return i ? i : 1;
		if (text_utf8_complete(&u)) {
			text_decode(b.s, i + 1, c);
			return i + 1;
		}
	}
	return 0;
}

static size_t decode(const struct term_parser *t, struct bytes b, uint32_t *c)
{
	*c = REPLACEMENT;
	return t->utf8 ? decode_utf8(b, c) : decode_locale(b, c);
}

size_t term_parse_character(const struct term_parser *t, const char *s, size_t n, uint32_t *c)
{
	return decode(t, (struct bytes){ s, n }, c);
}

static uint32_t name_control(uint32_t c)
{
	switch (c) {
	case '\r':
		return KEY_NAME_ENTER;
	case '\t':
		return KEY_NAME_TAB;
	case ESC:
		return KEY_NAME_ESCAPE;
	case DELETE:
		return KEY_NAME_BACKSPACE;
	default:
		return c;
	}
}

static struct term_parsed parse_character(const struct term_parser *t, struct bytes b)
{
	uint32_t c;
	size_t used = decode(t, b, &c);

	return used ? a_key(used, name_control(c)) : more;
}

/* Sequences: ECMA-48 control sequences with xterm's modifiers, and what others made of them. */

static const struct {
	char final;
	uint16_t number; /* before a '~'; else 0 */
	enum key_name name;
} sequences[] = {
	{ 'A', 0, KEY_NAME_UP },        { 'B', 0, KEY_NAME_DOWN }, { 'C', 0, KEY_NAME_RIGHT },
	{ 'D', 0, KEY_NAME_LEFT },      { 'H', 0, KEY_NAME_HOME }, { 'F', 0, KEY_NAME_END },
	{ 'P', 0, KEY_NAME_F1 },        { 'Q', 0, KEY_NAME_F2 },   { 'Z', 0, KEY_NAME_BACKTAB },
	{ 'M', 0, KEY_NAME_ENTER },     { 'I', 0, KEY_NAME_TAB },  { '~', 1, KEY_NAME_HOME },
	{ '~', 3, KEY_NAME_DELETE },    { '~', 4, KEY_NAME_END },  { '~', 5, KEY_NAME_PAGE_UP },
	{ '~', 6, KEY_NAME_PAGE_DOWN }, { '~', 7, KEY_NAME_HOME }, { '~', 8, KEY_NAME_END },
	{ '~', 11, KEY_NAME_F1 },       { '~', 12, KEY_NAME_F2 },  { '~', 24, KEY_NAME_F12 },
};

static uint32_t find_sequence(char final, unsigned number)
{
	for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
		if (sequences[i].final == final && (final != '~' || sequences[i].number == number))
			return sequences[i].name;
	return 0;
}

#define PARAMETERS 3

struct csi {
	size_t used; /* 0: more bytes are needed */
	unsigned parameters[PARAMETERS];
	char prefix; /* of a private sequence */
	char final;  /* 0: none that is valid */
};

static void read_parameters(struct csi *csi, struct bytes b, size_t end)
{
	size_t which = 0;

	for (size_t i = 2; i < end && which < PARAMETERS; i++) {
		unsigned *p = &csi->parameters[which];

		if (b.s[i] >= '0' && b.s[i] <= '9')
			*p = *p < 0x200000 ? *p * 10 + (unsigned)(b.s[i] - '0') : *p;
		else if (b.s[i] == ';')
			which++;
		else if (b.s[i] >= '<' && b.s[i] <= '?')
			csi->prefix = b.s[i];
	}
}

/* ESC [, parameters, intermediates, and a final byte. What breaks off is dropped up to there. */
static struct csi read_csi(struct bytes b)
{
	struct csi csi = { 0 };

	for (size_t i = 2; i < b.n; i++) {
		bool valid = b.s[i] >= 0x20 && b.s[i] < DELETE;

		if (valid && b.s[i] < 0x40 && i < SEQUENCE_MOST)
			continue;
		csi.used = valid ? i + 1 : i;
		csi.final = (char)(valid ? b.s[i] : 0);
		read_parameters(&csi, b, i);
		break;
	}
	return csi;
}

/* xterm's modifiers are bits, plus one. */
static void set_modifiers(struct key *key, unsigned parameter)
{
	unsigned bits = parameter ? parameter - 1 : 0;

	key->shift = bits & 1;
	key->alt = bits & (2 | 8);
	key->ctrl = bits & 4;
}

/* A key that is told as its character: ESC [ code ; modifiers u. */
static struct term_parsed parse_told(size_t used, unsigned code, unsigned modifiers)
{
	struct term_parsed p = a_key(used, name_control(code));

	if (!code || code > 0x10ffff)
		return nothing(used);
	set_modifiers(&p.key, modifiers);
	if (p.key.code >= KEY_NAME_FIRST)
		return p;
	if (p.key.ctrl && code >= '@' && code < DELETE)
		p.key.code = code & 0x1f;
	p.key.ctrl = p.key.shift = false;
	return p;
}

/* The mouse: ESC [ < button ; column ; row M, or m where the button is let go. */
static struct term_parsed parse_mouse(const struct csi *csi)
{
	return (struct term_parsed){ .used = csi->used,
				     .has_report = true,
				     .report = { csi->parameters[0], (int)csi->parameters[1] - 1,
						 (int)csi->parameters[2] - 1, csi->final == 'm' } };
}

/* From terminals that do not know that form: ESC [ M and the three, 32 added, as bytes. */
static struct term_parsed parse_old_mouse(struct bytes b)
{
	const uint8_t *s = (const uint8_t *)b.s;

	if (b.n < 6)
		return more;
	return (struct term_parsed){ .used = 6,
				     .has_report = true,
				     .report = { (unsigned)s[3] - 32, s[4] - 33, s[5] - 33,
						 (s[3] & 3) == 3 && s[3] < 32 + 64 } };
}

static struct term_parsed parse_csi(const struct term_parser *t, struct bytes b)
{
	struct csi csi;
	struct term_parsed p;
	uint32_t code;

	if (b.n > 2 && b.s[2] == '[') /* the Linux console's F1 to F5: ESC [ [ A */
		return b.n == 3 ? more
		       : b.s[3] == 'A' || b.s[3] == 'B'
			       ? a_key(4, b.s[3] == 'A' ? KEY_NAME_F1 : KEY_NAME_F2)
			       : nothing(4);
	csi = read_csi(b);
	if (csi.prefix == '<' && (csi.final == 'M' || csi.final == 'm') && t->mouse)
		return parse_mouse(&csi);
	if (csi.used == 3 && csi.final == 'M' && t->mouse)
		return parse_old_mouse(b);
	if (!csi.used || csi.prefix)
		return nothing(csi.used);
	if (csi.final == '~' && csi.parameters[0] == 200)
		return (struct term_parsed){ .used = csi.used, .paste = true };
	if (csi.final == 'O' || (csi.final == 'I' && csi.used == 3))
		return (struct term_parsed){ .used = csi.used, .focus = csi.final };
	if (csi.final == 'u')
		return parse_told(csi.used, csi.parameters[0], csi.parameters[1]);
	if (csi.final == '~' && csi.parameters[0] == 27)
		return parse_told(csi.used, csi.parameters[2], csi.parameters[1]);
	code = csi.final == 'M' || csi.final == 'I' ? 0
						    : find_sequence(csi.final, csi.parameters[0]);
	if (!code)
		return nothing(csi.used);
	p = a_key(csi.used, code);
	set_modifiers(&p.key, csi.parameters[1]);
	return p;
}

/* ESC O: cursor keys, and the keypad in its application mode, which stands 0x40 above ASCII. rxvt
 * tells Ctrl by a small letter. */
static struct term_parsed parse_ss3(struct bytes b)
{
	struct term_parsed p;
	uint32_t code;
	char c;

	if (b.n < 3)
		return more;
	c = b.s[2];
	if (c >= 'j' && c <= 'y')
		return a_key(3, (uint32_t)c - 0x40);
	code = find_sequence((char)(c >= 'a' && c <= 'd' ? c - 0x20 : c), 0);
	if (!code)
		return nothing(c < 0x20 ? 2 : 3);
	p = a_key(3, code);
	p.key.ctrl = c >= 'a';
	return p;
}

/* An answer of the terminal to what some program asked it before us: up to BEL or ESC \. */
static struct term_parsed parse_string(struct bytes b)
{
	for (size_t i = 2; i < b.n; i++) {
		if (b.s[i] == '\a')
			return nothing(i + 1);
		if (b.s[i] == '\\' && b.s[i - 1] == ESC)
			return nothing(i + 1);
		if (i == SEQUENCE_MOST)
			return nothing(i);
	}
	return more;
}

/* Not Alt-] or Alt-P, which nobody types before these. */
static bool is_string(struct bytes b)
{
	return b.s[2] && strchr(b.s[1] == ']' ? "0123456789" : "0123456789>!$+|", b.s[2]);
}

/* What the terminal's description says that keys send; only what starts with ESC is taken. */
static struct term_parsed parse_named(const struct term_parser *t, struct bytes b, bool *partly)
{
	for (size_t i = 0; i < t->named_count; i++) {
		const char *bytes = t->named[i].bytes;
		size_t n = strlen(bytes);

		if (b.n >= n && !memcmp(b.s, bytes, n))
			return a_key(n, t->named[i].code);
		*partly = *partly || (b.n < n && !memcmp(b.s, bytes, b.n));
	}
	return more;
}

static struct term_parsed with_alt(struct term_parsed p)
{
	if (p.used) {
		p.used++;
		p.key.alt = true;
	}
	return p;
}

static struct term_parsed parse_escape(const struct term_parser *t, struct bytes b);

/* rxvt puts another ESC before a key's sequence for Alt. */
static struct term_parsed parse_two_escapes(const struct term_parser *t, struct bytes b)
{
	if (b.n == 2)
		return more;
	if (b.s[2] == '[' || b.s[2] == 'O')
		return with_alt(parse_escape(t, (struct bytes){ b.s + 1, b.n - 1 }));
	return a_key(1, KEY_NAME_ESCAPE);
}

static struct term_parsed parse_common(const struct term_parser *t, struct bytes b)
{
	switch (b.s[1]) {
	case '[':
		return parse_csi(t, b);
	case 'O':
		return parse_ss3(b);
	case ESC:
		return parse_two_escapes(t, b);
	case ']':
	case 'P':
		if (b.n == 2)
			return more;
		if (is_string(b))
			return parse_string(b);
		break;
	default:
		break;
	}
	return with_alt(parse_character(t, (struct bytes){ b.s + 1, b.n - 1 }));
}

static struct term_parsed parse_escape(const struct term_parser *t, struct bytes b)
{
	bool partly = false;
	struct term_parsed p = parse_named(t, b, &partly);

	if (p.used || b.n == 1)
		return p;
	p = parse_common(t, b);
	return partly && !p.has_key ? more : p;
}

struct term_parsed term_parse(const struct term_parser *t, const char *s, size_t n)
{
	struct bytes b = { s, n };

	return *s == ESC ? parse_escape(t, b) : parse_character(t, b);
}

struct term_parsed term_parse_overdue(const char *s, size_t n)
{
	if (*s != ESC)
		return a_key(n, REPLACEMENT);
	if (n == 1 || s[1] == ESC)
		return a_key(1, KEY_NAME_ESCAPE);
	if (n == 2)
		return with_alt(a_key(1, (uint8_t)s[1]));
	return nothing(n);
}

void term_parser_free(struct term_parser *t)
{
	while (t->named_count)
		free(t->named[--t->named_count].bytes);
}
