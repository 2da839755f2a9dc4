#include "theme.h"

#include <math.h>
#include <string.h>

#include "ascii.h"
#include "slice.h"
#include "theme_private.h"

static const char *const style_names[GRID_STYLES] = {
	[GRID_TEXT] = "text",     [GRID_TIME] = "time",       [GRID_NAME] = "names",
	[GRID_OWN] = "own",       [GRID_NOTICE] = "notice",   [GRID_ERROR] = "error",
	[GRID_ACTION] = "action", [GRID_PENDING] = "pending", [GRID_MENTION] = "mention",
	[GRID_BORDER] = "border", [GRID_STATUS] = "status",   [GRID_STATUS_WARN] = "status-warning",
	[GRID_INPUT] = "input",   [GRID_PROMPT] = "prompt",   [GRID_SELECTED] = "selected",
	[GRID_MATCH] = "match",   [GRID_HEADING] = "heading",
};

const char *theme_style_name(enum grid_style style)
{
	return style_names[style >= GRID_NAME && style <= GRID_NAME_LAST ? GRID_NAME : style];
}

/* Looks. */

/* "#rrggbb", or "#rgb" which is short for "#rrggbb". */
static bool read_rgb(struct slice word, int32_t *color)
{
	bool is_short = word.n == 4;
	int32_t rgb = 0;

	if ((word.n != 7 && !is_short) || *word.s != '#')
		return false;
	for (size_t i = 1; i < word.n; i++) {
		int digit = ascii_hex(word.s[i]);

		if (digit < 0)
			return false;
		rgb = is_short ? rgb * 256 + digit * 17 : rgb * 16 + digit;
	}
	*color = THEME_RGB + rgb;
	return true;
}

static bool read_color(struct slice word, int32_t *color)
{
	static const char *const names[] = { "black", "red",     "green", "yellow",
					     "blue",  "magenta", "cyan",  "white" };
	static const char bright[] = "bright-";
	bool is_bright = word.n > sizeof bright - 1 && !memcmp(word.s, bright, sizeof bright - 1);
	struct slice name = word;

	if (slice_is(word, "default")) {
		*color = THEME_DEFAULT;
		return true;
	}
	if (is_bright)
		name = (struct slice){ word.s + sizeof bright - 1, word.n - (sizeof bright - 1) };
	for (int i = 0; i < 8; i++) {
		if (slice_is(name, names[i])) {
			*color = i + (is_bright ? 8 : 0);
			return true;
		}
	}
	return read_rgb(word, color);
}

static bool read_attribute(struct slice word, uint32_t *attributes)
{
	static const struct {
		const char *name;
		uint32_t bit;
	} names[] = {
		{ "bold", THEME_BOLD },       { "dim", THEME_DIM },
		{ "italic", THEME_ITALIC },   { "underline", THEME_UNDERLINE },
		{ "reverse", THEME_REVERSE }, { "plain", 0 },
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (slice_is(word, names[i].name)) {
			*attributes |= names[i].bit;
			return true;
		}
	}
	return false;
}

/* A text on its way. */
struct reader {
	struct theme *theme;
	const char *path;
	size_t line;
	bool begun; /* something was set */
	struct error *error;
};

static bool fail(struct reader *r, enum error_code code, struct slice what)
{
	return error_set(r->error, code, 0, "%s:%zu: %.*s", r->path, r->line, (int)what.n, what.s);
}

/* One color, one background. A look with a color keeps its attributes of before for where there are
 * none: those of the theme "mono", which all begin with. */
static bool read_look(struct reader *r, struct slice text, struct theme_look *look)
{
	struct theme_look new = { THEME_DEFAULT, THEME_DEFAULT, 0, look->mono };
	bool has_color = false, has_background = false;
	struct slice rest = text, word;

	while ((word = slice_split_word(&rest)).n) {
		bool on = slice_is(word, "on");
		bool *has = on ? &has_background : &has_color;

		if (!on && read_attribute(word, &new.attributes))
			continue;
		if (on)
			word = slice_split_word(&rest);
		if (*has || !read_color(word, on ? &new.background : &new.color))
			return fail(r, ERROR_THEME_LOOK, word.n ? word : text);
		*has = true;
	}
	if (new.color == THEME_DEFAULT &&new.background == THEME_DEFAULT)
		new.mono = new.attributes;
	*look = new;
	return true;
}

/* So many looks, one after the other, that each name has one. */
static bool read_names(struct reader *r, struct slice text)
{
	struct theme_look *looks = &r->theme->looks[GRID_NAME];
	struct slice rest = text;
	int count = 0;

	do {
		struct slice part = slice_split(&rest, ',');

		if (count == GRID_NAMES || !part.n)
			return fail(r, ERROR_THEME_LOOK, part);
		if (!read_look(r, part, &looks[count++]))
			return false;
	} while (rest.n);
	for (int i = count; i < GRID_NAMES; i++)
		looks[i] = looks[i - count];
	return true;
}

/* Lines. */

static bool read_base(struct reader *r, struct slice name)
{
	for (const struct theme_text *t = theme_texts; t->name && !r->begun; t++)
		if (slice_is(name, t->name))
			return theme_builtin(r->theme, t->name);
	return fail(r, ERROR_THEME_LOOK, name);
}

static bool read_pair(struct reader *r, struct slice key, struct slice value)
{
	struct theme *t = r->theme;

	if (!value.n)
		return fail(r, ERROR_THEME_LOOK, key);
	if (slice_is(key, "base"))
		return read_base(r, value);
	if (slice_is(key, "foreground"))
		return read_color(value, &t->foreground) || fail(r, ERROR_THEME_LOOK, value);
	if (slice_is(key, "background"))
		return read_color(value, &t->background) || fail(r, ERROR_THEME_LOOK, value);
	if (slice_is(key, style_names[GRID_NAME]))
		return read_names(r, value);
	for (size_t i = 0; i < GRID_STYLES; i++)
		if (style_names[i] && slice_is(key, style_names[i]))
			return read_look(r, value, &t->looks[i]);
	return fail(r, ERROR_THEME_STYLE, key);
}

static bool read_lines(struct reader *r, struct slice rest)
{
	while (rest.n) {
		struct slice line = slice_split(&rest, '\n');
		struct slice value = line, key = slice_split(&value, '=');

		r->line++;
		if (!line.n || *line.s == '#')
			continue;
		if (!read_pair(r, key, slice_trim(value)))
			return false;
		r->begun = true;
	}
	return true;
}

static bool read_text(struct theme *t, const char *path, struct slice text, struct error *error)
{
	struct reader r = { .theme = t, .path = path, .error = error };

	return read_lines(&r, text);
}

static const struct theme_text *find_text(const char *name)
{
	for (const struct theme_text *t = theme_texts; t->name; t++)
		if (!strcmp(t->name, name))
			return t;
	return NULL;
}

static bool add_builtin(struct theme *t, const char *name)
{
	const struct theme_text *text = find_text(name);

	return text && read_text(t, name, (struct slice){ text->text, strlen(text->text) }, NULL);
}

bool theme_builtin(struct theme *t, const char *name)
{
	*t = (struct theme){ .foreground = THEME_DEFAULT, .background = THEME_DEFAULT };
	return add_builtin(t, "mono") && add_builtin(t, "dark") && add_builtin(t, name);
}

const char *theme_builtin_name(size_t at)
{
	return theme_texts[at].name;
}

bool theme_read(struct theme *t, const char *path, const char *text, size_t n, struct error *error)
{
	return theme_builtin(t, "dark") && read_text(t, path, (struct slice){ text, n }, error);
}

double theme_luminance(uint32_t rgb)
{
	static const double weights[] = { 0.0722, 0.7152, 0.2126 };
	double sum = 0;

	for (int i = 0; i < 3; i++, rgb >>= 8) {
		double c = (rgb & 0xff) / 255.0;

		sum += weights[i] * (c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
	}
	return sum;
}
