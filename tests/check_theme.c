#include "testing.h"

#include <string.h>

#include "mem.h"
#include "theme.h"
#include "theme_testing.h"

static const struct {
	const char *text;
	struct theme_look look;
} looks[] = {
	{ "own = #12aBff", { RGB(0x12abff), -1, 0, THEME_BOLD } },
	{ "own = #1af", { RGB(0x11aaff), -1, 0, THEME_BOLD } },
	{ "own=red", { 1, -1, 0, THEME_BOLD } },
	{ "own = bright-white on black", { 15, 0, 0, THEME_BOLD } },
	{ "\t own\t=  bold on #000000   italic red \r", { 1, RGB(0), 5, THEME_BOLD } },
	{ "own = on blue", { -1, 4, 0, THEME_BOLD } },
	/* what has no color is the same without colors */
	{ "own = underline reverse dim", { -1, -1, 26, 26 } },
	{ "own = plain", { -1, -1, 0, 0 } },
	{ "own = default on default italic", { -1, -1, 4, 4 } },
	{ "own = underline\nown = red", { 1, -1, 0, THEME_UNDERLINE } },
	{ "own = red\nown = italic", { -1, -1, 4, 4 } },
	{ "# own = red\n\n  # a comment\nown = blue", { 4, -1, 0, THEME_BOLD } },
	{ "own = blue\n", { 4, -1, 0, THEME_BOLD } },
};

START_TEST(a_line_is_a_look)
{
	const struct theme t = read_theme(looks[_i].text);
	const struct theme_look *look = &t.looks[GRID_OWN], *want = &looks[_i].look;

	ck_assert_int_eq(look->color, want->color);
	ck_assert_int_eq(look->background, want->background);
	ck_assert_uint_eq(look->attributes, want->attributes);
	ck_assert_uint_eq(look->mono, want->mono);
}
END_TEST

START_TEST(names_take_turns)
{
	struct theme t = read_theme("names = red, blue bold,green");

	for (int i = 0; i < GRID_NAMES; i++) {
		static const int colors[] = { 1, 4, 2 };

		ck_assert_int_eq(t.looks[GRID_NAME + i].color, colors[i % 3]);
		ck_assert_uint_eq(t.looks[GRID_NAME + i].attributes, i % 3 == 1 ? THEME_BOLD : 0);
	}
	ck_assert_int_ne(t.looks[GRID_NAME_LAST + 1].color, 1);
	t = read_theme("names = bold");
	for (int i = 0; i < GRID_NAMES; i++)
		ck_assert_uint_eq(t.looks[GRID_NAME + i].mono, THEME_BOLD);
}
END_TEST

START_TEST(what_is_not_mentioned_is_as_in_the_base)
{
	struct theme dark, contrast, t = read_theme("own = red");

	ck_assert(theme_builtin(&dark, "dark") && theme_builtin(&contrast, "contrast"));
	dark.looks[GRID_OWN] = t.looks[GRID_OWN];
	ck_assert(!memcmp(&t, &dark, sizeof t));
	t = read_theme("# mine\nbase = contrast\nown = red");
	contrast.looks[GRID_OWN].color = 1;
	contrast.looks[GRID_OWN].attributes = 0;
	contrast.looks[GRID_OWN].mono = t.looks[GRID_OWN].mono;
	ck_assert(!memcmp(&t, &contrast, sizeof t));
	t = read_theme("foreground = #123456\nbackground = black");
	ck_assert_int_eq(t.foreground, RGB(0x123456));
	ck_assert_int_eq(t.background, 0);
}
END_TEST

static const struct {
	const char *text;
	enum error_code code;
	const char *detail;
} wrong[] = {
	{ "own = bold\npink = bold", ERROR_THEME_STYLE, "own.theme:2: pink" },
	{ "own", ERROR_THEME_LOOK, "own.theme:1: own" },
	{ "own =", ERROR_THEME_LOOK, "own.theme:1: own" },
	{ "= red", ERROR_THEME_STYLE, "own.theme:1: " },
	{ "\n\nown = pink", ERROR_THEME_LOOK, "own.theme:3: pink" },
	{ "own = #12345", ERROR_THEME_LOOK, "own.theme:1: #12345" },
	{ "own = #12345g", ERROR_THEME_LOOK, "own.theme:1: #12345g" },
	{ "own = #", ERROR_THEME_LOOK, "own.theme:1: #" },
	{ "own = bright-pink", ERROR_THEME_LOOK, "own.theme:1: bright-pink" },
	{ "own = bright-", ERROR_THEME_LOOK, "own.theme:1: bright-" },
	{ "own = red blue", ERROR_THEME_LOOK, "own.theme:1: blue" },
	{ "own = red on", ERROR_THEME_LOOK, "own.theme:1: red on" },
	{ "own = on red on blue", ERROR_THEME_LOOK, "own.theme:1: blue" },
	{ "own = on bold", ERROR_THEME_LOOK, "own.theme:1: bold" },
	{ "own = red # why", ERROR_THEME_LOOK, "own.theme:1: #" },
	{ "own = red, blue", ERROR_THEME_LOOK, "own.theme:1: red," },
	{ "names = red,,blue", ERROR_THEME_LOOK, "own.theme:1: " },
	{ "names = a, b", ERROR_THEME_LOOK, "own.theme:1: a" },
	{ "names = red,red,red,red,red,red,red,red,red,red,red,red,blue", ERROR_THEME_LOOK,
	  "own.theme:1: blue" },
	{ "foreground = red bold", ERROR_THEME_LOOK, "own.theme:1: red bold" },
	{ "base = pink", ERROR_THEME_LOOK, "own.theme:1: pink" },
	{ "own = red\nbase = light", ERROR_THEME_LOOK, "own.theme:2: light" },
	{ "own = \x1b[31m", ERROR_THEME_LOOK, "own.theme:1: [31m" },
};

START_TEST(what_is_wrong_is_named)
{
	struct error error = { 0 };
	struct theme t;

	ck_assert(!theme_read(&t, "own.theme", wrong[_i].text, strlen(wrong[_i].text), &error));
	ck_assert_int_eq(error.code, wrong[_i].code);
	ck_assert_str_eq(error.detail, wrong[_i].detail);
}
END_TEST

START_TEST(any_bytes_are_a_theme_or_an_error)
{
	static const char alphabet[] = "#=,\n  onwredbacklightnames019afg-\0\xff";
	char text[400];
	unsigned random = 1;

	for (int i = 0; i < 3000; i++) {
		size_t n = random % sizeof text;
		struct error error = { 0 };
		struct theme t;
		char *exact;

		for (size_t at = 0; at < n; at++) {
			random = random * 1103515245 + 12345;
			text[at] = alphabet[(random >> 16) % (sizeof alphabet - 1)];
		}
		exact = mem_copy_n(text, n);
		if (!theme_read(&t, "x", exact, n, &error))
			ck_assert_uint_ne(error.code, ERROR_NONE);
		free(exact);
		random++;
	}
}
END_TEST

/* The built-in themes. */

START_TEST(each_style_has_a_name_and_each_theme_sets_it)
{
	const char *name;

	for (int style = 0; style < GRID_STYLES; style++)
		ck_assert_msg(theme_style_name((enum grid_style)style), "style %d", style);
	for (size_t i = 0; (name = theme_builtin_name(i)); i++) {
		struct theme t;

		ck_assert(theme_builtin(&t, name));
		ck_assert(!i || strcmp(theme_builtin_name(i - 1), name) < 0);
	}
	ck_assert(!theme_builtin(&(struct theme){ 0 }, "pink"));
}
END_TEST

/* WCAG 2.2: contrast of relative luminances. */
static double contrast(uint32_t a, uint32_t b)
{
	double x = theme_luminance(a) + 0.05, y = theme_luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

START_TEST(contrast_is_computed_as_told)
{
	ck_assert(contrast(0, 0xffffff) > 20.99 && contrast(0, 0xffffff) < 21.01);
	ck_assert(contrast(0x767676, 0xffffff) > 4.53 && contrast(0x767676, 0xffffff) < 4.55);
	ck_assert(contrast(0xff0000, 0xffffff) > 3.99 && contrast(0xff0000, 0xffffff) < 4.0);
}
END_TEST

static const struct {
	const char *theme;
	uint32_t background;
	double least;
} grounds[] = {
	{ "dark", 0x000000, 4.5 }, { "dark", 0x1e1e1e, 3 },    { "dark", 0x282a36, 3 },
	{ "dark", 0x282c34, 3 },   { "dark", 0x2e3440, 3 },    { "dark", 0x002b36, 3 },
	{ "dark", 0x300a24, 3 },   { "light", 0xffffff, 4.5 }, { "light", 0xfdf6e3, 3 },
	{ "light", 0xfafafa, 3 },  { "light", 0xeff1f5, 3 },   { "light", 0xfbf1c7, 3 },
	{ "contrast", 0, 10 },     { "dusk", 0, 4.5 },         { "paper", 0, 4.5 },
};

/* Lines need no more than 3 (WCAG's 1.4.11). */
static double least_of(enum grid_style style, double least)
{
	return style == GRID_BORDER && least < 10 ? 3 : least;
}

static uint32_t choose(int32_t color, int32_t by_default, uint32_t own)
{
	if (color == THEME_DEFAULT)
		color = by_default;
	return color == THEME_DEFAULT ? own : (uint32_t)color & 0xffffff;
}

START_TEST(what_is_to_be_read_can_be_read)
{
	struct theme t;

	ck_assert(theme_builtin(&t, grounds[_i].theme));
	for (int style = 0; style < GRID_STYLES; style++) {
		const struct theme_look *look = &t.looks[style];
		uint32_t ground = grounds[_i].background;
		uint32_t letters = theme_luminance(ground) > 0.2 ? 0 : 0xffffff;
		double got;

		letters = choose(look->color, t.foreground, letters);
		ground = choose(look->background, t.background, ground);
		got = contrast(letters, ground);
		ck_assert_msg(got >= least_of((enum grid_style)style, grounds[_i].least),
			      "%s: %s (%d): #%06x on #%06x has %.2f", grounds[_i].theme,
			      theme_style_name((enum grid_style)style), style, letters, ground,
			      got);
	}
}
END_TEST

/* So that two who talk to each other are told apart. */
START_TEST(names_differ_from_each_other)
{
	const char *name;

	for (size_t theme = 0; (name = theme_builtin_name(theme)); theme++) {
		struct theme t;

		ck_assert(theme_builtin(&t, name));
		for (int i = 0; i < GRID_NAMES && strcmp(name, "mono") != 0; i++)
			for (int j = 0; j < i; j++)
				ck_assert_int_ne(t.looks[GRID_NAME + i].color,
						 t.looks[GRID_NAME + j].color);
	}
}
END_TEST

/* Without colors attributes make the distinctions. */
START_TEST(no_color_is_needed)
{
	static const enum grid_style apart[][2] = {
		{ GRID_TEXT, GRID_MENTION },      { GRID_TEXT, GRID_PENDING },
		{ GRID_TEXT, GRID_ERROR },        { GRID_TEXT, GRID_OWN },
		{ GRID_MENTION, GRID_ERROR },     { GRID_MENTION, GRID_PENDING },
		{ GRID_STATUS, GRID_TEXT },       { GRID_STATUS, GRID_STATUS_WARN },
		{ GRID_SELECTED, GRID_TEXT },     { GRID_MATCH, GRID_TEXT },
		{ GRID_MATCH, GRID_SELECTED },    { GRID_INPUT, GRID_PROMPT },
		{ GRID_NAME, GRID_NAME + 1 },     { GRID_NAME, GRID_NAME + 2 },
		{ GRID_NAME + 1, GRID_NAME + 2 }, { GRID_NAME, GRID_OWN },
		{ GRID_NAME + 1, GRID_OWN },      { GRID_NAME + 2, GRID_OWN },
	};
	const char *name;

	for (size_t theme = 0; (name = theme_builtin_name(theme)); theme++) {
		struct theme t;

		ck_assert(theme_builtin(&t, name));
		for (size_t i = 0; i < COUNT(apart); i++)
			ck_assert_msg((t.looks[apart[i][0]].mono & ~(unsigned)THEME_DIM) !=
					      (t.looks[apart[i][1]].mono & ~(unsigned)THEME_DIM),
				      "%s: %s and %s", name, theme_style_name(apart[i][0]),
				      theme_style_name(apart[i][1]));
	}
}
END_TEST

TESTING_MAIN("theme", TESTING_LOOP(a_line_is_a_look, COUNT(looks)), TESTING(names_take_turns),
	     TESTING(what_is_not_mentioned_is_as_in_the_base),
	     TESTING_LOOP(what_is_wrong_is_named, COUNT(wrong)),
	     TESTING(any_bytes_are_a_theme_or_an_error),
	     TESTING(each_style_has_a_name_and_each_theme_sets_it),
	     TESTING(contrast_is_computed_as_told),
	     TESTING_LOOP(what_is_to_be_read_can_be_read, COUNT(grounds)),
	     TESTING(names_differ_from_each_other), TESTING(no_color_is_needed))
