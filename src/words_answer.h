/*
 * words_answer - answers to commands as sentences.
 */
#ifndef WORDS_ANSWER_H
#define WORDS_ANSWER_H

#include "buf.h"
#include "event.h"

/* TEXT is what the notice has, clean for a terminal. */
void words_answer(struct buf *out, enum event_notice, const char *text);

#endif
