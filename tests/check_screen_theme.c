#include "testing.h"

#include <string.h>

#include "scratch.h"
#include "stage.h"

static void set(char **option, const char *value)
{
	free(*option);
	*option = value ? mem_copy(value) : NULL;
}

/* The colors of the time of the day in the first line that somebody says, which stands in the last
 * row of the chat. */
static VTermScreenCell cell_of_time(const struct stage *s)
{
	VTermScreenCell cell;
	int rows, cols;

	vterm_get_size(s->console.vterm, &rows, &cols);
	vterm_screen_get_cell(s->console.screen, (VTermPos){ rows - 3, 0 }, &cell);
	return cell;
}

/* Waits until the time of the day has this color of the palette; -1: the terminal's own. */
static void await_color(struct stage *s, int want)
{
	for (int tries = 0; tries < 1000; tries++) {
		VTermColor color = cell_of_time(s).fg;

		if (want < 0 ? VTERM_COLOR_IS_DEFAULT_FG(&color)
			     : VTERM_COLOR_IS_INDEXED(&color) && color.indexed.idx == want)
			return;
		stage_run(s, 5);
	}
	ck_abort_msg("the color does not become %d", want);
}

#define DARK     246
#define LIGHT    242
#define CONTRAST 252

static struct stage *open_with(const char *colorfgbg, int rows, int cols)
{
	struct stage *s;

	setenv("COLORFGBG", colorfgbg, 1);
	unsetenv("COLORTERM");
	unsetenv("NO_COLOR");
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	s = stage_open("xterm-256color", rows, cols);
	stage_hears(s, "bob", "hello");
	stage_sees(s, "hello");
	return s;
}

START_TEST(the_background_chooses_the_theme)
{
	struct stage *s = open_with("", 10, 80);

	await_color(s, DARK);
	stage_type(s, "ty\x1b]11;rgb:ffff/ffff/ffff\x1b\\ped");
	stage_sees(s, "ann> typed");
	await_color(s, LIGHT);
	stage_type(s, "\x1b]11;rgb:0000/0000/0000\x1b\\");
	await_color(s, DARK);
	stage_close(s);
}
END_TEST

START_TEST(a_theme_that_is_named_stays)
{
	struct stage *s = open_with("", 10, 80);

	set(&s->options.theme, "contrast");
	stage_configure(s);
	await_color(s, CONTRAST);
	stage_type(s, "\x1b]11;rgb:ffff/ffff/ffff\x1b\\x");
	stage_sees(s, "ann> x");
	await_color(s, CONTRAST);
	set(&s->options.theme, "auto");
	stage_configure(s);
	await_color(s, LIGHT);
	set(&s->options.theme, NULL);
	stage_configure(s);
	await_color(s, LIGHT);
	stage_close(s);
}
END_TEST

static const struct {
	int rows, cols;
} sizes[] = { { 24, 80 }, { 10, 40 } };

START_TEST(a_wrong_theme_loses_nothing)
{
	struct stage *s = open_with("", sizes[_i].rows, sizes[_i].cols);
	struct error error;

	stage_type(s, "draft");
	stage_sees(s, "draft");
	set(&s->options.theme, "pink");
	ck_assert(!s->front.configure(s->front.self, &error));
	ck_assert_int_eq(error.code, ERROR_THEME_UNKNOWN);
	stage_sees(s, "hello");
	await_color(s, DARK);
	stage_type(s, "ed\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
	stage_sees(s, "There is no theme pink");
	await_color(s, DARK);
	stage_type(s, "!");
	stage_sees(s, "drafted!");
	stage_sees(s, "connected");
	stage_close(s);
}
END_TEST

START_TEST(colors_go_and_come)
{
	struct stage *s = open_with("", 10, 80);

	s->options.color = OPTIONS_COLOR_NEVER;
	stage_configure(s);
	await_color(s, -1);
	ck_assert(!cell_of_time(s).attrs.reverse);
	s->options.color = OPTIONS_COLOR_AUTO;
	stage_configure(s);
	await_color(s, DARK);
	setenv("NO_COLOR", "1", 1);
	stage_configure(s);
	await_color(s, -1);
	s->options.color = OPTIONS_COLOR_ALWAYS;
	stage_configure(s);
	await_color(s, DARK);
	stage_close(s);
}
END_TEST

START_TEST(a_variable_chooses_where_nobody_answers)
{
	struct stage *s = open_with("0;15", 10, 80);

	await_color(s, LIGHT);
	stage_close(s);
}
END_TEST

static const char *const broken[][2] = {
	{ "pink", NULL },
	{ "mine", "own = pinkish" },
	{ NULL, "" }, /* "light" is broken, which "auto" may come to */
};

/* Before the terminal is touched. */
START_TEST(a_wrong_theme_at_the_start_is_an_error)
{
	const struct session_config config = { .name = "ann", .scrollback = 9, .max_text = 99 };
	char *home = scratch_new();
	char *command = mem_format("mkdir -p %s/wschat/themes && cd %s/wschat/themes && "
				   "echo 'own = pinkish' | tee mine.theme >light.theme",
				   home, home);
	struct console c = console_open("xterm-256color", 10, 80);
	struct loop *loop = loop_new();
	struct session *session = session_new(&config);
	struct error error = { 0 };
	struct options options;

	ck_assert_int_eq(system(command), 0);
	setenv("XDG_CONFIG_HOME", home, 1);
	options_init(&options);
	set(&options.theme, broken[_i][0]);
	ck_assert_ptr_null(screen_new(loop, session, NULL, &options, &error));
	ck_assert_int_eq(error.code, broken[_i][1] ? ERROR_THEME_LOOK : ERROR_THEME_UNKNOWN);
	ck_assert(!console_pump(&c));
	options_free(&options);
	session_free(session);
	loop_free(loop);
	console_close(&c);
	scratch_free(home);
	free(command);
}
END_TEST

TESTING_MAIN("screen_theme", TESTING(the_background_chooses_the_theme),
	     TESTING(a_theme_that_is_named_stays),
	     TESTING_LOOP(a_wrong_theme_loses_nothing, COUNT(sizes)), TESTING(colors_go_and_come),
	     TESTING(a_variable_chooses_where_nobody_answers),
	     TESTING_LOOP(a_wrong_theme_at_the_start_is_an_error, COUNT(broken)))
