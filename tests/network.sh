#!/bin/sh
# wschat between two hosts of its own, in network namespaces: addresses that swallow everything must
# not delay those that answer (RFC 8305), and a server may be slow, half closed or silent. It needs
# root and iproute2, so .ci/run runs it, and not ./bootstrap check: network.sh BUILD_FOLDER
set -eu

build=$(cd "${1:-build}" && pwd)
tests=$(cd "$(dirname "$0")" && pwd)
here=wschat-a$$
there=wschat-b$$
scratch=$(mktemp -d)
server=

# shellcheck disable=SC2317 # the trap reaches it
cleanup() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    ip netns del "$here" 2>/dev/null || true
    ip netns del "$there" 2>/dev/null || true
    rm -rf "$scratch" "/etc/netns/$here"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

# await WORD TIMES FILE: until a server has said so, for 20 s at the most.
await() {
    tries=0
    while [ "$(grep -c "$1" "$3")" -lt "$2" ]; do
        tries=$((tries + 1))
        if [ $tries = 200 ]; then
            echo "a server does not start: no $1 in $3"
            exit 1
        fi
        sleep 0.1
    done
}

# Two hosts and a wire. Behind the addresses that end in 66 stands nobody: what is sent there goes to
# a hardware address that no card has.
ip netns add "$here"
ip netns add "$there"
ip link add wire netns "$here" type veth peer name wire netns "$there"
for side in "$here 1" "$there 2"; do
    # shellcheck disable=SC2086 # two words
    set -- $side
    ip -n "$1" link set lo up
    ip -n "$1" link set wire up
    ip -n "$1" addr add "10.99.0.$2/24" dev wire
    ip -n "$1" addr add "fd99::$2/64" dev wire nodad
done
ip -n "$here" neigh add 10.99.0.66 lladdr 02:00:00:00:00:66 dev wire
ip -n "$here" -6 neigh add fd99::66 lladdr 02:00:00:00:00:66 dev wire
mkdir -p "/etc/netns/$here"
cat >"/etc/netns/$here/hosts" <<EOF
127.0.0.1 localhost
fd99::2 both.test
10.99.0.2 both.test
fd99::66 dead6.test
10.99.0.2 dead6.test
fd99::2 dead4.test
10.99.0.66 dead4.test
fd99::66 dead.test
10.99.0.66 dead.test
EOF

: >"$scratch/server"
ip netns exec "$there" "$build/wschat-server" --listen=10.99.0.2:6502 '--listen=[fd99::2]:6502' \
    >"$scratch/server" &
server=$!
await listening 2 "$scratch/server"

number=0 status=0
# connects WHAT LEAST MOST EXIT ARG...: says something and is done between LEAST and MOST ms.
connects() {
    what=$1 least=$2 most=$3 wanted=$4
    shift 4
    start=$(date +%s%3N)
    got=0
    echo hello | ip netns exec "$here" "$build/wschat" -p -n ann "$@" >/dev/null 2>&1 || got=$?
    took=$(($(date +%s%3N) - start))
    number=$((number + 1))
    if [ "$got" = "$wanted" ] && [ "$took" -ge "$least" ] && [ "$took" -le "$most" ]; then
        echo "ok $number - $what ($took ms)"
    else
        echo "not ok $number - $what: $took ms, exit status $got"
        status=1
    fi
}

connects 'both families answer' 0 249 0 ws://both.test:6502/
connects 'IPv6 swallows everything' 250 600 0 ws://dead6.test:6502/
connects 'IPv4 swallows everything' 0 249 0 ws://dead4.test:6502/
connects 'only IPv4 is wanted' 0 249 0 -4 ws://dead6.test:6502/
connects 'both swallow everything' 9900 11500 69 ws://dead.test:6502/
for kind in drip second half silent; do
    : >"$scratch/$kind"
    ip netns exec "$there" node "$tests/network_server.mjs" $kind >"$scratch/$kind" &
    other=$!
    await ready 1 "$scratch/$kind"
    case $kind in
    drip) connects 'the handshake drips' 9900 11500 76 ws://both.test:6503/ ;;
    second) connects 'a byte a second: no id in 10 s, no goodbye in 5' 14900 16500 76 ws://both.test:6503/ ;;
    half) connects 'the server half closes' 0 5500 76 ws://both.test:6503/ ;;
    silent) connects 'the server says nothing' 9900 11500 76 ws://both.test:6503/ ;;
    esac
    kill $other
done
echo "1..$number"
exit $status
