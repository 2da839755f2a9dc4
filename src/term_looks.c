#include "term_looks.h"

#define DEFAULT (-1)

/* Of the 256, those that have a contrast of at least 3.7 on white as well as on black, by their
 * hue: from orange round to pink. */
static const short names_256[GRID_NAMES] = { 166, 130, 101, 64, 28, 30, 32, 62, 98, 133, 164, 162 };

/* Of the 8, without those that are too near to black or white on most terminals. */
static const struct term_look names_8[GRID_NAMES] = {
	{ 2, 0 },         { 5, 0 },         { 6, 0 },         { 1, 0 },
	{ 3, 0 },         { 2, TERM_BOLD }, { 5, TERM_BOLD }, { 6, TERM_BOLD },
	{ 1, TERM_BOLD }, { 3, TERM_BOLD }, { 4, TERM_BOLD }, { DEFAULT, TERM_BOLD },
};

#define GRAY_256 243 /* contrast 4.5 on white, and 4.6 on black */
#define RED_256  160
#define PINK_256 161

struct rule {
	short color_256, color_8;
	unsigned attributes;
	unsigned mono; /* further ones where there are no colours */
};

static const struct rule rules[GRID_STYLES] = {
	[GRID_TEXT] = { DEFAULT, DEFAULT, 0, 0 },
	[GRID_TIME] = { GRAY_256, DEFAULT, 0, 0 },
	[GRID_OWN] = { DEFAULT, DEFAULT, TERM_BOLD, 0 },
	[GRID_NOTICE] = { GRAY_256, 6, 0, 0 },
	[GRID_ERROR] = { RED_256, 1, TERM_BOLD, 0 },
	[GRID_ACTION] = { DEFAULT, DEFAULT, 0, 0 },
	[GRID_PENDING] = { GRAY_256, 6, 0, TERM_UNDERLINE },
	[GRID_MENTION] = { PINK_256, 5, TERM_BOLD, TERM_REVERSE },
	[GRID_BORDER] = { GRAY_256, DEFAULT, 0, 0 },
	[GRID_STATUS] = { DEFAULT, DEFAULT, TERM_REVERSE, 0 },
	[GRID_STATUS_WARN] = { RED_256, 1, TERM_BOLD | TERM_REVERSE, 0 },
	[GRID_INPUT] = { DEFAULT, DEFAULT, 0, 0 },
	[GRID_PROMPT] = { DEFAULT, DEFAULT, TERM_BOLD, 0 },
	[GRID_SELECTED] = { DEFAULT, DEFAULT, TERM_REVERSE, 0 },
	[GRID_MATCH] = { DEFAULT, DEFAULT, TERM_BOLD | TERM_UNDERLINE, 0 },
	[GRID_HEADING] = { DEFAULT, DEFAULT, TERM_BOLD, 0 },
};

static struct term_look look_of_name(int index, int colors)
{
	if (colors >= 256)
		return (struct term_look){ names_256[index], 0 };
	if (colors >= 8)
		return names_8[index];
	return (struct term_look){ DEFAULT, 0 };
}

struct term_look term_look_of(enum grid_style style, int colors)
{
	const struct rule *rule = &rules[style];

	if (style >= GRID_NAME && style <= GRID_NAME_LAST)
		return look_of_name((int)style - GRID_NAME, colors);
	if (colors >= 256)
		return (struct term_look){ rule->color_256, rule->attributes };
	if (colors >= 8)
		return (struct term_look){ rule->color_8, rule->attributes };
	return (struct term_look){ DEFAULT, rule->attributes | rule->mono };
}
