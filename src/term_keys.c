#include "term_keys.h"

#include <string.h>

#include "moment.h"
#include "text.h"

/* How long a lone ESC may be the start of a sequence, and how long the rest of one may take, ms. */
#define ESCAPE_WAIT   50
#define SEQUENCE_WAIT 1000

/* A paste whose end mark is lost ends when nothing has come for so long, ms. */
#define PASTE_WAIT 1000

/* What comes in pieces as small and as slow as these is typed, and does not keep a paste going
 * whose end mark is lost: bytes, ms. */
#define TYPED_MOST 16
#define TYPED_GAP  20

/* A longer paste is handed over in pieces. */
#define PASTE_MOST (1u << 20)

#define PASTE_END "\x1b[201~"

/* Pastes. */

static bool is_pasted(uint32_t c)
{
	return c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7f) || c >= 0xa0;
}

/* Line ends of any kind become LF, controls go. */
static void clean_paste(const struct term_parser *parser, struct buf *out, const char *s, size_t n)
{
	uint32_t c, last = 0;

	for (size_t at = 0, used; at < n; at += used) {
		used = term_parse_character(parser, s + at, n - at, &c);
		if (!used)
			used = n - at;
		if (c == '\r' || (c == '\n' && last != '\r'))
			buf_append_byte(out, '\n');
		else if (c != '\n' && is_pasted(c))
			text_put(out, c);
		last = c;
	}
}

static bool give_paste(struct term_keys *k, size_t n, size_t used, struct term_event *event)
{
	buf_clear(&k->paste);
	clean_paste(&k->parser, &k->paste, (const char *)buf_bytes(&k->in), n);
	buf_consume(&k->in, used);
	*event = (struct term_event){ .type = TERM_PASTE,
				      .text = buf_string(&k->paste),
				      .n = buf_size(&k->paste) };
	return true;
}

/* Where a piece of a long paste may end: not inside a character or a line end. */
static size_t find_cut(const char *s, size_t n)
{
	while (n > 1 && (((uint8_t)s[n] & 0xc0) == 0x80 || s[n - 1] == '\r'))
		n--;
	return n;
}

static bool next_pasted(struct term_keys *k, uint64_t now, struct term_event *event)
{
	size_t n = buf_size(&k->in), mark = sizeof PASTE_END - 1;
	const char *s = (const char *)buf_bytes(&k->in);
	const char *end = memmem(s, n, PASTE_END, mark);

	if (end) {
		k->pasting = false;
		return give_paste(k, (size_t)(end - s), (size_t)(end - s) + mark, event);
	}
	if (now >= k->deadline) {
		k->pasting = false;
		return n && give_paste(k, n, n, event);
	}
	if (n >= PASTE_MOST) {
		n = find_cut(s, n - mark);
		return give_paste(k, n, n, event);
	}
	return false;
}

/* The input. */

void term_keys_free(struct term_keys *k)
{
	term_parser_free(&k->parser);
	buf_free(&k->in);
	buf_free(&k->paste);
}

static uint64_t wait_of(const struct term_keys *k)
{
	const uint8_t *s = buf_bytes(&k->in);
	size_t n = buf_size(&k->in);

	if (k->pasting)
		return PASTE_WAIT;
	return n <= 2 && s[n - 1] == '\x1b' ? ESCAPE_WAIT : SEQUENCE_WAIT;
}

void term_keys_feed(struct term_keys *k, const void *bytes, size_t n, uint64_t now)
{
	bool typed = k->pasting && n <= TYPED_MOST && now - k->fed_at >= TYPED_GAP;

	buf_append(&k->in, bytes, n);
	if (buf_size(&k->in) && !typed)
		k->deadline = now + wait_of(k);
	k->fed_at = now;
}

/* What is a whole sequence and nothing that was typed. */
static bool is_answer(const struct term_parsed *p)
{
	return !p->has_key && !p->has_report && !p->paste && !p->focus;
}

static struct term_parsed parse_next(struct term_keys *k, uint64_t now)
{
	const char *s = (const char *)buf_bytes(&k->in);
	size_t n = buf_size(&k->in);
	struct term_parsed p = term_parse(&k->parser, s, n);

	if (!p.used && now >= k->deadline)
		p = term_parse_overdue(s, n);
	if (p.used) {
		if (is_answer(&p))
			term_replies_take(&k->replies, s, p.used);
		buf_consume(&k->in, p.used);
		k->deadline = now + (buf_size(&k->in) ? wait_of(k) : 0);
	}
	return p;
}

static bool give(struct term_keys *k, const struct term_parsed *p, struct term_event *event)
{
	if (p->has_report)
		return term_mouse_take(&k->mouse, &p->report, event);
	if (p->has_key)
		*event = (struct term_event){ .type = TERM_KEY, .key = p->key };
	else if (p->focus)
		*event = (struct term_event){ .type = p->focus == 'I' ? TERM_FOCUS_IN
								      : TERM_FOCUS_OUT };
	return p->has_key || p->focus;
}

bool term_keys_next(struct term_keys *k, uint64_t now, struct term_event *event)
{
	while (buf_size(&k->in) || k->pasting) {
		struct term_parsed p;

		if (k->pasting) {
			if (next_pasted(k, now, event))
				return true;
			if (k->pasting)
				return false;
			continue;
		}
		p = parse_next(k, now);
		if (!p.used)
			return false;
		if (p.paste) {
			k->pasting = true;
			k->deadline = now + PASTE_WAIT;
		} else if (give(k, &p, event)) {
			return true;
		}
	}
	return false;
}

uint64_t term_keys_deadline(const struct term_keys *k)
{
	return k->pasting || buf_size(&k->in) ? k->deadline : MOMENT_NEVER;
}
