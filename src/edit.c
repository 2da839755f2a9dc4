#include "edit.h"

#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "edit_private.h"
#include "mem.h"
#include "text.h"
#include "text_case.h"

#define KILLS 32

/* Typing is undone by words; where no blanks part them, by this many bytes. */
#define TYPED_MAX 60

/* What was done last decides what joins: kills in the ring, changes that are undone as one, rows
 * that keep a column. */
enum act {
	ACT_MOVE,
	ACT_MOVE_ROW,
	ACT_TYPE,
	ACT_PASTE,
	ACT_DELETE_PREV,
	ACT_DELETE_NEXT,
	ACT_KILL,
	ACT_YANK,
	ACT_REPLACE,
	ACT_REWRITE,
};

struct edit {
	struct edit_piece text;
	size_t cursor;
	enum act last;
	struct edit_changes changes;
	int column; /* that moves from row to row keep, in cells; ACT_MOVE_ROW */
	struct edit_piece kills[KILLS];
	size_t newest; /* of the kills */
	size_t yanked; /* the kill that stands in the text at yanked_at; ACT_YANK */
	size_t yanked_at;
};

struct edit *edit_new(void)
{
	struct edit *e = mem_new(1, sizeof *e);

	edit_piece_splice(&e->text, 0, 0, "", 0);
	return e;
}

void edit_free(struct edit *e)
{
	if (!e)
		return;
	edit_changes_cut(&e->changes, 0);
	free(e->changes.list);
	for (size_t i = 0; i < KILLS; i++)
		edit_piece_free(&e->kills[i]);
	edit_piece_free(&e->text);
	free(e);
}

void edit_reset(struct edit *e)
{
	edit_changes_cut(&e->changes, 0);
	edit_piece_splice(&e->text, 0, e->text.n, "", 0);
	e->cursor = 0;
	e->last = ACT_MOVE;
}

const char *edit_text(const struct edit *e)
{
	return e->text.s;
}

size_t edit_size(const struct edit *e)
{
	return e->text.n;
}

size_t edit_cursor(const struct edit *e)
{
	return e->cursor;
}

static size_t next(const struct edit *e, size_t at)
{
	return text_next(e->text.s, e->text.n, at);
}

static size_t prev(const struct edit *e, size_t at)
{
	return text_prev(e->text.s, e->text.n, at);
}

/* Text that comes together may become one grapheme, as two halves of a flag do: the cursor goes
 * behind it. */
static void set_cursor(struct edit *e, size_t at)
{
	size_t boundary = at < e->text.n ? prev(e, at + 1) : at;

	e->cursor = boundary == at ? at : next(e, boundary);
}

static bool move_to(struct edit *e, size_t at)
{
	size_t old = e->cursor;

	set_cursor(e, at);
	e->last = ACT_MOVE;
	return e->cursor != old;
}

static bool continues_word(const struct edit_change *c, char typed)
{
	return c->added.n < TYPED_MAX &&
	       (ascii_is_blank(typed) || !ascii_is_blank(c->added.s[c->added.n - 1]));
}

/* Whether putting S in place of [from, to) is undone together with the last change. */
static bool joins(const struct edit *e, const struct edit_change *c, enum act act, size_t from,
		  size_t to, const char *s)
{
	if (act != e->last)
		return false;
	switch (act) {
	case ACT_TYPE:
		return from == c->at + c->added.n && continues_word(c, *s);
	case ACT_DELETE_PREV:
		return to == c->at && c->removed.n < TYPED_MAX;
	case ACT_DELETE_NEXT:
		return from == c->at && c->removed.n < TYPED_MAX;
	case ACT_YANK:
	case ACT_REPLACE:
		return from == c->at && to == c->at + c->added.n;
	default:
		return false;
	}
}

static void record(struct edit *e, enum act act, size_t from, size_t to, const char *s, size_t n)
{
	struct edit_change *c = e->changes.done ? &e->changes.list[e->changes.done - 1] : NULL;

	if (!c || !joins(e, c, act, from, to, s)) {
		c = edit_changes_add(&e->changes);
		c->at = from;
		c->cursor = e->cursor;
	} else if (act == ACT_YANK || act == ACT_REPLACE) {
		edit_piece_splice(&c->added, 0, c->added.n, s, n);
		return;
	}
	edit_piece_insert(&c->removed, from < c->at ? 0 : c->removed.n, e->text.s + from,
			  to - from);
	edit_piece_insert(&c->added, c->added.n, s, n);
	c->at = from < c->at ? from : c->at;
}

/* Every change of the text comes through here, but for undo and redo. */
static bool change(struct edit *e, enum act act, size_t from, size_t to, const char *s, size_t n)
{
	if (from == to && !n)
		return false;
	record(e, act, from, to, s, n);
	edit_piece_splice(&e->text, from, to, s, n);
	set_cursor(e, from + n);
	e->last = act;
	return true;
}

void edit_insert(struct edit *e, const char *text, size_t n)
{
	bool typed = n && text_next(text, n, 0) == n;

	change(e, typed ? ACT_TYPE : ACT_PASTE, e->cursor, e->cursor, text, n);
}

void edit_set(struct edit *e, const char *text, size_t n)
{
	change(e, ACT_REPLACE, 0, e->text.n, text, n);
}

void edit_replace(struct edit *e, size_t from, size_t to, const char *text, size_t n)
{
	change(e, ACT_REPLACE, from, to, text, n);
}

static size_t row_head(const struct edit *e, size_t at)
{
	while (at && e->text.s[at - 1] != '\n')
		at--;
	return at;
}

static size_t row_tail(const struct edit *e, size_t at)
{
	while (at < e->text.n && e->text.s[at] != '\n')
		at++;
	return at;
}

static bool move_head(struct edit *e)
{
	return move_to(e, row_head(e, e->cursor));
}

static bool move_tail(struct edit *e)
{
	return move_to(e, row_tail(e, e->cursor));
}

static bool move_prev(struct edit *e)
{
	return move_to(e, prev(e, e->cursor));
}

static bool move_next(struct edit *e)
{
	return move_to(e, next(e, e->cursor));
}

static bool move_prev_word(struct edit *e)
{
	return move_to(e, text_prev_word(e->text.s, e->text.n, e->cursor));
}

static bool move_next_word(struct edit *e)
{
	return move_to(e, text_next_word(e->text.s, e->text.n, e->cursor));
}

/* The first of the moves from row to row tells the column. */
static bool move_to_row(struct edit *e, size_t head)
{
	size_t own = row_head(e, e->cursor);
	const char *row = e->text.s + head;

	if (e->last != ACT_MOVE_ROW)
		e->column = text_width(e->text.s + own, e->cursor - own);
	move_to(e, head + text_fit(row, row_tail(e, head) - head, e->column, NULL));
	e->last = ACT_MOVE_ROW;
	return true;
}

static bool move_up(struct edit *e)
{
	size_t head = row_head(e, e->cursor);

	return head && move_to_row(e, row_head(e, head - 1));
}

static bool move_down(struct edit *e)
{
	size_t tail = row_tail(e, e->cursor);

	return tail < e->text.n && move_to_row(e, tail + 1);
}

static bool delete_prev(struct edit *e)
{
	return change(e, ACT_DELETE_PREV, prev(e, e->cursor), e->cursor, "", 0);
}

static bool delete_next(struct edit *e)
{
	return change(e, ACT_DELETE_NEXT, e->cursor, next(e, e->cursor), "", 0);
}

/* Kills in a row become one in the ring. */
static bool kill_range(struct edit *e, size_t from, size_t to)
{
	struct edit_piece *piece;

	if (from == to)
		return false;
	if (e->last != ACT_KILL) {
		e->newest = (e->newest + 1) % KILLS;
		edit_piece_free(&e->kills[e->newest]);
	}
	piece = &e->kills[e->newest];
	edit_piece_insert(piece, from < e->cursor ? 0 : piece->n, e->text.s + from, to - from);
	return change(e, ACT_KILL, from, to, "", 0);
}

static bool kill_prev_word(struct edit *e)
{
	return kill_range(e, text_prev_word(e->text.s, e->text.n, e->cursor), e->cursor);
}

static bool kill_next_word(struct edit *e)
{
	return kill_range(e, e->cursor, text_next_word(e->text.s, e->text.n, e->cursor));
}

/* At the edge of its line it takes the line end, so that it goes on through several. */
static bool kill_head(struct edit *e)
{
	size_t head = row_head(e, e->cursor);

	return kill_range(e, head == e->cursor ? prev(e, head) : head, e->cursor);
}

static bool kill_tail(struct edit *e)
{
	size_t tail = row_tail(e, e->cursor);

	return kill_range(e, e->cursor, tail == e->cursor ? next(e, tail) : tail);
}

static bool put_kill(struct edit *e, size_t which, size_t to)
{
	const struct edit_piece *piece = &e->kills[which];

	e->yanked = which;
	return change(e, ACT_YANK, e->yanked_at, to, piece->s, piece->n);
}

static bool yank(struct edit *e)
{
	e->yanked_at = e->cursor;
	return put_kill(e, e->newest, e->cursor);
}

static bool yank_pop(struct edit *e)
{
	size_t to = e->yanked_at + e->kills[e->yanked].n, which = e->yanked;

	if (e->last != ACT_YANK)
		return false;
	do
		which = (which + KILLS - 1) % KILLS;
	while (!e->kills[which].n);
	return which != e->yanked && put_kill(e, which, to);
}

/* The grapheme before the cursor changes places with the one behind it; at the end of a line, with
 * the one before it. */
static bool transpose(struct edit *e)
{
	size_t head = row_head(e, e->cursor), tail = row_tail(e, e->cursor);
	size_t middle = e->cursor == tail ? prev(e, tail) : e->cursor;
	size_t start, end;
	struct edit_piece swapped = { 0 };

	if (middle <= head)
		return false;
	start = prev(e, middle);
	end = next(e, middle);
	edit_piece_insert(&swapped, 0, e->text.s + middle, end - middle);
	edit_piece_insert(&swapped, swapped.n, e->text.s + start, middle - start);
	change(e, ACT_REWRITE, start, end, swapped.s, swapped.n);
	edit_piece_free(&swapped);
	return true;
}

/* The word before the cursor and the one at or behind it, or the last two. */
static bool transpose_words(struct edit *e)
{
	const char *s = e->text.s;
	size_t n = e->text.n;
	size_t second = text_prev_word(s, n, text_next_word(s, n, e->cursor));
	size_t first = text_prev_word(s, n, second);
	size_t middle = text_next_word(s, n, first), end = text_next_word(s, n, second);
	struct edit_piece swapped = { 0 };

	if (first == second || middle > second)
		return false;
	edit_piece_insert(&swapped, 0, s + second, end - second);
	edit_piece_insert(&swapped, swapped.n, s + middle, second - middle);
	edit_piece_insert(&swapped, swapped.n, s + first, middle - first);
	change(e, ACT_REWRITE, first, end, swapped.s, swapped.n);
	edit_piece_free(&swapped);
	return true;
}

static bool set_case(struct edit *e, enum text_case to)
{
	size_t end = text_next_word(e->text.s, e->text.n, e->cursor), n = end - e->cursor;
	char *word = text_case(e->text.s + e->cursor, n, to);
	bool changes = strlen(word) != n || memcmp(word, e->text.s + e->cursor, n);
	bool done = changes ? change(e, ACT_REWRITE, e->cursor, end, word, strlen(word))
			    : move_to(e, end);

	free(word);
	return done;
}

static bool upcase(struct edit *e)
{
	return set_case(e, TEXT_UPPER);
}

static bool downcase(struct edit *e)
{
	return set_case(e, TEXT_LOWER);
}

static bool capitalise(struct edit *e)
{
	return set_case(e, TEXT_TITLE);
}

static bool undo(struct edit *e)
{
	const struct edit_change *c;

	if (!e->changes.done)
		return false;
	c = &e->changes.list[--e->changes.done];
	edit_piece_splice(&e->text, c->at, c->at + c->added.n, c->removed.s, c->removed.n);
	move_to(e, c->cursor);
	return true;
}

static bool redo(struct edit *e)
{
	const struct edit_change *c;

	if (e->changes.done == e->changes.count)
		return false;
	c = &e->changes.list[e->changes.done++];
	edit_piece_splice(&e->text, c->at, c->at + c->removed.n, c->added.s, c->added.n);
	move_to(e, c->at + c->added.n);
	return true;
}

static bool clear(struct edit *e)
{
	e->last = ACT_MOVE;
	return change(e, ACT_REPLACE, 0, e->text.n, "", 0);
}

bool edit_do(struct edit *e, enum edit_verb verb)
{
	static bool (*const verbs[])(struct edit *) = {
		[EDIT_HEAD] = move_head,
		[EDIT_TAIL] = move_tail,
		[EDIT_PREV] = move_prev,
		[EDIT_NEXT] = move_next,
		[EDIT_PREV_WORD] = move_prev_word,
		[EDIT_NEXT_WORD] = move_next_word,
		[EDIT_UP] = move_up,
		[EDIT_DOWN] = move_down,
		[EDIT_DELETE_PREV] = delete_prev,
		[EDIT_DELETE_NEXT] = delete_next,
		[EDIT_KILL_PREV_WORD] = kill_prev_word,
		[EDIT_KILL_NEXT_WORD] = kill_next_word,
		[EDIT_KILL_HEAD] = kill_head,
		[EDIT_KILL_TAIL] = kill_tail,
		[EDIT_YANK] = yank,
		[EDIT_YANK_POP] = yank_pop,
		[EDIT_TRANSPOSE] = transpose,
		[EDIT_TRANSPOSE_WORDS] = transpose_words,
		[EDIT_UPCASE] = upcase,
		[EDIT_DOWNCASE] = downcase,
		[EDIT_CAPITALISE] = capitalise,
		[EDIT_UNDO] = undo,
		[EDIT_REDO] = redo,
		[EDIT_CLEAR] = clear,
	};

	return verbs[verb](e);
}
