#include "words.h"

#include "intl.h"

/* Names told of each kind; beyond that it is a crowd, and /users tells who is here. */
#define NAMES_MOST 8

static const char *intro(enum presence_kind kind)
{
	static const char *const intros[PRESENCE_KINDS] = {
		/* TRANSLATORS: These begin lists of names, joined as in "joined: ann, bob; left:
		 * eve". One sentence tells all who came and went one after the other. */
		[PRESENCE_JOINED] = N_("joined: "),
		[PRESENCE_LEFT] = N_("left: "),
		/* TRANSLATORS: Pairs of an old and a new name follow. */
		[PRESENCE_RENAMED] = N_("renamed: "),
		/* TRANSLATORS: They joined, and left soon after. */
		[PRESENCE_VISITED] = N_("came and went: "),
		/* TRANSLATORS: They left, and joined soon after; or took another name for a
		 * while. */
		[PRESENCE_BACK] = N_("back again: "),
	};

	return _(intros[kind]);
}

static void name(struct buf *out, const char *string)
{
	/* TRANSLATORS: Stands for the name of somebody who has not given one. */
	buf_append_string(out, *string ? string : _("nameless"));
}

static void person(struct buf *out, const struct presence_person *p, enum presence_kind kind)
{
	if (kind != PRESENCE_RENAMED) {
		name(out, kind == PRESENCE_LEFT ? p->before : p->last);
		return;
	}
	name(out, p->before);
	buf_append_string(out, " \xe2\x86\x92 "); /* an arrow to the right */
	name(out, p->now);
}

static void people(struct buf *out, const struct presence *presence, enum presence_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < presence->count; i++) {
		if (presence_kind(&presence->people[i]) != kind || count++ >= NAMES_MOST)
			continue;
		if (count > 1)
			buf_append_string(out, ", ");
		else
			buf_format(out, "%s%s", buf_size(out) ? "; " : "", intro(kind));
		person(out, &presence->people[i], kind);
	}
	if (count <= NAMES_MOST)
		return;
	buf_append_string(out, ", ");
	buf_format(out, ngettext("%zu more", "%zu more", count - NAMES_MOST), count - NAMES_MOST);
}

void words_presence(struct buf *out, const struct presence *presence)
{
	for (int kind = 0; kind < PRESENCE_KINDS; kind++)
		people(out, presence, (enum presence_kind)kind);
}
