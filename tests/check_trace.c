#include "testing.h"

#include <config.h>

#include <string.h>
#include <sys/stat.h>

#include "buf.h"
#include "faults.h"
#include "files.h"
#include "frames_testing.h"
#include "scratch.h"
#include "trace.h"

#define URL "ws://h/x?a=1&b"

static const int64_t noon = 1700049600007; /* 2023-11-15 12:00:00.007 UTC */

struct scene {
	char *directory, *path;
	struct trace *trace;
};

static void open_trace(struct scene *s)
{
	struct error error;

	s->trace = trace_open(s->path, &error);
	ck_assert_msg(s->trace, "%s", error.detail);
}

static struct scene open_scene(const char *name)
{
	struct scene s = { .directory = scratch_new() };

	s.path = mem_format("%s/%s", s.directory, name);
	open_trace(&s);
	return s;
}

static void close_scene(struct scene *s)
{
	trace_close(s->trace);
	free(s->path);
	scratch_free(s->directory);
}

static void flush(struct scene *s)
{
	struct error error;

	ck_assert(trace_flush(s->trace, &error));
}

static void note_head(struct scene *s, bool outgoing, int64_t ms, const char *text)
{
	const struct websocket_event event = head_event(outgoing, text);

	trace_note(s->trace, URL, noon + ms, &event);
}

static void note_bytes(struct scene *s, bool outgoing, int64_t ms, uint8_t first, const char *bytes,
		       size_t n)
{
	const struct websocket_event event = frame_event(outgoing, first, bytes, n);

	trace_note(s->trace, URL, noon + ms, &event);
}

static void note(struct scene *s, bool outgoing, int64_t ms, uint8_t first, const char *text)
{
	note_bytes(s, outgoing, ms, first, text, strlen(text));
}

#define REQUEST  "GET /x?a=1&b HTTP/1.1\r\nHost: h\r\nA:\tb\r\n\r\n"
#define RESPONSE "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"

START_TEST(a_line_for_each_frame)
{
	struct scene s = open_scene("trace");

	note_head(&s, true, 0, "GET /x HTTP/1.1\r\n\r\n");
	note_head(&s, false, 1, "HTTP/1.1 101 x\r\n\r\n");
	note(&s, true, 2, 0x81, "\"\xd0\xbf\n");
	note(&s, false, 3, 0xC1, "abcd");
	note_bytes(&s, false, 4, 0x82, "\0\1", 2);
	note_bytes(&s, true, 5, 0x89, "\1\0\0\0", 4);
	note(&s, false, 6, 0x88,
	     "\x03\xe8"
	     "bye");
	flush(&s);
	note_head(&s, true, 7, "GET /x HTTP/1.1\r\n\r\n");
	flush(&s);
	scratch_assert(
		s.path,
		"{\"time\":1700049600007,\"connection\":1,\"direction\":\"sent\",\"url\":\"" URL
		"\",\"head\":\"GET /x HTTP/1.1\\r\\n\\r\\n\"}\n"
		"{\"time\":1700049600008,\"connection\":1,\"direction\":\"received\","
		"\"head\":\"HTTP/1.1 101 x\\r\\n\\r\\n\"}\n"
		"{\"time\":1700049600009,\"connection\":1,\"direction\":\"sent\",\"opcode\":1,"
		"\"fin\":true,\"rsv\":0,\"masked\":true,\"length\":4,\"size\":4,"
		"\"text\":\"\\\"\xd0\xbf\\n\"}\n"
		"{\"time\":1700049600010,\"connection\":1,\"direction\":\"received\",\"opcode\":1,"
		"\"fin\":true,\"rsv\":4,\"masked\":false,\"length\":2,\"size\":4,"
		"\"text\":\"abcd\"}\n"
		"{\"time\":1700049600011,\"connection\":1,\"direction\":\"received\",\"opcode\":2,"
		"\"fin\":true,\"rsv\":0,\"masked\":false,\"length\":2,\"size\":2,"
		"\"base64\":\"AAE=\"}\n"
		"{\"time\":1700049600012,\"connection\":1,\"direction\":\"sent\",\"opcode\":9,"
		"\"fin\":true,\"rsv\":0,\"masked\":true,\"length\":4,\"size\":4,"
		"\"text\":\"\\u0001\\u0000\\u0000\\u0000\"}\n"
		"{\"time\":1700049600013,\"connection\":1,\"direction\":\"received\",\"opcode\":8,"
		"\"fin\":true,\"rsv\":0,\"masked\":false,\"length\":5,\"size\":5,"
		"\"code\":1000,\"reason\":\"bye\"}\n"
		"{\"time\":1700049600014,\"connection\":2,\"direction\":\"sent\",\"url\":\"" URL
		"\",\"head\":\"GET /x HTTP/1.1\\r\\n\\r\\n\"}\n");
	close_scene(&s);
}
END_TEST

/* The payload's field alone. */
static const struct {
	uint8_t first;
	const char *bytes;
	size_t n;
	const char *field;
} payloads[] = {
	{ 0x81, "", 0, "\"text\":\"\"" },
	{ 0x01, "\xd0", 1, "\"base64\":\"0A==\"" },
	{ 0x00, "\xbf", 1, "\"base64\":\"vw==\"" },
	{ 0x80, "end", 3, "\"text\":\"end\"" },
	{ 0x02, "abc", 3, "\"base64\":\"YWJj\"" },
	{ 0x89, "beat", 4, "\"text\":\"beat\"" },
	{ 0x80, "abc", 3, "\"base64\":\"YWJj\"" },
	{ 0x88, "", 0, "\"text\":\"\"" },
	{ 0x88, "\x03", 1, "\"text\":\"\\u0003\"" },
	{ 0x88, "\x03\xe9", 2, "\"code\":1001,\"reason\":\"\"" },
	{ 0x88, "\x03\xe9\xff", 3, "\"base64\":\"A+n/\"" },
};

START_TEST(what_is_no_text_is_base64)
{
	struct scene s = open_scene("trace");
	struct buf text = { 0 };
	const char *at;
	int fd;

	for (size_t i = 0; i < COUNT(payloads); i++)
		note_bytes(&s, false, 0, payloads[i].first, payloads[i].bytes, payloads[i].n);
	flush(&s);
	fd = files_open_private(s.path);
	ck_assert(files_read(fd, &text));
	close(fd);
	at = buf_string(&text);
	for (size_t i = 0; i < COUNT(payloads); i++) {
		char *end = mem_format(",%s}\n", payloads[i].field);
		const char *line = strchr(at, '\n');

		ck_assert_ptr_nonnull(line);
		at = line + 1;
		ck_assert_msg(!strncmp(at - strlen(end), end, strlen(end)), "%zu: %.*s", i,
			      (int)strlen(end), at - strlen(end));
		free(end);
	}
	buf_free(&text);
	close_scene(&s);
}
END_TEST

START_TEST(lines_are_appended)
{
	struct scene s = open_scene("trace");

	trace_close(s.trace);
	scratch_write(s.path, "{}\nhalf", 7);
	open_trace(&s);
	note(&s, false, 0, 0x81, "");
	trace_close(s.trace);
	s.trace = NULL;
	scratch_assert(s.path, "{}\nhalf\n{\"time\":1700049600007,\"connection\":0,\"direction\":"
			       "\"received\",\"opcode\":1,\"fin\":true,\"rsv\":0,\"masked\":false,"
			       "\"length\":0,\"size\":0,\"text\":\"\"}\n");
	close_scene(&s);
}
END_TEST

#define HAR_BEGIN                                                        \
	"{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"" PACKAGE \
	"\",\"version\":\"" PACKAGE_VERSION "\"},\"entries\":[\n"
#define HAR_REQUEST(at)                                                                      \
	"{\"_resourceType\":\"websocket\",\"startedDateTime\":\"2023-11-15T12:00:" at "Z\"," \
	"\"request\":{\"method\":\"GET\",\"url\":\"" URL "\",\"queryString\":["              \
	"{\"name\":\"a\",\"value\":\"1\"},{\"name\":\"b\",\"value\":\"\"}],"                 \
	"\"httpVersion\":\"HTTP/1.1\",\"cookies\":[],\"headers\":["                          \
	"{\"name\":\"Host\",\"value\":\"h\"},{\"name\":\"A\",\"value\":\"b\"}],"             \
	"\"headersSize\":40,\"bodySize\":0},"
#define HAR_RESPONSE(status, text, headers, size)                           \
	"\"response\":{\"status\":" status ",\"statusText\":\"" text "\","  \
	"\"content\":{\"size\":0,\"mimeType\":\"\"},\"redirectURL\":\"\","  \
	"\"httpVersion\":\"HTTP/1.1\",\"cookies\":[],\"headers\":[" headers \
	"],\"headersSize\":" size ",\"bodySize\":0},\"cache\":{},\"_webSocketMessages\":["
#define HAR_ANSWER                                 \
	HAR_RESPONSE("101", "Switching Protocols", \
		     "{\"name\":\"Upgrade\",\"value\":\"websocket\"}", "56")
#define HAR_TIMES(all, wait, receive) \
	"],\"time\":" all ",\"timings\":{\"send\":0,\"wait\":" wait ",\"receive\":" receive "}}"
#define HAR_END "\n]}}\n"

START_TEST(a_har_is_whole_at_every_time)
{
	struct scene s = open_scene("trace.HAR");

	scratch_assert(s.path, HAR_BEGIN HAR_END);
	note_head(&s, true, 0, REQUEST);
	flush(&s);
	scratch_assert(s.path, HAR_BEGIN HAR_REQUEST("00.007") HAR_RESPONSE("0", "", "", "0")
				       HAR_TIMES("0", "0", "0") HAR_END);
	note_head(&s, false, 5, "HTTP/1.1 100 Continue\r\n\r\n");
	note_head(&s, false, 20, RESPONSE);
	flush(&s);
	scratch_assert(s.path, HAR_BEGIN HAR_REQUEST("00.007") HAR_ANSWER HAR_TIMES("20", "20", "0")
				       HAR_END);
	note(&s, true, 993, 0x81, "hi");
	note(&s, false, 1000, 0x82, "\xff");
	flush(&s);
	note_head(&s, true, 2000, REQUEST);
	flush(&s);
	scratch_assert(s.path, HAR_BEGIN HAR_REQUEST("00.007") HAR_ANSWER
		       "\n{\"type\":\"send\",\"time\":1700049601.000,\"opcode\":1,\"data\":\"hi\"},"
		       "\n{\"type\":\"receive\",\"time\":1700049601.007,\"opcode\":2,\"data\":"
		       "\"/w==\"}" HAR_TIMES("1000", "20", "980") ",\n" HAR_REQUEST("02.007")
			       HAR_RESPONSE("0", "", "", "0") HAR_TIMES("0", "0", "0") HAR_END);
	close_scene(&s);
}
END_TEST

START_TEST(messages_of_a_har_are_whole)
{
	struct scene s = open_scene("trace.har");

	note_head(&s, true, 0, REQUEST);
	note_head(&s, false, 0, RESPONSE);
	note(&s, false, 0, 0x01, "\xe6");
	note(&s, true, 0, 0x81, "mine");
	note(&s, false, 0, 0x89, "");
	note(&s, false, 0, 0x80, "\xbc\xa2");
	note(&s, false, 0, 0x88, "\x03\xe8");
	flush(&s);
	scratch_assert(
		s.path, HAR_BEGIN HAR_REQUEST("00.007") HAR_ANSWER
		"\n{\"type\":\"send\",\"time\":1700049600.007,\"opcode\":1,\"data\":\"mine\"},"
		"\n{\"type\":\"receive\",\"time\":1700049600.007,\"opcode\":9,\"data\":\"\"},"
		"\n{\"type\":\"receive\",\"time\":1700049600.007,\"opcode\":1,\"data\":"
		"\"\xe6\xbc\xa2\"},"
		"\n{\"type\":\"receive\",\"time\":1700049600.007,\"opcode\":8,\"data\":"
		"\"A+g=\"}" HAR_TIMES("0", "0", "0") HAR_END);
	close_scene(&s);
}
END_TEST

static const struct {
	const char *head, *response;
} answers[] = {
	{ "HTTP/1.1 403 No\r\n\r\n", HAR_RESPONSE("403", "No", "", "19") },
	{ "HTTP/1.1 403\r\n\r\n", HAR_RESPONSE("403", "", "", "16") },
	{ "HTTP/1.1 403 \n\n", HAR_RESPONSE("403", "", "", "15") },
	{ "HTTP/1.1 999999 x\r\nno colon\r\n:\r\n\r\n", HAR_RESPONSE("999999", "x", "", "34") },
};

START_TEST(odd_answers_make_no_odd_har)
{
	struct scene s = open_scene("trace.har");
	char *want = mem_format("%s%s%s%s", HAR_BEGIN HAR_REQUEST("00.007"), answers[_i].response,
				HAR_TIMES("1", "1", "0"), HAR_END);

	note_head(&s, true, 0, REQUEST);
	note_head(&s, false, 1, answers[_i].head);
	note_head(&s, false, 1, "HTTP/1.1 200 again\r\n\r\n");
	flush(&s);
	scratch_assert(s.path, want);
	free(want);
	close_scene(&s);
}
END_TEST

START_TEST(a_har_is_written_anew)
{
	struct scene s = open_scene("trace.har");

	note_head(&s, true, 0, REQUEST);
	trace_close(s.trace);
	open_trace(&s);
	scratch_assert(s.path, HAR_BEGIN HAR_END);
	close_scene(&s);
}
END_TEST

static void fail_to_write(struct scene *s, int why)
{
	struct error error = { 0 };

	write_fault = why;
	ck_assert(!trace_flush(s->trace, &error));
	ck_assert_int_eq(error.code, ERROR_TRACE);
	note(s, false, 0, 0x81, "lost too");
	ck_assert(trace_flush(s->trace, &error));
	write_fault = 0;
}

START_TEST(a_disk_that_fails_is_told_once_until_it_works_again)
{
	struct scene s = open_scene("trace");
	struct buf text = { 0 };
	int fd;

	for (int i = 0; i < 2; i++) {
		note(&s, false, 0, 0x81, "lost");
		fail_to_write(&s, ENOSPC);
		note(&s, false, 0, 0x81, "kept");
		flush(&s);
	}
	fd = files_open_private(s.path);
	ck_assert(files_read(fd, &text));
	close(fd);
	ck_assert_ptr_null(strstr(buf_string(&text), "lost"));
	ck_assert_ptr_nonnull(strstr(buf_string(&text), "kept"));
	buf_free(&text);
	close_scene(&s);
}
END_TEST

/* A message that was lost leaves no gap; one whose handshake was lost has no place. */
START_TEST(a_har_stays_whole_on_a_full_disk)
{
	struct scene s = open_scene("trace.har");

	note_head(&s, true, 0, REQUEST);
	note_head(&s, false, 0, RESPONSE);
	flush(&s);
	note(&s, false, 1, 0x81, "lost");
	fail_to_write(&s, ENOSPC);
	note(&s, false, 0, 0x81, "kept");
	flush(&s);
	note_head(&s, true, 500, REQUEST);
	fail_to_write(&s, EIO);
	note_head(&s, false, 501, RESPONSE);
	note(&s, false, 502, 0x81, "lost");
	flush(&s);
	scratch_assert(s.path, HAR_BEGIN HAR_REQUEST("00.007") HAR_ANSWER
		       "\n{\"type\":\"receive\",\"time\":1700049600.007,\"opcode\":1,\"data\":"
		       "\"kept\"}" HAR_TIMES("0", "0", "0") HAR_END);
	note_head(&s, true, 1000, REQUEST);
	flush(&s);
	scratch_assert(s.path, HAR_BEGIN HAR_REQUEST("00.007") HAR_ANSWER
		       "\n{\"type\":\"receive\",\"time\":1700049600.007,\"opcode\":1,\"data\":"
		       "\"kept\"}" HAR_TIMES("0", "0", "0") ",\n" HAR_REQUEST("01.007")
			       HAR_RESPONSE("0", "", "", "0") HAR_TIMES("0", "0", "0") HAR_END);
	close_scene(&s);
}
END_TEST

START_TEST(a_file_that_is_not_ours_to_write_is_refused)
{
	static const char *const names[] = { "trace", "trace.har" };
	struct scene s = { .directory = scratch_new() };
	struct error error = { 0 };

	s.path = mem_format("%s/%s", s.directory, names[_i]);
	ck_assert_int_eq(symlink("elsewhere", s.path), 0);
	ck_assert_ptr_null(trace_open(s.path, &error));
	ck_assert_int_eq(error.code, ERROR_TRACE);
	ck_assert_int_eq(unlink(s.path), 0);
	faults_read_only(s.directory);
	ck_assert_ptr_null(trace_open(s.path, &error));
	ck_assert_int_eq(error.code, ERROR_TRACE);
	faults_writable(s.directory);
	close_scene(&s);
}
END_TEST

TESTING_MAIN("trace", TESTING(a_line_for_each_frame), TESTING(what_is_no_text_is_base64),
	     TESTING(lines_are_appended), TESTING(a_har_is_whole_at_every_time),
	     TESTING(messages_of_a_har_are_whole),
	     TESTING_LOOP(odd_answers_make_no_odd_har, COUNT(answers)),
	     TESTING(a_har_is_written_anew),
	     TESTING(a_disk_that_fails_is_told_once_until_it_works_again),
	     TESTING(a_har_stays_whole_on_a_full_disk),
	     TESTING_LOOP(a_file_that_is_not_ours_to_write_is_refused, 2))
