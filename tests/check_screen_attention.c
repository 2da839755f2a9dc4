#include "testing.h"

#include "stage.h"

/* What the screen says beside its cells: bell, title, notifications. */

#define FOCUS_IN  "\x1b[I"
#define FOCUS_OUT "\x1b[O"

static void assert_came(const struct stage *s, const char *bytes, bool wanted)
{
	ck_assert_msg(console_got(&s->console, bytes) == wanted, "%s: \\e%s",
		      wanted ? "not come" : "came", bytes + 1);
}

/* A key behind it tells that the focus was read. */
static void focus(struct stage *s, const char *bytes)
{
	stage_type(s, bytes);
	stage_type(s, "x");
	stage_sees(s, "ann> x");
	stage_type(s, "\x7f");
	stage_loses(s, "ann> x");
	stage_run(s, 20);
	buf_clear(&s->console.raw);
}

static void hear(struct stage *s, const char *text)
{
	stage_hears(s, "bob", text);
	stage_sees(s, text);
	stage_run(s, 20);
}

static void set(struct stage *s, const char *bell, const char *notify, bool title)
{
	const struct {
		const char *word;
		unsigned value;
	} words[] = {
		{ "mention", OPTIONS_BELL_MENTION }, { "all", OPTIONS_BELL_ALL },
		{ "never", OPTIONS_BELL_NEVER },     { "auto", OPTIONS_NOTIFY_AUTO },
		{ "osc9", OPTIONS_NOTIFY_OSC9 },     { "osc99", OPTIONS_NOTIFY_OSC99 },
		{ "none", OPTIONS_NOTIFY_NEVER },
	};

	for (size_t i = 0; i < COUNT(words); i++) {
		if (!strcmp(words[i].word, bell))
			s->options.bell = (enum options_bell)words[i].value;
		if (!strcmp(words[i].word, notify))
			s->options.notify = (enum options_notify)words[i].value;
	}
	s->options.title = title;
	stage_configure(s);
	stage_run(s, 20);
}

/* Rings are bells that are not the end of a string. */
static const struct {
	const char *focus, *bell, *notify, *text;
	bool rings;
	const char *notification; /* NULL: none */
} calls[] = {
	{ FOCUS_OUT, "mention", "auto", "hi ann", true, "\x1b]777;notify;bob;hi ann\a" },
	{ FOCUS_OUT, "mention", "osc9", "hi ann", true, "\x1b]9;wschat: bob: hi ann\a" },
	{ FOCUS_OUT, "mention", "osc99", "hi ann", true, "\x1b]99;i=wschat:p=body;hi ann\a" },
	{ FOCUS_OUT, "mention", "none", "hi ann", true, NULL },
	{ FOCUS_OUT, "never", "auto", "hi ann", false, "\x1b]777;notify;bob;hi ann\a" },
	{ FOCUS_OUT, "mention", "auto", "hi all", false, NULL },
	{ FOCUS_OUT, "all", "auto", "hi all", true, NULL },
	{ FOCUS_IN, "all", "auto", "hi ann", false, NULL },
	{ FOCUS_OUT FOCUS_IN, "all", "auto", "hi ann", false, NULL },
	{ FOCUS_IN FOCUS_OUT, "mention", "auto", "hi ann", true, "\x1b]777;notify;bob;hi ann\a" },
	{ "", "mention", "auto", "hi ann", true, NULL },
	{ "", "never", "auto", "hi ann", false, NULL },
};

static int count_bells(const struct stage *s)
{
	const char *bytes = (const char *)buf_bytes(&s->console.raw), *string = NULL;
	int count = 0;

	for (size_t i = 0; i < buf_size(&s->console.raw); i++) {
		if (!string && bytes[i] == '\a')
			count++;
		if (bytes[i] == '\a' || (i && bytes[i] == '\\' && bytes[i - 1] == '\x1b'))
			string = NULL;
		else if (i && bytes[i] == ']' && bytes[i - 1] == '\x1b')
			string = bytes + i;
	}
	return count;
}

START_TEST(who_looks_elsewhere_is_called)
{
	struct stage *s = stage_open("xterm-256color", 10, 60);

	set(s, calls[_i].bell, calls[_i].notify, true);
	focus(s, calls[_i].focus);
	hear(s, calls[_i].text);
	ck_assert_int_eq(count_bells(s), calls[_i].rings);
	if (calls[_i].notification)
		assert_came(s, calls[_i].notification, true);
	else
		ck_assert(!console_got(&s->console, "\x1b]777") &&
			  !console_got(&s->console, "\x1b]9"));
	stage_close(s);
}
END_TEST

START_TEST(the_title_counts_while_nobody_looks)
{
	struct stage *s = stage_open("xterm-256color", 10, 60);

	assert_came(s, "\x1b[22;0t", true);
	assert_came(s, "\x1b]0;localhost:6502 - wschat\x1b\\", true);
	focus(s, FOCUS_IN);
	hear(s, "ann and all");
	stage_run(s, 600);
	assert_came(s, "\x1b]0;", false);
	focus(s, FOCUS_OUT);
	stage_run(s, 600);
	hear(s, "one");
	assert_came(s, "\x1b]0;(1) localhost:6502 - wschat\x1b\\", true);
	for (int i = 0; i < 100; i++)
		stage_hears(s, "bob", i % 2 ? "more" : "ann?");
	stage_run(s, 600);
	assert_came(s, "\x1b]0;(101 @50) localhost:6502 - wschat\x1b\\", true);
	stage_run(s, 600);
	focus(s, "");
	stage_type(s, FOCUS_IN);
	stage_run(s, 20);
	assert_came(s, "\x1b]0;localhost:6502 - wschat\x1b\\", true);
	stage_close(s);
}
END_TEST

START_TEST(a_flood_does_not_flicker_in_the_title)
{
	struct stage *s = stage_open("xterm-256color", 10, 60);
	size_t titles = 0;

	stage_run(s, 600);
	focus(s, FOCUS_OUT);
	for (int i = 0; i < 100; i++) {
		stage_hears(s, "bob", "ann?");
		stage_run(s, 1);
	}
	for (const char *p = buf_string(&s->console.raw); (p = strstr(p, "\x1b]0;")); p++)
		titles++;
	ck_assert_uint_ge(titles, 1);
	ck_assert_uint_le(titles, 3);
	ck_assert_int_le(count_bells(s), 2);
	stage_close(s);
}
END_TEST

START_TEST(the_title_is_put_back)
{
	struct stage *s = stage_open("xterm-256color", 10, 60);

	stage_run(s, 600);
	buf_clear(&s->console.raw);
	set(s, "mention", "auto", false);
	assert_came(s, "\x1b[23;0t\x1b[22;0t", true);
	set(s, "mention", "auto", true);
	stage_run(s, 20);
	assert_came(s, "\x1b]0;localhost:6502 - wschat\x1b\\", true);
	buf_clear(&s->console.raw);
	s->front.end(s->front.self, NULL);
	console_pump(&s->console);
	assert_came(s, "\x1b[23;0t", true);
	assert_came(s, "\x1b[?1004l", true);
	stage_close(s);
}
END_TEST

static const struct {
	const char *url, *room;
} rooms[] = {
	{ "wss://chat.example.org/", "chat.example.org" },
	{ "wss://chat.example.org/room/7/", "chat.example.org/room/7" },
	{ "wss://ann:secret@chat.example.org/a?token=secret", "chat.example.org/a" },
	{ "ws+unix:/run/chat:/", "ws+unix:/run/chat:" },
	{ "wss://h/\\u001b\\u0007;x", "h/\\u001b\\u0007,x" },
};

START_TEST(the_room_is_called_without_its_secrets)
{
	struct stage *s = stage_open("xterm-256color", 10, 60);
	struct buf want = { 0 };

	stage_run(s, 600);
	session_connecting(s->session, rooms[_i].url, 2, loop_moment(s->loop));
	stage_run(s, 20);
	buf_format(&want, "\x1b]0;%s - wschat\x1b\\", rooms[_i].room);
	assert_came(s, buf_string(&want), true);
	ck_assert(!console_got(&s->console, "secret -"));
	buf_free(&want);
	stage_close(s);
}
END_TEST

/* Names and texts of the room are what anybody likes. */
START_TEST(nothing_hostile_gets_out)
{
	static const char *const evil[] = { "\\u001b\\\\\\u001b]0;evil\\u0007",
					    "\\u009c\\u009d0;evil", "\\u0007\\u001b[2J", ";;;" };
	struct stage *s = stage_open("xterm-256color", 10, 60);

	for (size_t i = 0; i < COUNT(evil); i++) {
		char *text = mem_format("ann %s", evil[i]);

		focus(s, FOCUS_OUT);
		stage_hears(s, evil[i], text);
		stage_run(s, 60);
		ck_assert(!console_got(&s->console, "\x1b]0;evil"));
		ck_assert(!console_got(&s->console, "\xc2\x9c"));
		ck_assert(!console_got(&s->console, "\x1b[2J"));
		free(text);
	}
	stage_close(s);
}
END_TEST

static void await_style(struct stage *s, const char *text, bool marked)
{
	VTermScreenCell cell;

	hear(s, text);
	for (int row = 0; row < 10; row++) {
		char *shown = console_row(&s->console, row);
		const char *name = strstr(shown, text) ? strstr(shown, "bob") : NULL;
		int col = name ? (int)(name - shown) : -1;

		free(shown);
		if (col < 0)
			continue;
		vterm_screen_get_cell(s->console.screen, (VTermPos){ row, col }, &cell);
		ck_assert_uint_eq(cell.chars[0], 'b');
		ck_assert_int_eq(cell.attrs.bold, marked);
		return;
	}
	ck_abort();
}

START_TEST(who_names_us_is_marked)
{
	struct stage *s = stage_open("xterm-256color", 10, 50);

	await_style(s, "hello ANN.", true);
	await_style(s, "hello planner", false);
	stage_close(s);
}
END_TEST

TESTING_MAIN("screen_attention", TESTING_LOOP(who_looks_elsewhere_is_called, COUNT(calls)),
	     TESTING(the_title_counts_while_nobody_looks),
	     TESTING(a_flood_does_not_flicker_in_the_title), TESTING(the_title_is_put_back),
	     TESTING_LOOP(the_room_is_called_without_its_secrets, COUNT(rooms)),
	     TESTING(nothing_hostile_gets_out), TESTING(who_names_us_is_marked))
