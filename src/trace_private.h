/*
 * trace_private - the parts of trace: trace.c is the file, trace_lines.c writes frames as lines,
 * trace_har.c as HAR 1.2. What they write is appended to OUT.
 */
#ifndef TRACE_PRIVATE_H
#define TRACE_PRIVATE_H

#include "buf.h"
#include "trace.h"

struct trace_frame {
	unsigned connection; /* from 1 */
	const char *url;
	int64_t time; /* ms since 1970 */
	const struct websocket_event *event;
};

/* What a line has to know of those before: whether a message that goes on is binary. */
struct trace_lines {
	bool binary[2];
};
void trace_lines_note(struct trace_lines *, struct buf *out, const struct trace_frame *);

/* How far the HAR has come: a plain value, so that it can be put back where a write fails. */
struct trace_har {
	unsigned connection; /* whose entry is the last one; 0: there is none */
	bool answered;       /* it has its response, and messages are being added */
	bool has_messages;
	int64_t begun, answered_at, last; /* ms since 1970 */
};

/* A message whose frames are being put together. */
struct trace_message {
	struct buf bytes;
	uint8_t opcode;
};

void trace_har_begin(struct buf *out);
void trace_har_note(struct trace_har *, struct trace_message[2], struct buf *out,
		    const struct trace_frame *);
/* What ends the file here. */
void trace_har_end(const struct trace_har *, struct buf *out);

void trace_write_base64(struct buf *out, const void *bytes, size_t n);

#endif
