#!/bin/sh
# A Kubernetes API server and the Prometheus Operator, for `make test-cluster`: etcd is Debian's, the
# rest is built (10 CPU minutes).
set -eu
# shellcheck source=tools/lib.sh
. "$(dirname "$0")/lib.sh"

fetch() {
    from_debian etcd-server etcd || cp "$(command -v etcd)" "$workshop/" ||
        die "No etcd, which the API server keeps its objects in. The cause is above."
    version=$(sed -n 's/^\tk8s.io\/kubernetes \(v[0-9.]*\).*/\1/p' tools/cluster/go.mod)
    from_go cluster -p 2 -trimpath \
        -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=$version" ||
        die "No API server: without it nothing proves that a cluster accepts our objects. The cause is above."
}
provide .tools/cluster etcd kube-apiserver kube-controller-manager operator admission-webhook
