#include "testing.h"

#include "stage.h"

/* The whole screen in each kind of terminal that people have. libvterm stands for all of them: it
 * reads what xterm reads, and most others are like it. */

/* A description that a system does not have is left out there; ./bootstrap check brings those that
 * Debian has. MODERN: it is told of title and focus, and asked. */
static const struct {
	const char *type;
	bool modern;
} types[] = {
	{ "xterm", true },
	{ "xterm-256color", true },
	{ "xterm-direct", true },
	{ "xterm-kitty", true },
	{ "kitty", true },
	{ "alacritty", true },
	{ "alacritty-direct", true },
	{ "foot", true },
	{ "foot-direct", true },
	{ "screen", true },
	{ "screen-256color", true },
	{ "screen.xterm-256color", true },
	{ "tmux", true },
	{ "tmux-256color", true },
	{ "rxvt", true },
	{ "rxvt-256color", true },
	{ "rxvt-unicode-256color", true },
	{ "vte-256color", true },
	{ "gnome-256color", true },
	{ "konsole-256color", true },
	{ "putty-256color", true },
	{ "mintty", true },
	{ "iterm2", true },
	{ "st-256color", true },
	{ "mlterm", true },
	{ "Eterm-256color", true },
	{ "ms-terminal", true },
	{ "linux", false },
	{ "vt100", false },
	{ "vt220", false },
	{ "vt320", false },
	{ "ansi", false },
	{ "cygwin", true }, /* its description has a title */
	{ "wsvt25", false },
};

static const char *const rows[] = {
	"                                                                       │3 users",
	"                                                                       │ann",
	"                                                                       │Борис",
	"                                                                       │小明",
	"HH:MM <Борис> привет                                                   │",
	"       <小明> 你好 👋                                                  │",
	"       <小明> xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx             │",
	"connected  ws://localhost:6502/                                         F1: help",
	"ann> typed",
	NULL,
};

static bool is_installed(const char *type)
{
	char *command = mem_format("infocmp '%s' >/dev/null 2>&1", type);
	bool installed = system(command) == 0;

	free(command);
	return installed;
}

/* CSI NUMBER b, which mosh does not know. */
static void assert_no_repetition(const struct stage *s)
{
	const char *bytes = (const char *)buf_bytes(&s->console.raw);

	for (size_t i = 2; i < buf_size(&s->console.raw); i++) {
		size_t at = i - 1;

		while (at > 1 && bytes[at] >= '0' && bytes[at] <= '9')
			at--;
		ck_assert(bytes[i] != 'b' || bytes[at] != '[' || bytes[at - 1] != '\x1b');
	}
}

/* All that goes beyond what the terminal's description has. */
static void assert_modern(const struct stage *s, bool modern)
{
	static const char *const said[] = { "\x1b[?2026$p", "\x1b[?1004h", "\x1b[22;0t",
					    "\x1b]0;localhost:6502 - wschat\x1b\\" };

	for (size_t i = 0; i < COUNT(said); i++)
		ck_assert_int_eq(console_got(&s->console, said[i]), modern);
	if (!modern)
		ck_assert(!console_got(&s->console, "\x1b]"));
}

static void talk(struct stage *s)
{
	stage_receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"Борис\",\"小明\"]}");
	stage_serve(s);
	transcript_clear(session_transcript(s->session));
	stage_hears(s, "Борис", "привет");
	stage_hears(s, "小明", "你好 👋");
	stage_hears(s, "小明", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
	stage_type(s, "typed");
	stage_sees(s, "typed");
	stage_sees(s, "xxx");
	stage_run(s, 20);
}

/* The modes that libvterm tells of are as they were. */
static int on_mode(VTermProp property, VTermValue *value, void *user)
{
	int *modes = user;

	if (property == VTERM_PROP_ALTSCREEN || property == VTERM_PROP_CURSORVISIBLE)
		modes[property] = value->boolean;
	return 1;
}

START_TEST(every_terminal_shows_the_screen)
{
	const VTermScreenCallbacks callbacks = { .settermprop = on_mode };
	int modes[VTERM_N_PROPS] = { [VTERM_PROP_CURSORVISIBLE] = 1 };
	struct stage *s;

	if (!is_installed(types[_i].type))
		return;
	s = stage_open(types[_i].type, 9, 80);
	ck_assert_ptr_null(strstr(buf_string(&s->console.raw), "does not know your terminal"));
	vterm_screen_set_callbacks(s->console.screen, &callbacks, modes);
	talk(s);
	stage_assert_rows(s, rows);
	ck_assert_int_eq(console_cursor(&s->console).row, 8);
	ck_assert_int_eq(console_cursor(&s->console).col, 10);
	assert_modern(s, types[_i].modern);
	assert_no_repetition(s);
	s->front.end(s->front.self, NULL);
	console_pump(&s->console);
	ck_assert_int_eq(modes[VTERM_PROP_ALTSCREEN], 0);
	ck_assert_int_eq(modes[VTERM_PROP_CURSORVISIBLE], 1);
	stage_close(s);
}
END_TEST

/* Those that everybody has; or nothing would be tested where none is installed. */
START_TEST(the_common_ones_are_installed)
{
	static const char *const common[] = { "xterm", "xterm-256color", "linux", "vt100" };

	ck_assert(is_installed(common[_i]));
}
END_TEST

/* It knows no ECMA-48 at all. */
START_TEST(another_kind_of_terminal_gets_its_own)
{
	struct console c;
	struct stage *s;

	if (!is_installed("vt52"))
		return;
	c = console_open("vt52", 10, 80);
	s = mem_new(1, sizeof *s);
	setlocale(LC_ALL, "C.UTF-8");
	s->console = c;
	s->loop = loop_new();
	s->session = session_new(
		&(struct session_config){ .name = "ann", .scrollback = 10, .max_text = 1000 });
	options_init(&s->options);
	s->screen = screen_new(s->loop, s->session, NULL, &s->options, NULL);
	ck_assert_ptr_nonnull(s->screen);
	s->front = screen_front(s->screen);
	s->watch = loop_watch(s->loop, s->console.master, POLLIN, stage_see, s);
	s->limit = loop_timer(s->loop, stage_time_out, s);
	loop_on_turn(s->loop, stage_turn, s);
	stage_run(s, 100);
	ck_assert(console_got(&s->console, "\x1bY"));
	ck_assert(console_got(&s->console, "ann>"));
	s->front.end(s->front.self, NULL);
	console_pump(&s->console);
	ck_assert(!console_got(&s->console, "\x1b["));
	ck_assert(!console_got(&s->console, "\x1b]"));
	stage_close(s);
}
END_TEST

TESTING_MAIN("term_types", TESTING_LOOP(every_terminal_shows_the_screen, COUNT(types)),
	     TESTING_LOOP(the_common_ones_are_installed, 4),
	     TESTING(another_kind_of_terminal_gets_its_own))
