"""What every object of ours has in common."""

from collections.abc import Mapping

from observability.model import naming
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
            "labels": naming.object_labels(environment),
        },
    } | dict(body)
