/*
 * gallery_users - scenes of the users pane.
 */
#ifndef GALLERY_USERS_H
#define GALLERY_USERS_H

#include "gallery_still.h"

#define USERS_F2     "\x1bOQ"
#define USERS_DOWN   "\x1b[6;5~"
#define USERS_BOTTOM "\x1b[1;3F"

static void users_come(struct stage *s, const char *names)
{
	still_list(s, 0, names);
	transcript_clear(session_transcript(s->session));
	still_hear(s, 0, "bob", "Who is here?");
}

/* Where the terminal is too narrow to show them beside the conversation, in its place. */
static void users_shown(struct stage *s)
{
	int cols;

	vterm_get_size(s->console.vterm, &(int){ 0 }, &cols);
	if (cols < LAYOUT_USERS_FROM)
		still_type(s, USERS_F2);
}

static void users_by_server(struct stage *s)
{
	users_come(s, "\"ann\",\"Zoë\",null,\"борис\",\"Bob\",\"小明\",\"carol\"");
	users_shown(s);
}

static void users_by_name(struct stage *s)
{
	s->options.sort_users = true;
	still_configure(s);
	users_by_server(s);
}

static void users_long(struct stage *s)
{
	users_come(s, "\"ann\",\"alexandra the great of macedon\",\"bob\"");
	users_shown(s);
}

static void users_thousands(struct stage *s)
{
	struct buf names = { 0 };

	buf_append_string(&names, "\"ann\"");
	for (int i = 1; i < 5000; i++)
		buf_format(&names, ",\"user%04d\"", i);
	users_come(s, buf_string(&names));
	buf_free(&names);
	users_shown(s);
	still_type(s, USERS_DOWN);
}

static void users_toggled(struct stage *s)
{
	users_come(s, "\"ann\",\"bob\",\"carol\"");
	still_type(s, USERS_F2);
}

static void users_told(struct stage *s)
{
	users_come(s, "\"ann\",\"Zoë\",null,\"борис\",\"Bob\",\"小明\",\"carol\"");
	still_type(s, "/users\r");
}

#endif
