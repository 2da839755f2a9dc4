#include "term_background.h"

#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "theme.h"

/* Over this, black can be read better than white. */
#define LIGHT 0.2

/* One to four digits are a fraction of the most that they can say; appended as 8 bits. */
static bool read_channel(const char **at, const char *end, uint32_t *rgb)
{
	unsigned value = 0, most = 0;

	for (; *at < end && most < 0xffff && ascii_hex(**at) >= 0; ++*at) {
		value = value * 16 + (unsigned)ascii_hex(**at);
		most = most * 16 + 15;
	}
	if (!most)
		return false;
	*rgb = *rgb << 8 | (value * 255 + most / 2) / most;
	return true;
}

bool term_background_read(const char *s, size_t n, bool *light)
{
	static const char start[] = "\x1b]11;rgb", slash[] = ":/";
	const char *at = s + sizeof start - 1, *end = s + n;
	uint32_t rgb = 0;

	if (n < sizeof start || memcmp(s, start, sizeof start - 1) != 0)
		return false;
	if (*at == 'a')
		at++;
	for (int i = 0; i < 3; i++)
		if (at >= end || *at++ != slash[i > 0] || !read_channel(&at, end, &rgb))
			return false;
	*light = theme_luminance(rgb) > LIGHT;
	return true;
}

/* "15;0", or "15;default;0" as rxvt has it: of the 16 colors, letters and background. */
bool term_background_guess(const char *colorfgbg)
{
	const char *last = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
	char *end;
	unsigned long color;

	if (!last || last[1] < '0' || last[1] > '9')
		return false;
	color = strtoul(last + 1, &end, 10);
	return !*end && (color == 7 || (color > 8 && color < 16));
}
