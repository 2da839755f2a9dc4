/*
 * check_gallery - golden screens: what is seen of each thing that the screen does, at 80x24, 40x10
 * and 10x3, as tests/gallery/SCENE.txt has it. After a change that is wanted, `make gallery` writes
 * the files anew, to be read in the diff.
 */
#include "testing.h"

#include "gallery_chat.h"
#include "gallery_file.h"
#include "gallery_input.h"
#include "gallery_program.h"
#include "gallery_still.h"
#include "gallery_users.h"

/* No system knows a terminal of this type. */
#define UNHEARD_OF "unheard-of"

/* What the file tells beside the rows. */
enum { ROWS, LOOKS, LINKS };

#define SCENE(name, play, more)              \
	{                                    \
		name, play, more, NULL, NULL \
	}

static const struct scene {
	const char *name;
	void (*play)(struct stage *);
	int more;
	const char *type;     /* of the terminal; NULL: xterm-256color */
	const char *variable; /* and one of the environment, "NAME=VALUE" */
} scenes[] = {
	/* the chat pane */
	SCENE("columns", chat_columns, ROWS),
	SCENE("action", chat_action, LOOKS),
	SCENE("day", chat_day, ROWS),
	SCENE("presence", chat_presence, LOOKS),
	SCENE("own", chat_own, LOOKS),
	SCENE("sent", chat_sent, LOOKS),
	SCENE("failed", chat_failed, LOOKS),
	SCENE("theme-dark", chat_names, LOOKS),
	SCENE("theme-light", chat_light, LOOKS),
	SCENE("theme-mono", chat_mono, LOOKS),
	SCENE("theme-contrast", chat_contrast, LOOKS),
	{ "true-colors", chat_names, LOOKS, NULL, "COLORTERM=truecolor" },
	{ "16-colors", chat_names, LOOKS, "xterm-16color", NULL },
	{ "8-colors", chat_names, LOOKS, "xterm", NULL },
	{ "no-colors", chat_names, LOOKS, "vt100", NULL },
	{ "no-color-wanted", chat_names, LOOKS, NULL, "NO_COLOR=1" },
	SCENE("scripts", chat_scripts, ROWS),
	SCENE("emoji-as-text", chat_spelled, ROWS),
	SCENE("links", chat_links, LINKS),
	SCENE("url", chat_url, ROWS),
	SCENE("copied", chat_url_copied, ROWS),
	SCENE("bare", chat_bare, ROWS),
	SCENE("scrolled", chat_scrolled, ROWS),
	SCENE("resized", chat_resized, ROWS),
	SCENE("unread", chat_unread, ROWS),
	SCENE("found", chat_found, LOOKS),
	SCENE("nothing-found", chat_nothing_found, LOOKS),
	SCENE("gap", chat_gap, ROWS),
	SCENE("warned", chat_warned, LOOKS),
	/* the users pane */
	SCENE("users", users_by_server, ROWS),
	SCENE("users-by-name", users_by_name, ROWS),
	SCENE("users-long", users_long, ROWS),
	SCENE("users-thousands", users_thousands, ROWS),
	SCENE("users-toggled", users_toggled, ROWS),
	SCENE("users-told", users_told, ROWS),
	/* the input line */
	SCENE("lines", input_lines, ROWS),
	SCENE("graphemes", input_graphemes, ROWS),
	SCENE("long-line", input_long, ROWS),
	SCENE("complete-command", input_commands, LOOKS),
	SCENE("complete-option", input_options, ROWS),
	SCENE("complete-value", input_values, ROWS),
	SCENE("complete-name", input_names, ROWS),
	SCENE("history-found", input_searched, ROWS),
	SCENE("history-missed", input_missed, ROWS),
	SCENE("paste", input_paste, ROWS),
	SCENE("bytes-left", input_left, ROWS),
	SCENE("too-long", input_too_long, ROWS),
	/* the program */
	SCENE("connecting", program_connecting, ROWS),
	SCENE("waiting", program_waiting, LOOKS),
	SCENE("offline", program_offline, LOOKS),
	SCENE("quit", program_asking, LOOKS),
	SCENE("error", program_error, LOOKS),
	SCENE("unknown-command", program_unknown, ROWS),
	{ "unknown-terminal", program_start, ROWS, UNHEARD_OF, NULL },
	SCENE("help", program_help, LOOKS),
	SCENE("help-scrolled", program_help_scrolled, ROWS),
	SCENE("help-end", program_help_end, ROWS),
	SCENE("help-command", program_help_command, ROWS),
	SCENE("info", program_info, ROWS),
	SCENE("set", program_set, ROWS),
	SCENE("frames", program_frames, LOOKS),
	SCENE("frame", program_frame, ROWS),
	SCENE("frames-filter", program_filter, ROWS),
	SCENE("frames-filtered", program_filtered, ROWS),
};

static const struct {
	int rows, cols;
} sizes[] = { { 24, 80 }, { 10, 40 }, { 3, 10 } };

static void set_environment(const struct scene *scene)
{
	static const char *const unset[] = { "NO_COLOR", "COLORTERM", "COLORFGBG",
					     "BROWSER",  "DISPLAY",   "WAYLAND_DISPLAY",
					     "TMUX",     "STY",       "VTE_VERSION" };

	for (size_t i = 0; i < COUNT(unset); i++)
		ck_assert_int_eq(unsetenv(unset[i]), 0);
	setenv("TZ", "UTC", 1);
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	setenv("WSCHAT_DATADIR", "/nonexistent", 1);
	if (scene->variable)
		ck_assert_int_eq(putenv((char *)scene->variable), 0);
}

static void put_more(struct buf *out, struct stage *s, const struct scene *scene, int rows,
		     int cols)
{
	if (scene->more == LOOKS) {
		file_put_all_looks(out, &s->console, rows, cols);
	} else if (scene->more == LINKS) {
		still_type(s, "\x0c"); /* draws all of them anew */
		buf_append_string(out, "links\n");
		file_put_links(out, buf_string(&s->console.raw));
	}
}

static void play(struct buf *out, const struct scene *scene, int rows, int cols)
{
	struct stage *s = still_open(scene->type ? scene->type : "xterm-256color", rows, cols);

	scene->play(s);
	still_wait(s);
	file_put_rows(out, &s->console, rows, cols);
	put_more(out, s, scene, rows, cols);
	stage_close(s);
}

static bool is_same(const char *path, struct buf *got)
{
	FILE *file = fopen(path, "r");
	struct buf want = { 0 };
	bool same;
	size_t n;

	while (file && (n = fread(buf_reserve(&want, 65536), 1, 65536, file)))
		buf_extend(&want, n);
	if (file)
		fclose(file);
	same = file && !strcmp(buf_string(&want), buf_string(got));
	buf_free(&want);
	return same;
}

/* The standard output of this process is the stage's terminal. */
static void compare(const char *path, struct buf *got)
{
	char *scratch, *file, *command;

	if (is_same(path, got))
		return;
	scratch = scratch_new();
	file = mem_format("%s/seen", scratch);
	command = mem_format("diff -u '%s' '%s' >&2", path, file);
	scratch_write(file, buf_string(got), buf_size(got));
	ck_assert_int_ne(system(command), 0);
	scratch_free(scratch);
	ck_abort_msg("this is not the screen of %s; if it is as you want it: make gallery", path);
}

/* A description that this system does not have is left out. */
static bool can_play(const struct scene *scene)
{
	char *command;
	bool can;

	if (!scene->type || !strcmp(scene->type, UNHEARD_OF))
		return true;
	command = mem_format("infocmp '%s' >/dev/null 2>&1", scene->type);
	can = system(command) == 0;
	free(command);
	return can;
}

START_TEST(a_scene)
{
	const struct scene *scene = &scenes[_i];
	const char *mode = getenv("WSCHAT_GALLERY");
	struct buf got = { 0 };
	char *path;

	if (!can_play(scene))
		return;
	set_environment(scene);
	path = mem_format("%s/%s.txt", GALLERY, scene->name);
	for (size_t i = 0; i < COUNT(sizes); i++)
		play(&got, scene, sizes[i].rows, sizes[i].cols);
	if (mode && !strcmp(mode, "write"))
		scratch_write(path, buf_string(&got), buf_size(&got));
	else
		compare(path, &got);
	buf_free(&got);
	free(path);
}
END_TEST

TESTING_MAIN("gallery", TESTING_LOOP(a_scene, COUNT(scenes)))
