#!/bin/sh
# Alertmanager, built: Debian's does not run outside of its own folders.
set -eu
# shellcheck source=tools/lib.sh
. "$(dirname "$0")/lib.sh"

fetch() {
    from_go alertmanager -ldflags "-s -w" ||
        die "No Alertmanager: without it nothing shows what calls a person. The cause is above."
}
provide .tools alertmanager
