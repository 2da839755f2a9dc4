#include "term_mouse.h"

/* Rows for each step of the wheel. */
#define WHEEL_ROWS 3

#define MODIFIERS (4 | 8 | 16)
#define WHEEL     64 /* + 0: up, 1: down, 2 and 3: sideways */

bool term_mouse_take(struct term_mouse *m, const struct term_mouse_report *r,
		     struct term_event *event)
{
	unsigned button = r->button & ~(unsigned)MODIFIERS;
	bool same = m->pressed && r->row == m->row && r->col == m->col;

	*event = (struct term_event){ .type = TERM_CLICK, .row = r->row, .col = r->col };
	if (r->row < 0 || r->col < 0)
		return false;
	if (button == WHEEL || button == WHEEL + 1) {
		event->type = TERM_WHEEL;
		event->rows = button == WHEEL ? -WHEEL_ROWS : WHEEL_ROWS;
		return !r->released;
	}
	m->pressed = !r->released && button == 0;
	m->row = r->row;
	m->col = r->col;
	return r->released && same;
}
