#include "lines.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intl.h"
#include "lines_private.h"
#include "links.h"
#include "mem.h"
#include "message.h"
#include "text.h"
#include "words.h"

/* An input line is cut off here; the session refuses what is longer than a message may be. */
#define INPUT_LINE_MAX (4u << 20)

/* Input rests while more messages than this wait to be sent. */
#define INPUT_AHEAD 256

/* What poll() promises that a pipe takes without blocking: PIPE_BUF of POSIX is at least 512, of
 * every system that we know 4096. */
#define OUTPUT_PIECE 4096

/* Output that waits for its reader, before the server is not read any further. */
#define OUTPUT_AHEAD (256u << 10)

struct lines {
	struct loop *loop;
	struct session *session;
	int in, out;
	bool json, failed;
	bool ended, end_told; /* the end of the input was read; and given to the client */
	bool skipping;        /* the rest of a line that was cut off */
	bool listed;          /* who is here was told since the connection opened */
	bool out_blocks;      /* a pipe or terminal, whose reader may be slow; not a file */
	struct loop_watch *in_watch, *out_watch;
	struct buf input, output, argument;
	size_t scanned; /* bytes of input without a line end */
};

static void on_input(void *arg, short revents)
{
	struct lines *l = arg;
	ssize_t n = read(l->in, buf_reserve(&l->input, 65536), 65536);

	(void)revents;
	if (n > 0)
		buf_extend(&l->input, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		l->ended = true;
}

static bool wants_input(const struct lines *l)
{
	return !l->ended && buf_size(&l->input) < INPUT_LINE_MAX &&
	       outbox_count(session_outbox(l->session), OUTBOX_QUEUED) < INPUT_AHEAD;
}

/* The reader is gone or the disk is full: nothing more can be told, so the program ends. */
static void fail(struct lines *l)
{
	struct error error;

	l->failed = true;
	buf_clear(&l->output);
	error_set(&error, ERROR_OUTPUT, errno, "%s", strerror(errno));
	words_complain("wschat", &error);
	loop_stop(l->loop, words_exit_status(&error));
}

static bool writable(int fd)
{
	struct pollfd p = { fd, POLLOUT, 0 };

	return poll(&p, 1, 0) == 1;
}

static void write_out(struct lines *l)
{
	while (buf_size(&l->output) && !l->failed) {
		size_t n = buf_size(&l->output);

		if (l->out_blocks && !writable(l->out))
			return;
		if (l->out_blocks && n > OUTPUT_PIECE)
			n = OUTPUT_PIECE;
		ssize_t written = write(l->out, buf_bytes(&l->output), n);

		if (written > 0)
			buf_consume(&l->output, (size_t)written);
		else if (errno == EAGAIN)
			return;
		else if (errno != EINTR)
			fail(l);
	}
}

static void on_output(void *arg, short revents)
{
	(void)revents;
	write_out(arg);
}

void lines_write_sentence(struct buf *out, int64_t time, const char *text)
{
	words_clock(out, time);
	buf_format(out, " -!- %s", text);
}

static void tell_plain(struct lines *l, int64_t time, const char *text)
{
	if (!*text)
		return;
	lines_write_sentence(&l->output, time, text);
	buf_append_byte(&l->output, '\n');
}

static void plain_clean(struct buf *out, const char *text)
{
	text_clean(out, text, strlen(text), TEXT_ONE_LINE);
}

void lines_write_message(struct buf *out, int64_t time, const char *name, const char *text)
{
	const char *action = message_action(text);

	words_clock(out, time);
	buf_append_string(out, action ? " * " : " <");
	/* TRANSLATORS: Stands for the name of somebody who has not given one. */
	plain_clean(out, name ? name : _("nameless"));
	buf_append_string(out, action ? " " : "> ");
	plain_clean(out, action ? action : text);
}

static void plain_userlist(struct lines *l, const struct event *e)
{
	struct buf names = { 0 }, text = { 0 };

	for (size_t i = 0; i < e->user_count; i++) {
		buf_append_string(&names, i ? ", " : "");
		plain_clean(&names, e->users[i] ? e->users[i] : _("nameless"));
	}
	buf_format(&text, ngettext("%zu here: %s", "%zu here: %s", e->user_count), e->user_count,
		   buf_string(&names));
	tell_plain(l, e->time, buf_string(&text));
	buf_free(&names);
	buf_free(&text);
}

static void plain_event(struct lines *l, const struct event *e)
{
	struct buf text = { 0 };

	if (e->type == EVENT_OPEN)
		l->listed = false;
	if (e->type == EVENT_MESSAGE) {
		lines_write_message(&l->output, e->time, e->name, e->text);
		buf_append_byte(&l->output, '\n');
	} else if (e->type == EVENT_USERLIST) {
		if (!l->listed)
			plain_userlist(l, e);
		l->listed = true;
	} else {
		words_event(&text, e);
		tell_plain(l, e->time, buf_string(&text));
	}
	buf_free(&text);
}

static void on_event(void *self, const struct event *e)
{
	struct lines *l = self;

	if (l->json)
		lines_write_json(&l->output, e);
	else
		plain_event(l, e);
}

static void tell_notice(struct lines *l, enum event_notice notice, const char *text)
{
	on_event(l, &(struct event){ .type = EVENT_NOTICE,
				     .time = loop_moment(l->loop).wall,
				     .notice = notice,
				     .text = text });
}

static void tell_found(void *arg, const char *line)
{
	tell_notice(arg, EVENT_NOTICE_LOG, line);
}

static void search(struct lines *l, const struct command *c)
{
	char *text = mem_copy_n(c->argument, c->n);

	if (!*text)
		tell_notice(l, EVENT_NOTICE_NEEDS_ARGUMENT, "/search");
	else if (!lines_search(session_transcript(l->session), text, tell_found, l))
		tell_notice(l, EVENT_NOTICE_NO_MATCH, text);
	free(text);
}

static void tell_link(void *arg, const char *line)
{
	tell_notice(arg, EVENT_NOTICE_LINK, line);
}

static void tell_links(struct lines *l, const struct command *c)
{
	size_t number = command_number(c);
	char *words = mem_copy_n(c->argument, c->n);

	if (*words && !number)
		tell_notice(l, EVENT_NOTICE_NO_LINK, words);
	else if (!links_tell(session_transcript(l->session), *words ? number : 0, tell_link, l))
		tell_notice(l, *words ? EVENT_NOTICE_NO_LINK : EVENT_NOTICE_NO_LINKS, words);
	free(words);
}

static void tell_users(struct lines *l)
{
	const struct roster *roster = session_roster(l->session);
	size_t count = roster_count(roster);
	const char **users = mem_new(count, sizeof *users);
	struct event e = { .type = EVENT_USERLIST,
			   .time = loop_moment(l->loop).wall,
			   .users = users,
			   .user_count = count };

	for (size_t i = 0; i < count; i++)
		users[i] = roster_name(roster, i);
	if (l->json)
		lines_write_json(&l->output, &e);
	else
		plain_userlist(l, &e);
	free(users);
}

/* The commands that line mode answers by itself; true where it did. */
static bool answer(struct lines *l, const struct command *c)
{
	switch (c->type) {
	case COMMAND_HELP:
		if (!l->json)
			lines_write_help(&l->output, c);
		return true;
	case COMMAND_USERS:
		tell_users(l);
		return true;
	case COMMAND_SEARCH:
		search(l, c);
		return true;
	case COMMAND_URL:
		tell_links(l, c);
		return true;
	case COMMAND_COPY:
		tell_notice(l, EVENT_NOTICE_NO_CLIPBOARD, "");
		return true;
	case COMMAND_CLEAR:
	case COMMAND_NOTHING:
		return true;
	default:
		return false;
	}
}

/* Moves the next line of the input into the argument; false where none is whole. Of a line that is
 * too long for any message the rest is skipped. */
static bool next_line(struct lines *l)
{
	const uint8_t *bytes = buf_bytes(&l->input);
	const uint8_t *end = memchr(bytes + l->scanned, '\n', buf_size(&l->input) - l->scanned);
	size_t n = end ? (size_t)(end - bytes) : buf_size(&l->input);
	bool skipped = l->skipping;

	l->scanned = n;
	if (!end && !(l->ended && n) && n < INPUT_LINE_MAX)
		return false;
	buf_clear(&l->argument);
	buf_append(&l->argument, bytes, n && bytes[n - 1] == '\r' ? n - 1 : n);
	buf_consume(&l->input, end ? n + 1 : n);
	l->scanned = 0;
	l->skipping = !end && !l->ended;
	return !skipped || next_line(l);
}

static void json_input(struct lines *l, struct command *c)
{
	char *text = message_read_input((const char *)buf_bytes(&l->argument),
					buf_size(&l->argument));

	if (!text) {
		struct event e = { .type = EVENT_ERROR, .time = loop_moment(l->loop).wall };

		error_set(&e.error, ERROR_INPUT_JSON, 0, "%s", buf_string(&l->argument));
		lines_write_json(&l->output, &e);
		return;
	}
	buf_clear(&l->argument);
	buf_append_string(&l->argument, text);
	*c = (struct command){ COMMAND_SAY, buf_string(&l->argument), buf_size(&l->argument) };
	free(text);
}

static void parse(struct lines *l, struct command *c)
{
	const char *line = buf_string(&l->argument);

	*c = (struct command){ COMMAND_NOTHING, NULL, 0 };
	if (l->json && *line == '{') {
		json_input(l, c);
		return;
	}
	command_parse(c, buf_string(&l->argument), buf_size(&l->argument));
}

static bool is_busy(void *self)
{
	const struct lines *l = self;

	return buf_size(&l->output) > OUTPUT_AHEAD;
}

static bool is_drained(void *self)
{
	const struct lines *l = self;

	return !buf_size(&l->output);
}

/* Some lines are answered, whatever becomes of what they say. */
static bool may_take(struct lines *l)
{
	return !is_busy(l) && outbox_count(session_outbox(l->session), OUTBOX_QUEUED) < INPUT_AHEAD;
}

static bool on_next(void *self, struct command *c)
{
	struct lines *l = self;

	while (may_take(l) && next_line(l)) {
		parse(l, c);
		if (!answer(l, c))
			return true;
	}
	if (!l->ended || buf_size(&l->input) || l->end_told)
		return false;
	l->end_told = true;
	*c = (struct command){ COMMAND_END, NULL, 0 };
	return true;
}

static void on_flush(void *self)
{
	struct lines *l = self;

	write_out(l);
	loop_watch_events(l->out_watch, buf_size(&l->output) ? POLLOUT : 0);
	loop_watch_events(l->in_watch, wants_input(l) ? POLLIN : 0);
}

/* The last words may have to wait for a slow reader, but not for one that has stopped reading. */
static void on_end(void *self, const struct error *error)
{
	struct lines *l = self;
	struct pollfd p = { l->out, POLLOUT, 0 };

	while (buf_size(&l->output) && !l->failed && poll(&p, 1, 5000) == 1)
		write_out(l);
	if (error && error->code)
		words_complain("wschat", error);
}

/* poll() says that a file is always ready, and a descriptor that is not there is no pipe either. */
static bool may_block(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && !S_ISREG(st.st_mode);
}

struct lines *lines_new(struct loop *loop, struct session *session, int in, int out, bool json)
{
	struct lines *l = mem_new(1, sizeof *l);

	l->loop = loop;
	l->session = session;
	l->in = in;
	l->out = out;
	l->json = json;
	l->out_blocks = may_block(out);
	l->in_watch = loop_watch(loop, in, POLLIN, on_input, l);
	l->out_watch = loop_watch(loop, out, 0, on_output, l);
	return l;
}

void lines_free(struct lines *l)
{
	if (!l)
		return;
	loop_unwatch(l->in_watch);
	loop_unwatch(l->out_watch);
	buf_free(&l->input);
	buf_free(&l->output);
	buf_free(&l->argument);
	free(l);
}

struct front lines_front(struct lines *l)
{
	return (struct front){ l, on_event, on_next, is_busy, is_drained, on_flush, on_end, NULL };
}
