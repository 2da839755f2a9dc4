#include "screen_private.h"

/* The reader turns to another window, or comes back. */
void screen_focus(struct screen *s, bool focused)
{
	if (focused)
		chatview_return(&s->chat);
	else
		chatview_leave(&s->chat, session_transcript(s->session));
	s->dirty |= SCREEN_CHAT;
}
