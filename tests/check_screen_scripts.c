#include "testing.h"

#include <signal.h>

#include "stage.h"

/* What is not written from left to right, and what terminals take for wider than it is. */

static const char *const wide[] = {
	"                                                                       │3 users",
	"                                                                       │ann",
	"                                                                       │דוד",
	"                                                                       │ﺪﻤﺤﻣ",
	"HH:MM   <דוד> !hello 12 םלוע םולש                                      │",
	"       <ﺪﻤﺤﻣ> hello ﺎﺒﺣﺮﻣ!                                             │",
	"            * דקור דוד                                                 │",
	"connected  ws://localhost:6502/                                         F1: help",
	"ann> ab גב",
	NULL,
};

static const char *const middle[] = {
	"",
	"HH:MM <דוד> !hello 12 םלוע םולש",
	"      <ﺪﻤﺤﻣ> hello ﺎﺒﺣﺮﻣ!",
	"      * דקור דוד",
	"connected  ws://localhost:6502/  3 users",
	"ann> ab גב",
	NULL,
};

static const char *const left[] = {
	"",
	"HH:MM <דוד> שלום עולם 12 hello!",
	"      <محمد> hello مرحبا!",
	"      * דוד רוקד",
	"connected  ws://localhost:6502/  3 users",
	"ann> ab בג",
	NULL,
};

static const char *const small[] = { " ﺎﺒﺣﺮﻣ!", "* דקור דוד", "> ab גב", NULL };

static const struct {
	int rows, cols;
	enum options_bidi bidi;
	const char *const *screen;
} screens[] = {
	{ 9, 80, OPTIONS_BIDI_AUTO, wide },
	{ 6, 40, OPTIONS_BIDI_YES, middle },
	{ 6, 40, OPTIONS_BIDI_NO, left },
	{ 3, 10, OPTIONS_BIDI_AUTO, small },
};

static void talk(struct stage *s)
{
	stage_receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"דוד\",\"محمد\"]}");
	stage_serve(s);
	transcript_clear(session_transcript(s->session));
	stage_hears(s, "דוד", "שלום עולם 12 hello!");
	stage_hears(s, "محمد", "hello مرحبا!");
	stage_hears(s, "דוד", "/me רוקד");
	stage_type(s, "ab בג");
	stage_sees(s, "> ab");
	stage_run(s, 30);
}

/* Each text in its own place, whatever stands beside it. */
START_TEST(text_from_right_to_left_keeps_its_place)
{
	struct stage *s = stage_open("xterm-256color", screens[_i].rows, screens[_i].cols);

	s->options.bidi = screens[_i].bidi;
	stage_configure(s);
	talk(s);
	stage_assert_rows(s, screens[_i].screen);
	stage_close(s);
}
END_TEST

/* A name has no say in the direction of what is said of it. */
START_TEST(a_name_does_not_turn_a_sentence_round)
{
	struct stage *s = stage_open("xterm-256color", 6, 60);

	stage_hears(s, "דוד", "/me waves at you");
	stage_sees(s, "* דוד waves at you");
	stage_receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"דודה\"]}");
	stage_sees(s, "-!- הדוד is here");
	stage_close(s);
}
END_TEST

/* And back: at run time. */
START_TEST(the_order_is_changed_at_run_time)
{
	struct stage *s = stage_open("xterm-256color", 6, 40);

	talk(s);
	stage_assert_rows(s, middle);
	for (int i = 0; i < 2; i++) {
		s->options.bidi = i ? OPTIONS_BIDI_YES : OPTIONS_BIDI_NO;
		buf_clear(&s->console.raw);
		stage_configure(s);
		stage_run(s, 30);
		stage_assert_rows(s, i ? middle : left);
		ck_assert_ptr_nonnull(
			strstr(buf_string(&s->console.raw), i ? "\x1b[8l" : "\x1b[8h"));
	}
	stage_close(s);
}
END_TEST

static const struct {
	const char *keys, *line;
	int cursor;
} edits[] = {
	{ "אב", "ann>  בא", 5 }, /* at the end: to the left of all */
	{ "אב\x01", "ann> בא", 6 },     { "אב\x02", "ann> בא", 5 },     { "a אב", "ann> a בא", 9 },
	{ "a אב\x02", "ann> a בא", 7 }, { "אב\x7f\x7fx", "ann> x", 6 },
};

START_TEST(the_cursor_is_where_the_next_letter_goes)
{
	struct stage *s = stage_open("xterm-256color", 6, 40);

	stage_type(s, edits[_i].keys);
	stage_run(s, 60);
	console_assert_row(&s->console, 5, edits[_i].line);
	ck_assert_int_eq(console_cursor(&s->console).col, edits[_i].cursor);
	stage_close(s);
}
END_TEST

static const char *const pictures[] = {
	"                                                   │2 users",
	"                                                   │ann",
	"                                                   │bob🙂",
	"HH:MM <bob🙂> hi 👋👋!                             │",
	"connected  ws://localhost:6502/                     F1: help",
	"ann> a👋b",
	NULL,
};

static const char *const names[] = {
	"                                                   │2 users",
	"HH:MM <bob[slightly smiling face]>                 │ann",
	"              hi [waving hand sign][waving hand    │bob[]",
	"              sign]!                               │",
	"connected  ws://localhost:6502/                     F1: help",
	"ann> a[]b",
	NULL,
};

/* For terminals that have other ideas of the width. */
START_TEST(emoji_are_pictures_or_names)
{
	struct stage *s = stage_open("xterm-256color", 6, 60);

	stage_receive(s, "{\"type\":\"userlist\",\"users\":[\"ann\",\"bob🙂\"]}");
	stage_serve(s);
	transcript_clear(session_transcript(s->session));
	stage_hears(s, "bob🙂", "hi 👋👋!");
	stage_type(s, "a👋b");
	stage_sees(s, "a👋b");
	stage_run(s, 30);
	for (int i = 0; i < 4; i++) {
		s->options.emoji = i % 2 == 0;
		stage_configure(s);
		stage_run(s, 30);
		stage_assert_rows(s, s->options.emoji ? pictures : names);
		ck_assert_int_eq(console_cursor(&s->console).col, 9);
	}
	stage_close(s);
}
END_TEST

TESTING_MAIN("screen_scripts",
	     TESTING_LOOP(text_from_right_to_left_keeps_its_place, COUNT(screens)),
	     TESTING(a_name_does_not_turn_a_sentence_round), TESTING(emoji_are_pictures_or_names),
	     TESTING(the_order_is_changed_at_run_time),
	     TESTING_LOOP(the_cursor_is_where_the_next_letter_goes, COUNT(edits)))
