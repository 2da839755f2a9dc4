#include "room.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "json.h"
#include "mem.h"
#include "room_private.h"

/* RFC 6455, section 7.4.1 */
enum { CLOSE_NOT_JSON = 1007, CLOSE_POLICY = 1008 };

struct room_member {
	void *peer;
	int64_t id;
	char *name; /* room_private.h */
};

struct room {
	struct room_ops ops;
	void *arg;
	int64_t next_id;
	double next_suffix;           /* for all names, as the sample server has it */
	struct room_member **members; /* in order of connection, and so of ids */
	size_t count, space;
	bool stale; /* somebody has left, and nobody was told */
};

struct room *room_new(const struct room_ops *ops, void *arg, int64_t first_id)
{
	struct room *r = mem_new(1, sizeof *r);

	r->ops = *ops;
	r->arg = arg;
	r->next_id = first_id;
	r->next_suffix = 1;
	return r;
}

static void member_free(struct room_member *m)
{
	free(m->name);
	free(m);
}

void room_free(struct room *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->count; i++)
		member_free(r->members[i]);
	free(r->members);
	free(r);
}

static void send_to(struct room *r, const struct room_member *m, const struct buf *text)
{
	r->ops.send(r->arg, m->peer, (const char *)buf_bytes(text), buf_size(text));
}

static void send_to_all(struct room *r, const struct buf *text)
{
	for (size_t i = 0; i < r->count; i++)
		send_to(r, r->members[i], text);
}

static void send_list_to_all(struct room *r)
{
	struct buf text = { 0 };

	buf_append_string(&text, "{\"type\":\"userlist\",\"users\":[");
	for (size_t i = 0; i < r->count; i++) {
		buf_append_string(&text, i ? "," : "");
		room_name_write(&text, r->members[i]->name);
	}
	buf_append_string(&text, "]}");
	send_to_all(r, &text);
	buf_free(&text);
	r->stale = false;
}

void room_settle(struct room *r)
{
	if (r->stale)
		send_list_to_all(r);
}

struct room_member *room_join(struct room *r, void *peer)
{
	struct room_member *m = mem_new(1, sizeof *m);
	struct buf text = { 0 };

	room_settle(r);
	m->peer = peer;
	m->id = r->next_id++;
	r->members = mem_grow(r->members, &r->space, r->count + 1, sizeof(struct room_member *));
	r->members[r->count++] = m;
	buf_format(&text, "{\"type\":\"id\",\"id\":%" PRId64 "}", m->id);
	send_to(r, m, &text);
	buf_free(&text);
	return m;
}

void room_leave(struct room *r, struct room_member *m)
{
	size_t at = 0;

	while (r->members[at] != m)
		at++;
	memmove(r->members + at, r->members + at + 1, (--r->count - at) * sizeof *r->members);
	member_free(m);
	r->stale = true;
}

/* The member with the id of a message, which is compared as JavaScript's === does: a string never
 * is an id. */
static struct room_member *find(const struct room *r, const struct room_text *t)
{
	size_t low = 0, high = r->count;
	double id;

	if (!room_value_is_number(t->id))
		return NULL;
	id = json_number(t->id.bytes, t->id.n);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if ((double)r->members[middle]->id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r->count && (double)r->members[low]->id == id ? r->members[low] : NULL;
}

static bool is_unique(const struct room *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (room_name_is_same(r->members[i]->name, name))
			return false;
	return true;
}

static void send_rejection(struct room *r, const struct room_member *m, const char *name)
{
	struct buf text = { 0 };

	buf_format(&text, "{\"id\":%" PRId64 ",\"type\":\"rejectusername\",\"name\":", m->id);
	room_name_write(&text, name);
	buf_append_byte(&text, '}');
	send_to(r, m, &text);
	buf_free(&text);
}

/* The name that is given where ASKED is wanted: with a suffix where that is taken. NULL in *GIVEN
 * is undefined. False where no suffix makes another name of it, as with 1e300: the sample server
 * tries for ever. */
static bool choose_name(struct room *r, const char *asked, char **given)
{
	char *name = asked ? mem_copy(asked) : NULL;

	while (!is_unique(r, name)) {
		free(name);
		name = room_name_add(asked, r->next_suffix++);
		if (room_name_is_same(name, asked)) {
			free(name);
			return false;
		}
	}
	*given = name;
	return true;
}

static bool is_changed(const struct room_text *t, const char *name)
{
	return name && (strlen(name) != t->name.n || memcmp(name, t->name.bytes, t->name.n) != 0);
}

static unsigned on_username(struct room *r, struct room_text *t)
{
	struct room_member *m = find(r, t);
	char *asked = room_name_new(t->name), *name;
	bool chosen = m && choose_name(r, asked, &name);

	free(asked);
	if (!chosen)
		return CLOSE_POLICY;
	if (is_changed(t, name))
		send_rejection(r, m, name);
	free(m->name);
	m->name = name;
	room_text_set_name(t, m->name);
	send_list_to_all(r);
	return 0;
}

static unsigned on_message(const struct room *r, struct room_text *t)
{
	const struct room_member *m = find(r, t);

	if (!m || !room_text_strip(t))
		return CLOSE_POLICY;
	room_text_set_name(t, m->name);
	return 0;
}

static unsigned receive(struct room *r, struct room_text *t)
{
	unsigned code = 0;

	if (room_text_is_null(t))
		return CLOSE_POLICY;
	if (room_text_has_type(t, "\"username\""))
		code = on_username(r, t);
	else if (room_text_has_type(t, "\"message\""))
		code = on_message(r, t);
	if (!code)
		send_to_all(r, room_text_finish(t));
	return code;
}

unsigned room_receive(struct room *r, const char *text, size_t n)
{
	struct room_text t;
	unsigned code = CLOSE_NOT_JSON;

	room_settle(r);
	if (room_text_read(&t, text, n))
		code = receive(r, &t);
	room_text_free(&t);
	return code;
}

size_t room_count(const struct room *r)
{
	return r->count;
}
