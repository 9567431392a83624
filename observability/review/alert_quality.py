"""How good an SLO's alerts were, held against the incidents that people listed.

Without incidents neither precision nor recall can be said: None of them is inferred.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from observability.alerts.alerting import severity_in
from observability.evaluation.firings import Firing
from observability.evaluation.quality import Alert, Quality, quality
from observability.model import naming
from observability.model.environment import Environment
from observability.model.review import Incident
from observability.model.slo import SLO


@dataclass(frozen=True, slots=True)
class _Listed:
    """An incident as alerts are held against it."""

    start: float
    end: float
    slos: tuple[str, ...]


def _concerns(alert: Alert, incident: _Listed) -> int:
    """Return 1 if the incident hurt the alert's SLO."""
    return int(alert.slo in incident.slos)


def alert_quality(
    slos: Sequence[SLO],
    environment: Environment,
    firings: Sequence[Firing],
    incidents: Sequence[Incident],
) -> tuple[Quality, ...]:
    """Return the quality of each alert that fired, or is of an SLO that an incident hurt."""
    hurt = {name for incident in incidents for name in incident.slos}
    return quality(
        firings,
        [_Listed(i.start.timestamp(), i.end.timestamp(), i.slos) for i in incidents],
        _concerns,
        # An alert that should have fired and did not is the one that recall is about.
        expected=[
            Alert(
                naming.burn_alert(environment.system, slo),
                slo.name,
                str(slo.component),
                str(severity_in(environment, tier.severity)),
            )
            for slo in slos
            if slo.name in hurt
            for tier in slo.policy.tiers
        ],
    )
