#include "screen_bare.h"

#include "bareview.h"
#include "screen_private.h"
#include "term_beside.h"

static uint64_t lowest_line(const struct screen *s)
{
	const struct transcript *t = session_transcript(s->session);
	uint64_t end = transcript_end(t), number = end;

	if (s->chat.scrolled)
		number = transcript_find(t, s->chat.bottom.serial);
	return number < end ? number : end - 1;
}

void screen_bare_show(struct screen *s)
{
	const struct transcript *t = session_transcript(s->session);
	const struct chatview_words words = screen_words();
	struct buf text = { 0 };

	if (transcript_first(t) < transcript_end(t))
		bareview_write(&text, t, lowest_line(s), term_rows(s->term), term_cols(s->term),
			       &words);
	s->bare = true;
	term_set_mouse(s->term, false);
	term_show(s->term, buf_string(&text), buf_size(&text));
	buf_free(&text);
}

void screen_bare_leave(struct screen *s)
{
	if (!s->bare)
		return;
	s->bare = false;
	term_set_mouse(s->term, s->options->mouse);
	term_redraw(s->term);
	s->dirty = SCREEN_ALL;
}

/* What is typed is not lost; but nobody sees what another key would do. */
bool screen_bare_key(struct screen *s, enum keymap_action action)
{
	if (!s->bare)
		return false;
	screen_bare_leave(s);
	return action != KEYMAP_INSERT;
}
