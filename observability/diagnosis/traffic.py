"""The traffic that a Prometheus has counted, and SLOs whose burn-rate policy does not fit it."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from observability.alerts.traffic import misfit
from observability.diagnosis.finding import Finding, Level
from observability.expressions import names
from observability.expressions.budget import coverage, events
from observability.expressions.printing import render
from observability.expressions.promql import Aggregate, Expression, equals
from observability.expressions.scope import Recorded
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.windows import MINUTE
from observability.prometheus.client import PrometheusClient

_SEEN = timedelta(days=7)
"""A week has its nights and its weekend."""
_MINUTES_OF_A_DAY = timedelta(days=1) // MINUTE


def traffic_findings(
    client: PrometheusClient, catalogue: Catalogue, environment: Environment
) -> Iterator[Finding]:
    """Return which SLOs' policies do not fit the traffic of the last week."""
    if not environment.pages:
        return
    seen = events_per_day(client, environment)
    for slo in catalogue.promises(environment):
        per_day = None if slo.retired else seen.get(slo.name)
        found = misfit(slo, catalogue.known_policies, per_day) if per_day else None
        if found is not None:
            yield Finding(
                level=Level.WARNING if found.never_pages else Level.NOTE,
                about=slo.name,
                what=_sentence(found.what),
                consequence=_sentence(found.consequence),
                cure=_sentence(found.cure),
            )


def events_per_day(client: PrometheusClient, environment: Environment) -> dict[str, Fraction]:
    """Return the valid events a day of the SLOs that were counted for a day of the last week."""
    of = Recorded(equals(**{names.ENVIRONMENT_LABEL: environment.name}))
    counted = _by_slo(client, events(of(names.VALID_ROLLUP), _SEEN))
    covered = _by_slo(client, coverage(of, _SEEN))
    minutes = {slo: round(share * (_SEEN // MINUTE)) for slo, share in covered.items()}
    return {
        slo: Fraction(counted[slo]) * _MINUTES_OF_A_DAY / minutes[slo]
        for slo in counted.keys() & minutes.keys()
        if minutes[slo] >= _MINUTES_OF_A_DAY
    }


def _by_slo(client: PrometheusClient, of: Expression) -> dict[str, float]:
    # Where several Prometheus evaluate the rules, each has all events.
    answer = client.query(render(Aggregate("max", of, by=(names.SLO_LABEL,))))
    return {each.labels[names.SLO_LABEL]: each.samples[-1][1] for each in answer.series}


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
