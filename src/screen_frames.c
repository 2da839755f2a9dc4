#include "screen_frames.h"

#include "screen_private.h"
#include "words.h"

/* The letters that stand for what is shown, on a Latin keyboard and on a Russian one. */
static const struct {
	uint32_t latin, russian;
	enum framesview_show show;
} shows[] = {
	{ 'a', 0x444, FRAMESVIEW_ALL },
	{ 's', 0x44B, FRAMESVIEW_SENT },
	{ 'r', 0x43A, FRAMESVIEW_RECEIVED },
	{ 'c', 0x441, FRAMESVIEW_CONTROL },
};

void screen_frames_open(struct screen *s)
{
	s->mode = SCREEN_INSPECTING;
	s->dirty = SCREEN_ALL;
}

static void close_frames(struct screen *s)
{
	s->mode = SCREEN_TYPING;
	s->frames.view.moved = s->frames.view.whole = s->frames.view.typing = false;
}

static struct grid_rect pane(const struct screen *s)
{
	return (struct grid_rect){ 0, 0, s->grid.rows, s->grid.cols };
}

static void obey(struct screen *s, enum framesview_verb verb)
{
	if (!framesview_do(&s->frames.view, pane(s), s->frames.all, verb))
		close_frames(s);
}

static void take_letter(struct screen *s, uint32_t letter)
{
	char bytes[4];

	if (s->frames.view.typing) {
		framesview_type(&s->frames.view, bytes, text_encode(bytes, letter));
		return;
	}
	if (letter == '/' || letter == '.') /* where a Russian keyboard has the slash */
		obey(s, FRAMESVIEW_FILTER);
	else if (letter == 'q' || letter == 0x439)
		close_frames(s);
	for (size_t i = 0; i < sizeof shows / sizeof *shows; i++)
		if (letter == shows[i].latin || letter == shows[i].russian)
			framesview_choose(&s->frames.view, shows[i].show);
}

static bool find_verb(struct keymap_result r, enum framesview_verb *verb)
{
	static const struct {
		enum keymap_action action;
		enum edit_verb edit;
		enum framesview_verb verb;
	} verbs[] = {
		{ KEYMAP_OLDER, 0, FRAMESVIEW_UP },
		{ KEYMAP_NEWER, 0, FRAMESVIEW_DOWN },
		{ KEYMAP_PAGE_UP, 0, FRAMESVIEW_PAGE_UP },
		{ KEYMAP_PAGE_DOWN, 0, FRAMESVIEW_PAGE_DOWN },
		{ KEYMAP_TOP, 0, FRAMESVIEW_FIRST },
		{ KEYMAP_BOTTOM, 0, FRAMESVIEW_LAST },
		{ KEYMAP_SEND, 0, FRAMESVIEW_ENTER },
		{ KEYMAP_ESCAPE, 0, FRAMESVIEW_BACK },
		{ KEYMAP_CANCEL, 0, FRAMESVIEW_BACK },
		{ KEYMAP_EDIT, EDIT_HEAD, FRAMESVIEW_FIRST },
		{ KEYMAP_EDIT, EDIT_TAIL, FRAMESVIEW_LAST },
		{ KEYMAP_EDIT, EDIT_PREV, FRAMESVIEW_PREVIOUS },
		{ KEYMAP_EDIT, EDIT_NEXT, FRAMESVIEW_NEXT },
		{ KEYMAP_EDIT, EDIT_DELETE_PREV, FRAMESVIEW_ERASE },
	};

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
		if (r.action != verbs[i].action ||
		    (r.action == KEYMAP_EDIT && r.verb != verbs[i].edit))
			continue;
		*verb = verbs[i].verb;
		return true;
	}
	return false;
}

bool screen_frames_key(struct screen *s, struct key key, struct keymap_result r)
{
	enum framesview_verb verb;

	s->dirty = SCREEN_ALL;
	if (r.action == KEYMAP_REDRAW || r.action == KEYMAP_SUSPEND)
		return false;
	if (r.action == KEYMAP_HELP) {
		close_frames(s);
		return false;
	}
	if (r.action == KEYMAP_FRAMES)
		close_frames(s);
	else if (r.action == KEYMAP_INSERT)
		take_letter(s, key.code);
	else if (find_verb(r, &verb))
		obey(s, verb);
	return true;
}

void screen_frames_paste(struct screen *s, const char *text, size_t n)
{
	if (s->frames.view.typing)
		framesview_type(&s->frames.view, text, n);
	s->dirty = SCREEN_ALL;
}

void screen_frames_draw(struct screen *s)
{
	const struct framesview_words words = words_framesview();

	framesview_draw(&s->frames.view, &s->grid, pane(s), s->frames.all, &words);
	s->frames.drawn = frames_end(s->frames.all);
}
