/*
 * gallery_chat - scenes of the chat pane.
 */
#ifndef GALLERY_CHAT_H
#define GALLERY_CHAT_H

#include <signal.h>

#include "gallery_still.h"

#define CHAT_ROOM "\"ann\",\"bob\",\"Борис\",\"小明\",\"Amélie\""

/* The room, with nothing said yet. */
static void chat_enter(struct stage *s)
{
	still_list(s, 0, CHAT_ROOM);
	transcript_clear(session_transcript(s->session));
}

/* A rule is above the last line, for which the smallest terminals have no room: a row up. */
static void chat_show_rule(struct stage *s)
{
	int rows;

	vterm_get_size(s->console.vterm, &rows, &(int){ 0 });
	if (rows < 4)
		still_type(s, "\x1b[5~");
}

static void chat_count(struct stage *s, int from, int to)
{
	for (int i = from; i < to; i++) {
		char *text = mem_format("This is line %d.", i);

		still_hear(s, i / 10, i % 3 ? "bob" : "Amélie", text);
		free(text);
	}
}

static void chat_columns(struct stage *s)
{
	chat_enter(s);
	still_hear(s, 0, "bob", "Good evening!");
	still_hear(s, 0, "Amélie", "Hello Bob, who else is here?");
	still_hear(s, 2, "Борис", "Привет всем");
	still_say_and_echo(s, 2,
			   "I am, and this answer is long enough to be wrapped where the "
			   "words end, below the text and not below the name.");
	still_hear(s, 3, "bob", "Nice.");
	still_hear(s, 3, "bob",
		   "averyveryverylongwordwithoutanyplacetobreakitwhichisbrokenanyway"
		   "wherethepaneends and the rest");
	still_hear(s, 5, "小明", "two\\nlines");
}

static void chat_action(struct stage *s)
{
	chat_enter(s);
	still_hear(s, 0, "bob", "Is anybody there?");
	still_hear(s, 0, "Amélie", "/me waves");
	still_say_and_echo(s, 1,
			   "/me is looking for the keys, under the table and behind the "
			   "door and in every pocket");
}

static void chat_day(struct stage *s)
{
	chat_enter(s);
	still_hear(s, 0, "bob", "Good night!");
	still_hear(s, 107, "Amélie", "It is late.");
	still_hear(s, 600, "bob", "Good morning!");
	still_hear(s, 600 + 3 * 1440, "bob", "Hello.");
	chat_show_rule(s);
}

static void chat_presence(struct stage *s)
{
	chat_enter(s);
	still_hear(s, 0, "bob", "Wait for the others.");
	still_list(s, 1, CHAT_ROOM ",\"carol\"");
	still_list(s, 1, CHAT_ROOM ",\"carol\",\"dan\"");
	still_list(s, 1, CHAT_ROOM ",\"carol\",\"daniel\"");
	still_list(s, 1, CHAT_ROOM ",\"carol\",\"daniel\",\"eve\"");
	still_list(s, 1, CHAT_ROOM ",\"carol\",\"daniel\"");
	still_list(s, 1, "\"ann\",\"bob\",\"Борис\",\"小明\",\"carol\",\"daniel\"");
	still_hear(s, 2, "carol", "Here we are.");
	still_list(s, 3, "\"ann\",\"robert\",\"Борис\",\"小明\",\"carol\",\"daniel\"");
}

static void chat_names(struct stage *s)
{
	chat_enter(s);
	still_hear(s, 0, "bob", "A name has the same color everywhere.");
	still_hear(s, 0, "Amélie", "So has mine.");
	still_hear(s, 0, "Борис", "/me too");
	still_hear(s, 1, "bob", "Ann, are you there?");
	still_say_and_echo(s, 1, "I am.");
	still_list(s, 1, CHAT_ROOM ",\"dan\"");
	still_wait(s);
	still_type(s, "draft");
}

static void chat_light(struct stage *s)
{
	chat_names(s);
	still_type(s, "\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
}

static void chat_use_theme(struct stage *s, const char *theme)
{
	s->options.theme = mem_copy(theme);
	still_configure(s);
	chat_names(s);
}

static void chat_mono(struct stage *s)
{
	chat_use_theme(s, "mono");
}

static void chat_contrast(struct stage *s)
{
	chat_use_theme(s, "contrast");
}

/* What has no echo yet, what is on its way where the line breaks, and what waits for the next. */
static void chat_own(struct stage *s)
{
	chat_enter(s);
	still_say_and_echo(s, 0, "This came back.");
	still_say(s, 1, "This is in doubt.");
	session_closed(s->session, 1006, "", false, 0, still_minute(s, 2));
	session_offline(s->session);
	still_say(s, 3, "This waits for a connection.");
	still_say(s, 3, "So does this, which is long enough to be wrapped in every terminal.");
}

static void chat_sent(struct stage *s)
{
	chat_enter(s);
	still_hear(s, 0, "bob", "Are you there?");
	still_say(s, 0, "This is on its way.");
}

static void chat_failed(struct stage *s)
{
	chat_enter(s);
	still_say(s, 0, "This has no echo.");
	session_give_up(s->session, EVENT_NO_ECHO, still_minute(s, 1));
	session_closed(s->session, 1006, "", false, 0, still_minute(s, 1));
	session_offline(s->session);
	still_say(s, 2, "This was never sent.");
	session_give_up(s->session, EVENT_NO_ECHO, still_minute(s, 2));
}

static void chat_scripts(struct stage *s)
{
	still_list(s, 0, "\"ann\",\"小明\",\"דנה\",\"👩‍🚀 Zoë\",\"e\u0301a\u0308\"");
	transcript_clear(session_transcript(s->session));
	still_hear(s, 0, "小明", "你好，今天的天气很好，我们去公园散步好不好？");
	still_hear(s, 0, "דנה", "שלום לכולם, מה נשמע? (abc 123)");
	still_hear(s, 0, "👩‍🚀 Zoë",
		   "👍🏽 👨‍👩‍👧‍👦 🇫🇷 ❤️ done");
	still_hear(s, 0, "e\u0301a\u0308", "Z\u0324\u0351\u036ba\u0308lgo e\u0301te\u0301");
	still_hear(s, 0, "小明", "ไทย हिन्दी 한국어 ｶﾞ");
}

static void chat_spelled(struct stage *s)
{
	s->options.emoji = false;
	still_configure(s);
	chat_scripts(s);
	still_type(s, "👍 typed");
}

#define CHAT_LINK "https://en.wikipedia.org/wiki/WebSocket?action=history&limit=500&offset=2023"

static void chat_links(struct stage *s)
{
	chat_enter(s);
	still_hear(s, 0, "bob", "See " CHAT_LINK " (and www.example.org).");
}

static void chat_url(struct stage *s)
{
	chat_enter(s);
	still_hear(s, 0, "bob", "See " CHAT_LINK " (and www.example.org).");
	still_hear(s, 1, "Amélie", "https://пример.рф/путь");
	still_type(s, "/url\r");
}

static void chat_url_copied(struct stage *s)
{
	chat_enter(s);
	still_hear(s, 0, "bob", "See " CHAT_LINK ".");
	still_type(s, "/copy url\r");
}

static void chat_bare(struct stage *s)
{
	chat_columns(s);
	still_wait(s);
	still_type(s, "\x1bm");
}

static void chat_scrolled(struct stage *s)
{
	chat_enter(s);
	chat_count(s, 0, 60);
	still_type(s, "\x1b[5~\x1b[5~");
	chat_count(s, 60, 63);
}

static void chat_resize(struct stage *s, int rows, int cols)
{
	console_set_size(&s->console, rows, cols);
	raise(SIGWINCH);
	still_wait(s);
}

/* What is read stays in its place, while the terminal becomes another and what it was again. */
static void chat_resized(struct stage *s)
{
	int rows, cols;

	vterm_get_size(s->console.vterm, &rows, &cols);
	chat_enter(s);
	chat_count(s, 0, 60);
	still_type(s, "\x1b[5~\x1b[5~");
	chat_resize(s, rows * 2, cols / 2);
	chat_resize(s, rows, cols * 2);
	chat_resize(s, rows, cols);
}

static void chat_unread(struct stage *s)
{
	chat_enter(s);
	chat_count(s, 0, 25);
	still_type(s, "\x1b[O");
	still_hear(s, 3, "bob", "Hey?");
	still_type(s, "\x1b[I");
	chat_show_rule(s);
}

static void chat_found(struct stage *s)
{
	chat_enter(s);
	chat_count(s, 0, 60);
	still_type(s, "\x1bsline 3");
	still_type(s, "\x1b[A");
}

static void chat_nothing_found(struct stage *s)
{
	chat_enter(s);
	chat_count(s, 0, 60);
	still_type(s, "/search nowhere\r");
}

static void chat_gap(struct stage *s)
{
	chat_enter(s);
	still_hear(s, 0, "bob", "Before.");
	session_closed(s->session, 1001, "restart", true, 1001, still_minute(s, 1));
	session_connecting(s->session, "ws://localhost:6502/", 2, still_minute(s, 4));
	session_opened(s->session, "json", "", still_minute(s, 4));
	still_receive(s, 4, "{\"type\":\"id\",\"id\":" STAGE_ID "}");
	still_list(s, 4, CHAT_ROOM);
	still_hear(s, 5, "bob", "After.");
}

static void chat_warned(struct stage *s)
{
	chat_enter(s);
	still_list(s, 0, CHAT_ROOM ",\"Bоb\"");
	still_hear(s, 1, "Bоb", "Send me the money.");
	still_receive(s, 1,
		      "{\"type\":\"message\",\"id\":" STAGE_ID ",\"date\":5,\"name\":\"ann\","
		      "\"text\":\"I shall send it.\"}");
	still_receive(s, 2, "{\"type\":\"username\",\"id\":" STAGE_ID ",\"name\":\"fool\"}");
}

#endif
