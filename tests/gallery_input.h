/*
 * gallery_input - scenes of the input line.
 */
#ifndef GALLERY_INPUT_H
#define GALLERY_INPUT_H

#include "gallery_still.h"

#define INPUT_LEFT        "\x1b[D"
#define INPUT_PASTE(text) "\x1b[200~" text "\x1b[201~"

static void input_enter(struct stage *s)
{
	still_list(s, 0, "\"ann\",\"bob\",\"Bobby Tables\",\"小明\"");
	transcript_clear(session_transcript(s->session));
	still_hear(s, 0, "bob", "What do you write?");
}

static void input_lines(struct stage *s)
{
	input_enter(s);
	still_type(s, "Roses are red,\x1b\rviolets are blue,\x1b\rthe third line is so long that "
		      "it is wrapped in a terminal of 80 columns,\x1b\rthe end");
}

/* The cursor stands before the last "é", behind what is one character to its reader. */
static void input_graphemes(struct stage *s)
{
	input_enter(s);
	still_type(s, "a漢👨‍👩‍👧e\u0301z" INPUT_LEFT INPUT_LEFT);
}

static void input_long(struct stage *s)
{
	input_enter(s);
	for (int i = 1; i <= 40; i++) {
		char *words = mem_format("%d words ", i);

		still_type(s, words);
		free(words);
	}
	still_type(s, INPUT_LEFT INPUT_LEFT INPUT_LEFT);
}

static void input_commands(struct stage *s)
{
	input_enter(s);
	still_type(s, "/\t\t");
}

static void input_options(struct stage *s)
{
	input_enter(s);
	still_type(s, "/set c\t");
}

static void input_values(struct stage *s)
{
	input_enter(s);
	still_type(s, "/set theme \t\t\t");
}

static void input_names(struct stage *s)
{
	input_enter(s);
	still_type(s, "Hello bo\t");
}

static void input_type_history(struct stage *s)
{
	input_enter(s);
	still_type(s, "the first line\r");
	still_type(s, "a second line\r");
	still_type(s, "something else\r");
	transcript_clear(session_transcript(s->session));
	still_hear(s, 1, "bob", "Say that again, please.");
}

static void input_searched(struct stage *s)
{
	input_type_history(s);
	still_type(s, "\x12line\x12");
}

static void input_missed(struct stage *s)
{
	input_type_history(s);
	still_type(s, "\x12nowhere");
}

static void input_paste(struct stage *s)
{
	input_enter(s);
	still_type(s, "Look: " INPUT_PASTE(
			      "int main(void)\r{\r\tputs(\"Hello, world, how are you today?\");\r"
			      "\treturn 0;\r}\r"));
}

static void input_put(struct stage *s, size_t n)
{
	char *text = mem_new(n + 1, 1);

	input_enter(s);
	memset(text, 'a', n);
	edit_set(s->screen->edit, text, n);
	free(text);
	still_type(s, " the end");
}

static void input_left(struct stage *s)
{
	input_put(s, 1000000);
}

static void input_too_long(struct stage *s)
{
	input_put(s, 1 << 20);
	still_type(s, "\r");
}

#endif
