#include "term_tell.h"

#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "base64.h"
#include "text.h"

/* Cells of a title and of a notification: more is not shown by anybody. */
#define TITLE_MOST 120
#define BODY_MOST  200

/* GNU screen takes no more bytes in one string. */
#define SCREEN_PIECE 200

/* Bytes of a copied text: with more some terminals take nothing. */
#define COPY_MOST 74994

/* VTE before 0.50 lost its place over OSC 8. */
#define VTE_WITH_LINKS 5000

/* Modes: 1000 and 1006 report the mouse, 1004 reports the focus, 2026 holds back a frame. A title
 * is kept and put back by xterm's window operations 22 and 23. */
#define FOCUS_ON    "\x1b[?1004h"
#define FOCUS_OFF   "\x1b[?1004l"
#define MOUSE_ON    "\x1b[?1000h\x1b[?1006h"
#define MOUSE_OFF   "\x1b[?1006l\x1b[?1000l"
#define SYNC_OFF    "\x1b[?2026l"
#define LEAVE_ORDER "\x1b[8l" /* ECMA-48's BDSM: explicit */
#define MAKE_ORDER  "\x1b[8h"
#define KEEP_TITLE  "\x1b[22;0t"
#define TITLE_AGAIN "\x1b[23;0t"

/* They begin the names of terminals that are like xterm at least in this. */
static const char *const families[] = {
	"alacritty", "contour", "Eterm",   "foot",   "ghostty", "gnome",       "iterm", "iTerm",
	"iTerm2",    "kitty",   "konsole", "mintty", "mlterm",  "ms-terminal", "putty", "rxvt",
	"screen",    "st",      "tmux",    "vte",    "wezterm", "xterm",
};

/* Whether a name is of the family: "st-256color" is of "st", "stv52" is not. */
static bool is_of(const char *type, const char *family)
{
	size_t n = strlen(family);

	return !strncmp(type, family, n) && !ascii_is_alnum(type[n]);
}

static bool is_known(const char *type)
{
	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		if (is_of(type, families[i]))
			return true;
	return false;
}

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value;
}

static bool is(const char *variable, const char *wanted)
{
	const char *value = getenv(variable);

	return value && !strcmp(value, wanted);
}

/* From another host only TERM is known, and many have screen-256color in tmux: what is meant for
 * screen is ignored there, but not the other way round. */
static enum term_inside find_inside(const char *type)
{
	if (is_of(type, "tmux") || (is_set("TMUX") && is_of(type, "screen")))
		return TERM_IN_TMUX;
	return is_of(type, "screen") ? TERM_IN_SCREEN : TERM_ALONE;
}

/* kitty's own is the best of them; most others know 777, and iTerm2 does not. */
static enum term_notify find_notify(const char *type)
{
	if (is_of(type, "xterm-kitty") || is_of(type, "kitty") || is_set("KITTY_WINDOW_ID"))
		return TERM_NOTIFY_OSC99;
	if (is("TERM_PROGRAM", "iTerm.app") || is("LC_TERMINAL", "iTerm2"))
		return TERM_NOTIFY_OSC9;
	return TERM_NOTIFY_OSC777;
}

/* VTE is told in vain through tmux. */
static bool does_reorder(const char *type, enum term_inside inside)
{
	return is_of(type, "mlterm") || is_set("KONSOLE_VERSION") ||
	       is("TERM_PROGRAM", "Apple_Terminal") ||
	       (inside != TERM_ALONE && is_set("VTE_VERSION"));
}

/* GNU screen shows what is longer than it takes as text, and it may be inside of any TERM. */
static bool takes_links(const struct term_tell *t, const char *type)
{
	const char *vte = getenv("VTE_VERSION");

	if (!t->modern || t->inside == TERM_IN_SCREEN || is_set("STY"))
		return false;
	if (is_of(type, "rxvt") || is_of(type, "Eterm") || !strcmp(type, "xterm-color"))
		return false;
	return !is_set("VTE_VERSION") || atoi(vte) >= VTE_WITH_LINKS;
}

void term_tell_open(struct term_tell *t, const char *type, const char *tsl)
{
	t->modern = is_known(type) || (tsl && !strncmp(tsl, "\x1b]", 2));
	t->inside = find_inside(type);
	t->notify = find_notify(type);
	t->reorders = does_reorder(type, t->inside);
	t->links = takes_links(t, type);
}

void term_tell_enter(const struct term_tell *t, struct buf *out)
{
	if (!t->modern)
		return;
	buf_append_string(out, KEEP_TITLE FOCUS_ON);
	if (t->mouse)
		buf_append_string(out, MOUSE_ON);
	if (t->ordered)
		term_tell_order(t, out);
}

void term_tell_leave(const struct term_tell *t, struct buf *out)
{
	if (!t->modern)
		return;
	buf_append_string(out, SYNC_OFF FOCUS_OFF TITLE_AGAIN);
	if (t->mouse)
		buf_append_string(out, MOUSE_OFF);
	if (t->ordered)
		buf_append_string(out, MAKE_ORDER);
}

void term_tell_mouse(const struct term_tell *t, struct buf *out)
{
	if (t->modern)
		buf_append_string(out, t->mouse ? MOUSE_ON : MOUSE_OFF);
}

void term_tell_order(const struct term_tell *t, struct buf *out)
{
	if (t->modern)
		buf_append_string(out, t->ordered ? LEAVE_ORDER : MAKE_ORDER);
}

/* Semicolons part the fields of a notification. */
static void append_text(const struct term_tell *t, struct buf *out, const char *text, int cells)
{
	struct buf clean = { 0 };
	size_t n, fits, next;
	const char *s;

	text_clean(&clean, text, strlen(text), TEXT_ONE_LINE);
	s = buf_string(&clean);
	n = buf_size(&clean);
	fits = text_fit(s, n, cells, NULL);
	for (size_t at = 0; at < fits; at = next) {
		next = text_next(s, n, at);
		if (s[at] == ';')
			buf_append_byte(out, ',');
		else if (t->utf8 || !(s[at] & 0x80))
			buf_append(out, s + at, next - at);
		else
			buf_append_byte(out, '?');
	}
	if (fits < n)
		buf_append_string(out, "...");
	buf_free(&clean);
}

void term_tell_title(const struct term_tell *t, const char *title, struct buf *out)
{
	if (!t->modern)
		return;
	if (!title) {
		buf_append_string(out, TITLE_AGAIN KEEP_TITLE);
		return;
	}
	buf_append_string(out, "\x1b]0;");
	append_text(t, out, title, TITLE_MOST);
	buf_append_string(out, "\x1b\\");
}

/* Notifications and copies are for the terminal outside, to which tmux and screen hand on what is
 * wrapped. */

static void wrap_for_tmux(struct buf *out, const char *s, size_t n)
{
	buf_append_string(out, "\x1bPtmux;");
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\x1b')
			buf_append_byte(out, '\x1b');
		buf_append_byte(out, (uint8_t)s[i]);
	}
	buf_append_string(out, "\x1b\\");
}

/* No piece ends in ESC, which would be taken with what ends the piece. */
static void wrap_for_screen(struct buf *out, const char *s, size_t n)
{
	for (size_t piece; n; s += piece, n -= piece) {
		piece = n < SCREEN_PIECE ? n : SCREEN_PIECE;
		piece -= piece > 1 && s[piece - 1] == '\x1b';
		buf_append_string(out, "\x1bP");
		buf_append(out, s, piece);
		buf_append_string(out, "\x1b\\");
	}
}

static void wrap(const struct term_tell *t, struct buf *out, const struct buf *bytes)
{
	const char *s = (const char *)buf_bytes(bytes);

	if (t->inside == TERM_IN_TMUX)
		wrap_for_tmux(out, s, buf_size(bytes));
	else if (t->inside == TERM_IN_SCREEN)
		wrap_for_screen(out, s, buf_size(bytes));
	else
		buf_append(out, s, buf_size(bytes));
}

/* They end in BEL, for ESC \ would end what wraps them for screen. The one text of OSC 9 begins
 * with a word, for terminals to which a number there means something else. A notification of
 * kitty's takes the place of the last with the same name. */
static void append_notification(const struct term_tell *t, enum term_notify how, const char *title,
				const char *body, struct buf *out)
{
	static const char *const before[] = {
		[TERM_NOTIFY_OSC9] = "\x1b]9;wschat: ",
		[TERM_NOTIFY_OSC777] = "\x1b]777;notify;",
		[TERM_NOTIFY_OSC99] = "\x1b]99;i=wschat:d=0;",
	};
	static const char *const between[] = {
		[TERM_NOTIFY_OSC9] = ": ",
		[TERM_NOTIFY_OSC777] = ";",
		[TERM_NOTIFY_OSC99] = "\a\x1b]99;i=wschat:p=body;",
	};

	buf_append_string(out, before[how]);
	append_text(t, out, title, TITLE_MOST);
	buf_append_string(out, between[how]);
	append_text(t, out, body, BODY_MOST);
	buf_append_byte(out, '\a');
}

void term_tell_notify(const struct term_tell *t, enum term_notify how, const char *title,
		      const char *body, struct buf *out)
{
	struct buf bytes = { 0 };

	if (how == TERM_NOTIFY_AUTO)
		how = t->notify;
	if (!t->modern)
		return;
	append_notification(t, how, title, body, &bytes);
	wrap(t, out, &bytes);
	buf_free(&bytes);
}

/* tmux takes it for itself, and hands it on, where its set-clipboard is on; and it hands on what is
 * wrapped where its allow-passthrough is. */
bool term_tell_copy(const struct term_tell *t, const char *text, size_t n, struct buf *out)
{
	struct buf bytes = { 0 };

	if (!t->modern || n > COPY_MOST)
		return false;
	buf_append_string(&bytes, "\x1b]52;c;");
	base64_append(&bytes, text, n);
	buf_append_byte(&bytes, '\a');
	if (t->inside == TERM_IN_TMUX)
		buf_append(out, buf_bytes(&bytes), buf_size(&bytes));
	wrap(t, out, &bytes);
	buf_free(&bytes);
	return true;
}
