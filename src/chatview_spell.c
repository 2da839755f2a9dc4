#include "chatview_spell.h"

#include "chatview_private.h"
#include "text_emoji.h"

/* In place. */
static void spell(struct buf *text, struct buf *scratch)
{
	buf_clear(scratch);
	text_spell_emoji(scratch, buf_string(text), buf_size(text));
	buf_clear(text);
	buf_append(text, buf_bytes(scratch), buf_size(scratch));
}

void chatview_spell(struct chatview_line *l)
{
	size_t name_end;

	spell(&l->prefix, &l->scratch);
	buf_clear(&l->spelt);
	text_spell_emoji(&l->spelt, l->text, l->name_end);
	name_end = buf_size(&l->spelt);
	text_spell_emoji(&l->spelt, l->text + l->name_end, l->n - l->name_end);
	l->text = buf_string(&l->spelt);
	l->n = buf_size(&l->spelt);
	l->name_end = name_end;
}
