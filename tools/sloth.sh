#!/bin/sh
# Sloth, which the benchmarks compare us with, built.
set -eu
# shellcheck source=tools/lib.sh
. "$(dirname "$0")/lib.sh"

fetch() {
    from_go sloth -ldflags "-s -w" ||
        die "No Sloth: the benchmarks compare us with it. The cause is above."
}
provide .tools sloth
