#include "url_private.h"

#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "text_find.h"

static bool is_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s > 0x7f)
			return false;
	return true;
}

static void append_lower(struct buf *out, const char *s)
{
	for (; *s; s++)
		buf_append_byte(out, (uint8_t)ascii_lower(*s));
}

/* The characters that UTS 46 keeps and its older, transitional processing would map or drop. */
static bool has_deviation(const char *s)
{
	static const char *const deviations[] = { "ß", "ẞ", "ς", "\u200c", "\u200d" };

	for (size_t i = 0; i < sizeof deviations / sizeof *deviations; i++)
		if (strstr(s, deviations[i]))
			return true;
	return false;
}

/*
 * GnuTLS asks libidn2 for STD3 rules, and libidn2 then drops what these forbid, so that "a℀b" would
 * be the domain "aacb": whatever contains or maps to such a character is refused first. By the
 * standard "_" and a few symbols would be right beside letters that are not ASCII; there is no way
 * to have them.
 */
static bool survives_std3(const char *domain)
{
	static const char *const symbols[] = { "≠", "≮", "≯" };
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
	char *folded = text_fold(domain);
	bool ok = true;

	for (const char *s = folded; *s && ok; s++)
		ok = (unsigned char)*s > 0x7f || strchr(allowed, *s);
	for (size_t i = 0; i < sizeof symbols / sizeof *symbols && ok; i++)
		ok = !strstr(folded, symbols[i]);
	free(folded);
	return ok;
}

/* Without the flag GnuTLS tries IDNA 2008 first and falls back to transitional UTS 46, which is
 * right for symbols, emoji among them, and wrong for deviations. */
static bool map_unicode(struct buf *out, const char *domain)
{
	unsigned flags = has_deviation(domain) ? GNUTLS_IDNA_FORCE_2008 : 0;
	gnutls_datum_t mapped;

	if (!survives_std3(domain) ||
	    gnutls_idna_map(domain, (unsigned)strlen(domain), &mapped, flags) < 0)
		return false;
	buf_append(out, mapped.data, mapped.size);
	gnutls_free(mapped.data);
	return true;
}

bool url_idna_map(struct buf *out, const char *domain)
{
	if (!is_ascii(domain))
		return map_unicode(out, domain);
	append_lower(out, domain);
	return true;
}
