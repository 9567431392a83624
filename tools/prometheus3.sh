#!/bin/sh
# promtool and Prometheus 3, built: no package registry has them ready made.
# Built this way they print an empty version: ask what they can do, not what they say.
set -eu
# shellcheck source=tools/lib.sh
. "$(dirname "$0")/lib.sh"

fetch() {
    from_go prometheus3 -ldflags "-s -w" ||
        die "No Prometheus 3: without it the rules cannot be proven on release 3. The cause is above."
}
provide .tools/prometheus3 promtool prometheus
