#include "screen_find.h"

#include <stdlib.h>
#include <string.h>

#include "intl.h"
#include "mem.h"
#include "screen_private.h"
#include "text_find.h"

/* Columns from which all keys are told, with how many lines are below. */
#define LONG_FROM 76

static void look_from_the_start(struct screen *s)
{
	s->chat.found = 0;
	s->chat.scrolled = s->find.scrolled;
	s->chat.bottom = s->find.bottom;
	if (!s->chat.scrolled)
		chatview_bottom(&s->chat);
}

static bool find(struct screen *s, bool newer, bool again)
{
	const struct chatview_words words = screen_words();

	return chatview_find(&s->chat, s->layout.chat, session_transcript(s->session), &words,
			     newer, again);
}

static void mark(struct screen *s)
{
	s->dirty |= SCREEN_CHAT | SCREEN_STATUS | SCREEN_INPUT;
}

/* What is typed on narrows the search from where it is; anything else lets it begin anew. What was
 * not found is not found with more behind it either. */
static void take_needle(struct screen *s)
{
	struct screen_find *f = &s->find;
	char *folded = text_fold(edit_text(f->needle));
	bool narrows = f->folded && *f->folded && !strncmp(folded, f->folded, strlen(f->folded));

	free(f->folded);
	s->chat.needle = f->folded = folded;
	mark(s);
	if (narrows && f->result == SCREEN_FIND_NOTHING)
		return;
	if (!narrows)
		look_from_the_start(s);
	f->result = !*folded || find(s, false, false) || find(s, true, false) ? SCREEN_FIND_FOUND
									      : SCREEN_FIND_NOTHING;
}

static void step(struct screen *s, bool newer)
{
	struct screen_find *f = &s->find;

	if (!edit_size(f->needle) && f->last) {
		edit_set(f->needle, f->last, strlen(f->last));
		take_needle(s);
	} else if (edit_size(f->needle) && f->result != SCREEN_FIND_NOTHING) {
		f->result = find(s, newer, true) ? SCREEN_FIND_FOUND : SCREEN_FIND_NO_MORE;
	}
	mark(s);
}

void screen_find_open(struct screen *s, const char *text, size_t n)
{
	struct screen_find *f = &s->find;

	screen_help_close(&s->help);
	s->users.over = false;
	f->open = true;
	f->scrolled = s->chat.scrolled;
	f->bottom = s->chat.bottom;
	f->result = SCREEN_FIND_FOUND;
	if (!f->needle)
		f->needle = edit_new();
	edit_reset(f->needle);
	edit_insert(f->needle, text, n);
	take_needle(s);
}

void screen_find_show(struct screen *s)
{
	if (s->find.open && s->chat.found)
		find(s, false, false);
}

static void leave(struct screen *s, bool back)
{
	struct screen_find *f = &s->find;

	if (back)
		look_from_the_start(s);
	f->open = false;
	s->chat.needle = NULL;
	s->chat.found = 0;
	if (edit_size(f->needle))
		mem_replace(&f->last, edit_text(f->needle));
	mark(s);
}

void screen_find_insert(struct screen *s, const char *text, size_t n)
{
	const char *end = memchr(text, '\n', n);

	edit_insert(s->find.needle, text, end ? (size_t)(end - text) : n);
	take_needle(s);
}

static void edit(struct screen *s, enum edit_verb verb)
{
	if (edit_do(s->find.needle, verb))
		take_needle(s);
}

bool screen_find_key(struct screen *s, struct key key, struct keymap_result r)
{
	char bytes[4];

	switch (r.action) {
	case KEYMAP_INSERT:
		screen_find_insert(s, bytes, text_encode(bytes, key.code));
		return true;
	case KEYMAP_EDIT:
		edit(s, r.verb);
		return true;
	case KEYMAP_DELETE_OR_QUIT:
		edit(s, EDIT_DELETE_NEXT);
		return true;
	case KEYMAP_OLDER:
	case KEYMAP_FIND:
	case KEYMAP_SEARCH_HISTORY:
		step(s, false);
		return true;
	case KEYMAP_NEWER:
		step(s, true);
		return true;
	case KEYMAP_CANCEL:
	case KEYMAP_ESCAPE:
		leave(s, true);
		return true;
	case KEYMAP_SEND:
		leave(s, false);
		return true;
	case KEYMAP_NONE:
	case KEYMAP_NEWLINE:
	case KEYMAP_QUOTE:
		return true;
	case KEYMAP_PAGE_UP:
	case KEYMAP_PAGE_DOWN:
	case KEYMAP_TOP:
	case KEYMAP_BOTTOM:
	case KEYMAP_REDRAW:
	case KEYMAP_SUSPEND:
		return false;
	default:
		leave(s, false);
		return false;
	}
}

bool screen_find_is_short(const struct screen *s)
{
	return s->find.open && s->grid.cols < LONG_FROM;
}

void screen_find_word(struct buf *out, const struct screen *s)
{
	const char *text = edit_text(s->find.needle);
	struct buf needle = { 0 };

	text_clean(&needle, text, strlen(text), TEXT_ONE_LINE);
	if (s->find.result == SCREEN_FIND_NOTHING)
		buf_format(out, _("Nothing found for '%s'"), buf_string(&needle));
	else if (s->find.result == SCREEN_FIND_NO_MORE)
		buf_format(out, _("Nothing more found for '%s'"), buf_string(&needle));
	else if (screen_find_is_short(s))
		/* TRANSLATORS: The same in at most 38 columns. */
		buf_append_string(out, _("Up: older, Down: newer, Esc: back"));
	else
		/* TRANSLATORS: Names of keys, and what they do in a search; short, for the status
		 * line. */
		buf_append_string(out, _("Up: older, Down: newer, Enter: stay here, Esc: back"));
	buf_free(&needle);
}

void screen_find_free(struct screen_find *f)
{
	edit_free(f->needle);
	free(f->folded);
	free(f->last);
}
