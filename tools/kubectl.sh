#!/bin/sh
# kubectl, which builds and applies overlays: yours, else built. (Debian's is of 2020: too old.)
set -eu
# shellcheck source=tools/lib.sh
. "$(dirname "$0")/lib.sh"

# "Client Version: v1.32.4" is minor 32; before 27 it says that in other words.
is_supported() {
    minor=$(kubectl version --client 2>/dev/null | sed -n 's/^Client Version: v1\.\([0-9]*\).*/\1/p')
    [ "${minor:-0}" -ge 27 ]
}

fetch() {
    from_go kubectl -ldflags "-s -w" ||
        die "No kubectl of 1.27 or newer: install it, it builds the overlays. The cause is above."
}

if is_supported; then
    wrap "$(command -v kubectl)" kubectl
else
    provide .tools kubectl
fi
