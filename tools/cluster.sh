#!/bin/sh
# A Kubernetes API server and the Prometheus Operator, for `make test-cluster`: etcd is Debian's, the
# rest is built (10 CPU minutes). They go into a folder named after tools/cluster/go.sum, which pins
# their sources, so that a change of versions builds anew and nothing else does.
set -eu
# shellcheck source=tools/lib.sh
. "$(dirname "$0")/lib.sh"

made=.tools/cluster/$(sha256sum tools/cluster/go.sum | cut -c 1-16)
programs="etcd kube-apiserver kube-controller-manager operator admission-webhook"

is_complete() {
    for program in $programs; do
        [ -x "$made/$program" ] || return 1
    done
}

if is_complete; then
    exit 0
fi
from_debian etcd-server etcd || cp "$(command -v etcd)" "$workshop/" ||
    die "No etcd, which the API server keeps its objects in. The cause is above."
version=$(sed -n 's/^\tk8s.io\/kubernetes \(v[0-9.]*\).*/\1/p' tools/cluster/go.mod)
from_go cluster -p 2 -trimpath \
    -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=$version" ||
    die "No API server: without it nothing proves that a cluster accepts our objects. The cause is above."
# shellcheck disable=SC2086 # a list of words
put "$made" $programs
# Those of other versions are 300 MB each, and nobody asks for them.
find .tools/cluster -mindepth 1 -maxdepth 1 ! -path "$made" -exec rm -rf {} +
