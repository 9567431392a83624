"""From a catalogue to artefacts: pure, and handed the catalogue."""

from collections.abc import Callable

from observability.alerts.plain import plain_rules
from observability.alerts.prometheusrule import prometheus_rules
from observability.alerts.proofs.files import proofs
from observability.artefact import Artefact
from observability.checks.reference import checks_reference
from observability.dashboards.folder import folder as dashboards
from observability.diagnosis.upstream import upstream_reference
from observability.model.catalogue import Catalogue
from observability.overlays.folder import overlays as overlays_of
from observability.servicemonitors.folder import scraping


def alerts(catalogue: Catalogue) -> list[Artefact]:
    """Return everything of the folder `alerts/`; proofs are of the primary environment."""
    rules = [
        artefact
        for environment in catalogue.environments
        for artefact in prometheus_rules(catalogue, environment)
    ]
    primary = catalogue.primary
    return rules + plain_rules(catalogue, primary) + proofs(catalogue, primary)


def servicemonitors(catalogue: Catalogue) -> list[Artefact]:
    """Return everything of the folder `servicemonitors/`."""
    return [
        artefact
        for environment in catalogue.environments
        for artefact in scraping(catalogue, environment)
    ]


def overlays(catalogue: Catalogue) -> list[Artefact]:
    """Return everything of the folder `overlays/`."""
    return [
        artefact
        for environment in catalogue.environments
        for artefact in overlays_of(catalogue, environment)
    ]


def reference(catalogue: Catalogue) -> list[Artefact]:
    """Return everything of the folder `docs/reference/`."""
    return [checks_reference(), upstream_reference(catalogue)]


PARTS: dict[str, Callable[[Catalogue], list[Artefact]]] = {
    "alerts": alerts,
    "dashboards": dashboards,
    "overlays": overlays,
    "reference": reference,
    "servicemonitors": servicemonitors,
}
"""What can be generated, by its name."""


def folder(part: str) -> str:
    """Return the folder that a part fills, and nothing else does."""
    return "docs/reference" if part == "reference" else part
