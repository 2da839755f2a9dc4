#include "testing.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "buf.h"
#include "faults.h"
#include "journal.h"
#include "scratch.h"

static struct journal *open_in(const char *directory)
{
	struct error error;
	struct journal *j = journal_open(directory, "ws://h/", "ann", &error);

	ck_assert_ptr_nonnull(j);
	return j;
}

static void note(struct journal *j, enum event_type type, int64_t date, const char *text)
{
	struct event e = { .type = type, .has_date = true, .date = date, .text = text, .id = 7 };

	journal_note(j, &e);
}

static void sync_now(struct journal *j, const struct outbox *outbox)
{
	struct error error;

	ck_assert(journal_sync(j, &error) && journal_settle(j, outbox, &error));
}

/* What the journal in the directory holds, as "DATE[s] TEXT" lines. */
static char *held(const char *directory)
{
	struct outbox *left = outbox_new();
	const struct outbox_item *item = NULL;
	struct journal *j = open_in(directory);
	struct buf out = { 0 };

	journal_restore(j, left);
	while ((item = outbox_each(left, item)))
		buf_format(&out, "%d%s %s\n", (int)item->date, item->was_sent ? "s" : "",
			   item->text);
	journal_close(j, left);
	outbox_free(left);
	return buf_take(&out);
}

static void assert_held(const char *directory, const char *expected)
{
	char *text = held(directory);

	ck_assert_str_eq(text, expected);
	free(text);
}

/* The first item of an outbox: that one is not empty is what the journal asks. */
static struct outbox *some(void)
{
	struct outbox *outbox = outbox_new();

	outbox_add(outbox, "x", 1, 1);
	return outbox;
}

START_TEST(what_is_queued_and_sent_comes_back)
{
	char *directory = scratch_new();
	struct outbox *outbox = some();
	struct journal *j = open_in(directory);

	note(j, EVENT_QUEUED, 1, "first\nline \\ n");
	note(j, EVENT_QUEUED, 2, "second");
	note(j, EVENT_SENT, 1, "");
	note(j, EVENT_QUEUED, 3, "third");
	sync_now(j, outbox);
	note(j, EVENT_DELIVERED, 2, "");
	sync_now(j, outbox);
	journal_close(j, outbox);
	assert_held(directory, "1s first\nline \\ n\n3 third\n");
	outbox_free(outbox);
	scratch_free(directory);
}
END_TEST

static char *only_file(const char *directory)
{
	char *command = mem_format("ls -d %s/outbox-*", directory);
	char path[200] = "";
	FILE *ls = popen(command, "r");

	ck_assert_ptr_nonnull(fgets(path, sizeof path, ls));
	pclose(ls);
	free(command);
	path[strcspn(path, "\n")] = 0;
	return mem_copy(path);
}

/* Wherever a crash cut the file: whole records count, half a one never was, and what is noted later
 * is not swallowed by it. */
START_TEST(a_torn_record_never_was)
{
	static const char whole[] = "Q 1 one\nS 1 7\nQ 2 two\n";
	char *directory = scratch_new(), *path;
	struct outbox *outbox = some();
	struct journal *j = open_in(directory);

	note(j, EVENT_QUEUED, 1, "x");
	sync_now(j, outbox);
	journal_close(j, outbox);
	path = only_file(directory);
	for (size_t n = 0; n < sizeof whole; n++) {
		const char *expected = n < 8    ? ""
				       : n < 14 ? "1 one\n"
				       : n < 22 ? "1s one\n"
						: "1s one\n2 two\n";
		struct outbox *left = outbox_new();
		char *text = mem_format("%s9 nine\n", expected);

		scratch_write(path, whole, n);
		j = open_in(directory);
		journal_restore(j, left);
		note(j, EVENT_QUEUED, 9, "nine");
		sync_now(j, outbox);
		journal_close(j, outbox);
		assert_held(directory, text);
		outbox_free(left);
		free(text);
	}
	free(path);
	outbox_free(outbox);
	scratch_free(directory);
}
END_TEST

START_TEST(it_is_removed_when_nothing_is_left)
{
	char *directory = scratch_new(), *command;
	struct outbox *outbox = some(), *empty = outbox_new();
	struct journal *j = open_in(directory);

	note(j, EVENT_QUEUED, 1, "x");
	sync_now(j, outbox);
	note(j, EVENT_DELIVERED, 1, "");
	sync_now(j, empty);
	journal_close(j, empty);
	command = mem_format("test -z \"$(ls -A %s)\"", directory);
	ck_assert_int_eq(system(command), 0);
	free(command);
	outbox_free(outbox);
	outbox_free(empty);
	scratch_free(directory);
}
END_TEST

START_TEST(one_living_client_has_it)
{
	char *directory = scratch_new();
	struct outbox *outbox = some();
	struct journal *j = open_in(directory);
	pid_t child = fork();
	struct error error;
	int status;

	if (!child) {
		struct journal *second = journal_open(directory, "ws://h/", "ann", &error);

		_exit(second || error.code != ERROR_NONE);
	}
	waitpid(child, &status, 0);
	ck_assert_int_eq(status, 0);
	journal_close(j, outbox);
	/* Another name or another room has another journal. */
	j = open_in(directory);
	struct journal *other = journal_open(directory, "ws://h/", "bob", &error);

	ck_assert_ptr_nonnull(other);
	journal_close(other, outbox);
	journal_close(j, outbox);
	outbox_free(outbox);
	scratch_free(directory);
}
END_TEST

START_TEST(a_long_session_does_not_grow_it_for_ever)
{
	char *directory = scratch_new(), *path;
	struct outbox *outbox = outbox_new();
	struct journal *j = open_in(directory);
	const struct outbox_item *item = outbox_add(outbox, "kept", 4, 1);
	struct stat st;

	note(j, EVENT_QUEUED, item->date, item->text);
	for (int i = 0; i < 20000; i++) {
		note(j, EVENT_QUEUED, 1000 + i, "a text of some forty characters, as usual");
		note(j, EVENT_DELIVERED, 1000 + i, "");
		if (i % 100 == 0)
			sync_now(j, outbox);
	}
	path = only_file(directory);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_lt(st.st_size, 400 << 10);
	journal_close(j, outbox);
	assert_held(directory, "1 kept\n");
	free(path);
	outbox_free(outbox);
	scratch_free(directory);
}
END_TEST

START_TEST(a_directory_that_is_not_there_is_told)
{
	struct error error;

	ck_assert_ptr_null(journal_open("/nowhere/at/all", "ws://h/", "ann", &error));
	ck_assert_int_eq(error.code, ERROR_JOURNAL);
}
END_TEST

/* What stands where the journal should be, and is none of ours. */
static const char *const strangers[] = { "ln -s elsewhere", "mkdir", "mkfifo" };

START_TEST(what_stands_in_its_place_is_refused)
{
	char *directory = scratch_new(), *path, *command;
	struct outbox *outbox = some();
	struct journal *j = open_in(directory);
	struct error error;

	path = only_file(directory);
	journal_close(j, outbox);
	command = mem_format("rm %s && %s %s", path, strangers[_i], path);
	ck_assert_int_eq(system(command), 0);
	ck_assert_ptr_null(journal_open(directory, "ws://h/", "ann", &error));
	ck_assert_int_eq(error.code, ERROR_JOURNAL);
	ck_assert_ptr_nonnull(strstr(error.detail, path));
	free(command);
	free(path);
	outbox_free(outbox);
	scratch_free(directory);
}
END_TEST

START_TEST(a_directory_that_is_read_only_is_told)
{
	char *directory = scratch_new();
	struct error error;

	faults_read_only(directory);
	ck_assert_ptr_null(journal_open(directory, "ws://h/", "ann", &error));
	ck_assert_int_eq(error.code, ERROR_JOURNAL);
	faults_writable(directory);
	scratch_free(directory);
}
END_TEST

static int *const faults[] = { &write_fault, &sync_fault };

/* The chat goes on; what was safe before is so still. */
START_TEST(a_disk_that_fails_is_told_once)
{
	char *directory = scratch_new();
	struct outbox *outbox = some();
	struct journal *j = open_in(directory);
	struct error error = { 0 };

	note(j, EVENT_QUEUED, 1, "safe");
	sync_now(j, outbox);
	*faults[_i] = EIO;
	note(j, EVENT_QUEUED, 2, "unsafe");
	ck_assert(!journal_sync(j, &error));
	ck_assert_int_eq(error.code, ERROR_JOURNAL);
	note(j, EVENT_QUEUED, 3, "unsafe");
	note(j, EVENT_DELIVERED, 2, "");
	sync_now(j, outbox);
	*faults[_i] = 0;
	sync_now(j, outbox);
	journal_close(j, outbox);
	assert_held(directory, _i ? "1 safe\n2 unsafe\n" : "1 safe\n");
	outbox_free(outbox);
	scratch_free(directory);
}
END_TEST

START_TEST(a_disk_that_fails_when_all_is_done_is_told_once)
{
	char *directory = scratch_new();
	struct outbox *outbox = some();
	struct journal *j = open_in(directory);
	struct error error = { 0 };

	note(j, EVENT_QUEUED, 1, "x");
	sync_now(j, outbox);
	write_fault = ENOSPC;
	note(j, EVENT_DELIVERED, 1, "");
	ck_assert(!journal_settle(j, outbox, &error));
	ck_assert_int_eq(error.code, ERROR_JOURNAL);
	ck_assert(journal_settle(j, outbox, &error));
	write_fault = 0;
	journal_close(j, outbox);
	outbox_free(outbox);
	scratch_free(directory);
}
END_TEST

/* The file as it was is better than none. */
START_TEST(a_disk_that_fails_while_it_is_written_anew_keeps_the_old_one)
{
	char *directory = scratch_new(), *text = mem_new(300001, 1);
	struct outbox *outbox = outbox_new();
	struct journal *j = open_in(directory);
	const struct outbox_item *item = outbox_add(outbox, "kept", 4, 1);

	memset(text, 'x', 300000);
	note(j, EVENT_QUEUED, item->date, item->text);
	note(j, EVENT_QUEUED, 2, text);
	sync_now(j, outbox);
	note(j, EVENT_DELIVERED, 2, "");
	sync_fault = EIO;
	sync_now(j, outbox);
	sync_fault = 0;
	note(j, EVENT_QUEUED, 3, "later");
	sync_now(j, outbox);
	journal_close(j, outbox);
	assert_held(directory, "1 kept\n3 later\n");
	free(text);
	outbox_free(outbox);
	scratch_free(directory);
}
END_TEST

static const char *const after[] = { "5s sent\n", "", "6 queued\n" };

/* Nothing of what was told is told again by the next client, unless a crash came between. */
START_TEST(what_was_given_up_goes_with_a_good_end_only)
{
	char *directory = scratch_new();
	pid_t child = fork();

	if (!child) {
		struct event e = { .type = EVENT_UNDELIVERED,
				   .has_date = true,
				   .date = 5,
				   .reason = EVENT_IN_DOUBT };
		struct outbox *outbox = outbox_new();
		struct journal *j = open_in(directory);

		outbox_add(outbox, "sent", 4, 5);
		outbox_sent(outbox, 5, 7, 0);
		outbox_cut(outbox);
		outbox_give_up(outbox, 5);
		note(j, EVENT_QUEUED, 5, "sent");
		note(j, EVENT_SENT, 5, "");
		journal_note(j, &e);
		sync_now(j, outbox);
		if (_i == 2) {
			outbox_add(outbox, "queued", 6, 6);
			note(j, EVENT_QUEUED, 6, "queued");
		}
		if (_i)
			journal_close(j, outbox);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	assert_held(directory, after[_i]);
	scratch_free(directory);
}
END_TEST

/* Numbers that no client wrote. */
static const char *const damaged[] = {
	"Q 9223372036854775807 x\n", "Q -5 x\n", "Q 0 x\n", "Q 5 \xff\xfe\n", "S 1 2\nD 1\n",
	"\n\nQ\nQ \nX 1 x\n",        "\0\0\0\0", "Q x y\n",
};

START_TEST(a_damaged_file_does_no_harm)
{
	char *directory = scratch_new(), *path;
	struct outbox *outbox = some(), *left = outbox_new();
	struct journal *j = open_in(directory);

	path = only_file(directory);
	journal_close(j, outbox);
	scratch_write(path, damaged[_i], *damaged[_i] ? strlen(damaged[_i]) : 4);
	j = open_in(directory);
	journal_restore(j, left);
	ck_assert_ptr_null(outbox_each(left, NULL));
	note(j, EVENT_QUEUED, 9, "nine");
	sync_now(j, outbox);
	journal_close(j, outbox);
	assert_held(directory, "9 nine\n");
	free(path);
	outbox_free(left);
	outbox_free(outbox);
	scratch_free(directory);
}
END_TEST

TESTING_MAIN("journal", TESTING(what_is_queued_and_sent_comes_back),
	     TESTING(a_torn_record_never_was), TESTING(it_is_removed_when_nothing_is_left),
	     TESTING(one_living_client_has_it), TESTING(a_long_session_does_not_grow_it_for_ever),
	     TESTING(a_directory_that_is_not_there_is_told),
	     TESTING_LOOP(what_stands_in_its_place_is_refused, COUNT(strangers)),
	     TESTING(a_directory_that_is_read_only_is_told),
	     TESTING_LOOP(a_disk_that_fails_is_told_once, COUNT(faults)),
	     TESTING(a_disk_that_fails_when_all_is_done_is_told_once),
	     TESTING(a_disk_that_fails_while_it_is_written_anew_keeps_the_old_one),
	     TESTING_LOOP(what_was_given_up_goes_with_a_good_end_only, COUNT(after)),
	     TESTING_LOOP(a_damaged_file_does_no_harm, COUNT(damaged)))
