#!/bin/sh
# Runs a test that is written for node with the npm package "websocket", skips it where one of the
# two is missing: with_node.sh TEST.mjs
set -eu

: "${NODE:=$(command -v node || true)}"
if [ -z "$NODE" ]; then
    echo 'skipped: there is no node; ./bootstrap check installs what the tests need'
    exit 77
fi
NODE_PATH=${NODE_PATH:+$NODE_PATH:}${top_builddir:-.}/node_modules
export NODE_PATH
if ! "$NODE" -e 'require("websocket")' 2>/dev/null; then
    echo 'skipped: the npm package "websocket" is missing; ./bootstrap check installs it'
    exit 77
fi
exec "$NODE" "$@"
