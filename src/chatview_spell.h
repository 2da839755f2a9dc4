/*
 * chatview_spell - names the emoji in prefix and text.
 */
#ifndef CHATVIEW_SPELL_H
#define CHATVIEW_SPELL_H

#include "chatview_private.h"

void chatview_spell(struct chatview_line *);

#endif
