#include "bareview.h"

#include <limits.h>
#include <string.h>

#include "message.h"
#include "text.h"

static const char *text_of(const struct transcript_line *line, const struct chatview_words *words,
			   struct buf *worded)
{
	const char *text = transcript_text(line);

	if (line->type == EVENT_MESSAGE && !line->action)
		return text;
	buf_clear(worded);
	if (line->type == EVENT_MESSAGE)
		buf_format(worded, "%s %s", transcript_name(line), message_action(text));
	else if (!presence_is(line))
		words->notice(worded, line);
	return buf_string(worded);
}

/* Where a row begins that the terminal makes of the text: that of this number, or the end. Returns
 * how many rows there are before it. */
static int find_row(const char *s, int cols, int number, size_t *at)
{
	size_t n = strlen(s), end = 0;
	int row = 0;

	*at = 0;
	while (row < number && (row == 0 || end < n)) {
		const char *lf = memchr(s + *at, '\n', n - *at);
		size_t line = lf ? (size_t)(lf - s) : n;

		end = *at + text_fit(s + *at, line - *at, cols, NULL);
		if (end == *at && end < line) /* wider than the terminal */
			end = text_next(s, n, end);
		*at = end < n && s[end] == '\n' ? end + 1 : end;
		row++;
	}
	return row;
}

void bareview_write(struct buf *out, const struct transcript *transcript, uint64_t last, int rows,
		    int cols, const struct chatview_words *words)
{
	uint64_t number = last + 1;
	struct buf worded = { 0 };
	int too_many = -rows;
	bool begun = false;
	size_t at = 0;

	while (too_many < 0 && number > transcript_first(transcript)) {
		const char *text = text_of(transcript_at(transcript, --number), words, &worded);

		too_many += *text ? find_row(text, cols, INT_MAX, &at) : 0;
	}
	for (; number <= last; number++) {
		const char *text = text_of(transcript_at(transcript, number), words, &worded);

		if (!*text)
			continue;
		find_row(text, cols, too_many > 0 ? too_many : 0, &at);
		too_many = 0;
		if (begun)
			buf_append_byte(out, '\n');
		begun = true;
		buf_append_string(out, text + at);
	}
	buf_free(&worded);
}
