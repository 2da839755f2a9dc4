#include "text_wrap.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unilbrk.h>

#include "mem.h"
#include "text_private.h"

/* Line breaks of strings up to this size need no allocation. */
#define STACK_SIZE 2048

static int add_cells(int total, int more)
{
	return more > INT_MAX - total ? INT_MAX : total + more;
}

int text_width(const char *s, size_t n)
{
	int total = 0;

	for (size_t at = 0; at < n;) {
		size_t run = text_plain_run(s + at, n - at);
		uint32_t c;
		int cells;

		total = add_cells(total, run > INT_MAX ? INT_MAX : (int)run);
		at += run;
		if (at == n)
			break;
		at += text_decode(s + at, n - at, &c);
		cells = text_cells(c);
		if (cells > 0)
			total = add_cells(total, cells);
	}
	return total;
}

size_t text_fit(const char *s, size_t n, int cells, int *width)
{
	size_t at = 0;
	int total = 0;

	while (at < n) {
		int more;
		size_t next = text_next_wide(s, n, at, &more);

		if (more > cells - total)
			break;
		total += more;
		at = next;
	}
	if (width)
		*width = total;
	return at;
}

struct wrapper {
	const char *s;
	size_t n;
	const char *breaks; /* of unilbrk.h, one for each byte */
	int cells;          /* of the row at hand */
	int rest;
	struct text_row *rows;
	size_t max, count;
};

static void emit(struct wrapper *w, struct text_row row)
{
	if (w->count < w->max)
		w->rows[w->count] = row;
	w->count++;
	w->cells = w->rest;
}

/* Against LB13, which would rather break behind the slash: a command or a path begins here. */
static bool is_first_slash(const struct wrapper *w, size_t at)
{
	return w->s[at] == '/' && (!at || strchr(" \n", w->s[at - 1]));
}

/* LB29, which libunistring 1.0 does not know: "node.js" and "e.g." stay whole. */
static bool is_inside_word(const struct wrapper *w, size_t at)
{
	uint32_t c;

	if (!strchr(".,:;", w->s[at - 1]))
		return false;
	text_decode(w->s + at, w->n - at, &c);
	return text_cells(c) == 1 && uc_is_general_category(c, UC_CATEGORY_L);
}

static bool begins_word(const struct wrapper *w, size_t at)
{
	return !at || strchr(" \n(\"'", w->s[at - 1]);
}

/* LB20a, which came with Unicode 15.1, for two hyphens too: "-x" and "--option" stay whole. */
static bool is_behind_first_hyphen(const struct wrapper *w, size_t at)
{
	if (w->s[at - 1] != '-')
		return false;
	return begins_word(w, at - 1) || (w->s[at - 2] == '-' && begins_word(w, at - 2));
}

static bool may_break(const struct wrapper *w, size_t at)
{
	if (is_first_slash(w, at))
		return true;
	return w->breaks[at] == UC_BREAK_POSSIBLE && !is_inside_word(w, at) &&
	       !is_behind_first_hyphen(w, at) && !is_first_slash(w, at - 1);
}

/*
 * Takes the longest row that begins at START in a line that ends at END; returns where the next one
 * begins. Spaces at a break hang over the edge of the row and belong to none, and a break that
 * would leave nothing but spaces before it is none. What follows the last break is measured again
 * in the next row, which makes two times at most: there is no further break in it.
 */
static size_t wrap_row(struct wrapper *w, size_t start, size_t end)
{
	struct text_row all = { start, start, 0 }, words = all, broken = all;
	size_t at = start, next_start = start;
	int total = 0, more;

	while (at < end) {
		size_t next = text_next_wide(w->s, end, at, &more);
		bool space = next == at + 1 && w->s[at] == ' ';

		if (words.end > start && may_break(w, at)) {
			broken = words;
			next_start = at;
		}
		total = add_cells(total, more);
		if (!space && total > w->cells && at > start)
			break;
		at = next;
		if (!space || total <= w->cells)
			all = (struct text_row){ start, at, total };
		if (!space)
			words = all;
	}
	if (at == end)
		broken = all;
	if (at == end || next_start == start)
		next_start = at;
	emit(w, broken.end > start ? broken : words.end > start ? words : all);
	return next_start;
}

static void wrap_lines(struct wrapper *w)
{
	for (size_t start = 0;; start++) {
		const char *lf = w->n > start ? memchr(w->s + start, '\n', w->n - start) : NULL;
		size_t end = lf ? (size_t)(lf - w->s) : w->n;

		do
			start = wrap_row(w, start, end);
		while (start < end);
		if (!lf)
			break;
	}
}

size_t text_wrap(const char *s, size_t n, int first, int rest, struct text_row *rows, size_t max)
{
	struct wrapper w = {
		.s = s, .n = n, .cells = first, .rest = rest, .rows = rows, .max = max
	};
	char stack[STACK_SIZE], *breaks = stack;

	if (n <= (size_t)(first > 0 ? first : 0) && text_plain_run(s, n) == n) {
		emit(&w, (struct text_row){ 0, n, (int)n });
		return w.count;
	}
	if (n > sizeof stack)
		breaks = mem_new(n, 1);
	u8_possible_linebreaks(text_bytes(s), n, "UTF-8", breaks);
	w.breaks = breaks;
	wrap_lines(&w);
	if (breaks != stack)
		free(breaks);
	return w.count;
}
