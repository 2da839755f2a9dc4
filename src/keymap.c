#include "keymap.h"

#include <stddef.h>

enum modifier {
	PLAIN = 0,
	ALT = 1,
	CTRL = 2,
	SHIFT = 4,
};

#define CONTROL(letter) ((letter)&0x1F)
#define DELETE          0x7F

struct binding {
	uint32_t code;
	uint8_t modifiers;
	uint8_t action;
	uint8_t verb;
};

#define EDIT(code, modifiers, verb)                  \
	{                                            \
		code, modifiers, KEYMAP_EDIT, (verb) \
	}
#define ACT(code, modifiers, action)       \
	{                                  \
		code, modifiers, action, 0 \
	}

/* Backspace is what the terminal makes of it: DEL, or Ctrl-H. */
static const struct binding bindings[] = {
	/* moving */
	EDIT(CONTROL('A'), PLAIN, EDIT_HEAD),
	EDIT(KEY_NAME_HOME, PLAIN, EDIT_HEAD),
	EDIT(CONTROL('E'), PLAIN, EDIT_TAIL),
	EDIT(KEY_NAME_END, PLAIN, EDIT_TAIL),
	EDIT(CONTROL('B'), PLAIN, EDIT_PREV),
	EDIT(KEY_NAME_LEFT, PLAIN, EDIT_PREV),
	EDIT(CONTROL('F'), PLAIN, EDIT_NEXT),
	EDIT(KEY_NAME_RIGHT, PLAIN, EDIT_NEXT),
	EDIT('b', ALT, EDIT_PREV_WORD),
	EDIT(KEY_NAME_LEFT, ALT, EDIT_PREV_WORD),
	EDIT(KEY_NAME_LEFT, CTRL, EDIT_PREV_WORD),
	EDIT('f', ALT, EDIT_NEXT_WORD),
	EDIT(KEY_NAME_RIGHT, ALT, EDIT_NEXT_WORD),
	EDIT(KEY_NAME_RIGHT, CTRL, EDIT_NEXT_WORD),
	/* deleting */
	EDIT(CONTROL('H'), PLAIN, EDIT_DELETE_PREV),
	EDIT(DELETE, PLAIN, EDIT_DELETE_PREV),
	EDIT(KEY_NAME_BACKSPACE, PLAIN, EDIT_DELETE_PREV),
	EDIT(KEY_NAME_DELETE, PLAIN, EDIT_DELETE_NEXT),
	EDIT(CONTROL('W'), PLAIN, EDIT_KILL_PREV_WORD),
	EDIT(CONTROL('H'), ALT, EDIT_KILL_PREV_WORD),
	EDIT(DELETE, ALT, EDIT_KILL_PREV_WORD),
	EDIT(KEY_NAME_BACKSPACE, ALT, EDIT_KILL_PREV_WORD),
	EDIT(KEY_NAME_BACKSPACE, CTRL, EDIT_KILL_PREV_WORD),
	EDIT('d', ALT, EDIT_KILL_NEXT_WORD),
	EDIT(KEY_NAME_DELETE, ALT, EDIT_KILL_NEXT_WORD),
	EDIT(KEY_NAME_DELETE, CTRL, EDIT_KILL_NEXT_WORD),
	EDIT(CONTROL('U'), PLAIN, EDIT_KILL_HEAD),
	EDIT(CONTROL('K'), PLAIN, EDIT_KILL_TAIL),
	/* changing */
	EDIT(CONTROL('Y'), PLAIN, EDIT_YANK),
	EDIT('y', ALT, EDIT_YANK_POP),
	EDIT(CONTROL('T'), PLAIN, EDIT_TRANSPOSE),
	EDIT('t', ALT, EDIT_TRANSPOSE_WORDS),
	EDIT('u', ALT, EDIT_UPCASE),
	EDIT('l', ALT, EDIT_DOWNCASE),
	EDIT('c', ALT, EDIT_CAPITALISE),
	EDIT(CONTROL('_'), PLAIN, EDIT_UNDO),
	EDIT('_', ALT, EDIT_REDO),
	EDIT(CONTROL('_'), ALT, EDIT_REDO),
	ACT(CONTROL('V'), PLAIN, KEYMAP_QUOTE),
	ACT(CONTROL('D'), PLAIN, KEYMAP_DELETE_OR_QUIT),
	ACT(CONTROL('C'), PLAIN, KEYMAP_CANCEL),
	/* sending */
	ACT(CONTROL('M'), PLAIN, KEYMAP_SEND),
	ACT(CONTROL('J'), PLAIN, KEYMAP_SEND),
	ACT(KEY_NAME_ENTER, PLAIN, KEYMAP_SEND),
	ACT(CONTROL('M'), ALT, KEYMAP_NEWLINE),
	ACT(CONTROL('J'), ALT, KEYMAP_NEWLINE),
	ACT(KEY_NAME_ENTER, ALT, KEYMAP_NEWLINE),
	ACT(KEY_NAME_ENTER, CTRL, KEYMAP_NEWLINE),
	ACT(KEY_NAME_ENTER, SHIFT, KEYMAP_NEWLINE),
	/* completing and recalling */
	ACT(CONTROL('I'), PLAIN, KEYMAP_COMPLETE),
	ACT(KEY_NAME_TAB, PLAIN, KEYMAP_COMPLETE),
	ACT(KEY_NAME_BACKTAB, PLAIN, KEYMAP_COMPLETE_BACK),
	ACT(KEY_NAME_TAB, SHIFT, KEYMAP_COMPLETE_BACK),
	ACT(CONTROL('P'), PLAIN, KEYMAP_OLDER),
	ACT(KEY_NAME_UP, PLAIN, KEYMAP_OLDER),
	ACT(CONTROL('N'), PLAIN, KEYMAP_NEWER),
	ACT(KEY_NAME_DOWN, PLAIN, KEYMAP_NEWER),
	ACT(CONTROL('R'), PLAIN, KEYMAP_SEARCH_HISTORY),
	/* reading */
	ACT(KEY_NAME_PAGE_UP, PLAIN, KEYMAP_PAGE_UP),
	ACT('v', ALT, KEYMAP_PAGE_UP),
	ACT(KEY_NAME_PAGE_DOWN, PLAIN, KEYMAP_PAGE_DOWN),
	ACT('s', ALT, KEYMAP_FIND),
	ACT('<', ALT, KEYMAP_TOP),
	ACT(KEY_NAME_HOME, CTRL, KEYMAP_TOP),
	ACT('>', ALT, KEYMAP_BOTTOM),
	ACT(KEY_NAME_END, CTRL, KEYMAP_BOTTOM),
	/* the names */
	ACT(KEY_NAME_PAGE_UP, ALT, KEYMAP_USERS_UP),
	ACT(KEY_NAME_PAGE_UP, CTRL, KEYMAP_USERS_UP),
	ACT(KEY_NAME_PAGE_DOWN, ALT, KEYMAP_USERS_DOWN),
	ACT(KEY_NAME_PAGE_DOWN, CTRL, KEYMAP_USERS_DOWN),
	ACT(KEY_NAME_HOME, ALT, KEYMAP_USERS_TOP),
	ACT(KEY_NAME_END, ALT, KEYMAP_USERS_BOTTOM),
	/* the program */
	ACT(KEY_NAME_F1, PLAIN, KEYMAP_HELP),
	ACT(KEY_NAME_F2, PLAIN, KEYMAP_USERS),
	ACT(KEY_NAME_F12, PLAIN, KEYMAP_FRAMES),
	ACT('m', ALT, KEYMAP_BARE),
	ACT(CONTROL('L'), PLAIN, KEYMAP_REDRAW),
	ACT(CONTROL('Z'), PLAIN, KEYMAP_SUSPEND),
	ACT(CONTROL('['), PLAIN, KEYMAP_ESCAPE),
	ACT(CONTROL('G'), PLAIN, KEYMAP_ESCAPE),
	ACT(KEY_NAME_ESCAPE, PLAIN, KEYMAP_ESCAPE),
};

static const struct binding *find(uint32_t code, unsigned modifiers)
{
	for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++)
		if (bindings[i].code == code && bindings[i].modifiers == modifiers)
			return &bindings[i];
	return NULL;
}

/* The keys that the letters bound with Alt stand on, as a Russian keyboard sends them. */
static const struct {
	uint32_t sent, meant;
} russian[] = {
	{ 0x438, 'b' }, { 0x430, 'f' }, { 0x432, 'd' }, { 0x43D, 'y' }, { 0x43C, 'v' },
	{ 0x44B, 's' }, { 0x435, 't' }, { 0x433, 'u' }, { 0x434, 'l' }, { 0x44C, 'm' },
	{ 0x441, 'c' }, { 0x411, '<' }, { 0x42E, '>' },
};

/* Alt with a capital letter is a slip of Shift or Caps Lock. */
static uint32_t meant(struct key key)
{
	if (!key.alt)
		return key.code;
	if (key.code >= 'A' && key.code <= 'Z')
		return key.code - 'A' + 'a';
	for (size_t i = 0; i < sizeof russian / sizeof *russian; i++)
		if (russian[i].sent == key.code)
			return russian[i].meant;
	return key.code;
}

static const struct binding *find_key(struct key key)
{
	unsigned modifiers = (key.alt ? ALT : PLAIN) | (key.ctrl ? CTRL : PLAIN);
	const struct binding *binding = find(meant(key), modifiers | (key.shift ? SHIFT : PLAIN));

	return binding ? binding : find(meant(key), modifiers);
}

/* Controls that nothing is bound to are not text, and neither is a character with Alt. */
static bool is_text(struct key key)
{
	return !key.alt && key.code >= ' ' && key.code <= 0x10FFFF &&
	       !(key.code >= DELETE && key.code < 0xA0);
}

struct keymap_result keymap_find(struct key key)
{
	const struct binding *binding = find_key(key);

	if (binding)
		return (struct keymap_result){ (enum keymap_action)binding->action,
					       (enum edit_verb)binding->verb };
	return (struct keymap_result){ is_text(key) ? KEYMAP_INSERT : KEYMAP_NONE, EDIT_HEAD };
}
