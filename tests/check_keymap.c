#include "testing.h"

#include "keymap.h"

#define ALT   .alt = true
#define CTRL  .ctrl = true
#define SHIFT .shift = true

static const struct {
	struct key key;
	enum edit_verb verb;
} verbs[] = {
	{ { .code = 1 }, EDIT_HEAD },
	{ { .code = KEY_NAME_HOME }, EDIT_HEAD },
	{ { .code = 5 }, EDIT_TAIL },
	{ { .code = KEY_NAME_END }, EDIT_TAIL },
	{ { .code = 2 }, EDIT_PREV },
	{ { .code = KEY_NAME_LEFT }, EDIT_PREV },
	{ { .code = KEY_NAME_LEFT, SHIFT }, EDIT_PREV },
	{ { .code = 6 }, EDIT_NEXT },
	{ { .code = KEY_NAME_RIGHT }, EDIT_NEXT },
	{ { .code = 'b', ALT }, EDIT_PREV_WORD },
	{ { .code = 'B', ALT }, EDIT_PREV_WORD },
	{ { .code = 0x438, ALT }, EDIT_PREV_WORD },
	{ { .code = KEY_NAME_LEFT, CTRL }, EDIT_PREV_WORD },
	{ { .code = KEY_NAME_LEFT, ALT }, EDIT_PREV_WORD },
	{ { .code = KEY_NAME_LEFT, CTRL, SHIFT }, EDIT_PREV_WORD },
	{ { .code = 'f', ALT }, EDIT_NEXT_WORD },
	{ { .code = 0x430, ALT }, EDIT_NEXT_WORD },
	{ { .code = KEY_NAME_RIGHT, CTRL }, EDIT_NEXT_WORD },
	{ { .code = KEY_NAME_RIGHT, ALT }, EDIT_NEXT_WORD },
	{ { .code = 8 }, EDIT_DELETE_PREV },
	{ { .code = 127 }, EDIT_DELETE_PREV },
	{ { .code = KEY_NAME_BACKSPACE }, EDIT_DELETE_PREV },
	{ { .code = KEY_NAME_DELETE }, EDIT_DELETE_NEXT },
	{ { .code = 23 }, EDIT_KILL_PREV_WORD },
	{ { .code = 127, ALT }, EDIT_KILL_PREV_WORD },
	{ { .code = 8, ALT }, EDIT_KILL_PREV_WORD },
	{ { .code = KEY_NAME_BACKSPACE, ALT }, EDIT_KILL_PREV_WORD },
	{ { .code = KEY_NAME_BACKSPACE, CTRL }, EDIT_KILL_PREV_WORD },
	{ { .code = 'd', ALT }, EDIT_KILL_NEXT_WORD },
	{ { .code = 0x432, ALT }, EDIT_KILL_NEXT_WORD },
	{ { .code = 21 }, EDIT_KILL_HEAD },
	{ { .code = 11 }, EDIT_KILL_TAIL },
	{ { .code = 25 }, EDIT_YANK },
	{ { .code = 'y', ALT }, EDIT_YANK_POP },
	{ { .code = 0x43D, ALT }, EDIT_YANK_POP },
	{ { .code = 20 }, EDIT_TRANSPOSE },
	{ { .code = 't', ALT }, EDIT_TRANSPOSE_WORDS },
	{ { .code = 0x435, ALT }, EDIT_TRANSPOSE_WORDS },
	{ { .code = 'u', ALT }, EDIT_UPCASE },
	{ { .code = 0x433, ALT }, EDIT_UPCASE },
	{ { .code = 'l', ALT }, EDIT_DOWNCASE },
	{ { .code = 0x434, ALT }, EDIT_DOWNCASE },
	{ { .code = 'c', ALT }, EDIT_CAPITALISE },
	{ { .code = 0x441, ALT }, EDIT_CAPITALISE },
	{ { .code = 31 }, EDIT_UNDO },
	{ { .code = '_', ALT }, EDIT_REDO },
};

START_TEST(keys_edit)
{
	struct keymap_result result = keymap_find(verbs[_i].key);

	ck_assert_int_eq(result.action, KEYMAP_EDIT);
	ck_assert_int_eq(result.verb, verbs[_i].verb);
}
END_TEST

static const struct {
	struct key key;
	enum keymap_action action;
} actions[] = {
	/* text */
	{ { .code = 'a' }, KEYMAP_INSERT },
	{ { .code = ' ' }, KEYMAP_INSERT },
	{ { .code = '_' }, KEYMAP_INSERT },
	{ { .code = '<' }, KEYMAP_INSERT },
	{ { .code = 0xA0 }, KEYMAP_INSERT },
	{ { .code = 0x438 }, KEYMAP_INSERT },
	{ { .code = 0x1F600 }, KEYMAP_INSERT },
	{ { .code = 0x10FFFF }, KEYMAP_INSERT },
	/* nothing */
	{ { .code = 0 }, KEYMAP_NONE },
	{ { .code = 28 }, KEYMAP_NONE },
	{ { .code = 0x80 }, KEYMAP_NONE },
	{ { .code = 0x9F }, KEYMAP_NONE },
	{ { .code = 0x110000 }, KEYMAP_NONE },
	{ { .code = 'x', ALT }, KEYMAP_NONE },
	{ { .code = 0x1F600, ALT }, KEYMAP_NONE },
	{ { .code = KEY_NAME_FIRST }, KEYMAP_NONE },
	{ { .code = KEY_NAME_F1, CTRL }, KEYMAP_NONE },
	{ { .code = KEY_NAME_UP, ALT }, KEYMAP_NONE },
	{ { .code = KEY_NAME_F12 + 1 }, KEYMAP_NONE },
	{ { .code = UINT32_MAX }, KEYMAP_NONE },
	/* sending, recalling, completing */
	{ { .code = '\r' }, KEYMAP_SEND },
	{ { .code = '\n' }, KEYMAP_SEND },
	{ { .code = KEY_NAME_ENTER }, KEYMAP_SEND },
	{ { .code = '\r', ALT }, KEYMAP_NEWLINE },
	{ { .code = '\n', ALT }, KEYMAP_NEWLINE },
	{ { .code = KEY_NAME_ENTER, ALT }, KEYMAP_NEWLINE },
	{ { .code = KEY_NAME_ENTER, SHIFT }, KEYMAP_NEWLINE },
	{ { .code = '\t' }, KEYMAP_COMPLETE },
	{ { .code = KEY_NAME_TAB }, KEYMAP_COMPLETE },
	{ { .code = KEY_NAME_BACKTAB }, KEYMAP_COMPLETE_BACK },
	{ { .code = KEY_NAME_BACKTAB, SHIFT }, KEYMAP_COMPLETE_BACK },
	{ { .code = KEY_NAME_TAB, SHIFT }, KEYMAP_COMPLETE_BACK },
	{ { .code = 16 }, KEYMAP_OLDER },
	{ { .code = KEY_NAME_UP }, KEYMAP_OLDER },
	{ { .code = 14 }, KEYMAP_NEWER },
	{ { .code = KEY_NAME_DOWN }, KEYMAP_NEWER },
	{ { .code = 18 }, KEYMAP_SEARCH_HISTORY },
	{ { .code = 22 }, KEYMAP_QUOTE },
	/* reading */
	{ { .code = KEY_NAME_PAGE_UP }, KEYMAP_PAGE_UP },
	{ { .code = KEY_NAME_PAGE_UP, SHIFT }, KEYMAP_PAGE_UP },
	{ { .code = 'v', ALT }, KEYMAP_PAGE_UP },
	{ { .code = 's', ALT }, KEYMAP_FIND },
	{ { .code = 'm', ALT }, KEYMAP_BARE },
	{ { .code = 0x44C, ALT }, KEYMAP_BARE },
	{ { .code = 0x44B, ALT }, KEYMAP_FIND },
	{ { .code = KEY_NAME_PAGE_DOWN }, KEYMAP_PAGE_DOWN },
	{ { .code = '<', ALT }, KEYMAP_TOP },
	{ { .code = 0x411, ALT }, KEYMAP_TOP },
	{ { .code = KEY_NAME_HOME, CTRL }, KEYMAP_TOP },
	{ { .code = '>', ALT }, KEYMAP_BOTTOM },
	{ { .code = 0x42E, ALT }, KEYMAP_BOTTOM },
	{ { .code = KEY_NAME_END, CTRL }, KEYMAP_BOTTOM },
	/* the program */
	{ { .code = KEY_NAME_F1 }, KEYMAP_HELP },
	{ { .code = KEY_NAME_F2 }, KEYMAP_USERS },
	{ { .code = KEY_NAME_PAGE_UP, .alt = true }, KEYMAP_USERS_UP },
	{ { .code = KEY_NAME_PAGE_DOWN, .ctrl = true }, KEYMAP_USERS_DOWN },
	{ { .code = KEY_NAME_HOME, .alt = true }, KEYMAP_USERS_TOP },
	{ { .code = KEY_NAME_END, .alt = true }, KEYMAP_USERS_BOTTOM },
	{ { .code = KEY_NAME_F12 }, KEYMAP_FRAMES },
	{ { .code = 12 }, KEYMAP_REDRAW },
	{ { .code = 26 }, KEYMAP_SUSPEND },
	{ { .code = 3 }, KEYMAP_CANCEL },
	{ { .code = 4 }, KEYMAP_DELETE_OR_QUIT },
	{ { .code = 27 }, KEYMAP_ESCAPE },
	{ { .code = 7 }, KEYMAP_ESCAPE },
	{ { .code = KEY_NAME_ESCAPE }, KEYMAP_ESCAPE },
};

START_TEST(keys_act)
{
	ck_assert_int_eq(keymap_find(actions[_i].key).action, actions[_i].action);
}
END_TEST

TESTING_MAIN("keymap", TESTING_LOOP(keys_edit, COUNT(verbs)),
	     TESTING_LOOP(keys_act, COUNT(actions)))
