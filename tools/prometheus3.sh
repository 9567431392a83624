#!/bin/sh
# promtool and Prometheus 3, built: no package registry has them ready made.
set -eu
. "$(dirname "$0")/lib.sh"

# Module v0.316.0 is release 3.16.0, which the program does not know unless the linker is told.
version=$(sed -n 's|.*/prometheus/prometheus v0\.30*\([0-9]*\.[0-9]*\).*|3.\1|p' tools/prometheus3/go.mod)
from_go prometheus3 -ldflags "-s -w -X github.com/prometheus/common/version.Version=$version" ||
    die "No Prometheus 3: without it the rules cannot be proven on release 3. The cause is above."
put .tools/prometheus3 promtool prometheus
