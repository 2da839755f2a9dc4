#include "complete.h"

#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "buf.h"
#include "mem.h"
#include "text.h"
#include "text_find.h"

/* A name may have spaces in it: a word that begins no candidate is tried with those before it. */
#define MAX_WORDS 4

/* Candidates that are not taken twice: the source may give some before all. */
#define FIRST 100

struct complete {
	complete_source *source;
	void *arg;
	char **candidates;
	size_t count, room;
	size_t at;   /* the candidate in the line */
	size_t from; /* where it stands there, */
	char *put;   /* and as what, with the suffix; NULL: no round is going on */
	char *typed; /* what stood there before */
	const char *suffix;
};

struct complete *complete_new(complete_source *source, void *arg)
{
	struct complete *k = mem_new(1, sizeof *k);

	k->source = source;
	k->arg = arg;
	return k;
}

void complete_reset(struct complete *k)
{
	while (k->count)
		free(k->candidates[--k->count]);
	free(k->put);
	free(k->typed);
	k->put = k->typed = NULL;
}

void complete_free(struct complete *k)
{
	if (!k)
		return;
	complete_reset(k);
	free(k->candidates);
	free(k);
}

static bool starts_word(const char *line, size_t at)
{
	if (!at || ascii_is_blank(line[at - 1]))
		return true;
	return line[at - 1] == '@' && starts_word(line, at - 1);
}

static size_t word_before(const char *line, size_t at)
{
	do
		at--;
	while (!starts_word(line, at));
	return at;
}

static bool is_among_first(const struct complete *k, const char *candidate)
{
	for (size_t i = 0; i < k->count && i < FIRST; i++)
		if (!strcmp(k->candidates[i], candidate))
			return true;
	return false;
}

/* Names come from the network; what the source gives is made fit for an input line. */
static void add(struct complete *k, const char *candidate)
{
	struct buf clean = { 0 };

	text_clean(&clean, candidate, strlen(candidate), TEXT_ONE_LINE);
	if (buf_size(&clean) && !is_among_first(k, buf_string(&clean))) {
		k->candidates = mem_grow(k->candidates, &k->room, k->count + 1,
					 sizeof *k->candidates);
		k->candidates[k->count++] = buf_take(&clean);
	}
	buf_free(&clean);
}

static bool begins(const char *candidate, const char *folded_word)
{
	char *folded = text_fold(candidate);
	bool result = !strncmp(folded, folded_word, strlen(folded_word));

	free(folded);
	return result;
}

/* Whether there are candidates for the word from FROM up to the cursor. */
static bool collect(struct complete *k, enum complete_kind kind, const char *line, size_t from,
		    size_t cursor)
{
	char *head = mem_copy_n(line, from), *word = mem_copy_n(line + from, cursor - from);
	const struct complete_place place = { kind, head, word };
	char *folded = text_fold(word);
	const char *candidate;
	size_t at = 0;

	while ((candidate = k->source(k->arg, &place, &at)))
		if (begins(candidate, folded))
			add(k, candidate);
	k->from = from;
	free(folded);
	free(word);
	free(head);
	return k->count;
}

/* No word begins before FLOOR. */
static void collect_words(struct complete *k, enum complete_kind kind, const char *line,
			  size_t floor, size_t cursor)
{
	size_t from = cursor;
	int words = 1;

	if (cursor > floor && !ascii_is_blank(line[cursor - 1]))
		from = word_before(line, cursor);
	while (!collect(k, kind, line, from, cursor) && from > floor && words++ < MAX_WORDS)
		from = word_before(line, from);
}

/* "//" is a text that begins with a slash. */
static bool is_command(const char *line, size_t cursor)
{
	return cursor && *line == '/' && !(cursor > 1 && line[1] == '/');
}

static size_t find_arguments(const char *line, size_t cursor)
{
	size_t at = 0;

	while (at < cursor && !ascii_is_blank(line[at]))
		at++;
	while (at < cursor && ascii_is_blank(line[at]))
		at++;
	return at;
}

static bool start(struct complete *k, const char *line, size_t cursor, bool back)
{
	complete_reset(k);
	k->suffix = " ";
	if (!is_command(line, cursor)) {
		collect_words(k, COMPLETE_NAME, line, 0, cursor);
		if (!k->from || line[k->from - 1] == '\n')
			k->suffix = ": ";
	} else if (ascii_is_blank(line[find_arguments(line, cursor) - 1])) {
		collect_words(k, COMPLETE_ARGUMENT, line, find_arguments(line, cursor), cursor);
	} else {
		collect(k, COMPLETE_COMMAND, line, 0, cursor);
	}
	k->at = back && k->count ? k->count - 1 : 0;
	return k->count;
}

static bool goes_on(const struct complete *k, const char *line, size_t cursor)
{
	return k->put && cursor == k->from + strlen(k->put) &&
	       !memcmp(line + k->from, k->put, cursor - k->from);
}

/* In a command the only candidate is taken, and the next Tab is for what follows it. In a text no
 * other name follows a name by itself. */
static bool is_done(const struct complete *k, const char *line, size_t cursor)
{
	return k->count == 1 && is_command(line, cursor);
}

static void turn(struct complete *k, bool back)
{
	k->at = (k->at + (back ? k->count - 1 : 1)) % k->count;
}

bool complete_step(struct complete *k, const char *line, size_t n, size_t cursor, bool back,
		   struct complete_result *result)
{
	size_t to = cursor;

	if (goes_on(k, line, cursor) && !is_done(k, line, cursor))
		turn(k, back);
	else if (!start(k, line, cursor, back))
		return false;
	else if (cursor < n && line[cursor] == ' ')
		to++; /* the suffix ends in one */
	free(k->put);
	k->put = mem_format("%s%s", k->candidates[k->at], k->suffix);
	if (!k->typed)
		k->typed = mem_copy_n(line + k->from, to - k->from);
	*result = (struct complete_result){ k->from, to, k->put };
	return true;
}

bool complete_cancel(struct complete *k, const char *line, size_t cursor,
		     struct complete_result *result)
{
	if (!goes_on(k, line, cursor))
		return false;
	*result = (struct complete_result){ k->from, cursor, k->typed };
	free(k->put);
	k->put = NULL;
	return true;
}

size_t complete_count(const struct complete *k)
{
	return k->put ? k->count : 0;
}

const char *complete_candidate(const struct complete *k, size_t at)
{
	return k->candidates[at];
}

size_t complete_chosen(const struct complete *k)
{
	return k->at;
}
