"""Whether pods are isolated before our network policies select them.

A NetworkPolicy that selects a pod closes every port that no policy opens. Ours open the metrics
port only, and count on GitStratum's own policies for all others.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from observability.diagnosis.installation import selects
from observability.model.catalogue import Catalogue
from observability.model.environment import MANAGED_BY


def not_isolated(policies: Iterable[Mapping[str, Any]], catalogue: Catalogue) -> list[str]:
    """Return the components whose pods no policy but ours isolates, among those of a namespace."""
    others = [policy for policy in policies if not _ours(policy)]
    return [
        str(target.component)
        for target in catalogue.targets
        if not any(_isolates(policy, str(target.component)) for policy in others)
    ]


def _ours(policy: Mapping[str, Any]) -> bool:
    labels: Mapping[str, str] = policy["metadata"].get("labels") or {}
    return MANAGED_BY.items() <= labels.items()


def _isolates(policy: Mapping[str, Any], component: str) -> bool:
    pods = {
        "app.kubernetes.io/name": "gitstratum",
        "app.kubernetes.io/component": component,
        "app.kubernetes.io/part-of": "gitstratum",
    }
    spec = policy["spec"]
    return "Ingress" in spec.get("policyTypes", ["Ingress"]) and selects(spec["podSelector"], pods)
