#include <stdlib.h>
#include <unictype.h>
#include <uninorm.h>
#include <uniwidth.h>
#include <wchar.h>

#include "text_private.h"

#define NEXT_LINE           0x85
#define NO_BREAK_SPACE      0xA0
#define LINE_SEPARATOR      0x2028
#define PARAGRAPH_SEPARATOR 0x2029

struct cleaner {
	struct buf *out;
	enum text_mode mode;
	uint32_t base;  /* what a mark would stand on: the last in OUT but for marks; 0: none */
	unsigned marks; /* that stand on it */
	bool cr;        /* the last character was a CR */
};

/* In a locale whose characters are bytes, as cron gives to a bot, wcwidth() knows ASCII alone. */
static int raw_width(uint32_t c)
{
	int width = wcwidth((wchar_t)c);

	if (width < 0 && MB_CUR_MAX == 1 && !uc_is_general_category(c, UC_CATEGORY_Cn))
		width = uc_width(c, "UTF-8");
	return width;
}

static bool is_line_end(uint32_t c)
{
	return c == '\n' || c == '\r' || c == NEXT_LINE || c == LINE_SEPARATOR ||
	       c == PARAGRAPH_SEPARATOR;
}

static bool is_control(uint32_t c)
{
	return c < ' ' || (c >= 0x7F && c < 0xA0) || is_line_end(c);
}

/* Format characters that are seen, as the Arabic number signs are, have a width. */
static bool is_unseen(uint32_t c, int width)
{
	return is_control(c) || uc_is_property_default_ignorable_code_point(c) ||
	       uc_is_property_not_a_character(c) ||
	       (!width && uc_is_general_category(c, UC_CATEGORY_Cf));
}

/* -1 for what is not shown at all; what the locale does not know shows as U+FFFD, in one cell. */
static int shown_width(uint32_t c)
{
	int width = raw_width(c);

	if (is_unseen(c, width))
		return -1;
	return width < 0 ? 1 : width;
}

int text_cells(uint32_t character)
{
	if (character >= ' ' && character <= '~')
		return 1;
	return shown_width(character);
}

static void put_base(struct cleaner *k, uint32_t c)
{
	text_put(k->out, c);
	k->base = c;
	k->marks = 0;
}

static void replace_base(struct cleaner *k, uint32_t c)
{
	char bytes[4];

	buf_truncate(k->out, buf_size(k->out) - text_encode(bytes, k->base));
	put_base(k, c);
}

/* The tone marks of ideographs and the voiced marks of kana, to which libvterm, and so Neovim's and
 * Emacs' terminals, gives two cells. */
static bool is_wide_mark(uint32_t c)
{
	return (c >= 0x302A && c <= 0x302F) || c == 0x3099 || c == 0x309A;
}

/* A mark that has a precomposed form becomes that, Hangul included: one character is drawn alike by
 * every terminal. */
static bool compose(struct cleaner *k, uint32_t c)
{
	uint32_t composed = k->base && !k->marks ? uc_composition(k->base, c) : 0;

	if (!composed || raw_width(composed) != raw_width(k->base))
		return false;
	replace_base(k, composed);
	return true;
}

/*
 * A mark without a base gets U+00A0, as the Unicode standard shows a mark alone (section 7.9); it
 * has one cell everywhere, which cannot be said of the dotted circle, and no row begins behind it.
 */
static void put_mark(struct cleaner *k, uint32_t c)
{
	if (compose(k, c) || is_wide_mark(c))
		return;
	if (!k->base)
		put_base(k, NO_BREAK_SPACE);
	else if (k->base == ' ')
		replace_base(k, NO_BREAK_SPACE);
	if (k->marks++ < TEXT_MARKS_MAX)
		text_put(k->out, c);
}

/* Terminals that draw a skin tone into the emoji before it take two cells for both, curses four. */
static bool is_skin_tone(const struct cleaner *k, uint32_t c)
{
	return c >= 0x1F3FB && c <= 0x1F3FF && k->base > 0x7F &&
	       uc_is_property_emoji_modifier_base(k->base);
}

static void put_line_end(struct cleaner *k, uint32_t c)
{
	if (c != '\n' || !k->cr)
		text_put(k->out, k->mode == TEXT_LINES ? '\n' : ' ');
	k->base = 0;
	k->marks = 0;
}

static void put_shown(struct cleaner *k, uint32_t c)
{
	int width = raw_width(c);

	if (is_unseen(c, width) || is_skin_tone(k, c))
		return;
	if (width)
		put_base(k, width < 0 ? TEXT_REPLACEMENT : c);
	else
		put_mark(k, c);
}

static void put_cleaned(struct cleaner *k, uint32_t c)
{
	if (is_line_end(c))
		put_line_end(k, c);
	else if (c == '\t')
		put_base(k, ' ');
	else
		put_shown(k, c);
	k->cr = c == '\r';
}

static void put_plain(struct cleaner *k, const char *s, size_t n)
{
	if (!n)
		return;
	buf_append(k->out, s, n);
	k->base = (uint8_t)s[n - 1];
	k->marks = 0;
	k->cr = false;
}

void text_clean(struct buf *out, const void *bytes, size_t n, enum text_mode mode)
{
	struct cleaner k = { .out = out, .mode = mode };
	const char *s = bytes;

	for (size_t at = 0; at < n;) {
		size_t run = text_plain_run(s + at, n - at);
		uint32_t c;

		put_plain(&k, s + at, run);
		at += run;
		if (at == n)
			break;
		at += text_decode(s + at, n - at, &c);
		put_cleaned(&k, c);
	}
}
