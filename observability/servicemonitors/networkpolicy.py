"""NetworkPolicies that let Prometheus reach the metrics ports, and nothing else anything.

Policies add up: each of these allows one port of one component to Prometheus's pods. They count on
the component's own policy: pods without any are open, and ours alone would close all their other
ports.
"""

from observability.model import naming
from observability.model.environment import Environment
from observability.model.target import ScrapeTarget
from observability.servicemonitors.objects import kubernetes_object


def network_policy(target: ScrapeTarget, environment: Environment) -> dict[str, object]:
    """Return the policy that opens a target's metrics port to the environment's Prometheus."""
    monitoring = environment.monitoring
    prometheus = {
        # One element: pods with these labels in that namespace. As two it would be "or".
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": monitoring.namespace}},
        "podSelector": {"matchLabels": dict(monitoring.pod_labels)},
    }
    spec = {
        "podSelector": {"matchLabels": environment.system.pod_labels(target.component)},
        "policyTypes": ["Ingress"],
        "ingress": [
            {
                "from": [prometheus],
                "ports": [{"protocol": "TCP", "port": target.metrics_port_number}],
            }
        ],
    }
    return kubernetes_object(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        naming.object_name(environment.system, target.component.name, "scrape"),
        environment,
        {"spec": spec},
    )
