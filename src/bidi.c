#include "bidi.h"

#include <fribidi.h>
#include <stdlib.h>

#include "mem.h"
#include "text.h"

/* Bytes at the beginning of a text that are looked at. */
#define BEGINNING 1000

/* The first block that is written from right to left is Hebrew. */
#define FIRST 0x590

static FriBidiCharType type_of(uint32_t c)
{
	return fribidi_get_bidi_type((FriBidiChar)c);
}

bool bidi_is_rtl_letter(uint32_t character)
{
	return character >= FIRST && FRIBIDI_IS_RTL(type_of(character));
}

bool bidi_is_rtl(const char *s, size_t n)
{
	uint32_t c;

	if (n > BEGINNING)
		n = BEGINNING;
	for (size_t at = 0; at < n;) {
		at += text_decode(s + at, n - at, &c);
		if (FRIBIDI_IS_STRONG(type_of(c)))
			return FRIBIDI_IS_RTL(type_of(c));
	}
	return false;
}

/* What FriBidi works on, and in. */
struct line {
	FriBidiStrIndex n;
	FriBidiChar *characters;
	FriBidiCharType *types;
	FriBidiBracketType *brackets;
	FriBidiArabicProp *joins;
	FriBidiLevel *levels;
	FriBidiStrIndex *map;
};

static struct line line_new(FriBidiChar *characters, size_t n)
{
	struct line l = {
		.n = (FriBidiStrIndex)n,
		.characters = characters,
		.types = mem_new(n, sizeof *l.types),
		.brackets = mem_new(n, sizeof *l.brackets),
		.joins = mem_new(n, sizeof *l.joins),
		.levels = mem_new(n, sizeof *l.levels),
		.map = mem_new(n, sizeof *l.map),
	};

	for (size_t i = 0; i < n; i++)
		l.map[i] = (FriBidiStrIndex)i;
	return l;
}

static void line_free(struct line *l)
{
	free(l->types);
	free(l->brackets);
	free(l->joins);
	free(l->levels);
	free(l->map);
}

/* Ligatures would make one character of two, which have their cells. */
static void shape(struct line *l)
{
	fribidi_get_joining_types(l->characters, l->n, l->joins);
	fribidi_join_arabic(l->types, l->n, l->levels, l->joins);
	fribidi_shape(FRIBIDI_FLAG_SHAPE_MIRRORING | FRIBIDI_FLAG_SHAPE_ARAB_PRES, l->levels, l->n,
		      l->joins, l->characters);
}

static bool arrange(struct line *l, FriBidiParType base)
{
	fribidi_get_bidi_types(l->characters, l->n, l->types);
	fribidi_get_bracket_types(l->characters, l->n, l->types, l->brackets);
	if (!fribidi_get_par_embedding_levels_ex(l->types, l->brackets, l->n, &base, l->levels))
		return false;
	shape(l);
	return fribidi_reorder_line(FRIBIDI_FLAGS_DEFAULT, l->types, l->n, 0, base, l->levels, NULL,
				    l->map);
}

void bidi_order(uint32_t *characters, size_t n, bool rtl, size_t *order)
{
	struct line l = line_new(characters, n);
	bool arranged = arrange(&l, rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR);

	for (size_t i = 0; i < n; i++)
		order[i] = arranged ? (size_t)l.map[i] : i;
	line_free(&l);
}
