#include "term_caps.h"

#include <string.h>

#include "mem.h"
#include "term_curses.h"

const char *term_caps_string(const char *name)
{
	const char *s = tigetstr(name);

	return s == (char *)-1 ? NULL : s;
}

static void append(struct buf *out, const char *s)
{
	while (s && *s) {
		const char *end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;

		if (end)
			s = end + 1;
		else
			buf_append_byte(out, (uint8_t)*s++);
	}
}

void term_caps_append(struct buf *out, const char *name)
{
	append(out, term_caps_string(name));
}

/* Whether it understands control sequences of ECMA-48. */
static bool is_ansi(void)
{
	const char *cup = term_caps_string("cup");

	return cup && !strncmp(cup, "\x1b[", 2);
}

void term_caps_go(struct buf *out, int row, int col)
{
	append(out, tiparm(term_caps_string("cup"), row, col));
}

void term_caps_enter(struct buf *out, bool screen)
{
	if (screen)
		term_caps_append(out, "smcup");
	term_caps_append(out, "smkx");
	if (is_ansi())
		buf_append_string(out, "\x1b[?2004h");
}

void term_caps_leave(struct buf *out, int rows)
{
	if (is_ansi())
		buf_append_string(out, "\x1b[?2004l");
	term_caps_append(out, "rmacs");
	term_caps_append(out, "sgr0");
	term_caps_append(out, "op");
	if (term_caps_string("csr"))
		append(out, tiparm(term_caps_string("csr"), 0, rows - 1));
	term_caps_append(out, "cnorm");
	term_caps_go(out, rows - 1, 0);
	term_caps_append(out, "el");
	term_caps_append(out, "rmcup");
	term_caps_append(out, "rmkx");
	buf_append_byte(out, '\r');
}

void term_caps_name_keys(struct term_parser *parser)
{
	static const struct {
		const char *capability;
		uint32_t code;
	} named[] = {
		{ "kcuu1", KEY_NAME_UP },     { "kcud1", KEY_NAME_DOWN },
		{ "kcub1", KEY_NAME_LEFT },   { "kcuf1", KEY_NAME_RIGHT },
		{ "khome", KEY_NAME_HOME },   { "kend", KEY_NAME_END },
		{ "kpp", KEY_NAME_PAGE_UP },  { "knp", KEY_NAME_PAGE_DOWN },
		{ "kdch1", KEY_NAME_DELETE }, { "kcbt", KEY_NAME_BACKTAB },
		{ "kent", KEY_NAME_ENTER },   { "kf1", KEY_NAME_F1 },
		{ "kf2", KEY_NAME_F2 },       { "kf12", KEY_NAME_F12 },
	};

	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		const char *s = term_caps_string(named[i].capability);

		if (!s || *s != '\x1b' || strlen(s) < 3)
			continue;
		parser->named[parser->named_count].bytes = mem_copy(s);
		parser->named[parser->named_count++].code = named[i].code;
	}
}
