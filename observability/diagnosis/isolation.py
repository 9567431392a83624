"""Whether pods are isolated before our network policies select them.

A NetworkPolicy that selects a pod closes every port that no policy opens. Ours open the metrics
port only, and count on the system's own policies for all others.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from observability.diagnosis.installation import selects
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.component import Component
from observability.model.system import System


def not_isolated(policies: Iterable[Mapping[str, Any]], catalogue: Catalogue) -> list[str]:
    """Return the components whose pods no policy but ours isolates, among those of a namespace."""
    others = [policy for policy in policies if not _ours(policy, catalogue.system)]
    return [
        str(target.component)
        for target in catalogue.targets
        if not any(
            _isolates(policy, _pods(catalogue.system, target.component)) for policy in others
        )
    ]


def _pods(system: System, component: Component) -> dict[str, str]:
    return system.pod_labels(component) | dict(system.other_labels)


def _ours(policy: Mapping[str, Any], system: System) -> bool:
    labels: Mapping[str, str] = policy["metadata"].get("labels") or {}
    return naming.managed_by(system).items() <= labels.items()


def _isolates(policy: Mapping[str, Any], pods: Mapping[str, str]) -> bool:
    spec = policy["spec"]
    return "Ingress" in spec.get("policyTypes", ["Ingress"]) and selects(spec["podSelector"], pods)
