#!/bin/sh
# Chromium, in which the tests open the pages that we write: the one on PATH, else Debian's.
set -eu
# shellcheck source=tools/lib.sh
. "$(dirname "$0")/lib.sh"

# It needs dozens of libraries, so it cannot be unpacked beside us as promtool is.
installed() {
    command -v apt-get && apt-get -qq update && apt-get -qq install --no-install-recommends chromium
}

if ! command -v chromium >/dev/null; then
    say "Installing Debian's chromium ..."
    patiently installed </dev/null >&2 ||
        die "No chromium: install it (Debian: apt-get install chromium), the tests open pages in it."
fi
wrap "$(command -v chromium)" chromium
