#include "term_beside.h"

#include "mem.h"
#include "term_paint.h"
#include "term_private.h"

/* Out of use: what is set then, the next use begins with. */
static bool is_out(const struct term *t)
{
	return t->suspended || t->gone;
}

void term_bell(struct term *t)
{
	if (is_out(t))
		return;
	term_paint_bell(t->paint, &t->out);
	term_flush(t);
}

void term_title(struct term *t, const char *title)
{
	mem_replace(&t->title, title);
	if (is_out(t))
		return;
	term_tell_title(&t->tell, title, &t->out);
	term_flush(t);
}

void term_notify(struct term *t, enum term_notify how, const char *title, const char *body)
{
	if (is_out(t))
		return;
	term_tell_notify(&t->tell, how, title, body, &t->out);
	term_flush(t);
}

bool term_copy(struct term *t, const char *text, size_t n)
{
	if (is_out(t) || !term_tell_copy(&t->tell, text, n, &t->out))
		return false;
	term_flush(t);
	return true;
}

void term_set_links(struct term *t, int when)
{
	term_paint_links(t->paint, when > 0 || (when == 0 && t->tell.links));
}

void term_set_mouse(struct term *t, bool on)
{
	if (on == t->tell.mouse)
		return;
	t->tell.mouse = on;
	t->keys.parser.mouse = on;
	t->keys.mouse = (struct term_mouse){ 0 };
	if (is_out(t))
		return;
	term_arm(t);
	term_tell_mouse(&t->tell, &t->out);
	term_flush(t);
}

void term_order(struct term *t, bool ordered)
{
	if (ordered == t->tell.ordered)
		return;
	t->tell.ordered = ordered;
	if (is_out(t))
		return;
	term_tell_order(&t->tell, &t->out);
	term_flush(t);
}

bool term_reorders(const struct term *t)
{
	return t->tell.reorders;
}
