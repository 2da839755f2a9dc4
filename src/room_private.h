/*
 * room_private - a member's message as the JavaScript value that the sample server works on.
 *
 * A name may be any value there, as nobody checks it: it is kept as JSON.stringify() prints it,
 * NULL where it is undefined, ROOM_NAN where adding a number to undefined gave that.
 */
#ifndef ROOM_PRIVATE_H
#define ROOM_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

#define ROOM_NAN "NaN"

/* The bytes of a value inside a message; NULL where it has no such member. */
struct room_value {
	const char *bytes;
	size_t n;
};

bool room_value_is_number(struct room_value);

/* Names: a copy of the value, which the caller frees. */
char *room_name_new(struct room_value);
/* As ===: no object is the same as another one, NaN not even as itself. */
bool room_name_is_same(const char *a, const char *b);
/* As +: puts the number behind a string, adds it to what is none. */
char *room_name_add(const char *name, double number);
/* As an element of an array: undefined is null there. */
void room_name_write(struct buf *out, const char *name);

struct room_text {
	struct buf json; /* the message, rewritten */
	struct room_value type, id, name, text;
	struct buf stripped; /* the new text, where it was set */
	bool is_stripped;
	const char *new_name; /* not owned; counts where has_new_name */
	bool has_new_name;
	struct buf out;
};

/* False where JSON.parse() would throw. To be freed in any case. */
bool room_text_read(struct room_text *, const char *text, size_t n);
void room_text_free(struct room_text *);

bool room_text_is_null(const struct room_text *);
/* TYPE with its quotes. */
bool room_text_has_type(const struct room_text *, const char *type);

/* Cuts every <...> out of the text; false where there is no text that is a string. */
bool room_text_strip(struct room_text *);
void room_text_set_name(struct room_text *, const char *name);

/* The message with what was set; lives as long as the struct. */
const struct buf *room_text_finish(struct room_text *);

#endif
