#include "intl.h"

#include <config.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* All texts are UTF-8 until they come to the terminal, and the words of translations and of the
 * system would come in the locale's encoding. */
static void speak_utf8(void)
{
	if (!strcmp(nl_langinfo(CODESET), "UTF-8"))
		return;
	setlocale(LC_MESSAGES, "C");
	setlocale(LC_TIME, "C");
}

void intl_start(void)
{
	const char *directory = getenv("WSCHAT_LOCALEDIR");

	setlocale(LC_ALL, "");
	speak_utf8();
	bindtextdomain(PACKAGE, directory ? directory : LOCALEDIR);
	textdomain(PACKAGE);
}
