/*
 * gallery_still - a stage whose verbs return when the screen has done all that comes of them, so
 * that a scene never waits for what it cannot name.
 *
 * What is typed is known to be there by the bytes that the pty holds, and what is drawn by a mark
 * behind it.
 */
#ifndef GALLERY_STILL_H
#define GALLERY_STILL_H

#include <sys/ioctl.h>

#include "screen_private.h"
#include "stage.h"

/* What a terminal says of mode 2026 that has never heard of it: nothing waits for its answer then.
 */
#define STILL_NO_SYNC "\x1b[?2026;0$y"

/* A control sequence that no terminal knows. */
#define STILL_MARK "\x1b]7777;still\a"

/* Takes what the terminal is sent, which libvterm gets in one piece: see console_pump(). */
static inline void still_gather(struct stage *s)
{
	struct buf *raw = &s->console.raw;
	ssize_t n;

	while ((n = read(s->console.master, buf_reserve(raw, 65536), 65536)) > 0)
		buf_extend(raw, (size_t)n);
}

static inline int still_unread(void)
{
	int n = 0;

	ck_assert_int_eq(ioctl(STDIN_FILENO, FIONREAD, &n), 0);
	return n;
}

/* A resize is known to have come by the size of what is drawn. Bare, it draws nothing, whatever
 * there is to draw. */
static inline bool still_is(const struct stage *s)
{
	const struct term *term = s->screen->term;
	int rows, cols;

	vterm_get_size(s->console.vterm, &rows, &cols);
	if (s->screen->grid.rows != rows || s->screen->grid.cols != cols)
		return false;
	return !still_unread() && term_timeout(term) < 0 && term_writable(term) &&
	       (!s->screen->dirty || s->screen->bare);
}

static inline void still_turn(void *arg)
{
	struct stage *s = arg;

	still_gather(s);
	if (still_is(s))
		loop_stop(s->loop, 0);
}

static inline size_t still_mark_at(const struct stage *s)
{
	const uint8_t *raw = buf_bytes(&s->console.raw);
	size_t n = strlen(STILL_MARK);
	const uint8_t *at = memmem(raw, buf_size(&s->console.raw), STILL_MARK, n);

	return at ? (size_t)(at - raw) : SIZE_MAX;
}

/* The terminal has what was drawn; console.raw is what that was. */
static inline void still_show(struct stage *s)
{
	struct pollfd p = { s->console.master, POLLIN, 0 };
	size_t n = strlen(STILL_MARK);

	ck_assert_int_eq(write(STDOUT_FILENO, STILL_MARK, n), (ssize_t)n);
	while (still_mark_at(s) == SIZE_MAX) {
		ck_assert_int_eq(poll(&p, 1, 10000), 1);
		still_gather(s);
	}
	buf_truncate(&s->console.raw, still_mark_at(s));
	vterm_input_write(s->console.vterm, (const char *)buf_bytes(&s->console.raw),
			  buf_size(&s->console.raw));
}

static inline void still_wait(struct stage *s)
{
	struct loop_hook *hook = loop_on_turn(s->loop, still_turn, s);

	buf_clear(&s->console.raw);
	s->blind = true;
	s->want = NULL;
	s->screen->urgent = true; /* it does not wait for the time of its next frame */
	loop_timer_set(s->limit, loop_moment(s->loop).mono + 20000);
	ck_assert_int_eq(loop_run(s->loop), 0);
	loop_timer_set(s->limit, MOMENT_NEVER);
	loop_off_turn(hook);
	still_show(s);
}

/* The verbs. */

static inline void still_type(struct stage *s, const char *bytes)
{
	still_wait(s);
	stage_type(s, bytes);
	for (int i = 0; still_unread() < (int)strlen(bytes); i++) {
		ck_assert_int_lt(i, 100000);
		usleep(100);
	}
	still_wait(s);
}

static inline struct stage *still_open(const char *type, int rows, int cols)
{
	char *scratch = scratch_new();
	struct stage *s = stage_set_up(scratch, type, rows, cols);

	s->scratch = scratch;
	still_type(s, STILL_NO_SYNC);
	return s;
}

/* So many minutes after the stage was opened, at 22:13. */
static inline struct moment still_minute(const struct stage *s, int minute)
{
	struct moment now = loop_moment(s->loop);

	now.wall += minute * 60000;
	return now;
}

static inline void still_receive(struct stage *s, int minute, const char *json)
{
	session_receive(s->session, json, strlen(json), still_minute(s, minute));
	stage_serve(s);
}

static inline void still_hear(struct stage *s, int minute, const char *name, const char *text)
{
	char *json = mem_format("{\"type\":\"message\",\"id\":77,\"date\":1,\"name\":\"%s\","
				"\"text\":\"%s\"}",
				name, text);

	still_receive(s, minute, json);
	free(json);
}

/* Who is here: "\"ann\",null". */
static inline void still_list(struct stage *s, int minute, const char *names)
{
	char *json = mem_format("{\"type\":\"userlist\",\"users\":[%s]}", names);

	still_receive(s, minute, json);
	free(json);
}

/* What we said last comes back. */
static inline void still_echo(struct stage *s, int minute, const char *text)
{
	char *json = mem_format("{\"type\":\"message\",\"id\":" STAGE_ID ",\"name\":\"ann\","
				"\"text\":\"%s\",\"date\":%.13s}",
				text, stage_date(s));

	still_receive(s, minute, json);
	free(json);
}

static inline void still_say(struct stage *s, int minute, const char *text)
{
	session_say(s->session, text, strlen(text), still_minute(s, minute));
	stage_serve(s);
}

static inline void still_say_and_echo(struct stage *s, int minute, const char *text)
{
	still_say(s, minute, text);
	still_echo(s, minute, text);
}

static inline void still_configure(struct stage *s)
{
	struct error error = { 0 };

	ck_assert_msg(s->front.configure(s->front.self, &error), "%s", error.detail);
}

#endif
