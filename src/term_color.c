#include "term_color.h"

#include <string.h>

#include "theme.h"

/* The number of a palette's color in "\x1b[38;5;NUMBERm" or "\x1b[48;5;NUMBERm", whose length goes
 * into *USED; -1: this is something else. */
static int read_color(const char *s, size_t n, size_t *used)
{
	int number = 0;
	size_t i = 7;

	if (n < 9 || (s[2] != '3' && s[2] != '4') || memcmp(s + 3, "8;5;", 4) != 0)
		return -1;
	for (; i < n && s[i] >= '0' && s[i] <= '9' && number < 256; i++)
		number = number * 10 + (s[i] - '0');
	if (i == n || s[i] != 'm' || number > 255)
		return -1;
	*used = i + 1;
	return number;
}

/* The number in "\x1b[NUMBERb" (REP), whose length goes into *USED; 0: this is something else. */
static int read_repetition(const char *s, size_t n, size_t *used)
{
	int number = 0;
	size_t i = 2;

	for (; i < n && s[i] >= '0' && s[i] <= '9' && number < 10000; i++)
		number = number * 10 + (s[i] - '0');
	if (i == n || s[i] != 'b')
		return 0;
	*used = i + 1;
	return number;
}

/* curses repeats only characters of one byte. */
static void repeat(struct buf *out, int times)
{
	while (times-- > 0 && buf_size(out))
		buf_append_byte(out, buf_bytes(out)[buf_size(out) - 1]);
}

void term_color_widen(struct buf *out, const char *s, size_t n, const int32_t palette[256])
{
	const char *start, *end = s + n;

	while ((start = memmem(s, (size_t)(end - s), "\x1b[", 2))) {
		size_t used = 2;
		int number = read_color(start, (size_t)(end - start), &used);
		int times = read_repetition(start, (size_t)(end - start), &used);

		buf_append(out, s, (size_t)(start - s));
		s = start + used;
		if (times)
			repeat(out, times);
		else if (number >= 0 && palette[number] >= THEME_RGB)
			buf_format(out, "\x1b[%c8;2;%d;%d;%dm", start[2],
				   (int)(palette[number] >> 16 & 0xff),
				   (int)(palette[number] >> 8 & 0xff),
				   (int)(palette[number] & 0xff));
		else
			buf_append(out, start, used);
	}
	buf_append(out, s, (size_t)(end - s));
}
