#!/bin/sh
# The pure core does no input or output, reads no clock, environment or locale, draws no random
# numbers and knows no terminal: its archive refers to nothing that would. That the check itself
# bites is seen on an object that sins in each way.
set -eu

archive=${top_builddir:-.}/libcore.a
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

forbidden='
read write pread pwrite readv writev open openat creat close lseek fcntl ioctl dup dup2 pipe pipe2
stat fstat lstat access unlink rename mkdir rmdir opendir chmod truncate ftruncate fsync flock
fopen fdopen freopen fclose fread fwrite fgets fgetc getc getchar getline getdelim fputs fputc putc
putchar puts printf vprintf fprintf vfprintf dprintf vdprintf fflush perror scanf fscanf
stdin stdout stderr syslog
poll ppoll select pselect epoll_wait epoll_ctl kqueue kevent
socket connect bind listen accept accept4 send sendto sendmsg recv recvfrom recvmsg shutdown
setsockopt getsockopt socketpair getaddrinfo getnameinfo gethostbyname
time clock clock_gettime gettimeofday localtime localtime_r mktime ctime tzset strftime
sleep usleep nanosleep alarm setitimer timerfd_create
getenv secure_getenv setenv putenv unsetenv environ getopt_long getpwuid getlogin getuid getpid
setlocale newlocale uselocale nl_langinfo localeconv
gettext dgettext dcgettext ngettext dngettext dcngettext bindtextdomain textdomain
rand srand random srandom rand_r getrandom getentropy arc4random gnutls_rnd
fork vfork execve execv execvp posix_spawn system popen waitpid kill raise signal sigaction
exit _exit atexit dlopen mmap
pthread_create pthread_mutex_lock
initscr newterm setupterm tputs endwin tcsetattr tcgetattr isatty
gnutls_init gnutls_handshake gnutls_record_send gnutls_record_recv
'

# Names as nm has them, less the decorations of FORTIFY, large files and other systems.
outside() {
    "${NM:-nm}" -u "$1" | awk 'NF == 2 { print $2 }' |
        sed 's/@.*//; s/^__\(.*\)_chk$/\1/; s/^__isoc99_//; s/^__isoc23_//; s/64$//' | sort -u
}

impure() {
    # shellcheck disable=SC2086 # names are words
    printf '%s\n' $forbidden | sort -u >"$scratch/forbidden"
    outside "$1" | comm -12 - "$scratch/forbidden"
}

status=0
sins=$(impure "$archive" | tr '\n' ' ')
if [ -n "$sins" ]; then
    echo "not ok - $archive refers to: $sins"
    status=1
else
    echo "ok - the core is pure ($(outside "$archive" | wc -l | tr -d ' ') names looked at)"
fi

# An archive that nm cannot read must not pass for a pure one.
if outside "$archive" | grep -q '^memcpy$\|^memmove$'; then
    echo "ok - what the archive does use is seen"
else
    echo "not ok - nm shows nothing of $archive"
    status=1
fi

cat >"$scratch/impure.c" <<'SIN'
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
int impure(char *byte);
int impure(char *byte)
{
	if (getenv("HOME") && time(NULL) && poll(NULL, 0, 0) == 0)
		printf("%d", (int)read(0, byte, 1));
	return localtime(&(time_t){ 0 })->tm_hour;
}
SIN
${CC:-cc} -O2 -D_FORTIFY_SOURCE=2 -c "$scratch/impure.c" -o "$scratch/impure.o"
found=$(impure "$scratch/impure.o" | tr '\n' ' ')
if [ "$found" = 'getenv localtime poll printf read time ' ]; then
    echo "ok - an impure object is refused"
else
    echo "not ok - of an impure object only this was seen: $found"
    status=1
fi
exit $status
