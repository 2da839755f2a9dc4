#include "testing.h"

#include <fcntl.h>
#include <locale.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hostile_talk.h"
#include "json.h"
#include "lines.h"

/* Line mode into a file: whoever shows it with cat must be safe too. */
struct rig {
	struct loop *loop;
	struct session *session;
	struct lines *lines;
	struct front front;
	int in, out;
	size_t tried;
};

static void rig_open(struct rig *r, bool json)
{
	const struct session_config config = { .name = "ann",
					       .scrollback = 100,
					       .max_text = 1 << 20 };

	ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
	r->in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	r->out = memfd_create("lines", MFD_CLOEXEC);
	ck_assert_int_ge(r->out, 0);
	r->loop = loop_new();
	r->session = session_new(&config);
	r->lines = lines_new(r->loop, r->session, r->in, r->out, json);
	r->front = lines_front(r->lines);
}

static void rig_close(struct rig *r)
{
	lines_free(r->lines);
	session_free(r->session);
	loop_free(r->loop);
	close(r->in);
	close(r->out);
}

/* All that line mode tells of the text. */
static char *told(struct rig *r, const char *json)
{
	struct event event;
	struct buf out = { 0 };
	off_t size;

	hostile_everywhere(r->session, json, loop_moment(r->loop));
	while (session_next(r->session, &event))
		r->front.event(r->front.self, &event);
	r->front.flush(r->front.self);
	size = lseek(r->out, 0, SEEK_CUR);
	ck_assert_int_eq(pread(r->out, buf_reserve(&out, (size_t)size), (size_t)size, 0), size);
	buf_extend(&out, (size_t)size);
	ck_assert_int_eq(ftruncate(r->out, 0) | (int)lseek(r->out, 0, SEEK_SET), 0);
	return buf_take(&out);
}

static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

static bool is_time(const char *line)
{
	return strlen(line) > 6 && line[2] == ':' && line[5] == ' ' && strchr("<-*", line[6]);
}

/* A line of the output is one that we began: no text makes a line of its own. */
static void assert_plain(const struct rig *r, const char *line)
{
	ck_assert_msg(is_time(line), "case %zu: %.60s", r->tried, line);
	for (const char *at = line; *at;) {
		uint32_t c;

		at += text_decode(at, strnlen(at, 4), &c);
		if (hostile_is(c))
			ck_abort_msg("case %zu: U+%04X", r->tried, c);
	}
}

static void assert_json(const struct rig *r, const char *line)
{
	ck_assert_msg(json_check(line, strlen(line)) != JSON_BROKEN, "case %zu: %.60s", r->tried,
		      line);
	for (const char *at = line; *at;) {
		uint32_t c;

		at += text_decode(at, strnlen(at, 4), &c);
		if (is_control(c))
			ck_abort_msg("case %zu: U+%04X", r->tried, c);
	}
}

START_TEST(no_case_is_more_than_text)
{
	struct buf json = { 0 };
	struct rig r = { 0 };

	rig_open(&r, _i);
	for (; hostile_case(&json, r.tried); r.tried++) {
		char *all = told(&r, buf_string(&json)), *rest = all, *line;

		ck_assert(text_valid(all, strlen(all)));
		while ((line = strsep(&rest, "\n")) && rest)
			(_i ? assert_json : assert_plain)(&r, line);
		ck_assert_str_eq(line, "");
		free(all);
	}
	buf_free(&json);
	rig_close(&r);
}
END_TEST

TESTING_MAIN("hostile_lines", TESTING_LOOP(no_case_is_more_than_text, 2))
