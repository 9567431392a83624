#!/bin/sh
# promtool and Prometheus of the oldest release that we support: yours, else Debian's, else built.
# Yours are $PROMTOOL, or the promtool on PATH if it is of release 2, and the prometheus beside it.
set -eu
# shellcheck source=tools/lib.sh
. "$(dirname "$0")/lib.sh"

# "promtool, version 2.42.0+ds (branch: ..." is release 2, minor 42.
is_supported() {
    "$1" --version 2>&1 | sed -n 's/.* version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | {
        read -r release minor && [ "$release" -eq 2 ] && [ "$minor" -ge 42 ]
    }
}

yours() {
    promtool=$(command -v "${PROMTOOL:-promtool}") &&
        prometheus=$(command -v "$(dirname "$promtool")/prometheus") &&
        is_supported "$promtool" && is_supported "$prometheus" &&
        cp "$promtool" "$prometheus" "$workshop/"
}

if ! yours; then
    [ -z "${PROMTOOL:-}" ] ||
        die "\$PROMTOOL is $PROMTOOL: it and the prometheus beside it must be of release 2.42 to 2.x." \
            "Unset it to have them fetched."
    from_debian prometheus promtool prometheus || from_go prometheus2 -ldflags "-s -w" ||
        die "No promtool 2: set PROMTOOL to one of release 2.42 or newer, with prometheus beside it."
fi
put .tools/prometheus2 promtool prometheus
