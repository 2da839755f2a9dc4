#include "term_testing.h"

#include "mem.h"
#include "scratch.h"
#include "term_color.h"
#include "term_looks.h"
#include "theme_testing.h"

/* Colors on terminals of each kind. */

static const struct {
	uint32_t rgb;
	int color;
} nearest[] = {
	{ 0x000000, 16 },  { 0xffffff, 231 }, { 0xff0000, 196 }, { 0x0000ff, 21 },
	{ 0xd75f87, 168 }, { 0xd96189, 168 }, { 0x87d75f, 113 }, { 0x949494, 246 },
	{ 0x969594, 246 }, { 0x121212, 233 }, { 0x080808, 232 }, { 0x030303, 16 },
	{ 0xeeeeee, 255 }, { 0xf8f8f8, 231 }, { 0x161b2b, 234 }, { 0x5f5f5f, 59 },
};

START_TEST(a_palette_has_the_nearest)
{
	ck_assert_int_eq(term_look_nearest(nearest[_i].rgb), nearest[_i].color);
}
END_TEST

/* What all terminals show alike stays what it is. */
START_TEST(the_palettes_own_colors_are_nearest_to_themselves)
{
	static const int values[] = { 0, 95, 135, 175, 215, 255 };

	for (int i = 16; i < 256; i++) {
		int cube = i - 16, gray = 8 + 10 * (i - 232);
		int rgb = i < 232 ? values[cube / 36] << 16 | values[cube / 6 % 6] << 8 |
					    values[cube % 6]
				  : gray * 0x10101;

		ck_assert_int_eq(term_look_nearest((uint32_t)rgb), i);
	}
}
END_TEST

static const struct {
	const char *text; /* of the style "error" */
	int colors;
	struct theme_look look;
} reduced[] = {
	{ "#ff5f5f bold", 0, { -1, -1, THEME_BOLD, 0 } },
	{ "italic", 0, { -1, -1, THEME_ITALIC, 0 } },
	{ "#ff5f5f bold", 8, { 1, -1, THEME_BOLD, 0 } },
	{ "#ff5f5f", 8, { 1, -1, THEME_BOLD, 0 } },
	{ "#ff5f5f", 15, { 1, -1, THEME_BOLD, 0 } },
	{ "#ff5f5f", 16, { 9, -1, 0, 0 } },
	{ "#ff5f5f", 88, { 9, -1, 0, 0 } },
	{ "#ff5f5f", 256, { 203, -1, 0, 0 } },
	{ "#ff5f5f", 512, { 203, -1, 0, 0 } },
	{ "#ff5f5f", TERM_TRUE_COLORS, { RGB(0xff5f5f), -1, 0, 0 } },
	{ "#ff5f5f on #121212", 256, { 203, 233, 0, 0 } },
	/* dark ones for a light background */
	{ "#d70000", 8, { 1, -1, 0, 0 } },
	{ "#d70000", 16, { 1, -1, 0, 0 } },
	{ "#5f5f00", 16, { 2, -1, 0, 0 } },
	{ "#0000af", 16, { 4, -1, 0, 0 } },
	/* hues */
	{ "#ffd700", 16, { 11, -1, 0, 0 } },
	{ "#ff8700", 16, { 9, -1, 0, 0 } },
	{ "#00af5f", 16, { 10, -1, 0, 0 } },
	{ "#00ffff", 16, { 14, -1, 0, 0 } },
	{ "#5f87ff", 8, { 4, -1, THEME_BOLD, 0 } },
	{ "#d787ff", 16, { 13, -1, 0, 0 } },
	{ "#ff5faf", 16, { 13, -1, 0, 0 } },
	{ "#ff005f", 16, { 9, -1, 0, 0 } },
	/* gray is what the terminal has, and never on it what it has */
	{ "#949494", 16, { -1, -1, THEME_DIM, 0 } },
	{ "#6c6c6c", 8, { -1, -1, THEME_DIM, 0 } },
	{ "#ffffff bold", 8, { -1, -1, THEME_BOLD, 0 } },
	{ "#000000", 16, { -1, -1, 0, 0 } },
	{ "#e4e4e4 on #444444", 16, { -1, -1, THEME_REVERSE, 0 } },
	{ "#ff5f5f on #444444", 16, { 9, -1, THEME_REVERSE, 0 } },
	{ "#ffffff on #af0000 bold", 16, { 15, 1, THEME_BOLD, 0 } },
	{ "#ffffff on #af0000 bold", 8, { 7, 1, THEME_BOLD, 0 } },
	{ "#000000 on #ffff00", 8, { 0, 3, 0, 0 } },
	{ "#000000 on #ffffff", 8, { 0, 7, 0, 0 } },
	{ "#000000 on #ffffff", 16, { 0, 15, 0, 0 } },
	{ "#7f8aa6 on #000000", 16, { 8, 0, 0, 0 } },
	/* names */
	{ "bright-red on bright-blue", 8, { 1, 4, THEME_BOLD, 0 } },
	{ "bright-red on bright-blue", 16, { 9, 12, 0, 0 } },
	{ "bright-red on blue", 256, { 9, 4, 0, 0 } },
	{ "bright-red on blue", TERM_TRUE_COLORS, { 9, 4, 0, 0 } },
};

START_TEST(a_look_uses_the_colors_that_there_are)
{
	char *text = mem_format("error = %s", reduced[_i].text);
	struct theme t = read_theme(text);
	const struct theme_look look = term_look_of(&t, GRID_ERROR, reduced[_i].colors);

	ck_assert_int_eq(look.color, reduced[_i].look.color);
	ck_assert_int_eq(look.background, reduced[_i].look.background);
	ck_assert_uint_eq(look.attributes, reduced[_i].look.attributes);
	free(text);
}
END_TEST

START_TEST(the_default_is_what_the_theme_says)
{
	struct theme t = read_theme("foreground = #ff0000\nbackground = #000080\n"
				    "text = default\nown = bold on green\nerror = white");
	struct theme_look look = term_look_of(&t, GRID_TEXT, TERM_TRUE_COLORS);

	ck_assert_int_eq(look.color, RGB(0xff0000));
	ck_assert_int_eq(look.background, RGB(0x000080));
	look = term_look_of(&t, GRID_OWN, TERM_TRUE_COLORS);
	ck_assert_int_eq(look.color, RGB(0xff0000));
	ck_assert_int_eq(look.background, 2);
	look = term_look_of(&t, GRID_ERROR, 256);
	ck_assert_int_eq(look.color, 7);
	ck_assert_int_eq(look.background, 18);
	look = term_look_of(&t, GRID_TEXT, 0);
	ck_assert_int_eq(look.color, -1);
	ck_assert_int_eq(look.background, -1);
}
END_TEST

/* No look has letters in the color of their background, on any terminal. */
START_TEST(nothing_is_written_in_the_color_of_its_background)
{
	static const int colors[] = { 8, 16, 256, TERM_TRUE_COLORS };
	const char *name;

	for (size_t theme = 0; (name = theme_builtin_name(theme)); theme++) {
		struct theme t;

		ck_assert(theme_builtin(&t, name));
		for (int style = 0; style < GRID_STYLES; style++) {
			for (size_t i = 0; i < COUNT(colors); i++) {
				struct theme_look look = term_look_of(&t, (enum grid_style)style,
								      colors[i]);

				ck_assert_msg(look.color != look.background || look.color == -1,
					      "%s: %s", name,
					      theme_style_name((enum grid_style)style));
				ck_assert_msg((look.color == -1) == (look.background == -1) ||
						      t.background == -1,
					      "%s: %s", name,
					      theme_style_name((enum grid_style)style));
			}
		}
	}
}
END_TEST

static const struct {
	const char *bytes, *widened;
} sequences[] = {
	{ "", "" },
	{ "plain", "plain" },
	{ "\x1b[38;5;16mx", "\x1b[38;2;18;52;86mx" },
	{ "a\x1b[48;5;17m\x1b[38;5;16mb", "a\x1b[48;2;0;0;0m\x1b[38;2;18;52;86mb" },
	{ "\x1b[38;5;18mx", "\x1b[38;5;18mx" },
	{ "\x1b[38;5;3mx", "\x1b[38;5;3mx" },
	{ "\x1b[38;5;255m", "\x1b[38;2;255;255;255m" },
	{ "\x1b[38;5;256m", "\x1b[38;5;256m" },
	{ "\x1b[38;5;9999999999999m", "\x1b[38;5;9999999999999m" },
	{ "\x1b[38;5;16", "\x1b[38;5;16" },
	{ "\x1b[38;5;16;1m", "\x1b[38;5;16;1m" },
	{ "\x1b[58;5;16m", "\x1b[58;5;16m" },
	{ "\x1b[38;2;1;2;3m", "\x1b[38;2;1;2;3m" },
	{ "\x1b[\x1b[38;5;16m", "\x1b[\x1b[38;2;18;52;86m" },
	{ "\x1b[2J38;5;16m\x1b[", "\x1b[2J38;5;16m\x1b[" },
	{ "ax\x1b[3b\x1b[38;5;17m", "axxxx\x1b[38;2;0;0;0m" },
	{ "\x1b[3b\x1b[3", "\x1b[3" },
};

START_TEST(a_palettes_color_becomes_a_true_one)
{
	int32_t palette[256] = { [16] = RGB(0x123456), [17] = RGB(0), [255] = RGB(0xffffff) };
	size_t n = strlen(sequences[_i].bytes);
	char *exact = mem_copy_n(sequences[_i].bytes, n);
	struct buf out = { 0 };

	term_color_widen(&out, exact, n, palette);
	ck_assert_str_eq(buf_string(&out), sequences[_i].widened);
	buf_free(&out);
	free(exact);
}
END_TEST

/* The terminal. */

/* Each style in a column of its own. */
static void show_styles(struct term *t, struct console *c)
{
	struct grid g = { 0 };

	grid_resize(&g, 4, 40);
	for (int style = 0; style < GRID_STYLES; style++)
		grid_write(&g, (struct grid_rect){ 0, 0, 4, 40 }, style / 40, style % 40,
			   (enum grid_style)style, "x", 1);
	show(t, c, &g);
	grid_free(&g);
}

static VTermScreenCell cell_of(const struct console *c, enum grid_style style)
{
	VTermScreenCell cell;

	vterm_screen_get_cell(c->screen, (VTermPos){ (int)style / 40, (int)style % 40 }, &cell);
	ck_assert_uint_eq(cell.chars[0], 'x');
	return cell;
}

static void assert_color(VTermColor color, int32_t want)
{
	if (want >= THEME_RGB) {
		ck_assert(VTERM_COLOR_IS_RGB(&color));
		ck_assert_int_eq(RGB(color.rgb.red << 16 | color.rgb.green << 8 | color.rgb.blue),
				 want);
	} else if (want >= 0) {
		ck_assert(VTERM_COLOR_IS_INDEXED(&color));
		ck_assert_int_eq(color.indexed.idx, want);
	} else {
		ck_assert(VTERM_COLOR_IS_DEFAULT_FG(&color) || VTERM_COLOR_IS_DEFAULT_BG(&color));
	}
}

static const struct {
	const char *type, *colorterm;
	int colors;
} terminals[] = {
	{ "xterm-256color", NULL, 256 },
	{ "xterm-256color", "no", 256 },
	{ "xterm-256color", "truecolor", TERM_TRUE_COLORS },
	{ "xterm", "24bit", 8 },
	{ "tmux-256color", "24bit", TERM_TRUE_COLORS },
	{ "xterm", NULL, 8 },
	{ "linux", NULL, 8 },
	{ "screen", NULL, 8 },
	{ "screen-256color", NULL, 256 },
	{ "tmux", NULL, 8 },
	{ "tmux-256color", NULL, 256 },
	{ "rxvt", NULL, 8 },
	{ "rxvt-unicode-256color", NULL, 256 },
	{ "vt100", NULL, 0 },
	{ "vt100", "truecolor", 0 },
	{ "vt220", NULL, 0 },
	{ "xterm-mono", NULL, 0 },
	{ "no-such-terminal", NULL, 256 },
};

/* Every style looks on every terminal as is said; linux has no underline and no dim where there is
 * a color. */
START_TEST(each_style_is_shown_by_each_terminal)
{
	struct console c;
	struct theme theme;
	struct term *t;

	unsetenv("STY");
	unsetenv("TMUX");
	unsetenv("COLORTERM");
	if (terminals[_i].colorterm)
		setenv("COLORTERM", terminals[_i].colorterm, 1);
	ck_assert(theme_builtin(&theme, "dark"));
	t = open_in(&c, terminals[_i].type, 4, 40);
	show_styles(t, &c);
	for (int style = 0; style < GRID_STYLES; style++) {
		const struct theme_look look = term_look_of(&theme, (enum grid_style)style,
							    terminals[_i].colors);
		VTermScreenCell cell = cell_of(&c, (enum grid_style)style);

		assert_color(cell.fg, look.color);
		assert_color(cell.bg, look.background);
		ck_assert_int_eq(cell.attrs.bold, (look.attributes & THEME_BOLD) != 0);
		ck_assert_int_eq(cell.attrs.reverse, (look.attributes & THEME_REVERSE) != 0);
		ck_assert_int_eq(cell.attrs.underline != 0,
				 (look.attributes & THEME_UNDERLINE) != 0);
	}
	close_both(t, &c);
}
END_TEST

START_TEST(screen_is_not_taken_for_what_it_runs_in)
{
	struct console c;
	struct term *t;

	unsetenv("TMUX");
	setenv("COLORTERM", "truecolor", 1);
	setenv("STY", "1234.pts-0.host", 1);
	t = open_in(&c, "screen-256color", 4, 40);
	show_styles(t, &c);
	ck_assert(console_got(&c, "38;5;") && !console_got(&c, "38;2;"));
	close_both(t, &c);
}
END_TEST

/* Descriptions that Debian's base does not have. */
static const struct {
	const char *description;
	int32_t letters, background; /* of GRID_ERROR */
	int32_t text;                /* letters of GRID_TEXT */
} described[] = {
	/* the terminal's own colors cannot be had back */
	{ "wschat-x|of a test,op@,oc@,use=xterm,", 1, 0, 7 },
	{ "wschat-x|of a test,colors#16,pairs#256,"
	  "setaf=\\E[38;5;%p1%dm,setab=\\E[48;5;%p1%dm,use=xterm,",
	  9, -1, -1 },
	{ "wschat-x|of a test,colors#88,pairs#7744,"
	  "setaf=\\E[38;5;%p1%dm,setab=\\E[48;5;%p1%dm,use=xterm,",
	  9, -1, -1 },
	/* as xterm-direct */
	{ "wschat-x|of a test,RGB,colors#0x1000000,pairs#0x7fff,"
	  "setaf=\\E[38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%dm,"
	  "setab=\\E[48;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%dm,use=xterm,",
	  RGB(0xff5f5f), -1, -1 },
	/* too few pairs for all styles: what has none is told by attributes */
	{ "wschat-x|of a test,pairs#9,use=xterm,", -1, -1, -1 },
};

START_TEST(other_terminals_are_shown_what_they_have)
{
	char *home = scratch_new(), *path = mem_format("%s/source", home);
	char *command = mem_format("tic -x -o %s %s", home, path);
	struct console c;
	struct term *t;

	scratch_write(path, described[_i].description, strlen(described[_i].description));
	if (system(command) != 0)
		ck_abort_msg("tic");
	setenv("TERMINFO", home, 1);
	unsetenv("COLORTERM");
	t = open_in(&c, "wschat-x", 4, 40);
	ck_assert_ptr_null(term_fallback(t));
	show_styles(t, &c);
	assert_color(cell_of(&c, GRID_ERROR).fg, described[_i].letters);
	assert_color(cell_of(&c, GRID_ERROR).bg, described[_i].background);
	ck_assert(cell_of(&c, GRID_ERROR).attrs.bold);
	assert_color(cell_of(&c, GRID_TEXT).fg, described[_i].text);
	close_both(t, &c);
	free(command);
	free(path);
	scratch_free(home);
}
END_TEST

START_TEST(another_theme_is_shown_at_once)
{
	struct theme own = read_theme("text = red\nerror = green on blue bold");
	struct console c;
	struct term *t;

	unsetenv("COLORTERM");
	t = open_with(&c, "xterm-256color", 4, 40, &(struct term_config){ NULL, -1 });
	show_styles(t, &c);
	assert_color(cell_of(&c, GRID_ERROR).fg, -1);
	term_configure(t, &usual);
	show_styles(t, &c);
	assert_color(cell_of(&c, GRID_ERROR).fg, 203);
	term_configure(t, &(struct term_config){ &own, 0 });
	show_styles(t, &c);
	assert_color(cell_of(&c, GRID_TEXT).fg, 1);
	assert_color(cell_of(&c, GRID_ERROR).fg, 2);
	assert_color(cell_of(&c, GRID_ERROR).bg, 4);
	buf_clear(&c.raw);
	term_configure(t, &(struct term_config){ &own, 1 });
	show_styles(t, &c);
	ck_assert_uint_eq(buf_size(&c.raw), 0);
	term_configure(t, &(struct term_config){ &own, -1 });
	show_styles(t, &c);
	for (int style = 0; style < GRID_STYLES; style++) {
		assert_color(cell_of(&c, (enum grid_style)style).fg, -1);
		assert_color(cell_of(&c, (enum grid_style)style).bg, -1);
	}
	close_both(t, &c);
}
END_TEST

TESTING_MAIN("term_looks", TESTING_LOOP(a_palette_has_the_nearest, COUNT(nearest)),
	     TESTING(the_palettes_own_colors_are_nearest_to_themselves),
	     TESTING_LOOP(a_look_uses_the_colors_that_there_are, COUNT(reduced)),
	     TESTING(the_default_is_what_the_theme_says),
	     TESTING(nothing_is_written_in_the_color_of_its_background),
	     TESTING_LOOP(a_palettes_color_becomes_a_true_one, COUNT(sequences)),
	     TESTING_LOOP(each_style_is_shown_by_each_terminal, COUNT(terminals)),
	     TESTING(screen_is_not_taken_for_what_it_runs_in),
	     TESTING_LOOP(other_terminals_are_shown_what_they_have, COUNT(described)),
	     TESTING(another_theme_is_shown_at_once))
