#!/bin/sh
# Runs a test that is written for node with the npm package "websocket", skips it where one of the
# two is missing: with_node.sh TEST.mjs. NODE_MODULES names the folder of the package.
set -eu

: "${NODE:=$(command -v node || true)}"
if [ -z "$NODE" ]; then
    echo 'skipped: there is no node; ./bootstrap check installs what the tests need'
    exit 77
fi
for folder in "${NODE_MODULES:-}" "${top_builddir:-.}/node_modules" /usr/share/nodejs; do
    if [ -f "$folder/websocket/package.json" ]; then
        NODE_MODULES=$folder
        export NODE_MODULES
        exec "$NODE" "$@"
    fi
done
echo 'skipped: the npm package "websocket" is missing; ./bootstrap check installs it'
exit 77
