#include "term_looks.h"

/* Over this a color is bright: black letters can be read on it, and it can be read on black. */
#define BRIGHT 0.2

/* What is nearer to the ends than this is black, or white. */
#define BLACK 0.02
#define WHITE 0.85

static int clamp(int value, int most)
{
	return value < 0 ? 0 : value > most ? most : value;
}

static int channel(uint32_t rgb, int which)
{
	return (int)(rgb >> (16 - 8 * which) & 0xff);
}

/* The steps of the cube are 0, 95, 135 and on by 40. */
static int step_of(int value)
{
	return value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;
}

static int value_of(int step)
{
	return step ? 55 + 40 * step : 0;
}

static int square(int value)
{
	return value * value;
}

int term_look_nearest(uint32_t rgb)
{
	int sum = 0, cube = 16, cube_error = 0, gray_error = 0, gray;

	for (int i = 0, factor = 36; i < 3; i++, factor /= 6) {
		int step = step_of(channel(rgb, i));

		sum += channel(rgb, i);
		cube += factor * step;
		cube_error += square(channel(rgb, i) - value_of(step));
	}
	gray = clamp((sum / 3 - 3) / 10, 23); /* of 8, 18 and on to 238 */
	for (int i = 0; i < 3; i++)
		gray_error += square(channel(rgb, i) - (8 + 10 * gray));
	return gray_error < cube_error ? 232 + gray : cube;
}

/* The first 16. */

static int most_of(uint32_t rgb)
{
	int most = channel(rgb, 0);

	for (int i = 1; i < 3; i++)
		most = channel(rgb, i) > most ? channel(rgb, i) : most;
	return most;
}

static int least_of(uint32_t rgb)
{
	return 255 - most_of(~rgb & 0xffffff);
}

static bool is_gray(uint32_t rgb)
{
	return most_of(rgb) - least_of(rgb) < 40;
}

/* In degrees: red is at 0, green at 120, blue at 240. */
static int hue_of(uint32_t rgb)
{
	int red = channel(rgb, 0), green = channel(rgb, 1), blue = channel(rgb, 2);
	int most = most_of(rgb), range = most - least_of(rgb);

	if (most == red)
		return (360 + 60 * (green - blue) / range) % 360;
	return most == green ? 120 + 60 * (blue - red) / range : 240 + 60 * (red - green) / range;
}

/* Dark orange is taken for red, and dark yellow for green: the yellow of most terminals cannot be
 * read on white. */
static int ansi_of_hue(int hue, bool bright)
{
	static const struct {
		int below, color;
	} hues[] = { { 42, 1 },  { 75, 3 },  { 165, 2 }, { 205, 6 },
		     { 260, 4 }, { 335, 5 }, { 360, 1 } };
	size_t i = 0;

	while (hue >= hues[i].below)
		i++;
	return hues[i].color == 3 && !bright ? 2 : hues[i].color;
}

/* COLORS is 8 or 16. */
static int ansi_of_gray(double luminance, int colors)
{
	if (luminance > WHITE)
		return colors - 1;
	if (luminance < BLACK)
		return 0;
	return colors == 8 ? (luminance > BRIGHT ? 7 : 0) : luminance > 0.4 ? 7 : 8;
}

/* Of 8 colors the bright one is the same in bold. */
static int reduce_color(uint32_t rgb, int colors, uint32_t *attributes)
{
	bool bright = theme_luminance(rgb) > BRIGHT;
	int color = ansi_of_hue(hue_of(rgb), bright);

	if (!bright)
		return color;
	if (colors == 16)
		return color + 8;
	*attributes |= THEME_BOLD;
	return color;
}

static void reduce_letters(struct theme_look *look, int colors)
{
	uint32_t rgb = (uint32_t)(look->color - THEME_RGB);
	double luminance = theme_luminance(rgb);

	if (!is_gray(rgb)) {
		look->color = reduce_color(rgb, colors, &look->attributes);
	} else if (look->background != THEME_DEFAULT) {
		look->color = ansi_of_gray(luminance, colors);
	} else {
		look->color = THEME_DEFAULT;
		if (luminance > 0.05 && luminance < 0.6)
			look->attributes |= THEME_DIM;
	}
}

/* A gray that is neither black nor white may be the terminal's background, so letters and
 * background change places. */
static void reduce_background(struct theme_look *look, int colors)
{
	uint32_t rgb = (uint32_t)(look->background - THEME_RGB), unused = 0;
	double luminance = theme_luminance(rgb);

	if (!is_gray(rgb)) {
		look->background = reduce_color(rgb, colors, &unused);
	} else if (luminance > BLACK && luminance < WHITE) {
		look->background = THEME_DEFAULT;
		look->attributes ^= THEME_REVERSE;
	} else {
		look->background = ansi_of_gray(luminance, colors);
	}
}

/* A theme may name one of 16 where there are 8. */
static void fold(struct theme_look *look, int colors)
{
	if (look->color >= colors && look->color < THEME_RGB) {
		look->color -= 8;
		look->attributes |= THEME_BOLD;
	}
	if (look->background >= colors && look->background < THEME_RGB)
		look->background -= 8;
}

static void reduce(struct theme_look *look, int colors)
{
	fold(look, colors);
	if (look->background >= THEME_RGB)
		reduce_background(look, colors);
	if (look->color >= THEME_RGB)
		reduce_letters(look, colors);
	if (look->color == look->background && look->color != THEME_DEFAULT)
		look->color = look->background ? 0 : 7;
}

static void reduce_to_palette(int32_t *color)
{
	if (*color >= THEME_RGB)
		*color = term_look_nearest((uint32_t)(*color - THEME_RGB));
}

struct theme_look term_look_of(const struct theme *theme, enum grid_style style, int colors)
{
	struct theme_look look = theme->looks[style];

	if (!colors)
		return (struct theme_look){ THEME_DEFAULT, THEME_DEFAULT, look.mono, look.mono };
	if (look.color == THEME_DEFAULT)
		look.color = theme->foreground;
	if (look.background == THEME_DEFAULT)
		look.background = theme->background;
	if (colors < 256) {
		reduce(&look, colors < 16 ? 8 : 16);
	} else if (colors < TERM_TRUE_COLORS) {
		reduce_to_palette(&look.color);
		reduce_to_palette(&look.background);
	}
	return look;
}
