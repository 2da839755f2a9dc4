#!/bin/sh
# The WebSocket module against the requirements of its RFCs, case by case, through wsecho.
set -eu

: "${NODE:=$(command -v node || true)}"
if [ -z "$NODE" ]; then
    echo 'skipped: there is no node; ./bootstrap check installs what the tests need'
    exit 77
fi
exec "$NODE" "${srcdir:-.}/tests/conformance.mjs" "${top_builddir:-.}/wsecho"
