#!/bin/sh
# The layers: a file includes only its own module and modules that stand above it in Makefile.am's
# two lists, and each library has one module that knows it. That the check bites is seen on a file
# that does neither.
set -eu

top=${srcdir:-.}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The modules in order, the longest name that a file begins with being its module.
modules() {
    sed -n '/^lib[a-z]*_a_SOURCES = /,/[^\\]$/s/^[[:space:]]*src\/\([a-z0-9_]*\)\.[ch].*/\1/p' \
        "$top/Makefile.am" | awk '
        { base = $0; while (base != "" && !(base in known)) if (!sub(/_[a-z]*$/, "", base)) break }
        !(base in known) { known[$0] = 1; print $0 }'
}

# Prints what FILE... includes against the order.
crossings() {
    awk -v list="$(modules | tr '\n' ' ')" '
    function module(name) {
        while (!(name in place) && sub(/_[a-z]*$/, "", name));
        return name
    }
    BEGIN {
        n = split(list, order, " ")
        for (i = 1; i <= n; i++) place[order[i]] = i
        owner["wslay"] = "websocket"; owner["zlib"] = "deflate"; owner["cjson"] = "message"
        owner["curses"] = "term"; owner["uni"] = "text"; owner["fribidi"] = "bidi"
    }
    FNR == 1 {
        own = FILENAME
        sub(/.*\//, "", own)
        sub(/\.[ch]$/, "", own)
        own = module(own)
    }
    /^#[ \t]*include "/ {
        split($0, part, "\"")
        other = part[2]
        sub(/\.h$/, "", other)
        other = module(other)
        if (!(other in place) || place[other] > place[own])
            print FILENAME " includes " part[2] ", which does not stand above it"
    }
    /^#[ \t]*include </ {
        library = tolower($0)
        sub(/.*</, "", library)
        for (name in owner)
            if (index(library, name) == 1 || (name != "uni" && index(library, name)))
                if (library !~ /^unistd/ && own != owner[name])
                    print FILENAME " includes <" library ", which is for " owner[name]
    }' "$@"
}

status=0
files=$(sed -n '/^lib[a-z]*_a_SOURCES = /,/[^\\]$/s/^[[:space:]]*\(src\/[a-z0-9_]*\.[ch]\).*/\1/p' \
    "$top/Makefile.am" | sed "s|^|$top/|")
# shellcheck disable=SC2086 # files are words
found=$(crossings $files)
if [ -n "$found" ]; then
    printf 'not ok - a layer is crossed\n%s\n' "$found"
    status=1
else
    echo "ok - $(printf '%s\n' "$files" | wc -l | tr -d ' ') files keep to their layers"
fi

printf '#include "session.h"\n#include <zlib.h>\n#include <unistd.h>\n' >"$scratch/url.c"
if [ "$(crossings "$scratch/url.c" | wc -l | tr -d ' ')" = 2 ]; then
    echo 'ok - a file that crosses them is refused'
else
    printf 'not ok - of two crossings this was seen: %s\n' "$(crossings "$scratch/url.c")"
    status=1
fi
exit $status
