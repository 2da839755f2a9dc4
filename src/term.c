#include "term.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"
#include "moment.h"
#include "term_background.h"
#include "term_caps.h"
#include "term_fatal.h"
#include "term_paint.h"
#include "term_private.h"

/* Where the terminal does not know its size; and what no terminal is larger than. */
#define ROWS_DEFAULT 24
#define COLS_DEFAULT 80
#define ROWS_MOST    500
#define COLS_MOST    1500

/* How long leaving waits for a terminal that takes nothing, ms. */
#define LEAVE_WAIT 1000

/* How long after the question leaving waits for the terminal's answer, ms. */
#define ANSWER_WAIT 200

/* Between them a frame is shown as a whole. */
#define FRAME_BEGIN "\x1b[?2026h"
#define FRAME_END   "\x1b[?2026l"

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* An open file of our own on the same terminal: one that is shared with the shell must not be made
 * non-blocking. */
static int open_own(void)
{
	const int flags = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
	const char *name = ttyname(STDOUT_FILENO);
	int fd = name ? open(name, flags) : -1;

	return fd < 0 && isatty(STDOUT_FILENO) ? open("/dev/tty", flags) : fd;
}

static bool open_terminal(struct term *t, struct error *error)
{
	t->fd = open_own();
	if (t->fd < 0) {
		t->blocks = true;
		t->fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	}
	if (t->fd < 0 || tcgetattr(t->fd, &t->saved))
		return error_set(error, ERROR_TERMINAL, errno, "%s", strerror(errno));
	return true;
}

static int clamp(int value, int least, int most)
{
	return value < least ? least : value > most ? most : value;
}

/* Returns whether it changed. */
static bool read_size(struct term *t)
{
	struct winsize size = { 0 };
	int rows = t->rows, cols = t->cols;

	if (!ioctl(t->fd, TIOCGWINSZ, &size) && size.ws_row && size.ws_col) {
		t->rows = clamp(size.ws_row, 1, ROWS_MOST);
		t->cols = clamp(size.ws_col, 1, COLS_MOST);
	}
	return rows != t->rows || cols != t->cols;
}

static bool is_ready(const struct term *t, short events, int wait)
{
	struct pollfd p = { t->fd, events, 0 };

	return poll(&p, 1, wait) == 1;
}

/* Input. */

static bool refill(struct term *t)
{
	char bytes[4096];
	ssize_t n;

	if (t->exhausted || t->gone || (t->blocks && !is_ready(t, POLLIN, 0)))
		return false;
	n = read(t->fd, bytes, sizeof bytes);
	if (n > 0)
		term_keys_feed(&t->keys, bytes, (size_t)n, now_ms());
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		t->gone = true;
	t->exhausted = n < (ssize_t)sizeof bytes;
	return n > 0;
}

/* An answer that came after we have left would be typed into the shell. */
static void await_answer(struct term *t)
{
	uint64_t deadline = t->asked + ANSWER_WAIT, now = now_ms();
	struct term_event event;

	while (t->asked && !t->keys.replies.has_sync && !t->gone && now < deadline &&
	       is_ready(t, POLLIN, (int)(deadline - now))) {
		t->exhausted = false;
		refill(t);
		while (term_keys_next(&t->keys, now_ms(), &event))
			;
		now = now_ms();
	}
}

/* Output. */

bool term_writable(const struct term *t)
{
	return !t->out.store || !buf_size(&t->out);
}

void term_flush(struct term *t)
{
	while (buf_size(&t->out)) {
		ssize_t n = write(t->fd, buf_bytes(&t->out), buf_size(&t->out));

		if (n > 0) {
			buf_consume(&t->out, (size_t)n);
		} else if (errno == EAGAIN) {
			return;
		} else if (errno != EINTR) {
			buf_clear(&t->out);
			t->gone = true;
		}
	}
}

/* What is half written is finished first, or the terminal would take what follows as a part of
 * it. */
static void flush_all(struct term *t)
{
	uint64_t deadline = now_ms() + LEAVE_WAIT;

	for (term_flush(t); !term_writable(t) && now_ms() < deadline; term_flush(t))
		is_ready(t, POLLOUT, 100);
	buf_clear(&t->out);
}

static void draw_whole(struct term *t, const struct grid *grid)
{
	buf_append_string(&t->out, FRAME_BEGIN);
	term_paint_draw(t->paint, grid, &t->out);
	if (buf_size(&t->out) == sizeof FRAME_BEGIN - 1)
		buf_clear(&t->out);
	else
		buf_append_string(&t->out, FRAME_END);
}

void term_draw(struct term *t, const struct grid *grid)
{
	if (t->suspended || t->gone || !term_writable(t))
		return;
	if (t->keys.replies.synchronises)
		draw_whole(t, grid);
	else
		term_paint_draw(t->paint, grid, &t->out);
	term_flush(t);
}

void term_show(struct term *t, const char *text, size_t n)
{
	if (t->suspended || t->gone)
		return;
	term_paint_text(t->paint, text, n, &t->out);
	term_flush(t);
}

void term_redraw(struct term *t)
{
	term_paint_redraw(t->paint);
}

/* Modes. Ctrl-C, Ctrl-Z, Ctrl-S, Ctrl-V and Ctrl-O are keys to us. */

static void leave_modes(const struct term *t, struct buf *out)
{
	term_tell_leave(&t->tell, out);
	term_caps_leave(out, t->rows);
}

void term_arm(struct term *t)
{
	struct buf leave = { 0 };

	leave_modes(t, &leave);
	term_fatal_arm(t->fd, &t->saved, buf_bytes(&leave), buf_size(&leave));
	buf_free(&leave);
}

/* No frame waits for the answers. Who comes back may have another background. What a terminal shows
 * that does not know the questions is gone with the first frame. */
static void ask(struct term *t)
{
	if (!t->tell.modern)
		return;
	t->asked = now_ms();
	t->keys.replies.has_sync = false;
	buf_append_string(&t->out, TERM_ASK_BACKGROUND TERM_ASK_SYNC);
}

static void enter(struct term *t)
{
	struct termios raw = t->saved;

	cfmakeraw(&raw);
	term_arm(t);
	tcsetattr(t->fd, TCSANOW, &raw);
	term_caps_enter(&t->out, t->suspended);
	term_tell_enter(&t->tell, &t->out);
	if (t->title)
		term_tell_title(&t->tell, t->title, &t->out);
	ask(t);
	term_paint_redraw(t->paint);
	term_flush(t);
	t->suspended = false;
}

void term_suspend(struct term *t)
{
	if (t->suspended)
		return;
	t->suspended = true;
	leave_modes(t, &t->out);
	flush_all(t);
	await_answer(t);
	tcsetattr(t->fd, TCSANOW, &t->saved);
	term_fatal_disarm();
}

void term_resized(struct term *t)
{
	if (read_size(t))
		term_paint_resize(t->paint, t->rows, t->cols);
	else
		term_paint_redraw(t->paint);
	t->resized = true;
	if (!t->suspended)
		term_arm(t);
}

/* Whoever was stopped without being asked finds the shell's modes, and its prompt on the screen. */
void term_resume(struct term *t)
{
	enter(t);
	term_resized(t);
}

/* Opening and closing. */

struct term *term_open(const struct term_config *config, struct error *error)
{
	struct term *t = mem_new(1, sizeof *t);

	t->rows = ROWS_DEFAULT;
	t->cols = COLS_DEFAULT;
	t->suspended = true;
	t->keys.replies.light = term_background_guess(getenv("COLORFGBG"));
	if (open_terminal(t, error))
		t->paint = term_paint_open(config, error);
	if (!t->paint) {
		term_close(t);
		return NULL;
	}
	t->keys.parser.utf8 = t->tell.utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	term_tell_open(&t->tell, term_paint_type(t->paint), term_caps_string("tsl"));
	term_caps_name_keys(&t->keys.parser);
	read_size(t);
	term_paint_resize(t->paint, t->rows, t->cols);
	enter(t);
	return t;
}

void term_close(struct term *t)
{
	if (!t)
		return;
	term_suspend(t);
	term_paint_free(t->paint);
	term_keys_free(&t->keys);
	buf_free(&t->out);
	free(t->title);
	if (t->fd >= 0)
		close(t->fd);
	free(t);
}

void term_configure(struct term *t, const struct term_config *config)
{
	term_paint_configure(t->paint, config);
}

bool term_is_light(const struct term *t)
{
	return t->keys.replies.light;
}

const char *term_fallback(const struct term *t)
{
	const char *own = getenv("TERM"), *type = term_paint_type(t->paint);

	return own && !strcmp(own, type) ? NULL : type;
}

int term_fd(const struct term *t)
{
	return t->fd;
}

int term_rows(const struct term *t)
{
	return t->rows;
}

int term_cols(const struct term *t)
{
	return t->cols;
}

static bool next_mark(bool *mark, enum term_event_type type, struct term_event *event)
{
	if (!*mark)
		return false;
	*mark = false;
	*event = (struct term_event){ .type = type };
	return true;
}

bool term_next(struct term *t, struct term_event *event)
{
	bool end;

	if (next_mark(&t->resized, TERM_RESIZE, event))
		return true;
	do {
		if (term_keys_next(&t->keys, now_ms(), event))
			return true;
	} while (refill(t));
	t->exhausted = false;
	if (next_mark(&t->keys.replies.has_background, TERM_BACKGROUND, event))
		return true;
	end = t->gone && !t->gone_told;
	t->gone_told = t->gone;
	return next_mark(&end, TERM_EOF, event);
}

int term_timeout(const struct term *t)
{
	uint64_t deadline = term_keys_deadline(&t->keys), now = now_ms();

	if (deadline == MOMENT_NEVER)
		return -1;
	return deadline > now ? (int)(deadline - now) : 0;
}
