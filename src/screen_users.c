#include "screen_users.h"

#include "intl.h"
#include "screen_private.h"

/* Of a room of thousands /users tells the first. */
#define TOLD_MOST 500

#define BORDER "\xe2\x94\x82" /* a vertical line */

static const struct roster *roster_of(const struct screen *s)
{
	return session_roster(s->session);
}

static void word_more(struct buf *out, size_t count)
{
	/* TRANSLATORS: So many names stand above or below those shown. */
	buf_format(out, ngettext("%zu more", "%zu more", count), count);
}

void screen_users_word(struct buf *out, const struct screen *s)
{
	size_t count = roster_count(roster_of(s));

	buf_format(out, ngettext("%zu user", "%zu users", count), count);
}

void screen_users_tell(struct screen *s)
{
	size_t count = roster_count(roster_of(s)), told = count < TOLD_MOST ? count : TOLD_MOST;
	struct buf names = { 0 };

	for (size_t i = 0; i < told; i++) {
		const char *name = roster_name(roster_of(s), i);

		buf_append_string(&names, i ? ", " : "");
		buf_append_string(&names, name ? name : _("nameless"));
	}
	if (told < count) {
		buf_append_string(&names, ", ");
		word_more(&names, count - told);
	}
	transcript_add(session_transcript(s->session), loop_moment(s->loop).wall, EVENT_USERLIST,
		       NULL, buf_string(&names))
		->number = (uint32_t)count;
	buf_free(&names);
}

/* The pane. */

static struct usersview_words words_of(const struct screen *s, struct buf *heading)
{
	screen_users_word(heading, s);
	return (struct usersview_words){ buf_string(heading), _("nameless"), word_more };
}

void screen_users_measure(struct screen *s, int cols)
{
	struct buf heading = { 0 };
	struct usersview_words words = words_of(s, &heading);
	const struct usersview_words names = { "", "", words.more };
	int width = usersview_width(roster_of(s), &words, layout_users_most(cols));
	int widest = usersview_width(roster_of(s), &names, cols);

	if (cols != s->grid.cols || width > s->users.width)
		s->users.width = width;
	if (cols != s->grid.cols || widest > s->chat.names) {
		s->chat.names = widest;
		s->dirty |= SCREEN_CHAT;
	}
	buf_free(&heading);
}

bool screen_users_cover(const struct screen *s)
{
	return s->users.over && !s->layout.users.cols;
}

static struct grid_rect pane_of(const struct screen *s)
{
	return screen_users_cover(s) ? s->layout.chat : s->layout.users;
}

void screen_users_draw(struct screen *s)
{
	struct grid_rect border = s->layout.border;
	struct buf heading = { 0 };
	struct usersview_words words = words_of(s, &heading);

	s->users.over = screen_users_cover(s);
	for (int row = 0; row < border.rows; row++)
		grid_write(&s->grid, border, row, 0, GRID_BORDER, BORDER, sizeof BORDER - 1);
	s->users.view.by_name = s->options->sort_users;
	usersview_draw(&s->users.view, &s->grid, pane_of(s), roster_of(s), session_name(s->session),
		       &words);
	buf_free(&heading);
}

void screen_users_scroll(struct screen *s, int rows)
{
	usersview_scroll(&s->users.view, roster_of(s), pane_of(s).rows, rows);
	s->dirty |= SCREEN_USERS;
}

/* Heading, and a row above and below, are no part of a page. */
int screen_users_page(const struct screen *s)
{
	int rows = pane_of(s).rows;

	return rows > 4 ? rows - 3 : 1;
}

/* A terminal too narrow for the pane shows it in place of the conversation. */
void screen_users_toggle(struct screen *s)
{
	if (screen_users_cover(s) || term_cols(s->term) < LAYOUT_USERS_FROM) {
		s->users.over = !s->users.over;
		screen_help_close(&s->help);
	} else {
		s->users.wanted = !s->users.wanted;
		s->users.width = 0;
	}
	s->dirty = SCREEN_ALL;
}
