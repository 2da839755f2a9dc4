dnl The checks of wschat's own configure.ac.

dnl WSCHAT_OPTION(NAME, HELP): --enable-NAME, off by default; sets enable_NAME to yes or no.
AC_DEFUN([WSCHAT_OPTION], [
AC_ARG_ENABLE([$1], [AS_HELP_STRING([--enable-$1], [$2])], [], [enable_$1=no])
])

dnl WSCHAT_FLAG(VARIABLE, FLAGS): adds FLAGS to VARIABLE where the compiler and the linker take them
dnl without a word of complaint, together with what was taken before and with the user's own flags.
AC_DEFUN([WSCHAT_FLAG], [
AS_VAR_PUSHDEF([cache], [wschat_cv_flag_$2])
AC_CACHE_CHECK([whether $CC takes $2], [cache], [
	wschat_save_CFLAGS=$CFLAGS
	wschat_save_LDFLAGS=$LDFLAGS
	CFLAGS="$WSCHAT_CPPFLAGS $WSCHAT_CFLAGS $2 $CFLAGS -Werror"
	LDFLAGS="$WSCHAT_LDFLAGS $LDFLAGS"
	AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <stdio.h>]], [[return puts("") < 0;]])],
		[AS_VAR_SET([cache], [yes])], [AS_VAR_SET([cache], [no])])
	CFLAGS=$wschat_save_CFLAGS
	LDFLAGS=$wschat_save_LDFLAGS])
AS_VAR_IF([cache], [yes], [$1="$$1 $2"])
AS_VAR_POPDEF([cache])
])

AC_DEFUN([WSCHAT_WARNINGS], [
WSCHAT_FLAG([WSCHAT_CFLAGS], [-std=c11])
m4_foreach_w([flag], [-Wall -Wextra -Wformat=2 -Wconversion -Wshadow -Wstrict-prototypes
	-Wmissing-prototypes -Wundef -Wvla], [WSCHAT_FLAG([WSCHAT_CFLAGS], m4_quote(flag))])
AS_IF([test "$enable_werror" = yes], [WSCHAT_CFLAGS="$WSCHAT_CFLAGS -Werror"])
])

dnl FORTIFY_SOURCE complains without optimisation, and is then left out like any other flag.
AC_DEFUN([WSCHAT_HARDENING], [
WSCHAT_FLAG([WSCHAT_CPPFLAGS], [-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3])
m4_foreach_w([flag], [-fstack-protector-strong -fstack-clash-protection -fcf-protection
	-ftrivial-auto-var-init=zero -fPIE], [WSCHAT_FLAG([WSCHAT_CFLAGS], m4_quote(flag))])
m4_foreach([flag], [[-pie], [-Wl,-z,relro], [-Wl,-z,now], [-Wl,--as-needed]],
	[WSCHAT_FLAG([WSCHAT_LDFLAGS], m4_quote(flag))])
])

AC_DEFUN([WSCHAT_SANITIZERS], [
wschat_sanitizers="-fsanitize=address,undefined"
WSCHAT_CFLAGS="$WSCHAT_CFLAGS $wschat_sanitizers -fno-sanitize-recover=all"
WSCHAT_CFLAGS="$WSCHAT_CFLAGS -fno-omit-frame-pointer"
WSCHAT_LDFLAGS="$WSCHAT_LDFLAGS $wschat_sanitizers"
])

dnl WSCHAT_LIBRARY(PREFIX, PACKAGE, HEADER, FUNCTION, NAME): PREFIX_CFLAGS and PREFIX_LIBS from
dnl pkg-config's PACKAGE, or from -lPACKAGE where there is no such file.
AC_DEFUN([WSCHAT_LIBRARY], [
PKG_CHECK_MODULES([$1], [$2], [], [
	AC_CHECK_HEADER([$3], [],
		[AC_MSG_ERROR([the header $3 of $5 is missing: install its development files])])
	AC_CHECK_LIB([$2], [$4], [$1_LIBS=-l$2],
		[AC_MSG_ERROR([the library $5 is missing: install its development files])])])
])

dnl The wide ncurses: CURSES_CFLAGS, CURSES_LIBS.
AC_DEFUN([WSCHAT_CURSES], [
PKG_CHECK_MODULES([CURSES], [ncursesw], [], [
	AC_CHECK_LIB([ncursesw], [add_wch], [CURSES_LIBS=-lncursesw],
		[AC_CHECK_LIB([ncurses], [add_wch], [CURSES_LIBS=-lncurses],
			[AC_MSG_ERROR([the wide ncurses is missing: install its development files])])])])
])
