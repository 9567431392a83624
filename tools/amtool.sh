#!/bin/sh
# amtool, which checks and routes with Alertmanager's configuration: Debian's, else built.
set -eu
# shellcheck source=tools/lib.sh
. "$(dirname "$0")/lib.sh"

fetch() {
    from_debian prometheus-alertmanager amtool || from_go amtool -ldflags "-s -w" ||
        die "No amtool: without it Alertmanager's configuration cannot be checked. The cause is above."
}
provide .tools amtool
