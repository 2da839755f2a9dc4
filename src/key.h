/*
 * key - a key as the terminal tells it.
 */
#ifndef KEY_H
#define KEY_H

#include <stdbool.h>
#include <stdint.h>

/* A Unicode character (control characters are themselves, Ctrl-A is 1), or one of these names. */
enum key_name {
	KEY_NAME_FIRST = 0x200000, /* above Unicode */
	KEY_NAME_UP,
	KEY_NAME_DOWN,
	KEY_NAME_LEFT,
	KEY_NAME_RIGHT,
	KEY_NAME_HOME,
	KEY_NAME_END,
	KEY_NAME_PAGE_UP,
	KEY_NAME_PAGE_DOWN,
	KEY_NAME_DELETE,
	KEY_NAME_BACKSPACE,
	KEY_NAME_ENTER,
	KEY_NAME_TAB,
	KEY_NAME_BACKTAB,
	KEY_NAME_ESCAPE,
	KEY_NAME_F1,
	KEY_NAME_F2,
	KEY_NAME_F12,
};

struct key {
	uint32_t code;         /* a character or an enum key_name */
	bool alt, ctrl, shift; /* ctrl and shift only with an enum key_name */
};

#endif
