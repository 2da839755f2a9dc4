#include "testing.h"

#include <locale.h>
#include <string.h>

#include "chatview.h"
#include "grid_target.h"
#include "usersview.h"

static void clock_none(struct buf *out, int64_t time)
{
	(void)time;
	buf_append_string(out, "00:00");
}

static void day_none(struct buf *out, int64_t time)
{
	(void)time;
	buf_append_string(out, "day");
}

static void notice(struct buf *out, const struct transcript_line *line)
{
	buf_append_string(out, transcript_text(line));
}

static const struct chatview_words words = {
	.clock = clock_none, .day = day_none, .notice = notice, .nameless = "nobody"
};

/* What of the grid leads to the target, its rows parted by bars. */
static char *leading(const struct grid *g, enum grid_target_kind kind, const char *to)
{
	struct buf out = { 0 };
	char bytes[4];
	int last = -1;

	for (int i = 0; i < g->rows * g->cols; i++) {
		const struct grid_target *target = grid_target(g, g->cells[i].target);

		if (!target || target->kind != kind || strcmp(target->text, to) != 0)
			continue;
		if (last >= 0 && i / g->cols != last)
			buf_append_byte(&out, '|');
		last = i / g->cols;
		if (g->cells[i].base)
			buf_append(&out, bytes, text_encode(bytes, g->cells[i].base));
	}
	return buf_take(&out);
}

static void assert_leading(const struct grid *g, enum grid_target_kind kind, const char *to,
			   const char *want)
{
	char *cells = leading(g, kind, to);

	ck_assert_str_eq(cells, want);
	free(cells);
}

static const struct {
	int cols;
	const char *text, *uri, *link, *name;
} leads[] = {
	{ 80, "see http://a.b/c, and", "http://a.b/c", "http://a.b/c", "<Борис>" },
	{ 80, "/me at http://a.b/c, and", "http://a.b/c", "http://a.b/c", "Борис" },
	{ 40, "at http://a.b/c/d/e/f/g/h/i/j/k/l/m/n/o/p", "http://a.b/c/d/e/f/g/h/i/j/k/l/m/n/o/p",
	  "http://a.b/c/d/e/f/g/h/|i/j/k/l/m/n/o/p", "<Борис>" },
	{ 20, "漢字 http://a.b/漢字/漢字/x 漢",
	  "http://a.b/%E6%BC%A2%E5%AD%97/%E6%BC%A2%E5%AD%97/x", "http://|a.b/漢字/漢字/x",
	  "<Борис>" },
	{ 8, "http://a.b/c", "http://a.b/c", "http://|a.b/c", "<Борис>" },
	{ 80, "no link", "http://a.b/c", "", "<Борис>" },
	{ 10, "/me a http://a.b/c", "http://a.b/c", "http://|a.b/c", "Борис" },
};

START_TEST(links_and_names_lead_somewhere)
{
	struct transcript *t = transcript_new(10);
	struct chatview view = { 0 };
	struct grid g = { 0 };

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	transcript_add(t, 0, EVENT_MESSAGE, "Борис", leads[_i].text)->action = *leads[_i].text ==
									       '/';
	grid_resize(&g, 9, leads[_i].cols + 1);
	chatview_draw(&view, &g, (struct grid_rect){ 0, 1, 9, leads[_i].cols }, t, &words);
	assert_leading(&g, GRID_LINK, leads[_i].uri, leads[_i].link);
	assert_leading(&g, GRID_PERSON, "Борис", leads[_i].name);
	chatview_free(&view);
	grid_free(&g);
	transcript_free(t);
}
END_TEST

/* What is kept of a long text for the next time is not taken for another's. */
START_TEST(links_of_long_texts_are_their_own)
{
	struct transcript *t = transcript_new(10);
	struct chatview view = { 0 };
	struct grid g = { 0 };
	struct buf text = { 0 };

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	grid_resize(&g, 2, 40);
	for (int round = 0; round < 4; round++) {
		const char *uri = round % 2 ? "http://odd" : "http://even";

		buf_clear(&text);
		for (int i = 0; i < 10000; i++)
			buf_append_string(&text, "x ");
		buf_append_string(&text, uri);
		transcript_add(t, 0, EVENT_MESSAGE, "ann", buf_string(&text));
		for (int times = 0; times < 2; times++) {
			grid_resize(&g, 2, 40);
			chatview_draw(&view, &g, (struct grid_rect){ 0, 0, 2, 40 }, t, &words);
			assert_leading(&g, GRID_LINK, uri, uri);
		}
	}
	buf_free(&text);
	chatview_free(&view);
	grid_free(&g);
	transcript_free(t);
}
END_TEST

START_TEST(notices_and_forgers_lead_to_nobody)
{
	struct transcript *t = transcript_new(10);
	struct chatview view = { 0 };
	struct grid g = { 0 };

	transcript_add(t, 0, EVENT_NOTICE, "ann", "see http://a.b/c");
	transcript_add(t, 0, EVENT_MESSAGE, "ann", "hi")->forged = true;
	transcript_add(t, 0, EVENT_MESSAGE, "", "nameless");
	grid_resize(&g, 5, 60);
	chatview_draw(&view, &g, (struct grid_rect){ 0, 0, 5, 60 }, t, &words);
	assert_leading(&g, GRID_LINK, "http://a.b/c", "http://a.b/c");
	assert_leading(&g, GRID_PERSON, "ann", "");
	assert_leading(&g, GRID_PERSON, "", "");
	chatview_free(&view);
	grid_free(&g);
	transcript_free(t);
}
END_TEST

static void put_more(struct buf *out, size_t count)
{
	buf_format(out, "%zu more", count);
}

START_TEST(the_users_pane_leads_to_its_users)
{
	const struct usersview_words users = { "2 users", "nameless", put_more };
	struct usersview users_view = { 0 };
	const char *names[] = { "ann", "a long name" };
	struct roster *r = roster_new();
	struct grid g = { 0 };

	roster_update(r, names, COUNT(names));
	grid_resize(&g, 4, 8);
	usersview_draw(&users_view, &g, (struct grid_rect){ 0, 0, 4, 8 }, r, "ann", &users);
	assert_leading(&g, GRID_PERSON, "ann", "ann");
	assert_leading(&g, GRID_PERSON, "a long name", "a long …");
	usersview_free(&users_view);
	grid_free(&g);
	roster_free(r);
}
END_TEST

TESTING_MAIN("chatview_lead", TESTING_LOOP(links_and_names_lead_somewhere, COUNT(leads)),
	     TESTING(links_of_long_texts_are_their_own),
	     TESTING(notices_and_forgers_lead_to_nobody),
	     TESTING(the_users_pane_leads_to_its_users))
