#include "testing.h"

#include <locale.h>
#include <string.h>

#include "buf.h"
#include "presence.h"

/* Lines are "+name", "-name" and "name>name". */
static const struct {
	const char *lines, *told;
} runs[] = {
	{ "", "" },
	{ "+a", "joined a" },
	{ "-a", "left a" },
	{ "a>b", "renamed a b" },
	{ "+a +b -c", "joined a, joined b, left c" },
	{ "+a -a", "visited a" },
	{ "+a -a +a", "joined a" },
	{ "+a -a +a -a", "visited a" },
	{ "-a +a", "back a" },
	{ "-a +a -a", "left a" },
	{ "a>b b>c", "renamed a c" },
	{ "a>b b>a", "back a" },
	{ "a>b -b", "left a" },
	{ "a>b -b +b", "renamed a b" },
	{ "+a a>b", "joined b" },
	{ "+a a>b -b", "visited b" },
	{ "-a b>a", "left a, renamed b a" },
	{ "-a b>a -a +a", "left a, renamed b a" },
	{ "a>b +a", "renamed a b, joined a" },
	{ "a>x b>a x>b", "renamed a b, renamed b a" },
	{ "+a +a -a", "joined a, visited a" },
	{ "+a b>c +d", "joined a, renamed b c, joined d" },
};

static void add(struct transcript *t, const char *line)
{
	const char *to = strchr(line, '>');
	char name[8] = "";

	if (to) {
		memcpy(name, line, (size_t)(to - line));
		transcript_add(t, 0, EVENT_RENAME, name, to + 1);
	} else {
		transcript_add(t, 0, *line == '+' ? EVENT_JOIN : EVENT_LEAVE, line + 1, NULL);
	}
}

static void tell(struct buf *out, const struct presence_person *person)
{
	static const char *const kinds[PRESENCE_KINDS] = { "joined", "left", "renamed", "visited",
							   "back" };
	enum presence_kind kind = presence_kind(person);

	buf_format(out, "%s%s ", buf_size(out) ? ", " : "", kinds[kind]);
	if (kind == PRESENCE_RENAMED)
		buf_format(out, "%s %s", person->before, person->now);
	else
		buf_append_string(out, kind == PRESENCE_LEFT ? person->before : person->last);
}

START_TEST(a_run_is_what_became_of_everybody)
{
	struct transcript *t = transcript_new(100);
	struct presence presence = { 0 };
	char *lines = strdup(runs[_i].lines), *rest = NULL;
	struct buf told = { 0 };

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	transcript_add(t, 0, EVENT_LEAVE, "before", NULL);
	presence_add(&presence, transcript_at(t, 0));
	presence_clear(&presence);
	for (char *line = strtok_r(lines, " ", &rest); line; line = strtok_r(NULL, " ", &rest)) {
		add(t, line);
		presence_add(&presence, transcript_at(t, transcript_end(t) - 1));
	}
	for (size_t i = 0; i < presence.count; i++)
		tell(&told, &presence.people[i]);
	ck_assert_str_eq(buf_string(&told), runs[_i].told);
	presence_free(&presence);
	transcript_free(t);
	buf_free(&told);
	free(lines);
}
END_TEST

START_TEST(other_lines_tell_of_no_presence)
{
	struct transcript *t = transcript_new(100);

	for (int type = EVENT_CONNECTING; type <= EVENT_GAP; type++)
		ck_assert_int_eq(presence_is(transcript_add(t, 0, (enum event_type)type, "a", "b")),
				 type == EVENT_JOIN || type == EVENT_LEAVE || type == EVENT_RENAME);
	transcript_free(t);
}
END_TEST

TESTING_MAIN("presence", TESTING_LOOP(a_run_is_what_became_of_everybody, COUNT(runs)),
	     TESTING(other_lines_tell_of_no_presence))
