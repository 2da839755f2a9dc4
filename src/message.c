#include "message.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"

/* Every integer up to here is a double of its own: Number.MAX_SAFE_INTEGER + 1. */
#define INTEGER_MAX 9007199254740992.0

static cJSON *parse(const char *bytes, size_t n)
{
	struct buf normal = { 0 };
	cJSON *json = NULL;

	switch (json_check(bytes, n)) {
	case JSON_PLAIN:
		return cJSON_ParseWithLength(bytes, n);
	case JSON_UNUSUAL:
		json_normalize(&normal, bytes, n);
		json = cJSON_ParseWithLength((const char *)buf_bytes(&normal), buf_size(&normal));
		buf_free(&normal);
		break;
	case JSON_BROKEN:
		break;
	}
	return json;
}

static void read_integer(const cJSON *json, bool *has, int64_t *integer)
{
	double value = json->valuedouble;

	*has = cJSON_IsNumber(json) && fabs(value) <= INTEGER_MAX && trunc(value) == value;
	*integer = *has ? (int64_t)value : 0;
}

/* cJSON allocates by malloc(): the string is taken from it instead of copied. */
static char *take_string(cJSON *json)
{
	char *string = cJSON_IsString(json) ? json->valuestring : NULL;

	if (string)
		json->valuestring = NULL;
	return string;
}

static void read_string(cJSON *json, char **string)
{
	free(*string);
	*string = take_string(json);
}

static void free_users(struct message *m)
{
	for (size_t i = 0; i < m->user_count; i++)
		free(m->users[i]);
	free(m->users);
	m->users = NULL;
	m->user_count = 0;
}

static void read_users(cJSON *json, struct message *m)
{
	size_t i = 0;
	cJSON *user;

	free_users(m);
	if (!cJSON_IsArray(json))
		return;
	m->users = mem_new((size_t)cJSON_GetArraySize(json), sizeof *m->users);
	cJSON_ArrayForEach(user, json) m->users[i++] = take_string(user);
	m->user_count = i;
}

static enum message_type read_type(const cJSON *json)
{
	static const char *const names[MESSAGE_UNKNOWN] = {
		[MESSAGE_ID] = "id",
		[MESSAGE_USERNAME] = "username",
		[MESSAGE_TEXT] = "message",
		[MESSAGE_REJECTUSERNAME] = "rejectusername",
		[MESSAGE_USERLIST] = "userlist",
	};

	for (int type = 0; cJSON_IsString(json) && type < MESSAGE_UNKNOWN; type++)
		if (strcmp(json->valuestring, names[type]) == 0)
			return (enum message_type)type;
	return MESSAGE_UNKNOWN;
}

static void read_member(struct message *m, cJSON *json)
{
	if (strcmp(json->string, "type") == 0)
		m->type = read_type(json);
	else if (strcmp(json->string, "id") == 0)
		read_integer(json, &m->has_id, &m->id);
	else if (strcmp(json->string, "date") == 0)
		read_integer(json, &m->has_date, &m->date);
	else if (strcmp(json->string, "resent") == 0)
		read_integer(json, &m->has_resent, &m->resent);
	else if (strcmp(json->string, "name") == 0)
		read_string(json, &m->name);
	else if (strcmp(json->string, "text") == 0)
		read_string(json, &m->text);
	else if (strcmp(json->string, "users") == 0)
		read_users(json, m);
}

static bool is_complete(const struct message *m)
{
	switch (m->type) {
	case MESSAGE_ID:
		return m->has_id;
	case MESSAGE_TEXT:
		return m->text != NULL;
	case MESSAGE_USERLIST:
		return m->users != NULL;
	default:
		return true;
	}
}

bool message_parse(struct message *m, const char *bytes, size_t n)
{
	cJSON *json = parse(bytes, n), *member;

	*m = (struct message){ 0 };
	if (!json)
		return false;
	m->type = MESSAGE_UNKNOWN;
	if (cJSON_IsObject(json))
		cJSON_ArrayForEach(member, json) read_member(m, member);
	cJSON_Delete(json);
	if (!is_complete(m))
		m->type = MESSAGE_UNKNOWN;
	return true;
}

void message_free(struct message *m)
{
	free(m->name);
	free(m->text);
	free_users(m);
	*m = (struct message){ 0 };
}

char *message_read_input(const char *bytes, size_t n)
{
	struct message m;
	char *text;

	message_parse(&m, bytes, n);
	text = m.text;
	m.text = NULL;
	message_free(&m);
	return text;
}

static void write_member(struct buf *out, const char *key, const char *string)
{
	buf_format(out, "\"%s\":", key);
	json_write_string(out, string, strlen(string));
	buf_append_byte(out, ',');
}

void message_write_username(struct buf *out, const char *name, int64_t id, int64_t date)
{
	buf_append_string(out, "{\"type\":\"username\",");
	write_member(out, "name", name);
	buf_format(out, "\"id\":%" PRId64 ",\"date\":%" PRId64 "}", id, date);
}

void message_write_text(struct buf *out, const char *text, int64_t id, int64_t date, int64_t resent)
{
	buf_append_string(out, "{\"type\":\"message\",");
	write_member(out, "text", text);
	buf_format(out, "\"id\":%" PRId64 ",\"date\":%" PRId64, id, date);
	if (resent)
		buf_format(out, ",\"resent\":%" PRId64, resent);
	buf_append_byte(out, '}');
}
