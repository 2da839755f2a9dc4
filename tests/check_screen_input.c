#include "testing.h"

#include <signal.h>

#include "screen_private.h"
#include "session_user.h"
#include "stage.h"

static const struct {
	int rows, cols;
} sizes[] = { { 24, 80 }, { 10, 40 }, { 3, 10 } };

/* Completing. */

static const struct {
	const char *typed, *line;
} completions[] = {
	{ "/set col\t", "ann> /set color" },
	{ "/set color \t\t", "ann> /set color always" },
	{ "/set theme du\t", "ann> /set theme dusk" },
	{ "/set compress n\t", "ann> /set compress no" },
	{ "/help /ni\t", "ann> /help /nick" },
	{ "/help ni\t", "ann> /help nick" },
	{ "/nick \t", "ann> /nick ann" },
	{ "/ignore bob\t", "ann> /ignore Bob Smith" },
	{ "/unignore \t", "ann> /unignore eve" },
	{ "/users \t", "ann> /users" },
	{ "/me greets bob\t", "ann> /me greets Bob Smith" },
	{ "/connect \t", "ann> /connect ws://localhost:6502/" },
	{ "hi bo\t", "ann> hi bo2" },
	{ "hi bo\t\t", "ann> hi Bob Smith" },
	{ "hi bo\t\x1b[B", "ann> hi Bob Smith" },
	{ "hi bo\t\x1b[A", "ann> hi Bob Smith" },
	{ "hi bo\t\x1b[B\x1b[A", "ann> hi bo2" },
	{ "hi bo\t\x1b[Z", "ann> hi Bob Smith" },
	{ "hi bo\t\x07", "ann> hi bo" },
	{ "hi bo\t\x07\t", "ann> hi bo2" },
	{ "hi bo\twho", "ann> hi bo2 who" },
	{ "hi bo\t\x1f", "ann> hi bo" },
};

static struct stage *stage_with_users(int rows, int cols)
{
	struct stage *s = stage_open("xterm-256color", rows, cols);

	stage_receive(s, "{\"type\":\"userlist\",\"users\":"
			 "[\"ann\",\"bo2\",\"Bob Smith\",\"小明\",\"小红\"]}");
	session_ignore(s->session, "eve", loop_moment(s->loop));
	stage_serve(s);
	transcript_clear(session_transcript(s->session));
	return s;
}

START_TEST(arguments_are_completed)
{
	struct stage *s = stage_with_users(12, 80);
	char *row;

	stage_type(s, completions[_i].typed);
	stage_run(s, 60);
	row = console_row(&s->console, 11);
	ck_assert_str_eq(row, completions[_i].line);
	free(row);
	stage_close(s);
}
END_TEST

/* Who spoke last comes first, once. */
START_TEST(speakers_are_thought_of_first)
{
	static const char *const order[] = { "小红", "Bob Smith", "ann", "bo2", "小明", "小红" };
	struct stage *s = stage_with_users(12, 80);

	stage_hears(s, "小红", "one");
	stage_hears(s, "Bob Smith", "two");
	stage_hears(s, "gone", "three");
	stage_hears(s, "小红", "four");
	for (size_t i = 0; i < COUNT(order); i++) {
		char *line = mem_format("ann> %s:", order[i]);

		stage_type(s, "\t");
		stage_sees(s, line);
		free(line);
	}
	stage_sees(s, "1/5");
	stage_close(s);
}
END_TEST

static const char *const popup_wide[] = {
	"                                                                   │5 users",
	"                                                                   │ann",
	"                                                                   │bo2",
	"                                                                   │Bob Smith",
	"                                                                   │小明",
	"                                                                   │小红",
	"                                                                   │",
	"      ┌─1/2───────┐                                                │",
	"      │ bo2       │                                                │",
	"HH:MM │ Bob Smith │ello there                                      │",
	"connected  ws://localhost:6502/                                         F1: help",
	"ann> hi bo2",
	NULL,
};

static const char *const popup_middle[] = {
	"",
	"",
	"",
	"",
	"",
	"      ┌─1/2───────┐",
	"      │ bo2       │",
	"HH:MM │ Bob Smith │here",
	"connected  ws://localhost:6502/  5 users",
	"ann> hi bo2",
	NULL,
};

static const char *const popup_small[] = { "", "", "> hi bo2", NULL };

static const struct {
	int rows, cols;
	const char *const *open;
} popups[] = { { 12, 80, popup_wide }, { 10, 40, popup_middle }, { 3, 10, popup_small } };

START_TEST(candidates_are_listed)
{
	struct stage *s = stage_with_users(popups[_i].rows, popups[_i].cols);

	if (_i < 2) {
		stage_hears(s, "bo2", "hello there");
		stage_sees(s, "there");
	}
	stage_type(s, "hi bo\t");
	stage_sees(s, "> hi bo2");
	stage_run(s, 50);
	stage_assert_rows(s, popups[_i].open);
	/* what closes it leaves nothing of it */
	stage_type(s, "who");
	stage_sees(s, _i < 2 ? "hi bo2 who" : "who");
	ck_assert(!console_has(&s->console, "Bob Smith │"));
	ck_assert(_i == 2 || console_has(&s->console, "hello there"));
	stage_close(s);
}
END_TEST

/* A resize with the list open, to a terminal that has no room for it and back. */
START_TEST(a_list_survives_a_resize)
{
	struct stage *s = stage_with_users(12, 80);

	stage_type(s, "hi bo\t");
	stage_sees(s, "┌─1/2");
	console_set_size(&s->console, 3, 10);
	raise(SIGWINCH);
	stage_loses(s, "┌─1/2");
	console_set_size(&s->console, 10, 40);
	raise(SIGWINCH);
	stage_sees(s, "┌─1/2");
	stage_type(s, "\t");
	stage_sees(s, "┌─2/2");
	stage_sees(s, "> hi Bob Smith");
	stage_close(s);
}
END_TEST

/* Pasting. */

#define PASTE(text) "\x1b[200~" text "\x1b[201~"

static const char *const paste_wide[] = {
	"                                                                       │1 user",
	"                                                                       │ann",
	"                                                                       │",
	"                                                                       │",
	"                                                                       │",
	"                                                                       │",
	"┌─3 lines─┐                                                            │",
	"│ one     │                                                            │",
	"│ 二      │                                                            │",
	"│ three   │                                                            │",
	"3 lines were pasted. Enter: send, Tab: edit, Esc: cancel",
	"ann> see:",
	NULL,
};

static const char *const paste_middle[] = {
	"",
	"",
	"",
	"",
	"┌─3 lines─┐",
	"│ one     │",
	"│ 二      │",
	"│ three   │",
	"Enter: send, Tab: edit, Esc: cancel",
	"ann> see:",
	NULL,
};

static const char *const paste_small[] = { "", "", "3 lines?", NULL };

static const struct {
	int rows, cols;
	const char *const *asked;
} asks[] = { { 12, 80, paste_wide }, { 10, 40, paste_middle }, { 3, 10, paste_small } };

START_TEST(a_paste_of_several_lines_is_asked_about)
{
	struct stage *s = stage_open("xterm-256color", asks[_i].rows, asks[_i].cols);

	stage_type(s, "see: " PASTE("one\r二\rthree\r"));
	stage_sees(s, _i < 2 ? "Enter: send" : "3 lines?");
	stage_run(s, 50);
	stage_assert_rows(s, asks[_i].asked);
	ck_assert_uint_eq(buf_size(&s->sent), 0);
	ck_assert_int_eq(console_cursor(&s->console).row, asks[_i].rows - 1 - (_i < 2));
	stage_type(s, "\r");
	stage_loses(s, _i < 2 ? "Enter: send" : "3 lines?");
	stage_sees(s, "three");
	ck_assert_ptr_nonnull(strstr(buf_string(&s->sent), "see: one\\n二\\nthree\""));
	ck_assert(!console_has(&s->console, "┌"));
	stage_close(s);
}
END_TEST

static const struct {
	const char *typed, *rows[4], *sent;
} pastes[] = {
	{ "a" PASTE("one\rtwo") "\t",
	  { "connected  ws://localhost:6502/                                         F1: help",
	    "ann> aone", "     two" },
	  "" },
	{ "a" PASTE("one\rtwo") "!",
	  { "connected  ws://localhost:6502/                                         F1: help",
	    "ann> aone", "     two!" },
	  "" },
	{ "a" PASTE("one\rtwo") "\x7f",
	  { "connected  ws://localhost:6502/                                         F1: help",
	    "ann> aone", "     tw" },
	  "" },
	{ "a" PASTE("one\rtwo") "\x03",
	  { "", "connected  ws://localhost:6502/                                         F1: help",
	    "ann> a" },
	  "" },
	{ "a" PASTE("one\rtwo") "\x07"
				"b",
	  { "", "connected  ws://localhost:6502/                                         F1: help",
	    "ann> ab" },
	  "" },
	{ "a" PASTE("one\rtwo") "\t\x1f",
	  { "", "connected  ws://localhost:6502/                                         F1: help",
	    "ann> a" },
	  "" },
	/* in parts */
	{ PASTE("one\rtwo") PASTE("\r3") "\r", { NULL }, "\"one\\ntwo\\n3\"" },
	/* no command, whatever it begins with */
	{ PASTE("/quit\rme") "\r", { NULL }, "\"/quit\\nme\"" },
	{ PASTE("//x\ry") "\r", { NULL }, "\"//x\\ny\"" },
	{ "/" PASTE("/x\ry") "\r", { NULL }, "\"/x\\ny\"" },
};

START_TEST(a_paste_is_sent_edited_or_dropped)
{
	struct stage *s = stage_open("xterm-256color", 12, 80);

	stage_type(s, pastes[_i].typed);
	stage_run(s, 100);
	for (int row = 0; pastes[_i].rows[row]; row++)
		if (*pastes[_i].rows[row])
			console_assert_row(&s->console, 9 + row, pastes[_i].rows[row]);
	if (*pastes[_i].sent)
		ck_assert_ptr_nonnull(strstr(buf_string(&s->sent), pastes[_i].sent));
	else
		ck_assert_uint_eq(buf_size(&s->sent), 0);
	ck_assert_int_eq(s->quits, 0);
	stage_close(s);
}
END_TEST

/* Its lines are seen although the room goes on, and scrolls. */
START_TEST(a_preview_stays_over_the_conversation)
{
	struct stage *s = stage_open("xterm-256color", 10, 40);

	stage_type(s, PASTE("1\r2\r3\r4\r5\r6\r7\r8\r9"));
	stage_sees(s, "┌─9 lines─┐");
	stage_sees(s, "│ …");
	stage_hears(s, "bob", "meanwhile");
	stage_hears(s, "bob", "again");
	stage_run(s, 100);
	ck_assert(console_has(&s->console, "│ 5       │"));
	stage_type(s, "\x1b[5~");
	stage_run(s, 100);
	ck_assert(console_has(&s->console, "│ 5       │"));
	stage_type(s, "\x07");
	stage_loses(s, "│ 5       │");
	stage_sees(s, "again");
	stage_close(s);
}
END_TEST

START_TEST(a_paste_beyond_all_bounds_is_cut)
{
	struct stage *s = stage_open("xterm-256color", 24, 80);

	for (int part = 0; part < 3; part++) {
		struct buf paste = { 0 };

		for (int i = 0; i < 700000; i++)
			buf_append_byte(&paste, 'x');
		screen_paste(s->screen, buf_string(&paste), buf_size(&paste));
		buf_free(&paste);
	}
	ck_assert_uint_eq(edit_size(s->screen->edit), 1 << 20);
	s->screen->urgent = true;
	stage_serve(s);
	stage_sees(s, "Cut off");
	stage_close(s);
}
END_TEST

/* Long texts. */

static const char *const grown_wide[] = {
	"connected  ws://localhost:6502/                                         F1: help",
	"ann> 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 01234567",
	"     89 0123456789",
	"     end",
	NULL,
};

/* A third of the rows, the last of the text. */
static const char *const grown_middle[] = {
	"connected  ws://localhost:6502/   1 user",
	"     123456789 0123456789 0123456789 01",
	"     23456789 0123456789",
	"     end",
	NULL,
};

static const char *const grown_small[] = { "> 9^Jend", NULL };

static const char *const *const grown[] = { grown_wide, grown_middle, grown_small };

START_TEST(a_long_line_grows)
{
	struct stage *s = stage_open("xterm-256color", sizes[_i].rows, sizes[_i].cols);
	int rows = 0;

	for (int i = 0; i < 9; i++)
		stage_type(s, i < 8 ? "0123456789 " : "\x7f\x1b\rend");
	stage_sees(s, "end");
	stage_run(s, 50);
	while (grown[_i][rows])
		rows++;
	for (int i = 0; i < rows; i++)
		console_assert_row(&s->console, sizes[_i].rows - rows + i, grown[_i][i]);
	ck_assert_int_eq(console_cursor(&s->console).row, sizes[_i].rows - 1);
	stage_close(s);
}
END_TEST

static const char *const searched_wide[] = { "Search: fir", "ann> first", NULL };
static const char *const searched_middle[] = { "Search: fir                       1 user",
					       "ann> first", NULL };
static const char *const searched_small[] = { "> first", NULL };
static const char *const missed_wide[] = { "Nothing found for 'firx'", "ann>", NULL };
static const char *const missed_middle[] = { "Nothing found for 'firx'", "ann>", NULL };
static const char *const missed_small[] = { "Nothing f…", NULL };

static const struct {
	const char *const *found, *const *missed;
} searches[] = { { searched_wide, missed_wide },
		 { searched_middle, missed_middle },
		 { searched_small, missed_small } };

/* Also where what is found stands in the only row that there is. */
START_TEST(what_is_found_is_seen_in_every_size)
{
	struct stage *s = stage_open("xterm-256color", sizes[_i].rows, sizes[_i].cols);
	int first = sizes[_i].rows - (_i < 2 ? 2 : 1);

	stage_type(s, "first\rother\r\x12"
		      "fir");
	stage_run(s, 60);
	for (int i = 0; searches[_i].found[i]; i++)
		console_assert_row(&s->console, first + i, searches[_i].found[i]);
	stage_type(s, "x");
	stage_run(s, 60);
	for (int i = 0; searches[_i].missed[i]; i++)
		console_assert_row(&s->console, first + i, searches[_i].missed[i]);
	stage_close(s);
}
END_TEST

static void put_text(struct stage *s, size_t n, char c)
{
	char *text = mem_new(n + 1, 1);

	memset(text, c, n);
	edit_set(s->screen->edit, text, n);
	free(text);
}

/* A quote goes out as two bytes: what counts is what is sent. */
static const struct {
	size_t n;
	char c;
	const char *told; /* NULL: nothing */
} lengths[] = {
	{ 900000, 'a', NULL }, { 1000000, 'a', " bytes left" }, { 1048576, 'a', " bytes too long" },
	{ 450000, '"', NULL }, { 500000, '"', " bytes left" },  { 524288, '"', " bytes too long" },
};

START_TEST(the_length_that_is_left_is_told)
{
	struct stage *s = stage_open("xterm-256color", 10, 40);

	put_text(s, lengths[_i].n, lengths[_i].c);
	stage_type(s, "!");
	if (lengths[_i].told)
		stage_sees(s, lengths[_i].told);
	else
		stage_sees(s, "!");
	ck_assert_int_eq(console_has(&s->console, "bytes"), lengths[_i].told != NULL);
	stage_close(s);
}
END_TEST

START_TEST(a_text_too_long_stays_to_be_shortened)
{
	struct stage *s = stage_open("xterm-256color", sizes[_i].rows, sizes[_i].cols);

	put_text(s, 1 << 20, 'a');
	stage_type(s, "\r");
	stage_sees(s, _i < 2 ? "too long" : "bytes");
	ck_assert_uint_eq(edit_size(s->screen->edit), 1 << 20);
	stage_type(s, "\x17short\r");
	stage_loses(s, "bytes");
	ck_assert_ptr_nonnull(strstr(buf_string(&s->sent), "short"));
	stage_close(s);
}
END_TEST

TESTING_MAIN("screen_input", TESTING_LOOP(arguments_are_completed, COUNT(completions)),
	     TESTING(speakers_are_thought_of_first),
	     TESTING_LOOP(candidates_are_listed, COUNT(popups)), TESTING(a_list_survives_a_resize),
	     TESTING_LOOP(a_paste_of_several_lines_is_asked_about, COUNT(asks)),
	     TESTING_LOOP(a_paste_is_sent_edited_or_dropped, COUNT(pastes)),
	     TESTING(a_preview_stays_over_the_conversation),
	     TESTING(a_paste_beyond_all_bounds_is_cut),
	     TESTING_LOOP(a_long_line_grows, COUNT(sizes)),
	     TESTING_LOOP(what_is_found_is_seen_in_every_size, COUNT(sizes)),
	     TESTING_LOOP(the_length_that_is_left_is_told, COUNT(lengths)),
	     TESTING_LOOP(a_text_too_long_stays_to_be_shortened, COUNT(sizes)))
