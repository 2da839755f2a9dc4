#include <config.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "json.h"
#include "trace_private.h"

enum { CONTINUATION = 0, TEXT = 1, CONTROL = 8 };

#define CREATOR "{\"name\":\"" PACKAGE "\",\"version\":\"" PACKAGE_VERSION "\"}"

void trace_har_begin(struct buf *out)
{
	buf_append_string(out,
			  "{\"log\":{\"version\":\"1.2\",\"creator\":" CREATOR ",\"entries\":[\n");
}

static void write_moment(struct buf *out, int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm = { 0 };
	char text[32];

	gmtime_r(&seconds, &tm);
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
	buf_format(out, "\"%s.%03dZ\"", text, (int)(ms % 1000));
}

static void pair(struct buf *out, const char *name, size_t name_size, const char *value,
		 size_t value_size)
{
	buf_append_string(out, "{\"name\":");
	json_write_string(out, name, name_size);
	buf_append_string(out, ",\"value\":");
	json_write_string(out, value, value_size);
	buf_append_byte(out, '}');
}

/* Lines end with CR LF, or LF alone. */
static size_t line_size(const char *line)
{
	return strcspn(line, "\r\n");
}

static const char *next_line(const char *line)
{
	line += line_size(line);
	line += *line == '\r';
	return line + (*line == '\n');
}

static void write_headers(struct buf *out, const char *head)
{
	const char *comma = "";

	for (const char *line = next_line(head); *line; line = next_line(line)) {
		size_t n = line_size(line), name = strcspn(line, ":\r\n"), value = name;

		if (value == n || !name)
			continue;
		while (++value < n && (line[value] == ' ' || line[value] == '\t'))
			;
		buf_append_string(out, comma);
		pair(out, line, name, line + value, n - value);
		comma = ",";
	}
}

static void write_query(struct buf *out, const char *url)
{
	const char *at = strchr(url, '?'), *comma = "";

	while (at && *at) {
		size_t n = strcspn(++at, "&"), name = strcspn(at, "=&");

		if (n) {
			buf_append_string(out, comma);
			pair(out, at, name, at + name + (name < n), n - name - (name < n));
			comma = ",";
		}
		at += n;
	}
}

/* What requests and responses have in common. */
static void write_rest(struct buf *out, const char *head, size_t n)
{
	buf_append_string(out, ",\"httpVersion\":\"HTTP/1.1\",\"cookies\":[],\"headers\":[");
	write_headers(out, head);
	buf_format(out, "],\"headersSize\":%zu,\"bodySize\":0}", n);
}

static void write_request(struct buf *out, const struct trace_frame *f)
{
	buf_append_string(out, "{\"_resourceType\":\"websocket\",\"startedDateTime\":");
	write_moment(out, f->time);
	buf_append_string(out, ",\"request\":{\"method\":\"GET\",\"url\":");
	json_write_string(out, f->url, strlen(f->url));
	buf_append_string(out, ",\"queryString\":[");
	write_query(out, f->url);
	buf_append_byte(out, ']');
	write_rest(out, (const char *)f->event->bytes, f->event->n);
}

/* What stands behind the version in a status line. */
static const char *behind_version(const char *head)
{
	size_t version = strcspn(head, " \r\n");

	return head + version + strspn(head + version, " ");
}

/* Of no response at all the status is 0. */
static int status_of(const char *head)
{
	return atoi(behind_version(head));
}

static void write_response(struct buf *out, const char *head, size_t n)
{
	const char *text = behind_version(head);

	text += strspn(text, "0123456789");
	text += strspn(text, " ");
	buf_format(out, ",\"response\":{\"status\":%d,\"statusText\":", status_of(head));
	json_write_string(out, text, line_size(text));
	buf_append_string(out, ",\"content\":{\"size\":0,\"mimeType\":\"\"},\"redirectURL\":\"\"");
	write_rest(out, head, n);
	buf_append_string(out, ",\"cache\":{},\"_webSocketMessages\":[");
}

/* HAR wants the times of an entry to make its whole time. */
static void end_entry(const struct trace_har *har, struct buf *out)
{
	int64_t wait = (har->answered ? har->answered_at : har->last) - har->begun;
	int64_t all = har->last - har->begun;

	if (!har->answered)
		write_response(out, "", 0);
	buf_format(out,
		   "],\"time\":%" PRId64 ",\"timings\":{\"send\":0,\"wait\":%" PRId64
		   ",\"receive\":%" PRId64 "}}",
		   all, wait, all - wait);
}

static void begin_entry(struct trace_har *har, struct trace_message messages[2], struct buf *out,
			const struct trace_frame *f)
{
	if (har->connection) {
		end_entry(har, out);
		buf_append_string(out, ",\n");
	}
	for (int i = 0; i < 2; i++)
		buf_clear(&messages[i].bytes);
	*har = (struct trace_har){ .connection = f->connection, .begun = f->time };
	write_request(out, f);
}

/* 100 Continue and its like come before the answer. */
static void add_response(struct trace_har *har, struct buf *out, const struct trace_frame *f)
{
	int status = status_of((const char *)f->event->bytes);

	if (har->answered || (status < 200 && status != 101))
		return;
	har->answered = true;
	har->answered_at = f->time;
	write_response(out, (const char *)f->event->bytes, f->event->n);
}

static void write_message(struct trace_har *har, struct buf *out, const struct trace_frame *f,
			  uint8_t opcode, const void *bytes, size_t n)
{
	buf_format(out, "%s\n{\"type\":\"%s\",\"time\":%" PRId64 ".%03d,\"opcode\":%u,\"data\":",
		   har->has_messages ? "," : "", f->event->frame.outgoing ? "send" : "receive",
		   f->time / 1000, (int)(f->time % 1000), opcode);
	if (opcode == TEXT)
		json_write_string(out, bytes, n);
	else
		trace_write_base64(out, bytes, n);
	buf_append_byte(out, '}');
	har->has_messages = true;
}

/* Messages are whole; control frames come as they are, as they may between the parts of one. */
static void add_frame(struct trace_har *har, struct trace_message *message, struct buf *out,
		      const struct trace_frame *f)
{
	const struct websocket_event *e = f->event;

	if (e->frame.opcode >= CONTROL) {
		write_message(har, out, f, e->frame.opcode, e->bytes, e->n);
		return;
	}
	if (e->frame.opcode != CONTINUATION) {
		message->opcode = e->frame.opcode;
		buf_clear(&message->bytes);
	}
	buf_append(&message->bytes, e->bytes, e->n);
	if (!e->frame.fin)
		return;
	write_message(har, out, f, message->opcode, buf_bytes(&message->bytes),
		      buf_size(&message->bytes));
	buf_clear(&message->bytes);
}

void trace_har_note(struct trace_har *har, struct trace_message messages[2], struct buf *out,
		    const struct trace_frame *f)
{
	const struct websocket_frame *frame = &f->event->frame;

	if (frame->head && frame->outgoing)
		begin_entry(har, messages, out, f);
	else if (har->connection != f->connection)
		return; /* whose entry was lost to a full disk */
	else if (frame->head)
		add_response(har, out, f);
	else if (har->answered)
		add_frame(har, &messages[frame->outgoing], out, f);
	har->last = f->time;
}

void trace_har_end(const struct trace_har *har, struct buf *out)
{
	if (har->connection)
		end_entry(har, out);
	buf_append_string(out, "\n]}}\n");
}
