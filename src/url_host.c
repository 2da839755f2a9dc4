#include "url_private.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

#include "ascii.h"
#include "text.h"
#include "url.h"

/* Forbidden domain code points of the URL standard, section 3.2, beside the C0 controls and DEL. */
static const char forbidden[] = " #/:<>?@[\\]^|%";

void url_percent_decode(struct buf *out, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool coded = bytes[i] == '%' && n - i > 2 && ascii_hex(bytes[i + 1]) >= 0 &&
			     ascii_hex(bytes[i + 2]) >= 0;

		if (!coded) {
			buf_append_byte(out, (uint8_t)bytes[i]);
			continue;
		}
		buf_append_byte(out,
				(uint8_t)(ascii_hex(bytes[i + 1]) * 16 + ascii_hex(bytes[i + 2])));
		i += 2;
	}
}

/* The first longest run of two or more zeros; *LENGTH is 0 where there is none. */
static int find_zeros(const unsigned piece[8], int *length)
{
	int best = 0, run = 0;

	*length = 0;
	for (int i = 0; i < 8; i++) {
		run = piece[i] ? 0 : run + 1;
		if (run > 1 && run > *length) {
			*length = run;
			best = i - run + 1;
		}
	}
	return best;
}

/* The IPv6 serializer of section 3.6: unlike inet_ntop()'s, never with an IPv4 address inside. */
static void write_ipv6(struct buf *out, const uint8_t address[16])
{
	unsigned piece[8];
	int zeros, length;

	for (int i = 0; i < 8; i++)
		piece[i] = (unsigned)(address[2 * i] << 8 | address[2 * i + 1]);
	zeros = find_zeros(piece, &length);
	for (int i = 0; i < 8; i++) {
		if (length && i == zeros) {
			buf_append_string(out, "::");
			i += length - 1;
		} else {
			buf_format(out, "%s%x", i && (!length || i != zeros + length) ? ":" : "",
				   piece[i]);
		}
	}
}

/* inet_pton() takes exactly what the standard's IPv6 parser does. */
static bool parse_ipv6(struct buf *out, const char *s, size_t n)
{
	char string[INET6_ADDRSTRLEN];
	uint8_t address[16];

	if (n >= sizeof string || memchr(s, 0, n))
		return false;
	memcpy(string, s, n);
	string[n] = 0;
	if (inet_pton(AF_INET6, string, address) != 1)
		return false;
	write_ipv6(out, address);
	return true;
}

/* A number of an IPv4 address in C's spelling; what is over 32 bits is UINT64_MAX. */
static bool parse_ipv4_number(const char *s, size_t n, uint64_t *number)
{
	unsigned radix = 10;

	if (!n)
		return false;
	if (n >= 2 && s[0] == '0') {
		radix = s[1] == 'x' || s[1] == 'X' ? 16 : 8;
		s += radix == 16 ? 2 : 1;
		n -= radix == 16 ? 2 : 1;
	}
	*number = 0;
	for (size_t i = 0; i < n; i++) {
		int digit = ascii_hex(s[i]);

		if (digit < 0 || (unsigned)digit >= radix)
			return false;
		if (*number <= UINT32_MAX)
			*number = *number * radix + (unsigned)digit;
	}
	if (*number > UINT32_MAX)
		*number = UINT64_MAX;
	return true;
}

/* Cuts the dot that may stand at the end. */
static size_t without_last_dot(const char *s, size_t n)
{
	return n > 1 && s[n - 1] == '.' ? n - 1 : n;
}

/* The ends-in-a-number checker of section 3.5. */
static bool ends_in_number(const char *s, size_t n)
{
	const char *dot, *last;
	uint64_t number;
	size_t size;

	n = without_last_dot(s, n);
	dot = memrchr(s, '.', n);
	last = dot ? dot + 1 : s;
	size = n - (size_t)(last - s);
	if (size && strspn(last, "0123456789") >= size)
		return true;
	return parse_ipv4_number(last, size, &number);
}

static bool parse_ipv4(const char *s, size_t n, uint32_t *address)
{
	uint64_t number, whole = 0;
	int parts = 0;

	n = without_last_dot(s, n);
	for (size_t at = 0, end; at <= n; at = end + 1) {
		const char *dot = memchr(s + at, '.', n - at);

		end = dot ? (size_t)(dot - s) : n;
		if (++parts > 4 || !parse_ipv4_number(s + at, end - at, &number))
			return false;
		if (number > (dot ? UINT8_MAX : UINT32_MAX >> 8 * (parts - 1)))
			return false;
		whole |= dot ? number << (32 - 8 * parts) : number;
	}
	*address = (uint32_t)whole;
	return true;
}

static void write_ipv4(struct buf *out, uint32_t address)
{
	buf_format(out, "%u.%u.%u.%u", address >> 24, address >> 16 & 255, address >> 8 & 255,
		   address & 255);
}

static bool is_allowed(const uint8_t *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < 0x20 || s[i] > 0x7e || strchr(forbidden, s[i]))
			return false;
	return true;
}

static bool parse_domain(struct buf *out, const char *s, size_t n)
{
	struct buf decoded = { 0 };
	uint32_t address;
	bool ok;

	url_percent_decode(&decoded, s, n);
	ok = text_valid(buf_bytes(&decoded), buf_size(&decoded)) &&
	     !memchr(buf_bytes(&decoded), 0, buf_size(&decoded)) &&
	     url_idna_map(out, buf_string(&decoded));
	buf_free(&decoded);
	if (!ok || !buf_size(out) || !is_allowed(buf_bytes(out), buf_size(out)))
		return false;
	if (!ends_in_number(buf_string(out), buf_size(out)))
		return true;
	if (!parse_ipv4(buf_string(out), buf_size(out), &address))
		return false;
	buf_clear(out);
	write_ipv4(out, address);
	return true;
}

bool url_host_parse(struct buf *out, const char *bytes, size_t n, bool *ipv6)
{
	*ipv6 = n && bytes[0] == '[';
	if (*ipv6)
		return n > 1 && bytes[n - 1] == ']' && parse_ipv6(out, bytes + 1, n - 2);
	return parse_domain(out, bytes, n);
}
