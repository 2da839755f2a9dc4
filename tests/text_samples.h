/*
 * text_samples - what the tests of text share: hostile samples that are the same in every run.
 */
#ifndef TEXT_SAMPLES_H
#define TEXT_SAMPLES_H

#include <check.h>
#include <locale.h>
#include <string.h>

#include "buf.h"
#include "text.h"

#define ACUTE     "\u0301"
#define DOT_BELOW "\u0323"
#define ENCLOSING "\u20DD"
#define LONE_BASE "\u00A0"

static inline void use_utf8(void)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
}

/* The numbers of a walk that is always the same. */
static inline uint32_t draw(uint32_t *state, uint32_t below)
{
	*state = *state * 1664525 + 1013904223;
	return (*state >> 8) % below;
}

static inline char *cleaned(const char *s, size_t n, enum text_mode mode)
{
	struct buf out = { 0 };

	buf_append_string(&out, "<");
	text_clean(&out, s, n, mode);
	buf_consume(&out, 1);
	return buf_take(&out);
}

/* What tries the rules of graphemes, of widths and of line breaking against each other. */
static const char *const pieces[] = {
	"a",      " ",      "\n",     "\r",     "\t",     ACUTE,    DOT_BELOW, "\u200D", "\u200B",
	"👩",      "👍",      "🏽",   "🇷",      "🇺",      "日",     "한",      "\u1100", "\u1161",
	"\u11A8", "\u0600", "\u0903", "\uFE0F", "-",      ".",      ",",       "/",      "!",
	"(",      ")",      "b.c",    "д",      "\u00A0", "\u3000", "\u0E33",  "\xFF",   "\xE2\x82",
	"\u2028", "e",      "\u0302", "❤",      "\u0378", "$",      "5",
};

static inline char *random_text(uint32_t *state, size_t count)
{
	struct buf b = { 0 };

	while (count--)
		buf_append_string(&b, pieces[draw(state, COUNT(pieces))]);
	return buf_take(&b);
}

#endif
