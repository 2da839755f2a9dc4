#include "transcript.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "text.h"

struct transcript {
	struct transcript_line **lines; /* a ring: number N stands at N modulo room */
	size_t room, max;               /* room grows up to max */
	uint64_t first, end;
	size_t bytes;     /* of all lines */
	uint32_t serial;  /* of the newest line */
	uint64_t pending; /* no line before this one is ours and not delivered */
	unsigned version;
};

struct transcript *transcript_new(size_t max_lines)
{
	struct transcript *t = mem_new(1, sizeof *t);

	t->max = max_lines ? max_lines : 1;
	return t;
}

void transcript_free(struct transcript *t)
{
	if (!t)
		return;
	transcript_clear(t);
	free(t->lines);
	free(t);
}

const char *transcript_name(const struct transcript_line *line)
{
	return line->strings;
}

const char *transcript_text(const struct transcript_line *line)
{
	return line->strings + line->text_at;
}

static struct transcript_line **slot(const struct transcript *t, uint64_t number)
{
	return &t->lines[number % t->room];
}

static size_t size_of(const struct transcript_line *line)
{
	return offsetof(struct transcript_line, strings) + line->text_at +
	       strlen(transcript_text(line)) + 1;
}

static void drop_oldest(struct transcript *t)
{
	struct transcript_line *line = *slot(t, t->first++);

	t->bytes -= size_of(line);
	free(line);
}

/* The newest line stays, however long. */
static void count_in(struct transcript *t, const struct transcript_line *line)
{
	t->bytes += size_of(line);
	while (t->bytes > TRANSCRIPT_BYTES_MOST && t->end - t->first > 1)
		drop_oldest(t);
}

/* Makes room for one more line: more of it up to the most, then the oldest line's. */
static void make_room(struct transcript *t)
{
	struct transcript_line **lines;
	size_t room = t->room * 2 < 64 ? 64 : t->room * 2;

	if (t->end - t->first < t->room)
		return;
	if (t->room == t->max) {
		drop_oldest(t);
		return;
	}
	room = room < t->max ? room : t->max;
	lines = mem_new(room, sizeof *lines);
	for (uint64_t n = t->first; n < t->end; n++)
		lines[n % room] = *slot(t, n);
	free(t->lines);
	t->lines = lines;
	t->room = room;
}

static void clean(struct buf *out, const char *string, enum text_mode mode)
{
	if (string)
		text_clean(out, string, strlen(string), mode);
	buf_append_byte(out, 0);
}

static struct transcript_line *line_new(const char *name, const char *text)
{
	struct buf strings = { 0 };
	struct transcript_line *line;
	size_t text_at;

	clean(&strings, name, TEXT_ONE_LINE);
	text_at = buf_size(&strings);
	clean(&strings, text, TEXT_LINES);
	line = mem_new(1, offsetof(struct transcript_line, strings) + buf_size(&strings));
	line->text_at = (uint32_t)text_at;
	memcpy(line->strings, buf_bytes(&strings), buf_size(&strings));
	buf_free(&strings);
	return line;
}

struct transcript_line *transcript_add(struct transcript *t, int64_t time, enum event_type type,
				       const char *name, const char *text)
{
	struct transcript_line *line = line_new(name, text);

	line->time = time;
	line->type = (uint8_t)type;
	line->serial = t->serial = transcript_next_serial(t);
	make_room(t);
	*slot(t, t->end++) = line;
	count_in(t, line);
	t->version++;
	return line;
}

uint64_t transcript_first(const struct transcript *t)
{
	return t->first;
}

uint64_t transcript_end(const struct transcript *t)
{
	return t->end;
}

const struct transcript_line *transcript_at(const struct transcript *t, uint64_t number)
{
	return *slot(t, number);
}

uint32_t transcript_next_serial(const struct transcript *t)
{
	return t->serial + 1 ? t->serial + 1 : 1;
}

static bool is_before(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) < 0;
}

uint64_t transcript_find(const struct transcript *t, uint32_t serial)
{
	uint64_t from = t->first, to = t->end;

	while (from < to) {
		uint64_t middle = from + (to - from) / 2;

		if (is_before((*slot(t, middle))->serial, serial))
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static bool is_pending(const struct transcript_line *line)
{
	return line->date && line->state != TRANSCRIPT_DELIVERED;
}

static void skip_settled(struct transcript *t)
{
	if (t->pending < t->first)
		t->pending = t->first;
	while (t->pending < t->end && !is_pending(*slot(t, t->pending)))
		t->pending++;
}

/* Our lines on their way stand in the order of their dates, and their echoes come in that order:
 * mostly the first one is meant. Returns the end where there is none. */
static uint64_t find_own(struct transcript *t, int64_t date)
{
	uint64_t n;

	skip_settled(t);
	for (n = t->pending; n < t->end; n++) {
		const struct transcript_line *line = *slot(t, n);

		if (is_pending(line) && line->date >= date)
			return line->date == date ? n : t->end;
	}
	return n;
}

void transcript_set_own(struct transcript *t, struct transcript_line *line, int64_t date)
{
	line->own = true;
	line->date = date;
	transcript_set_state(t, line, TRANSCRIPT_QUEUED);
	if (t->pending == t->end)
		t->pending--;
}

struct transcript_line *transcript_find_own(struct transcript *t, int64_t date)
{
	uint64_t n = find_own(t, date);

	return n < t->end ? *slot(t, n) : NULL;
}

void transcript_deliver(struct transcript *t, struct transcript_line *line, int64_t time,
			const char *name, const char *text)
{
	struct transcript_line *delivered = line_new(name, text);
	uint64_t n = find_own(t, line->date);
	size_t text_at = delivered->text_at;

	memcpy(delivered, line, offsetof(struct transcript_line, strings));
	delivered->text_at = (uint32_t)text_at;
	delivered->time = time;
	delivered->serial = t->serial = transcript_next_serial(t);
	for (; n + 1 < t->end; n++)
		*slot(t, n) = *slot(t, n + 1);
	*slot(t, n) = delivered;
	t->bytes -= size_of(line);
	free(line);
	count_in(t, delivered);
	transcript_set_state(t, delivered, TRANSCRIPT_DELIVERED);
}

void transcript_clear(struct transcript *t)
{
	while (t->first < t->end)
		drop_oldest(t);
	t->version++;
}

unsigned transcript_version(const struct transcript *t)
{
	return t->version;
}

void transcript_set_state(struct transcript *t, struct transcript_line *line,
			  enum transcript_state state)
{
	line->state = (uint8_t)state;
	t->version++;
}
