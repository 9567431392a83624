#!/bin/sh
# promtool, or Prometheus itself, of the oldest release that we support: yours, else Debian's, else built.
# Yours are $PROMTOOL, or the promtool on PATH if it is of release 2, and the prometheus beside it.
# promtool alone checks and tests rules, so a machine without a prometheus serves for `make check`.
set -eu
# shellcheck source=tools/lib.sh
. "$(dirname "$0")/lib.sh"

program=$1 # promtool or prometheus

# "promtool, version 2.42.0+ds (branch: ..." is release 2, minor 42.
is_supported() {
    "$1" --version 2>&1 | sed -n 's/.* version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | {
        read -r release minor && [ "$release" -eq 2 ] && [ "$minor" -ge 42 ]
    }
}

# Copied, not linked: an upgrade of yours to release 3 must not pass for release 2.
yours() {
    promtool=$(command -v "${PROMTOOL:-promtool}") || return
    found=$(command -v "$(dirname "$promtool")/$program") || return
    is_supported "$found" || return
    mkdir -p .tools/prometheus2
    rm -f ".tools/prometheus2/$program"
    cp "$found" ".tools/prometheus2/$program"
}

fetch() {
    from_debian prometheus promtool prometheus || from_go prometheus2 -ldflags "-s -w" ||
        die "No $program 2: set PROMTOOL to a promtool of release 2.42 or newer; prometheus is sought beside it."
}

if yours; then
    exit
fi
[ -z "${PROMTOOL:-}" ] ||
    die "\$PROMTOOL is $PROMTOOL: it and the prometheus beside it must be of release 2.42 to 2.x." \
        "Unset it to have them fetched."
provide .tools/prometheus2 promtool prometheus
