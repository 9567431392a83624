"""From a catalogue to artefacts: pure, and handed the catalogue."""

from collections.abc import Callable

from observability.alerts.plain import plain_rules
from observability.alerts.prometheusrule import prometheus_rules
from observability.artefact import Artefact
from observability.model.catalogue import Catalogue


def alerts(catalogue: Catalogue) -> list[Artefact]:
    """Return everything of the folder `alerts/`; the plain files are of the last environment."""
    rules = [
        artefact
        for environment in catalogue.environments
        for artefact in prometheus_rules(catalogue, environment)
    ]
    return rules + plain_rules(catalogue, catalogue.environments[-1])


PARTS: dict[str, Callable[[Catalogue], list[Artefact]]] = {"alerts": alerts}
"""What can be generated, by the folder that it goes to."""
