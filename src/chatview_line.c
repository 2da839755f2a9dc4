#include "chatview_line.h"

#include <stdlib.h>
#include <string.h>

#include "bidi.h"
#include "chatview_find.h"
#include "chatview_fold.h"
#include "chatview_lead.h"
#include "chatview_private.h"
#include "chatview_spell.h"
#include "mem.h"
#include "message.h"
#include "text_wrap.h"

/* Columns of the pane: with more than INLINE_TO the names have a column of their own, with fewer
 * than TIME_FROM there is no time. */
#define NAMES_FROM 60
#define INLINE_TO  40
#define TIME_FROM  30
#define HANG_FROM  10

#define TIME_COLS   6  /* "HH:MM " */
#define NAMES_WIDE  13 /* "<ten letters> " */
#define NAMES_CLOSE 9
#define NAMES_LEAST 8 /* "<five5> " */

/* Cells of a name in the prefix. */
#define NAME_MOST 48

/* Bytes from where on a wrapped text is kept. */
#define LONG_TEXT 8192

#define RULE "\xe2\x94\x80" /* a horizontal line */

/* What somebody says in our name is told as a notice, which nobody takes for what we said. */
static bool is_message(const struct transcript_line *line)
{
	return line->type == EVENT_MESSAGE && !line->forged;
}

static bool is_trouble(const struct transcript_line *line)
{
	return line->type == EVENT_ERROR || line->type == EVENT_UNDELIVERED || line->forged ||
	       line->type == EVENT_LOOKALIKE;
}

/* The first line kept tells its day where not all lines are of one day. */
static bool is_new_day(const struct chatview_line *l)
{
	uint64_t other = l->first - 1;

	if (l->first == transcript_first(l->transcript))
		other = transcript_end(l->transcript) - 1;
	return !chatview_same_day(l->words, l->line->time,
				  transcript_at(l->transcript, other)->time);
}

static void append_name(struct buf *out, const struct chatview_line *l)
{
	const char *name = transcript_name(l->line);
	size_t n, fits;

	if (!*name && l->words->nameless)
		name = l->words->nameless;
	n = strlen(name);
	fits = text_fit(name, n, NAME_MOST, NULL);
	buf_append(out, name, fits);
	if (fits < n)
		buf_append_string(out, "...");
}

static enum grid_style name_style(const struct transcript_line *line)
{
	if (line->mention)
		return GRID_MENTION;
	return line->own ? GRID_OWN : grid_name_style(transcript_name(line));
}

/* What our own line looks like on its way. */
static void show_state(struct chatview_line *l)
{
	switch ((enum transcript_state)l->line->state) {
	case TRANSCRIPT_QUEUED:
	case TRANSCRIPT_SENT:
		l->text_style = l->name_style = l->prefix_style = GRID_PENDING;
		break;
	case TRANSCRIPT_IN_DOUBT:
		l->text_style = GRID_PENDING;
		l->mark = '?';
		break;
	case TRANSCRIPT_FAILED:
		l->text_style = GRID_ERROR;
		l->mark = '!';
		break;
	case TRANSCRIPT_PLAIN:
	case TRANSCRIPT_DELIVERED:
		break;
	}
}

static void use_body(struct chatview_line *l)
{
	l->text = buf_string(&l->body);
	l->n = buf_size(&l->body);
}

static void word_action(struct chatview_line *l)
{
	const char *text = transcript_text(l->line), *action = message_action(text);

	buf_append_string(&l->prefix, "*");
	append_name(&l->body, l);
	l->name_end = buf_size(&l->body);
	buf_append_string(&l->body, " ");
	buf_append_string(&l->body, action ? action : text);
	l->text_style = GRID_ACTION;
	use_body(l);
}

static void word_message(struct chatview_line *l)
{
	buf_append_string(&l->prefix, "<");
	append_name(&l->prefix, l);
	buf_append_string(&l->prefix, ">");
	l->text = transcript_text(l->line);
	l->n = strlen(l->text);
}

static void word_notice(struct chatview_line *l)
{
	l->prefix_style = l->text_style = is_trouble(l->line) ? GRID_ERROR : GRID_NOTICE;
	l->words->notice(&l->body, l->line);
	if (buf_size(&l->body))
		buf_append_string(&l->prefix, "-!-");
	use_body(l);
}

static void word_presence(struct chatview_line *l)
{
	presence_clear(&l->presence);
	for (uint64_t number = l->first; number <= l->last; number++)
		presence_add(&l->presence, transcript_at(l->transcript, number));
	l->prefix_style = l->text_style = GRID_NOTICE;
	l->words->presence(&l->body, &l->presence);
	buf_append_string(&l->prefix, "-!-");
	use_body(l);
}

void chatview_word(struct chatview_line *l, uint64_t number)
{
	chatview_fold(l, number);
	buf_clear(&l->prefix);
	buf_clear(&l->body);
	l->name_end = 0;
	l->mark = 0;
	l->text_style = GRID_TEXT;
	l->prefix_style = l->name_style = name_style(l->line);
	if (l->first < l->last)
		word_presence(l);
	else if (!is_message(l->line))
		word_notice(l);
	else if (l->line->action)
		word_action(l);
	else
		word_message(l);
	if (is_message(l->line))
		show_state(l);
	if (l->view->spelled)
		chatview_spell(l);
}

/* No wider than the names in the room, most of which are short; "<", ">" and a space are around. */
static int names_column(const struct chatview_line *l)
{
	int most = l->cols >= NAMES_FROM ? NAMES_WIDE : NAMES_CLOSE;
	int wanted = l->view->names > 5 ? l->view->names + 3 : NAMES_LEAST;

	return l->view->names && wanted < most ? wanted : most;
}

static void choose_columns(struct chatview_line *l)
{
	int names = names_column(l);
	int prefix = text_width(buf_string(&l->prefix), buf_size(&l->prefix)) + 1;

	l->time_cols = l->cols >= TIME_FROM ? TIME_COLS : 0;
	l->text_col = l->time_cols ? l->time_cols : l->cols >= HANG_FROM;
	l->prefix_col = l->time_cols;
	if (l->cols > INLINE_TO) {
		l->text_col = l->time_cols + names;
		if (prefix < names)
			l->prefix_col = l->text_col - prefix;
	}
	l->first_col = l->prefix_col + prefix;
	l->lone_prefix = l->cols - l->first_col < (l->cols - l->text_col + 1) / 2;
	if (l->lone_prefix)
		l->first_col = l->text_col;
}

static size_t wrap_into(const char *text, size_t n, int first, int rest, struct text_row **rows,
			size_t *room)
{
	size_t count;

	*rows = mem_grow(*rows, room, 16, sizeof **rows);
	count = text_wrap(text, n, first, rest, *rows, *room);
	if (count > *room) {
		*rows = mem_grow(*rows, room, count, sizeof **rows);
		text_wrap(text, n, first, rest, *rows, *room);
	}
	return count;
}

static struct chatview_long *wrap_long(struct chatview_line *l, int first, int rest)
{
	struct chatview_long *k = l->view->kept;
	uint32_t hash = text_hash(l->text);

	if (!k)
		l->view->kept = k = mem_new(1, sizeof *k);
	if (k->n == l->n && k->hash == hash && k->first == first && k->rest == rest)
		return k;
	k->n = l->n;
	k->linked = false;
	k->hash = hash;
	k->first = first;
	k->rest = rest;
	k->count = wrap_into(l->text, l->n, first, rest, &k->rows, &k->room);
	return k;
}

static void wrap(struct chatview_line *l)
{
	int first = l->cols - l->first_col, rest = l->cols - l->text_col;

	l->kept_text = l->n >= LONG_TEXT ? wrap_long(l, first, rest) : NULL;
	if (l->kept_text) {
		l->rows = l->kept_text->rows;
		l->text_rows = l->kept_text->count;
		return;
	}
	l->text_rows = wrap_into(l->text, l->n, first, rest, &l->own_rows, &l->room);
	l->rows = l->own_rows;
}

void chatview_lay_out(struct chatview_line *l, uint64_t number)
{
	l->count = l->above = 0;
	l->linked = false;
	chatview_word(l, number);
	if (!buf_size(&l->prefix))
		return; /* an event that is not told */
	choose_columns(l);
	wrap(l);
	l->new_day = is_new_day(l);
	l->marked = l->view->mark && l->line->serial == l->view->mark;
	l->head = (size_t)l->marked + l->new_day;
	l->above = l->head + l->lone_prefix;
	l->count = l->above + l->text_rows;
}

void chatview_line_free(struct chatview_line *l)
{
	free(l->own_rows);
	presence_free(&l->presence);
	free(l->links.all);
	buf_free(&l->prefix);
	buf_free(&l->body);
	buf_free(&l->scratch);
	buf_free(&l->spelt);
}

void chatview_draw_rule(struct grid *g, struct grid_rect rect, int at, const char *words,
			enum grid_style style)
{
	int width = text_width(words, strlen(words)), col = 0;

	while (col < rect.cols)
		col = grid_write(g, rect, at, col, GRID_BORDER, RULE, sizeof RULE - 1);
	grid_write_cut(g, rect, at, width < rect.cols ? (rect.cols - width) / 2 : 0, style, words,
		       strlen(words));
}

static void draw_day(struct chatview_line *l, struct grid *g, struct grid_rect rect, int at)
{
	buf_clear(&l->scratch);
	buf_append_string(&l->scratch, " ");
	l->words->day(&l->scratch, l->line->time);
	buf_append_string(&l->scratch, " ");
	chatview_draw_rule(g, rect, at, buf_string(&l->scratch), GRID_HEADING);
}

static void draw_mark(struct chatview_line *l, struct grid *g, struct grid_rect rect, int at)
{
	buf_clear(&l->scratch);
	buf_append_string(&l->scratch, " ");
	buf_append_string(&l->scratch, l->words->unread);
	buf_append_string(&l->scratch, " ");
	chatview_draw_rule(g, rect, at, buf_string(&l->scratch), GRID_MENTION);
	l->view->mark_seen = true;
}

void chatview_draw_time(struct chatview_line *l, int64_t time, struct grid *g,
			struct grid_rect rect, int at)
{
	if (!l->time_cols)
		return;
	buf_clear(&l->scratch);
	l->words->clock(&l->scratch, time);
	grid_write(g, rect, at, 0, GRID_TIME, buf_string(&l->scratch), buf_size(&l->scratch));
}

static void draw_head(struct chatview_line *l, struct grid *g, struct grid_rect rect, int at)
{
	if (l->time_cols && l->mark)
		grid_write(g, rect, at, l->time_cols - 1, GRID_ERROR, &l->mark, 1);
	grid_write_cut(g, rect, at, l->prefix_col, l->prefix_style, buf_string(&l->prefix),
		       buf_size(&l->prefix));
}

/* Notices are in our language, whatever the name that they begin with. */
static bool is_rtl(const struct chatview_line *l)
{
	return is_message(l->line) && bidi_is_rtl(l->text + l->name_end, l->n - l->name_end);
}

static void draw_text(struct chatview_line *l, const struct text_row *row, int col, struct grid *g,
		      struct grid_rect rect, int at)
{
	size_t start = row->start;
	int begin = col;

	if (start < l->name_end) {
		size_t end = row->end < l->name_end ? row->end : l->name_end;

		col = grid_write(g, rect, at, col, l->name_style, l->text + start, end - start);
		start = end;
	}
	grid_write(g, rect, at, col, l->text_style, l->text + start, row->end - start);
	chatview_lead_text(l, row, begin, g, rect, at);
}

/* The last to be done: all else finds its cells by where they are stored. */
static void order_text(const struct chatview_line *l, const struct text_row *row, int col,
		       struct grid *g, struct grid_rect rect, int at)
{
	if (g->ordered)
		grid_order(g, rect, at, col, col + row->width, is_rtl(l));
}

void chatview_draw_row(struct chatview_line *l, size_t row, struct grid *g, struct grid_rect rect,
		       int at)
{
	const struct text_row *text = row >= l->above ? &l->rows[row - l->above] : NULL;
	int col = row == l->above ? l->first_col : l->text_col;

	if (l->marked && row == 0)
		draw_mark(l, g, rect, at);
	if (l->new_day && row + 1 == l->head)
		draw_day(l, g, rect, at);
	if (row == l->head) {
		draw_head(l, g, rect, at);
		chatview_lead_head(l, g, rect, at);
	}
	if (text)
		draw_text(l, text, col, g, rect, at);
	chatview_highlight(l, row, g, rect, at);
	if (text)
		order_text(l, text, col, g, rect, at);
}

size_t chatview_row_byte(const struct chatview_line *l, size_t row)
{
	return row > l->above && row < l->count ? l->rows[row - l->above].start : 0;
}

size_t chatview_byte_row(const struct chatview_line *l, size_t byte)
{
	size_t row = 0;

	while (row + 1 < l->text_rows && l->rows[row + 1].start <= byte)
		row++;
	return l->above + row;
}
