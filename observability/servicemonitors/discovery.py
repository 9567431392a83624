"""The rights that Prometheus needs to discover pods in the environment's namespace.

kube-prometheus gives its Prometheus rights in three namespaces of its own choice only; without
these it finds no target here, and says so in its log alone.
"""

from observability.model import naming
from observability.model.environment import Environment
from observability.servicemonitors.objects import kubernetes_object

_API_GROUP = "rbac.authorization.k8s.io"
_VERBS = ["get", "list", "watch"]


def _name(environment: Environment) -> str:
    return naming.object_name(environment.system, "prometheus-discovery")


def role(environment: Environment) -> dict[str, object]:
    """Return the Role: read what discovery reads, in one namespace."""
    rules = [
        {"apiGroups": [""], "resources": ["endpoints", "pods", "services"], "verbs": _VERBS},
        {"apiGroups": ["discovery.k8s.io"], "resources": ["endpointslices"], "verbs": _VERBS},
    ]
    return kubernetes_object(
        f"{_API_GROUP}/v1", "Role", _name(environment), environment, {"rules": rules}
    )


def role_binding(environment: Environment) -> dict[str, object]:
    """Return the RoleBinding: to the service account of the environment's Prometheus."""
    name = _name(environment)
    body = {
        "roleRef": {"apiGroup": _API_GROUP, "kind": "Role", "name": name},
        "subjects": [
            {
                "kind": "ServiceAccount",
                "name": environment.monitoring.service_account,
                "namespace": environment.monitoring.namespace,
            }
        ],
    }
    return kubernetes_object(f"{_API_GROUP}/v1", "RoleBinding", name, environment, body)
