#include "testing.h"

#include <sys/stat.h>

#include "files.h"
#include "stage.h"

static const struct {
	int rows, cols;
} sizes[] = { { 24, 80 }, { 10, 40 }, { 3, 10 } };

/* What is kept of earlier starts. */

static void assert_file(const char *state, const char *name, const char *want)
{
	char *path = mem_format("%s/wschat/%s", state, name);

	scratch_assert(path, want);
	free(path);
}

static const struct {
	const char *typed, *file;
} kept[] = {
	{ "one\rtwo\r", "one\ntwo\n" },
	{ "one\rone\r", "one\n" },
	{ "two\x1b\rrows\r", "two\\nrows\n" },
	{ "/nick bob\r", "/nick bob\n" },
	{ " secret\r\x16\tsecret\ropen\r", "open\n" },
	{ "/set header Authorization: x\r/set  proxy http://me:x@h\ropen\r", "open\n" },
	{ "/set color never\r", "/set color never\n" },
	{ "/connect wss://h/?token=x\r/connect wss://h/room\r", "/connect wss://h/room\n" },
};

START_TEST(what_was_typed_is_kept_but_for_secrets)
{
	char *state = scratch_new();
	struct stage *s = stage_open_in(state, "xterm-256color", 24, 80);

	stage_type(s, kept[_i].typed);
	stage_type(s, "seen");
	stage_sees(s, "> seen");
	assert_file(state, "history", kept[_i].file);
	stage_close(s);
	scratch_free(state);
}
END_TEST

START_TEST(the_lines_of_the_last_start_are_recalled)
{
	char *state = scratch_new();
	struct stage *s = stage_open_in(state, "xterm-256color", 24, 80), *other;

	stage_type(s, "first words\rtwo\x1b\rrows\r secret\r");
	stage_sees(s, "ann> ");
	stage_sees(s, "secret");
	other = stage_open_in(state, "xterm-256color", sizes[_i].rows, sizes[_i].cols);
	stage_type(other, "\x1b[A");
	stage_sees(other, "rows");
	stage_type(other, "\x1b[A\x1b[A");
	stage_sees(other, "words");
	stage_close(other);
	stage_close(s);
	scratch_free(state);
}
END_TEST

/* By line and draft, with the directory gone. */
START_TEST(what_cannot_be_kept_is_told_once)
{
	char *state = scratch_new(), *command = mem_format("rm -r '%s/wschat'", state);
	struct stage *s = stage_open_in(state, "xterm-256color", 24, 80);
	const struct transcript *transcript = session_transcript(s->session);
	size_t errors = 0;

	ck_assert_int_eq(system(command), 0);
	stage_type(s, "one\rtwo\rdraft");
	stage_sees(s, "<ann> two");
	stage_sees(s, "check that");
	stage_run(s, 1200);
	for (uint64_t i = transcript_first(transcript); i < transcript_end(transcript); i++)
		errors += transcript_at(transcript, i)->type == EVENT_ERROR;
	ck_assert_uint_eq(errors, 1);
	stage_close(s);
	free(command);
	scratch_free(state);
}
END_TEST

#define ROOM "ws://localhost:6502/"

static char *draft_file(const char *state)
{
	char *directory = mem_format("%s/wschat", state);
	char *path = files_room_path(directory, "draft", ROOM, "ann");

	free(directory);
	return path;
}

static const struct {
	const char *typed, *left;
} drafts[] = {
	{ "unfinished", "ann> unfinished" },
	{ "unfinished\x17", "ann>" },
	{ "sent\r", "ann>" },
	{ "sent\rdraft\x1b[A", "ann> draft" },
	{ "sent\rdraft\x1b[A!", "ann> sent!" },
	{ "draft\x12zz", "ann> draft" },
	{ "/set header x", "ann>" },
};

START_TEST(a_draft_comes_back)
{
	char *state = scratch_new(), *row;
	struct stage *s = stage_open_in(state, "xterm-256color", 24, 80);

	stage_type(s, drafts[_i].typed);
	stage_run(s, 50);
	stage_close(s);
	s = stage_open_in(state, "xterm-256color", 24, 80);
	stage_sees(s, drafts[_i].left);
	row = console_row(&s->console, 23);
	ck_assert_str_eq(row, drafts[_i].left);
	free(row);
	stage_close(s);
	scratch_free(state);
}
END_TEST

/* What is on the disk while it lives is what is left where it is killed. */
START_TEST(a_draft_is_on_the_disk_soon_and_gone_when_sent)
{
	char *state = scratch_new(), *path = draft_file(state);
	struct stage *s = stage_open_in(state, "xterm-256color", 24, 80);
	struct stat st;

	stage_type(s, "a draft");
	for (int i = 0; i < 100 && (stat(path, &st) || st.st_size < 7); i++)
		stage_run(s, 50);
	assert_file(state, strrchr(path, '/') + 1, "a draft");
	stage_type(s, "\r");
	stage_sees(s, "<ann> a draft");
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_size, 0);
	stage_close(s);
	ck_assert_int_ne(stat(path, &st), 0);
	free(path);
	scratch_free(state);
}
END_TEST

START_TEST(a_draft_stays_in_its_room)
{
	char *state = scratch_new();
	struct stage *s = stage_open_in(state, "xterm-256color", 24, 80);

	stage_type(s, "for one room");
	stage_sees(s, "for one room");
	stage_type(s, "\x03");
	stage_loses(s, "for one room");
	session_connecting(s->session, "ws://localhost/other", 1, loop_moment(s->loop));
	stage_type(s, "for the other");
	stage_sees(s, "for the other");
	stage_close(s);
	s = stage_open_in(state, "xterm-256color", 24, 80);
	stage_run(s, 50);
	ck_assert(!console_has(&s->console, "for the other"));
	session_connecting(s->session, "ws://localhost/other", 1, loop_moment(s->loop));
	stage_sees(s, "for the other");
	stage_close(s);
	scratch_free(state);
}
END_TEST

/* /set history no, and yes again. */
START_TEST(nothing_is_kept_where_that_is_not_wanted)
{
	char *state = scratch_new(), *draft = draft_file(state);
	struct stage *s = stage_open_in(state, "xterm-256color", 24, 80);

	s->options.history = false;
	stage_configure(s);
	stage_type(s, "nowhere\rdraft");
	stage_sees(s, "> draft");
	stage_run(s, 1200);
	assert_file(state, "history", "");
	ck_assert_int_ne(access(draft, F_OK), 0);
	s->options.history = true;
	stage_configure(s);
	stage_type(s, "\x15kept\r\x1b[A");
	stage_sees(s, "> kept");
	assert_file(state, "history", "kept\n");
	ck_assert_int_eq(access(draft, F_OK), 0);
	stage_close(s);
	free(draft);
	scratch_free(state);
}
END_TEST

TESTING_MAIN("screen_keep", TESTING_LOOP(what_was_typed_is_kept_but_for_secrets, COUNT(kept)),
	     TESTING_LOOP(the_lines_of_the_last_start_are_recalled, COUNT(sizes)),
	     TESTING(what_cannot_be_kept_is_told_once),
	     TESTING_LOOP(a_draft_comes_back, COUNT(drafts)),
	     TESTING(a_draft_is_on_the_disk_soon_and_gone_when_sent),
	     TESTING(a_draft_stays_in_its_room), TESTING(nothing_is_kept_where_that_is_not_wanted))
