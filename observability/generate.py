"""The registry of parts, and from a catalogue to artefacts: pure, and handed the catalogue."""

from collections.abc import Callable, Iterable

from observability.alerts.plain import plain_rules
from observability.alerts.prometheusrule import prometheus_rules
from observability.artefact import Artefact
from observability.dashboards.folder import folder as dashboards
from observability.dashboards.folder import settings as dashboards_settings
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.overlays.folder import overlays
from observability.part import Part, Write
from observability.proofs.files import proofs
from observability.reference.folder import reference
from observability.servicemonitors.folder import scraping


def _each_environment(write: Callable[[Catalogue, Environment], list[Artefact]]) -> Write:
    return lambda catalogue: [
        artefact
        for environment in catalogue.environments
        for artefact in write(catalogue, environment)
    ]


def _rules(catalogue: Catalogue) -> list[Artefact]:
    operated = _each_environment(prometheus_rules)(catalogue)
    return operated + plain_rules(catalogue, catalogue.primary)


_APPLIED = (
    Part(
        name="alerts",
        folder="alerts",
        purpose="recording and alerting rules, and their unit tests",
        write=_rules,
        prove=lambda catalogue: proofs(catalogue, catalogue.primary),
        kinds=("prometheusrules.monitoring.coreos.com",),
        has_waiting=True,
    ),
    Part(
        name="servicemonitors",
        folder="servicemonitors",
        purpose="scrape targets and the network policies they need",
        write=_each_environment(scraping),
        kinds=(
            "networkpolicies.networking.k8s.io",
            "podmonitors.monitoring.coreos.com",
            "rolebindings.rbac.authorization.k8s.io",
            "roles.rbac.authorization.k8s.io",
            "servicemonitors.monitoring.coreos.com",
        ),
    ),
    Part(
        name="dashboards",
        folder="dashboards",
        purpose="Grafana dashboards",
        write=dashboards,
        kinds=("configmaps",),
        shared=dashboards_settings,
    ),
)
"""What an overlay applies. A new writer of Kubernetes objects is one more entry."""

PARTS = (
    *_APPLIED,
    Part(
        name="overlays",
        folder="overlays",
        purpose="what is applied to each environment",
        write=_each_environment(
            lambda catalogue, environment: overlays(catalogue, environment, _APPLIED)
        ),
        kinds=("alertmanagerconfigs.monitoring.coreos.com",),
    ),
    Part(
        name="reference",
        folder="docs/reference",
        purpose="pages of checks, of causes, of what upstream must do",
        write=reference,
    ),
)
"""All that can be generated. A new writer is one more entry."""

NAMES = tuple(sorted(part.name for part in PARTS))
KINDS = tuple(sorted(kind for part in PARTS for kind in part.kinds))
"""Every kind of Kubernetes object that is ever generated, as kubectl names it."""


def chosen(names: Iterable[str] = ()) -> list[Part]:
    """Return the parts of these names, or all of them, by name."""
    wanted = set(names) or set(NAMES)
    return sorted((part for part in PARTS if part.name in wanted), key=lambda part: part.name)


def generate(catalogue: Catalogue, *names: str) -> list[Artefact]:
    """Return the artefacts of the parts of these names, or of all."""
    return [artefact for part in chosen(names) for artefact in part.artefacts(catalogue)]


def folders(*names: str) -> list[str]:
    """Return the folders of the parts of these names, or of all: they hold generated files only."""
    return [part.folder for part in chosen(names)]
