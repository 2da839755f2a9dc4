#include "screen_theme.h"

#include <stdlib.h>
#include <string.h>

#include "screen_private.h"
#include "themes.h"
#include "words.h"

static bool is_auto(const struct options *options)
{
	return !options->theme || !strcmp(options->theme, "auto");
}

static const char *name_of(const struct options *options, bool light)
{
	return !is_auto(options) ? options->theme : light ? "light" : "dark";
}

bool screen_theme_check(const struct options *options, struct error *error)
{
	struct theme unused;

	return themes_load(&unused, name_of(options, false), error) &&
	       themes_load(&unused, name_of(options, true), error);
}

static int color_of(const struct options *options)
{
	const char *no_color = getenv("NO_COLOR");

	if (options->color == OPTIONS_COLOR_AUTO)
		return no_color && *no_color ? -1 : 0;
	return options->color == OPTIONS_COLOR_ALWAYS ? 1 : -1;
}

bool screen_theme_apply(struct screen *s, struct error *error)
{
	struct theme theme;

	if (!themes_load(&theme, name_of(s->options, term_is_light(s->term)), error))
		return false;
	term_configure(s->term, &(struct term_config){ &theme, color_of(s->options) });
	return true;
}

void screen_theme_background(struct screen *s)
{
	struct error error;

	s->dirty = SCREEN_ALL;
	if (!screen_theme_apply(s, &error))
		words_error(screen_message(s), &error);
}
