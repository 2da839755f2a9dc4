#include "deflate.h"

#include <stdlib.h>
#include <zlib.h>

#include "mem.h"

/* What a sender leaves out at the end of each message: an empty stored block, RFC 7692, section
 * 7.2.1. */
static const uint8_t tail[] = { 0x00, 0x00, 0xFF, 0xFF };

/* Shorter messages gain nothing: in an empty context not even JSON becomes shorter. */
#define WORTH_A_TRY 8

/* The peer's window is never larger, whatever was agreed. */
#define INFLATE_BITS 15

/* zlib cannot deflate for a window of 256 bytes: we then send everything as it is. */
#define DEFLATE_BITS_MIN 9

#define MEMORY_LEVEL 8
#define PIECE        16384

struct deflate {
	z_stream in, out; /* set up when first used: most peers compress one way, or never */
	bool in_used, out_used;
	bool in_resets, out_resets;
	bool in_open; /* inside the DEFLATE stream of a message */
	int out_bits;
};

static void *zlib_alloc(void *arg, unsigned count, unsigned size)
{
	(void)arg;
	return mem_new(count, size);
}

static void zlib_free(void *arg, void *p)
{
	(void)arg;
	free(p);
}

struct deflate *deflate_new(const struct deflate_params *params, bool is_server)
{
	struct deflate *d = mem_new(1, sizeof *d);

	d->in.zalloc = d->out.zalloc = zlib_alloc;
	d->in.zfree = d->out.zfree = zlib_free;
	d->out_resets = is_server ? params->server_no_context_takeover
				  : params->client_no_context_takeover;
	d->in_resets = is_server ? params->client_no_context_takeover
				 : params->server_no_context_takeover;
	d->out_bits = is_server ? params->server_max_window_bits : params->client_max_window_bits;
	return d;
}

void deflate_free(struct deflate *d)
{
	if (!d)
		return;
	if (d->in_used)
		inflateEnd(&d->in);
	if (d->out_used)
		deflateEnd(&d->out);
	free(d);
}

static void begin_out(struct deflate *d)
{
	if (!d->out_used && deflateInit2(&d->out, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -d->out_bits,
					 MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	d->out_used = true;
}

static void begin_in(struct deflate *d)
{
	if (!d->in_used && inflateInit2(&d->in, -INFLATE_BITS) != Z_OK)
		abort();
	d->in_used = true;
}

static void deflate_piece(z_stream *z, struct buf *out, const uint8_t *bytes, size_t n, int flush)
{
	z->next_in = (z_const Bytef *)bytes;
	z->avail_in = (uInt)n;
	do {
		z->next_out = buf_reserve(out, PIECE);
		z->avail_out = PIECE;
		deflate(z, flush);
		buf_extend(out, PIECE - z->avail_out);
	} while (!z->avail_out);
}

/* A message that is left as it was is not in the peer's window, so nothing may refer to it. */
bool deflate_message(struct deflate *d, struct buf *out, const void *bytes, size_t n)
{
	size_t before = buf_size(out), piece;
	const uint8_t *at = bytes;
	bool shorter = true, last;

	if (n < WORTH_A_TRY || d->out_bits < DEFLATE_BITS_MIN)
		return false;
	begin_out(d);
	for (size_t left = n; left && shorter; at += piece, left -= piece) {
		last = left <= PIECE;
		piece = last ? left : PIECE;
		deflate_piece(&d->out, out, at, piece, last ? Z_SYNC_FLUSH : Z_NO_FLUSH);
		shorter = buf_size(out) - before < n + sizeof tail;
	}
	buf_truncate(out, shorter ? buf_size(out) - sizeof tail : before);
	if (!shorter || d->out_resets)
		deflateReset(&d->out);
	return shorter;
}

/* A final block (section 7.2.3.4) ends zlib's stream, but not the message, and not the window:
 * inflateReset() would forget it. */
static enum deflate_status inflate_piece(struct deflate *d, struct buf *out, size_t max)
{
	size_t left = max - buf_size(out), piece = left < PIECE ? left : PIECE;
	uint8_t spare = 0;
	int status;

	d->in.next_out = left ? buf_reserve(out, piece) : &spare;
	d->in.avail_out = left ? (uInt)piece : 1;
	status = inflate(&d->in, Z_SYNC_FLUSH);
	if (!left && !d->in.avail_out)
		return DEFLATE_TOO_BIG;
	if (left)
		buf_extend(out, piece - d->in.avail_out);
	d->in_open = status != Z_STREAM_END;
	if (status == Z_STREAM_END)
		inflateResetKeep(&d->in);
	return d->in_open && status != Z_OK && status != Z_BUF_ERROR ? DEFLATE_BROKEN : DEFLATE_OK;
}

static enum deflate_status inflate_bytes(struct deflate *d, struct buf *out, const uint8_t *bytes,
					 size_t n, size_t max)
{
	enum deflate_status status = DEFLATE_OK;

	d->in.next_in = (z_const Bytef *)bytes;
	d->in.avail_in = (uInt)n;
	do
		status = inflate_piece(d, out, max);
	while (status == DEFLATE_OK && (d->in.avail_in || (d->in_open && !d->in.avail_out)));
	return status;
}

/* Whether the last byte ended a block: else the message was cut. */
static bool at_block_end(const struct deflate *d)
{
	return (d->in.data_type & 128) && !(d->in.data_type & 63);
}

enum deflate_status deflate_inflate(struct deflate *d, struct buf *out, const void *bytes, size_t n,
				    bool last, size_t max)
{
	enum deflate_status status = DEFLATE_OK;

	begin_in(d);
	if (n)
		status = inflate_bytes(d, out, bytes, n, max);
	if (!last || status != DEFLATE_OK)
		return status;
	if (d->in_open) {
		status = inflate_bytes(d, out, tail, sizeof tail, max);
		if (status == DEFLATE_OK && !at_block_end(d))
			status = DEFLATE_BROKEN;
	}
	d->in_open = false;
	if (d->in_resets)
		inflateReset(&d->in);
	return status;
}
