#include "term_pairs.h"

#include <stdlib.h>
#include <string.h>

#include "term_curses.h"
#include "term_looks.h"

/* screen takes true colors for something else, and hands on the variable of the terminal that it
 * runs in. */
static bool has_true_colors(void)
{
	const char *told = getenv("COLORTERM");

	return told && (!strcmp(told, "truecolor") || !strcmp(told, "24bit")) &&
	       (!getenv("STY") || getenv("TMUX"));
}

/* Whether a capability writes the palette's colors as term_color_widen() knows them. */
static bool writes(const char *capability, const char *want)
{
	const char *format = tigetstr(capability);

	return format && format != (char *)-1 && !strcmp(tiparm(format, 255), want);
}

static void start_colors(struct term_pairs *p)
{
	if (start_color() == ERR || COLORS < 8)
		return;
	p->colors = COLORS;
	if (COLORS >= 256 && has_true_colors() && writes("setaf", "\x1b[38;5;255m") &&
	    writes("setab", "\x1b[48;5;255m"))
		p->colors = TERM_TRUE_COLORS;
	p->assumed = use_default_colors() == ERR;
	if (p->assumed)
		assume_default_colors(COLOR_WHITE, COLOR_BLACK);
}

/* A true color is given a place in the palette, or stands for itself where curses has no palette;
 * the first 8 have names there too. */
static int number_of(struct term_pairs *p, int32_t color, int by_default)
{
	int at = 16;

	if (color == THEME_DEFAULT)
		return p->assumed ? by_default : -1;
	if (color < THEME_RGB)
		return color;
	if (COLORS >= TERM_TRUE_COLORS)
		return color - THEME_RGB < 8 ? 0 : color - THEME_RGB;
	while (at < 255 && p->palette[at] && p->palette[at] != color)
		at++;
	p->palette[at] = color;
	return at;
}

static void set_pair(struct term_pairs *p, short pair, const struct theme_look *look)
{
	int letters = number_of(p, look->color, COLOR_WHITE);
	int background = number_of(p, look->background, COLOR_BLACK);

#if defined NCURSES_EXT_COLORS && NCURSES_EXT_COLORS
	init_extended_pair(pair, letters, background);
#else
	init_pair(pair, (short)letters, (short)background);
#endif
}

static attr_t attributes_of(uint32_t attributes)
{
	return (attributes & THEME_BOLD ? A_BOLD : 0) | (attributes & THEME_DIM ? A_DIM : 0) |
#ifdef A_ITALIC
	       (attributes & THEME_ITALIC ? A_ITALIC : 0) |
#endif
	       (attributes & THEME_UNDERLINE ? A_UNDERLINE : 0) |
	       (attributes & THEME_REVERSE ? A_REVERSE : 0);
}

static void choose(struct term_pairs *p, enum grid_style style)
{
	struct theme_look look = term_look_of(&p->theme, style, p->color ? p->colors : 0);
	short pair = (short)(style + 1);

	p->attributes[style] = attributes_of(look.attributes);
	p->numbers[style] = 0;
	if ((look.color < 0 && look.background < 0) || pair >= COLOR_PAIRS)
		return;
	set_pair(p, pair, &look);
	p->numbers[style] = pair;
}

bool term_pairs_choose(struct term_pairs *p, const struct term_config *config)
{
	struct term_pairs old = *p;

	p->color = config->color >= 0;
	if (config->theme)
		p->theme = *config->theme;
	else
		theme_builtin(&p->theme, "dark");
	if (p->color == old.color && !memcmp(&p->theme, &old.theme, sizeof old.theme))
		return false;
	if (p->color && !p->colors)
		start_colors(p);
	memset(p->palette, 0, sizeof p->palette);
	for (int style = 0; style < GRID_STYLES; style++)
		choose(p, (enum grid_style)style);
	return true;
}
