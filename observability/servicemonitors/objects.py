"""What every object of ours has in common, and the labels by which GitStratum's own are known."""

from collections.abc import Mapping

from observability.model.component import Component
from observability.model.environment import Environment


def kubernetes_object(
    api_version: str, kind: str, name: str, environment: Environment, body: Mapping[str, object]
) -> dict[str, object]:
    """Return an object in the environment's namespace, labelled as ours and for its stack."""
    return {
        "apiVersion": api_version,
        "kind": kind,
        "metadata": {
            "name": name,
            "namespace": environment.namespace,
            "labels": environment.object_labels,
        },
    } | dict(body)


def component_labels(component: Component) -> dict[str, str]:
    """Return the labels that a component's pods and Services carry."""
    return {
        "app.kubernetes.io/name": "gitstratum",
        "app.kubernetes.io/component": str(component),
    }
