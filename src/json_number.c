#include "json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* No double needs more digits, its exponent apart. */
#define DIGITS_MAX 17

/* Beyond every double, however many zeros stand on the other side. */
#define EXPONENT_MAX 1000000000L

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static long read_exponent(const char *text, size_t n)
{
	bool negative = n && *text == '-';
	long exponent = 0;

	for (size_t i = 0; i < n; i++)
		if (is_digit(text[i]) && exponent < EXPONENT_MAX)
			exponent = exponent * 10 + text[i] - '0';
	return negative ? -exponent : exponent;
}

/* strtod() wants the locale's decimal point, which the core does not know: the number is put to it
 * without one, its exponent made up for the digits behind the point. */
double json_number(const char *text, size_t n)
{
	struct buf plain = { 0 };
	long behind = 0, exponent = 0;
	bool fraction = false;
	double number;

	for (size_t i = 0; i < n; i++) {
		if (text[i] == 'e' || text[i] == 'E') {
			exponent = read_exponent(text + i + 1, n - i - 1);
			break;
		}
		if (text[i] == '.')
			fraction = true;
		else
			buf_append_byte(&plain, (uint8_t)text[i]);
		behind += fraction && text[i] != '.';
	}
	buf_format(&plain, "e%ld", exponent - behind);
	number = strtod(buf_string(&plain), NULL);
	buf_free(&plain);
	return number;
}

/* A positive number as 0.d1d2d3... x 10^point. */
struct decimal {
	char digits[DIGITS_MAX + 1];
	int count, point;
};

/* The fewest digits that read back as the number. What stands between them in TEXT is the locale's
 * decimal point. */
static void decimal_set(struct decimal *d, double number)
{
	char text[64];

	for (int behind = 0; behind < DIGITS_MAX; behind++) {
		snprintf(text, sizeof text, "%.*e", behind, number);
		if (strtod(text, NULL) == number)
			break;
	}
	*d = (struct decimal){ .point = atoi(strchr(text, 'e') + 1) + 1 };
	for (const char *s = text; *s != 'e'; s++)
		if (is_digit(*s))
			d->digits[d->count++] = *s;
}

static void write_zeros(struct buf *out, int n)
{
	while (n-- > 0)
		buf_append_byte(out, '0');
}

/* ECMAScript, Number::toString, step by step. */
static void write_decimal(struct buf *out, const struct decimal *d)
{
	if (d->point > 21 || d->point <= -6) {
		buf_format(out, "%c%s%se%+d", d->digits[0], d->count > 1 ? "." : "", d->digits + 1,
			   d->point - 1);
	} else if (d->point <= 0) {
		buf_append_string(out, "0.");
		write_zeros(out, -d->point);
		buf_append_string(out, d->digits);
	} else if (d->count <= d->point) {
		buf_append_string(out, d->digits);
		write_zeros(out, d->point - d->count);
	} else {
		buf_format(out, "%.*s.%s", d->point, d->digits, d->digits + d->point);
	}
}

void json_write_number(struct buf *out, double number)
{
	struct decimal decimal;

	if (!isfinite(number)) {
		buf_append_string(out, "null");
		return;
	}
	if (number < 0)
		buf_append_byte(out, '-');
	if (fabs(number) < 1e15 && trunc(number) == number) {
		buf_format(out, "%.0f", fabs(number));
		return;
	}
	decimal_set(&decimal, fabs(number));
	write_decimal(out, &decimal);
}
