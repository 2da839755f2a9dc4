#include <stdlib.h>

#include "lines_private.h"
#include "text_find.h"
#include "words.h"

/* As /lastlog. */
#define FOUND_MOST 20

static void write_line(struct buf *out, const struct transcript_line *line)
{
	struct buf notice = { 0 };

	buf_clear(out);
	if (line->type == EVENT_MESSAGE) {
		const char *name = transcript_name(line);

		lines_write_message(out, line->time, *name ? name : NULL, transcript_text(line));
		return;
	}
	words_notice(&notice, line);
	if (buf_size(&notice))
		lines_write_sentence(out, line->time, buf_string(&notice));
	buf_free(&notice);
}

size_t lines_search(const struct transcript *transcript, const char *text,
		    void (*tell)(void *arg, const char *line), void *arg)
{
	uint64_t found[FOUND_MOST];
	char *needle = text_fold(text);
	struct buf line = { 0 };
	size_t count = 0;

	for (uint64_t number = transcript_end(transcript);
	     count < FOUND_MOST && number-- > transcript_first(transcript);) {
		write_line(&line, transcript_at(transcript, number));
		if (text_has(buf_string(&line), needle))
			found[count++] = number;
	}
	for (size_t i = count; i-- > 0;) {
		write_line(&line, transcript_at(transcript, found[i]));
		tell(arg, buf_string(&line));
	}
	free(needle);
	buf_free(&line);
	return count;
}
