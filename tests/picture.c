/*
 * picture - the screen as a picture: a conversation goes through the session and the views into a
 * grid, and the grid to standard output, as SVG or, with the argument "text", as text; in the
 * language of the locale.
 */
#include <config.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chatview.h"
#include "inputview.h"
#include "intl.h"
#include "layout.h"
#include "mem.h"
#include "picture_svg.h"
#include "session.h"
#include "session_user.h"
#include "statusview.h"
#include "usersview.h"
#include "words.h"

#define ROWS 20
#define COLS 80

#define URL    "wss://chat.example.org:6502/"
#define ID     "1700000000001"
#define SUNSET 1782316800000 /* a summer's evening, ms */

struct scene {
	struct session *session;
	int64_t minute; /* of the evening */
	bool plain; /* for a README: an editor may put text from right to left in its own order */
};

static struct moment now(const struct scene *s)
{
	return (struct moment){ .wall = SUNSET + s->minute * 60000, .mono = 1 };
}

static void receive(struct scene *s, const char *json)
{
	session_receive(s->session, json, strlen(json), now(s));
}

static void here(struct scene *s, const char *users)
{
	struct buf json = { 0 };

	buf_format(&json, "{\"type\":\"userlist\",\"users\":[%s]}", users);
	receive(s, buf_string(&json));
	buf_free(&json);
}

static void say(struct scene *s, const char *name, const char *text)
{
	struct buf json = { 0 };

	buf_format(&json,
		   "{\"type\":\"message\",\"id\":77,\"date\":1,\"name\":\"%s\",\"text\":\"%s\"}",
		   name, text);
	receive(s, buf_string(&json));
	buf_free(&json);
}

/* What we say comes back, as the server sends it to everybody. */
static void say_ourselves(struct scene *s, const char *text)
{
	struct buf json = { 0 };
	const char *date;

	session_say(s->session, text, strlen(text), now(s));
	while (session_output(s->session, &json, now(s)))
		continue;
	date = strstr(buf_string(&json), "\"date\":");
	if (date) {
		long long number = atoll(date + strlen("\"date\":"));

		buf_clear(&json);
		buf_format(&json,
			   "{\"type\":\"message\",\"id\":" ID ",\"date\":%lld,\"name\":\"ann\","
			   "\"text\":\"%s\"}",
			   number, text);
		receive(s, buf_string(&json));
	}
	buf_free(&json);
}

#define FIRST "\"ann\",\"Борис\",\"小明\",\"Amélie\""

static void enter(struct scene *s)
{
	struct buf greeting = { 0 };

	session_connecting(s->session, URL, 1, now(s));
	session_opened(s->session, "json", "permessage-deflate", now(s));
	receive(s, "{\"type\":\"id\",\"id\":" ID "}");
	session_output(s->session, &greeting, now(s));
	here(s, "\"ann\"");
	buf_free(&greeting);
}

static void talk(struct scene *s)
{
	enter(s);
	s->minute = 2;
	here(s, FIRST);
	say(s, "Борис", "Привет! Кто смотрел на закат сегодня?");
	say(s, "小明", "你好！我在学习用终端聊天 🎉");
	s->minute = 3;
	say_ourselves(s, "Hello from a terminal, all of you: this window is as wide as I like, and "
			 "lines wrap at words");
	s->minute = 5;
	if (!s->plain) {
		here(s, FIRST ",\"דנה\"");
		say(s, "דנה", "שלום לכולם, מה נשמע?");
	}
	say(s, "Amélie",
	    "Bonsoir ! On en parlait hier : "
	    "https://developer.mozilla.org/docs/Web/API/WebSockets_API");
	s->minute = 6;
	say(s, "Борис", "/me открывает ссылку");
	say(s, "小明", "ann, does it also work over a slow line?");
	s->minute = 8;
	say_ourselves(s, "/me nods: it resends what got lost ✓");
	here(s, s->plain ? FIRST ",null" : FIRST ",\"דנה\",null");
	say(s, "小明", "太好了！");
	say(s, "Amélie", "Parfait, merci");
	say(s, "Борис", "Спасибо! До завтра");
}

static void word_more(struct buf *out, size_t count)
{
	buf_format(out, ngettext("%zu more", "%zu more", count), count);
}

static void word_count(struct buf *out, size_t count)
{
	buf_format(out, ngettext("%zu user", "%zu users", count), count);
}

static void draw_users(struct grid *g, const struct layout *l, const struct scene *s,
		       const struct usersview_words *words)
{
	struct usersview users = { 0 };

	usersview_draw(&users, g, l->users, session_roster(s->session), session_name(s->session),
		       words);
	for (int row = 0; row < l->border.rows; row++)
		grid_write(g, l->border, row, 0, GRID_BORDER, "│", strlen("│"));
	usersview_free(&users);
}

static void draw_chat(struct grid *g, const struct layout *l, const struct scene *s)
{
	const struct chatview_words words = words_chatview();
	const struct usersview_words names = { "", "", word_more };
	struct chatview chat = { .names = usersview_width(session_roster(s->session), &names,
							  COLS) };

	chatview_draw(&chat, g, l->chat, session_transcript(s->session), &words);
	chatview_free(&chat);
}

static void draw_lines(struct grid *g, const struct layout *l)
{
	char *connected = mem_format("%s  %s", _("connected"), URL);
	const struct statusview status = { connected, _("F1: help"), false };
	struct edit *edit = edit_new();

	statusview_draw(g, l->status, &status);
	edit_set(edit, "and now", strlen("and now"));
	inputview_draw(g, l->input, edit, "ann> ");
	edit_free(edit);
	free(connected);
}

static void draw(struct grid *g, const struct scene *s)
{
	const struct roster *roster = session_roster(s->session);
	struct usersview_words words;
	struct buf heading = { 0 };
	struct layout l;

	word_count(&heading, roster_count(roster));
	words = (struct usersview_words){ buf_string(&heading), _("nameless"), word_more };
	g->ordered = true;
	grid_resize(g, ROWS, COLS);
	layout_compute(&l, ROWS, COLS, 1, usersview_width(roster, &words, layout_users_most(COLS)),
		       true);
	draw_chat(g, &l, s);
	draw_users(g, &l, s, &words);
	draw_lines(g, &l);
	buf_free(&heading);
}

static void print_text(const struct grid *g)
{
	for (int row = 0; row < g->rows; row++) {
		char *text = grid_row_text(g, row);

		puts(text);
		free(text);
	}
}

static bool set_locale(void)
{
	const char *directory = getenv("WSCHAT_LOCALEDIR");

	setenv("TZ", "UTC", 1);
	return setlocale(LC_ALL, "") &&
	       bindtextdomain(PACKAGE, directory ? directory : LOCALEDIR) && textdomain(PACKAGE);
}

int main(int argc, char **argv)
{
	const struct session_config config = { .name = "ann",
					       .scrollback = 100,
					       .max_text = 1 << 16 };
	bool plain = argc > 1 && !strcmp(argv[1], "text");
	struct scene s = { .session = session_new(&config), .plain = plain };
	struct theme theme = { 0 };
	struct grid g = { 0 };

	if (!set_locale() || !theme_builtin(&theme, "dusk"))
		return EXIT_FAILURE;
	talk(&s);
	draw(&g, &s);
	if (plain)
		print_text(&g);
	else
		picture_svg_print(&g, &theme);
	grid_free(&g);
	session_free(s.session);
	return ferror(stdout) || fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
