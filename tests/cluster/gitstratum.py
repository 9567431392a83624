"""GitStratum's own objects, as its manifests deploy them, and the world around them.

Written down from the upstream manifests and not from our catalogue, so that the two can disagree.
"""

from collections.abc import Iterable, Mapping

Object = dict[str, object]
Ports = Mapping[str, int]

MONITORING = "monitoring"

PORTS: Mapping[str, Ports] = {
    "frontend": {"ssh": 22, "http": 80, "https": 443, "metrics": 9090, "grpc": 9091},
    "control-plane": {"grpc": 9091, "raft": 9092, "metrics": 9090},
    "metadata": {"grpc": 9091, "metrics": 9090},
    "object": {"grpc": 9091, "replication": 9093, "metrics": 9090},
    "operator": {"metrics": 8080, "health": 8081, "webhook": 9443},
}
_STATEFUL = ("control-plane", "metadata", "object")
REPLICAS = {"frontend": 3, "control-plane": 3, "metadata": 3, "object": 3, "operator": 1}
_USER_PORTS = ("ssh", "http", "https")
_ALL = tuple(PORTS)
_SERVERS = _ALL[:-1]


def labels(component: str) -> dict[str, str]:
    """Return the labels of a component's workload, pods and Services."""
    return {
        "app.kubernetes.io/name": "gitstratum",
        "app.kubernetes.io/component": component,
        "app.kubernetes.io/part-of": "gitstratum",
    }


def namespace(name: str) -> Object:
    """Return a Namespace, with the label that an API server would add."""
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": name, "labels": {"kubernetes.io/metadata.name": name}},
    }


def workload(
    kind: str,
    name: str,
    where: str,
    pod_labels: Mapping[str, str],
    ports: Ports,
    replicas: int = 1,
    annotations: Mapping[str, str] | None = None,
) -> Object:
    """Return a Deployment or StatefulSet of one container."""
    container = {
        "name": name,
        "image": f"example.org/{name}:1",
        "ports": [{"name": port, "containerPort": number} for port, number in ports.items()],
    }
    spec: Object = {
        "replicas": replicas,
        "selector": {"matchLabels": dict(pod_labels)},
        "template": {
            "metadata": {"labels": dict(pod_labels), "annotations": dict(annotations or {})},
            "spec": {"containers": [container]},
        },
    }
    if kind == "StatefulSet":
        spec |= {"serviceName": f"{name}-headless", "podManagementPolicy": "Parallel"}
    return {
        "apiVersion": "apps/v1",
        "kind": kind,
        "metadata": {"name": name, "namespace": where, "labels": dict(pod_labels)},
        "spec": spec,
    }


def _service(
    component: str, where: str, suffix: str, ports: Iterable[str], **spec: object
) -> Object:
    numbers = PORTS[component]
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {
            "name": f"gitstratum-{component}{suffix}",
            "namespace": where,
            "labels": labels(component),
        },
        "spec": {
            "selector": labels(component),
            "ports": [{"name": port, "port": numbers[port], "targetPort": port} for port in ports],
            **spec,
        },
    }


def _services(where: str) -> list[Object]:
    services = [
        _service("frontend", where, "", PORTS["frontend"]),
        _service("frontend", where, "-lb", _USER_PORTS, type="LoadBalancer"),
    ]
    for component in _STATEFUL:
        services += [
            _service(component, where, "", ("grpc", "metrics")),
            _service(
                component,
                where,
                "-headless",
                PORTS[component],
                clusterIP="None",
                publishNotReadyAddresses=True,
            ),
        ]
    return services


def _pods(component: str) -> Object:
    return {"podSelector": {"matchLabels": labels(component)}}


def _in(where: str) -> Object:
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": where}}}


def _rule(direction: str, peers: Iterable[Object], *numbers: int) -> Object:
    return {
        direction: list(peers),
        "ports": [{"protocol": "TCP", "port": number} for number in numbers],
    }


_DNS: Object = {
    "to": [_in("kube-system") | {"podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}],
    "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
}
_FROM_OPERATOR = _rule("from", [_pods("operator")], 9090, 9091)

_INGRESS: Mapping[str, list[Object]] = {
    "frontend": [_rule("from", [{"namespaceSelector": {}}], 22, 80, 443), _FROM_OPERATOR],
    "control-plane": [
        _rule("from", [_pods("frontend"), _pods("metadata"), _pods("object")], 9091),
        _rule("from", [_pods("control-plane")], 9091, 9092),
        _FROM_OPERATOR,
    ],
    "metadata": [_rule("from", [_pods("frontend")], 9091), _FROM_OPERATOR],
    "object": [
        _rule("from", [_pods("frontend")], 9091),
        _rule("from", [_pods("object")], 9091, 9093),
        _FROM_OPERATOR,
    ],
    "operator": [_rule("from", [_in("kube-system")], 8443)],
}
_EGRESS: Mapping[str, list[Object]] = {
    "frontend": [_rule("to", [_pods("control-plane"), _pods("metadata"), _pods("object")], 9091)],
    "control-plane": [_rule("to", [_pods("control-plane")], 9091, 9092)],
    "metadata": [_rule("to", [_pods("control-plane")], 9091)],
    "object": [
        _rule("to", [_pods("control-plane")], 9091),
        _rule("to", [_pods("object")], 9091, 9093),
    ],
    "operator": [
        _rule("to", [_pods(component) for component in _SERVERS], 9090, 9091),
        _rule("to", [{"namespaceSelector": {}}], 443, 6443),
    ],
}


def _policy(component: str, where: str) -> Object:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {
            "name": f"gitstratum-{component}",
            "namespace": where,
            "labels": labels(component),
        },
        "spec": {
            "podSelector": {"matchLabels": labels(component)},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": _INGRESS[component],
            "egress": [*_EGRESS[component], _DNS],
        },
    }


def gitstratum(where: str, replicas: Mapping[str, int] = REPLICAS) -> list[Object]:
    """Return GitStratum's namespace, workloads, Services and NetworkPolicies."""
    workloads = [
        workload(
            "StatefulSet" if component in _STATEFUL else "Deployment",
            f"gitstratum-{component}",
            where,
            labels(component),
            ports,
            replicas[component],
            {
                "prometheus.io/scrape": "true",
                "prometheus.io/port": str(ports["metrics"]),
                "prometheus.io/path": "/metrics",
            },
        )
        for component, ports in PORTS.items()
    ]
    policies = [_policy(component, where) for component in PORTS]
    return [namespace(where), *workloads, *_services(where), *policies]


PROMETHEUS_LABELS = {
    "app.kubernetes.io/instance": "k8s",
    "app.kubernetes.io/managed-by": "prometheus-operator",
    "app.kubernetes.io/name": "prometheus",
    "operator.prometheus.io/name": "k8s",
    "prometheus": "k8s",
}
"""What the Operator labels a Prometheus's pods with."""


def world() -> list[Object]:
    """Return who else is in the cluster: Prometheus, and those who must not get what it gets."""
    http = {"http": 8080}
    return [
        *(namespace(name) for name in (MONITORING, "kube-system", "other")),
        workload("StatefulSet", "prometheus-k8s", MONITORING, PROMETHEUS_LABELS, {"web": 9090}),
        workload("Deployment", "grafana", MONITORING, {"app.kubernetes.io/name": "grafana"}, http),
        workload("Deployment", "coredns", "kube-system", {"k8s-app": "kube-dns"}, {"dns": 53}),
        workload("Deployment", "stranger", "other", {"app.kubernetes.io/name": "stranger"}, http),
        # Labelled as Prometheus, in a namespace that is not monitoring's.
        workload("StatefulSet", "prometheus-own", "other", PROMETHEUS_LABELS, {"web": 9090}),
    ]
