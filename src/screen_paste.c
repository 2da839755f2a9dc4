#include "screen_paste.h"

#include <string.h>

#include "intl.h"
#include "popupview.h"
#include "screen_complete.h"
#include "screen_private.h"

/* A pasted text is cut off where the line would be longer than any message. */
#define LINE_MOST (1u << 20)

/* Lines of it that are shown at the most, and bytes of each. */
#define SHOWN_LINES 20
#define SHOWN_BYTES 1000

/* Columns that the question needs in full, and in short. */
#define LONG_FROM  66
#define SHORT_FROM 36

void screen_paste_free(struct screen_paste *p)
{
	buf_free(&p->text);
	buf_free(&p->row);
}

static bool is_open(const struct screen *s)
{
	return s->mode == SCREEN_PASTING;
}

static void drop(struct screen *s)
{
	buf_free(&s->paste.text);
	s->mode = SCREEN_TYPING;
	s->dirty = SCREEN_ALL;
}

static void trim(struct buf *b)
{
	while (buf_size(b) && buf_bytes(b)[buf_size(b) - 1] == '\n')
		buf_truncate(b, buf_size(b) - 1);
}

/* Puts it into the line, for editing. */
static void take(struct screen *s)
{
	trim(&s->paste.text);
	edit_insert(s->edit, buf_string(&s->paste.text), buf_size(&s->paste.text));
	drop(s);
}

/* A text that begins with a slash was not meant for a command. */
static void say(struct screen *s)
{
	if (!edit_size(s->edit) && *buf_string(&s->paste.text) == '/')
		edit_insert(s->edit, "/", 1);
	take(s);
	screen_send(s);
}

static size_t count_lines(const struct screen *s)
{
	const uint8_t *at = buf_bytes(&s->paste.text), *end = at + buf_size(&s->paste.text);
	size_t lines = 1;

	while (end > at && end[-1] == '\n')
		end--;
	for (; (at = memchr(at, '\n', (size_t)(end - at))); at++)
		lines++;
	return lines;
}

void screen_paste(struct screen *s, const char *text, size_t n)
{
	size_t used = edit_size(s->edit) + buf_size(&s->paste.text);
	size_t room = used < LINE_MOST ? LINE_MOST - used : 0;

	if (s->mode == SCREEN_INSPECTING)
		screen_frames_paste(s, text, n);
	else if (s->find.open)
		screen_find_insert(s, text, n);
	else if (s->mode == SCREEN_SEARCHING)
		screen_search_insert(s, text, n);
	if (s->find.open || (s->mode != SCREEN_TYPING && !is_open(s)))
		return;
	if (n > room) {
		n = text_prev(text, n, room + 1);
		buf_append_string(screen_message(s),
				  _("Cut off: what was pasted is longer than a message can be"));
	}
	buf_append(&s->paste.text, text, n);
	if (is_open(s) || count_lines(s) > 1)
		s->mode = SCREEN_PASTING;
	else
		take(s);
	screen_complete_end(s);
	s->dirty = SCREEN_ALL;
}

bool screen_paste_key(struct screen *s, enum keymap_action action)
{
	if (!is_open(s))
		return false;
	switch (action) {
	case KEYMAP_SEND:
		say(s);
		return true;
	case KEYMAP_ESCAPE:
	case KEYMAP_CANCEL:
		drop(s);
		return true;
	case KEYMAP_COMPLETE:
	case KEYMAP_COMPLETE_BACK:
		take(s);
		return true;
	case KEYMAP_PAGE_UP:
	case KEYMAP_PAGE_DOWN:
	case KEYMAP_TOP:
	case KEYMAP_BOTTOM:
	case KEYMAP_REDRAW:
	case KEYMAP_SUSPEND:
	case KEYMAP_NONE:
		return false;
	default:
		take(s);
		return false;
	}
}

void screen_paste_word(struct buf *out, const struct screen *s)
{
	size_t lines = count_lines(s);

	if (s->grid.cols >= LONG_FROM)
		buf_format(out,
			   /* TRANSLATORS: Tab and Esc are keys. */
			   ngettext("%zu line was pasted. Enter: send, Tab: edit, Esc: cancel",
				    "%zu lines were pasted. Enter: send, Tab: edit, Esc: cancel",
				    lines),
			   lines);
	else if (s->grid.cols >= SHORT_FROM)
		/* TRANSLATORS: At most 38 columns. Tab and Esc are keys. */
		buf_append_string(out, _("Enter: send, Tab: edit, Esc: cancel"));
	else
		/* TRANSLATORS: At most 10 columns: whether to send so many lines. */
		buf_format(out, ngettext("%zu line?", "%zu lines?", lines), lines);
}

static const char *line_at(void *arg, size_t at)
{
	struct screen *s = arg;
	const char *line = buf_string(&s->paste.text);
	size_t n;

	while (at--)
		line = strchr(line, '\n') + 1;
	n = strcspn(line, "\n");
	buf_clear(&s->paste.row);
	text_clean(&s->paste.row, line, n < SHOWN_BYTES ? n : SHOWN_BYTES, TEXT_ONE_LINE);
	return buf_string(&s->paste.row);
}

void screen_paste_draw(struct screen *s)
{
	struct grid_rect pane = { 0, 0, s->layout.chat.rows, s->grid.cols };
	size_t lines = is_open(s) ? count_lines(s) : 0;
	size_t shown = lines < SHOWN_LINES ? lines : SHOWN_LINES;
	struct popupview view = { .count = shown, .row = line_at, .arg = s, .chosen = shown };
	struct buf title = { 0 };

	if (!is_open(s) || !popupview_fits(pane))
		return;
	buf_format(&title, ngettext("%zu line", "%zu lines", lines), lines);
	view.title = buf_string(&title);
	popupview_draw(&s->grid, pane, &view);
	buf_free(&title);
}
