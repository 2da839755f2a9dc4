/*
 * term_private - the parts of term: keys reads bytes as keys, paint turns grids into bytes, pairs
 * makes colors of looks, color makes true colors of a palette's, fatal puts the terminal back when
 * the process dies. term.c owns descriptor and modes.
 */
#ifndef TERM_PRIVATE_H
#define TERM_PRIVATE_H

#include <stdint.h>
#include <termios.h>

#include "buf.h"
#include "term.h"
#include "term_mouse.h"
#include "term_replies.h"

/* keys: pure. A zeroed struct with UTF8 set is the start. */

#define TERM_KEYS_NAMED 16

struct term_keys {
	bool utf8; /* else the bytes are the locale's */
	bool pasting;
	struct buf in, paste;
	uint64_t deadline; /* ms: when what is unfinished is taken as it is */
	uint64_t fed_at;   /* ms */
	struct {
		char *bytes; /* what this terminal sends beyond what all send */
		uint32_t code;
	} named[TERM_KEYS_NAMED];
	size_t named_count;
	struct term_replies replies;
	struct term_mouse mouse;
};

void term_keys_free(struct term_keys *);
void term_keys_feed(struct term_keys *, const void *bytes, size_t n, uint64_t now);
bool term_keys_next(struct term_keys *, uint64_t now, struct term_event *);
/* MOMENT_NEVER where nothing is unfinished. */
uint64_t term_keys_deadline(const struct term_keys *);

/* paint: the only user of curses. */

struct term_paint;

struct term_paint *term_paint_open(const struct term_config *, struct error *);
void term_paint_free(struct term_paint *); /* NULL is allowed */
const char *term_paint_type(const struct term_paint *);
/* The next draw shows it, if it is another. */
void term_paint_configure(struct term_paint *, const struct term_config *);
void term_paint_resize(struct term_paint *, int rows, int cols);
void term_paint_links(struct term_paint *, bool on); /* at first they are off */
/* The next draw clears, and paints everything. */
void term_paint_redraw(struct term_paint *);
/* Appends what makes the terminal show the grid; nothing where it does. */
void term_paint_draw(struct term_paint *, const struct grid *, struct buf *out);
/* Clears, and appends a text of lines. */
void term_paint_text(const struct term_paint *, const char *text, size_t n, struct buf *out);
void term_paint_bell(struct term_paint *, struct buf *out);
/* Append what begins and ends the use of a terminal with so many rows; SCREEN: it may have another
 * screen, which would be gone to a second time otherwise. */
void term_paint_enter(const struct term_paint *, bool screen, struct buf *out);
void term_paint_leave(const struct term_paint *, int rows, struct buf *out);
/* What the terminal's description has to begin a status line; NULL for nothing. */
const char *term_paint_tsl(const struct term_paint *);
void term_paint_name_keys(const struct term_paint *, struct term_keys *);

/* pairs: what each style is to curses. */

struct term_pairs {
	struct theme theme;
	bool color;   /* wanted */
	int colors;   /* that there are; 0: curses was not yet asked for them */
	bool assumed; /* the terminal's own ones cannot be had back: white on black are taken */
	int32_t palette[256]; /* see term_color_widen(); 0: the terminal's own */
	unsigned long attributes[GRID_STYLES];
	short numbers[GRID_STYLES];
};

/* False where nothing has changed. */
bool term_pairs_choose(struct term_pairs *, const struct term_config *);

/* color: pure. Appends what curses wrote, with each color of a palette of 256 for which PALETTE has
 * THEME_RGB + 0xrrggbb as that true color, and with repetitions (REP), which mosh does not know,
 * written out: curses sends them where the encoding is not UTF-8. */

void term_color_widen(struct buf *out, const char *s, size_t n, const int32_t palette[256]);

/*
 * unsure: characters that terminals disagree about how many cells they have. curses is given blanks
 * in their place, so that it knows where the cursor is; then each is written by itself, and the
 * cursor put behind it: whatever the terminal makes of it, nothing beside it moves.
 */

bool term_unsure(const struct grid_cell *);
bool term_unsure_any(const struct grid *);

/* fatal: the bytes and modes by which a dying process puts the terminal back. */

void term_fatal_arm(int fd, const struct termios *, const void *bytes, size_t n);
void term_fatal_disarm(void);

#endif
