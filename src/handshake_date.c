#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "handshake_private.h"

#define DIGITS "0123456789"

/* Days from 1970-01-01 in the Gregorian calendar; a year begins in March here, so that the leap day
 * is its last. */
static int64_t days_from_civil(int64_t year, int month, int day)
{
	int64_t y = month > 2 ? year : year - 1;
	int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;

	return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 719468;
}

static int read_number(const char *s, int digits)
{
	int n = 0;

	for (int i = 0; i < digits; i++)
		n = n * 10 + s[i] - '0';
	return n;
}

static int read_month(const char *s)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int i = 0; i < 12; i++)
		if (!strncmp(s, names + 3 * i, 3))
			return i + 1;
	return 0;
}

/* An IMF-fixdate, "Sun, 06 Nov 1994 08:49:37 GMT", in seconds since 1970; -1 for anything else. */
static int64_t read_date(const char *s)
{
	static const char shape[] = "aaa, 00 aaa 0000 00:00:00 GMT";
	int month;

	if (strlen(s) != sizeof shape - 1)
		return -1;
	for (size_t i = 0; shape[i]; i++)
		if (shape[i] == '0' ? s[i] < '0' || s[i] > '9'
				    : shape[i] != 'a' && s[i] != shape[i])
			return -1;
	month = read_month(s + 8);
	if (!month)
		return -1;
	return 86400 * days_from_civil(read_number(s + 12, 4), month, read_number(s + 5, 2)) +
	       3600 * read_number(s + 17, 2) + 60 * read_number(s + 20, 2) + read_number(s + 23, 2);
}

unsigned handshake_retry_after(const char *value, const char *date)
{
	int64_t then = read_date(value), now = read_date(date);
	size_t digits = strspn(value, DIGITS);

	if (digits && !value[digits])
		return digits > 9 ? INT_MAX : (unsigned)atoi(value);
	if (then < 0 || now < 0 || then <= now)
		return 0;
	return then - now > INT_MAX ? INT_MAX : (unsigned)(then - now);
}
