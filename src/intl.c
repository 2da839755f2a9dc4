#include "intl.h"

#include <config.h>
#include <locale.h>
#include <stdlib.h>

void intl_start(void)
{
	const char *directory = getenv("WSCHAT_LOCALEDIR");

	setlocale(LC_ALL, "");
	bindtextdomain(PACKAGE, directory ? directory : LOCALEDIR);
	textdomain(PACKAGE);
}
